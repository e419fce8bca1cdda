package ui

import (
	"slices"
	"testing"

	"anteroom/softphone"
)

func TestLines_CodingAndEncryptionOfSoundAreChosen(t *testing.T) {
	s, p, _ := newSettings(t, "en", newStepDesk(softphone.DeskOpened{At: now0}))
	account := softphone.Account{ID: "l", Address: "sip.nordvik.example", User: "ida", Transport: softphone.UDP, Codecs: []string{"pcmu", "opus"}, SRTP: softphone.SRTPOffered}
	p.lines.open(account, "x")
	e := p.lines.edit
	if e.codecs.Value != "pcmu,opus" || e.srtp.Value != "offered" {
		t.Fatalf("shows %q, %q", e.codecs.Value, e.srtp.Value)
	}
	if got := codecChoices(account.Codecs, s.tr); len(got) != 4 || got[3].Label != "G.711 µ, Opus only" {
		t.Errorf("an order set by hand is not among the choices: %v", got)
	}
	e.codecs.Set("pcma,pcmu")
	e.srtp.Set("required")
	e.save()
	s.settled()
	a := lastTold[softphone.LineAdded](t, s.desk).Account
	if !slices.Equal(a.Codecs, []string{"pcma", "pcmu"}) || a.SRTP != softphone.SRTPRequired {
		t.Errorf("saved %+v", a)
	}
	p.paint(s.desk.State(), at)
	p.lines.open(a, "x")
	p.lines.edit.codecs.Set("")
	p.lines.edit.srtp.Set("")
	p.lines.edit.save()
	s.settled()
	if a := lastTold[softphone.LineAdded](t, s.desk).Account; a.Codecs != nil || a.SRTP != "" {
		t.Errorf("back to what is usual it is %+v", a)
	}
}

func TestCall_ALockShowsThatItsSoundIsEncrypted(t *testing.T) {
	for lang, words := range map[string]string{"nb": "Kryptert lyd", "en": "Encrypted sound"} {
		d := newStepDesk(opened())
		s := newScreen(t, lang, d)
		c := softphone.Call{ID: "a", State: softphone.Talking}
		state := softphone.State{Calls: []softphone.Call{c}, Selected: "a"}
		if h := presentCall(state, at, s.tr); h.Lock != "" {
			t.Errorf("%s: sound in clear has %q", lang, h.Lock)
		}
		state.Calls[0].Media.Keys.Suite = softphone.AESGCM128
		if h := presentCall(state, at, s.tr); h.Lock != words {
			t.Errorf("%s: %q", lang, h.Lock)
		}
		state.Calls[0].State = softphone.Ended
		if h := presentCall(state, at, s.tr); h.Lock != "" {
			t.Errorf("%s: an ended call has %q", lang, h.Lock)
		}
	}
}
