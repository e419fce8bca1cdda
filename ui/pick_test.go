package ui

import (
	"strings"
	"testing"
	"time"

	"anteroom/softphone"
	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
)

// tappables are what can be pressed under an object and reads words.
func tappables(o fyne.CanvasObject, words string) (out []fyne.Tappable) {
	if !o.Visible() {
		return nil
	}
	if t, ok := o.(fyne.Tappable); ok {
		if _, isEntry := o.(*kit.Entry); !isEntry && strings.Contains(strings.Join(textsIn(o), " "), words) {
			return []fyne.Tappable{t}
		}
	}
	switch o := o.(type) {
	case *fyne.Container:
		for _, c := range o.Objects {
			out = append(out, tappables(c, words)...)
		}
	case fyne.Widget:
		for _, c := range test.WidgetRenderer(o).Objects() {
			out = append(out, tappables(c, words)...)
		}
	}
	return out
}

// click presses and releases the mouse on what reads words, as the driver of the desktop does: the caret leaves its field as the
// button goes down, the screen is painted, and where something else is there as it comes up, nothing is tapped.
func (h *whole) click(words string) {
	h.t.Helper()
	all := tappables(h.win.Content(), words)
	if len(all) == 0 {
		h.t.Fatalf("nothing to press reads %q: %s", words, h.reads())
	}
	on := all[0]
	mouse := &desktop.MouseEvent{Button: desktop.MouseButtonPrimary}
	if m, ok := on.(desktop.Mouseable); ok {
		m.MouseDown(mouse)
	}
	h.canvas().Unfocus()
	h.pass(200 * time.Millisecond)
	for _, o := range tappables(h.win.Content(), words) {
		if o == on {
			if m, ok := on.(desktop.Mouseable); ok {
				m.MouseUp(mouse)
			}
			on.Tapped(&fyne.PointEvent{})
		}
	}
	h.pass(0)
}

func TestPick_AClickOnWhatTheSearchFoundCounts(t *testing.T) {
	h, _ := withPeople(t, "nb", answered("a", "91500123")...)
	h.strike("Ctrl+K")
	h.typeIn("invest")
	h.click("Østby, Ragnhild")
	if h.at != pageDirectory || h.directory().chosen.ID != "2" {
		t.Errorf("on %s with %q", h.at, h.directory().chosen.ID)
	}
	if h.finder.opened || h.finder.entry.Text != "" {
		t.Error("the search stays open")
	}
}

func TestPick_AClickOnASituationFoundCounts(t *testing.T) {
	h := newWhole(t, "nb", join(answered("a", "22413077"))...)
	h.strike("Ctrl+S")
	g, _ := softphone.GuideFor(h.state, "a", h.now())
	x := g.All[1]
	h.deskPage().script.search.SetText(x.Title)
	h.pass(0)
	h.click(x.Title)
	if c, _ := h.desk.State().Call("a"); c.Situation != x.ID {
		t.Errorf("%q, not %q", c.Situation, x.ID)
	}
}

func TestPick_AClickOnAScriptFoundCounts(t *testing.T) {
	h := newWhole(t, "nb", join(answered("a", "22413077"))...)
	h.strike("Ctrl+Shift+G")
	h.click("Klage")
	if p := h.run("a"); p.Script != "complaint" {
		t.Errorf("%+v", p)
	}
}

func TestPick_AClickOnAnAnswerFoundCounts(t *testing.T) {
	for _, typed := range []string{"", "kai"} {
		h := newWhole(t, "nb", join(answered("a", "22413077"))...)
		h.faq = &sheetShelf{all: []softphone.FAQEntry{berth, quay}}
		h.strike("Shift+F1")
		h.deskPage().answers.entry.SetText(typed)
		h.pass(0)
		h.click("Hvor er kaien?")
		c, _ := h.desk.State().Call("a")
		if c.Situation != softphone.SituationFAQ || c.Visits[len(c.Visits)-1].Answer != quay.Question {
			t.Errorf("%q: %q %+v", typed, c.Situation, c.Visits)
		}
	}
}
