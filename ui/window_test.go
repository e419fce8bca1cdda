package ui

import (
	"strings"
	"testing"
	"time"

	"anteroom/softphone"
	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
)

// menuBar is about the height of the menu bar, which the driver draws inside the window.
const menuBar = 32

func TestWindow_FitsTheSmallestScreenInBothLanguages(t *testing.T) {
	busy := join(answered("a", "22413077"), held("b", "91500123"), held("c", "91500124"), []softphone.Event{arrives("d", "55001720"), selects("b")})
	for _, l := range languages {
		for name, events := range map[string][]softphone.Event{"nothing": {lineUp}, "ringing": join([]softphone.Event{arrives("d", "55001720")}), "busy": busy} {
			h := newWhole(t, l, events...)
			for _, p := range pageOrder {
				h.open(p.id)
				m := h.win.Content().MinSize()
				if m.Width > 1280 || m.Height > 720-menuBar {
					t.Errorf("%s, %s, page %s: at least %.0f×%.0f", l, name, p.id, m.Width, m.Height)
				}
			}
		}
	}
}

// As at the start of the program: the window is made before the books are open, and shown after.
func TestWindow_ShowsTheDeskThatOpenedSinceItWasMade(t *testing.T) {
	h := wholeOver(t, newStepDesk())
	e := office(t, "en").(softphone.DeskOpened)
	e.Snapshot.Settings[softphone.SetWindow] = "1300x800"
	e.Snapshot.Settings[softphone.SetTextSize] = "125"
	h.desk.Tell(e)
	t.Setenv("FYNE_SCALE", "1") // put back after the test
	h.bridge.cross = func(func()) {}
	h.Show()
	if h.lang != "en" || !strings.Contains(h.reads(), h.tr("page.messages")) || !strings.Contains(h.reads(), "Ida Holm") {
		t.Errorf("in %q it reads %s", h.lang, h.reads())
	}
	shown := h.canvas().Size()
	jobs, _ := h.bridge.take()
	for _, job := range jobs { // none sizes it once more
		job()
	}
	if got := h.canvas().Size(); got != shown || got != fyne.NewSize(1040, 640) && got != h.win.Content().MinSize().Max(fyne.NewSize(1040, 640)) {
		t.Errorf("%v, then %v", shown, got)
	}
}

func TestWindow_ALongNoticeDoesNotWidenIt(t *testing.T) {
	h := newWhole(t, "nb", lineUp)
	before := h.win.Content().MinSize()
	h.notify(noticeRefused, strings.Repeat("Sentralen tar ikke imot forbindelsen. ", 20))
	h.pass(0)
	if after := h.win.Content().MinSize(); after.Width > max(before.Width, 1280) || after.Height > 720-menuBar {
		t.Errorf("from %v to %v", before, after)
	}
}

func TestWindow_ARingingTelephoneDoesNotTakeTheCaret(t *testing.T) {
	h := newWhole(t, "nb", lineUp)
	h.focus("verbatim")
	field := h.canvas().Focused()
	if _, ok := field.(*kit.Entry); !ok {
		t.Fatalf("the focus is on %T", field)
	}
	h.tellAll(arrives("a", "22413077"))
	if !h.frame.ringing.up() {
		t.Error("no pop-up while no call is up")
	}
	field.TypedRune('æ')
	h.pass(time.Second)
	if h.canvas().Focused() != field || field.(*kit.Entry).Text != "æ" || h.canvas().Overlays().Top() != nil {
		t.Errorf("the focus went to %T, the field holds %q", h.canvas().Focused(), field.(*kit.Entry).Text)
	}
}

func TestWindow_ThePopUpShowsOnlyWhileNoCallIsUp(t *testing.T) {
	h := newWhole(t, "nb", join(held("w", "91500123"), []softphone.Event{arrives("a", "22413077")})...)
	if !h.frame.ringing.up() {
		t.Error("a waiting caller keeps the pop-up away")
	}
	h.tellAll(join(answered("b", "22413078"))...)
	if h.frame.ringing.up() {
		t.Error("the pop-up covers the sentence being read")
	}
}

