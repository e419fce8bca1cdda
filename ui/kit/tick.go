package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// Tick is a box to tick, by mouse or Space.
type Tick struct {
	widget.BaseWidget
	On       bool
	OnChange func(bool)

	color color.NRGBA
	ring  *canvas.Rectangle
	box   *canvas.Rectangle
	check fyne.CanvasObject
	body  fyne.CanvasObject
}

// NewTick makes a box with a label; c is its colour when ticked.
func NewTick(on bool, label string, c color.NRGBA, f func(bool)) *Tick {
	t := &Tick{On: on, OnChange: f, color: c}
	t.ring, t.box = Rect(None, 6), Sized(18, 18, Box(C.Surface, C.Strong, 4))
	t.check = Icon("check", C.OnState, 14)
	t.body = Stack(t.ring, Pad(3, 3, 3, 5, Row(8, Stack(t.box, Centre(t.check)), T(label, C.Text, Line, Reg))))
	t.paint()
	t.ExtendBaseWidget(t)
	return t
}

// Set ticks or clears it without telling OnChange.
func (t *Tick) Set(on bool) {
	if t.On != on {
		t.On = on
		t.paint()
		t.body.Refresh()
	}
}

func (t *Tick) paint() {
	if t.On {
		t.box.FillColor, t.box.StrokeColor = t.color, t.color
		t.check.Show()
		return
	}
	t.box.FillColor, t.box.StrokeColor = C.Surface, C.Input
	t.check.Hide()
}

func (t *Tick) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(t.body) }

func (t *Tick) Tapped(*fyne.PointEvent) {
	t.Set(!t.On)
	if t.OnChange != nil {
		t.OnChange(t.On)
	}
}

func (t *Tick) FocusGained() {
	t.ring.StrokeColor, t.ring.StrokeWidth = C.Accent, 2
	t.ring.Refresh()
}
func (t *Tick) FocusLost() { t.ring.StrokeWidth = 0; t.ring.Refresh() }
func (t *Tick) TypedRune(r rune) {
	if r != ' ' {
		Forward(t, Stroke{Rune: r})
	}
}
func (t *Tick) TypedKey(k *fyne.KeyEvent) {
	if k.Name == fyne.KeySpace {
		t.Tapped(nil)
		return
	}
	Forward(t, StrokeOf(k))
}
