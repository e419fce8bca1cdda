package softphone

import (
	"strings"
	"testing"
)

func conference(t *testing.T) *rig {
	t.Helper()
	r := announced(t)
	r.play(ConferencePressed{r.press("")})
	if want[SendResume](r).Call != "a" || !want[ConferVoice](r).On {
		t.Fatal("not joined")
	}
	r.play(ResumeConfirmed{r.at(), "a"})
	wantState(r, "a", Talking)
	wantState(r, "b", Talking)
	return r
}

func TestConference_PressedAgainTheCallerWaits(t *testing.T) {
	r := conference(t)
	r.play(ConferencePressed{r.press("")})
	if want[SendHold](r).Call != "a" || want[ConferVoice](r).On {
		t.Fatal("not parted")
	}
	r.play(HoldConfirmed{r.at(), "a"}, ConnectPressed{r.press("")})
	if want[SendTransfer](r).With != "b" {
		t.Fatal("the two cannot be connected any more")
	}
}

func TestConference_TheTwoAreConnectedOutOfIt(t *testing.T) {
	r := conference(t)
	r.play(ConnectPressed{r.press("")})
	if want[SendHold](r).Call != "a" || want[ConferVoice](r).On || r.call("b").Conference {
		t.Fatal("the conference goes on")
	}
	r.play(HoldConfirmed{r.at(), "a"})
	if want[SendTransfer](r).With != "b" {
		t.Fatal("not connected")
	}
}

func TestConference_OneIsDroppedAndTheOtherStays(t *testing.T) {
	r := conference(t)
	r.play(SelectPressed{r.press("b")}, HangUpPressed{r.press("")})
	if want[SendHangUp](r).Call != "b" {
		t.Fatal("the wrong one is dropped")
	}
	r.play(CallHungUp{r.at(), "b", EndedByUs, Reason{Code: HungUp}})
	if want[ConferVoice](r).On || r.call("a").Conference || r.call("a").Transfer.Active() {
		t.Fatal("a conference of one")
	}
	wantState(r, "a", Talking)
}

func TestConference_AnotherCallHasBothWait(t *testing.T) {
	r := conference(t)
	r.arrive("c")
	r.play(AnswerPressed{r.press("c")})
	held := map[CallID]bool{}
	for _, e := range r.did {
		if h, ok := e.(SendHold); ok {
			held[h.Call] = true
		}
	}
	if !held["a"] || !held["b"] || want[ConferVoice](r).On {
		t.Fatalf("held: %v", held)
	}
}

func TestDeflect_SendsARingingCallOn(t *testing.T) {
	r := newRig(t)
	r.arrive("a")
	r.play(DeflectPressed{Press: r.press(""), Number: "(102)"})
	if want[SendDeflect](r).Number != "102" {
		t.Fatal("not sent on")
	}
	r.play(CallHungUp{r.at(), "a", EndedByUs, Reason{Code: Declined}})
	if c := r.call("a"); c.EndReason != (Reason{Transferred, "102"}) {
		t.Fatalf("%+v", c.EndReason)
	}
}

func TestReplaced_TheNewCallGoesOnWhereTheOldOneStood(t *testing.T) {
	r := newRig(t)
	r.arrive("a")
	r.talk("a")
	r.play(CallerNoted{Press: r.press("a"), Caller: CallerFields{Surname: "Østby", Number: "2241a"}, Principal: "p"},
		DraftEdited{Press: r.press("a"), Draft: Message{ID: "m-a", Call: "a", Verbatim: "half"}})
	r.arrive("b")
	r.play(CallReplaced{r.at(), "b", "a"})
	if want[SendHangUp](r).Call != "a" || want[OpenVoice](r).Call != "b" {
		t.Fatal("not taken over")
	}
	r.play(VoiceOpened{At: r.at(), Call: "b"}, CallAnswered{r.at(), "b"}, CallHungUp{r.at(), "a", EndedByUs, Reason{Code: HungUp}})
	c := r.call("b")
	if c.State != Talking || c.Draft != "m-a" || c.Caller.Surname != "Østby" || r.s.Selected != "b" {
		t.Fatalf("%+v", c)
	}
}

