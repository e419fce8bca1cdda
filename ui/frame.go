package ui

import (
	"image/color"
	"time"

	"anteroom/softphone"
	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
)

// frame is what stands around the pages: top bar, rail, status bar, and what lies over them.
type frame struct {
	under *fyne.Container // the dial bar and what gives way to it
	w     *Window
	shown frameView
	drawn bool
	at    pageID
	bars  *bars

	top, rail, status kit.Box1
	clock             *kit.Digits
	page              kit.Box1
	noticeAt, spokeAt kit.Box1
	remindAt          kit.Box1
	reminded          *fyne.Container // the page over it
	foot              *fyne.Container // bars and notice over the page
	ringing           *ringingPanel
	welcome           *welcomePanel
	body              fyne.CanvasObject
	followed          fyne.Focusable // the page was scrolled to it
}

func newFrame(w *Window) *frame {
	f := &frame{w: w, top: kit.Slot(), rail: kit.Slot(), status: kit.Slot(), page: kit.Slot(), noticeAt: kit.Slot(), spokeAt: kit.Slot(), remindAt: kit.Slot()}
	f.clock = kit.Num("", kit.C.Text, 16, kit.Semi)
	f.ringing, f.welcome = newRingingPanel(w), newWelcomePanel(w)
	f.bars = newBars(w)
	f.noticeAt.Put(nil)
	f.remindAt.Put(nil)
	f.spokeAt.Put(nil)
	f.foot = kit.Hold(atFoot{w}, f.bars.body, f.noticeAt.Container)
	spoke := kit.Col(0, kit.Pad(3, 0, 0, 0, kit.Row(0, kit.Fill(), f.spokeAt, kit.Fill())), kit.Fill()) // over the top bar
	f.under = kit.Hold(underDial{}, w.dial.object(), kit.Hold(underDial{}, w.where.object(), w.roomy(f.page.Container)))
	page := kit.Stack(f.under, f.foot)
	f.reminded = kit.Hold(overReminder{f.remindAt.Container}, page, kit.Row(0, kit.Fill(), f.remindAt, kit.Fill()))
	f.body = kit.Stack(kit.Rect(kit.C.Canvas, 0), kit.Hold(frameLayout{}, f.top.Container, f.status.Container, f.rail.Container, f.reminded), spoke,
		f.ringing.object(), f.welcome.object(), f.bars.over, w.finder.list.Container)
	return f
}

func (f *frame) object() fyne.CanvasObject { return f.body }

// turn brings a page to the front.
func (f *frame) turn(id pageID) {
	f.at = id
	f.page.Put(f.w.pages[id].object())
	f.followed = nil
	if s := f.w.comfort.view; s != nil {
		s.ScrollToOffset(fyne.Position{})
	}
	f.drawn = false
	f.paint(f.w.state, f.w.now())
}

func (f *frame) paint(s softphone.State, now time.Time) {
	v := presentFrame(s, f.at, f.w.notice, now, f.w.tr)
	old, first := f.shown, !f.drawn
	f.shown, f.drawn = v, true
	f.clock.Set(v.Time, kit.C.Text)
	if first || topPart(old) != topPart(v) {
		f.top.Put(f.drawTop(v))
	}
	if first || old.Badges != v.Badges {
		f.rail.Put(f.drawRail(v))
	}
	if first || statusPart(old) != statusPart(v) {
		f.status.Put(f.drawStatus(v))
	}
	if first || old.Notice != v.Notice {
		f.noticeAt.Put(f.drawNotice(v.Notice))
		kit.Relay(f.foot)
	}
	if first || old.Reminder != v.Reminder {
		f.remindAt.Put(drawReminder(f.w, v.Reminder))
		kit.Relay(f.reminded)
	}
	if first || old.SpokeMuted != v.SpokeMuted {
		f.spokeAt.Put(f.drawSpokeMuted(v.SpokeMuted))
	}
	f.ringing.paint(presentRinging(s, now, f.w.tr), f.w.typing())
	f.welcome.paint(s)
	f.follow()
}

type statusView struct {
	line, sound lineView
	quality     qualityView
	muted       bool
	hints       [6]nameValue
}

func statusPart(v frameView) statusView {
	return statusView{v.Line, v.Sound, v.Quality, v.Muted, v.Hints}
}

func (f *frame) drawStatus(v frameView) fyne.CanvasObject {
	left := []any{kit.Mark("seen", v.Line.Tone.color(), 9), kit.T(v.Line.Words, lineColor(v.Line.Tone), kit.Small, kit.Reg)}
	if len(v.Line.Words) > 60 { // a reason in full may be long; it gives way to the keys
		left[1] = kit.G(kit.E(v.Line.Words, lineColor(v.Line.Tone), kit.Small, kit.Reg))
	}
	if v.Muted {
		left = append(left, kit.Empty(4, 1), mutedPill(f.w))
	}
	if v.Sound.Words != "" {
		c := v.Sound.Tone.color()
		left = append(left, kit.Empty(8, 1), kit.Icon("headset", c, 13), kit.G(kit.E(v.Sound.Words, c, kit.Small, kit.Reg)))
	} else {
		left = append(left, kit.Fill())
	}
	if q := v.Quality; q.Words != "" {
		if q.Poor != "" {
			left = append(left, kit.Pill(q.Poor, q.Tone.color(), q.Tone.soft(), kit.Icon("warn", q.Tone.color(), 13)))
		}
		left = append(left, kit.T(q.Words, kit.C.Muted, kit.Small, kit.Reg), kit.Empty(8, 1))
	}
	for _, h := range v.Hints {
		if h.Name != "" {
			left = append(left, kit.Keycap(h.Name), kit.T(h.Value, kit.C.Muted, kit.Small, kit.Reg), kit.Empty(4, 1))
		}
	}
	bar := kit.Stack(kit.Empty(0, 28), kit.Pad(0, 0, 20, 16, kit.Row(6, left...)))
	return kit.Stack(kit.Rect(kit.C.Surface, 0), kit.Col(0, kit.LineH(kit.C.Border), bar))
}

