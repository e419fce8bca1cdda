package softphone

import (
	"testing"
	"time"
)

// consult has a caller "a" wait while "b" is called for his sake.
func consult(t *testing.T) *rig {
	t.Helper()
	r := newRig(t)
	r.arrive("a")
	r.talk("a")
	r.play(ConsultPressed{Press: r.press(""), NewCall: "b", Number: "101"})
	want[OpenVoice](r)
	r.play(HoldConfirmed{r.at(), "a"}, VoiceOpened{At: r.at(), Call: "b"}, PeerRinging{At: r.at(), Call: "b"})
	wantState(r, "a", Held)
	wantState(r, "b", Ringing)
	return r
}

// announced is consult with "b" answered.
func announced(t *testing.T) *rig {
	t.Helper()
	r := consult(t)
	r.play(CallAnswered{r.at(), "b"})
	wantState(r, "b", Talking)
	return r
}

func refused(r *rig, code ReasonCode) TransferFailed {
	return TransferFailed{At: r.at(), Call: "a", Refused: true, Reason: Reason{Code: code}}
}

func TestTransfer_TheKeyLetsTheCallerWaitBeforeANumberIsKnown(t *testing.T) {
	r := newRig(t)
	r.arrive("a")
	r.talk("a")
	r.play(ConsultPressed{Press: r.press("")})
	want[SendHold](r)
	if want[FocusField](r).Field != "consult" {
		t.Fatal("no number is asked for")
	}
	if len(r.s.Calls) != 1 || r.call("a").Transfer.Active() {
		t.Fatal("somebody is called")
	}
}

func TestTransfer_AnnouncedAndConnected(t *testing.T) {
	r := announced(t)
	if c := r.call("a"); c.Transfer != (Transfer{Consulting, "b", "101"}) || c.Redirects != 0 || r.call("b").ConsultFor != "a" {
		t.Fatalf("%+v", c.Transfer)
	}
	r.play(ConnectPressed{r.press("")})
	if x := want[SendTransfer](r); x.Call != "a" || x.With != "b" || !want[Reply](r).Reason.Zero() || r.call("a").Redirects != 1 {
		t.Fatalf("%+v", x)
	}
	r.play(CallHungUp{r.at(), "b", EndedByPeer, Reason{Code: HungUp}}) // his call with us is replaced
	r.play(TransferDone{r.at(), "a"})
	if want[SendHangUp](r).Call != "a" {
		t.Fatal("the caller is not let go")
	}
	r.play(CallHungUp{r.at(), "a", EndedByUs, Reason{Code: HungUp}})
	if c := r.call("a"); c.EndReason != (Reason{Transferred, "101"}) || c.Transfer.Active() {
		t.Fatalf("%+v", c)
	}
	if n := len(r.s.Refers); n != 0 || r.call("b").State != Ended {
		t.Fatal("something is left")
	}
}

func TestTransfer_TheCallerLeavesUsForTheOtherOneBeforeWeAreTold(t *testing.T) {
	r := announced(t)
	r.play(ConnectPressed{r.press("")}, CallHungUp{r.at(), "a", EndedByPeer, Reason{Code: HungUp}})
	if c := r.call("a"); c.EndReason.Code != Transferred || c.TransferredTo != "101" {
		t.Fatalf("%+v", c)
	}
	r.play(TransferDone{r.at(), "a"})
	wantNo[SendHangUp](r)
}

func TestTransfer_CompletedWhileItRingsTheCallerGetsHimWhenHeAnswers(t *testing.T) {
	r := consult(t)
	r.play(ConnectPressed{r.press("")})
	wantNo[SendHangUp](r)
	wantNo[SendTransfer](r) // an exchange would let go of us, and he could not be had back
	if r.call("a").Transfer.Step != Dialling || !want[Reply](r).Reason.Zero() {
		t.Fatalf("%+v", r.call("a").Transfer)
	}
	r.play(CallAnswered{r.at(), "b"})
	if x := want[SendTransfer](r); x.Call != "a" || x.With != "b" || want[SetVoice](r).Mode != VoiceQuiet {
		t.Fatalf("%+v", x)
	}
	r = consult(t)
	r.play(ConnectPressed{r.press("")}, CallHungUp{r.at(), "b", EndedByPeer, Reason{Code: NoAnswer}})
	if want[SendResume](r).Call != "a" || r.call("a").Failed.Reason.Code != NoAnswer {
		t.Fatal("nobody answers, and the caller still waits")
	}
}

