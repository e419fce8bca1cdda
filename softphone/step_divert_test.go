package softphone

import "testing"

func TestDoNotDisturb_NobodyRingsButThoseWhoAlwaysGetThrough(t *testing.T) {
	r := newRig(t)
	r.play(SettingChanged{Press: r.press(""), Key: SetAlwaysThrough, Value: "22 41 00 01, 101"},
		SettingChanged{Press: r.press(""), Key: SetDoNotDisturb, Value: "on"})
	ring := func(id CallID, number string) {
		r.play(CallArrived{At: r.at(), Call: id, Line: "office", Peer: Peer{Number: number}})
	}
	ring("a", "55001720")
	if want[SendReject](r).Reason != Undisturbed {
		t.Fatal("not refused")
	}
	wantNo[StartRing](r)
	wantNo[RaiseWindow](r)
	want[SaveCall](r) // she can see afterwards who rang
	for id, number := range map[CallID]string{"b": "+4722410001", "c": "101"} {
		ring(id, number)
		want[SendRinging](r)
		wantNo[SendReject](r)
	}
	ring("d", "102")
	want[SendReject](r)
}

func TestForward_WhenNobodyAnswersInTime(t *testing.T) {
	r := newRig(t)
	r.play(SettingChanged{Press: r.press(""), Key: SetForwardTo, Value: "102"},
		SettingChanged{Press: r.press(""), Key: SetForwardAfter, Value: "3"})
	r.arrive("a")
	w := want[WakeAt](r)
	if rings := RingNumber(r.now, w.At, r.s.Settings.Cadence()); rings != 4 {
		t.Fatalf("sent on at the beginning of ring %d", rings)
	}
	r.arrive("b")
	r.talk("b")
	r.now = w.At
	r.play(WokeUp{r.at(), WakeKey{What: WakeForward, Call: "b"}})
	wantNo[SendDeflect](r)
	r.play(WokeUp{r.at(), w.Key})
	if d := want[SendDeflect](r); d.Call != "a" || d.Number != "102" {
		t.Fatalf("%+v", d)
	}
}