func TestWindow_ATickChangesFiguresAndBuildsNothing(t *testing.T) {
	h := newWhole(t, "nb", join(answered("a", "22413077"), held("b", "91500123"), []softphone.Event{selects("a")})...)
	d := h.deskPage()
	a, b := d.calls.cards["a"], d.calls.cards["b"]
	built, tiles, script := d.calls.built, d.head.tiles.Objects[0], d.script.upper.Objects[0]
	if a == nil || b == nil {
		t.Fatal("no cards")
	}
	before := a.clock.Text() + b.clock.Text() + d.head.clock.Text()
	h.pass(3 * time.Second)
	if got := a.clock.Text() + b.clock.Text() + d.head.clock.Text(); got == before {
		t.Errorf("the clocks stand still at %s", got)
	}
	if d.calls.built != built || d.calls.cards["a"] != a || d.calls.cards["b"] != b || d.head.tiles.Objects[0] != tiles || d.script.upper.Objects[0] != script {
		t.Error("a tick built cards anew")
	}
	h.tellAll(softphone.StoppedNoted{Press: softphone.Press{At: now0, Call: "b"}, Text: "ringer tilbake"})
	if d.calls.cards["a"] != a || d.calls.cards["b"] == b {
		t.Error("a note at one caller must change his card and no other")
	}
}

func TestWindow_AWaitingCallerIsSeenFromEverySide(t *testing.T) {
	h := newWhole(t, "en", join(held("b", "91500123"))...)
	h.pass(31 * time.Second)
	if c := h.deskPage().calls.cards["b"].card; !c.Soon || c.Due {
		t.Errorf("nine seconds before: %+v", c)
	}
	h.pass(12 * time.Second)
	if c := h.deskPage().calls.cards["b"].card; !c.Due {
		t.Errorf("three seconds late: %+v", c)
	}
	if s := h.reads(); !strings.Contains(s, "Go back now") || !strings.Contains(s, "+ | 3") {
		t.Errorf("the lateness is not on screen: %s", s)
	}
}

func TestWindow_LanguageAndThemeChangeWhileItRuns(t *testing.T) {
	h := newWhole(t, "nb", join(answered("a", "22413077"))...)
	h.focus("surname")
	h.canvas().Focused().TypedRune('Ø')
	h.pass(0)
	if !strings.Contains(h.reads(), "Situasjoner") {
		t.Fatal("not in Norwegian")
	}
	set := func(k softphone.SettingKey, v string) {
		h.press(func(p softphone.Press) softphone.Event {
			return softphone.SettingChanged{Press: p, Key: k, Value: v}
		})
		h.pass(0)
	}
	set(softphone.SetLanguage, "en")
	s := h.reads()
	if !strings.Contains(s, "Situations") || strings.Contains(s, "Situasjoner") || !strings.Contains(s, "Ø") {
		t.Errorf("after the change it reads %s", s)
	}
	set(softphone.SetTheme, "dark")
	if kit.C != kit.Dark {
		t.Error("the palette is not dark")
	}
	set(softphone.SetTheme, "light")
	if kit.C != kit.Light {
		t.Error("the palette is not light")
	}
}

func TestWindow_TheWelcomeCardClosesByEscape(t *testing.T) {
	e := office(t, "nb").(softphone.DeskOpened)
	d := newStepDesk(softphone.DeskOpened{At: now0, Snapshot: softphone.Snapshot{Scripts: e.Snapshot.Scripts}})
	h := wholeOver(t, d)
	if !h.frame.welcomeUp() {
		t.Fatal("no card at the very first start")
	}
	h.strike("Escape")
	if h.frame.welcomeUp() || h.desk.State().WelcomeCard {
		t.Error("the card stays")
	}
}

