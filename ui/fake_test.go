package ui

import (
	"strings"
	"sync"
	"testing"
	"time"

	"anteroom/assets"
	"anteroom/softphone"
	"anteroom/softphone/scriptfile"
	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// whole is the whole window over the rules of the desk. The test stands where the UI goroutine would.
type whole struct {
	*Window
	desk *stepDesk
	t    *testing.T
	time time.Time
}

// newWhole opens the window after events; the desk speaks lang.
func newWhole(t *testing.T, lang string, events ...softphone.Event) *whole {
	t.Helper()
	return wholeOver(t, newStepDesk(append([]softphone.Event{office(t, lang)}, events...)...))
}

// wholeOver opens the window over a desk.
func wholeOver(t *testing.T, d *stepDesk) *whole {
	t.Helper()
	h := &whole{desk: d, t: t, time: at}
	h.Window = New(Options{App: testApp(t), Desk: d, Messages: &shelf{}, Journal: &shelf{}, People: &register{}, Contacts: &phonebook{}, Files: noFiles{}, Log: &logOf{}, Tables: &tableKept{}, Lock: oneKey{}, Version: "test", DataDir: t.TempDir(), Now: func() time.Time { return h.time }})
	h.bridge.cross = func(f func()) { f() }
	h.win.Resize(fyne.NewSize(1440, 900))
	t.Cleanup(h.stop)
	h.pass(0)
	return h
}

// pass lets time go by, does what the background has for the screen, and paints.
func (h *whole) pass(d time.Duration) {
	h.t.Helper()
	h.time = h.time.Add(d)
	for range 3 { // what a job asks for may bring another
		h.busy.Wait()
		jobs, saved := h.bridge.take()
		for _, job := range jobs {
			job()
		}
		h.paint(saved)
	}
}

// tellAll has the world tell the desk something.
func (h *whole) tellAll(events ...softphone.Event) {
	h.t.Helper()
	for _, e := range events {
		h.desk.Tell(e)
	}
	h.pass(0)
}

// strike presses a key where the focus is, as the driver would: "F2", "Alt+1", "Ctrl+Return", "7".
func (h *whole) strike(name string) {
	h.t.Helper()
	h.strikeAhead(name)
	h.pass(0)
}

// strikeAhead presses a key before anything that was asked for has come.
func (h *whole) strikeAhead(name string) {
	h.t.Helper()
	k := keys(name)[0]
	c := h.canvas()
	if k.mod&^fyne.KeyModifierShift != 0 {
		s := &desktop.CustomShortcut{KeyName: k.name, Modifier: k.mod}
		if f, ok := c.Focused().(fyne.Shortcutable); ok {
			f.TypedShortcut(s)
		} else {
			c.(fyne.Shortcutable).TypedShortcut(s)
		}
		return
	}
	before := kit.Modifiers
	kit.Modifiers = func() fyne.KeyModifier { return k.mod }
	defer func() { kit.Modifiers = before }()
	e := &fyne.KeyEvent{Name: k.name}
	if f := c.Focused(); f != nil {
		f.TypedKey(e)
	} else {
		c.OnTypedKey()(e)
	}
	if r := []rune(name); len(r) == 1 {
		if f := c.Focused(); f != nil {
			f.TypedRune(r[0])
		} else {
			c.OnTypedRune()(r[0])
		}
	}
}

// reads is everything on screen, a line.
func (h *whole) reads() string { return strings.Join(textsIn(h.win.Content()), " | ") }

// shippedScripts are read once for all tests: nothing changes a script in place.
var shippedScripts = sync.OnceValues(func() (all []softphone.Script, wrong []softphone.ScriptFault) {
	for _, text := range assets.Scripts() {
		sc, w := scriptfile.Files{}.ReadScript(text)
		sc.Version = 1
		all, wrong = append(all, sc), append(wrong, w...)
	}
	return all, wrong
})

// office is a desk with its scripts, two principals and one line.
func office(t *testing.T, lang string) softphone.Event {
	t.Helper()
	e := opened().(softphone.DeskOpened)
	scripts, wrong := shippedScripts()
	for _, w := range wrong {
		t.Fatal(w)
	}
	e.Snapshot.Scripts = append(e.Snapshot.Scripts, scripts...)
	e.Snapshot.Settings = softphone.Settings{
		softphone.SetFirstCallDone: "yes", softphone.SetLanguage: softphone.Settings{}.Get(softphone.SetLanguage), softphone.SetTheme: "light",
		softphone.SetCompany: "Nordvik Rederi AS", softphone.SetSecretary: "Ida Holm", softphone.SetPosition: "direksjonssekretær",
	}
	e.Snapshot.Settings[softphone.SetLanguage] = lang
	e.Snapshot.Principals[0].Policy.Notes = [softphone.PolicyQuestions]string{"Styresaker", "Havneanløp til Odd Kvamme", "Adresser", "Før 09:00",
		"Selgere", "Pressen, bare 14–15", "Styrets leder", "Familien", "Etter 15:00", "Før lunsj"}
	return e
}

var lineUp = softphone.LineChanged{At: now0, Line: "l", State: softphone.LineRegistered}

// answered is a call that is talked to.
func answered(id, number string) []softphone.Event {
	p := softphone.Press{At: now0, Call: softphone.CallID(id)}
	return []softphone.Event{arrives(id, number), softphone.AnswerPressed{Press: p}, softphone.VoiceOpened{At: now0, Call: softphone.CallID(id)},
		softphone.MediaAgreed{At: now0, Call: softphone.CallID(id), Media: softphone.Media{Codec: softphone.Codec{Name: "pcma"}}}}
}

// held is a call that waits.
func held(id, number string) []softphone.Event {
	p := softphone.Press{At: now0, Call: softphone.CallID(id)}
	return append(answered(id, number), softphone.HoldPressed{Press: p}, softphone.HoldConfirmed{At: now0, Call: softphone.CallID(id)})
}

func join(lists ...[]softphone.Event) (all []softphone.Event) {
	all = append(all, lineUp)
	for _, l := range lists {
		all = append(all, l...)
	}
	return all
}
