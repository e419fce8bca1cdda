package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// Grip is the edge of a column that is dragged.
type Grip struct {
	Touch
	by  func(float32)
	end func()
}

var (
	_ fyne.Draggable     = (*Grip)(nil)
	_ desktop.Cursorable = (*Grip)(nil)
)

// NewGrip makes an edge: by is told each movement to the right, end when the mouse lets go.
func NewGrip(by func(float32), end func()) *Grip {
	g := &Grip{by: by, end: end}
	g.begin(None, None, 0, Stack(Empty(8, 20), Centre(Sized(1, 14, Rect(C.Strong, 0)))), nil)
	g.ExtendBaseWidget(g)
	return g
}

// WithHint sets the words shown while the mouse is over it; see OnHint.
func (g *Grip) WithHint(s string) *Grip { g.hint = s; return g }

func (g *Grip) Dragged(e *fyne.DragEvent) { g.by(e.Dragged.DX) }
func (g *Grip) DragEnd()                  { g.end() }
func (g *Grip) Cursor() desktop.Cursor    { return desktop.HResizeCursor }
