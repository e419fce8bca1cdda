package ui

import (
	"slices"
	"strings"
	"testing"
	"time"

	"anteroom/softphone"
	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// setTo changes a setting as the settings page does.
func (h *whole) setTo(k softphone.SettingKey, v string) {
	h.t.Helper()
	h.tellAll(softphone.SettingChanged{Press: softphone.Press{At: now0}, Key: k, Value: v})
}

// strikePad presses a key of the numeric keypad as X11 gives it: Fyne's name, the scan code, and with NumLock on the
// character after it.
func (h *whole) strikePad(name fyne.KeyName, code int, typed rune) {
	h.t.Helper()
	c := h.canvas()
	e := &fyne.KeyEvent{Name: name, Physical: fyne.HardwareKey{ScanCode: code}}
	if f := c.Focused(); f != nil {
		f.TypedKey(e)
	} else {
		c.OnTypedKey()(e)
	}
	if typed != 0 {
		if f := c.Focused(); f != nil {
			f.TypedRune(typed)
		} else {
			c.OnTypedRune()(typed)
		}
	}
	h.pass(0)
}

// said is everything on screen as running text, however it was wrapped.
func (h *whole) said() string {
	return strings.Join(strings.Fields(strings.ReplaceAll(h.reads(), "|", " ")), " ")
}

type padLock struct {
	quiet
	on bool
}

func (p *padLock) numLock() bool { return p.on }

func TestKeys_ChangedByTheUserHoldAtOnceAndTheOldOneIsFree(t *testing.T) {
	h := newWhole(t, "nb", join(answered("a", "22413077"))...)
	t.Cleanup(func() { useKeys(nil) })
	h.open(pageSettings)
	h.openSettings("keys")
	k := h.pages[pageSettings].(*settingsPage).keys
	k.begin(commandNamed("mute"))
	k.catch.TypedKey(&fyne.KeyEvent{Name: fyne.KeyF11})
	h.pass(0)
	if got := h.desk.State().Settings.Get("key.mute"); got != "F11" {
		t.Fatalf("the setting holds %q", got)
	}
	h.open(pageDesk)
	h.strike("F11")
	if !h.desk.State().Muted {
		t.Error("the new key does nothing")
	}
	before := len(h.desk.events())
	h.strike("Ctrl+M")
	if len(h.desk.events()) != before {
		t.Error("the old key still works")
	}
	if !strings.Contains(strings.Join(textsIn(h.pages[pageHelp].object()), " | "), "F11") {
		t.Error("the help does not show the key in force")
	}
}

func TestKeys_AConflictIsToldAndSolved(t *testing.T) {
	h := newWhole(t, "en", lineUp)
	t.Cleanup(func() { useKeys(nil) })
	h.openSettings("keys")
	p := h.pages[pageSettings].(*settingsPage)
	caught := func(k string) {
		p = h.pages[pageSettings].(*settingsPage)
		p.keys.begin(commandNamed("mute"))
		p.keys.catch.TypedKey(&fyne.KeyEvent{Name: fyne.KeyName(k)})
		h.pass(0)
	}
	caught("F3")
	if s := h.said(); !strings.Contains(s, "F3 is already used for “Dial, tones”.") || h.desk.State().Settings.Get("key.mute") != "" {
		t.Fatalf("not told: %s", s)
	}
	test.Tap(buttonNamed(h.win.Content(), h.tr("settings.keys.take")))
	h.pass(0)
	set := h.desk.State().Settings
	if set.Get("key.mute") != "F3" || set.Get("key.dial") != "-" || commandNamed("dial").cap(h.tr) != "" {
		t.Fatalf("mute %q, dial %q", set.Get("key.mute"), set.Get("key.dial"))
	}
	caught("7")
	if !strings.Contains(h.said(), h.tr("settings.keys.cannot", "7")) {
		t.Errorf("a digit can be a key: %s", h.reads())
	}
	h.pages[pageSettings].(*settingsPage).keys.resetAll()
	h.pass(0)
	if commandNamed("dial").cap(h.tr) != "F3" || commandNamed("mute").cap(h.tr) != "Ctrl M" {
		t.Error("not reset")
	}
	h.strike("Ctrl+Z")
	if commandNamed("mute").cap(h.tr) != "F3" {
		t.Error("the reset cannot be undone")
	}
}

func TestKeys_TheKeypadDrivesTheDeskAndNeverTakesADigitFromAField(t *testing.T) {
	h := newWhole(t, "nb", join(answered("a", "22413077"))...)
	t.Cleanup(func() { useKeys(nil) })
	lock := &padLock{on: true}
	h.attention = lock
	h.setTo(softphone.SetKeyProfile, string(softphone.ProfileRightPad))
	h.strikePad("0", 90, '0')
	if got := lastTold[softphone.HoldPressed](t, h.desk).Call; got != "a" {
		t.Fatalf("keypad 0 held %q", got)
	}
	for _, e := range h.desk.events() {
		if _, ok := e.(softphone.WordingPressed); ok {
			t.Error("the key's character went to the script as well")
		}
	}
	h.tellAll(softphone.HoldConfirmed{At: now0, Call: "a"})
	h.focus("surname")
	e := h.canvas().Focused().(*kit.Entry)
	h.strikePad("4", 83, '4')
	h.strikePad("-", 82, '-')
	if e.Text != "4-" {
		t.Errorf("typing with NumLock on gave %q", e.Text)
	}
	lock.on = false
	h.strikePad("4", 83, 0)
	if lastTold[softphone.ReturnPressed](t, h.desk).Call != "a" || e.Text != "4-" {
		t.Errorf("with NumLock off keypad 4 does not go back; the field says %q", e.Text)
	}
	h.strike("7")
	if e.Text != "4-7" {
		t.Errorf("the next character was swallowed: %q", e.Text)
	}
	lock.on = true
	h.canvas().Unfocus()
	h.strikePad("7", 79, '7') // to the message: its character must not land in the field
	if f, ok := h.canvas().Focused().(*kit.Entry); !ok || strings.Contains(f.Text, "7") && f != e {
		t.Errorf("focus %T", h.canvas().Focused())
	}
	if e.Text != "4-7" {
		t.Errorf("the field says %q", e.Text)
	}
}

func TestKeys_EachProfileMeansOneThing(t *testing.T) {
	for _, p := range softphone.KeyProfiles {
		seen := map[key][]*command{}
		set := softphone.Settings{softphone.SetKeyProfile: string(p)}
		for _, c := range commands {
			for _, k := range keysOf(c, set) {
				for _, other := range seen[k] {
					if !apart(other, c) {
						t.Errorf("%s: %v means %s and %s", p, k, other.id, c.id)
					}
				}
				seen[k] = append(seen[k], c)
			}
		}
	}
	for id, k := range padKeys {
		if !kit.IsPad(fyne.KeyName(k)) || commandNamed(id) == nil {
			t.Errorf("%s has no key %s", id, k)
		}
	}
}

func TestKeys_ADamagedSettingLeavesTheKeyOfTheTable(t *testing.T) {
	c := commandNamed("answer")
	if got := keysOf(c, softphone.Settings{"key.answer": "¤¤ Ctrl+ 7"}); !slices.Equal(got, c.keys) {
		t.Errorf("%v", got)
	}
}

func TestHelp_FindsByNameAndKeyAndLiesOpenDuringACall(t *testing.T) {
	h := newWhole(t, "nb", join(answered("a", "22413077"))...)
	h.canvas().Unfocus()
	h.strike("F1")
	if h.at != pageHelp || h.canvas().Overlays().Top() != nil {
		t.Fatalf("F1 shows %s", h.at)
	}
	p := h.pages[pageHelp].(*helpPage)
	p.search.SetText("VENT f4")
	got := textsIn(p.rows.Container)
	if !slices.Contains(got, h.tr("key.hold")) || slices.Contains(got, h.tr("key.record")) {
		t.Errorf("found %q", got)
	}
	h.strike("F4")
	lastTold[softphone.HoldPressed](t, h.desk)
	h.strike("Escape")
	h.strike("Escape")
	if h.at != pageDesk {
		t.Errorf("Esc leads to %s", h.at)
	}
}

func TestUndo_TextIsUndoneFirstAndTheOfferEnds(t *testing.T) {
	h := newWhole(t, "nb", join(answered("a", "22413077"))...)
	n := 0
	h.focus("surname")
	e := h.canvas().Focused().(*kit.Entry)
	h.removed("Noe", func() { n++ })
	h.pass(0)
	if !strings.Contains(h.reads(), "Noe") {
		t.Fatal("the bar does not show")
	}
	e.TypedRune('x')
	e.TypedShortcut(&fyne.ShortcutUndo{})
	h.pass(0)
	if n != 0 {
		t.Error("what was typed since is not undone first")
	}
	e.Put("")
	e.TypedShortcut(&fyne.ShortcutUndo{})
	h.pass(0)
	if n != 1 {
		t.Errorf("undone %d times", n)
	}
	h.removed("Noe annet", func() { n++ })
	h.pass(undoTime + time.Second)
	h.canvas().Unfocus()
	h.strike("Ctrl+Z")
	if n != 1 || strings.Contains(h.reads(), "Noe annet") {
		t.Error("the offer does not end")
	}
}

func TestQuestion_DuringACallStandsInABar(t *testing.T) {
	h := newWhole(t, "nb", join(answered("a", "22413077"))...)
	h.quit()
	h.pass(0)
	if h.canvas().Overlays().Top() != nil || !strings.Contains(h.reads(), h.tr("frame.quit.title")) {
		t.Fatal("the question is modal, or not asked")
	}
	h.strike("F4")
	lastTold[softphone.HoldPressed](t, h.desk)
	h.strike("Escape")
	if strings.Contains(h.reads(), h.tr("frame.quit.title")) {
		t.Error("Esc leaves the question standing")
	}
}

func TestKeys_UndoingAResetTakesBackTheResetAndNoMore(t *testing.T) {
	h := newWhole(t, "en")
	t.Cleanup(func() { useKeys(nil) })
	give := func(id, key string) {
		t.Helper()
		list, err := Keys{}.Give(h.desk.State().Settings, id, key, true)
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range list {
			h.tellAll(softphone.SettingChanged{Press: softphone.Press{At: now0}, Key: x.Key, Value: x.Value})
		}
	}
	give("mute", "F3") // which "dial" loses
	give("hold", "Ctrl+F7")
	give("record", "Ctrl+F3")
	h.openSettings("keys")
	h.pages[pageSettings].(*settingsPage).keys.resetAll()
	h.pass(0)
	give("hold", "Ctrl+F5") // another for one of them
	give("swap", "Ctrl+F3") // and for another command the key that "record" had
	h.strike("Ctrl+Z")
	got := map[string]string{}
	for _, u := range (Keys{}).List(h.desk.State().Settings) {
		got[u.Command] = strings.Join(u.Keys, " ")
	}
	for id, want := range map[string]string{"mute": "F3", "dial": "", "hold": "Ctrl+F5", "swap": "Ctrl+F3", "record": "Ctrl+Shift+R"} {
		if got[id] != want {
			t.Errorf("%s has %q, not %q", id, got[id], want)
		}
	}
}

func TestKeys_ACommandDoesNotLoseItsKeyToOneThatDoesNotComeBack(t *testing.T) {
	set := softphone.Settings{softphone.KeySetting("mute"): "F11"} // given since
	before := []softphone.KeyChange{{Key: softphone.KeySetting("dial"), Value: "-"}, {Key: softphone.KeySetting("mute"), Value: "F3"}}
	if got := keysBack(before, set); len(got) != 0 {
		t.Errorf("%+v", got)
	}
}

func TestKeys_TheRailAndTheHintsShowThemAsTheyAreSet(t *testing.T) {
	for _, lang := range languages {
		h := newWhole(t, lang, lineUp)
		t.Cleanup(func() { useKeys(nil) })
		reads(t, h, "Ctrl + 1–8")
		set := func(id, key string) {
			h.tellAll(softphone.SettingChanged{Press: softphone.Press{At: now0}, Key: softphone.KeySetting(id), Value: key})
		}
		set("page.journal", "Ctrl+F2")
		set("page.settings", "F9")
		set("page.scripts", "Insert")
		lacks(t, h, "Ctrl + 1–8")
		reads(t, h, "Ctrl + 1–2, 4–6", "F9")
		lacks(t, h, "Insert")
		if at, _ := railKeys(h.tr); at[2] != "" || at[0] != "1" {
			t.Errorf("%q", at)
		}
		set("page.settings", "-")
		lacks(t, h, "F9")
		if got := h.hintOf("take_back"); !strings.HasSuffix(got, "  ·  Esc") || strings.Contains(got, "(") {
			t.Errorf("%s: %q", lang, got)
		}
	}
}

func TestHelp_IsSearchedAsEverythingElseIs(t *testing.T) {
	say := inLanguage("nb")
	for _, find := range []string{"Sporsmal", "spoersmaal", "F1", "⇧ F1"} {
		lines := 0
		for _, g := range presentHelp(find, say) {
			lines += len(g.Lines)
		}
		if lines == 0 {
			t.Errorf("nothing for %q", find)
		}
	}
}
