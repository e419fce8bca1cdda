package ui

import (
	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
)

// lowMiddle is the height of the middle column under which what is not needed to speak drops out, and margins shrink.
const lowMiddle = 640

// room is how much height the desk has. It is set when the middle column is laid out.
type room struct {
	low    bool
	spares []*spare
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
	return kit.Stack(kit.Box(kit.C.Surface, kit.C.Border, 8), r.pad(16, 8, 16, 16, o))
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
		o[1].Resize(fyne.NewSize(s.Width, o[1].MinSize().Height)) // lets the chips find their lines
		h = o[1].MinSize().Height + 8
		kit.Place(o[1], 0, s.Height-h+8, s.Width, h-8)
	}
	kit.Place(o[0], 0, 0, s.Width, s.Height-h)
}
