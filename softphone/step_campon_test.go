package softphone

import (
	"testing"
	"time"
)

// wasBusy has caller "a" back because 101, whose lamp is watched, was busy.
func wasBusy(t *testing.T) *rig {
	t.Helper()
	r := newRig(t)
	r.principal("berg", "101")
	r.play(LampChanged{r.at(), "office", "101", LampBusy})
	r.arrive("a")
	r.talk("a")
	r.play(ConsultPressed{Press: r.press(""), NewCall: "b", Number: "101"}, HoldConfirmed{r.at(), "a"}, VoiceOpened{At: r.at(), Call: "b"},
		CallHungUp{r.at(), "b", EndedByPeer, Reason{Code: Busy}}, ResumeConfirmed{r.at(), "a"})
	wantState(r, "a", Talking)
	return r
}

// campOn lets the caller wait.
func campOn(t *testing.T) *rig {
	t.Helper()
	r := wasBusy(t)
	r.play(WaitForPressed{r.press("")})
	if want[SendHold](r).Call != "a" || !want[Reply](r).Reason.Zero() {
		t.Fatal("the caller is not put on hold")
	}
	r.play(HoldConfirmed{r.at(), "a"})
	if r.call("a").WaitsFor != "101" {
		t.Fatalf("%+v", r.call("a"))
	}
	return r
}

func TestCampOn_OneOnHisWayBackIsPutOnHoldAgain(t *testing.T) {
	r := wasBusy(t)
	r.play(HoldPressed{r.press("a")}, ResumePressed{r.press("a")}) // before the hold was confirmed
	r.play(WaitForPressed{r.press("a")})
	if c := r.call("a"); want[SendHold](r).Call != "a" || c.Changing != Held || c.WaitsFor != "101" {
		t.Fatalf("%+v", c)
	}
}

func (r *rig) free() { r.play(LampChanged{r.at(), "office", "101", LampIdle}) }

func TestCampOn_TheDeskSignalsWhenTheOtherOneIsFreeAndHeIsRung(t *testing.T) {
	r := campOn(t)
	r.pass(3 * time.Second)
	r.free()
	if want[RaiseWindow](r).Call != "a" || want[PlayTone](r).Tone != ToneReturnDue || !r.s.FreeNow(r.call("a")) || r.s.Selected != "a" {
		t.Fatalf("%+v", r.call("a"))
	}
	r.free() // told twice
	wantNo[PlayTone](r)
	r.play(ConsultPressed{Press: r.press("a"), NewCall: "c", Number: "101"})
	if c := r.call("a"); c.WaitsFor != "" || c.Transfer != (Transfer{Consulting, "c", "101"}) {
		t.Fatalf("%+v", c)
	}
}

func TestCampOn_HisFortySecondsRunAsEver(t *testing.T) {
	r := campOn(t)
	r.pass(40 * time.Second)
	r.play(WokeUp{r.at(), WakeKey{What: WakeReturn, Call: "a"}})
	if want[RaiseWindow](r).Call != "a" || r.call("a").ReturnsDue() != 1 || r.call("a").WaitsFor != "101" {
		t.Fatalf("%+v", r.call("a"))
	}
	r.play(ReturnPressed{r.press("")}, ResumeConfirmed{r.at(), "a"})
	if r.call("a").WaitsFor != "" {
		t.Fatal("he still waits for somebody")
	}
	r.free()
	wantNo[RaiseWindow](r)
	r.play(LampChanged{r.at(), "office", "101", LampBusy}, WaitForPressed{r.press("")}) // he wants to go on waiting
	if want[SendHold](r).Call != "a" || r.call("a").WaitsFor != "101" {
		t.Fatal("he cannot wait on")
	}
}

func TestCampOn_PressedAgainOrHungUpNobodyWaits(t *testing.T) {
	r := campOn(t)
	r.play(WaitForPressed{r.press("a")})
	wantState(r, "a", Held)
	r.free()
	wantNo[PlayTone](r)
	r = campOn(t)
	r.play(CallHungUp{r.at(), "a", EndedByPeer, Reason{Code: HungUp}})
	r.free()
	wantNo[RaiseWindow](r)
	if c := r.call("a"); c.WaitsFor != "" || c.BusyAt != "" {
		t.Fatalf("%+v", c)
	}
}

func TestCampOn_TakesSomebodyWhoWasBusyAndIsWatched(t *testing.T) {
	talks := newRig(t)
	talks.arrive("a")
	talks.talk("a")
	ended := func(code ReasonCode) *rig {
		r := consult(t)
		r.play(CallHungUp{r.at(), "b", EndedByPeer, Reason{Code: code}}, ResumeConfirmed{r.at(), "a"})
		return r
	}
	for _, c := range []struct {
		what string
		r    *rig
		want ReasonCode
	}{
		{"nobody called", talks, NobodyBusy}, {"no answer", ended(NoAnswer), NobodyBusy}, {"busy, not watched", ended(Busy), NotWatched},
		{"being asked", consult(t), WrongState},
	} {
		c.r.play(WaitForPressed{c.r.press("a")})
		if got := want[Reply](c.r).Reason.Code; got != c.want || c.r.call("a").WaitsFor != "" {
			t.Errorf("%s: refused with %q, want %q", c.what, got, c.want)
		}
	}
}

func TestTransfer_BusyBeforeTheHoldIsConfirmedBringsTheCallerBackToo(t *testing.T) {
	r := newRig(t)
	r.arrive("a")
	r.talk("a")
	r.play(ConsultPressed{Press: r.press(""), NewCall: "b", Number: "101"}, VoiceOpened{At: r.at(), Call: "b"},
		CallHungUp{r.at(), "b", EndedByPeer, Reason{Code: Busy}})
	if want[SendResume](r).Call != "a" {
		t.Fatal("he is left on hold")
	}
	r.play(HoldConfirmed{r.at(), "a"}, ResumeConfirmed{r.at(), "a"})
	wantState(r, "a", Talking)
}

func TestCampOn_WhoeverHungUpMeanwhileIsFreeAtOnce(t *testing.T) {
	r := wasBusy(t)
	r.free()
	r.play(WaitForPressed{r.press("")})
	if want[RaiseWindow](r).Call != "a" || !r.s.FreeNow(r.call("a")) {
		t.Fatalf("%+v", r.call("a"))
	}
}

func TestCampOn_TheOneWhoWaitsLongestComesFirstAndATalkIsNotDisturbed(t *testing.T) {
	r := campOn(t)
	r.pass(time.Second)
	r.arrive("d")
	r.talk("d")
	r.play(ConsultPressed{Press: r.press(""), NewCall: "e", Number: "101"}, HoldConfirmed{r.at(), "d"}, VoiceOpened{At: r.at(), Call: "e"},
		CallHungUp{r.at(), "e", EndedByPeer, Reason{Code: Busy}}, ResumeConfirmed{r.at(), "d"}, WaitForPressed{r.press("d")}, HoldConfirmed{r.at(), "d"})
	r.arrive("f")
	r.talk("f")
	r.free()
	if want[RaiseWindow](r).Call != "a" || r.s.Selected != "f" {
		t.Fatalf("%s is raised, %s is shown", want[RaiseWindow](r).Call, r.s.Selected)
	}
}
