package softphone

import (
	"testing"
	"time"
)

func TestStep_ArrivingCallIsSavedWhileItStillRings(t *testing.T) {
	r := newRig(t)
	r.arrive("a")
	if got := want[SaveCall](r).Call; got.ID != "a" || got.State != Ringing || !got.Started.Equal(noon) {
		t.Fatalf("saved %+v", got)
	}
	want[SendRinging](r)
	if want[StartRing](r).Sound != RingNormal {
		t.Fatal("an idle desk rings in full")
	}
	if r.s.Selected != "a" || r.draft("m-a").Number != "2241a" {
		t.Fatal("the form is not open with the number filled in")
	}
}

func TestStep_DoubledArrivalChangesNothing(t *testing.T) {
	r := newRig(t)
	r.arrive("a")
	r.arrive("a")
	if len(r.s.Calls) != 1 || len(r.did) != 0 {
		t.Fatalf("calls %d, effects %v", len(r.s.Calls), kinds(r.did))
	}
}

func TestStep_AnswerKeepsTheRingItWasAnsweredOn(t *testing.T) {
	r := newRig(t)
	r.arrive("a")
	r.pass(11 * time.Second)
	r.play(AnswerPressed{r.press("")})
	want[OpenVoice](r)
	want[StopRing](r)
	r.play(VoiceOpened{At: r.at(), Call: "a", Local: LocalMedia{EventType: 101}})
	if want[SendAnswer](r).Local.EventType != 101 || want[SetVoice](r).Mode != VoiceTalk {
		t.Fatal("answer without our sound")
	}
	c := r.call("a")
	if c.AnsweredOnRing != 3 || !c.Answered.Equal(r.now) || c.Visits[0].Operation != "greeting" {
		t.Fatalf("ring %d, visits %v", c.AnsweredOnRing, c.Visits)
	}
	r.play(VoiceOpened{At: r.at(), Call: "a"})
	wantNo[SendAnswer](r)
}

func TestStep_AnsweringASecondCallHoldsTheFirst(t *testing.T) {
	r := newRig(t)
	r.arrive("a")
	r.talk("a")
	r.arrive("b")
	if want[StartRing](r).Sound != RingWaiting || r.s.Selected != "a" {
		t.Fatal("a second call must ring softly and leave the first in the middle")
	}
	r.play(AnswerPressed{r.press("")})
	if want[SendHold](r).Call != "a" || want[OpenVoice](r).Call != "b" {
		t.Fatal("the first is not held")
	}
	r.play(VoiceOpened{At: r.at(), Call: "b"}, HoldConfirmed{r.at(), "a"})
	wantState(r, "a", Held)
	wantState(r, "b", Talking)
	if want[WakeAt](r).At != r.now.Add(40*time.Second) {
		t.Fatal("the clock does not run")
	}
}

func TestStep_CallerWhoGivesUpStopsTheRing(t *testing.T) {
	r := newRig(t)
	r.arrive("a")
	r.play(CallHungUp{r.at(), "a", EndedByPeer, Reason{Code: Cancelled}})
	want[StopRing](r)
	c := want[SaveCall](r).Call
	if c.State != Ended || c.EndedBy != EndedByPeer || c.EndReason.Code != Cancelled || c.AnsweredOnRing != 0 {
		t.Fatalf("%+v", c)
	}
	r.play(CallHungUp{r.at(), "a", EndedByUs, Reason{}}, AnswerPressed{r.press("a")})
	if got := want[Reply](r).Reason.Code; got != WrongState {
		t.Fatalf("answering an ended call gave %q", got)
	}
}

func TestStep_FailedSoundLeavesTheCallRinging(t *testing.T) {
	r := newRig(t)
	r.arrive("a")
	r.play(AnswerPressed{r.press("a")}, VoiceFailed{r.at(), "a", Reason{Code: SoundFailed}})
	wantState(r, "a", Ringing)
	if r.call("a").Trouble.Code != SoundFailed {
		t.Fatal("the reason is not shown")
	}
	want[StartRing](r)
}

