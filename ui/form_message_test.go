package ui

import (
	"strings"
	"testing"

	"anteroom/softphone"

	"fyne.io/fyne/v2"
)

func newForm(t *testing.T, lang string, d *stepDesk) (*screen, *messageForm) {
	s := newScreen(t, lang, d)
	f := newMessageForm(s.Window)
	s.form = f
	s.show(f.object(), 372, 780)
	s.repaintForm(f)
	return s, f
}

func (s *screen) repaintForm(f *messageForm) {
	s.settled()
	f.paint(s.desk.State(), at)
}

func TestForm_EveryKeyReachesTheDeskUnharmed(t *testing.T) {
	s, f := newForm(t, "nb", newStepDesk(opened(), arrives("a", "22413077"), selects("a")))
	const said = "«Nei», sa æøå ÆØÅ: Привет, 'side fire' stemmer ikke!\nRing. 😀"
	s.typeIn(f.entries["surname"], "Østby-Çelik")
	s.typeIn(f.entries["verbatim"], said)
	got := lastTold[softphone.DraftEdited](t, s.desk)
	if got.Draft.Verbatim != said || got.Draft.Surname != "Østby-Çelik" || got.Draft.Number != "22413077" || got.Draft.Call != "a" {
		t.Fatalf("%+v", got.Draft)
	}
	keys := 0
	for _, e := range s.desk.events() {
		if _, ok := e.(softphone.DraftEdited); ok {
			keys++
		}
	}
	if want := len([]rune("Østby-Çelik")) + len([]rune(said)); keys != want {
		t.Errorf("%d keys were typed and %d told", want, keys)
	}
	c, _ := s.desk.State().Call("a")
	if c.Caller.Surname != "Østby-Çelik" {
		t.Errorf("the call's caller is %+v", c.Caller)
	}
	if m, ok := s.desk.State().Draft(c.Draft); !ok || m.Verbatim != said {
		t.Errorf("the call's draft holds %q", m.Verbatim)
	}
}

func TestForm_SwitchingCallsKeepsBothDrafts(t *testing.T) {
	s, f := newForm(t, "nb", newStepDesk(opened(), arrives("a", "22413077"), arrives("b", "55001720"), selects("a")))
	s.typeIn(f.entries["verbatim"], "til Henrik æ")
	s.desk.Tell(selects("b"))
	s.repaintForm(f)
	if f.entries["verbatim"].Text != "" || f.entries["number"].Text != "55001720" {
		t.Fatalf("the second call shows %q %q", f.entries["verbatim"].Text, f.entries["number"].Text)
	}
	s.typeIn(f.entries["verbatim"], "til Marit")
	s.desk.Tell(selects("a"))
	s.repaintForm(f)
	if got := f.entries["verbatim"].Text; got != "til Henrik æ" {
		t.Fatalf("the first call shows %q", got)
	}
	s.desk.Tell(selects("b"))
	s.repaintForm(f)
	if got := f.entries["verbatim"].Text; got != "til Marit" {
		t.Fatalf("the second call shows %q", got)
	}
	f.entries["verbatim"].TypedShortcut(&fyne.ShortcutUndo{})
	if got := f.entries["verbatim"].Text; strings.Contains(got, "Henrik") {
		t.Fatalf("undo brought the other call's words: %q", got)
	}
}

