package kit

import (
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// Weight is a cut of the letter.
type Weight int

const (
	Reg Weight = iota
	Med
	Semi
	Ital
)

// T is one line of text that neither wraps nor shortens; for words whose width is known to fit.
func T(s string, c color.NRGBA, size float32, w Weight) *canvas.Text {
	t := canvas.NewText(s, c)
	t.TextSize = size
	switch w {
	case Med:
		t.FontSource = fontMedium
	case Semi:
		t.TextStyle.Bold = true
	case Ital:
		t.TextStyle.Italic = true
	}
	return t
}

// Ell is one line of text that shortens itself with an ellipsis; its minimum width is small.
type Ell struct {
	widget.BaseWidget
	s    string
	size float32
	w    Weight
	full float32 // width of s, measured once
	t    *canvas.Text
}

// E makes a line that shortens itself where the place is too narrow.
func E(s string, c color.NRGBA, size float32, w Weight) *Ell {
	e := &Ell{s: s, size: size, w: w, t: T(s, c, size, w)}
	e.full = TextWidth(s, size, w)
	e.ExtendBaseWidget(e)
	return e
}

// Set changes the text.
func (e *Ell) Set(s string) {
	if e.s == s {
		return
	}
	e.s, e.full = s, TextWidth(s, e.size, e.w)
	e.Refresh()
}

// SetColor changes the colour.
func (e *Ell) SetColor(c color.NRGBA) {
	if e.t.Color == c {
		return
	}
	e.t.Color = c
	e.t.Refresh()
}

// Text is the whole text, shortened or not.
func (e *Ell) Text() string { return e.s }

func (e *Ell) CreateRenderer() fyne.WidgetRenderer { return &ellRenderer{e} }

type ellRenderer struct{ e *Ell }

func (r *ellRenderer) Destroy() {}

func (r *ellRenderer) Layout(s fyne.Size) {
	e := r.e
	str := e.s
	if e.full > s.Width+0.5 {
		str = shorten(e.s, e.size, e.w, s.Width)
	}
	if e.t.Text != str {
		e.t.Text = str
		e.t.Refresh()
	}
	e.t.Resize(s)
}

// shorten ends a line that is too long for a width with an ellipsis.
func shorten(s string, size float32, w Weight, width float32) string {
	rs := []rune(s)
	if TextWidth(s, size, w) <= width+0.5 {
		return s
	}
	lo, hi := 0, len(rs)
	cut := func(n int) string { return strings.TrimRight(string(rs[:n]), " ,·–") + "…" }
	for lo < hi {
		m := (lo + hi + 1) / 2
		if TextWidth(cut(m), size, w) <= width {
			lo = m
		} else {
			hi = m - 1
		}
	}
	return cut(lo)
}

func (r *ellRenderer) MinSize() fyne.Size {
	return fyne.NewSize(min(40, r.e.full), r.e.t.MinSize().Height)
}
func (r *ellRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.e.t} }
func (r *ellRenderer) Refresh()                     { r.Layout(r.e.Size()); canvas.Refresh(r.e.t) }

// Digits is text whose digits stand in equal cells, so that clocks do not jitter (Fyne cannot reach a font's tabular
// figures).
type Digits struct {
	widget.BaseWidget
	s    string
	c    color.NRGBA
	size float32
	w    Weight
	cell float32
	objs []fyne.CanvasObject
}

// Num makes a number or clock.
func Num(s string, c color.NRGBA, size float32, w Weight) *Digits {
	d := &Digits{c: c, size: size, w: w, cell: TextWidth("0", size, w)}
	d.ExtendBaseWidget(d)
	d.put(s)
	return d
}

// Set changes what is shown and its colour.
func (d *Digits) Set(s string, c color.NRGBA) {
	if d.s == s && d.c == c {
		return
	}
	d.c = c
	d.put(s)
	d.Refresh()
}

// Text is what is shown.
func (d *Digits) Text() string { return d.s }

func (d *Digits) put(s string) {
	rs := []rune(s)
	if len(d.objs) != len(rs) {
		d.objs = make([]fyne.CanvasObject, len(rs))
		for i := range d.objs {
			d.objs[i] = T("", d.c, d.size, d.w)
		}
	}
	for i, r := range rs {
		t := d.objs[i].(*canvas.Text)
		t.Text, t.Color, t.Alignment = string(r), d.c, fyne.TextAlignLeading
		if r >= '0' && r <= '9' {
			t.Alignment = fyne.TextAlignCenter
		}
	}
	d.s = s
}

func (d *Digits) advance(s string) float32 {
	switch {
	case s >= "0" && s <= "9":
		return d.cell
	case s == " ":
		return d.cell * 0.45
	}
	return TextWidth(s, d.size, d.w)
}

func (d *Digits) CreateRenderer() fyne.WidgetRenderer { return &digitsRenderer{d} }

type digitsRenderer struct{ d *Digits }

func (r *digitsRenderer) Destroy() {}
func (r *digitsRenderer) Layout(s fyne.Size) {
	var x float32
	for _, o := range r.d.objs {
		t := o.(*canvas.Text)
		a, h := r.d.advance(t.Text), t.MinSize().Height
		t.Move(fyne.NewPos(x, (s.Height-h)/2))
		t.Resize(fyne.NewSize(a, h))
		x += a
	}
}
func (r *digitsRenderer) MinSize() fyne.Size {
	var s fyne.Size
	for _, o := range r.d.objs {
		t := o.(*canvas.Text)
		s.Width += r.d.advance(t.Text)
		s.Height = max(s.Height, t.MinSize().Height)
	}
	return s
}
func (r *digitsRenderer) Objects() []fyne.CanvasObject { return r.d.objs }
func (r *digitsRenderer) Refresh() {
	r.Layout(r.d.Size())
	for _, o := range r.d.objs {
		canvas.Refresh(o)
	}
}
