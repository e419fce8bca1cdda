package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// List is Fyne's virtual list. The arrow keys choose the row above or below; keys that do not move in it are forwarded.
type List struct {
	widget.List
	OnChosen func(widget.ListItemID)
	Heading  func(widget.ListItemID) bool // rows that cannot be chosen; nil: none
	chosen   widget.ListItemID            // -1 for none
	moving   bool
}

// NewList makes a list; see widget.NewList for the three functions.
func NewList(length func() int, create func() fyne.CanvasObject, update func(widget.ListItemID, fyne.CanvasObject)) *List {
	l := &List{chosen: -1}
	l.OnSelected = func(i widget.ListItemID) {
		l.chosen = i
		if l.OnChosen != nil && !l.moving {
			l.OnChosen(i)
		}
	}
	l.Length, l.CreateItem, l.UpdateItem = length, create, update
	l.ExtendBaseWidget(l)
	return l
}

func (l *List) TypedKey(k *fyne.KeyEvent) {
	m := Modifiers()
	switch {
	case m == 0 && k.Name == fyne.KeyUp:
		l.move(-1)
	case m == 0 && k.Name == fyne.KeyDown:
		l.move(1)
	default:
		Forward(l, StrokeOf(k))
	}
}

// Mark tells in which row what was chosen stands now, -1 for none, without choosing it anew.
func (l *List) Mark(i widget.ListItemID) {
	if i == l.chosen {
		return
	}
	l.chosen, l.moving = i, true
	if i < 0 {
		l.UnselectAll()
	} else {
		l.Select(i)
	}
	l.moving = false
}

// move chooses the next row in a direction that can be chosen.
func (l *List) move(by int) {
	for i := l.chosen + by; i >= 0 && i < l.Length(); i += by {
		if l.Heading == nil || !l.Heading(i) {
			l.Select(i)
			l.ScrollTo(i)
			return
		}
	}
}

func (l *List) TypedRune(r rune) { Forward(l, Stroke{Rune: r}) }
