package softphone

import (
	"testing"
	"time"
)

// swapped is announced, and back with the caller: "b" waits.
func swapped(t *testing.T) *rig {
	t.Helper()
	r := announced(t)
	r.pass(10 * time.Second)
	r.play(SwapPressed{r.press("")})
	if want[SendHold](r).Call != "b" || want[SendResume](r).Call != "a" || want[Reply](r).Reason.Code != NoReason {
		t.Fatalf("%s", kinds(r.did))
	}
	r.play(HoldConfirmed{r.at(), "b"}, ResumeConfirmed{r.at(), "a"})
	wantState(r, "a", Talking)
	wantState(r, "b", Held)
	return r
}

func wantDue(r *rig, id CallID, in time.Duration) {
	r.t.Helper()
	if got := r.call(id).ReturnDue.Sub(r.now); got != in {
		r.t.Fatalf("%s: due in %v, not %v", id, got, in)
	}
}

func TestSwap_EachPressHoldsTheOneAndTakesTheOtherWithItsOwnClock(t *testing.T) {
	r := swapped(t)
	wantDue(r, "b", 40*time.Second)
	if c := r.call("a"); !c.ReturnDue.IsZero() || len(c.Holds) != 1 || c.Holds[0].End.IsZero() || r.s.Selected != "a" {
		t.Fatalf("%+v", c)
	}
	r.pass(15 * time.Second)
	wantDue(r, "b", 25*time.Second)
	r.play(SwapPressed{r.press("")}, HoldConfirmed{r.at(), "a"}, ResumeConfirmed{r.at(), "b"})
	wantState(r, "a", Held)
	wantState(r, "b", Talking)
	wantDue(r, "a", 40*time.Second)
	if c := r.call("b"); !c.ReturnDue.IsZero() || r.s.Selected != "b" || r.call("a").Transfer.Step != Consulting || c.ConsultFor != "a" {
		t.Fatalf("%+v", c)
	}
	if len(r.call("a").Holds) != 2 {
		t.Fatalf("holds: %+v", r.call("a").Holds)
	}
}

func TestSwap_TheOneWhoWaitsTooLongIsSignalled(t *testing.T) {
	r := swapped(t)
	r.pass(40 * time.Second)
	r.play(WokeUp{r.at(), WakeKey{What: WakeReturn, Call: "b"}})
	if want[RaiseWindow](r).Call != "b" || r.call("b").ReturnsDue() != 1 {
		t.Fatal("nobody says that the third party waits")
	}
	r.play(SwapPressed{r.press("a")}, HoldConfirmed{r.at(), "a"}, ResumeConfirmed{r.at(), "b"})
	r.pass(40 * time.Second)
	r.play(WokeUp{r.at(), WakeKey{What: WakeReturn, Call: "b"}}) // of the earlier wait
	wantNo[RaiseWindow](r)
	r.play(WokeUp{r.at(), WakeKey{What: WakeReturn, Call: "a"}})
	if want[RaiseWindow](r).Call != "a" {
		t.Fatal("nobody says that the caller waits")
	}
}

func TestSwap_WhileItRingsTheCallerIsTalkedToAndItRingsOn(t *testing.T) {
	r := consult(t)
	r.play(SwapPressed{r.press("")}, ResumeConfirmed{r.at(), "a"})
	wantState(r, "a", Talking)
	wantState(r, "b", Ringing)
	r.play(SwapPressed{r.press("")})
	if want[SendHold](r).Call != "a" || r.s.Selected != "b" {
		t.Fatal("the caller does not wait")
	}
	r.play(HoldConfirmed{r.at(), "a"}, SwapPressed{r.press("")}, ResumeConfirmed{r.at(), "a"}, CallAnswered{r.at(), "b"})
	if want[SendHold](r).Call != "b" { // he answers while she talks to the caller
		t.Fatal("two are talked to at once")
	}
	r.play(HoldConfirmed{r.at(), "b"})
	wantDue(r, "b", 40*time.Second)
}

