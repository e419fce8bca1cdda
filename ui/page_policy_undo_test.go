package ui

import (
	"strings"
	"testing"
	"time"

	"anteroom/softphone"
	"anteroom/ui/kit"
)

// withRules has Aasen's sheet hold these rules.
func withRules(rules ...softphone.Rule) softphone.Event {
	e := opened().(softphone.DeskOpened)
	e.Snapshot.Principals[0].Policy.Rules = rules
	return e
}

func rulesOf(d *stepDesk, id softphone.PrincipalID) (out []string) {
	x, _ := d.State().Principal(id)
	for _, r := range x.Policy.Rules {
		out = append(out, string(r.ID))
	}
	return out
}

func TestPolicy_UndoingARemovedRuleKeepsWhatWasTypedSince(t *testing.T) {
	rule := func(id, topic string) softphone.Rule {
		return softphone.Rule{ID: softphone.RuleID(id), Question: softphone.AskSettle, Topic: topic}
	}
	s, p, pass := newPolicy(t, newStepDesk(withRules(rule("a", "Adresser"), rule("b", "Priser"), rule("c", "Åpningstider"))))
	p.pick(3)
	p.rows[2].chips[1].Tapped(nil)
	p.rows[2].edit.remove()
	s.repaintPolicy(p)
	if got := rulesOf(s.desk, "aasen"); strings.Join(got, "") != "ac" || s.offer.do == nil {
		t.Fatalf("not removed: %v", got)
	}
	s.typeIn(p.answers[2], "Skrevet etterpå")
	pass()
	p.change(p.edit.Policy.With(rule("d", "Vei")))
	s.repaintPolicy(p)
	undo := s.offer.do
	p.choose(s.desk.State().Principals[1].ID) // it belongs to Aasen all the same
	undo()
	s.repaintPolicy(p)
	x, _ := s.desk.State().Principal("aasen")
	if got := rulesOf(s.desk, "aasen"); strings.Join(got, "") != "abcd" || x.Policy.Notes[2] != "Skrevet etterpå" {
		t.Errorf("rules %v, note %q", got, x.Policy.Notes[2])
	}
	undo() // a second time there is nothing
	s.repaintPolicy(p)
	p.undo() // the last change that still stands: the rule that was added
	s.repaintPolicy(p)
	if got := rulesOf(s.desk, "aasen"); strings.Join(got, "") != "abc" {
		t.Errorf("rules %v", got)
	}
}

func TestPolicy_ARuleThatIsNotWrittenToItsEndIsKept(t *testing.T) {
	s, p, _ := newPolicy(t, newStepDesk(withRules(softphone.Rule{ID: "a", Question: softphone.AskNever, Who: softphone.Who{Group: "Selgere"}})))
	p.pick(6)
	p.rows[5].add()
	s.typeIn(p.rows[5].edit.first.(*kit.Entry), "Pressen")
	p.pick(5) // another question
	if !strings.Contains(s.notice.Text, "Skriv når det gjelder") {
		t.Errorf("what it lacks is not said: %q", s.notice.Text)
	}
	if len(p.rows[5].begun) != 1 || !strings.Contains(p.rows[5].shown.Begun[0].Whole, "Påbegynt: Pressen – Skriv når det gjelder") {
		t.Fatalf("not kept: %+v", p.rows[5].shown.Begun)
	}
	p.rows[4].chips[0].Tapped(nil) // a rule that is opened and left as it was is not begun
	p.choose(s.desk.State().Principals[1].ID)
	if len(p.rows[5].begun)+len(p.rows[4].begun) != 0 {
		t.Error("another principal has it")
	}
	p.choose("aasen")
	if len(p.rows[4].begun) != 0 || len(p.rows[5].begun) != 1 {
		t.Fatalf("%d and %d begun", len(p.rows[4].begun), len(p.rows[5].begun))
	}
	p.rows[5].begun[0].Tapped(nil)
	e := p.rows[5].edit
	if e == nil || e.first.(*kit.Entry).Text != "Pressen" || len(p.rows[5].begun) != 0 {
		t.Fatal("not had back")
	}
	e.read("fre 14–15")
	e.save()
	s.repaintPolicy(p)
	if x, _ := s.desk.State().Principal("aasen"); len(x.Policy.Rules) != 2 || x.Policy.Rules[1].Who.Name != "Pressen" || len(p.rows[5].begun) != 0 {
		t.Fatalf("%+v", x.Policy.Rules)
	}
	p.rows[5].add()
	s.typeIn(p.rows[5].edit.first.(*kit.Entry), "Banken")
	p.stopEditing() // given up, and had back
	if len(p.rows[5].begun) != 0 || s.offer.do == nil {
		t.Fatal("given up for good, or not at all")
	}
	s.offer.do()
	if len(p.rows[5].begun) != 1 {
		t.Error("not had back by the bar")
	}
}

