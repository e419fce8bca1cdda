package ui

import (
	"context"
	"errors"
	"strings"
	"time"

	"anteroom/softphone"
	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
)

// hit is one thing that the search in the top bar found.
type hit struct {
	Kind  string // "person", "number", "message", …: "finder.<kind>" heads its part of the list
	Icon  string
	Title string
	Under string
	open  func()
	call  string // a number to ring; "" for none
}

// seek is a question to the sources, with what they may not read from the window themselves.
type seek struct {
	words string
	limit int // of hits of one kind
	now   time.Time
	say   wording
	lang  string // of the desk
}

// hitSource finds things of one kind, away from the UI goroutine.
type hitSource func(context.Context, seek) ([]hit, error)

// hitsOfKind is how many of one kind are shown.
const hitsOfKind = 6

// finder is the search in the top bar: over persons, numbers and whatever else has a source. What it finds lies over the
// page in the window's own layers, as the ringing panel does: nothing takes the focus, and nothing is modal.
type finder struct {
	w     *Window
	entry *kit.Entry
	field fyne.CanvasObject
	list  kit.Box1
	hits  []hit
	at    int
	inquiry
	opened  bool
	sources []hitSource
	stop    context.CancelFunc // of the question to the directory server
	back    fyne.Focusable     // where the caret was
}

func newFinder(w *Window) *finder {
	f := &finder{w: w, list: kit.Slot()}
	f.list.Put(nil)
	f.entry = kit.NewEntry("", w.tr("finder.hint"), func(string) { f.ask() })
	f.entry.Limit = 200
	f.entry.OnKey = f.key
	f.entry.OnFocus = func(on bool) {
		if !on {
			f.fold()
		}
	}
	f.field = kit.Row(6, kit.Icon("search", kit.C.Muted, 16), kit.G(f.entry), kit.Keycap(commandNamed("search").cap(w.tr)))
	f.sources = []hitSource{f.numbers, f.persons, f.answers, f.messages}
	return f
}

// focus puts the caret in the search, or takes it back out.
func (f *finder) focus() {
	c := f.w.canvas()
	if f.entry.Focused() {
		f.leave()
		return
	}
	f.back = c.Focused()
	c.Focus(f.entry)
	f.ask()
}

// leave gives the caret back.
func (f *finder) leave() {
	f.fold()
	f.entry.Put("")
	if f.back != nil && f.back != fyne.Focusable(f.entry) {
		f.w.canvas().Focus(f.back)
	} else {
		f.w.canvas().Unfocus()
	}
	f.back = nil
}

func (f *finder) fold() {
	f.drop()
	f.opened, f.hits, f.at = false, nil, 0
	f.list.Put(nil)
}

// ask searches for what is typed; an answer to an older question is thrown away.
func (f *finder) ask() {
	words := strings.TrimSpace(f.entry.Text)
	if words == "" {
		f.fold()
		return
	}
	asked := f.inquiry.ask()
	q := seek{words: words, limit: hitsOfKind, now: f.w.now(), say: f.w.tr, lang: f.w.lang}
	f.w.read(func(ctx context.Context) func() {
		var all []hit
		for _, find := range f.sources {
			some, err := find(ctx, q)
			if err == nil { // one that cannot answer does not keep the others back
				all = append(all, some...)
			}
		}
		return func() {
			if !f.newest(asked) || !f.entry.Focused() {
				return
			}
			f.hits, f.at, f.opened = all, 0, true
			f.draw(words)
			f.askElsewhere(words, asked)
			f.settle(nil)
		}
	})
}

// askElsewhere asks the directory server after our own directory has answered; what it gives comes last, and is marked.
func (f *finder) askElsewhere(words string, asked int) {
	if f.stop != nil {
		f.stop()
	}
	f.stop = f.w.findElsewhere(words, func(all []softphone.Contact, err error) {
		if !f.newest(asked) || !f.entry.Focused() {
			return
		}
		for _, c := range all {
			h := hit{Kind: "elsewhere", Icon: "globe", Title: listedName(c), Under: joinDots(c.Position, houseOf(c))}
			if len(c.Numbers) > 0 {
				h.call = c.Numbers[0].Number
				h.Under = joinDots(h.Under, groupIfDigits(h.call))
			}
			h.open = func() {
				c.ID = ""
				f.w.open(pageDirectory)
				f.w.directory().begin(c)
			}
			f.hits = append(f.hits, h)
		}
		if err != nil {
			f.hits = append(f.hits, hit{Kind: "elsewhere", Icon: "warn", Title: f.w.tr("finder.elsewhere.silent"), Under: reasonWords(err, f.w.tr), open: func() {}})
		}
		f.draw(words)
	})
}

// leastElsewhere is how many letters are typed before a directory server is asked.
const leastElsewhere = 3

// findElsewhere asks the directory server, where there is one; tell runs on the UI goroutine. The question can be given up.
func (w *Window) findElsewhere(words string, tell func([]softphone.Contact, error)) context.CancelFunc {
	if w.elsewhere == nil || w.state.Settings.Get(softphone.SetLDAPServer) == "" || len([]rune(words)) < leastElsewhere {
		return nil
	}
	ctx, cancel := context.WithTimeout(w.ctx, replyTime)
	w.inBackground(func() func() {
		defer cancel()
		all, err := w.elsewhere.Find(ctx, words, hitsOfKind)
		if ctx.Err() != nil && w.ctx.Err() == nil && !errors.Is(ctx.Err(), context.DeadlineExceeded) || w.ctx.Err() != nil {
			return nil
		}
		return func() { tell(all, err) }
	})
	return cancel
}

