package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
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
func (s *Select) Tapped(*fyne.PointEvent)             { s.Unfold() }
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
			s.Unfold()
			return
		}
	}
	Forward(s, StrokeOf(k))
}

// Unfold opens the list of choices.
func (s *Select) Unfold() {
	c := fyne.CurrentApp().Driver().CanvasForObject(s)
	if c == nil || len(s.opts) == 0 {
		return
	}
	pos := fyne.CurrentApp().Driver().AbsolutePositionForObject(s)
	l := newOptionList(c, "", s.opts, s.Value, s, func(i int) {
		if s.opts[i].Value != s.Value {
			s.Set(s.opts[i].Value)
			if s.OnChange != nil {
				s.OnChange(s.Value)
			}
		}
	})
	l.show(pos.X, pos.Y-2, s.Size().Height+4, s.Size().Width)
}