func TestPolicy_AnUndoneRemovalBringsHoursCalendarAndWhatIsNotToldBack(t *testing.T) {
	s, p, _ := newPolicy(t, newStepDesk(opened()))
	press := softphone.Press{At: now0}
	for _, e := range []softphone.Event{
		softphone.ReceptionSaved{Press: press, Reception: softphone.Reception{Owner: "aasen", Week: []softphone.WeekSpan{{Day: time.Tuesday, OpenSpan: softphone.OpenSpan{From: 600, To: 720}}}}},
		softphone.NotToldSaved{Press: press, Owner: "aasen", List: []softphone.NotTold{{Matter: "Lønn", Instead: softphone.InWriting}}},
		softphone.CalendarSet{Press: press, Principal: "aasen", Address: "https://example.org/aasen.ics"},
	} {
		s.desk.Tell(e)
	}
	s.repaintPolicy(p)
	p.remove()
	s.repaintPolicy(p)
	if _, still := s.desk.State().Reception("aasen"); still || s.offer.do == nil {
		t.Fatal("not removed")
	}
	s.offer.do()
	s.repaintPolicy(p)
	now := s.desk.State()
	r, _ := now.Reception("aasen")
	c, _ := now.Calendar("aasen")
	if len(r.Week) != 1 || c.Address == "" || len(softphone.NotToldOf(now.Office.NotTold, "aasen")) != 1 {
		t.Errorf("%+v", now.Office)
	}
}

func TestRuling_SaysWhyThePrincipalIsNotToBeHad(t *testing.T) {
	say := exactly(t, "nb")
	for _, c := range []struct {
		kind softphone.PresenceKind
		why  softphone.Why
		want string
	}{
		{softphone.PresenceIll, softphone.WhyPresence, "«Henrik Aasen er dessverre ikke å treffe akkurat nå."},
		{softphone.PresenceTravel, softphone.WhyPresence, "«Henrik Aasen er dessverre ikke å treffe akkurat nå."},
		{softphone.PresenceMeeting, softphone.WhyPresence, "«Henrik Aasen er opptatt akkurat nå."},
		{softphone.PresenceIn, softphone.WhyQuiet, "«Henrik Aasen kan ikke ta telefonen akkurat nå."},
	} {
		p := softphone.Principal{FirstName: "Henrik", Surname: "Aasen", Presence: softphone.Presence{Kind: c.kind}}
		for _, o := range []softphone.Ruling{{Outcome: softphone.TakeNote}, {Outcome: softphone.CallBack}, {Outcome: softphone.CallBack, At: at.Add(time.Hour)}} {
			o.Why = c.why
			if v := presentRuling(o, p, "", at, say); !strings.HasPrefix(v.Sentence, c.want) || strings.Contains(v.Sentence, "%!") {
				t.Errorf("%s, %s: %q", c.kind, o.Outcome, v.Sentence)
			}
		}
	}
}
