package ui

import (
	"slices"
	"strings"
	"testing"

	"anteroom/softphone"
)

func TestAsked_F9CallsWhereTheCallWasSentAndShiftF9DoesNot(t *testing.T) {
	for lang, want := range map[string]string{"nb": "Ringe 22 41 30 77 i stedet?", "en": "Call 22 41 30 77 instead?"} {
		for key, yes := range map[string]bool{"F9": true, "Shift+F9": false} {
			h := newWhole(t, lang)
			h.tellAll(softphone.LineChanged{At: now0, Line: h.state.Lines[0].Account.ID, State: softphone.LineRegistered},
				softphone.DialPressed{Press: softphone.Press{At: now0}, NewCall: "a", Number: "101"},
				softphone.VoiceOpened{At: now0, Call: "a"},
				softphone.CallRedirected{At: now0, Call: "a", Targets: []string{"22413077"}},
				softphone.CallHungUp{At: now0, Call: "a", By: softphone.EndedByPeer, Reason: softphone.Reason{Code: softphone.Redirected}})
			if got := h.reads(); !strings.Contains(got, want) {
				t.Fatalf("%s: %q is not asked: %s", lang, want, got)
			}
			h.strike(key)
			if len(h.state.Redirects) != 0 {
				t.Errorf("%s %s: still asks", lang, key)
			}
			called := slices.ContainsFunc(h.state.Calls, func(c softphone.Call) bool { return c.Live() && c.Peer.Number == "22413077" })
			if called != yes {
				t.Errorf("%s %s: calls %+v", lang, key, h.state.Calls)
			}
		}
	}
}
