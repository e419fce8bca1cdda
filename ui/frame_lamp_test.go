package ui

import (
	"strings"
	"testing"

	"anteroom/softphone"
)

func TestVoicemail_IsToldInWordsWhileSomethingIsNew(t *testing.T) {
	for lang, words := range map[string][3]string{
		"nb": {"1 ny talemelding", "2 nye talemeldinger", "Nye talemeldinger"},
		"en": {"1 new voicemail", "2 new voicemails", "New voicemails"},
	} {
		h := newWhole(t, lang)
		line := h.state.Lines[0].Account.ID
		told := func(v softphone.Voicemail) {
			h.tellAll(softphone.VoicemailChanged{At: softphone.At{At: h.time}, Line: line, Voicemail: v})
		}
		for i, v := range []softphone.Voicemail{{Waiting: true, New: 1}, {Waiting: true, New: 2, Old: 5}, {Waiting: true}} {
			told(v)
			if !strings.Contains(h.reads(), words[i]) {
				t.Errorf("%s: %q is not told", lang, words[i])
			}
			if m := h.win.Content().MinSize(); m.Width > 1280 || m.Height > 720 {
				t.Errorf("%s: needs %v", lang, m)
			}
		}
		told(softphone.Voicemail{Old: 7})
		for _, w := range words {
			if strings.Contains(h.reads(), w) {
				t.Errorf("%s: %q is still told", lang, w)
			}
		}
	}
}

func TestLamp_StandsBesideThePresenceAsAWord(t *testing.T) {
	for lang, words := range map[string]map[softphone.LampState]string{
		"nb": {softphone.LampIdle: "ledig", softphone.LampRinging: "ringer", softphone.LampBusy: "i samtale"},
		"en": {softphone.LampIdle: "free", softphone.LampRinging: "ringing", softphone.LampBusy: "on a call"},
	} {
		h := newWhole(t, lang)
		for state, word := range words {
			s := softphone.State{
				Principals: []softphone.Principal{{ID: "p", Surname: "Berg", Number: "1 01"}, {ID: "q", Surname: "Dahl"}, {ID: "r", Surname: "Moe", Number: "103"}},
				Lamps:      []softphone.Lamp{{Number: "101", State: state}, {Number: "103", State: softphone.LampUnknown}},
			}
			got := presentCalls(s, h.time, h.tr).Principals
			if got[0].Lamp != state || got[0].LampWord != word || got[1].LampWord != "" || got[2].LampWord != "" {
				t.Errorf("%s, %s: %+v", lang, state, got)
			}
		}
	}
}

func TestLamp_IsSeenInTheLeftColumn(t *testing.T) {
	h := newWhole(t, "en")
	at, line := softphone.At{At: h.time}, h.state.Lines[0].Account.ID
	h.tellAll(softphone.PrincipalSaved{Press: softphone.Press{At: at}, Principal: softphone.Principal{ID: "p", Surname: "Berg", Number: "101"}},
		softphone.LineChanged{At: at, Line: line, State: softphone.LineRegistered},
		softphone.LampChanged{At: at, Line: line, Number: "101", State: softphone.LampBusy})
	if !strings.Contains(h.reads(), "on a call") {
		t.Error(h.reads())
	}
	if m := h.win.Content().MinSize(); m.Width > 1280 || m.Height > 720 {
		t.Errorf("needs %v", m)
	}
}