func TestStep_DiallingGoesFromVoiceToInviteToTalk(t *testing.T) {
	r := newRig(t)
	r.play(DialPressed{Press: r.press(""), NewCall: "o", Number: "tel:+47 22-41 30 77"})
	if want[OpenVoice](r).Bind.String() != "127.0.0.1" || want[Reply](r).Call != "o" {
		t.Fatal("no voice on the line's address")
	}
	r.play(VoiceOpened{At: r.at(), Call: "o"})
	if got := want[SendInvite](r); got.Number != "+4722413077" || got.Line != "office" {
		t.Fatalf("%+v", got)
	}
	r.play(VoiceOpened{At: r.at(), Call: "o"})
	wantNo[SendInvite](r)
	r.play(PeerRinging{r.at(), "o"})
	if want[SetVoice](r).Mode != VoiceRingback {
		t.Fatal("no ringback")
	}
	r.play(MediaAgreed{At: r.at(), Call: "o", Early: true})
	wantState(r, "o", Early)
	r.play(CallAnswered{r.at(), "o"})
	wantState(r, "o", Talking)
	if want[SetVoice](r).Mode != VoiceTalk {
		t.Fatal("no talk")
	}
}

func TestStep_DiallingIsRefusedWithAReason(t *testing.T) {
	r := newRig(t)
	for number, code := range map[string]ReasonCode{"": BadNumber, "12;drop": BadNumber} {
		r.play(DialPressed{Press: r.press(""), NewCall: "o", Number: number})
		if got := want[Reply](r).Reason.Code; got != code {
			t.Fatalf("%q gave %q", number, got)
		}
		r.s.Calls = nil
	}
	r.play(LineChanged{At: r.at(), Line: "office", State: LineFailed, Reason: Reason{Code: WrongPassword}})
	r.play(DialPressed{Press: r.press(""), NewCall: "o", Number: "22"})
	if got := want[Reply](r).Reason.Code; got != LineNotReady {
		t.Fatalf("got %q", got)
	}
}

func TestStep_CalledSideAnsweringDuringAnotherTalkWaits(t *testing.T) {
	r := newRig(t)
	r.play(DialPressed{Press: r.press(""), NewCall: "o", Number: "22"}, VoiceOpened{At: r.at(), Call: "o"})
	r.arrive("a")
	r.talk("a")
	r.play(CallAnswered{r.at(), "o"})
	if want[SendHold](r).Call != "o" {
		t.Fatal("two talk at once")
	}
}

func TestStep_ACallerMayBeAskedToRingLater(t *testing.T) {
	r := newRig(t)
	r.arrive("a")
	r.play(LaterPressed{r.press("")})
	if e := want[SendReject](r); e.Call != "a" || e.Reason != Later || !want[Reply](r).Reason.Zero() {
		t.Fatalf("%+v", e)
	}
	r.play(LaterPressed{r.press("")})
	if want[Reply](r).Reason.Code != NothingRinging {
		t.Fatal("refused twice")
	}
}

func TestStep_AutoAnswerOnTheRingSet(t *testing.T) {
	r := newRig(t)
	r.play(SettingChanged{Press: r.press(""), Key: SetAutoAnswer, Value: "2"})
	r.arrive("a")
	w := want[WakeAt](r)
	if w.At != r.now.Add(5*time.Second) {
		t.Fatalf("wakes at %v", w.At)
	}
	r.now = w.At
	r.play(WokeUp{r.at(), w.Key})
	want[OpenVoice](r)
}

func TestStep_HangUpEndsTheTalkAndKeepsTheForm(t *testing.T) {
	r := newRig(t)
	r.arrive("a")
	r.talk("a")
	r.play(DraftEdited{Press: r.press("a"), Draft: Message{ID: "m-a", Call: "a", Verbatim: "Ring"}})
	r.play(HangUpPressed{r.press("")})
	want[SendHangUp](r)
	r.play(CallHungUp{r.at(), "a", EndedByUs, Reason{Code: HungUp}})
	want[CloseVoice](r)
	if want[SaveDraft](r).Message.Verbatim != "Ring" || r.s.Selected != "a" {
		t.Fatal("the message was left behind")
	}
}

