package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// Option is one choice of a Segmented or a Select.
type Option struct {
	Value string
	Label string
	Icon  string // Segmented shows it instead of the label; Select before it
}

// Segmented is a row of choices of which one holds: by mouse, or by the arrow keys as one stop of Tab.
type Segmented struct {
	widget.BaseWidget
	Value    string
	OnChange func(string)

	opts  []Option
	ring  *canvas.Rectangle
	parts []fyne.CanvasObject
	row   *fyne.Container
}

// NewSegmented makes it; f is told every change by hand.
func NewSegmented(opts []Option, value string, f func(string)) *Segmented {
	s := &Segmented{Value: value, OnChange: f, opts: opts}
	s.ring = Rect(C.Canvas, 7)
	s.ExtendBaseWidget(s)
	s.paint()
	return s
}

// Set chooses without telling OnChange.
func (s *Segmented) Set(v string) {
	if s.Value != v {
		s.Value = v
		s.paint()
	}
}

func (s *Segmented) paint() {
	var a []any
	for _, o := range s.opts {
		fg, w, bg, line := C.Muted, Reg, None, None
		if o.Value == s.Value {
			fg, w, bg, line = C.Text, Med, C.Surface, C.Accent
		}
		var body fyne.CanvasObject = T(o.Label, fg, 12.5, w)
		if o.Icon != "" {
			body = Icon(o.Icon, fg, 17)
		}
		back := Rect(bg, 5)
		if line.A > 0 {
			back = Box(bg, line, 5)
		}
		a = append(a, G(Stack(back, Empty(0, 28), Pad(0, 0, 4, 4, Centre(body)))))
	}
	r := RowS(2, a...)
	if s.row == nil {
		s.row = Stack(s.ring, PadA(2, r))
		return
	}
	s.row.Objects = []fyne.CanvasObject{s.ring, PadA(2, r)}
	s.row.Refresh()
}

func (s *Segmented) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(s.row) }

// MinSize gives every part the width of the widest.
func (s *Segmented) MinSize() fyne.Size {
	var w float32
	for _, o := range s.opts {
		if o.Icon != "" {
			w = max(w, 17)
		} else {
			w = max(w, TextWidth(o.Label, 12.5, Med))
		}
	}
	return fyne.NewSize((w+10)*float32(len(s.opts))+4, 32)
}

func (s *Segmented) index() int {
	for i, o := range s.opts {
		if o.Value == s.Value {
			return i
		}
	}
	return -1
}

func (s *Segmented) choose(i int) {
	if i < 0 || i >= len(s.opts) || s.opts[i].Value == s.Value {
		return
	}
	s.Set(s.opts[i].Value)
	if s.OnChange != nil {
		s.OnChange(s.Value)
	}
}

func (s *Segmented) Tapped(e *fyne.PointEvent) {
	if w := s.Size().Width; w > 0 {
		s.choose(min(int(e.Position.X/w*float32(len(s.opts))), len(s.opts)-1))
	}
}

func (s *Segmented) FocusGained() { s.outline(C.Accent, 2) }
func (s *Segmented) FocusLost()   { s.outline(None, 0) }
func (s *Segmented) outline(c color.NRGBA, w float32) {
	s.ring.StrokeColor, s.ring.StrokeWidth = c, w
	s.ring.Refresh()
}
func (s *Segmented) TypedRune(r rune) { Forward(s, Stroke{Rune: r}) }
func (s *Segmented) TypedKey(k *fyne.KeyEvent) {
	switch k.Name {
	case fyne.KeyLeft:
		s.choose(max(0, s.index()-1))
	case fyne.KeyRight:
		s.choose(s.index() + 1)
	case fyne.KeySpace:
		s.choose((s.index() + 1) % len(s.opts))
	default:
		Forward(s, StrokeOf(k))
	}
}