func TestForm_PaintingDoesNotDisturbTyping(t *testing.T) {
	s, f := newForm(t, "nb", newStepDesk(opened(), arrives("a", "22413077"), selects("a")))
	old := s.desk.State()
	e := f.entries["verbatim"]
	s.typeIn(e, "Nordvik til kai")
	for range 4 {
		e.TypedKey(&fyne.KeyEvent{Name: fyne.KeyLeft})
	}
	row, col := e.CursorRow, e.CursorColumn
	f.paint(old, at) // a state older than the keys
	s.repaintForm(f)
	if e.Text != "Nordvik til kai" || e.CursorRow != row || e.CursorColumn != col {
		t.Fatalf("%q with the caret at %d,%d, was %d,%d", e.Text, e.CursorRow, e.CursorColumn, row, col)
	}
	e.TypedRune('Ø')
	f.paint(old, at)
	if e.Text != "Nordvik tilØ kai" {
		t.Fatalf("%q", e.Text)
	}
	// Elsewhere the mood is noted and the text changed: the one shows, the other waits until the field is left.
	m := f.drafts.current().local
	m.Mood, m.Verbatim = softphone.MoodUnhappy, "fra ctl"
	s.desk.Tell(softphone.DraftEdited{Press: softphone.Press{At: now0}, Draft: m})
	s.repaintForm(f)
	if f.mood.Value != string(softphone.MoodUnhappy) || e.Text != "Nordvik tilØ kai" {
		t.Fatalf("mood %q, text %q", f.mood.Value, e.Text)
	}
}

func TestForm_AnotherNumberClearsReadBack(t *testing.T) {
	s, f := newForm(t, "nb", newStepDesk(opened(), arrives("a", "22413077"), selects("a")))
	if f.spoken != "22 41 30 77" {
		t.Fatalf("to be read aloud: %q", f.spoken)
	}
	f.ticks["read_back"].Tapped(nil)
	if !lastTold[softphone.DraftEdited](t, s.desk).Draft.ReadBack {
		t.Fatal("the tick does not reach the desk")
	}
	f.entries["number"].TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
	s.typeIn(f.entries["number"], "1")
	s.repaintForm(f)
	m := lastTold[softphone.DraftEdited](t, s.desk).Draft
	if m.ReadBack || f.ticks["read_back"].On || len(m.Number) != 9 {
		t.Fatalf("number %q, read back %v, ticked %v", m.Number, m.ReadBack, f.ticks["read_back"].On)
	}
}

func TestForm_TellsOnceWhatIsMissingThenTakesIt(t *testing.T) {
	s, f := newForm(t, "nb", newStepDesk(opened(), arrives("a", "22413077"), selects("a")))
	s.typeIn(f.entries["surname"], "Østby")
	f.take()
	s.repaintForm(f)
	if len(s.desk.taken) != 0 {
		t.Fatal("an unfinished message was taken without a word")
	}
	if !strings.Contains(f.foot.words, "hvem den er til") || !strings.Contains(f.foot.words, "selve meldingen") || f.focused() != "for" {
		t.Fatalf("%q, caret in %q", f.foot.words, f.focused())
	}
	f.take()
	s.repaintForm(f)
	if len(s.desk.taken) != 1 || s.desk.taken[0].Surname != "Østby" {
		t.Fatalf("taken: %+v", s.desk.taken)
	}
	if f.entries["surname"].Text != "Østby" || f.drafts.current().known {
		// the call has told who he is; a second message of the same call begins with that
		t.Fatalf("after it was taken the form shows %q", f.entries["surname"].Text)
	}
	if !strings.HasPrefix(f.foot.saved.Text(), "Meldingen er lagret") {
		t.Errorf("the foot says %q", f.foot.saved.Text())
	}
	s.typeIn(f.entries["verbatim"], "En ting til")
	s.repaintForm(f)
	c, _ := s.desk.State().Call("a")
	if m, ok := s.desk.State().Draft(c.Draft); !ok || m.Verbatim != "En ting til" || m.ID == s.desk.taken[0].ID {
		t.Fatalf("the second message of the call: %+v", m)
	}
}

func TestForm_ACompleteMessageIsTakenAtOnce(t *testing.T) {
	s, f := newForm(t, "en", newStepDesk(opened()))
	f.choose(s.desk.State().Principals[0])
	s.typeIn(f.entries["surname"], "Moen")
	s.typeIn(f.entries["number"], "22413077")
	f.ticks["read_back"].Tapped(nil)
	s.typeIn(f.entries["verbatim"], "Please ring.")
	f.take()
	s.repaintForm(f)
	if len(s.desk.taken) != 1 {
		t.Fatalf("%q", f.foot.words)
	}
	m := s.desk.taken[0]
	if m.Principal != "aasen" || m.For != "Henrik Aasen" || m.Deputies != "Marit Lunde" || !m.ReadBack || m.Call != "" {
		t.Fatalf("%+v", m)
	}
	if f.entries["surname"].Text != "" || f.entries["verbatim"].Text != "" {
		t.Fatal("the next message does not begin empty")
	}
}

