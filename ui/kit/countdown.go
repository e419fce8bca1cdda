package kit

import (
	"fmt"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// Countdown is a ring that empties: accent, amber under ten seconds, a solid red disc from zero on with the seconds
// of lateness counting up.
type Countdown struct {
	widget.BaseWidget
	d          float32
	track, arc *canvas.Arc
	disc       *canvas.Rectangle
	num        *Digits
	small      *Digits
}

const ringWidth = 4

// NewCountdown makes a ring of diameter d.
func NewCountdown(left, of int, d float32) *Countdown {
	c := &Countdown{d: d}
	cut := 1 - 2*float32(ringWidth)/(d-2)
	c.track = canvas.NewArc(0, 360, cut, C.Border)
	c.arc = canvas.NewArc(0, 360, cut, C.Accent)
	c.disc = Rect(C.Danger, d/2)
	c.num = Num("", C.Accent, d*0.32, Semi)
	c.small = Num("", C.OnState, d*0.25, Semi)
	c.put(left, of)
	c.ExtendBaseWidget(c)
	return c
}

// Set shows left seconds of a number of seconds; zero and less is late.
func (c *Countdown) Set(left, of int) {
	if c.put(left, of) {
		c.Refresh()
	}
}

func (c *Countdown) put(left, of int) bool {
	col, text := timeColor(left), fmt.Sprint(left)
	if left <= 0 {
		col, text = C.OnState, "0"
		if left < 0 {
			text = lateness(-left)
		}
	}
	before := c.num.Text() + c.small.Text()
	if len(text) > 3 {
		c.num.Set("", col)
		c.small.Set(text, col)
	} else {
		c.num.Set(text, col)
		c.small.Set("", col)
	}
	end := 360 * float32(min(max(left, 0), of)) / float32(max(of, 1))
	changed := c.arc.EndAngle != end || c.arc.FillColor != col || before != text
	c.arc.EndAngle, c.arc.FillColor = end, col
	setVisible(c.disc, left <= 0)
	setVisible(c.track, left > 0)
	setVisible(c.arc, left > 0)
	return changed
}

// lateness writes seconds over as +12, and from a minute on as +1:05.
func lateness(s int) string {
	if s < 60 {
		return fmt.Sprintf("+%d", s)
	}
	return fmt.Sprintf("+%d:%02d", s/60, s%60)
}

func timeColor(left int) color.NRGBA {
	if left < 10 {
		return C.Warn
	}
	return C.Accent
}

func setVisible(o fyne.CanvasObject, on bool) {
	if on {
		o.Show()
	} else {
		o.Hide()
	}
}

func (c *Countdown) CreateRenderer() fyne.WidgetRenderer { return &countdownRenderer{c} }

type countdownRenderer struct{ c *Countdown }

func (r *countdownRenderer) Destroy()           {}
func (r *countdownRenderer) MinSize() fyne.Size { return fyne.NewSize(r.c.d, r.c.d) }
func (r *countdownRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.c.disc, r.c.track, r.c.arc, r.c.num, r.c.small}
}
func (r *countdownRenderer) Layout(s fyne.Size) {
	d := r.c.d
	x, y := (s.Width-d)/2, (s.Height-d)/2
	Place(r.c.disc, x, y, d, d)
	for _, a := range []*canvas.Arc{r.c.track, r.c.arc} {
		Place(a, x+1, y+1, d-2, d-2)
	}
	for _, n := range []*Digits{r.c.num, r.c.small} {
		m := n.MinSize()
		Place(n, x+(d-m.Width)/2, y+(d-m.Height)/2, m.Width, m.Height)
	}
}
func (r *countdownRenderer) Refresh() {
	r.Layout(r.c.Size())
	for _, o := range r.Objects() {
		canvas.Refresh(o)
	}
}

// Meter is a row of segments of which n are filled; more than all fill all.
func Meter(n, of int, w, h float32, c color.NRGBA) fyne.CanvasObject {
	a := []any{}
	for i := 1; i <= of; i++ {
		f := C.Border
		if i <= n {
			f = c
		}
		a = append(a, Sized(w, h, Rect(f, h/2)))
	}
	return Row(4, a...)
}
