package ui

import (
	"testing"

	"anteroom/softphone"
)

// typeAhead types faster than the books answer; nothing is painted.
func (h *whole) typeAhead(text string) {
	h.t.Helper()
	for _, r := range text {
		h.canvas().Focused().TypedRune(r)
	}
}

// ahead strikes keys before the books have answered; then they do.
func (h *whole) ahead(text string, strokes ...string) {
	h.t.Helper()
	h.typeAhead(text)
	for _, k := range strokes {
		h.strikeAhead(k)
	}
	h.pass(0)
}

func dialled(t *testing.T, h *whole, want string) {
	t.Helper()
	if d := lastTold[softphone.DialPressed](t, h.desk); d.Number != want {
		t.Errorf("dialled %q, want %q", d.Number, want)
	}
}

// onNes is the directory with the card of Nes open and everybody listed, he first; the caret is in the search.
func onNes(t *testing.T) *whole {
	t.Helper()
	h, _ := withPeople(t, "nb")
	h.strike("Ctrl+4")
	h.ahead("nes", "Return")
	h.strike("Ctrl+F")
	h.directory().search.SetText("")
	h.pass(0)
	if h.directory().chosen.ID != "1" {
		t.Fatalf("%q is shown", h.directory().chosen.ID)
	}
	return h
}

func TestInquiry_TheDirectoryRingsWhomWasTypedHoweverFast(t *testing.T) {
	h := onNes(t)
	h.ahead("østby", "Return", "F3")
	dialled(t, h, "22413077")
}

func TestInquiry_NobodyFoundRingsNobody(t *testing.T) {
	h := onNes(t) // his card stays
	h.ahead("xyz", "Return", "F3")
	for _, e := range h.desk.events() {
		if d, ok := e.(softphone.DialPressed); ok {
			t.Errorf("dialled %q", d.Number)
		}
	}
}

func TestInquiry_AKeyToEditMeetsWhomWasTyped(t *testing.T) {
	h := onNes(t)
	h.ahead("østby", "Return", "Ctrl+E")
	if p := h.directory(); p.edit == nil || p.edit.fields[softphone.FieldSurname].Text != "Østby" {
		t.Errorf("%+v", p.edit)
	}
}

func TestInquiry_TypingOnGivesUpWhatWaited(t *testing.T) {
	h := onNes(t)
	h.typeAhead("øst")
	h.strikeAhead("Return")
	h.ahead("by")
	if p := h.directory(); p.chosen.ID != "1" || h.canvas().Focused() != p.search {
		t.Errorf("%q is shown", p.chosen.ID)
	}
}

func TestInquiry_SomethingSavedMeanwhileChangesNothing(t *testing.T) {
	h := onNes(t)
	h.typeAhead("østby")
	h.strikeAhead("Return")
	h.directory().saved(softphone.SavedContacts)
	h.strikeAhead("F3")
	h.pass(0)
	dialled(t, h, "22413077")
}

func TestInquiry_TheSearchInTheBarRingsWhomWasTyped(t *testing.T) {
	h, _ := withPeople(t, "nb")
	h.strike("Ctrl+K")
	h.typeIn("ne") // Nes is shown
	h.finder.entry.SetText("")
	h.ahead("østby", "F3")
	dialled(t, h, "22413077")
	h.strike("Ctrl+K")
	h.typeIn("nes")
	h.finder.entry.SetText("")
	h.ahead("østby", "Return")
	if h.at != pageDirectory || h.directory().chosen.ID != "2" {
		t.Errorf("on %s with %q", h.at, h.directory().chosen.ID)
	}
}

func TestInquiry_TheDialFieldDialsWhomWasTyped(t *testing.T) {
	h, b := withPeople(t, "nb")
	h.strike("F3")
	h.ahead("østby", "Return") // nothing had been offered
	dialled(t, h, "22413077")

	h.strike("F3")
	h.typeIn("s") // Nes is offered first
	h.dial.entry.SetText("")
	h.ahead("s", "Down", "Down", "Return") // the second of those to come
	dialled(t, h, "22413077")

	b.err = softphone.Reason{Code: softphone.NoSuchContact}
	h.strike("F3")
	h.ahead("nes", "Return")
	if !h.dial.open() || h.dial.entry.Text != "nes" || h.notice.Text == "" {
		t.Errorf("a directory that cannot be read: open %v with %q, told %q", h.dial.open(), h.dial.entry.Text, h.notice.Text)
	}
}

func TestInquiry_TheAnswerTypedIsLaidOverTheScript(t *testing.T) {
	h := newWhole(t, "nb", join(answered("a", "22413077"))...)
	h.faq = &sheetShelf{all: []softphone.FAQEntry{berth, quay}}
	h.strike("Shift+F1") // berth stands first
	h.ahead("kaien", "Return")
	c, _ := h.desk.State().Call("a")
	if c.Situation != softphone.SituationFAQ || c.Visits[len(c.Visits)-1].Answer != quay.Question {
		t.Errorf("%q %+v", c.Situation, c.Visits)
	}
}
