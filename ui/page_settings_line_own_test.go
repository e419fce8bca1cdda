package ui

import (
	"slices"
	"strings"
	"testing"

	"anteroom/softphone"
	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

func TestLines_WhatALineHasOfItsOwnIsChosenAndShownOnItsCard(t *testing.T) {
	for _, lang := range languages {
		s, p, _ := newSettings(t, lang, newStepDesk(opened()))
		p.lines.open(p.lines.lines[0].Account, "x")
		e := p.lines.edit
		e.turn("own")
		if m := e.body.MinSize(); m.Width > 930 || m.Height > 560 {
			t.Errorf("%s: the form needs %v", lang, m)
		}
		s.typeIn(e.fields["company"], "Fjord Båt")
		s.typeIn(e.fields["greeting"], "{greeting}, {company}!")
		s.typeIn(e.fields["hold_music"], "/musikk/båt.mp3")
		e.own.ring.Set("bell")
		e.own.record.Set("all")
		e.own.digits.Set("info")
		e.own.md5.Set(true)
		e.save()
		s.settled()
		a := lastTold[softphone.LineAdded](t, s.desk).Account
		want := softphone.LineOwn{Company: "Fjord Båt", Greeting: "{greeting}, {company}!", Ring: softphone.TuneBell, Record: "all", HoldMusic: "/musikk/båt.mp3"}
		if a.Own != want || a.Digits != softphone.DigitsInfo || !a.RefuseMD5 || a.Address != "sip.nordvik.example" {
			t.Fatalf("%s: saved %+v", lang, a)
		}
		why := softphone.Reason{Code: softphone.MusicUnplayed, Detail: "no such file"}
		s.desk.Tell(softphone.EffectFailed{At: now0, Effect: softphone.ChooseMusic{Line: "l", File: "/musikk/båt.mp3"}, Reason: why})
		p.paint(s.desk.State(), at)
		words := strings.Join(textsIn(p.lines.list.Container), "|")
		for _, w := range []string{"Fjord Båt", s.tr("settings.ring_tune.bell"), "no such file"} {
			if !strings.Contains(words, w) {
				t.Errorf("%s: the card does not say %q: %s", lang, w, words)
			}
		}
		p.lines.open(a, "x")
		if o := p.lines.edit.own; o.ring.Value != "bell" || o.record.Value != "all" || o.digits.Value != "info" || !o.md5.On || p.lines.edit.fields["company"].Text != "Fjord Båt" {
			t.Errorf("%s: opened again it shows something else", lang)
		}
	}
}

func TestRinging_NamesTheCompanyOfTheLineAndTroubleWithItsMusicIsTold(t *testing.T) {
	why := softphone.Reason{Code: softphone.MusicUnplayed, Detail: "no such file"}
	s := softphone.State{
		Lines: []softphone.LineStatus{{Account: softphone.Account{ID: "l", User: "1"}},
			{Account: softphone.Account{ID: "m", User: "2", OwnNumber: "22000002", Own: softphone.LineOwn{Company: "Fjord Båt"}}, MusicTrouble: why}},
		Calls: []softphone.Call{{ID: "a", Line: "l", Direction: softphone.In, State: softphone.Ringing, OwnNumber: "+4722000002", Started: at}},
	}
	if v := presentRinging(s, at, exactly(t, "nb")); v.Facts[2].Value != "Fjord Båt" {
		t.Errorf("%+v", v.Facts)
	}
	if got := musicReason(s); got != why {
		t.Errorf("%+v", got)
	}
}

func TestLines_TheGreetingOfALineIsSaidAsItIsTyped(t *testing.T) {
	d := newStepDesk(softphone.DeskOpened{At: now0, Snapshot: softphone.Snapshot{
		Settings: softphone.Settings{softphone.SetCompany: "Nordvik", softphone.SetSecretary: "Ida"},
		Accounts: []softphone.Account{{ID: "l", Address: "x.example", User: "1", Transport: softphone.UDP, Register: true}},
		Scripts: []softphone.Script{{ID: "nb", Language: "nb", Operations: []softphone.Operation{{ID: "greet", Title: "Hilsen",
			Sentences: []string{"{greeting}, {company}, {secretary}."}}}, Situations: []softphone.Situation{{ID: softphone.SituationReturn, Sentences: []string{"x"}}}}}}})
	s, p, _ := newSettings(t, "nb", d)
	p.lines.open(p.lines.lines[0].Account, "x")
	e := p.lines.edit
	e.turn("own")
	if e.own.said != "God dag, Nordvik, Ida." || !strings.Contains(e.fields["company"].PlaceHolder, "Nordvik") {
		t.Errorf("at first %q, %q", e.own.said, e.fields["company"].PlaceHolder)
	}
	s.typeIn(e.fields["company"], "Fjord")
	if e.own.said != "God dag, Fjord, Ida." {
		t.Errorf("then %q", e.own.said)
	}
	s.typeIn(e.fields["greeting"], "Ohoi fra {firma}")
	if e.own.said != "Ohoi fra …" {
		t.Errorf("then %q", e.own.said)
	}
	e.turn("connection")
	e.save()
	if got := e.wrong["greeting"].Text(); !strings.Contains(got, "{company}") || e.part.Value != "own" || s.canvas().Focused() != fyne.Focusable(e.fields["greeting"]) {
		t.Errorf("a name nobody knows: %q, at %s", got, e.part.Value)
	}
	e.fields["greeting"].SetText("Ohoi fra {company}")
	s.typeIn(e.fields["hold_music"], "tune.ogg")
	e.save()
	if e.wrong["greeting"].Text() != "" || e.wrong["hold_music"].Text() == "" {
		t.Errorf("%q, %q", e.wrong["greeting"].Text(), e.wrong["hold_music"].Text())
	}
}

func TestLines_WhatIsTooLongIsCountedInCharacters(t *testing.T) {
	most := softphone.LongestOwn["company"]
	for n, want := range map[int]string{most: "", most + 1: "For langt: høyst 120 tegn"} {
		f := accountForm{Address: "x.example", User: "1", Own: softphone.LineOwn{Company: strings.Repeat("ø", n)}}
		if _, wrong := f.account(nb); wrong["company"] != want {
			t.Errorf("%d characters: %q", n, wrong["company"])
		}
	}
}

func TestRings_AreHeardFromTheirButtons(t *testing.T) {
	s, p, _ := newSettings(t, "en", newStepDesk(opened()))
	p.lines.open(p.lines.lines[0].Account, "x")
	e := p.lines.edit
	e.turn("own")
	e.own.ring.Set("harp")
	pressButton(t, e.body, s.tr("settings.ring_tune.try"))
	s.settled()
	if got := lastTold[softphone.RingTried](t, s.desk); got.Tune != softphone.TuneHarp {
		t.Errorf("%+v", got)
	}
	p.turn("ringing")
	s.desk.Tell(softphone.SettingChanged{Press: softphone.Press{At: now0}, Key: softphone.SetRingTune, Value: "wood"})
	p.paint(s.desk.State(), at)
	pressButton(t, p.pane.Container, s.tr("settings.ring_tune.try"))
	s.settled()
	if got := lastTold[softphone.RingTried](t, s.desk); got.Tune != softphone.TuneWood {
		t.Errorf("%+v", got)
	}
}

// pressButton presses the button with a label.
func pressButton(t *testing.T, in fyne.CanvasObject, label string) {
	t.Helper()
	var find func(o fyne.CanvasObject) *kit.Tap
	find = func(o fyne.CanvasObject) *kit.Tap {
		inside := []fyne.CanvasObject{}
		switch o := o.(type) {
		case *kit.Tap:
			if slices.Contains(textsIn(o), label) {
				return o
			}
		case *fyne.Container:
			inside = o.Objects
		case fyne.Widget:
			inside = test.WidgetRenderer(o).Objects()
		}
		for _, c := range inside {
			if b := find(c); b != nil {
				return b
			}
		}
		return nil
	}
	b := find(in)
	if b == nil {
		t.Fatalf("no button %q", label)
	}
	b.Tapped(nil)
}