func TestTransfer_WhenTheThirdPartyCannotBeHadTheCallerIsBack(t *testing.T) {
	for _, code := range []ReasonCode{Busy, NoAnswer, Declined, NotFound} {
		r := consult(t)
		r.play(CallHungUp{r.at(), "b", EndedByPeer, Reason{Code: code}})
		if want[SendResume](r).Call != "a" {
			t.Fatalf("%s: the caller still waits", code)
		}
		r.play(ResumeConfirmed{r.at(), "a"})
		c := r.call("a")
		if c.State != Talking || c.Transfer.Active() || r.s.Selected != "a" || c.Situation != SituationReturn {
			t.Fatalf("%s: %+v", code, c)
		}
	}
}

func TestTransfer_TheReasonIsShownUntilSomethingElseIsDoneWithHim(t *testing.T) {
	for what, next := range map[string]func(r *rig) Event{
		"held":      func(r *rig) Event { return HoldPressed{r.press("")} },
		"script":    func(r *rig) Event { return SituationPressed{Press: r.press("")} },
		"asking":    func(r *rig) Event { return ConsultPressed{Press: r.press("")} },
		"asked":     func(r *rig) Event { return ConsultPressed{Press: r.press(""), NewCall: "c", Number: "102"} },
		"connected": func(r *rig) Event { return TransferPressed{Press: r.press(""), Number: "102"} },
		"hung up":   func(r *rig) Event { return CallHungUp{r.at(), "a", EndedByPeer, Reason{Code: HungUp}} },
	} {
		r := consult(t)
		r.play(CallHungUp{r.at(), "b", EndedByPeer, Reason{Code: Busy}}, ResumeConfirmed{r.at(), "a"})
		if got := r.call("a").Failed; got != (Failure{Number: "101", Reason: Reason{Code: Busy}}) {
			t.Fatalf("shown once she is back: %+v", got)
		}
		r.play(next(r))
		if got := r.call("a").Failed; got != (Failure{}) {
			t.Errorf("%s, and still shown: %+v", what, got)
		}
	}
}

func TestTransfer_RefusedOutrightTheDeskJoinsTheTwo(t *testing.T) {
	r := announced(t)
	r.play(ConnectPressed{r.press("")}, refused(r, Declined))
	if j := want[BridgeVoice](r); j.Call != "a" || j.With != "b" || want[SendResume](r).Call != "a" {
		t.Fatalf("%+v", j)
	}
	r.play(ResumeConfirmed{r.at(), "a"}, HoldPressed{r.press("")})
	wantNo[SendHold](r)
	wantState(r, "a", Talking)
	r.arrive("c") // and she is free for the next one
	if r.s.Selected != "c" {
		t.Fatal("the next call does not come to the middle")
	}
	r.talk("c")
	wantState(r, "a", Talking)
	wantState(r, "b", Talking)
	r.play(HangUpPressed{r.press("")})
	if want[SendHangUp](r).Call != "c" {
		t.Fatal("the key hung up on two people who talk to each other")
	}
	r.play(CallHungUp{r.at(), "c", EndedByUs, Reason{Code: HungUp}}, SelectPressed{r.press("b")}, HangUpPressed{r.press("")})
	if want[SendHangUp](r).Call != "b" {
		t.Fatal("chosen, they cannot be ended")
	}
	r.play(CallHungUp{r.at(), "b", EndedByPeer, Reason{Code: HungUp}})
	if want[SendHangUp](r).Call != "a" {
		t.Fatal("one of them is left alone on the line")
	}
}

func TestTransfer_WhatTheCallersTelephoneCannotReachTheDeskJoins(t *testing.T) {
	r := announced(t)
	r.play(ConnectPressed{r.press("")}, TransferFailed{At: r.at(), Call: "a", Reason: Reason{Code: Forbidden}})
	if j := want[BridgeVoice](r); j.Call != "a" || j.With != "b" {
		t.Fatalf("%+v", j)
	}
	r = announced(t) // silence: he may be anywhere
	r.play(ConnectPressed{r.press("")}, TransferFailed{At: r.at(), Call: "a", Reason: Reason{Code: NoAnswer}})
	wantNo[BridgeVoice](r)
	if want[SendResume](r).Call != "a" || want[SendHold](r).Call != "b" {
		t.Fatal("the caller is not back")
	}
}

