package ui

import (
	"strings"
	"testing"

	"anteroom/softphone"
	"anteroom/ui/kit"
)

// again is the snapshot of a desk that was killed after what the window had told it: only what was on disk is there.
func again(d *stepDesk) softphone.DeskOpened {
	e := opened().(softphone.DeskOpened)
	e.Snapshot.Begun = d.State().Begun
	return e
}

func TestPolicy_ARuleThatIsHalfWrittenSurvivesAKillAndAQuit(t *testing.T) {
	s, p, pass := newPolicy(t, newStepDesk(opened()))
	p.pick(6)
	p.rows[5].add()
	s.typeIn(p.rows[5].edit.first.(*kit.Entry), "Pressen")
	pass() // typing pauses; the form still stands open
	s2, p2, _ := newPolicy(t, newStepDesk(again(s.desk)))
	if len(p2.rows[5].begun) != 1 || !strings.Contains(p2.rows[5].shown.Begun[0].Whole, "Påbegynt: Pressen") {
		t.Fatalf("lost in the kill: %+v", p2.rows[5].shown.Begun)
	}
	p2.rows[5].begun[0].Tapped(nil)
	s2.typeIn(p2.rows[5].edit.first.(*kit.Entry), "Avisa ")
	s2.Flush() // `ctl quit`, before typing pauses
	s3, p3, _ := newPolicy(t, newStepDesk(again(s2.desk)))
	if len(p3.rows[5].begun) != 1 || !strings.Contains(p3.rows[5].shown.Begun[0].Whole, "Avisa") {
		t.Fatalf("lost at quit: %+v", p3.rows[5].shown.Begun)
	}
	p3.rows[5].begun[0].Tapped(nil)
	p3.rows[5].edit.read("fre 14–15")
	p3.rows[5].edit.save()
	s3.repaintPolicy(p3)
	if x, _ := s3.desk.State().Principal("aasen"); len(x.Policy.Rules) != 1 || len(s3.desk.State().Begun) != 0 {
		t.Errorf("%d rules; still kept: %+v", len(x.Policy.Rules), s3.desk.State().Begun)
	}
}

func TestPolicy_ARuleThatIsGivenUpIsNotKept(t *testing.T) {
	s, p, pass := newPolicy(t, newStepDesk(opened()))
	p.pick(6)
	p.rows[5].add()
	s.typeIn(p.rows[5].edit.first.(*kit.Entry), "Pressen")
	pass()
	p.stopEditing()
	if left := s.desk.State().Begun; len(left) != 0 {
		t.Fatalf("still kept: %+v", left)
	}
	s.offer.do() // and had back
	pass()
	if left := s.desk.State().Begun; len(left) != 1 {
		t.Errorf("not kept again: %+v", left)
	}
	s.desk.Tell(softphone.PersonErased{Press: softphone.Press{At: now0}, Person: softphone.Person{Name: "Pressen"}})
	p.saved(softphone.SavedErasure)
	if len(p.rows[5].begun) != 0 || len(s.desk.State().Begun) != 0 {
		t.Errorf("a person who was deleted still stands in %d rules", len(p.rows[5].begun))
	}
}

func TestPolicy_ABegunRuleOfSomebodyWhoIsGoneIsDropped(t *testing.T) {
	e := opened().(softphone.DeskOpened)
	e.Snapshot.Begun = []softphone.Begun{{Kind: softphone.BegunRule, ID: "1", Body: `{"Principal":"gone","Row":6}`}, {Kind: softphone.BegunRule, ID: "2", Body: "not JSON"}}
	s, _, _ := newPolicy(t, newStepDesk(e))
	if left := s.desk.State().Begun; len(left) != 0 {
		t.Errorf("%+v", left)
	}
}

func TestAnswersPage_WhatIsTypedSurvivesAKillAndAQuit(t *testing.T) {
	h, _ := withAnswers(t, "nb", quay)
	pass := byHand(h.answersOf().keeper.late)
	h.chooseAnswer("x")
	h.answersOf().fields.answer.SetText("Ved bryg") // the field is not left
	pass()
	h.answersOf().add()
	h.answersOf().fields.prices.SetText("omtrent hundre")
	h.Flush() // `ctl quit`
	e := office(t, "nb").(softphone.DeskOpened)
	e.Snapshot.Begun = h.desk.State().Begun
	h2 := wholeOver(t, newStepDesk(e, lineUp))
	shelf := &sheetShelf{all: []softphone.FAQEntry{berth, quay}}
	h2.faq = shelf
	h2.open(pageAnswers)
	h2.pass(0)
	reads(t, h2, "2 er ikke lagret")
	h2.chooseAnswer("x")
	if got := h2.answersOf().fields.answer.Text; got != "Ved bryg" {
		t.Fatalf("lost: %q", got)
	}
	h2.answersOf().fields.answer.SetText("Ved bryggen.")
	h2.answersOf().saveNow()
	h2.pass(0)
	if shelf.all[1].Answer != "Ved bryggen." || len(h2.desk.State().Begun) != 1 {
		t.Errorf("%+v, kept: %+v", shelf.all[1], h2.desk.State().Begun)
	}
	if !strings.Contains(h2.desk.State().Begun[0].Body, "omtrent hundre") {
		t.Errorf("kept: %+v", h2.desk.State().Begun)
	}
}
