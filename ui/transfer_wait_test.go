package ui

import (
	"strings"
	"testing"

	"anteroom/softphone"
)

// busyPrincipal is a caller who is back because the principal he was to get talks; the exchange tells of that one's telephone.
func busyPrincipal(h *whole) {
	line := h.state.Lines[0].Account.ID
	h.tellAll(join([]softphone.Event{
		softphone.PrincipalSaved{Press: softphone.Press{At: now0}, Principal: softphone.Principal{ID: "p", FirstName: "Marit", Surname: "Lunde", Number: "101"}},
		softphone.LineChanged{At: now0, Line: line, State: softphone.LineRegistered},
		softphone.LampChanged{At: now0, Line: line, Number: "101", State: softphone.LampBusy},
	}, answered("a", "22413077"), []softphone.Event{
		softphone.ConsultPressed{Press: softphone.Press{At: now0, Call: "a"}, NewCall: "b", Number: "101"},
		softphone.HoldConfirmed{At: now0, Call: "a"}, softphone.VoiceOpened{At: now0, Call: "b"},
		softphone.CallHungUp{At: now0, Call: "b", By: softphone.EndedByPeer, Reason: softphone.Reason{Code: softphone.Busy}},
		softphone.ResumeConfirmed{At: now0, Call: "a"},
	})...)
}

func TestWaitFor_OneKeyLetsTheCallerWaitAndF6RingsWhenItIsFree(t *testing.T) {
	for lang, w := range map[string][4]string{
		"nb": {"Marit Lunde er opptatt", "Venter til Marit Lunde er ledig", "Marit Lunde er ledig nå", "Spør Marit Lunde"},
		"en": {"Marit Lunde is busy", "Waits until Marit Lunde is free", "Marit Lunde is free now", "Asking Marit Lunde"},
	} {
		h := newWhole(t, lang)
		busyPrincipal(h)
		reads := func(i int) {
			t.Helper()
			if !strings.Contains(h.reads(), w[i]) {
				t.Fatalf("%s: %q is not told: %s", lang, w[i], h.reads())
			}
		}
		reads(0)
		h.strike("Shift+F7")
		h.tellAll(softphone.HoldConfirmed{At: now0, Call: "a"})
		reads(1)
		h.tellAll(softphone.LampChanged{At: now0, Line: h.state.Lines[0].Account.ID, Number: "101", State: softphone.LampIdle})
		reads(2)
		if m := h.win.Content().MinSize(); m.Width > 1280 || m.Height > 720 {
			t.Errorf("%s: needs %v", lang, m)
		}
		h.strike("F6")
		reads(3)
		if c, _ := h.state.Call("a"); c.Transfer.Number != "101" || c.WaitsFor != "" {
			t.Errorf("%s: %+v", lang, c)
		}
	}
}

func TestWaitFor_WithNobodyBusyTheKeySaysSo(t *testing.T) {
	h := newWhole(t, "en", join(answered("a", "22413077"))...)
	h.strike("Shift+F7")
	if c, _ := h.state.Call("a"); c.WaitsFor != "" || !strings.Contains(h.reads(), "Wait until free") {
		t.Errorf("%+v: %s", c, h.reads())
	}
}

func TestWaitFor_F6StaysWithTheCallerWhoIsTalkedTo(t *testing.T) {
	h := newWhole(t, "en")
	busyPrincipal(h)
	h.strike("Shift+F7")
	h.tellAll(join([]softphone.Event{softphone.HoldConfirmed{At: now0, Call: "a"}}, answered("c", "22419999"),
		[]softphone.Event{softphone.LampChanged{At: now0, Line: h.state.Lines[0].Account.ID, Number: "101", State: softphone.LampIdle}})...)
	if c, ok := readyShown(h.state); ok {
		t.Errorf("F6 would ring for %s", c.ID)
	}
	if s := h.state; s.Selected != "c" {
		t.Errorf("%s is shown", s.Selected)
	}
}
