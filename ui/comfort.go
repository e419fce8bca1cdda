package ui

import (
	"fmt"
	"os"
	"strconv"
	"time"

	"anteroom/softphone"
	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
)

// comfort is how the window looks and where it stands, as put in force last.
type comfort struct {
	palette kit.Palette
	percent int // of the size of letters and everything else
	place   string
	changed time.Time // when the place was seen to differ from the one kept
	looked  time.Time
	view    *container.Scroll // of the page, where letters are large; nil: pages do not scroll
}

// The window as it comes, and as small as it may be kept.
const (
	firstWidth, firstHeight = 1440, 900
	leastWidth, leastHeight = 640, 480
	placeSettles            = 2 * time.Second // how long a place must stand before it is kept
)

// palette is that of the setting; the system's choice is light or dark.
func (w *Window) palette() kit.Palette {
	switch w.state.Settings.Get(softphone.SetTheme) {
	case "dark":
		return kit.Dark
	case "light":
		return kit.Light
	case "contrast":
		return kit.Contrast
	}
	if w.app.Settings().ThemeVariant() == theme.VariantDark {
		return kit.Dark
	}
	return kit.Light
}

// zoom puts the size of letters in force; false when it was already. The toolkit reads its scale from the environment,
// whenever the theme changes. The window keeps its size on the screen.
func (w *Window) zoom() bool {
	p := w.state.Settings.Number(softphone.SetTextSize)
	if p == w.comfort.percent {
		return false
	}
	before := w.comfort.percent
	w.comfort.percent = p
	if before == 0 && p == 100 {
		return true
	}
	if err := os.Setenv("FYNE_SCALE", strconv.FormatFloat(float64(p)/100, 'f', 2, 64)); err != nil {
		fyne.LogError("size of letters", err)
	}
	if before > 0 && w.frame != nil {
		s := w.canvas().Size()
		k := float32(before) / float32(p)
		w.bridge.post(func() { w.win.Resize(fyne.NewSize(s.Width*k, s.Height*k)) })
	}
	return true
}

// The pages are drawn for a window of 1280 beside the rail; the desk draws together by itself.
const pageWidth = 1280 - railWidth

// roomy lets a page scroll where large letters leave it too little room.
func (w *Window) roomy(page fyne.CanvasObject) fyne.CanvasObject {
	w.comfort.view = nil
	if w.comfort.percent <= 100 {
		return page
	}
	s := container.NewScroll(kit.Hold(asDrawn{w}, page))
	s.SetMinSize(fyne.NewSize(480, 300))
	w.comfort.view = s
	return s
}

// asDrawn gives a page the width it is drawn for.
type asDrawn struct{ w *Window }

func (l asDrawn) MinSize(o []fyne.CanvasObject) fyne.Size {
	m := o[0].MinSize()
	if l.w.at != pageDesk {
		m.Width = max(m.Width, pageWidth)
	}
	return m
}

func (asDrawn) Layout(o []fyne.CanvasObject, s fyne.Size) { kit.Place(o[0], 0, 0, s.Width, s.Height) }

// follow scrolls a page that has too little room to where the caret is; without one, back to its beginning.
func (f *frame) follow() {
	s, c := f.w.comfort.view, f.w.canvas()
	if s == nil || c.Overlays().Top() != nil {
		return
	}
	at := c.Focused()
	if at == f.followed {
		return
	}
	f.followed = at
	room, all, to := s.Size(), s.Content.Size(), s.Offset
	if o, ok := at.(fyne.CanvasObject); ok {
		d := fyne.CurrentApp().Driver()
		p := d.AbsolutePositionForObject(o).Subtract(d.AbsolutePositionForObject(s.Content))
		if p.X < 0 || p.Y < 0 || p.X >= all.Width || p.Y >= all.Height { // not on the page
			return
		}
		to = fyne.NewPos(inSight(p.X, o.Size().Width, to.X, room.Width, all.Width), inSight(p.Y, o.Size().Height, to.Y, room.Height, all.Height))
	} else {
		to = fyne.Position{}
	}
	if to != s.Offset {
		s.ScrollToOffset(to)
	}
}

