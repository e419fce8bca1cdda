package voice

import (
	"errors"
	"testing"
	"time"

	"anteroom/softphone"
)

// qualities are those the engine told of.
func (d *desk) qualities() (all []softphone.QualityMeasured) {
	for _, e := range d.told {
		if q, ok := e.(softphone.QualityMeasured); ok {
			all = append(all, q)
		}
	}
	return all
}

func TestQuality_IsToldEveryFiveSecondsOfATalkAndAtItsEnd(t *testing.T) {
	a, b, _, _ := talk(t, "pcma")
	both(a, b, 16*ticksASec)
	told := a.qualities()
	if len(told) != 3 {
		t.Fatalf("told %d times in 16 s", len(told))
	}
	if gap := told[2].At.At.Sub(told[1].At.At); gap != measuredEvery {
		t.Errorf("%v between two", gap)
	}
	if q := told[2].Quality; told[2].Call != "call" || q.Loss != 0 || q.MOS < 4.3 || q.Buffer <= 0 {
		t.Errorf("%+v", told[2])
	}
	if err := a.Set(t.Context(), "call", softphone.VoiceMusic); err != nil {
		t.Fatal(err)
	}
	both(a, b, 10*ticksASec)
	if len(a.qualities()) != 3 {
		t.Error("told while the call waits")
	}
	if err := a.Close(t.Context(), "call"); err != nil {
		t.Fatal(err)
	}
	if len(a.qualities()) != 4 {
		t.Error("not told at the end")
	}
}

func TestQuality_FallsWithWhatTheNetworkLoses(t *testing.T) {
	measured := func(loss float64, delay time.Duration) softphone.Quality {
		n := newNetwork(t, "pcma")
		n.loss, n.delay = loss, delay
		n.run(30 * time.Second)
		told := n.a.qualities()
		if len(told) == 0 {
			t.Fatal("nothing told")
		}
		return told[len(told)-1].Quality
	}
	good, bad, far := measured(0, 10*time.Millisecond), measured(0.08, 10*time.Millisecond), measured(0, 250*time.Millisecond)
	if good.Grade() != softphone.GradeGood || good.RTT < 15*time.Millisecond || good.RTT > 60*time.Millisecond {
		t.Errorf("a good network: %+v", good)
	}
	if bad.Loss < 0.05 || bad.Loss > 0.12 || bad.MOS > 4 {
		t.Errorf("a bad network: %+v", bad)
	}
	if far.MOS > good.MOS-0.3 || far.RTT < 480*time.Millisecond {
		t.Errorf("a far one: %+v", far)
	}
}

func TestQuality_OfACallThatNobodyAnswersIsNothing(t *testing.T) {
	d := newDesk(newTestClock(), 1000)
	d.connect(t, "call", media("pcma", softphone.SendRecv, there), softphone.VoiceTalk)
	d.ticks(1200)
	if err := d.Close(t.Context(), "call"); err != nil {
		t.Fatal(err)
	}
	if len(d.qualities()) != 0 {
		t.Errorf("%+v", d.qualities())
	}
}

// An exchange that has somebody on hold for us passes nothing of him on, but its packets bear his numbers.
func TestQuality_WhatIsLeftOutWhileWeHoldIsNotLost(t *testing.T) {
	for _, held := range []bool{true, false} {
		n := newNetwork(t, "pcma")
		turn := func(d softphone.MediaDirection, mode softphone.VoiceMode) {
			t.Helper()
			if err := errors.Join(n.b.Agree(t.Context(), "call", media("pcma", d, here)), n.b.Set(t.Context(), "call", mode)); err != nil {
				t.Fatal(err)
			}
		}
		n.run(5 * time.Second)
		if held {
			turn(softphone.SendOnly, softphone.VoiceMusic)
		}
		n.run(100 * time.Millisecond) // some are still on their way
		n.stopped = true
		n.run(time.Second)
		n.stopped = false
		if held {
			turn(softphone.SendRecv, softphone.VoiceTalk)
		}
		n.run(5 * time.Second)
		if s := n.cb.stats(); (s.Lost == 0) != held || s.Received < 450 {
			t.Errorf("on hold %v: received %d, lost %d", held, s.Received, s.Lost)
		}
	}
}
