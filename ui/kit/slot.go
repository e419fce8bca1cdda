package kit

import "fyne.io/fyne/v2"

// Box1 is a place for one child that can be exchanged without its neighbours being built anew. What stands in a layout
// is its Container.
type Box1 struct {
	*fyne.Container
	notAnObject
}

// notAnObject keeps a Box1 from passing for an object itself: Fyne paints containers by their own type, and would show
// nothing of it.
type notAnObject struct{}

func (notAnObject) MinSize() {}

// Slot makes a place, empty at first.
func Slot() Box1 { return Box1{Container: Stack()} }

// Put exchanges the child; nil empties and hides the place, so that no gap is left.
func (b Box1) Put(o fyne.CanvasObject) {
	if o == nil {
		b.Objects = nil
		b.Hide()
		return
	}
	b.Objects = []fyne.CanvasObject{o}
	b.Show()
	b.Container.Refresh()
}

// Relay lays everything under an object out anew, from the inside out. It is called after Put where the new child may
// have another size: the driver notices a changed size only in one place of the tree at a time.
func Relay(o fyne.CanvasObject) {
	switch c := o.(type) {
	case *fyne.Container:
		for _, x := range c.Objects {
			if x.Visible() {
				Relay(x)
			}
		}
		if c.Layout != nil {
			c.Layout.Layout(c.Objects, c.Size())
		}
	case *Scroll:
		Relay(c.Content)
		c.Refresh()
	}
}
