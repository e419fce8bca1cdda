package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// Touch is a surface with free content that is pressed by mouse and never takes the focus: for deeds that have a key
// of their own. Without a deed it shows and does nothing.
type Touch struct {
	widget.BaseWidget
	fill, line color.NRGBA
	radius     float32
	body       fyne.CanvasObject
	do         func()
	hint       string
	bg, veil   *canvas.Rectangle
}

// NewTouch makes a surface; do may be nil.
func NewTouch(fill, line color.NRGBA, radius float32, body fyne.CanvasObject, do func()) *Touch {
	t := &Touch{}
	t.begin(fill, line, radius, body, do)
	t.ExtendBaseWidget(t)
	return t
}

func (t *Touch) begin(fill, line color.NRGBA, radius float32, body fyne.CanvasObject, do func()) {
	t.fill, t.line, t.radius, t.body, t.do = fill, line, radius, body, do
	t.bg, t.veil = Rect(fill, radius), Rect(color.Transparent, radius)
	t.outline()
}

// WithHint sets the words shown while the mouse is over it; see OnHint.
func (t *Touch) WithHint(s string) *Touch { t.hint = s; return t }

// Hint is the words shown while the mouse is over it, "" for none.
func (t *Touch) Hint() string { return t.hint }

// OnHint is told the hint of the thing under the mouse and where on the canvas that is, "" when the mouse leaves.
var OnHint = func(_ string, at fyne.Position, size fyne.Size) {}

func (t *Touch) outline() {
	t.bg.StrokeColor, t.bg.StrokeWidth = t.line, 0
	if t.line.A > 0 {
		t.bg.StrokeWidth = 1
	}
}

func (t *Touch) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(Stack(t.bg, t.veil, t.body))
}

func (t *Touch) MouseIn(*desktop.MouseEvent) {
	if t.hint != "" {
		OnHint(t.hint, fyne.CurrentApp().Driver().AbsolutePositionForObject(t.bg), t.bg.Size())
	}
	if t.do != nil {
		t.veil.FillColor = Alpha(C.Text, 0x0e)
		t.veil.Refresh()
	}
}
func (t *Touch) MouseMoved(*desktop.MouseEvent) {}
func (t *Touch) MouseOut() {
	if t.hint != "" {
		OnHint("", fyne.Position{}, fyne.Size{})
	}
	t.veil.FillColor = color.Transparent
	t.veil.Refresh()
}

func (t *Touch) Tapped(*fyne.PointEvent) {
	if t.do != nil {
		t.do()
	}
}

// Tap is a Touch that Tab reaches too: Space and Enter press it. Without a deed it is disabled.
type Tap struct{ Touch }

// NewTap makes a surface; do may be nil.
func NewTap(fill, line color.NRGBA, radius float32, body fyne.CanvasObject, do func()) *Tap {
	t := &Tap{}
	t.begin(fill, line, radius, body, do)
	t.ExtendBaseWidget(t)
	return t
}

// WithHint sets the words shown while the mouse is over it; see OnHint.
func (t *Tap) WithHint(s string) *Tap { t.hint = s; return t }

var (
	_ desktop.Hoverable = (*Tap)(nil)
	_ fyne.Focusable    = (*Tap)(nil)
	_ fyne.Disableable  = (*Tap)(nil)
)

// Enable does nothing: give a deed instead.
func (t *Tap) Enable() {}

// Disable takes the deed away.
func (t *Tap) Disable()       { t.do = nil }
func (t *Tap) Disabled() bool { return t.do == nil }

func (t *Tap) FocusGained() {
	t.bg.StrokeColor, t.bg.StrokeWidth = focusColor(t.fill), 2
	t.bg.Refresh()
}
func (t *Tap) FocusLost() { t.outline(); t.bg.Refresh() }

// focusColor is a ring that shows on a fill: accent, and ink on the accent itself.
func focusColor(fill color.NRGBA) color.NRGBA {
	if fill == C.Accent || fill == C.Danger {
		return C.Text
	}
	return C.Accent
}

func (t *Tap) TypedRune(r rune) {
	if r != ' ' {
		Forward(t, Stroke{Rune: r})
	}
}

func (t *Tap) TypedKey(k *fyne.KeyEvent) {
	m := Modifiers()
	if m == 0 && (k.Name == fyne.KeySpace || k.Name == fyne.KeyReturn || k.Name == fyne.KeyEnter) {
		t.Tapped(nil)
		return
	}
	Forward(t, StrokeOf(k))
}

// Kind is the weight of a button: one Primary in a region.
type Kind int

const (
	Default Kind = iota
	Primary
	Danger
	Ghost
)

func (k Kind) colors(on bool) (fg, bg, line color.NRGBA) {
	fg, bg, line = C.Text, C.Surface, C.Strong
	switch {
	case !on:
		fg, bg, line = C.Faint, C.Surface, C.Border
	case k == Primary:
		fg, bg, line = C.OnAccent, C.Accent, None
	case k == Danger:
		fg, bg, line = C.Danger, C.Surface, C.DangerLine
	case k == Ghost:
		fg, bg, line = C.Accent, None, None
	}
	return fg, bg, line
}

func (k Kind) keycap(key string, on bool) fyne.CanvasObject {
	fg, _, _ := k.colors(on)
	switch {
	case !on:
		return KeycapC(key, C.Faint, C.Surface, C.Border)
	case k == Primary:
		return KeycapC(key, fg, None, Alpha(fg, 0x80))
	}
	return Keycap(key)
}

// face is what a button shows.
func (k Kind) face(icon, label, key string, on bool) fyne.CanvasObject {
	return Stack(Empty(0, 36), Pad(0, 0, 12, 12, k.words(icon, label, key, on)))
}

// words are icon, label and key in the middle of a button, 8 px from its sides at least.
func (k Kind) words(icon, label, key string, on bool) fyne.CanvasObject {
	fg, _, _ := k.colors(on)
	a := []any{Fill()}
	if icon != "" {
		a = append(a, Icon(icon, fg, 16))
	}
	if label != "" {
		a = append(a, T(label, fg, Line, Med))
	}
	if key != "" {
		a = append(a, k.keycap(key, on))
	}
	return Row(8, append(a, Fill())...)
}

// Btn is a button 36 px high: label, icon or "", key or "". Without a deed it is greyed.
func Btn(k Kind, icon, label, key string, do func()) *Tap {
	_, bg, line := k.colors(do != nil)
	return NewTap(bg, line, 6, k.face(icon, label, key, do != nil), do)
}

// KeyBtn is a Btn that never takes the focus, for a deed that has a key of its own.
func KeyBtn(k Kind, icon, label, key string, do func()) *Touch {
	_, bg, line := k.colors(do != nil)
	return NewTouch(bg, line, 6, k.face(icon, label, key, do != nil), do)
}

// SlimBtn is a KeyBtn with little room at its sides, for several in a row.
func SlimBtn(k Kind, icon, label, key string, do func()) *Touch {
	_, bg, line := k.colors(do != nil)
	return NewTouch(bg, line, 6, Stack(Empty(0, 36), k.words(icon, label, key, do != nil)), do)
}

// Tile is an action with a key of its own: icon and key above, label below.
func Tile(k Kind, icon, label, key string, do func()) *Touch {
	fg, bg, line := k.colors(do != nil)
	body := Col(4, Row(4, Icon(icon, fg, 18), Fill(), k.keycap(key, do != nil)), E(label, fg, Small, Semi))
	return NewTouch(bg, line, 8, Pad(8, 8, 7, 5, body), do)
}
