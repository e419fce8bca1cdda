package softphone

import (
	"testing"
	"time"
)

func TestStep_FortySecondsThenToneThenReturnThenAgain(t *testing.T) {
	r := newRig(t)
	r.arrive("a")
	r.talk("a")
	r.play(HoldPressed{r.press("")})
	if want[SetVoice](r).Mode != VoiceMusic {
		t.Fatal("no music")
	}
	wantNo[WakeAt](r) // the clock runs from the confirmation
	r.pass(300 * time.Millisecond)
	r.play(HoldConfirmed{r.at(), "a"})
	due := r.now.Add(40 * time.Second)
	if w := want[WakeAt](r); w.At != due || r.call("a").ReturnDue != due {
		t.Fatalf("wakes at %v, due %v", w.At, r.call("a").ReturnDue)
	}
	wake := want[WakeAt](r).Key

	r.pass(20 * time.Second)
	r.play(WokeUp{r.at(), wake}) // early: harmless
	wantNo[PlayTone](r)

	r.now = due
	r.play(WokeUp{r.at(), wake})
	if want[PlayTone](r).Tone != ToneReturnDue || want[RaiseWindow](r).Call != "a" || r.call("a").ReturnsDue() != 1 {
		t.Fatal("no signal at zero")
	}
	if next := want[WakeAt](r); next.At != due.Add(40*time.Second) {
		t.Fatalf("not signalled again: %v", next.At)
	}
	r.play(WokeUp{r.at(), wake}) // doubled: harmless
	if r.call("a").ReturnsDue() != 1 {
		t.Fatal("counted twice")
	}

	r.pass(7 * time.Second)
	r.play(ReturnPressed{r.press("")})
	want[SendResume](r)
	if r.call("a").Situation != SituationReturn {
		t.Fatal("no phrase for the return")
	}
	r.play(ResumeConfirmed{r.at(), "a"})
	h := want[SaveCall](r).Call.Holds[0]
	if h.ReturnsDue != 1 || h.ReturnsMade != 1 || h.Lateness != 7*time.Second || !h.End.Equal(r.now) || !h.FirstDue.Equal(due) {
		t.Fatalf("%+v", h)
	}

	r.hold("a")
	if r.call("a").ReturnDue != r.now.Add(40*time.Second) || len(r.call("a").Holds) != 2 {
		t.Fatal("the clock did not start again")
	}
}

func TestStep_EveryWaitingCallerHasHisOwnClock(t *testing.T) {
	r := newRig(t)
	r.arrive("a")
	r.talk("a")
	r.hold("a")
	r.pass(15 * time.Second)
	r.arrive("b")
	r.talk("b")
	r.hold("b")
	if d := r.call("b").ReturnDue.Sub(r.call("a").ReturnDue); d != 15*time.Second {
		t.Fatalf("clocks are %v apart", d)
	}
	r.arrive("c")
	r.talk("c")
	r.pass(time.Second)
	r.play(ReturnPressed{r.press("")})
	if want[SendResume](r).Call != "a" || want[SendHold](r).Call != "c" {
		t.Fatal("not back to the one nearest zero, holding the present one")
	}
}

func TestStep_RefusedHoldStillMakesTheCallerWaitOnMusicWithAClock(t *testing.T) {
	r := newRig(t)
	r.arrive("a")
	r.talk("a")
	r.play(HoldPressed{r.press("")}, HoldFailed{r.at(), "a", Reason{Code: ServerTrouble}})
	wantState(r, "a", Held)
	if r.call("a").Trouble.Code != HoldRefused || r.call("a").ReturnDue.IsZero() {
		t.Fatalf("%+v", r.call("a"))
	}
}

func TestStep_FailedResumeLeavesTheCallerWaiting(t *testing.T) {
	r := newRig(t)
	r.arrive("a")
	r.talk("a")
	r.hold("a")
	r.play(ResumePressed{r.press("a")}, ResumeFailed{r.at(), "a", Reason{Code: ServerTrouble}})
	wantState(r, "a", Held)
	if want[SetVoice](r).Mode != VoiceMusic || r.call("a").ReturnDue.IsZero() {
		t.Fatal("lost his music or his clock")
	}
}

