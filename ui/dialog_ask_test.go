package ui

import (
	"strings"
	"testing"

	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
)

func TestDialog_EnterAndEscWorkAndTheFocusGoesBack(t *testing.T) {
	s := newScreen(t, "nb", newStepDesk(opened()))
	field := kit.NewEntry("", "", nil)
	s.show(field, 600, 400)
	kit.HandleKeys(s.canvas(), func(kit.Stroke) bool { return false })
	t.Cleanup(func() { kit.HandleKeys(s.canvas(), nil) })
	s.canvas().Focus(field)
	done := 0
	ask := func(danger bool) {
		s.confirm(question{title: "Fjerne?", text: "Helt sikkert?", yes: "Fjern", danger: danger, then: func() { done++ }})
	}
	key := func(n fyne.KeyName) { s.canvas().Focused().TypedKey(&fyne.KeyEvent{Name: n}) }
	for _, c := range []struct {
		danger bool
		key    fyne.KeyName
		want   int
	}{{false, fyne.KeyReturn, 1}, {false, fyne.KeyEscape, 0}, {true, fyne.KeyReturn, 0}, {true, fyne.KeyEscape, 0}} {
		done = 0
		ask(c.danger)
		if s.canvas().Overlays().Top() == nil || s.canvas().Focused() == nil || s.canvas().Focused() == fyne.Focusable(field) {
			t.Fatal("the dialog does not have the focus")
		}
		key(c.key)
		if done != c.want || s.canvas().Overlays().Top() != nil || s.canvas().Focused() != fyne.Focusable(field) {
			t.Errorf("danger %v, %s: done %d times, still open %v, focus %T", c.danger, c.key, done, s.canvas().Overlays().Top() != nil, s.canvas().Focused())
		}
	}
	s.inform("Ferdig", "Alt er lagret.")
	key(fyne.KeyReturn)
	if s.canvas().Overlays().Top() != nil {
		t.Error("Enter does not close a notice")
	}
}

func TestInform_DuringACallIsABarThatTakesNoKey(t *testing.T) {
	h := newWhole(t, "nb", join(answered("a", "22413077"))...)
	h.pass(0)
	before := h.canvas().Focused()
	h.inform("Filen kan ikke leses", "Linje 3: ukjent felt")
	h.pass(0)
	if h.canvas().Overlays().Top() != nil {
		t.Fatal("a dialog stands in the way of a call")
	}
	if s := h.reads(); !strings.Contains(s, "Linje 3:") || h.canvas().Focused() != before {
		t.Fatalf("not told, or the caret has moved to %T: %s", h.canvas().Focused(), s)
	}
	h.strike("Escape")
	h.pass(0)
	if s := h.reads(); strings.Contains(s, "Linje 3") {
		t.Error("Esc does not take it away")
	}
}
