package ui

import (
	"strings"
	"testing"

	"anteroom/softphone"

	"fyne.io/fyne/v2/canvas"
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
			if got[0].Reach.Word != word || got[1].Reach.Word != "" || got[2].Reach.Word != "" {
				t.Errorf("%s, %s: %+v", lang, state, got)
			}
		}
	}
}

func TestReach_ATelephoneInUseComesBeforeWhatIsToldOfItsOwner(t *testing.T) {
	told := func(lamp softphone.LampState, k softphone.ToldKind) string {
		s := softphone.State{Lamps: []softphone.Lamp{{Number: "101", State: lamp, Told: softphone.Told{Kind: k}}}}
		return presentReach(s, "101", nb).Word
	}
	for _, c := range []struct {
		lamp softphone.LampState
		told softphone.ToldKind
		want string
	}{
		{softphone.LampBusy, softphone.ToldAway, "i samtale"}, {softphone.LampRinging, softphone.ToldBusy, "ringer"},
		{softphone.LampIdle, softphone.ToldAway, "borte"}, {softphone.LampIdle, softphone.ToldClosed, "utilgjengelig"},
		{softphone.LampUnknown, softphone.ToldOut, "ute"}, {softphone.LampUnknown, softphone.ToldOnPhone, "i samtale"},
		{softphone.LampUnknown, softphone.ToldOpen, "kan nås"}, {softphone.LampIdle, softphone.ToldOpen, "ledig"},
		{softphone.LampIdle, softphone.ToldNothing, "ledig"}, {softphone.LampUnknown, softphone.ToldNothing, ""},
	} {
		if got := told(c.lamp, c.told); got != c.want {
			t.Errorf("%s, %s: %q, want %q", c.lamp, c.told, got, c.want)
		}
	}
}

func TestReach_EveryKindHasAWordAndItsOwnLook(t *testing.T) {
	for _, say := range []wording{exactly(t, "nb"), exactly(t, "en")} {
		for _, k := range []softphone.ToldKind{softphone.ToldOpen, softphone.ToldOnPhone, softphone.ToldBusy, softphone.ToldMeeting, softphone.ToldAway, softphone.ToldOut,
			softphone.ToldHoliday, softphone.ToldTravel, softphone.ToldClosed} {
			s := softphone.State{Lamps: []softphone.Lamp{{Number: "101", Told: softphone.Told{Kind: k}}}}
			if w := presentReach(s, "101", say).Word; w == "" || strings.HasPrefix(w, "desk.") {
				t.Errorf("%s: %q", k, w)
			}
		}
	}
	seen := map[string]softphone.ToldKind{}
	for _, k := range []softphone.ToldKind{softphone.ToldAway, softphone.ToldMeeting, softphone.ToldOut, softphone.ToldClosed} {
		mark, _ := reachMark(reachView{Told: k})
		look := mark.(*canvas.Image).Resource.Name()
		if other, has := seen[look]; has {
			t.Errorf("%s looks like %s: %s", k, other, look)
		}
		seen[look] = k
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
