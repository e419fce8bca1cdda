package kit

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// Select is a closed list of choices: Space, Enter or Down opens it; in it the arrows, Home, End and first letters
// move, Enter takes, Esc leaves.
type Select struct {
	widget.BaseWidget
	Value    string
	OnChange func(string)

	icon  string
	opts  []Option
	label *Ell
	frame *canvas.Rectangle
	body  fyne.CanvasObject
	open  *widget.PopUp
}

// NewSelect makes it; icon may be "".
func NewSelect(icon string, opts []Option, value string, f func(string)) *Select {
	s := &Select{Value: value, OnChange: f, icon: icon, opts: opts}
	s.label = E(s.text(), C.Text, Body, Reg)
	s.frame = Box(C.Surface, C.Input, 6)
	a := []any{}
	if icon != "" {
		a = append(a, Icon(icon, C.Muted, 15))
	}
	a = append(a, G(s.label), Icon("down", C.Muted, 15))
	s.body = Stack(s.frame, Empty(60, 34), Pad(0, 0, 10, 8, Row(6, a...)))
	s.ExtendBaseWidget(s)
	return s
}

func (s *Select) text() string {
	for _, o := range s.opts {
		if o.Value == s.Value {
			return o.Label
		}
	}
	return s.Value
}

// Set chooses without telling OnChange. A value that is no option shows as it is.
func (s *Select) Set(v string) {
	s.Value = v
	s.label.Set(s.text())
}

// SetOptions exchanges the choices.
func (s *Select) SetOptions(opts []Option) {
	s.opts = opts
	s.label.Set(s.text())
}

func (s *Select) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(s.body) }
func (s *Select) Tapped(*fyne.PointEvent)             { s.unfold() }
func (s *Select) FocusGained()                        { s.outline(true) }
func (s *Select) FocusLost()                          { s.outline(false) }
func (s *Select) TypedRune(r rune) {
	if r != ' ' {
		Forward(s, Stroke{Rune: r})
	}
}

func (s *Select) outline(on bool) {
	s.frame.StrokeColor, s.frame.StrokeWidth = C.Input, 1
	if on {
		s.frame.StrokeColor, s.frame.StrokeWidth = C.Accent, 2
	}
	s.frame.Refresh()
}

func (s *Select) TypedKey(k *fyne.KeyEvent) {
	m := Modifiers()
	switch k.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter, fyne.KeyDown:
		if m == 0 {
			s.unfold()
			return
		}
	}
	Forward(s, Stroke{Key: k.Name, Mod: m})
}

func (s *Select) unfold() {
	c := fyne.CurrentApp().Driver().CanvasForObject(s)
	if c == nil || len(s.opts) == 0 {
		return
	}
	l := &optionList{of: s, at: -1}
	l.ExtendBaseWidget(l)
	l.build()
	rows := min(len(s.opts), 9)
	sc := VScroll(l)
	pop := widget.NewPopUp(sc, c)
	s.open = pop
	pos := fyne.CurrentApp().Driver().AbsolutePositionForObject(s)
	size := fyne.NewSize(max(s.Size().Width, l.MinSize().Width+12)+0, float32(rows)*rowHeight+8)
	y := pos.Y + s.Size().Height + 2
	if y+size.Height > c.Size().Height {
		y = max(0, pos.Y-size.Height-2)
	}
	pop.ShowAtPosition(fyne.NewPos(min(pos.X, max(0, c.Size().Width-size.Width)), y))
	pop.Resize(size)
	l.scroll = sc
	c.Focus(l)
	for i, o := range s.opts {
		if o.Value == s.Value {
			l.move(i)
		}
	}
}

func (s *Select) fold() {
	if s.open == nil {
		return
	}
	s.open.Hide()
	s.open = nil
	if c := fyne.CurrentApp().Driver().CanvasForObject(s); c != nil {
		c.Focus(s)
	}
}

func (s *Select) take(i int) {
	s.fold()
	if i < 0 || i >= len(s.opts) || s.opts[i].Value == s.Value {
		return
	}
	s.Set(s.opts[i].Value)
	if s.OnChange != nil {
		s.OnChange(s.Value)
	}
}

const rowHeight = 32

// optionList is the unfolded list of a Select.
type optionList struct {
	widget.BaseWidget
	of     *Select
	at     int
	backs  []*canvas.Rectangle
	body   *fyne.Container
	scroll *Scroll
}

func (l *optionList) build() {
	var a []any
	for _, o := range l.of.opts {
		b := Rect(None, 5)
		l.backs = append(l.backs, b)
		in := []any{}
		if o.Icon != "" {
			in = append(in, Icon(o.Icon, C.Muted, 15))
		}
		in = append(in, G(E(o.Label, C.Text, Line, Reg)))
		if o.Value == l.of.Value {
			in = append(in, Icon("check", C.Accent, 14))
		}
		a = append(a, Stack(b, Empty(60, rowHeight), Pad(0, 0, 8, 8, Row(8, in...))))
	}
	l.body = Col(0, a...)
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
	for n := 1; n <= len(l.of.opts); n++ {
		i := (max(l.at, 0) + n) % len(l.of.opts)
		if strings.HasPrefix(strings.ToLower(l.of.opts[i].Label), strings.ToLower(string(r))) {
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
		l.of.take(l.at)
	case fyne.KeyEscape:
		l.of.fold()
	default:
		Forward(l, Stroke{Key: k.Name, Mod: Modifiers()})
	}
}

func (l *optionList) row(p fyne.Position) int { return int(p.Y / rowHeight) }

func (l *optionList) Tapped(e *fyne.PointEvent)        { l.of.take(l.row(e.Position)) }
func (l *optionList) MouseIn(*desktop.MouseEvent)      {}
func (l *optionList) MouseOut()                        {}
func (l *optionList) MouseMoved(e *desktop.MouseEvent) { l.hover(l.row(e.Position)) }

func (l *optionList) hover(i int) {
	if i != l.at && i >= 0 && i < len(l.backs) {
		l.move(i)
	}
}