func TestForm_FreeWordsForWhomNameNoPrincipal(t *testing.T) {
	s, f := newForm(t, "nb", newStepDesk(opened()))
	s.typeIn(f.entries["for"], "Marit Lunde")
	if m := lastTold[softphone.DraftEdited](t, s.desk).Draft; m.Principal != "lunde" {
		t.Fatalf("a principal's name typed out is %q", m.Principal)
	}
	s.typeIn(f.entries["for"], " på lager")
	if m := lastTold[softphone.DraftEdited](t, s.desk).Draft; m.Principal != "" || m.For != "Marit Lunde på lager" {
		t.Fatalf("%q %q", m.Principal, m.For)
	}
}

func TestForm_TooLongATextIsRefusedWithAWord(t *testing.T) {
	s, f := newForm(t, "nb", newStepDesk(opened()))
	e := f.entries["verbatim"]
	full := strings.Repeat("å", softphone.MaxVerbatim)
	e.SetText(full)
	s.typeIn(e, "ø")
	s.repaintForm(f)
	if e.Text != full || !strings.Contains(f.count.Text(), "4000") {
		t.Fatalf("%d characters stand, and it says %q", len([]rune(e.Text)), f.count.Text())
	}
	if m := lastTold[softphone.DraftEdited](t, s.desk).Draft; m.Verbatim != full {
		t.Fatalf("%d characters are kept", len([]rune(m.Verbatim)))
	}
}

func TestForm_AWrongTimeIsToldAndTheOldOneStays(t *testing.T) {
	s, f := newForm(t, "nb", newStepDesk(opened(), arrives("a", "22413077"), selects("a")))
	e := f.entries["taken"]
	if e.Text != "23.11. 13:02" {
		t.Fatalf("filled in: %q", e.Text)
	}
	s.canvas().Focus(e)
	e.SetText("i går")
	if f.wrong.Text() == "" || !f.drafts.current().local.Taken.Equal(at) {
		t.Fatal("a time that cannot be read passes")
	}
	e.SetText("22.11.2026 08:15")
	if got := lastTold[softphone.DraftEdited](t, s.desk).Draft.Taken; f.wrong.Text() != "" || got.Format("02 15:04") != "22 08:15" {
		t.Fatalf("%v, %q", got, f.wrong.Text())
	}
}

func TestForm_ADraftFoundAtTheStartIsOfferedAgain(t *testing.T) {
	d := newStepDesk(opened(softphone.Message{ID: "old", State: softphone.Draft, Surname: "Moen", Verbatim: "Кто звонил?", Taken: at, Changed: at}))
	s, f := newForm(t, "nb", d)
	if f.entries["verbatim"].Text != "Кто звонил?" || !f.offer.Visible() || len(f.tabs) != 1 || !f.tabs[0].Offered {
		t.Fatalf("%q offered %v, tabs %+v", f.entries["verbatim"].Text, f.offer.Visible(), f.tabs)
	}
	f.takeUp()
	s.repaintForm(f)
	if f.offer.Visible() || len(s.desk.State().Offered) != 0 || f.entries["surname"].Text != "Moen" {
		t.Fatal("the draft was taken up and is still offered")
	}
	f.drop()
	s.repaintForm(f)
	if len(s.desk.State().Drafts) != 0 || s.canvas().Overlays().Top() != nil || s.offer.do == nil {
		t.Fatal("throwing away asks, or cannot be undone")
	}
	s.offer.do()
	s.repaintForm(f)
	if d := s.desk.State().Drafts; len(d) != 1 || d[0].Verbatim != "Кто звонил?" || d[0].Surname != "Moen" {
		t.Fatalf("not had back: %+v", d)
	}
}

