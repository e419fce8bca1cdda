package ui

import (
	"time"

	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
)

// undoTime is how long something removed can be had back by the bar.
const undoTime = 20 * time.Second

// undoOffer is what was removed last, and how to have it back.
type undoOffer struct {
	text  string
	do    func()
	until time.Time
	field fyne.Focusable // where the caret was, with what stood there: what is typed since is undone first
	typed string
}

// bars lie over the foot of the page and hold nobody up: a question, and what can be had back.
type bars struct {
	w          *Window
	ask, undo  kit.Box1
	unsaved    *unsavedBar
	tip        *tip
	asked      *question
	drawn      undoOffer
	back       fyne.Focusable
	body, over fyne.CanvasObject
}

func newBars(w *Window) *bars {
	b := &bars{w: w, ask: kit.Slot(), undo: kit.Slot(), unsaved: newUnsavedBar(w), tip: newTip()}
	b.ask.Put(nil)
	b.undo.Put(nil)
	middle := func(o fyne.CanvasObject) fyne.CanvasObject { return kit.Row(0, kit.Fill(), o, kit.Fill()) }
	b.body = kit.Col(8, kit.Fill(), middle(b.ask.Container), middle(b.unsaved.box.Container), middle(b.undo.Container))
	b.over = b.tip.layer
	return b
}

// removed offers, for a while, to have back what has just been removed.
func (w *Window) removed(text string, undo func()) {
	o := undoOffer{text: text, do: undo, until: w.now().Add(undoTime)}
	if e, ok := w.canvas().Focused().(*kit.Entry); ok {
		o.field, o.typed = e, e.Text
	}
	w.offer = o
	w.bridge.nudge()
}

// withdraw takes the offer away.
func (w *Window) withdraw() {
	w.offer = undoOffer{}
	w.bridge.nudge()
}

func (b *bars) draw(o undoOffer) {
	b.drawn = o
	if o.do == nil {
		b.undo.Put(nil)
		return
	}
	w := b.w
	words := kit.W(min(640, kit.TextWidth(o.text, kit.Line, kit.Med)+2), kit.PL(3, kit.Line, kit.Span{S: o.text, C: kit.C.Text, W: kit.Med}))
	b.undo.Put(kit.Stack(kit.Box(kit.C.Surface, kit.C.Strong, 8), kit.Pad(6, 6, 14, 8, kit.Row(12, words,
		kit.KeyBtn(kit.Ghost, "back", w.tr("bar.undo"), w.keycap("undo"), func() { w.run("undo") }),
		kit.NewTouch(kit.None, kit.None, 6, kit.PadA(6, kit.Icon("x", kit.C.Muted, 14)), w.withdraw).WithHint(w.tr("bar.close"))))))
}

// undoing: there is something to have back, and no text to be undone first.
func (w *Window) undoing(s kit.Stroke) bool {
	o := w.offer
	if o.do == nil {
		return false
	}
	e, ok := w.canvas().Focused().(*kit.Entry)
	return !s.InText || !ok || fyne.Focusable(e) == o.field && e.Text == o.typed
}

func undo(w *Window, _ string) {
	o := w.offer
	if o.do == nil {
		w.notify(noticeRefused, w.tr("bar.nothing"))
		return
	}
	w.withdraw()
	o.do()
}

// paint takes the offer away when its time is over, and gives when that is (zero: nothing to wait for).
func (b *bars) paint(now time.Time) time.Time {
	if b.w.offer.do != nil && !now.Before(b.w.offer.until) {
		b.w.offer = undoOffer{}
	}
	if o := b.w.offer; o.text != b.drawn.text || o.until != b.drawn.until {
		b.draw(o)
	}
	next := b.unsaved.paint(b.w.state, now)
	if t := b.tip; !t.due.IsZero() {
		if !now.Before(t.due) {
			t.show()
		}
		if next.IsZero() || !t.due.IsZero() && t.due.Before(next) {
			next = t.due
		}
	}
	if o := b.w.offer; o.do != nil && (next.IsZero() || o.until.Before(next)) {
		next = o.until
	}
	return next
}

