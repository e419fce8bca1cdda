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
