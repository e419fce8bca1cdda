package softphone

import (
	"net/netip"
	"slices"
	"testing"
	"time"
)

// quietRig has a caller talked to, and a principal with the number 101 whose sheet says quiet hours.
func quietRig(t *testing.T) *rig {
	t.Helper()
	r := newRig(t)
	r.play(SettingChanged{Press: r.press(""), Key: SetSecretary, Value: "Ida Holm"})
	r.play(PrincipalSaved{Press: r.press(""), Principal: Principal{ID: "aasen", Surname: "Aasen", Number: "101", Policy: Sheet{Rules: []Rule{
		{Question: AskTopics, Topic: "Board"},
		{ID: "q", Question: AskQuiet, Hours: spans(t, "0-24")},
		{Question: AskAlways, Topic: "Fire"},
	}}}})
	r.arrive("a")
	r.talk("a")
	return r
}

func TestAgainstSheet_OneKeyMoreAndItIsNoted(t *testing.T) {
	r := quietRig(t)
	r.play(ConsultPressed{Press: r.press(""), NewCall: "b", Number: "101"})
	if x := want[Reply](r); x.Reason.Code != AgainstSheet || x.Reason.Detail != "message, 4" || len(r.s.Calls) != 1 {
		t.Fatalf("%+v, %d calls", x.Reason, len(r.s.Calls))
	}
	if w := r.call("a").Warned; w.Number != "101" || w.Ruling.Rule != "q" || r.call("a").Against != (Against{}) {
		t.Fatalf("%+v", w)
	}
	r.pass(time.Second)
	r.play(ConsultPressed{Press: r.press(""), NewCall: "b", Number: "101"})
	want[OpenVoice](r)
	if a := r.call("a").Against; a != (Against{TakeNote, WhyQuiet, AskQuiet, "q", r.now}) || r.call("a").Warned.Number != "" {
		t.Fatalf("%+v", a)
	}
}

func TestAgainstSheet_TheSameForATransferAndForSendingOn(t *testing.T) {
	r := quietRig(t)
	r.play(TransferPressed{Press: r.press(""), Number: "101"})
	if want[Reply](r).Reason.Code != AgainstSheet {
		t.Fatal("transferred at once")
	}
	r.play(TransferPressed{Press: r.press(""), Number: "102"})
	if !want[Reply](r).Reason.Zero() || r.call("a").Against != (Against{}) {
		t.Fatal("somebody else's number is nobody's sheet")
	}
	r.arrive("c")
	r.play(DeflectPressed{Press: r.press("c"), Number: "101"})
	if want[Reply](r).Reason.Code != AgainstSheet || r.call("c").Changing != "" {
		t.Fatal("sent on at once")
	}
	r.play(DeflectPressed{Press: r.press("c"), Number: "101"})
	if want[SendDeflect](r).Number != "101" || r.call("c").Against.Outcome != TakeNote {
		t.Fatal("not sent on the second time")
	}
}

func TestAgainstSheet_AnotherTopicIsAnotherQuestion(t *testing.T) {
	r := quietRig(t)
	r.play(ConsultPressed{Press: r.press(""), NewCall: "b", Number: "101"})
	r.play(TopicNoted{Press: r.press("a"), Topic: " fire"})
	if c := r.call("a"); c.Topic != "Fire" || c.Warned.Number != "" {
		t.Fatalf("%q, %+v", c.Topic, c.Warned)
	}
	if want[SaveCall](r).Call.Topic != "Fire" {
		t.Fatal("not saved")
	}
	r.play(ConsultPressed{Press: r.press(""), NewCall: "b", Number: "101"})
	want[OpenVoice](r)
	if r.call("a").Against != (Against{}) {
		t.Fatal("noted as against the sheet, which says connect")
	}
}

func TestSheet_NewRulesGetIdsAndTheChangeItsAuthor(t *testing.T) {
	r := quietRig(t)
	p, _ := r.s.Principal("aasen")
	if s := p.Policy; s.By != "Ida Holm" || !s.Changed.Equal(noon) || s.Rules[0].ID != "r1" || s.Rules[1].ID != "q" || s.Rules[2].ID != "r2" {
		t.Fatalf("%+v", s)
	}
	r.pass(time.Hour)
	r.play(PresenceSet{Press: r.press(""), Principal: "aasen", Presence: Presence{Kind: PresenceOut}})
	if p, _ = r.s.Principal("aasen"); !p.Policy.Changed.Equal(noon) {
		t.Fatal("presence is no change of the sheet")
	}
	p.Policy = p.Policy.Without("q")
	r.play(PrincipalSaved{Press: r.press(""), Principal: p})
	if p, _ = r.s.Principal("aasen"); !p.Policy.Changed.Equal(r.now) || len(p.Policy.Rules) != 2 {
		t.Fatalf("%+v", p.Policy)
	}
}

