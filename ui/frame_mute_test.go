package ui

import (
	"strings"
	"testing"
	"time"

	"anteroom/softphone"
)

func TestMute_IsOneKeyAndSeenInWordsOnTheDesk(t *testing.T) {
	for lang, words := range map[string]string{"nb": "Mikrofonen er av", "en": "Microphone is off"} {
		h := newWhole(t, lang, join(answered("a", "22410000"))...)
		if strings.Contains(h.reads(), words) {
			t.Fatalf("%s: off from the beginning", lang)
		}
		h.strike("Ctrl+M")
		if n := strings.Count(h.reads(), words); !h.state.Muted || n != 2 {
			t.Fatalf("%s: muted %v, told %d times (status bar and card)", lang, h.state.Muted, n)
		}
		if m := h.win.Content().MinSize(); m.Width > 1280 || m.Height > 720 {
			t.Errorf("%s: needs %v", lang, m)
		}
		h.strike("Ctrl+M")
		if h.state.Muted || strings.Contains(h.reads(), words) {
			t.Fatalf("%s: still off", lang)
		}
	}
}

func TestMute_SpeakingUnheardIsShownAndGoesByItself(t *testing.T) {
	h := newWhole(t, "nb", join(answered("a", "22410000"))...)
	h.strike("Ctrl+M")
	h.tellAll(softphone.SpokeMuted{At: softphone.At{At: h.time}})
	const words = "Du snakker, men mikrofonen er av"
	if !strings.Contains(h.reads(), words) {
		t.Fatal(h.reads())
	}
	if next := nextChange(h.state, h.notice, h.time); next.Sub(h.time) > time.Second {
		t.Error("the screen would not look again soon")
	}
	if m := h.win.Content().MinSize(); m.Width > 1280 || m.Height > 720 {
		t.Errorf("needs %v", m)
	}
	h.pass(spokeShown + time.Second)
	if strings.Contains(h.reads(), words) {
		t.Fatal("the warning stays")
	}
}

func TestMute_WithoutACallSaysSo(t *testing.T) {
	h := newWhole(t, "nb", lineUp)
	h.strike("Ctrl+M")
	if h.state.Muted || !strings.Contains(h.notice.Text, "Mikrofon") {
		t.Fatalf("%q", h.notice.Text)
	}
}