func TestWindow_ThePracticeLineIsOfferedWhileNoCallIsUp(t *testing.T) {
	e := office(t, "nb").(softphone.DeskOpened)
	h := wholeOver(t, newStepDesk(softphone.DeskOpened{At: now0, Snapshot: softphone.Snapshot{Scripts: e.Snapshot.Scripts, Settings: e.Snapshot.Settings}},
		softphone.PracticeOpened{At: now0, Account: softphone.Account{ID: softphone.PracticeLine}, Callers: []softphone.PracticeCaller{
			{ID: "board", Name: "Ragnhild Østby", Language: "nb", Story: "Styret"}, {ID: "chair", Name: "Laura Bennett", Language: "en"}}}))
	if s := h.reads(); !strings.Contains(s, "La noen ringe meg") || !strings.Contains(s, "Ragnhild Østby") || strings.Contains(s, "Laura Bennett") {
		t.Errorf("the screen reads %s", s)
	}
	h.strike("Ctrl+Shift+P")
	lastTold[softphone.PracticePressed](t, h.desk)
}

func TestWindow_WhatIsNotOnDiskIsSaid(t *testing.T) {
	h := newWhole(t, "en", join(answered("a", "22413077"))...)
	h.tellAll(softphone.SaveFailed{At: now0, Effect: softphone.SaveCall{Call: softphone.Call{ID: "a"}}, Reason: softphone.Reason{Code: softphone.DiskFull}})
	if !strings.Contains(h.reads(), "The disk is full") {
		t.Error("a full disk is not on screen")
	}
}

func TestWindow_ThePrincipalIsSetByHandAndHisSheetUnfolds(t *testing.T) {
	h := newWhole(t, "nb", join(answered("a", "22413077"))...)
	h.deskPage().policy.choose("aasen")
	h.pass(0)
	if c, _ := h.desk.State().Call("a"); c.Principal != "aasen" {
		t.Fatalf("the call is for %q", c.Principal)
	}
	if d, _ := h.desk.State().Draft("m-a"); d.Principal != "aasen" {
		t.Errorf("the form is for %q", d.Principal)
	}
	h.strike("Ctrl+R")
	if s := h.reads(); !strings.Contains(s, "Pressen, bare 14–15") || !strings.Contains(s, "Før lunsj") {
		t.Errorf("the ten answers do not show: %s", s)
	}
	h.strike("Ctrl+R")
	if strings.Contains(h.reads(), "Pressen, bare 14–15") {
		t.Error("the sheet stays unfolded")
	}
}

func TestWindow_AWordingForThePrincipalSaysSo(t *testing.T) {
	for lang, want := range map[string][2]string{"nb": {"Si til lederen · Inne, settes over", "I"}, "en": {"Say to the principal · Connect", "C"}} {
		h := newWhole(t, lang, join(answered("a", "22413077"))...)
		h.strike("Alt+" + want[1])
		for range 2 {
			if s := h.reads(); strings.Contains(s, want[0]) {
				t.Errorf("%s: what is for the caller goes to the principal: %s", lang, s)
			}
			h.strike("Alt+0")
		}
		if s := h.reads(); !strings.Contains(s, want[0]) {
			t.Errorf("%s: the screen reads %s", lang, s)
		}
	}
}

func TestWindow_EnterWhereWeStoppedPutsOnHold(t *testing.T) {
	h := newWhole(t, "nb", join(answered("a", "22413077"))...)
	h.strike("Shift+F4")
	e, ok := h.canvas().Focused().(*kit.Entry)
	if !ok {
		t.Fatalf("the focus is on %T", h.canvas().Focused())
	}
	for _, r := range "uke 3" {
		e.TypedRune(r)
	}
	h.strike("Return")
	c, _ := h.desk.State().Call("a")
	if c.StoppedAt != "uke 3" || c.Changing != softphone.Held {
		t.Errorf("stopped at %q, changing to %q", c.StoppedAt, c.Changing)
	}
}

func TestWindow_ClosingDuringACallAsksFirst(t *testing.T) {
	h := newWhole(t, "nb", join(answered("a", "22413077"))...)
	h.strike("Ctrl+Q")
	if h.frame.bars.asked == nil {
		t.Fatal("Ctrl+Q during a call asks nothing")
	}
	if h.ctx.Err() != nil {
		t.Error("it ended all the same")
	}
	h.strike("Escape")
	if h.frame.bars.asked != nil {
		t.Error("Esc left the question open")
	}
}
