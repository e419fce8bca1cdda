package ui

import (
	"time"

	"anteroom/softphone"
	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
)

// whereBar sets where somebody is in one line: a digit or letter, an end, a note. The key that opens it goes on to the next
// person; Enter sets, Esc closes.
type whereBar struct {
	w     *Window
	whose person
	entry *kit.Entry
	tell  *kit.Tick
	name  *kit.Ell
	will  kit.Box1
	kinds kit.Box1
	body  *fyne.Container
}

func newWhereBar(w *Window) *whereBar {
	b := &whereBar{w: w, will: kit.Slot(), kinds: kit.Slot()}
	b.entry = kit.NewEntry("", w.tr("where.hint"), func(string) { b.preview() })
	b.entry.OnSubmitted = func(string) { b.set() }
	b.tell = kit.NewTick(false, w.tr("where.tell"), kit.C.Text, func(bool) { b.preview() })
	b.name = kit.E("", kit.C.Text, kit.Body, kit.Semi)
	b.will.Put(nil)
	b.kinds.Put(nil)
	next := kit.KeyBtn(kit.Default, "user", w.tr("where.next"), w.keycap("presence"), func() { b.next() })
	b.body = kit.Stack(kit.Box(kit.C.Surface, kit.C.Accent, 8), kit.Pad(10, 10, 14, 14, kit.Col(8,
		kit.Row(12, kit.Icon("user", kit.C.Accent, 18), kit.W(170, b.name), kit.GW(2, b.entry), kit.G(b.will.Container), b.tell,
			kit.Btn(kit.Primary, "", w.tr("where.set"), "Enter", b.set), kit.Btn(kit.Default, "", w.tr("dialog.close"), "Esc", b.close)),
		kit.Row(8, kit.G(b.kinds.Container), next))))
	b.body.Hide()
	return b
}

func (b *whereBar) object() fyne.CanvasObject { return b.body }
func (b *whereBar) open() bool                { return b.body.Visible() }

// press is the key: it opens the bar for whom the caller wants, who should be back, or the first; then the next.
func (b *whereBar) press() {
	if b.open() {
		b.next()
		return
	}
	if b.w.at == pageDirectory && b.w.directory().edit == nil {
		if p, ok := staffAt(b.w.directory().chosen, b.w.state); ok {
			b.ask(p)
			return
		}
	}
	all := peopleOf(b.w.state, b.w.now())
	if len(all) == 0 {
		return
	}
	c, _ := b.w.state.Caller()
	for _, p := range all {
		if p.Principal == c.Principal && p.Principal != "" && !all[0].Presence.Overdue(b.w.now()) {
			b.ask(p)
			return
		}
	}
	b.ask(all[0])
}

func (b *whereBar) next() {
	all := peopleOf(b.w.state, b.w.now())
	for i, p := range all {
		if p.Principal == b.whose.Principal && p.Staff == b.whose.Staff {
			b.ask(all[(i+1)%len(all)])
			return
		}
	}
	if len(all) > 0 {
		b.ask(all[0])
	}
}

// ask opens the bar for somebody.
func (b *whereBar) ask(p person) {
	b.whose = p
	b.name.Set(p.Name)
	b.tell.Set(p.Presence.MayTell)
	b.entry.Put("")
	var chips []fyne.CanvasObject
	for i, k := range softphone.PresenceKinds {
		n := count(i + 1)
		fill, line := kit.C.Surface, kit.C.Strong
		if p.Presence.Kind == k || p.Presence.Kind == "" && i == 0 {
			fill, line = kit.C.AccentSoft, kit.C.Accent
		}
		words := kit.Row(7, kit.KeycapC(n+" "+presenceLetter(k, b.w.lang), kit.C.Muted, kit.C.Surface, kit.C.Strong), presenceMark(k, 13),
			kit.T(b.w.tr("policy.presence."+string(k)), kit.C.Text, kit.Line, kit.Reg))
		chips = append(chips, kit.NewTouch(fill, line, 6, kit.Stack(kit.Empty(0, 30), kit.Pad(0, 0, 6, 11, words)), func() {
			b.entry.Put(n + " ")
			b.entry.CursorColumn = 2
			b.preview()
			b.w.canvas().Focus(b.entry)
		}))
	}
	b.kinds.Put(kit.WrapBox(6, 6, chips...))
	b.body.Show()
	b.preview()
	kit.Relay(b.body)
	b.w.canvas().Focus(b.entry)
}

