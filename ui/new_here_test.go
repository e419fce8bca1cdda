package ui

import (
	"testing"

	"anteroom/softphone"
)

func TestNewHere_OneKeyBeginsAnotherOfWhatThePageHolds(t *testing.T) {
	h, _ := withPeople(t, "nb")
	h.faq = &sheetShelf{}
	h.strike("Ctrl+4")
	h.strike("Ctrl+N")
	if h.directory().edit == nil {
		t.Error("no person")
	}
	h.open(pageAnswers)
	h.strike("Ctrl+N")
	if h.canvas().Focused() != h.answersOf().fields.question {
		t.Error("no answer")
	}
	h.open(pageSettings)
	h.strike("Ctrl+N")
	p := h.pages[pageSettings].(*settingsPage)
	if p.at != "lines" || p.lines.edit == nil {
		t.Fatal("no line")
	}
	p.lines.edit.fields["address"].SetText("sip.example")
	h.strike("Ctrl+N")
	if p.lines.edit.fields["address"].Text != "sip.example" {
		t.Error("what was typed of a line is gone")
	}
	h.open(pageJournal)
	h.strike("Ctrl+N")
	if h.at != pageDesk {
		t.Errorf("on %s", h.at)
	}
	h.typeIn("x")
	if lastTold[softphone.DraftEdited](t, h.desk).Draft.ID == "" {
		t.Error("no message")
	}
}