// question shows a question as a bar, which stops nothing: for while a call lasts. Without words for yes it is news, and
// leaves the caret where it is.
func (b *bars) question(q question, back fyne.Focusable) {
	w := b.w
	b.asked, b.back = &q, back
	no := kit.Btn(kit.Default, "", w.tr("dialog.cancel"), w.keycap("escape"), func() { b.answer(false) })
	kind := kit.Primary
	if q.danger {
		kind = kit.Danger
	}
	yes := kit.Btn(kind, "", q.yes, "", func() { b.answer(true) })
	buttons := kit.Row(16, no, yes)
	if q.yes == "" {
		buttons = kit.Row(0, kit.Btn(kit.Default, "", w.tr("dialog.ok"), w.keycap("escape"), func() { b.answer(false) }))
	}
	rows := []any{kit.E(q.title, kit.C.Text, kit.Line, kit.Semi)}
	if q.text != "" {
		rows = append(rows, kit.P(q.text, kit.C.Text, kit.Line, kit.Reg))
	}
	if q.more != nil {
		rows = append(rows, q.more)
	}
	b.ask.Put(kit.Stack(kit.Empty(520, 0), kit.Box(kit.C.Surface, kit.C.Accent, 8), kit.Pad(10, 10, 16, 12,
		kit.Row(16, kit.G(kit.Col(4, rows...)), buttons))))
	switch {
	case q.yes == "":
	case q.first != nil:
		w.canvas().Focus(q.first)
	case q.danger:
		w.canvas().Focus(no)
	default:
		w.canvas().Focus(yes)
	}
}

// answer ends the question in the bar; false when there is none.
func (b *bars) answer(yes bool) bool {
	q := b.asked
	if q == nil {
		return false
	}
	b.asked = nil
	b.ask.Put(nil)
	if q.yes != "" {
		b.w.canvas().Unfocus()
		giveBack(b.w.canvas(), b.back)
	}
	if yes && q.then != nil {
		q.then()
	}
	return true
}

// tipAfter is how long the mouse rests on a thing before its words show.
const tipAfter = 400 * time.Millisecond

// tip is the words for the thing under the mouse, beside it. Nothing in it takes the mouse.
type tip struct {
	layer *fyne.Container
	words string // under the mouse; shown from due on
	at    fyne.Position
	of    fyne.Size
	due   time.Time
}

func newTip() *tip { return &tip{layer: kit.Hold(nothing{})} }

// nothing lays nothing out.
type nothing struct{}

func (nothing) Layout([]fyne.CanvasObject, fyne.Size) {}
func (nothing) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

// hint shows what the thing under the mouse does, once the mouse rests there; "" takes the words away.
func (b *bars) hint(s string, at fyne.Position, of fyne.Size) {
	t := b.tip
	t.words, t.at, t.of, t.due = s, at, of, b.w.now().Add(tipAfter)
	if s == "" {
		t.due = time.Time{}
		t.hide()
		return
	}
	b.w.bridge.nudge()
}

func (t *tip) hide() {
	if len(t.layer.Objects) > 0 {
		t.layer.Objects = nil
		t.layer.Refresh()
	}
}

// show puts the words under the thing, or over it at the foot of the window.
func (t *tip) show() {
	t.due = time.Time{}
	width := min(420, kit.TextWidth(t.words, kit.Small, kit.Reg)+4)
	words := kit.PL(4, kit.Small, kit.Span{S: t.words, C: kit.C.Canvas, W: kit.Reg})
	words.Resize(fyne.NewSize(width, 1))
	h := words.MinSize().Height + 8
	box := kit.Stack(kit.Box(kit.C.Text, kit.C.Text, 4), kit.Pad(4, 4, 8, 8, words))
	all := t.layer.Size()
	x, y := max(4, min(t.at.X, all.Width-width-20)), t.at.Y+t.of.Height+4
	if y+h > all.Height {
		y = t.at.Y - h - 4
	}
	kit.Place(box, x, y, width+16, h)
	t.layer.Objects = []fyne.CanvasObject{box}
	t.layer.Refresh()
}