func TestTransfer_UnannouncedHoldsFirst(t *testing.T) {
	r := newRig(t)
	r.arrive("a")
	r.talk("a")
	r.play(TransferPressed{Press: r.press(""), Number: "101"})
	b := r.call("a").Transfer.With
	if want[SendHold](r).Call != "a" || want[OpenVoice](r).Call != b || r.call("a").Transfer.Step != Dialling || r.s.Selected != "a" {
		t.Fatalf("%+v", r.call("a").Transfer)
	}
	r.play(VoiceOpened{At: r.at(), Call: b}, CallAnswered{r.at(), b})
	wantNo[SendTransfer](r)
	r.play(HoldConfirmed{r.at(), "a"})
	if x := want[SendTransfer](r); x.Call != "a" || x.With != b {
		t.Fatalf("%+v", x)
	}
	r.play(TransferFailed{At: r.at(), Call: "a", Reason: Reason{Code: NoAnswer}})
	if want[SendResume](r).Call != "a" || r.call("a").Failed.Reason.Code != NoAnswer {
		t.Fatal("the caller is not back")
	}
}

// unannounced has a caller "a" transferred, who waits while somebody is rung for him.
func unannounced(t *testing.T) (r *rig, b CallID) {
	t.Helper()
	r = newRig(t)
	r.arrive("a")
	r.talk("a")
	r.play(TransferPressed{Press: r.press(""), Number: "101"}, HoldConfirmed{r.at(), "a"})
	b = r.call("a").Transfer.With
	r.play(VoiceOpened{At: r.at(), Call: b}, PeerRinging{At: r.at(), Call: b})
	return r, b
}

func TestTransfer_UnannouncedAndRefusedTheDeskJoins(t *testing.T) {
	r, b := unannounced(t)
	r.play(CallAnswered{r.at(), b}, refused(r, Declined))
	if j := want[BridgeVoice](r); j.Call != "a" || j.With != b {
		t.Fatalf("%+v", j)
	}
}

func TestTransfer_UnannouncedToNobodyTheCallerIsBackAndMayBeTransferredAgain(t *testing.T) {
	r, b := unannounced(t)
	r.play(CallHungUp{r.at(), b, EndedByPeer, Reason{Code: Busy}})
	if want[SendResume](r).Call != "a" || r.call("a").Failed.Reason.Code != Busy {
		t.Fatal("the other one is busy, and the caller still waits")
	}
	r.play(ResumeConfirmed{r.at(), "a"}, TransferPressed{Press: r.press(""), Number: "102"})
	if again := r.call("a").Transfer.With; again == b || !r.call(again).Live() || r.call("a").Redirects != 2 {
		t.Fatalf("%+v", r.call("a"))
	}
}

func TestTransfer_UnannouncedTheSecretaryIsFreeForOthersMeanwhile(t *testing.T) {
	r, b := unannounced(t)
	r.arrive("c")
	r.talk("c")
	wantState(r, b, Ringing)
	r.play(CallAnswered{r.at(), b})
	if want[SendTransfer](r).With != b || want[SendHold](r).Call != b || r.call("c").Changing != "" {
		t.Fatal("he does not get him while she talks")
	}
	r.play(refused(r, Declined), HoldConfirmed{r.at(), b})
	if r.call("a").Bridged != b || r.call(b).Bridged != "a" || r.call(b).Changing != Talking {
		t.Fatalf("not joined: %+v", r.call(b))
	}
	wantState(r, "c", Talking)
}

func TestTransfer_ACallerHeldByOthersIsTransferredWithoutDisturbingTheTalk(t *testing.T) {
	r := newRig(t)
	r.arrive("a")
	r.talk("a")
	r.play(HoldPressed{r.press("a")}, HoldConfirmed{r.at(), "a"})
	r.arrive("c")
	r.talk("c")
	r.play(TransferPressed{Press: r.press("a"), Number: "101"})
	wantNo[SendHold](r)
	if r.call("a").Transfer.Step != Dialling || r.s.Selected != "c" {
		t.Fatalf("%+v", r.call("a"))
	}
}

func TestTransfer_UnannouncedAndTakenBackWhileItRings(t *testing.T) {
	r, b := unannounced(t)
	r.play(TakeBackPressed{r.press("a")})
	if want[SendHangUp](r).Call != b || want[SendResume](r).Call != "a" {
		t.Fatal("not taken back")
	}
}

