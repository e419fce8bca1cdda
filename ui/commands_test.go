package ui

import (
	"slices"
	"testing"

	"anteroom/softphone"
	"anteroom/ui/kit"
)

func TestKeys_ReachTheirCommandsFromATextField(t *testing.T) {
	h := newWhole(t, "nb", join(answered("a", "22413077"), held("b", "91500123"), []softphone.Event{arrives("c", "55001720"), selects("a")})...)
	for _, x := range []struct {
		key  string
		told func() bool
	}{
		{"F2", func() bool { return lastTold[softphone.AnswerPressed](t, h.desk).Ask != 0 }},
		{"F5", func() bool { return lastTold[softphone.ReturnPressed](t, h.desk).Call != "" }},
		{"F12", func() bool { return lastTold[softphone.HangUpPressed](t, h.desk).Ask != 0 }},
		{"Next", func() bool { return lastTold[softphone.NextPressed](t, h.desk).Ask != 0 }},
		{"Prior", func() bool { return lastTold[softphone.PreviousPressed](t, h.desk).Ask != 0 }},
		{"Alt+1", func() bool { return lastTold[softphone.ChoicePressed](t, h.desk).Number == 1 }},
		{"Alt+V", func() bool { return lastTold[softphone.SituationPressed](t, h.desk).Situation == "wait" }},
		{"Alt+0", func() bool { return lastTold[softphone.WordingPressed](t, h.desk).Ask != 0 }},
		{"Ctrl+W", func() bool { return lastTold[softphone.WrongNumberPressed](t, h.desk).Ask != 0 }},
	} {
		h.focus("surname")
		if !h.typing() {
			t.Fatal("the caret is not in the form")
		}
		h.strike(x.key)
		if !x.told() {
			t.Errorf("%s did not reach the desk", x.key)
		}
	}
}

func TestKeys_DigitsAndLettersAreTextInAField(t *testing.T) {
	h := newWhole(t, "nb", join(answered("a", "22413077"))...)
	h.focus("surname")
	before := len(h.desk.events())
	e := h.canvas().Focused().(*kit.Entry)
	e.TypedRune('1')
	e.TypedRune('v')
	h.pass(0)
	if e.Text != "1v" {
		t.Errorf("the field holds %q", e.Text)
	}
	for _, x := range h.desk.events()[before:] {
		switch x.(type) {
		case softphone.ChoicePressed, softphone.SituationPressed:
			t.Errorf("typing text told the desk %T", x)
		}
	}
}

func TestKeys_EscapeLeadsFromTheFieldToTheScript(t *testing.T) {
	h := newWhole(t, "nb", join(answered("a", "22413077"))...)
	h.focus("surname")
	h.strike("Escape")
	if h.canvas().Focused() != nil {
		t.Fatalf("the focus is still on %T", h.canvas().Focused())
	}
	h.strike("v")
	if lastTold[softphone.SituationPressed](t, h.desk).Situation != "wait" {
		t.Error("the letter of a situation did not lay it over the script")
	}
	h.strike("Escape")
	if x := lastTold[softphone.SituationPressed](t, h.desk); x.Situation != "" {
		t.Errorf("Esc left %q over the script", x.Situation)
	}
	h.strike("1")
	if lastTold[softphone.ChoicePressed](t, h.desk).Number != 1 {
		t.Error("the digit did not choose")
	}
}

func TestKeys_EscapeSilencesTheRingFirst(t *testing.T) {
	h := newWhole(t, "nb", lineUp)
	h.focus("surname")
	h.tellAll(arrives("a", "22413077"))
	h.strike("Escape")
	if !h.desk.State().Silenced || !h.typing() {
		t.Errorf("silenced %v, still typing %v", h.desk.State().Silenced, h.typing())
	}
}

func TestKeys_WorkOverADialogButTheScriptDoesNot(t *testing.T) {
	h := newWhole(t, "nb", join(answered("a", "22413077"), held("b", "91500123"), []softphone.Event{selects("a")})...)
	h.canvas().Unfocus()
	kit.ShowDialog(h.canvas(), "", kit.Empty(1, 1), nil, nil)
	before := len(h.desk.events())
	h.strike("1")
	h.strike("Ctrl+2")
	if len(h.desk.events()) != before || h.at != pageDesk {
		t.Errorf("keys went through the dialog: %d events, page %s", len(h.desk.events())-before, h.at)
	}
	h.strike("F5")
	if lastTold[softphone.ReturnPressed](t, h.desk).Call != "b" {
		t.Error("F5 did not go back to the waiting caller")
	}
	h.strike("Escape")
	if kit.TopDialog(h.canvas()) != nil {
		t.Error("Esc left the dialog open")
	}
}

