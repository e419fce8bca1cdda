package ui

import (
	"slices"

	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
)

// lowMiddle is the height of the middle column under which what is not needed to speak drops out, and margins shrink.
const lowMiddle = 640

// room is how much height the desk has. It is set when the middle column is laid out.
type room struct {
	low    bool
	spares []*spare
	fold   *folding // the lines of the situations
}

// spare is something that drops out in a low window.
type spare struct {
	o      fyne.CanvasObject
	room   *room
	wanted bool
	held   bool // stays in a low window too
}

func (r *room) spare(o fyne.CanvasObject) *spare {
	s := &spare{o: o, room: r, wanted: true}
	r.spares = append(r.spares, s)
	return s
}

// want tells whether there is anything to show.
func (s *spare) want(on bool) {
	s.wanted = on
	s.fit()
}

func (s *spare) fit() {
	if s.wanted && (s.held || !s.room.low) {
		s.o.Show()
	} else {
		s.o.Hide()
	}
}

func (r *room) measure(height float32) {
	r.low = height < lowMiddle
	for _, s := range r.spares {
		s.fit()
	}
}

// margins leaves room around a child, less of it above and below in a low window.
type margins struct {
	room        *room
	high, low   float32 // above and below
	left, right float32
}

func (r *room) pad(high, low, left, right float32, o fyne.CanvasObject) *fyne.Container {
	return kit.Hold(margins{room: r, high: high, low: low, left: left, right: right}, o)
}

// card is kit.Card with margins that shrink.
func (r *room) card(o fyne.CanvasObject) *fyne.Container {
	return kit.Stack(kit.Box(kit.C.Surface, kit.C.Border, 8), r.pad(13, 8, 16, 16, o))
}

func (m margins) inset() float32 {
	if m.room.low {
		return m.low
	}
	return m.high
}

func (m margins) MinSize(o []fyne.CanvasObject) fyne.Size {
	s := o[0].MinSize()
	return fyne.NewSize(s.Width+m.left+m.right, s.Height+2*m.inset())
}

func (m margins) Layout(o []fyne.CanvasObject, s fyne.Size) {
	kit.Place(o[0], m.left, m.inset(), s.Width-m.left-m.right, s.Height-2*m.inset())
}

// pinned sets its second child at the foot, under a scrolling first one.
type pinned struct{ room *room }

func (pinned) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(400, 300) }

func (p pinned) Layout(o []fyne.CanvasObject, s fyne.Size) {
	p.room.measure(s.Height)
	var h float32
	if o[1].Visible() {
		h = p.foot(o, s)
		kit.Place(o[1], 0, s.Height-h+8, s.Width, h-8)
	}
	kit.Place(o[0], 0, 0, s.Width, s.Height-h)
}

// foot gives the height of the foot and the gap above it, with as many lines of situations as leave what stands above in sight.
func (p pinned) foot(o []fyne.CanvasObject, s fyne.Size) (h float32) {
	above := o[0].MinSize().Height
	if x, ok := o[0].(*kit.Scroll); ok {
		x.Content.Resize(fyne.NewSize(s.Width, x.Content.MinSize().Height)) // lets the words find their lines
		above = x.Content.MinSize().Height
	}
	for lines := mostLines; lines > 0; lines-- {
		if p.room.fold != nil {
			p.room.fold.lines = lines
		}
		o[1].Resize(fyne.NewSize(s.Width, 1)) // lets the chips find their lines
		if h = o[1].MinSize().Height + 8; above+h <= s.Height {
			break
		}
	}
	return h
}

// mostLines is how many lines the situations get at most.
const mostLines = 5

// folding sets chips in lines, as many as it may: those that find no place are left out, but not the one that matters now,
// and in their stead stands the last child, which tells that there are more.
type folding struct {
	lines int
	must  int  // the chip that always shows
	all   bool // every chip shows
	more  fyne.CanvasObject
	width float32
}

const foldGap = 5

// set places the chips in a width, and gives the height.
func (f *folding) set(o []fyne.CanvasObject, width float32, place bool) float32 {
	chips := o[:len(o)-1]
	show := f.fit(chips, width, 0)
	if folded := len(show) < len(chips); folded {
		show = append(f.fit(chips, width, o[len(o)-1].MinSize().Width+foldGap), o[len(o)-1])
	}
	if place {
		for _, x := range o {
			if !slices.Contains(show, x) {
				x.Hide()
			}
		}
	}
	var x, y float32
	for _, c := range show {
		m := c.MinSize()
		if x > 0 && x+m.Width > width+0.5 {
			x, y = 0, y+m.Height+foldGap
		}
		if place {
			c.Show()
			kit.Place(c, x, y, min(m.Width, width), m.Height)
		}
		x += m.Width + foldGap
	}
	if len(show) == 0 {
		return 0
	}
	return y + show[0].MinSize().Height
}

// fit is the chips that go into the lines with so much kept free in the last.
func (f *folding) fit(chips []fyne.CanvasObject, width, free float32) []fyne.CanvasObject {
	if f.all {
		return chips
	}
	into := func(list []fyne.CanvasObject) int {
		line, x := 1, float32(0)
		for i, c := range list {
			w := c.MinSize().Width
			room := width
			if line >= f.lines {
				room -= free
			}
			if x > 0 && x+w > room+0.5 {
				if line++; line > f.lines {
					return i
				}
				x = 0
			}
			x += w + foldGap
		}
		return len(list)
	}
	n := into(chips)
	if f.must < n || f.must >= len(chips) {
		return slices.Clone(chips[:n])
	}
	for ; n > 0; n-- {
		if list := append(slices.Clone(chips[:n]), chips[f.must]); into(list) == len(list) {
			return list
		}
	}
	return []fyne.CanvasObject{chips[f.must]}
}

func (f *folding) MinSize(o []fyne.CanvasObject) fyne.Size {
	w := f.width
	if w == 0 {
		w = 400
	}
	return fyne.NewSize(80, f.set(o, w, false))
}

func (f *folding) Layout(o []fyne.CanvasObject, s fyne.Size) {
	f.width = s.Width
	f.set(o, s.Width, true)
}

// slim sets a field that reaches a little over its row.
type slim struct{}

func (slim) MinSize(o []fyne.CanvasObject) fyne.Size { return fyne.NewSize(90, 30) }

func (slim) Layout(o []fyne.CanvasObject, s fyne.Size) { kit.Place(o[0], 0, -2, s.Width, s.Height+4) }
