package softphone

import (
	"math"
	"testing"
	"time"
)

func TestQuality_IsEstimatedAsTheModelHasIt(t *testing.T) {
	for _, c := range []struct {
		name string
		q    Quality
		mos  float64
	}{
		{"nothing wrong", Quality{}, 4.4},
		{"a good network", Quality{RTT: 20 * time.Millisecond, Buffer: 40 * time.Millisecond}, 4.36},
		{"one packet in a hundred", Quality{Loss: 0.01, Buffer: 40 * time.Millisecond}, 4.28},
		{"one in twenty", Quality{Loss: 0.05, Buffer: 40 * time.Millisecond}, 3.85},
		{"over a satellite", Quality{RTT: 600 * time.Millisecond, Buffer: 60 * time.Millisecond}, 3.19},
		{"half of it gone", Quality{Loss: 0.5}, 1.59},
		{"all of it gone", Quality{Loss: 1, RTT: 10 * time.Second}, 1},
	} {
		got := c.q.Estimated()
		if math.Abs(got.MOS-c.mos) > 0.05 || !got.Measured() {
			t.Errorf("%s: %.2f, want %.2f", c.name, got.MOS, c.mos)
		}
	}
	worse := Quality{}.Estimated()
	for loss := 0.0; loss <= 1; loss += 0.01 {
		q := Quality{Loss: loss}.Estimated()
		if q.MOS > worse.MOS {
			t.Fatalf("better with more loss: %.2f at %.2f", q.MOS, loss)
		}
		worse = q
	}
}

func TestQuality_GradesAsInTheTrade(t *testing.T) {
	for mos, want := range map[float64]Grade{4.4: GradeGood, 4.03: GradeGood, 4: GradeFair, 3.6: GradeFair, 3.5: GradePoor, 1: GradePoor} {
		if g := (Quality{MOS: mos}).Grade(); g != want {
			t.Errorf("%.2f is %s", mos, g)
		}
	}
}

func TestQuality_StaysWithTheCallAndIsSavedAfterItsEnd(t *testing.T) {
	r := newRig(t)
	r.arrive("a")
	r.talk("a")
	early := Quality{Loss: 0.01}.Estimated()
	r.play(QualityMeasured{At: r.at(), Call: "a", Quality: early})
	wantNo[SaveCall](r)
	if r.call("a").Quality != early {
		t.Fatalf("%+v", r.call("a").Quality)
	}
	r.play(QualityMeasured{At: r.at(), Call: "a"}) // nothing was measured
	r.play(CallHungUp{r.at(), "a", EndedByPeer, Reason{Code: HungUp}})
	if got := want[SaveCall](r).Call.Quality; got != early {
		t.Fatalf("%+v", got)
	}
	last := Quality{Loss: 0.02, RTT: time.Millisecond}.Estimated()
	r.play(QualityMeasured{At: r.at(), Call: "a", Quality: last})
	if got := want[SaveCall](r).Call; got.Quality != last || got.State != Ended {
		t.Fatalf("%+v", got)
	}
	r.play(QualityMeasured{At: r.at(), Call: "unknown", Quality: last})
	wantNo[SaveCall](r)
}