func TestTransfer_TheOtherOneHearsHerWhenTheCallerLeavesBeforeHisHoldIsConfirmed(t *testing.T) {
	r := newRig(t)
	r.arrive("a")
	r.talk("a")
	r.play(TransferPressed{Press: r.press(""), Number: "101"})
	b := r.call("a").Transfer.With
	r.play(VoiceOpened{At: r.at(), Call: b}, CallAnswered{r.at(), b}, CallHungUp{r.at(), "a", EndedByPeer, Reason{Code: HungUp}})
	if v := want[SetVoice](r); v.Call != b || v.Mode != VoiceTalk {
		t.Fatalf("%+v", v)
	}
}

func TestTransfer_TakenBackAtAnyMoment(t *testing.T) {
	for name, r := range map[string]*rig{"ringing": consult(t), "announced": announced(t)} {
		r.play(TakeBackPressed{r.press("")})
		if want[SendHangUp](r).Call != "b" || want[SendResume](r).Call != "a" {
			t.Errorf("%s: not taken back", name)
		}
		r.play(CallHungUp{r.at(), "b", EndedByUs, Reason{Code: HungUp}}, ResumeConfirmed{r.at(), "a"})
		if c := r.call("a"); c.State != Talking || c.Failed != (Failure{}) {
			t.Errorf("%s: %+v", name, c)
		}
	}
	r := announced(t)
	r.play(ConnectPressed{r.press("")}, ReturnPressed{r.press("a")})
	if want[SendResume](r).Call != "a" || r.call("a").Transfer.Active() {
		t.Error("referred: not taken back")
	}
	r.play(HoldConfirmed{r.at(), "b"}, refused(r, Busy)) // late
	wantNo[BridgeVoice](r)
}

func TestTransfer_ReturningAfterFortySecondsKeepsTheThirdPartyWaiting(t *testing.T) {
	r := announced(t)
	r.pass(40 * time.Second)
	r.play(WokeUp{r.at(), WakeKey{What: WakeReturn, Call: "a"}})
	want[PlayTone](r)
	r.play(ReturnPressed{r.press("")})
	if want[SendResume](r).Call != "a" || want[SendHold](r).Call != "b" {
		t.Fatal("not swapped")
	}
	r.play(HoldConfirmed{r.at(), "b"}, ResumeConfirmed{r.at(), "a"})
	if r.call("a").Transfer.Step != Consulting || r.call("a").ReturnsMade() != 1 {
		t.Fatalf("%+v", r.call("a"))
	}
	r.play(ConnectPressed{r.press("")}) // from where she is now: the caller is held first
	wantNo[SendTransfer](r)
	r.play(HoldConfirmed{r.at(), "a"})
	if want[SendTransfer](r).With != "b" {
		t.Fatal("not connected")
	}
}

func TestTransfer_ACallerWhoGivesUpLeavesTheThirdPartyInTheTalk(t *testing.T) {
	r := announced(t)
	r.play(CallHungUp{r.at(), "a", EndedByPeer, Reason{Code: HungUp}})
	wantNo[SendHangUp](r)
	wantState(r, "b", Talking)

	r = consult(t)
	r.play(CallHungUp{r.at(), "a", EndedByPeer, Reason{Code: HungUp}})
	if want[SendHangUp](r).Call != "b" {
		t.Fatal("somebody is rung for nobody")
	}
}

func TestTransfer_OnlyOnceAtATime(t *testing.T) {
	r := announced(t)
	r.play(ConsultPressed{Press: r.press("a"), NewCall: "d", Number: "102"})
	if want[Reply](r).Reason.Code != WrongState || len(r.s.Calls) != 2 {
		t.Fatal("a second one is called for the same caller")
	}
	r.play(ConnectPressed{Press{At: r.at(), Ask: 7}}, ConnectPressed{r.press("")})
	if want[Reply](r).Reason.Code != WrongState {
		t.Fatal("connected twice")
	}
}

func TestTransfer_ARequestThatCannotBeSentBringsTheCallerBack(t *testing.T) {
	r := announced(t)
	r.play(ConnectPressed{r.press("")})
	r.play(EffectFailed{r.at(), want[SendTransfer](r), Reason{Code: NoSuchCall}})
	if want[SendResume](r).Call != "a" || r.call("a").Transfer.Active() || r.call("a").Failed.Reason.Code != NoSuchCall {
		t.Fatalf("%+v", r.call("a"))
	}
}
