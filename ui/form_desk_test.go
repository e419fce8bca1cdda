package ui

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"anteroom/softphone"
	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
)

// stepDesk is the desk's rules without a world: what is to be saved is on disk at once.
type stepDesk struct {
	mu     sync.Mutex // guards all below
	state  softphone.State
	told   []softphone.Event
	reply  map[softphone.AskID]softphone.Reply
	ask    softphone.AskID
	taken  []softphone.Message
	silent bool // saves are not answered
}

func newStepDesk(events ...softphone.Event) *stepDesk {
	d := &stepDesk{reply: map[softphone.AskID]softphone.Reply{}}
	for _, e := range events {
		d.Tell(e)
	}
	d.told = nil
	return d
}

func (d *stepDesk) Tell(e softphone.Event) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.told = append(d.told, e)
	d.step(e)
}

func (d *stepDesk) step(e softphone.Event) {
	s, effects := softphone.Step(d.state, e)
	d.state = s
	for _, x := range effects {
		switch x := x.(type) {
		case softphone.Reply:
			d.reply[x.Ask] = x
		case softphone.WakeAt:
			if x.Key.What == softphone.WakeDraft {
				d.step(softphone.WokeUp{At: softphone.At{At: x.At}, Key: x.Key})
			}
		case softphone.SaveMessage:
			d.taken = append(d.taken, x.Message)
		}
		if saved, ok := softphone.SavedBy(x, e.When()); ok && !d.silent {
			d.step(saved)
		}
	}
}

func (d *stepDesk) Ask(_ context.Context, make func(softphone.AskID) softphone.Event) (softphone.CallID, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.ask++
	id := d.ask
	e := make(id)
	d.told = append(d.told, e)
	d.step(e)
	r := d.reply[id]
	if !r.Reason.Zero() {
		return r.Call, r.Reason
	}
	return r.Call, nil
}

func (d *stepDesk) State() softphone.State {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.state
}

func (d *stepDesk) Watch(func(softphone.State, softphone.Event)) func() { return func() {} }

func (d *stepDesk) events() []softphone.Event {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.told)
}

// lastTold is the newest event of a kind.
func lastTold[E softphone.Event](t *testing.T, d *stepDesk) E {
	t.Helper()
	all := d.events()
	for i := len(all) - 1; i >= 0; i-- {
		if e, ok := all[i].(E); ok {
			return e
		}
	}
	var none E
	t.Fatalf("the desk was never told %T; it was told %T", none, all)
	return none
}

// screen is a window of one piece of the screen.
type screen struct {
	*Window
	desk *stepDesk
	t    *testing.T
}

func newScreen(t *testing.T, lang string, d *stepDesk) *screen {
	t.Helper()
	app := testApp(t)
	kit.Use(app, kit.Light)
	w := &Window{app: app, desk: d, clock: func() time.Time { return at }, tr: exactly(t, lang), lang: lang, at: pageDesk, state: d.State()}
	w.ctx, w.cancel = context.WithCancel(context.Background())
	w.bridge = newBridge(nil)
	w.win = app.NewWindow("")
	t.Cleanup(func() { w.cancel(); w.busy.Wait() })
	return &screen{w, d, t}
}

// show puts something on the screen, at a size.
func (s *screen) show(o fyne.CanvasObject, width, height float32) {
	s.win.SetContent(o)
	s.win.Resize(fyne.NewSize(width, height))
}

// settled waits for what runs in the background and does what it has for the screen.
func (s *screen) settled() {
	s.busy.Wait()
	jobs, _ := s.bridge.take()
	for _, job := range jobs {
		job()
	}
	s.state = s.desk.State()
}

// typeIn types into a field as a person does: caret first.
func (s *screen) typeIn(e *kit.Entry, text string) {
	s.canvas().Focus(e)
	for _, r := range text {
		if r == '\n' {
			e.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
			continue
		}
		e.TypedRune(r)
	}
}

var now0 = softphone.At{At: at}

// opened is a desk with two principals and one line.
func opened(drafts ...softphone.Message) softphone.Event {
	return softphone.DeskOpened{At: now0, Snapshot: softphone.Snapshot{
		Settings: softphone.Settings{softphone.SetFirstCallDone: "yes"},
		Accounts: []softphone.Account{{ID: "l", Address: "sip.nordvik.example", User: "ida.holm", Transport: softphone.UDP, Register: true}},
		Principals: []softphone.Principal{
			{ID: "aasen", Surname: "Aasen", FirstName: "Henrik", Position: "direktør", Deputies: "Marit Lunde", Order: 1},
			{ID: "lunde", Surname: "Lunde", FirstName: "Marit", Order: 2}},
		Drafts: drafts,
	}}
}

func arrives(id, number string) softphone.Event {
	return softphone.CallArrived{At: now0, Call: softphone.CallID(id), Line: "l", Peer: softphone.Peer{Number: number}}
}

func selects(id string) softphone.Event {
	return softphone.SelectPressed{Press: softphone.Press{At: now0, Call: softphone.CallID(id)}}
}

// exactly is the wording of a language; a sentence given more or fewer arguments than it has places for fails the test.
func exactly(t *testing.T, lang string) wording {
	say := inLanguage(lang)
	return func(key string, args ...any) string {
		s := say(key, args...)
		if strings.Contains(s, "%!") || len(args) == 0 && strings.Contains(strings.ReplaceAll(s, "%%", ""), "%") {
			t.Errorf("%s with %d arguments is %q", key, len(args), s)
		}
		return s
	}
}
