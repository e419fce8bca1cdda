package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
)

func TestBars_QuestionsWaitForOneAnother(t *testing.T) {
	h := newWhole(t, "nb", join(answered("a", "22413077"))...)
	var done []string
	for _, s := range []string{"første", "andre", "tredje"} {
		h.confirm(question{title: "Den " + s + "?", yes: "Ja", then: func() { done = append(done, s) }})
	}
	if s := h.reads(); !strings.Contains(s, "Den første?") || strings.Contains(s, "Den andre?") {
		t.Fatalf("it asks %s", s)
	}
	h.frame.bars.answer(true)
	h.pass(0)
	reads(t, h, "Den andre?")
	h.strike("Escape")
	reads(t, h, "Den tredje?")
	h.frame.bars.answer(true)
	if strings.Join(done, " ") != "første tredje" || h.frame.bars.answer(true) {
		t.Errorf("done: %v", done)
	}
}

func TestBars_WorkInTheBackgroundNeverTakesTheCaretFromTyping(t *testing.T) {
	h := newWhole(t, "nb", join(answered("a", "22413077"))...)
	h.focus("verbatim")
	field := h.canvas().Focused()
	asked := 0
	h.confirm(question{title: "Hente inn?", yes: "Ja", late: true, then: func() { asked++ }})
	if h.canvas().Focused() != field {
		t.Fatalf("the caret went to %T", h.canvas().Focused())
	}
	h.strike("Escape") // leaves the field, and answers nothing
	reads(t, h, "Hente inn?")
	h.canvas().Focus(field)
	h.frame.bars.answer(true)
	if asked != 1 || h.canvas().Focused() != field {
		t.Errorf("answered %d times, caret in %T", asked, h.canvas().Focused())
	}
	h.canvas().Unfocus()
	h.confirm(question{title: "Og nå?", yes: "Ja", late: true, then: func() {}})
	if _, ok := h.canvas().Focused().(fyne.Focusable); !ok {
		t.Error("nobody types, and yet it cannot be answered by a key")
	}
}

func TestQuestion_EnterInItsFieldAnswersDuringACallToo(t *testing.T) {
	h := newWhole(t, "nb", join(answered("a", "22413077"))...)
	h.locked()
	h.strike("Ctrl+Shift+W")
	if len(h.frame.bars.asked) != 1 {
		t.Fatal("the password is not asked for in the bar")
	}
	h.opens("long enough")
	if h.at != pageLog || len(h.frame.bars.asked) != 0 {
		t.Errorf("on %s, %d questions", h.at, len(h.frame.bars.asked))
	}
}