func TestKeys_TurnThePages(t *testing.T) {
	h := newWhole(t, "en", lineUp)
	for i, p := range pageOrder {
		h.strike("Ctrl+" + count(i+1))
		if h.at != p.id {
			t.Errorf("Ctrl+%d shows %s", i+1, h.at)
		}
	}
}

func TestKeys_ShiftF5GoesToTheSecondInLine(t *testing.T) {
	h := newWhole(t, "nb", join(held("first", "91500123"), held("second", "91500124"))...)
	h.strike("Shift+F5")
	if got := lastTold[softphone.ReturnPressed](t, h.desk).Call; got != "second" {
		t.Errorf("Shift+F5 went to %q", got)
	}
}

func TestKeys_F4HoldsAndTakesBack(t *testing.T) {
	h := newWhole(t, "nb", join(answered("a", "22413077"))...)
	h.strike("F4")
	if got := lastTold[softphone.HoldPressed](t, h.desk).Call; got != "a" {
		t.Errorf("F4 held %q", got)
	}
	h.tellAll(softphone.HoldConfirmed{At: now0, Call: "a"})
	h.strike("F4")
	lastTold[softphone.ResumePressed](t, h.desk)
}

func TestKeys_ACommandThatDoesNotApplySaysSo(t *testing.T) {
	h := newWhole(t, "en", lineUp)
	h.strike("F2")
	if h.notice.Text == "" {
		t.Error("F2 with nothing ringing is silent")
	}
	h.pass(noticeTime)
	if s := h.frame.shown.Notice.Text; s != "" {
		t.Errorf("the notice stays: %q", s)
	}
}

func TestKeys_AreHeardBetweenNewsAndTheirPaint(t *testing.T) {
	h := newWhole(t, "nb", lineUp)
	h.desk.Tell(arrives("a", "22413077")) // and nothing is painted
	h.strike("F2")
	if got := lastTold[softphone.AnswerPressed](t, h.desk).Ask; got == 0 || h.notice.Text != "" {
		t.Errorf("F2 was refused: %q", h.notice.Text)
	}
	for _, e := range answered("a", "22413077")[2:] {
		h.desk.Tell(e)
	}
	h.canvas().Unfocus()
	h.strike("v")
	if got := lastTold[softphone.SituationPressed](t, h.desk).Situation; got != "wait" {
		t.Errorf("the letter laid %q", got)
	}
}

func TestPress_ShowsTheReasonOfARefusalInWords(t *testing.T) {
	h := newWhole(t, "en", join(answered("a", "22413077"))...)
	h.press(func(p softphone.Press) softphone.Event { return softphone.AnswerPressed{Press: p} })
	h.pass(0)
	if want := h.tr("reason.nothing_ringing"); h.notice.Text != want {
		t.Errorf("the notice says %q, want %q", h.notice.Text, want)
	}
}

// apart: the two never listen at once, because each has a page of its own. Those about one message listen on the desk too.
func apart(a, b *command) bool {
	pages := map[place]pageID{onDesk: pageDesk, inScript: pageDesk, onDirectory: pageDirectory, onPolicy: pagePolicy, onScripts: pageScripts, aboutMessage: pageMessages}
	at, there := pages[a.where], pages[b.where]
	if at == pageMessages && there == pageDesk || there == pageMessages && at == pageDesk {
		return false
	}
	return at != "" && there != "" && at != there
}

func TestCommands_EachKeyMeansOneThing(t *testing.T) {
	seen := map[key][]*command{}
	for _, c := range commands {
		for _, k := range c.keys {
			for _, other := range seen[k] {
				if !apart(other, c) {
					t.Errorf("%v means %s and %s", k, other.id, c.id)
				}
			}
			seen[k] = append(seen[k], c)
		}
		if c.icon != "" && !kit.HasIcon(c.icon) {
			t.Errorf("%s: no icon %q", c.id, c.icon)
		}
		if c.menu != "" && !slices.Contains(menuOrder, c.menu) {
			t.Errorf("%s stands in no menu %q", c.id, c.menu)
		}
		if c.cap(inLanguage("nb")) == "" && c.menu == "" {
			t.Errorf("%s can be reached by neither key nor menu", c.id)
		}
	}
}

func TestMenu_HoldsEveryCommandOfTheTable(t *testing.T) {
	h := newWhole(t, "nb", lineUp)
	var words []string
	for _, m := range h.win.MainMenu().Items {
		for _, it := range m.Items {
			words = append(words, it.Label)
		}
	}
	for _, c := range commands {
		if c.menu != "" && !slices.Contains(words, h.tr("key."+c.id)) {
			t.Errorf("%s is in no menu", c.id)
		}
	}
}
