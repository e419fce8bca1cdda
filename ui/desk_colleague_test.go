package ui

import (
	"strings"
	"testing"

	"anteroom/softphone"
)

// A redirect by keys alone: a topic finds who knows more, the sentence names him in full, Enter has the caller wait, and his
// number stands there to be rung.
func TestRedirect_TheColleagueIsFoundByTopicAndNamedInTheSentence(t *testing.T) {
	for lang, key := range map[string]string{"nb": "K", "en": "R"} {
		h, _ := withPeople(t, lang, answered("a", "91500123")...)
		h.canvas().Unfocus()
		h.strike(key)
		if s := h.reads(); !strings.Contains(s, h.tr("desk.gap.colleague")) || !strings.Contains(s, h.tr("desk.redirect.find")) {
			t.Errorf("%s: the gap has no name, or the button does not say that it asks: %s", lang, s)
		}
		h.strike("Return")
		h.Focus("colleague") // as the desk's loop would carry out
		h.pass(0)
		if !h.dial.open() || !h.dial.entry.Focused() {
			t.Fatalf("%s: nobody asks who knows more", lang)
		}
		h.typeIn("havnea")
		if list, bar := h.bottom(h.dial.offers.list.Container), h.bottom(h.dial.body); list > bar || h.dial.offers.list.Size().Height < 10 {
			t.Errorf("%s: whom it offers ends at %.0f, the bar at %.0f", lang, list, bar)
		}
		h.strike("Return")
		h.pass(0)
		if c := lastTold[softphone.ColleagueNoted](t, h.desk); c.Call != "a" || c.Colleague != (softphone.Colleague{Name: "Siri Nes", Position: "Driftsleder", Number: "214"}) {
			t.Fatalf("%s: %+v", lang, c)
		}
		if s := h.reads(); h.dial.open() || !strings.Contains(s, "Siri Nes") || !strings.Contains(s, "Driftsleder") || !strings.Contains(s, "214") {
			t.Errorf("%s: %s", lang, s)
		}
		if c, _ := h.desk.State().Call("a"); c.Changing == softphone.Held || c.State != softphone.Talking {
			t.Errorf("%s: he is put on hold before he is told", lang)
		}
		if s := h.reads(); strings.Contains(s, h.tr("desk.redirect.find")) {
			t.Errorf("%s: the button still asks", lang)
		}
		h.strike("Return")
		h.Focus("consult")
		h.pass(0)
		if c, _ := h.desk.State().Call("a"); c.Changing != softphone.Held || h.dial.entry.Text != "214" {
			t.Errorf("%s: %q, to be rung: %q", lang, c.Changing, h.dial.entry.Text)
		}
	}
}