func TestSheet_WhatAnswersNoQuestionIsRefused(t *testing.T) {
	for _, rule := range []Rule{
		{Question: 0, Topic: "x"}, {Question: 11, Topic: "x"}, {Question: AskPass}, {Question: AskQuiet}, {Question: AskNever},
		{Question: AskAlways, Action: Settle, Topic: "x"}, {Question: AskOnlyAt, Hours: []Span{{}}}, {Question: AskReach, Who: Who{Name: "x"}},
	} {
		r := quietRig(t)
		before, _ := r.s.Principal("aasen")
		x := before
		x.Policy = x.Policy.With(rule)
		r.play(PrincipalSaved{Press: r.press(""), Principal: x})
		after, _ := r.s.Principal("aasen")
		if want[Reply](r).Reason.Code != BadValue || len(after.Policy.Rules) != len(before.Policy.Rules) {
			t.Errorf("taken: %+v", rule)
		}
	}
}

// whoAsks lets a call ring on one of our own numbers.
func (r *rig) whoAsks(id CallID, own string) {
	r.t.Helper()
	r.play(CallArrived{At: r.at(), Call: id, Line: "office", Peer: Peer{Number: "2241" + string(id)}, OwnNumber: own, Bind: netip.MustParseAddr("127.0.0.1")})
}

func TestStep_TheDirectorsCallIsAnsweredFirst(t *testing.T) {
	r := newRig(t)
	r.principal("director", "101")
	r.principal("deputy", "102")
	r.whoAsks("a", "100")
	r.whoAsks("b", "102")
	r.whoAsks("c", "1 01")
	r.whoAsks("d", "100")
	var line []CallID
	for _, c := range r.s.RingingIn() {
		line = append(line, c.ID)
	}
	if !slices.Equal(line, []CallID{"c", "b", "a", "d"}) || r.s.Selected != "c" {
		t.Errorf("%v, shown %q", line, r.s.Selected)
	}
	r.play(AnswerPressed{Press{At: r.at()}})
	if r.call("c").Changing != Talking {
		t.Error("another one was answered")
	}
	r.play(AnswerPressed{r.press("a")}) // by hand whichever she likes
	if r.call("a").Changing != Talking {
		t.Error("not the one she chose")
	}
}

func TestGuide_AbsenceIsToldFirstToWhoeverRangThePrincipalsOwnNumber(t *testing.T) {
	r := newRig(t)
	for i := range r.s.Scripts {
		o := &r.s.Scripts[i].Operations[0]
		o.Absent = []string{"{principal} is away. Whom may I say called?"}
	}
	r.principal("director", "101")
	r.principal("deputy", "102")
	p := r.s.Principals[0]
	r.play(PresenceSet{Press: r.press(""), Principal: p.ID, Presence: Presence{Kind: PresenceOut}})
	for own, absent := range map[string]bool{"101": true, "102": false, "100": false} {
		id := CallID("of" + own)
		r.whoAsks(id, own)
		g := r.guide(id)
		if g.Absent != absent || absent && Text(g.Sentence) != p.Name()+" is away. Whom may I say called?" {
			t.Errorf("%s: %v %q", own, g.Absent, Text(g.Sentence))
		}
	}
}

func TestWanted_ByOwnNumberOrTheOnlyOne(t *testing.T) {
	s := State{Principals: []Principal{{ID: "a", Number: "101"}, {ID: "b", Number: "102"}}}
	for _, c := range []struct {
		call Call
		want PrincipalID
	}{
		{Call{Direction: In, OwnNumber: "102"}, "b"}, {Call{Direction: In, OwnNumber: "102", Principal: "a"}, "a"}, {Call{Direction: In, OwnNumber: "100"}, ""},
		{Call{Direction: Out, OwnNumber: "102"}, ""},
	} {
		if p, _ := s.Wanted(c.call); p.ID != c.want {
			t.Errorf("%+v: %q", c.call, p.ID)
		}
	}
	s.Principals = s.Principals[:1]
	if p, _ := s.Wanted(Call{}); p.ID != "a" {
		t.Error("not the only one")
	}
}
