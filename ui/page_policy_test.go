package ui

import (
	"testing"
	"time"

	"anteroom/softphone"
)

// byHand replaces the clock of a lateSave: what waits is sent when the test says so.
func byHand(l *lateSave) (pass func()) {
	var due func()
	l.after = func(_ time.Duration, f func()) func() bool {
		due = f
		return func() bool { due = nil; return true }
	}
	return func() {
		if f := due; f != nil {
			due = nil
			f()
		}
	}
}

func newPolicy(t *testing.T, d *stepDesk) (*screen, *policyPage, func()) {
	s := newScreen(t, "nb", d)
	p := newPolicyPage(s.Window)
	p.showDetails(true)
	pass := byHand(p.late)
	s.show(p.object(), 1100, 640)
	return s, p, pass
}

func (s *screen) repaintPolicy(p *policyPage) {
	s.settled()
	p.paint(s.desk.State(), at)
}

func TestPolicy_AnAnswerIsSavedWhenTypingPausesAndOnce(t *testing.T) {
	s, p, pass := newPolicy(t, newStepDesk(opened()))
	p.pick(4)
	s.typeIn(p.answers[3], "Hver dag 8–9:30,\n«ro» Ро")
	for _, e := range s.desk.events() {
		if _, ok := e.(softphone.PrincipalSaved); ok {
			t.Fatal("a key was saved before typing paused")
		}
	}
	s.repaintPolicy(p) // the desk's older sheet
	pass()
	s.repaintPolicy(p)
	x, _ := s.desk.State().Principal("aasen")
	if x.Policy.Notes[3] != "Hver dag 8–9:30,\n«ro» Ро" || !x.Policy.Changed.Equal(at) || x.Position != "direktør" {
		t.Fatalf("%+v", x)
	}
	if p.answers[3].Text != x.Policy.Notes[3] {
		t.Fatalf("the field shows %q", p.answers[3].Text)
	}
	if n := len(s.desk.events()); n != 1 {
		t.Errorf("the desk was told %d times", n)
	}
}

func TestPolicy_LeavingTheFieldSavesAtOnce(t *testing.T) {
	s, p, _ := newPolicy(t, newStepDesk(opened()))
	s.typeIn(p.fields["position"], " og eier")
	s.canvas().Focus(p.fields["number"])
	if x, _ := s.desk.State().Principal("aasen"); x.Position != " og eierdirektør" && x.Position != "direktør og eier" {
		t.Fatalf("%q", x.Position)
	}
}

func TestPolicy_APresenceSetMeanwhileIsNotUndone(t *testing.T) {
	s, p, pass := newPolicy(t, newStepDesk(opened()))
	s.typeIn(p.answers[0], "Styret")
	s.desk.Tell(softphone.PresenceSet{Press: softphone.Press{At: now0}, Principal: "aasen", Presence: softphone.Presence{Kind: softphone.PresenceIll}})
	pass()
	x, _ := s.desk.State().Principal("aasen")
	if x.Presence.Kind != softphone.PresenceIll || x.Policy.Notes[0] != "Styret" {
		t.Fatalf("%+v", x)
	}
}

func TestPolicy_PrincipalsComeAndGo(t *testing.T) {
	s, p, pass := newPolicy(t, newStepDesk(opened()))
	p.add()
	if p.nameless.Text() == "" {
		t.Error("a principal without a name passes without a word")
	}
	pass()
	if n := len(s.desk.State().Principals); n != 2 {
		t.Fatalf("a principal without a name was saved: %d", n)
	}
	s.typeIn(p.fields["surname"], "Kvamme")
	pass()
	s.repaintPolicy(p)
	all := s.desk.State().Principals
	if len(all) != 3 || all[2].Surname != "Kvamme" || all[2].Order != 3 || p.chosen != all[2].ID || len(p.begun) != 0 {
		t.Fatalf("%+v", all)
	}
	p.remove()
	s.repaintPolicy(p)
	if len(s.desk.State().Principals) != 2 || s.offer.do == nil {
		t.Fatal("not removed, or for good")
	}
	s.offer.do()
	s.repaintPolicy(p)
	if all := s.desk.State().Principals; len(all) != 3 || all[2].Surname != "Kvamme" {
		t.Fatalf("not had back: %+v", all)
	}
	p.choose(s.desk.State().Principals[2].ID)
	p.remove()
	s.repaintPolicy(p)
	if n := len(s.desk.State().Principals); n != 2 || p.chosen != "aasen" {
		t.Fatalf("%d principals, %q shown", n, p.chosen)
	}
}

func TestPolicy_PresenceTakesATimeOrADate(t *testing.T) {
	s, p, _ := newPolicy(t, newStepDesk(opened()))
	s.canvas().Focus(p.until)
	p.until.SetText("13:30")
	p.presence.OnChange("meeting")
	s.repaintPolicy(p)
	x, _ := s.desk.State().Principal("aasen")
	if x.Presence.Kind != softphone.PresenceMeeting || x.Presence.Until.Format("02 15:04") != "23 13:30" {
		t.Fatalf("%+v", x.Presence)
	}
	p.until.SetText("en gang")
	p.until.OnSubmitted("en gang")
	if p.untilBad.Text() == "" {
		t.Error("a time that cannot be read passes")
	}
}