func TestStep_NewCallDoesNotTakeTheFormFromAMessageInHand(t *testing.T) {
	r := newRig(t)
	r.arrive("a")
	r.talk("a")
	r.play(DraftEdited{Press: r.press("a"), Draft: Message{ID: "m-a", Call: "a", Verbatim: "half a sent"}},
		CallHungUp{r.at(), "a", EndedByPeer, Reason{Code: HungUp}})
	r.arrive("b")
	if r.s.Selected != "a" {
		t.Fatal("the form jumped to the new call while a message was being written")
	}
}

func TestStep_OnlyTheLastFewEndedCallsStay(t *testing.T) {
	r := newRig(t)
	for i := range 20 {
		id := CallID(rune('a' + i))
		r.arrive(id)
		r.play(CallHungUp{r.at(), id, EndedByPeer, Reason{Code: Cancelled}})
	}
	if n := len(r.s.Calls); n > keptEnded+1 {
		t.Fatalf("%d calls kept", n)
	}
	if n := len(r.s.Drafts); n > keptEnded+1 {
		t.Fatalf("%d empty drafts kept", n)
	}
}

// Whoever waited long and hears goodbye last has rung first.
func TestStep_TheCallThatEndedLastStaysThoughItRangFirst(t *testing.T) {
	r := newRig(t)
	r.arrive("old")
	for i := range keptEnded + 2 {
		id := CallID(rune('a' + i))
		r.arrive(id)
		r.pass(time.Second)
		r.play(CallHungUp{r.at(), id, EndedByPeer, Reason{Code: Cancelled}})
	}
	r.arrive("new")
	r.play(SelectPressed{r.press("new")}, CallHungUp{r.at(), "old", EndedByPeer, Reason{Code: Cancelled}})
	if c, ok := r.s.Call("old"); !ok || c.State != Ended {
		t.Error("the call that ended last is not on the desk")
	}
	if _, ok := r.s.Call("a"); ok {
		t.Error("the one that ended first is")
	}
}

func TestStep_WhoIsNotHeardIsAskedAboutBeforeThatIsShown(t *testing.T) {
	r := newRig(t)
	r.arrive("a")
	r.talk("a")
	r.play(VoiceSilent{r.at(), "a", 8 * time.Second})
	if want[SendProbe](r).Call != "a" || !r.call("a").Trouble.Zero() {
		t.Errorf("after eight seconds: %+v", r.call("a").Trouble)
	}
	r.play(VoiceSilent{r.at(), "a", 30 * time.Second})
	want[SendProbe](r)
	if r.call("a").Trouble.Code != ConnectionCut {
		t.Errorf("after half a minute: %+v", r.call("a").Trouble)
	}
	r.play(VoiceSilent{r.at(), "a", 0})
	wantNo[SendProbe](r)
	if !r.call("a").Trouble.Zero() {
		t.Error("it is heard again, and still said to be cut off")
	}
}

func TestStep_ThirtyThirdCallIsBusy(t *testing.T) {
	r := newRig(t)
	for i := range MaxCalls {
		r.arrive(CallID(rune('A' + i)))
	}
	r.arrive("last")
	if want[SendReject](r).Reason != Busy {
		t.Fatal("accepted")
	}
}

func TestStep_UnsendableInviteEndsTheCall(t *testing.T) {
	r := newRig(t)
	r.play(DialPressed{Press: r.press(""), NewCall: "o", Number: "22"}, VoiceOpened{At: r.at(), Call: "o"})
	r.play(EffectFailed{r.at(), want[SendInvite](r), Reason{Code: Unreachable}})
	wantState(r, "o", Ended)
	want[CloseVoice](r)
}