func TestForm_SeveralDraftsStandInARow(t *testing.T) {
	s, f := newForm(t, "nb", newStepDesk(opened(), arrives("a", "22413077"), arrives("b", "55001720"), selects("a")))
	s.typeIn(f.entries["surname"], "Østby")
	s.desk.Tell(selects("b"))
	s.repaintForm(f)
	s.typeIn(f.entries["surname"], "Hagen")
	s.repaintForm(f)
	if len(f.tabs) != 2 || f.tabs[0].Name != "Østby" || !f.tabs[1].Shown {
		t.Fatalf("%+v", f.tabs)
	}
	f.pick(f.tabs[0].ID)
	s.repaintForm(f)
	if s.desk.State().Selected != "a" || f.entries["surname"].Text != "Østby" {
		t.Fatalf("selected %q, shows %q", s.desk.State().Selected, f.entries["surname"].Text)
	}
	f.startBlank()
	if f.entries["surname"].Text != "" || f.drafts.current().local.Call != "" {
		t.Fatal("a new message belongs to no call")
	}
	s.typeIn(f.entries["surname"], "Ukjent")
	s.repaintForm(f)
	if len(f.tabs) != 3 || s.desk.State().OpenDraft != f.drafts.shown {
		t.Fatalf("%+v", f.tabs)
	}
}

func TestForm_GoesOnAfterTheLanguageChanged(t *testing.T) {
	s, f := newForm(t, "nb", newStepDesk(opened(), arrives("a", "22413077"), selects("a")))
	s.typeIn(f.entries["verbatim"], "halvveis")
	s.form = f
	s.tr, s.lang = inLanguage("en"), "en"
	g := newMessageForm(s.Window)
	s.show(g.object(), 372, 780)
	if g.entries["verbatim"].Text != "halvveis" || g.entries["taken"].Text != "23 Nov 13:02" {
		t.Fatalf("%q %q", g.entries["verbatim"].Text, g.entries["taken"].Text)
	}
}

func TestForm_FitsItsColumnInBothLanguages(t *testing.T) {
	for _, lang := range []string{"nb", "en"} {
		d := newStepDesk(opened(softphone.Message{ID: "old", State: softphone.Draft, Surname: "Moen", Taken: at, Changed: at}), arrives("a", "+4722413077"), selects("a"))
		s, f := newForm(t, lang, d)
		f.take()
		s.win.Resize(fyne.NewSize(371, 780)) // lays out anew
		if m := f.object().MinSize(); m.Width > 320 || m.Height > 560 {
			t.Errorf("%s: the form needs %v; its column is 320 to 372 wide", lang, m)
		}
	}
}

func TestForm_FocusFindsTheFirstEmptyField(t *testing.T) {
	s, f := newForm(t, "nb", newStepDesk(opened(), arrives("a", "22413077"), selects("a")))
	f.focus("")
	if f.focused() != "for" {
		t.Fatalf("caret in %q", f.focused())
	}
	f.choose(s.desk.State().Principals[1])
	f.focus("")
	if f.focused() != "surname" {
		t.Fatalf("caret in %q", f.focused())
	}
	for _, name := range []string{"surname", "verbatim", "promised", "number", "mood", "all_read_back"} {
		if !f.focus(name) {
			t.Errorf("no field %q", name)
		}
	}
	if f.focus("hat size") {
		t.Error("a field that is none was found")
	}
}

func TestForm_ANameBegunIsThePrincipalItCanOnlyMean(t *testing.T) {
	s, f := newForm(t, "nb", newStepDesk(opened(), arrives("a", "22413077"), selects("a")))
	s.typeIn(f.entries["for"], "henr")
	s.canvas().Focus(f.entries["surname"])
	if m := lastTold[softphone.DraftEdited](t, s.desk).Draft; m.For != "Henrik Aasen" || m.Principal != "aasen" || m.Deputies != "Marit Lunde" {
		t.Fatalf("%+v", m)
	}
	s.repaintForm(f)
	if c, _ := s.desk.State().Call("a"); c.Principal != "aasen" || f.entries["for"].Text != "Henrik Aasen" {
		t.Errorf("the call is for %q, the form for %q", c.Principal, f.entries["for"].Text)
	}
}