func TestStep_ChangingOnesMindBeforeTheHoldIsConfirmed(t *testing.T) {
	r := newRig(t)
	r.arrive("a")
	r.talk("a")
	r.play(HoldPressed{r.press("")}, ResumePressed{r.press("a")}, HoldConfirmed{r.at(), "a"}, ResumeConfirmed{r.at(), "a"})
	wantState(r, "a", Talking)
	if c := r.call("a"); len(c.Holds) != 0 || c.Changing != "" {
		t.Fatalf("%+v", c)
	}
}

func TestStep_SetAsideWhileBeingTakenBackKeepsTheSameWait(t *testing.T) {
	r := newRig(t)
	r.arrive("a")
	r.talk("a")
	r.hold("a")
	due := r.call("a").ReturnDue
	r.arrive("b")
	r.play(ResumePressed{r.press("a")}, AnswerPressed{r.press("b")}, ResumeConfirmed{r.at(), "a"}, HoldConfirmed{r.at(), "a"})
	wantState(r, "a", Held)
	if c := r.call("a"); len(c.Holds) != 1 || c.ReturnDue != due {
		t.Fatalf("%+v", c)
	}
}

func TestStep_HungUpWhileWaitingClosesTheHold(t *testing.T) {
	r := newRig(t)
	r.arrive("a")
	r.talk("a")
	r.hold("a")
	r.pass(50 * time.Second)
	r.play(WokeUp{r.at(), WakeKey{What: WakeReturn, Call: "a"}}, CallHungUp{r.at(), "a", EndedByPeer, Reason{Code: HungUp}})
	h := r.call("a").Holds[0]
	if h.End.IsZero() || h.ReturnsDue != 1 || h.ReturnsMade != 0 || r.call("a").HeldFor(r.now) != 50*time.Second {
		t.Fatalf("%+v", h)
	}
}

func TestStep_HoldIsRefusedWhereThereIsNothingToHold(t *testing.T) {
	r := newRig(t)
	r.play(HoldPressed{r.press("")})
	if want[Reply](r).Reason.Code != NothingTalking {
		t.Fatal("accepted")
	}
	r.arrive("a")
	r.play(HoldPressed{r.press("a")})
	if want[Reply](r).Reason.Code != WrongState {
		t.Fatal("accepted")
	}
	r.play(ResumePressed{r.press("none")})
	if want[Reply](r).Reason.Code != NoSuchCall {
		t.Fatal("accepted")
	}
}

func TestStep_TakenBackBeforeTheHoldWasConfirmedAndRefused(t *testing.T) {
	r := newRig(t)
	r.arrive("a")
	r.talk("a")
	r.play(HoldPressed{r.press("a")}, ResumePressed{r.press("a")}, HoldConfirmed{r.at(), "a"},
		ResumeFailed{r.at(), "a", Reason{Code: HoldRefused}})
	wantState(r, "a", Held)
	if c := r.call("a"); c.Changing != "" || len(c.Holds) != 1 || c.ReturnDue.IsZero() || c.Trouble.Code != HoldRefused {
		t.Fatalf("%+v", c)
	}
	r.play(ReturnPressed{r.press("")})
	want[SendResume](r)
}

func TestStep_LongerReturnTimeDuringAHoldKeepsTheSignalsComing(t *testing.T) {
	r := newRig(t)
	r.arrive("a")
	r.talk("a")
	r.hold("a")
	due := func() {
		t.Helper()
		w := want[WakeAt](r)
		r.now = w.At
		r.play(WokeUp{r.at(), w.Key})
	}
	due()
	r.play(SettingChanged{Press: r.press(""), Key: SetReturnAfter, Value: "60"})
	again := WokeUp{At{r.now.Add(40 * time.Second)}, WakeKey{What: WakeReturn, Call: "a"}}
	r.now = again.At.At
	r.play(again)
	wantNo[PlayTone](r)
	due()
	want[PlayTone](r)
	if n := r.call("a").Holds[0].ReturnsDue; n != 2 {
		t.Fatalf("due %d times", n)
	}
}

func TestStep_CallerWhoHangsUpWhileTakenBackWasNotReturnedTo(t *testing.T) {
	r := newRig(t)
	r.arrive("a")
	r.talk("a")
	r.hold("a")
	w := want[WakeAt](r)
	r.now = w.At
	r.play(WokeUp{r.at(), w.Key}, ReturnPressed{r.press("a")}, CallHungUp{At: r.at(), Call: "a", By: EndedByPeer})
	if h := r.call("a").Holds[0]; h.ReturnsDue != 1 || h.ReturnsMade != 0 || h.Lateness != 0 {
		t.Fatalf("%+v", h)
	}
}
