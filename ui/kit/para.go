package kit

import (
	"image/color"
	"math"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

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
