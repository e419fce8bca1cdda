package ui

import (
	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
)

const railWidth = 80

func (f *frame) drawRail(v frameView) fyne.CanvasObject {
	var items []fyne.CanvasObject
	at, foot := railKeys(f.w.tr)
	for i, p := range pageOrder {
		items = append(items, f.railItem(at[i], p.id, p.icon, v.Badges[i]))
	}
	items = append(items, kit.Pad(2, 2, 0, 0, kit.Centre(kit.T(foot, kit.C.Muted, 10, kit.Med))))
	return kit.Stack(kit.Rect(kit.C.Rail, 0), kit.PadA(8, kit.Hold(railColumn{}, items...)))
}

func (f *frame) railItem(key string, id pageID, icon, badge string) fyne.CanvasObject {
	fg, bg, weight := kit.C.Muted, kit.None, kit.Reg
	active := id == f.at
	if active {
		fg, bg, weight = kit.C.Accent, kit.C.Surface, kit.Semi
	}
	body := kit.Col(0, kit.Fill(), kit.Col(3, kit.Centre(kit.Icon(icon, fg, 20)), kit.Centre(kit.T(f.w.tr("page."+string(id)), fg, kit.Tiny, weight))), kit.Fill())
	turn := kit.NewTouch(bg, kit.None, 8, kit.Stack(kit.Empty(64, 0), kit.Pad(4, 0, 0, 0, body)), func() { f.w.open(id) })
	over := []fyne.CanvasObject{turn.WithHint(f.w.hintOf("page." + string(id)))}
	if badge != "" {
		c, on := kit.C.Danger, kit.C.OnState
		if active {
			c, on = kit.C.Accent, kit.C.OnAccent
		}
		b := kit.Stack(kit.Sized(16, 16, kit.Rect(c, 8)), kit.Pad(0, 0, 3, 3, kit.Centre(kit.T(badge, on, 10, kit.Semi))))
		over = append(over, kit.Col(0, kit.Pad(4, 0, 0, 7, kit.Row(0, kit.Fill(), b)), kit.Fill()))
	}
	over = append(over, kit.Col(0, kit.Pad(5, 0, 7, 0, kit.Row(0, kit.T(key, kit.C.Muted, 10, kit.Med), kit.Fill())), kit.Fill()))
	if active {
		over = append(over, kit.Row(0, kit.Sized(3, 28, kit.Rect(kit.C.Accent, 1.5)), kit.Fill()))
	}
	return kit.Stack(over...)
}

// railColumn sets the pages below each other, the last one at the foot with the words under it. They draw together where the
// window is low.
type railColumn struct{}

const railItemHeight, railGap = 51, 3

func (railColumn) MinSize(o []fyne.CanvasObject) fyne.Size {
	var h float32
	for _, x := range o {
		h += x.MinSize().Height
	}
	return fyne.NewSize(railWidth-16, h+float32(len(o)-1))
}

func (railColumn) Layout(o []fyne.CanvasObject, s fyne.Size) {
	n := len(o) - 1
	words := o[n].MinSize().Height
	gap := float32(railGap)
	if s.Height < float32(n)*(railItemHeight+railGap)+words {
		gap = 1
	}
	h := min(railItemHeight, (s.Height-words-gap*float32(n))/float32(n))
	for i, x := range o[:n] {
		y := float32(i) * (h + gap)
		if i == n-1 {
			y = s.Height - words - gap - h
		}
		kit.Place(x, 0, y, s.Width, h)
	}
	kit.Place(o[n], 0, s.Height-words, s.Width, words)
}