// inSight is how far to scroll for something of a length at a place to be seen: not at all, or to the end where it is.
func inSight(at, length, now, room, all float32) float32 {
	switch {
	case at >= now && at+length <= now+room:
		return now
	case at+length <= room:
		return 0
	}
	return min(at, max(0, all-room))
}

// readPlace reads "1440x900" or "1440x900+20+10": the size at scale 1, and the place on the screen.
func readPlace(text string) (size fyne.Size, x, y int, placed, ok bool) {
	var wide, high int
	n, _ := fmt.Sscanf(text, "%dx%d%d%d", &wide, &high, &x, &y)
	if n < 2 || wide < leastWidth || high < leastHeight || wide > 20000 || high > 20000 {
		return fyne.NewSize(firstWidth, firstHeight), 0, 0, false, false
	}
	return fyne.NewSize(float32(wide), float32(high)), x, y, n == 4, true
}

// Of the screen, what the frame the window manager sets about the window and a panel take.
const frameWidth, frameHeight = 8, 64

// sizeKept is the size the window had last, or at first; never more than the screen has room for.
func (w *Window) sizeKept() fyne.Size {
	size, _, _, _, kept := readPlace(w.state.Settings.Get(softphone.SetWindow))
	if wide, high, ok := w.attention.screen(); ok {
		if !kept {
			high -= frameHeight
			wide -= frameWidth
		}
		size = size.Min(fyne.NewSize(float32(max(wide, leastWidth)), float32(max(high, leastHeight))))
	}
	k := 100 / float32(max(w.comfort.percent, 1))
	return fyne.NewSize(size.Width*k, size.Height*k)
}

// putBack moves the window to where it stood last, where the system lets it.
func (w *Window) putBack() {
	w.comfort.place = w.state.Settings.Get(softphone.SetWindow)
	if _, x, y, placed, _ := readPlace(w.comfort.place); placed {
		if wide, high, ok := w.attention.screen(); ok {
			x, y = withinReach(x, y, wide, high)
		}
		w.attention.move(w.win, x, y)
	}
}

// withinReach is a place for the window whose title can be reached with the mouse, on a screen that may be another by now.
func withinReach(x, y, wide, high int) (int, int) {
	const grip = 200
	if y < 0 || y > high-grip/2 {
		y = frameHeight / 2
	}
	if x > wide-grip || x < 0 && x < grip-leastWidth {
		x = 0
	}
	return x, y
}

// keepPlace saves size and place of the window once they have stood for a while.
func (w *Window) keepPlace(now time.Time) {
	if w.unwatch == nil || w.comfort.place == "" && w.comfort.percent == 0 { // not shown yet
		return
	}
	if now.Sub(w.comfort.looked) < placeSettles { // it asks the X server
		return
	}
	w.comfort.looked = now
	s := w.canvas().Size()
	k := float32(w.comfort.percent) / 100
	size := fmt.Sprintf("%dx%d", int(s.Width*k+0.5), int(s.Height*k+0.5))
	if w.win.FullScreen() || w.state.Settings.Get(softphone.SetWindow) == "" && size == fmt.Sprintf("%dx%d", firstWidth, firstHeight) {
		return
	}
	if x, y, ok := w.attention.place(w.win); ok {
		size += fmt.Sprintf("%+d%+d", x, y)
	}
	switch {
	case size == w.state.Settings.Get(softphone.SetWindow):
		w.comfort.changed = time.Time{}
	case size != w.comfort.place:
		w.comfort.place, w.comfort.changed = size, now
		time.AfterFunc(placeSettles, w.bridge.nudge)
	case now.Sub(w.comfort.changed) >= placeSettles:
		w.tell(func(p softphone.Press) softphone.Event {
			return softphone.SettingChanged{Press: p, Key: softphone.SetWindow, Value: size}
		})
	}
}
