package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// List is Fyne's virtual list, forwarding keys that do not move in it.
type List struct{ widget.List }

// NewList makes a list; see widget.NewList for the three functions.
func NewList(length func() int, create func() fyne.CanvasObject, update func(widget.ListItemID, fyne.CanvasObject)) *List {
	l := &List{}
	l.Length, l.CreateItem, l.UpdateItem = length, create, update
	l.ExtendBaseWidget(l)
	return l
}

func (l *List) TypedKey(k *fyne.KeyEvent) {
	m := Modifiers()
	switch k.Name {
	case fyne.KeyUp, fyne.KeyDown, fyne.KeySpace:
		if m == 0 {
			l.List.TypedKey(k)
			return
		}
	}
	Forward(l, Stroke{Key: k.Name, Mod: m})
}

func (l *List) TypedRune(r rune) { Forward(l, Stroke{Rune: r}) }
