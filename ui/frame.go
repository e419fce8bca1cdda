package ui

import (
	"image/color"
	"time"

	"anteroom/softphone"
	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
)

const railWidth = 80

// frame is what stands around the pages: top bar, rail, status bar, and what lies over them.
type frame struct {
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
	page := kit.Stack(kit.Hold(underDial{}, w.dial.object(), kit.Hold(underDial{}, w.where.object(), w.roomy(f.page.Container))), f.foot)
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
}

func topPart(v frameView) [10]string {
	return [10]string{v.Undelivered, v.Role, v.Company, v.Secretary, v.Initials, v.Date, v.Store, v.Drafts, v.Undisturbed, v.Voicemail}
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

func (f *frame) drawTop(v frameView) fyne.CanvasObject {
	a := []any{kit.W(250, kit.Row(10, kit.T("Anteroom", kit.C.Text, 16, kit.Semi), kit.G(kit.E(v.Company, kit.C.Muted, kit.Line, kit.Reg))))}
	if v.Store != "" {
		a = append(a, kit.G(kit.Strip(kit.C.Danger, kit.C.DangerSoft, "warn", kit.E(v.Store, kit.C.Danger, kit.Small, kit.Med))))
	} else {
		a = append(a, kit.G(f.w.finder.field))
	}
	if v.Undisturbed != "" {
		a = append(a, kit.NewTouch(kit.None, kit.None, 11, kit.Pill(v.Undisturbed, kit.C.Danger, kit.C.DangerSoft, kit.Mark("busy", kit.C.Danger, 11)),
			func() { f.w.run("do_not_disturb") }).WithHint(f.w.hintOf("do_not_disturb")))
	}
	if v.Undelivered != "" {
		a = append(a, kit.NewTouch(kit.None, kit.None, 11, kit.Pill(v.Undelivered, kit.C.Warn, kit.C.WarnSoft, kit.Icon("warn", kit.C.Warn, 12)),
			func() { f.w.openUndelivered() }).WithHint(f.w.tr("way.undelivered.hint")))
	}
	if v.Drafts != "" {
		a = append(a, kit.NewTouch(kit.None, kit.None, 11, kit.Pill(v.Drafts, kit.C.Warn, kit.C.WarnSoft, kit.Mark("new", kit.C.Warn, 11)),
			func() { f.w.open(pageMessages) }).WithHint(f.w.tr("frame.drafts.hint")))
	}
	if v.Voicemail != "" {
		a = append(a, kit.Pill(v.Voicemail, kit.C.Accent, kit.C.AccentSoft, kit.Icon("tape", kit.C.Accent, 13)))
	}
	a = append(a, kit.T(v.Date, kit.C.Muted, kit.Line, kit.Reg), f.clock)
	if v.Secretary != "" {
		a = append(a, kit.NewTouch(kit.None, kit.None, 16, kit.Row(8, roleWord(f.w), kit.Avatar(v.Initials, 32)), f.w.roleMenu).WithHint(f.w.hintOf("role")))
	}
	line := kit.Col(0, kit.Fill(), kit.LineH(kit.C.Border))
	return kit.Stack(kit.Rect(kit.C.Surface, 0), kit.Empty(0, 46), kit.Pad(3, 3, 20, 20, kit.Row(16, a...)), line)
}

func (f *frame) drawRail(v frameView) fyne.CanvasObject {
	var items []any
	at, foot := railKeys(f.w.tr)
	for i, p := range pageOrder {
		if i == len(pageOrder)-1 {
			items = append(items, kit.Fill())
		}
		items = append(items, f.railItem(at[i], p.id, p.icon, v.Badges[i]))
	}
	items = append(items, kit.Pad(2, 2, 0, 0, kit.Centre(kit.T(foot, kit.C.Muted, 10, kit.Med))))
	return kit.Stack(kit.Rect(kit.C.Rail, 0), kit.PadA(8, kit.Stack(kit.Empty(railWidth-16, 0), kit.Col(3, items...))))
}

func (f *frame) railItem(key string, id pageID, icon, badge string) fyne.CanvasObject {
	fg, bg, weight := kit.C.Muted, kit.None, kit.Reg
	active := id == f.at
	if active {
		fg, bg, weight = kit.C.Accent, kit.C.Surface, kit.Semi
	}
	body := kit.Col(3, kit.Centre(kit.Icon(icon, fg, 20)), kit.Centre(kit.T(f.w.tr("page."+string(id)), fg, kit.Tiny, weight)))
	turn := kit.NewTouch(bg, kit.None, 8, kit.Stack(kit.Empty(64, 51), kit.Pad(8, 0, 0, 0, body)), func() { f.w.open(id) })
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

// atFoot sets the bars and under them the notice at the foot of the page; on the desk the bars leave the form free, and the
// notice stands at the foot of the left column.
type atFoot struct{ w *Window }

func (atFoot) MinSize(o []fyne.CanvasObject) fyne.Size {
	return o[0].MinSize().Max(o[1].MinSize())
}

func (l atFoot) Layout(o []fyne.CanvasObject, s fyne.Size) {
	bars, foot := s.Width, s.Height-12
	desk := l.w.at == pageDesk
	if desk {
		_, form := deskColumns.sides(s.Width - 32)
		bars -= form + 16
	}
	if o[1].Visible() {
		o[1].Resize(fyne.NewSize(o[1].MinSize().Width, 1)) // lets the words find their lines
		m := o[1].MinSize()
		x := (s.Width - m.Width) / 2
		if desk {
			x = 16
		}
		kit.Place(o[1], x, foot-m.Height, m.Width, m.Height)
		foot -= m.Height + 8
	}
	kit.Place(o[0], 0, 0, bars, foot)
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
