package kit

import (
	"image/color"
	"math"
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

// TextWidth is how wide a line would be drawn.
func TextWidth(s string, size float32, w Weight) float32 {
	st := fyne.TextStyle{Bold: w == Semi, Italic: w == Ital}
	var src fyne.Resource
	if w == Med {
		src = fontMedium
	}
	sz, _ := fyne.CurrentApp().Driver().RenderedTextSize(s, size, st, src)
	return sz.Width
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
		str = e.fit(s.Width)
	}
	if e.t.Text != str {
		e.t.Text = str
		e.t.Refresh()
	}
	e.t.Resize(s)
}

func (e *Ell) fit(width float32) string {
	rs := []rune(e.s)
	lo, hi := 0, len(rs)
	cut := func(n int) string { return strings.TrimRight(string(rs[:n]), " ,·–") + "…" }
	for lo < hi {
		m := (lo + hi + 1) / 2
		if TextWidth(cut(m), e.size, e.w) <= width {
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

// Span is a styled run inside a paragraph.
type Span struct {
	S string
	C color.NRGBA
	W Weight
}

// Para is wrapped text in styled runs; its height follows its width.
type Para struct {
	widget.BaseWidget
	spans    []Span
	size, lh float32
	max      int // lines; 0 for all
	w, h     float32
	objs     []fyne.CanvasObject
}

// P is a wrapped paragraph in one style.
func P(s string, c color.NRGBA, size float32, w Weight) *Para { return PS(size, Span{s, c, w}) }

// PS is a wrapped paragraph of styled runs. A run that begins without a space is glued to the one before.
func PS(size float32, spans ...Span) *Para { return PL(0, size, spans...) }

// PL is PS with at most so many lines.
func PL(lines int, size float32, spans ...Span) *Para {
	q := &Para{spans: spans, size: size, lh: float32(math.Round(float64(size) * 1.42)), w: -1, max: lines}
	q.ExtendBaseWidget(q)
	return q
}

func (q *Para) CreateRenderer() fyne.WidgetRenderer { q.flow(320); return &paraRenderer{q} }

// part is a piece of a word in one style; pieces of one word are never parted, such as a name and the comma after it.
type part struct {
	s    string
	span int
	w    float32
}

// words cuts the runs into words of one or more parts.
func (q *Para) words() (all [][]part) {
	for i, sp := range q.spans {
		glued := i > 0 && !strings.HasPrefix(sp.S, " ") && !strings.HasSuffix(q.spans[i-1].S, " ")
		for k, f := range strings.Fields(sp.S) {
			p := part{f, i, TextWidth(f, q.size, sp.W)}
			if n := len(all); k == 0 && glued && n > 0 {
				all[n-1] = append(all[n-1], p)
				continue
			}
			all = append(all, []part{p})
		}
	}
	return all
}

// flow places the words for a width.
func (q *Para) flow(width float32) {
	if q.w == width {
		return
	}
	q.w, q.objs = width, nil
	f := flower{q: q, width: width, lines: 1, space: TextWidth("n n", q.size, Reg) - TextWidth("nn", q.size, Reg)}
	for _, word := range q.words() {
		if !f.word(word) {
			break
		}
	}
	q.h = f.y + q.lh
}

type flower struct {
	q            *Para
	width, space float32
	x, y         float32
	lines        int
	cur          *canvas.Text // the text the next word may join
	span         int          // its run
}

// word sets one word; false when the last allowed line is full.
func (f *flower) word(parts []part) bool {
	var w float32
	for _, p := range parts {
		w += p.w
	}
	if f.x > 0 && f.x+f.space+w > f.width+0.5 {
		if f.q.max > 0 && f.lines == f.q.max {
			if f.cur != nil {
				f.cur.Text += " …"
			}
			return false
		}
		f.lines++
		f.x, f.y, f.cur = 0, f.y+f.q.lh, nil
	}
	for i, p := range parts {
		f.set(p, i == 0 && f.x > 0)
	}
	return true
}

// set places a part, joined to the text before it where that has the same style.
func (f *flower) set(p part, spaced bool) {
	q, sp := f.q, f.q.spans[p.span]
	if spaced && f.cur != nil && f.span == p.span {
		f.cur.Text += " " + p.s
		f.x = f.cur.Position().X + TextWidth(f.cur.Text, q.size, sp.W)
		f.cur.Resize(fyne.NewSize(f.x-f.cur.Position().X, q.lh))
		return
	}
	if spaced {
		f.x += f.space
	}
	t := T(p.s, sp.C, q.size, sp.W)
	t.Move(fyne.NewPos(f.x, f.y))
	t.Resize(fyne.NewSize(p.w, q.lh))
	q.objs = append(q.objs, t)
	f.cur, f.span = t, p.span
	f.x += p.w
}

type paraRenderer struct{ q *Para }

func (r *paraRenderer) Destroy()                     {}
func (r *paraRenderer) Layout(s fyne.Size)           { r.q.flow(s.Width) }
func (r *paraRenderer) MinSize() fyne.Size           { return fyne.NewSize(60, r.q.h) }
func (r *paraRenderer) Objects() []fyne.CanvasObject { return r.q.objs }
func (r *paraRenderer) Refresh()                     {}

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