func TestSwap_WhoeverHangsUpBetweenLeavesTheOther(t *testing.T) {
	r := swapped(t)
	r.play(CallHungUp{r.at(), "b", EndedByPeer, Reason{Code: HungUp}})
	if c := r.call("a"); c.State != Talking || c.Transfer.Active() || !c.ReturnDue.IsZero() || c.Failed != (Failure{}) {
		t.Fatalf("%+v", c)
	}
	wantNo[PlayTone](r) // she talks to him: nobody has come back
	wantNo[RaiseWindow](r)
	r = swapped(t)
	r.play(CallHungUp{r.at(), "b", EndedByNetwork, Reason{Code: Unreachable}})
	if c := r.call("a"); c.State != Talking || c.Failed.Reason.Code != Unreachable || !c.Failed.Stayed {
		t.Fatalf("%+v", c)
	}
	wantNo[PlayTone](r)
	wantNo[RaiseWindow](r)
	r = swapped(t)
	r.pass(5 * time.Second)
	r.play(CallHungUp{r.at(), "a", EndedByPeer, Reason{Code: HungUp}})
	wantState(r, "b", Held)
	wantDue(r, "b", 35*time.Second)
	r.play(SwapPressed{r.press("")})
	if want[Reply](r).Reason.Code != NothingToConnect {
		t.Fatal("swaps with somebody who is gone")
	}
	r.play(ReturnPressed{r.press("")}, ResumeConfirmed{r.at(), "b"})
	wantState(r, "b", Talking)
}

func TestSwap_TheThirdPartyGoneBeforeTheSwapIsConfirmedBringsTheCallerBack(t *testing.T) {
	r := swapped(t)
	r.play(SwapPressed{r.press("")}, CallHungUp{r.at(), "b", EndedByPeer, Reason{Code: HungUp}})
	if want[SendResume](r).Call != "a" {
		t.Fatal("the caller waits for nobody")
	}
	if want[RaiseWindow](r).Call != "a" || r.call("a").Failed != (Failure{Number: "101", Reason: Reason{Code: HungUp}}) {
		t.Fatalf("%+v", r.call("a").Failed)
	}
	r.play(HoldConfirmed{r.at(), "a"}, ResumeConfirmed{r.at(), "a"})
	wantState(r, "a", Talking)
	if !r.call("a").ReturnDue.IsZero() {
		t.Fatal("a clock runs for somebody who is talked to")
	}
}

func TestSwap_ConnectAndTakeBackGoOnWorking(t *testing.T) {
	r := swapped(t)
	r.play(ConnectPressed{r.press("")})
	if want[SendHold](r).Call != "a" {
		t.Fatal("connected without a hold")
	}
	r.play(HoldConfirmed{r.at(), "a"})
	if x := want[SendTransfer](r); x.Call != "a" || x.With != "b" {
		t.Fatalf("%+v", x)
	}
	r = swapped(t)
	r.play(TakeBackPressed{r.press("")})
	if want[SendHangUp](r).Call != "b" || r.call("a").State != Talking || r.call("a").Transfer.Active() {
		t.Fatal("not back with the caller alone")
	}
}

func TestSwap_TwoPressesBeforeAnyIsConfirmedComeBackToTheFirst(t *testing.T) {
	r := announced(t)
	r.play(SwapPressed{r.press("")}, SwapPressed{r.press("")})
	r.play(HoldConfirmed{r.at(), "a"}, ResumeConfirmed{r.at(), "b"})
	wantState(r, "a", Held)
	wantState(r, "b", Talking)
}

func TestSwap_IsRefusedWithoutTwo(t *testing.T) {
	r := newRig(t)
	r.play(SwapPressed{r.press("")})
	if want[Reply](r).Reason.Code != NothingToConnect {
		t.Fatalf("%+v", want[Reply](r))
	}
	r = announced(t)
	r.play(ConferencePressed{r.press("")}, ResumeConfirmed{r.at(), "a"}, SwapPressed{r.press("")})
	if want[Reply](r).Reason.Code != WrongState {
		t.Fatal("swapped out of a conference")
	}
}
