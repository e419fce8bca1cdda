package ui

import (
	"slices"
	"strings"
	"testing"
	"time"

	"anteroom/softphone"
	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// shows tells whether words stand somewhere in full on one line, as they are drawn.
func shows(o fyne.CanvasObject, words string) (found bool) {
	everyObject(o, func(x fyne.CanvasObject) {
		if t, ok := x.(*canvas.Text); ok && t.Text == words {
			found = true
		}
	})
	return found
}

// small is the smallest window the desk promises to work in.
func (h *whole) small() {
	h.win.Resize(fyne.NewSize(1280, 720-menuBar))
	h.pass(0)
	kit.Relay(h.win.Content())
}

func (h *whole) left(o fyne.CanvasObject) float32 {
	return h.app.Driver().AbsolutePositionForObject(o).X
}

func TestHead_TheNameIsWholeWhateverStandsBesideIt(t *testing.T) {
	for _, l := range languages {
		h := newWhole(t, l, join(answered("a", "22413077"))...)
		v := callHead{ID: "a", Initials: "KS", Name: "Kari Sørlie-Ås", Under: "styreleder · Styret i Nordvik Rederi · +47 36 04 18 53",
			Record: h.tr("desk.recording.paused"), Lock: h.tr("desk.encrypted"), State: h.tr("desk.tie.swapped_rings", "Henrik Aasen"), Tone: toneAccent}
		o := h.deskPage().head.drawHead(v)
		o.Resize(fyne.NewSize(493, 60))
		for _, words := range []string{v.Name, v.Record, v.State} {
			if !shows(o, words) {
				t.Errorf("%s: %q is cut: %q", l, words, textsIn(o))
			}
		}
	}
}

func TestVerdict_IsReadInFullInTheSmallestWindow(t *testing.T) {
	for l, want := range map[string]string{"nb": "Henrik Aasen: settes over når som helst", "en": "Henrik Aasen: put through at any time"} {
		h := newWhole(t, l, join(answered("a", "22413077"))...)
		h.small()
		p := h.deskPage().policy
		p.slot.Put(p.draw(policyStrip{Call: "a", Verdict: want, Why: "…", Icon: "check"}, h.state.Principals))
		kit.Relay(h.win.Content())
		if all := strings.Join(textsIn(p.slot.Container), " "); !strings.Contains(strings.Join(strings.Fields(all), " "), want) {
			t.Errorf("%s: %q", l, all)
		}
	}
}

func TestNotice_CoversNeitherTheScriptNorTheForm(t *testing.T) {
	for _, l := range languages {
		h := newWhole(t, l, join(answered("a", "22413077"), []softphone.Event{selects("a")})...)
		h.small()
		h.notify(noticeDone, strings.Repeat("Avtalt: Trond Haugsvær. ", 5))
		h.pass(0)
		n, d := h.frame.noticeAt.Container, h.deskPage()
		if right, middle := h.left(n)+n.Size().Width, h.left(d.column); right > middle || n.Size().Height < 20 {
			t.Errorf("%s: the notice of %v reaches to %.0f, the script begins at %.0f", l, n.Size(), right, middle)
		}
		if foot, page := h.bottom(n), h.bottom(h.frame.page.Container); foot > page {
			t.Errorf("%s: the notice ends at %.0f, the page at %.0f", l, foot, page)
		}
		h.removed("Linjen er fjernet", func() {})
		h.pass(0)
		kit.Relay(h.frame.foot)
		b := h.frame.bars.undo.Container
		if right, form := h.left(b)+b.Size().Width, h.left(h.form.body); right > form || b.Size().Width < 100 {
			t.Errorf("%s: the bar reaches to %.0f, the form begins at %.0f", l, right, form)
		}
		if left, column := h.left(b), h.left(d.calls.body); left < column || left > column+4 {
			t.Errorf("%s: the bar begins at %.0f, the left column at %.0f", l, left, column)
		}
		if above, top := h.bottom(b), h.app.Driver().AbsolutePositionForObject(n).Y; above > top {
			t.Errorf("%s: the bar ends at %.0f, the notice begins at %.0f", l, above, top)
		}
	}
}

func TestDays_AreToldAsOneSaysThem(t *testing.T) {
	now := time.Date(2026, 11, 28, 8, 0, 0, 0, time.UTC) // a Saturday
	en := inLanguage("en")
	for _, x := range []struct {
		day            int
		nb, en, nbDate string
	}{
		{0, "09:00", "09:00", "09:00"},
		{-1, "i går kl. 09:00", "yesterday at 09:00", "fredag 27. november kl. 09:00"},
		{1, "i morgen kl. 09:00", "tomorrow at 09:00", "søndag 29. november kl. 09:00"},
		{6, "fredag kl. 09:00", "Friday at 09:00", "fredag 4. desember kl. 09:00"},
		{7, "lørdag 5. desember kl. 09:00", "Saturday 5 December at 09:00", "lørdag 5. desember kl. 09:00"},
		{40, "torsdag 7. januar 2027 kl. 09:00", "Thursday 7 January 2027 at 09:00", "torsdag 7. januar 2027 kl. 09:00"},
	} {
		due := time.Date(2026, 11, 28+x.day, 9, 0, 0, 0, time.UTC)
		if got := dayAndClock(due, now, nb); got != x.nb {
			t.Errorf("%d days away: %q, want %q", x.day, got, x.nb)
		}
		if got := dayAndClock(due, now, en); got != x.en {
			t.Errorf("%d days away: %q, want %q", x.day, got, x.en)
		}
		if got := dateAndClock(due, now, nb); got != x.nbDate {
			t.Errorf("%d days away: %q, want %q", x.day, got, x.nbDate)
		}
	}
}

func TestCallbacks_OneIsOneAndItsTimeCanBeRead(t *testing.T) {
	b := softphone.Callback{ID: "b", Kind: softphone.RingBack, Name: "Trond Haugsvær", Number: "+4734016248", Agreed: at, Due: at.Add(20 * time.Hour)}
	v := presentCallbacks(softphone.State{Callbacks: []softphone.Callback{b}}, "", at, nb)
	if v.Head != "1 åpen" || v.List[0].When != "i morgen kl. 09:02" {
		t.Errorf("%q, %q", v.Head, v.List[0].When)
	}
}

func TestReminder_AMailThatMayBeThereIsNotSaidToHaveFailed(t *testing.T) {
	m := softphone.Message{ID: "m", State: softphone.New, For: "Henrik Aasen", Surname: "Sørlie", Number: "55001720", Taken: at, Changed: at}
	s := softphone.State{Open: []softphone.Message{m}, Reminders: []softphone.Reminder{{Message: "m", Why: softphone.RemindMailFailed}},
		Mails: []softphone.Mail{{ID: "x", Message: "m", Name: "Henrik Aasen", State: softphone.MailUnsure, Reason: softphone.Reason{Code: softphone.ProgramEnded}}}}
	if r := presentReminder(s, at, nb); r.Words != "E-posten til Henrik Aasen ble avbrutt, og kan være framme" {
		t.Errorf("%q", r.Words)
	}
	if rows := presentOpen(s, "", at, nb); rows[1].Word != "Uvisst" || !rows[1].Failed {
		t.Errorf("%+v", rows[1])
	}
	s.Mails[0].State = softphone.MailFailed
	if r, rows := presentReminder(s, at, nb), presentOpen(s, "", at, nb); !strings.Contains(r.Words, "gikk ikke") || rows[1].Word != "Ikke levert" {
		t.Errorf("%q, %+v", r.Words, rows[1])
	}
}

func TestStatusBar_SaysOfF6WhatTheTileSays(t *testing.T) {
	swapped := join(consulting(), []softphone.Event{softphone.HoldPressed{Press: softphone.Press{At: now0, Call: "b"}}, softphone.HoldConfirmed{At: now0, Call: "b"}}, answered("c", "91500123"))
	for what, s := range map[string]softphone.State{
		"asking":           stateOf(t, "nb", consulting()...),
		"with another one": stateOf(t, "nb", join(swapped, []softphone.Event{selects("c")})...),
	} {
		tile := presentCall(s, at, nb).Tiles[2]
		for _, h := range hints(s, pageDesk, nb) {
			if h.Name == "F6" && h.Value != tile.Label {
				t.Errorf("%s: the tile says %q, the status bar %q", what, tile.Label, h.Value)
			}
		}
	}
}

func TestHelp_OneEscapeClosesItAsItsButtonSays(t *testing.T) {
	h := newWhole(t, "nb", lineUp)
	h.strike("F1")
	h.strike("Escape")
	if h.at != pageDesk {
		t.Errorf("at %s", h.at)
	}
}

func TestPolicy_ItsKeysAskForWhomWhereThatIsNotKnown(t *testing.T) {
	for _, key := range []string{"Ctrl+R", "Ctrl+Shift+T"} {
		h := newWhole(t, "nb", join(answered("a", "22413077"), []softphone.Event{selects("a")})...)
		h.canvas().Unfocus()
		h.strike(key)
		h.pass(0)
		if h.canvas().Overlays().Top() == nil {
			t.Errorf("%s does nothing that can be seen", key)
		}
	}
}

func TestScripts_TheSameGreetingIsShownOnceWithItsTimes(t *testing.T) {
	s := stateOf(t, "nb")
	for phrase, want := range map[string]int{"Hei": 1, "{greeting}": 3} {
		got := greetingsOfDay(s, softphone.GreetingParts{Phrase: phrase, Company: "{company}", Employee: "{secretary}"}, "nb", at)
		if len(got) != want || want == 1 && got[0].hours != "09:00 · 14:00 · 19:00" {
			t.Errorf("%s: %+v", phrase, got)
		}
	}
}

func TestSay_ANameThatCannotBeFilledInShowsAsItWasWritten(t *testing.T) {
	for name, want := range map[string]string{"pris": "{pris}", "caller": "[navnet]"} {
		if got := gapWords(name, nb); got != want {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func TestScripts_TheDeedsOfAStepAreWholeInTheSmallestWindow(t *testing.T) {
	for _, l := range languages {
		h, p, _ := newScripts(t, l, &scriptShelf{})
		h.small()
		p.choose(softphone.GeneralScript)
		kit.Relay(h.win.Content())
		edge := h.left(p.form.Container) + p.form.Container.Size().Width
		found := false
		everyObject(p.form.Container, func(o fyne.CanvasObject) {
			if b, ok := o.(*kit.Touch); ok {
				found = found || shows(b, h.tr("scripts.save"))
				if right := h.left(b) + b.Size().Width; right > edge || b.Size().Width+0.5 < b.MinSize().Width {
					t.Errorf("%s: %q ends at %.0f, the form at %.0f", l, textsIn(b), right, edge)
				}
			}
		})
		if !found {
			t.Errorf("%s: nothing saves", l)
		}
	}
}

func TestQuestion_ItsTextHasTheWholeWidthOfTheBar(t *testing.T) {
	for _, l := range languages {
		h := newWhole(t, l, join(answered("a", "22413077"), []softphone.Event{selects("a")})...)
		h.small()
		text := h.tr("way.unsure.text", "Henrik Aasen", "13:02")
		h.frame.bars.question(question{title: h.tr("way.unsure.title"), text: text, yes: h.tr("way.unsure.yes"), late: true})
		h.pass(0)
		kit.Relay(h.frame.foot)
		kit.Relay(h.frame.foot)
		b := h.frame.bars.ask.Container
		lines := 0
		for _, s := range textsIn(b) {
			if strings.Contains(text, s) {
				lines++
			}
		}
		if b.Size().Width < 500 || lines > 7 || h.bottom(b) > h.bottom(h.frame.page.Container) {
			t.Errorf("%s: %v, %d pieces of text, ends at %.0f", l, b.Size(), lines, h.bottom(b))
		}
		everyObject(b, func(o fyne.CanvasObject) {
			if p, ok := o.(*kit.Para); ok && p.Size().Width < 480 {
				t.Errorf("%s: the text has %.0f of %.0f", l, p.Size().Width, b.Size().Width)
			}
		})
	}
}

func TestJournal_NoReturnWasDueIsNotZeroOfZero(t *testing.T) {
	c, _ := stateOf(t, "nb", join(held("a", "91500123"))...).Call("a")
	if r := journalLine(c, softphone.State{}, at.Add(5*time.Second), nb); r.Returns != "–" {
		t.Errorf("%q", r.Returns)
	}
}

func TestHelp_ShowsEscapeWhereEscapeDoesIt(t *testing.T) {
	found := 0
	for _, g := range presentHelp("", nb) {
		for _, l := range g.Lines {
			if l.ID == "silence" || l.ID == "take_back" {
				found++
				if !slices.Equal(l.Caps, []string{"Esc"}) {
					t.Errorf("%s: %q", l.ID, l.Caps)
				}
			}
		}
	}
	if found != 2 {
		t.Errorf("%d of them are in the help", found)
	}
}

func TestAnswers_AreInTheLanguageOfTheWindow(t *testing.T) {
	h := newWhole(t, "nb", lineUp)
	h.setTo(softphone.SetLanguage, "en")
	if got := h.answersOf().language; got != "en" {
		t.Errorf("the window is English, the answers are %s", got)
	}
}

func TestStopped_TheHintDoesNotPromiseAHoldToWhoIsHeld(t *testing.T) {
	h := newWhole(t, "nb", join(answered("a", "22413077"), []softphone.Event{selects("a")})...)
	if got := h.deskPage().script.stopped.PlaceHolder; !strings.Contains(got, "setter på vent") {
		t.Errorf("talking: %q", got)
	}
	h.tellAll(softphone.HoldPressed{Press: softphone.Press{At: now0, Call: "a"}}, softphone.HoldConfirmed{At: now0, Call: "a"})
	h.pass(0)
	if got := h.deskPage().script.stopped.PlaceHolder; got != "Hvor stanset vi?" {
		t.Errorf("held: %q", got)
	}
}
