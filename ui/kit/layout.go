package kit

import (
	"fmt"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
)

// Item is a child of Row or Col with its wishes.
type Item struct {
	o     fyne.CanvasObject
	grow  float32
	fixed float32
	top   bool
}

// G grows; GW grows by a weight; W has a fixed length along the row or column; Top stands at the top of its row.
func G(o fyne.CanvasObject) Item             { return Item{o: o, grow: 1} }
func GW(w float32, o fyne.CanvasObject) Item { return Item{o: o, grow: w} }
func W(px float32, o fyne.CanvasObject) Item { return Item{o: o, fixed: px} }
func Top(i any) Item                         { x := item(i); x.top = true; return x }

// Fill is an empty child that takes what is left.
func Fill() Item { return G(Empty(0, 0)) }

// Empty takes place and shows nothing.
func Empty(w, h float32) fyne.CanvasObject {
	r := canvas.NewRectangle(color.Transparent)
	r.SetMinSize(fyne.NewSize(w, h))
	return r
}

func item(a any) Item {
	switch x := a.(type) {
	case Box1:
		return Item{o: x.Container}
	case Item:
		return x
	case fyne.CanvasObject:
		return Item{o: x}
	}
	panic(fmt.Sprintf("kit: %T is neither an Item nor an object", a))
}

type flex struct {
	vert, stretch bool
	gap           float32
	items         []Item
}

func build(f *flex, a []any) *fyne.Container {
	var o []fyne.CanvasObject
	for _, x := range a {
		if x == nil {
			continue
		}
		i := item(x)
		f.items = append(f.items, i)
		o = append(o, i.o)
	}
	return Hold(f, o...)
}

// Hold is a container that is not laid out before it has a size: container.New would measure every text once more.
func Hold(l fyne.Layout, o ...fyne.CanvasObject) *fyne.Container {
	return &fyne.Container{Layout: l, Objects: o}
}

// Row sets children side by side, centred on its height. Children are CanvasObjects or Items; nil is left out.
func Row(gap float32, a ...any) *fyne.Container { return build(&flex{gap: gap}, a) }

// RowS stretches children to its height; growing children share the width by weight whatever they hold.
func RowS(gap float32, a ...any) *fyne.Container { return build(&flex{gap: gap, stretch: true}, a) }

// Col sets children below each other, letting wrapped text find its height first.
func Col(gap float32, a ...any) *fyne.Container { return build(&flex{vert: true, gap: gap}, a) }

func (f *flex) MinSize([]fyne.CanvasObject) fyne.Size {
	var along, across float32
	n := 0
	for _, i := range f.items {
		if !i.o.Visible() {
			continue
		}
		m := i.o.MinSize()
		if f.vert {
			m.Width, m.Height = m.Height, m.Width
		}
		if i.fixed > 0 {
			m.Width = i.fixed
		}
		along += m.Width
		across = max(across, m.Height)
		n++
	}
	if n > 1 {
		along += f.gap * float32(n-1)
	}
	if f.vert {
		return fyne.NewSize(across, along)
	}
	return fyne.NewSize(along, across)
}

// share gives each child its length along the row or column.
func (f *flex) share(s fyne.Size) []float32 {
	sizes := make([]float32, len(f.items))
	var used, grow float32
	n := 0
	equal := !f.vert && f.stretch
	for k, i := range f.items {
		if !i.o.Visible() {
			continue
		}
		n++
		m := i.o.MinSize()
		if f.vert && i.fixed == 0 && i.grow == 0 {
			i.o.Resize(fyne.NewSize(s.Width, m.Height)) // lets wrapped text settle
			m = i.o.MinSize()
		}
		v := m.Width
		if f.vert {
			v = m.Height
		}
		if i.fixed > 0 {
			v = i.fixed
		}
		if equal && i.grow > 0 {
			v = 0
		}
		sizes[k] = v
		used += v
		grow += i.grow
	}
	total := s.Width
	if f.vert {
		total = s.Height
	}
	free := max(0, total-used-f.gap*float32(max(0, n-1)))
	for k, i := range f.items {
		if i.grow > 0 && grow > 0 && i.o.Visible() {
			sizes[k] += free * i.grow / grow
		}
	}
	return sizes
}

func (f *flex) Layout(_ []fyne.CanvasObject, s fyne.Size) {
	pos := float32(0)
	for k, v := range f.share(s) {
		i := f.items[k]
		if !i.o.Visible() {
			continue
		}
		if f.vert {
			Place(i.o, 0, pos, s.Width, v)
		} else {
			h := i.o.MinSize().Height
			i.o.Resize(fyne.NewSize(v, h))
			h = i.o.MinSize().Height
			y := (s.Height - h) / 2
			if i.top {
				y = 0
			}
			if f.stretch {
				y, h = 0, s.Height
			}
			Place(i.o, pos, y, v, h)
		}
		pos += v + f.gap
	}
}

type flow struct{ gx, gy, w float32 }

// WrapBox flows children over as many lines as they need.
func WrapBox(gx, gy float32, o ...fyne.CanvasObject) *fyne.Container {
	return Hold(&flow{gx: gx, gy: gy}, o...)
}

func (l *flow) place(o []fyne.CanvasObject, w float32, do bool) float32 {
	var x, y, lh float32
	for _, c := range o {
		if !c.Visible() {
			continue
		}
		m := c.MinSize()
		if x > 0 && x+m.Width > w+0.5 {
			x, y, lh = 0, y+lh+l.gy, 0
		}
		if do {
			Place(c, x, y, min(m.Width, w), m.Height)
		}
		x += m.Width + l.gx
		lh = max(lh, m.Height)
	}
	return y + lh
}

func (l *flow) MinSize(o []fyne.CanvasObject) fyne.Size {
	w := l.w
	if w == 0 {
		w = 400
	}
	return fyne.NewSize(80, l.place(o, w, false))
}
func (l *flow) Layout(o []fyne.CanvasObject, s fyne.Size) { l.w = s.Width; l.place(o, s.Width, true) }

// Pad leaves room above, below, left and right; PadA the same on all sides.
func Pad(t, b, l, r float32, o fyne.CanvasObject) *fyne.Container {
	return Hold(layout.NewCustomPaddedLayout(t, b, l, r), o)
}
func PadA(a float32, o fyne.CanvasObject) *fyne.Container { return Pad(a, a, a, a, o) }

// Stack lays children over each other; Centre keeps one at its smallest size in the middle.
func Stack(o ...fyne.CanvasObject) *fyne.Container { return Hold(layout.NewStackLayout(), o...) }
func Centre(o fyne.CanvasObject) *fyne.Container   { return Hold(layout.NewCenterLayout(), o) }

// Scroll scrolls downwards; its minimum is small.
type Scroll = container.Scroll

// VScroll scrolls downwards. Leave 8 px of padding at the right inside it: the bar lies over the content there.
func VScroll(o fyne.CanvasObject) *Scroll {
	s := container.NewVScroll(o)
	s.SetMinSize(fyne.NewSize(40, 40))
	return s
}

// Place moves and resizes.
func Place(o fyne.CanvasObject, x, y, w, h float32) {
	o.Move(fyne.NewPos(x, y))
	o.Resize(fyne.NewSize(w, h))
}