func lineColor(t tone) color.NRGBA {
	if t == toneDanger {
		return kit.C.Danger
	}
	return kit.C.Text
}

func (f *frame) drawNotice(n notice) fyne.CanvasObject {
	if n.Text == "" {
		return nil
	}
	c, soft, icon := kit.C.Ok, kit.C.OkSoft, "check"
	if n.Kind == noticeRefused {
		c, soft, icon = kit.C.Danger, kit.C.DangerSoft, "warn"
	}
	most, lines := float32(640), 3
	if f.at == pageDesk { // in the left column, where no sentence, situation or field is covered
		most, lines = deskColumns.leftMin-62, 6
	}
	return kit.Stack(kit.Box(soft, c, 8), kit.Pad(9, 9, 14, 16, kit.Row(8, kit.Icon(icon, c, 16),
		kit.W(min(most, kit.TextWidth(n.Text, kit.Line, kit.Med)+2), kit.PL(lines, kit.Line, kit.Span{S: n.Text, C: kit.C.Text, W: kit.Med})))))
}

// atFoot sets the bars and under them the notice at the foot of the page; on the desk both begin at the left: the notice
// keeps to the left column, and no bar reaches the form.
type atFoot struct{ w *Window }

func (atFoot) MinSize(o []fyne.CanvasObject) fyne.Size {
	return o[0].MinSize().Max(o[1].MinSize())
}

func (l atFoot) Layout(o []fyne.CanvasObject, s fyne.Size) {
	x, bars, foot := float32(0), s.Width, s.Height-12
	desk := l.w.at == pageDesk
	if desk { // at the left, over as little of the script as may be
		_, form := deskColumns.sides(s.Width - 32)
		x, bars = 16, min(o[0].MinSize().Width, s.Width-form-16)
	}
	if o[1].Visible() {
		o[1].Resize(fyne.NewSize(o[1].MinSize().Width, 1)) // lets the words find their lines
		m := o[1].MinSize()
		at := (s.Width - m.Width) / 2
		if desk {
			at = x
		}
		kit.Place(o[1], at, foot-m.Height, m.Width, m.Height)
		foot -= m.Height + 8
	}
	kit.Place(o[0], x, 0, bars, foot)
}

// underDial sets a page under the dial bar while that is open, so that the bar hides nothing. The page gives way: the
// window does not grow for a bar.
type underDial struct{}

func (underDial) bar(o []fyne.CanvasObject) float32 {
	if !o[0].Visible() {
		return 0
	}
	return o[0].MinSize().Height + 10
}

func (l underDial) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(o[1].MinSize().Width, max(o[1].MinSize().Height, l.bar(o)))
}

func (l underDial) Layout(o []fyne.CanvasObject, s fyne.Size) {
	h := l.bar(o)
	kit.Place(o[0], 16, 10, s.Width-32, h-10)
	kit.Place(o[1], 0, h, s.Width, s.Height-h)
}

// overReminder sets a page over the strip that reminds, which stays until she has done with it and so may hide nothing. Here too
// the page gives way.
type overReminder struct{ strip *fyne.Container }

func (overReminder) MinSize(o []fyne.CanvasObject) fyne.Size { return o[0].MinSize() }

func (l overReminder) Layout(o []fyne.CanvasObject, s fyne.Size) {
	var h float32
	if l.strip.Visible() {
		h = o[1].MinSize().Height + 8
		kit.Place(o[1], 16, s.Height-h, s.Width-32, h-8)
	}
	kit.Place(o[0], 0, 0, s.Width, s.Height-h)
}

// frameLayout: top, bottom, left, and the rest, without gaps.
type frameLayout struct{}

func (frameLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	t, b, l, c := o[0].MinSize(), o[1].MinSize(), o[2].MinSize(), o[3].MinSize()
	return fyne.NewSize(max(t.Width, b.Width, l.Width+c.Width), t.Height+b.Height+max(l.Height, c.Height))
}

func (frameLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	t, b, l := o[0].MinSize().Height, o[1].MinSize().Height, o[2].MinSize().Width
	kit.Place(o[0], 0, 0, s.Width, t)
	kit.Place(o[1], 0, s.Height-b, s.Width, b)
	kit.Place(o[2], 0, t, l, s.Height-t-b)
	kit.Place(o[3], l, t, s.Width-l, s.Height-t-b)
}