func (f *finder) persons(ctx context.Context, q seek) ([]hit, error) {
	page, err := f.w.contacts.FindContacts(ctx, softphone.ContactQuery{Words: q.words}, 0, q.limit)
	var out []hit
	for _, c := range page.Contacts {
		h := hit{Kind: "person", Icon: "user", Title: listedName(c), Under: joinDots(c.Position, houseOf(c))}
		if len(c.Numbers) > 0 {
			h.call = c.Numbers[0].Number
			h.Under = joinDots(h.Under, groupIfDigits(h.call))
		}
		h.open = func() { f.w.openContact(c.ID) }
		out = append(out, h)
	}
	return out, err
}

// numbers offers to ring what was typed, where it is a number.
func (f *finder) numbers(_ context.Context, q seek) ([]hit, error) {
	n := softphone.CleanNumber(q.words)
	if len(n) < 3 || !dialable(n) {
		return nil, nil
	}
	return []hit{{Kind: "number", Icon: "phone", Title: groupIfDigits(n), Under: q.say("finder.ring"), call: n, open: func() { f.ring(n) }}}, nil
}

func (f *finder) ring(number string) {
	id := softphone.CallID(newMessageID())
	f.w.press(func(x softphone.Press) softphone.Event {
		return softphone.DialPressed{Press: x, NewCall: id, Number: number}
	})
}

// ringFound rings whom the search stands on, with the key that dials; false where nothing is being looked for.
func (f *finder) ringFound() bool {
	switch {
	case !f.entry.Focused():
		return false
	case f.inquiry.open():
		f.await(f.w.dialOrRing)
		return true
	case !f.opened || len(f.hits) == 0:
		return false
	}
	if n := f.hits[f.at].call; n != "" {
		f.leave()
		f.ring(n)
	}
	return true
}

// key moves in what was found: up, down, Enter opens, Esc leaves.
func (f *finder) key(k fyne.KeyName) bool {
	switch {
	case k == fyne.KeyEscape:
		f.leave()
		return true
	case f.inquiry.open() && (k == fyne.KeyDown || k == fyne.KeyUp || k == fyne.KeyReturn || k == fyne.KeyEnter):
		f.await(func() { f.key(k) })
	case !f.opened || len(f.hits) == 0:
		return false
	case k == fyne.KeyDown:
		f.move(1)
	case k == fyne.KeyUp:
		f.move(-1)
	case k == fyne.KeyReturn || k == fyne.KeyEnter:
		f.take(f.hits[f.at])
	default:
		return false
	}
	return true
}

func (f *finder) move(by int) {
	f.at = min(max(0, f.at+by), len(f.hits)-1)
	f.draw(strings.TrimSpace(f.entry.Text))
}

func (f *finder) take(h hit) {
	f.leave()
	f.w.canvas().Unfocus()
	h.open()
}

func (f *finder) draw(words string) {
	if len(f.hits) == 0 {
		f.list.Put(f.sheet(kit.Pad(8, 8, 12, 12, kit.P(f.w.tr("finder.none", words), kit.C.Muted, kit.Line, kit.Reg))))
		return
	}
	a := []any{}
	kind := ""
	for i, h := range f.hits {
		if h.Kind != kind {
			kind = h.Kind
			a = append(a, kit.Pad(6, 2, 10, 10, kit.T(f.w.tr("finder."+kind), kit.C.Muted, kit.Small, kit.Semi)))
		}
		fill := kit.None
		if i == f.at {
			fill = kit.C.AccentSoft
		}
		row := []any{kit.Icon(h.Icon, kit.C.Muted, 16), kit.G(kit.Col(0, kit.E(h.Title, kit.C.Text, kit.Line, kit.Semi), kit.E(h.Under, kit.C.Muted, kit.Small, kit.Reg)))}
		if i == f.at {
			row = append(row, kit.Keycap("↵"))
			if h.call != "" && h.Kind != "number" {
				if cap := f.w.keycap("dial"); cap != "" {
					row = append(row, kit.Keycap(cap), kit.Icon("phone", kit.C.Accent, 14))
				}
			}
		}
		a = append(a, kit.NewPick(fill, kit.None, 6, kit.Pad(4, 4, 10, 10, kit.Row(10, row...)), f.w.bridge.post, func() { f.take(h) }))
	}
	f.list.Put(f.sheet(kit.Col(1, a...)))
}

func (f *finder) sheet(o fyne.CanvasObject) fyne.CanvasObject {
	return kit.Hold(underSearch{}, kit.Shadowed(kit.Stack(kit.Box(kit.C.Surface, kit.C.Strong, 8), kit.PadA(6, o))))
}

// underSearch sets what was found under the search in the middle of the top bar.
type underSearch struct{}

func (underSearch) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(1, 1) }

func (underSearch) Layout(o []fyne.CanvasObject, s fyne.Size) {
	w := min(680, s.Width-40)
	o[0].Resize(fyne.NewSize(w, 10))
	kit.Place(o[0], (s.Width-w)/2, 42, w, min(o[0].MinSize().Height, s.Height-60))
}
