package kit

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

const rowHeight = 32

// Choose lets one of a few things be chosen from a list at a place of the canvas, by mouse or keyboard. take gets the
// value; Esc leaves without. The focus goes back to where it was.
func Choose(c fyne.Canvas, x, y float32, title string, opts []Option, value string, take func(string)) {
	l := newOptionList(c, title, opts, value, c.Focused(), func(i int) { take(opts[i].Value) })
	l.show(x, y, 0, 0)
}

// optionList is an unfolded list of choices.
type optionList struct {
	widget.BaseWidget
	canvas fyne.Canvas
	title  string
	opts   []Option
	value  string
	back   fyne.Focusable
	take   func(int)
	at     int
	backs  []*canvas.Rectangle
	body   *fyne.Container
	scroll *Scroll
	pop    *widget.PopUp
}

func newOptionList(c fyne.Canvas, title string, opts []Option, value string, back fyne.Focusable, take func(int)) *optionList {
	l := &optionList{canvas: c, title: title, opts: opts, value: value, back: back, take: take, at: -1}
	var a []any
	for _, o := range opts {
		b := Rect(None, 5)
		l.backs = append(l.backs, b)
		in := []any{}
		if o.Icon != "" {
			in = append(in, Icon(o.Icon, C.Muted, 15))
		}
		in = append(in, G(E(o.Label, C.Text, Line, Reg)))
		if o.Value == value {
			in = append(in, Icon("check", C.Accent, 14))
		}
		a = append(a, Stack(b, Empty(60, rowHeight), Pad(0, 0, 8, 8, Row(8, in...))))
	}
	l.body = Col(0, a...)
	l.ExtendBaseWidget(l)
	return l
}

// show unfolds it below (x, y+skip), or above y where there is no room; at least as wide as width.
func (l *optionList) show(x, y, skip, width float32) {
	l.scroll = VScroll(l)
	inside := Col(2, G(l.scroll))
	h := float32(min(len(l.opts), 9))*rowHeight + 20
	if l.title != "" {
		inside = Col(2, Pad(6, 2, 8, 8, T(l.title, C.Muted, Small, Semi)), G(l.scroll))
		h += 28
		width = max(width, TextWidth(l.title, Small, Semi)+44)
	}
	for _, o := range l.opts {
		width = max(width, TextWidth(o.Label, Line, Reg)+70)
	}
	l.pop = widget.NewPopUp(Stack(Box(C.Surface, C.Strong, 6), PadA(4, inside)), l.canvas)
	all := l.canvas.Size()
	top := y + skip
	if top+h > all.Height {
		top = max(0, y-h)
	}
	l.pop.ShowAtPosition(fyne.NewPos(min(x, max(0, all.Width-width)), top))
	l.pop.Resize(fyne.NewSize(width, h))
	l.canvas.Focus(l)
	for i, o := range l.opts {
		if o.Value == l.value {
			l.move(i)
		}
	}
}

func (l *optionList) fold() {
	l.pop.Hide()
	if l.back != nil {
		l.canvas.Focus(l.back)
	}
}

func (l *optionList) choose(i int) {
	l.fold()
	if i >= 0 && i < len(l.opts) {
		l.take(i)
	}
}

func (l *optionList) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(l.body) }

func (l *optionList) move(i int) {
	i = max(0, min(i, len(l.backs)-1))
	if l.at >= 0 {
		l.backs[l.at].FillColor = None
		l.backs[l.at].Refresh()
	}
	l.at = i
	l.backs[i].FillColor = C.AccentSoft
	l.backs[i].Refresh()
	top := float32(i) * rowHeight
	if h := l.scroll.Size().Height; top < l.scroll.Offset.Y {
		l.scroll.ScrollToOffset(fyne.NewPos(0, top))
	} else if top+rowHeight > l.scroll.Offset.Y+h {
		l.scroll.ScrollToOffset(fyne.NewPos(0, top+rowHeight-h))
	}
}

func (l *optionList) FocusGained() {}
func (l *optionList) FocusLost()   {}

func (l *optionList) TypedRune(r rune) {
	for n := 1; n <= len(l.opts); n++ {
		i := (max(l.at, 0) + n) % len(l.opts)
		if strings.HasPrefix(strings.ToLower(l.opts[i].Label), strings.ToLower(string(r))) {
			l.move(i)
			return
		}
	}
}

func (l *optionList) TypedKey(k *fyne.KeyEvent) {
	switch k.Name {
	case fyne.KeyUp:
		l.move(l.at - 1)
	case fyne.KeyDown:
		l.move(l.at + 1)
	case fyne.KeyHome, fyne.KeyPageUp:
		l.move(0)
	case fyne.KeyEnd, fyne.KeyPageDown:
		l.move(len(l.backs) - 1)
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		l.choose(l.at)
	case fyne.KeyEscape:
		l.fold()
	default:
		Forward(l, StrokeOf(k))
	}
}

func (l *optionList) row(p fyne.Position) int { return int(p.Y / rowHeight) }

func (l *optionList) Tapped(e *fyne.PointEvent)   { l.choose(l.row(e.Position)) }
func (l *optionList) MouseIn(*desktop.MouseEvent) {}
func (l *optionList) MouseOut()                   {}
func (l *optionList) MouseMoved(e *desktop.MouseEvent) {
	if i := l.row(e.Position); i != l.at && i >= 0 && i < len(l.backs) {
		l.move(i)
	}
}