func (b *whereBar) close() {
	b.body.Hide()
	b.entry.Put("")
	if b.entry.Focused() {
		b.w.canvas().Unfocus()
	}
}

// preview shows what Enter would set.
func (b *whereBar) preview() {
	if b.entry.Text == "" {
		b.will.Put(kit.Row(6, presenceMark(presenceOr(b.whose.Presence.Kind), 13), kit.G(kit.E(whereabouts(softphone.Principal{Presence: b.whose.Presence}, b.w.now(), b.w.tr), kit.C.Muted, kit.Line, kit.Reg))))
		return
	}
	p, ok := parsePresence(b.entry.Text, b.w.lang, b.w.now())
	if !ok {
		b.will.Put(kit.E(b.w.tr("where.wrong"), kit.C.Danger, kit.Line, kit.Reg))
		return
	}
	words := whereabouts(softphone.Principal{Presence: p}, b.w.now(), b.w.tr)
	if p.Note != "" {
		words += " · " + p.Note
	}
	b.will.Put(kit.Row(6, presenceMark(p.Kind, 13), kit.G(kit.E(words, kit.C.Text, kit.Line, kit.Semi))))
}

func presenceOr(k softphone.PresenceKind) softphone.PresenceKind {
	if k == "" {
		return softphone.PresenceIn
	}
	return k
}

func (b *whereBar) set() {
	p, ok := parsePresence(b.entry.Text, b.w.lang, b.w.now())
	if !ok {
		b.preview()
		return
	}
	p.MayTell = b.tell.On
	b.w.setPresence(b.whose, p, b.close)
}

// setPresence tells the desk where somebody is.
func (w *Window) setPresence(whose person, p softphone.Presence, then func()) {
	w.press(func(x softphone.Press) softphone.Event {
		return softphone.PresenceSet{Press: x, Principal: whose.Principal, Staff: whose.Staff, Name: whose.Name, Presence: p}
	}, func(softphone.CallID) {
		if then != nil {
			then()
		}
	})
}

// overduePanel asks after those who should be back; it waits beside the work, and blocks nothing.
type overduePanel struct {
	w     *Window
	shown []overdueLine
	box   kit.Box1
}

func newOverduePanel(w *Window) *overduePanel {
	p := &overduePanel{w: w, box: kit.Slot()}
	p.box.Put(nil)
	return p
}

func (p *overduePanel) paint(lines []overdueLine) bool {
	same := len(lines) == len(p.shown)
	for i := range min(len(lines), len(p.shown)) {
		same = same && lines[i] == p.shown[i]
	}
	if same {
		return false
	}
	p.shown = lines
	var a []any
	for i, l := range lines {
		if i == 2 { // the others come when these are answered
			break
		}
		key := ""
		if i == 0 {
			key = p.w.keycap("presence_in")
		}
		a = append(a, kit.Strip(kit.C.Warn, kit.C.WarnSoft, "clock", kit.P(l.Words, kit.C.Text, kit.Line, kit.Med),
			kit.KeyBtn(kit.Primary, "check", p.w.tr("where.in"), key, func() { p.w.isIn(l.Who) }),
			kit.KeyBtn(kit.Default, "", p.w.tr("where.later"), "", func() {
				again := l.Who.Presence
				again.Until = p.w.now().Add(30 * time.Minute).Truncate(time.Minute)
				p.w.setPresence(l.Who, again, nil)
			}),
			kit.KeyBtn(kit.Default, "", p.w.tr("where.change"), "", func() { p.w.where.ask(l.Who) })))
	}
	if len(a) == 0 {
		p.box.Put(nil)
	} else {
		p.box.Put(kit.Col(8, a...))
	}
	return true
}

func (w *Window) isIn(who person) {
	w.setPresence(who, softphone.Presence{Kind: softphone.PresenceIn}, nil)
}

// backIn is the key: the first of those who should be back is.
func backIn(w *Window) {
	if all := presentOverdue(w.state, w.now(), w.tr); len(all) > 0 {
		w.isIn(all[0].Who)
	}
}

// someOverdue: somebody should be back, by the desk's own clock.
func someOverdue(s softphone.State) bool {
	for _, p := range peopleOf(s, s.Now) {
		if p.Presence.Overdue(s.Now) {
			return true
		}
	}
	return false
}