func TestReplaced_WhoeverWasCalledForACallerIsStillCalledForHim(t *testing.T) {
	for _, replaced := range []CallID{"a", "b"} {
		r := announced(t)
		r.arrive("n")
		r.play(CallReplaced{r.at(), "n", replaced})
		if want[SendHangUp](r).Call != replaced {
			t.Fatal("the old one stays")
		}
		r.play(CallHungUp{r.at(), replaced, EndedByUs, Reason{Code: HungUp}})
		a, b := r.call("a"), r.call("b")
		if replaced == "a" {
			a = r.call("n")
		} else {
			b = r.call("n")
		}
		if a.Transfer.With != b.ID || b.ConsultFor != a.ID || a.Transfer.Step != Consulting {
			t.Fatalf("%s replaced: %+v, %+v", replaced, a.Transfer, b)
		}
	}
}

func TestRefer_NobodyIsCalledWithoutAYes(t *testing.T) {
	r := newRig(t)
	r.arrive("a")
	r.talk("a")
	asked := ReferAsked{ID: "r", Call: "a", Target: "sip:99@pbx.example", By: "sip:boss@pbx.example"}
	r.play(ReferArrived{r.at(), asked})
	wantNo[OpenVoice](r)
	if len(r.s.Refers) != 1 {
		t.Fatal("not asked")
	}
	r.play(ReferAnswered{Press: r.press(""), Refer: "r"})
	if want[AnswerRefer](r).Yes || len(r.s.Refers) != 0 {
		t.Fatal("not declined")
	}
	r.play(ReferArrived{r.at(), asked}, ReferAnswered{Press: r.press(""), Refer: "r", NewCall: "n", Yes: true})
	if x := want[AnswerRefer](r); !x.Yes || x.For != "n" || want[OpenVoice](r).Call != "n" {
		t.Fatalf("%+v", x)
	}
}

func TestRefer_WhatNobodyAnsweredIsNotAskedAnyMore(t *testing.T) {
	r := newRig(t)
	r.arrive("a")
	r.talk("a")
	r.play(ReferArrived{r.at(), ReferAsked{ID: "r", Call: "a", Target: "sip:99@pbx.example"}}, ReferLapsed{r.at(), "r"})
	if len(r.s.Refers) != 0 {
		t.Fatal("still asked")
	}
	r.play(ReferAnswered{Press: r.press(""), Refer: "r", NewCall: "n", Yes: true})
	wantNo[OpenVoice](r)
}

func TestRefer_ALongAddressWithACallToReplaceIsDialledWholeAndShownWithoutIt(t *testing.T) {
	r := newRig(t)
	r.arrive("a")
	r.talk("a")
	target := "sip:99@pbx.example?Replaces=" + strings.Repeat("x", 300) + "%3Bto-tag%3D1%3Bfrom-tag%3D2"
	r.play(ReferArrived{r.at(), ReferAsked{ID: "r", Call: "a", Target: target}},
		ReferAnswered{Press: r.press(""), Refer: "r", NewCall: "n", Yes: true}, VoiceOpened{At: r.at(), Call: "n"})
	if want[SendInvite](r).Number != target {
		t.Fatal("not dialled whole")
	}
	if p := r.call("n").Peer; p.Number != "99" || p.URI != "sip:99@pbx.example" {
		t.Fatalf("%+v", p)
	}
}

func TestDeflect_ThatCannotBeSentLeavesTheCallRinging(t *testing.T) {
	r := newRig(t)
	r.arrive("a")
	r.play(DeflectPressed{Press: r.press(""), Number: "102"})
	r.play(EffectFailed{r.at(), want[SendDeflect](r), Reason{Code: BadNumber}})
	if c := r.call("a"); c.State != Ringing || c.Changing != "" || c.TransferredTo != "" || c.Redirects != 0 || c.Trouble.Code != BadNumber {
		t.Fatalf("%+v", c)
	}
	r.play(RejectPressed{r.press("")})
	want[SendReject](r)
}

func TestConference_NothingIsSaidAsideWhileTheCallerHearsIt(t *testing.T) {
	r := conference(t)
	for i := range r.s.Scripts {
		r.s.Scripts[i].Situations = append(r.s.Scripts[i].Situations, Situation{ID: SituationRedirect, Title: "Redirect", Sentences: []string{"One moment?"},
			Others: []Aside{{ToColleague, "{caller} is there."}}, Action: ActRedirect})
	}
	if g, ok := GuideFor(r.s, "b", r.now); ok {
		t.Errorf("%q", Text(g.Sentence))
	}
	r.play(ConferencePressed{r.press("")})
	if Text(r.guide("b").Sentence) == "" {
		t.Error("parted, there is nothing to say to the colleague")
	}
}
