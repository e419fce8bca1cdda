package ui

import (
	"time"

	"anteroom/softphone"
	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
)

// deskPage is the desk: who needs me (left), what I say (middle), what I write (right).
type deskPage struct {
	w         *Window
	room      *room
	calls     *callColumn
	head      *callPanel
	policy    *policyPanel
	script    *scriptPanel
	idle      *idlePanel
	callbacks *callbackPanel
	answers   *answerPanel
	overdue   *overduePanel
	column    *fyne.Container // the middle one
	middle    *kit.Scroll     // its scrolling part
	kept      sentencePlace   // seen to be in sight
	unfolded  bool            // the ten answers of the sheet show
	body      fyne.CanvasObject
}

func newDeskPage(w *Window) *deskPage {
	d := &deskPage{w: w, room: &room{}}
	if old, ok := w.pages[pageDesk].(*deskPage); ok { // built anew for another language or palette
		d.unfolded = old.unfolded
	}
	d.calls = newCallColumn(w)
	d.policy = newPolicyPanel(d)
	d.head = newCallPanel(w, d.room, d.policy.object())
	d.script = newScriptPanel(w, d.room)
	d.idle = newIdlePanel(w)
	d.callbacks = newCallbackPanel(w)
	d.answers, d.overdue = newAnswerPanel(w), newOverduePanel(w)
	if old, ok := w.pages[pageDesk].(*deskPage); ok {
		d.callbacks.editing = old.callbacks.editing
	}
	d.middle = kit.VScroll(kit.Pad(0, 0, 0, 8, kit.Col(8, d.overdue.box, d.idle.notices, d.head.object(), d.script.object(), d.callbacks.object(), d.idle.object())))
	d.column = kit.Hold(pinned{d.room}, d.middle, kit.Pad(0, 0, 0, 8, d.script.foot(d.answers)))
	d.body = kit.Pad(8, 8, 16, 16, kit.Hold(deskColumns,
		d.calls.object(), d.column, w.form.object()))
	return d
}

func (d *deskPage) object() fyne.CanvasObject { return d.body }
func (d *deskPage) shown()                    {}

func (d *deskPage) paint(s softphone.State, now time.Time) {
	d.calls.paint(presentCalls(s, now, d.w.tr))
	c, _ := s.Call(s.Selected)
	changed := d.head.paint(presentCall(s, now, d.w.tr), callClock(c, now))
	changed = d.policy.paint(presentPolicy(s, now, d.w.tr), s.Principals) || changed
	changed = d.script.paint(presentScript(s, now)) || changed
	changed = d.idle.paint(presentIdle(s, now, d.w.seen, d.w.tr)) || changed
	changed = d.callbacks.paint(presentCallbacks(s, d.callbacks.editing, now, d.w.tr)) || changed
	changed = d.answers.paint(s) || changed
	changed = d.overdue.paint(presentOverdue(s, now, d.w.tr)) || changed
	if changed {
		kit.Relay(d.column)
	}
	d.keepSentence(c.Live())
	d.w.form.paint(s, now)
}

// sentencePlace is where a sentence ends in the middle column, and how much of that shows.
type sentencePlace struct {
	say        fyne.CanvasObject
	foot, room float32
}

// keepSentence scrolls the middle so that with large letters, too, what is to be said now can be read.
func (d *deskPage) keepSentence(live bool) {
	say := d.script.say
	if d.w.comfort.view == nil || say == nil || !live || d.callbacks.writing() || d.script.stopped.Focused() {
		return
	}
	driver := fyne.CurrentApp().Driver()
	foot := driver.AbsolutePositionForObject(say).Y - driver.AbsolutePositionForObject(d.middle.Content).Y + say.Size().Height
	now := sentencePlace{say, foot, d.middle.Size().Height}
	if now == d.kept { // where she has scrolled since
		return
	}
	d.kept = now
	if to := max(0, foot+8-now.room); to > d.middle.Offset.Y || d.middle.Offset.Y > foot-say.Size().Height {
		d.middle.ScrollToOffset(fyne.NewPos(0, to))
	}
}

// focusStopped puts the caret where it is noted where the talk stopped.
func (d *deskPage) focusStopped() {
	d.script.focusStopped()
	d.middle.ScrollToBottom()
}

// focusCallback puts the caret into the callback being written.
func (d *deskPage) focusCallback() {
	d.callbacks.focus()
	d.middle.ScrollToBottom()
}

// threeColumns: side columns between a least and a greatest width, a fluid middle.
type threeColumns struct{ leftMin, leftMax, rightMin, rightMax, middleMin, gap float32 }

var deskColumns = threeColumns{leftMin: 264, leftMax: 304, rightMin: 320, rightMax: 372, middleMin: 480, gap: 4}

func (c threeColumns) MinSize(o []fyne.CanvasObject) fyne.Size {
	var h float32
	for _, x := range o {
		h = max(h, x.MinSize().Height)
	}
	return fyne.NewSize(c.leftMin+c.rightMin+c.middleMin+2*c.gap, h)
}

// sides are the widths of the left and the right column in a total width.
func (c threeColumns) sides(width float32) (left, right float32) {
	spare := max(0, width-(c.leftMin+c.rightMin+c.middleMin+2*c.gap))
	return min(c.leftMax, c.leftMin+spare*0.2), min(c.rightMax, c.rightMin+spare*0.25)
}

func (c threeColumns) Layout(o []fyne.CanvasObject, s fyne.Size) {
	l, r := c.sides(s.Width)
	kit.Place(o[0], 0, 0, l, s.Height)
	kit.Place(o[1], l+c.gap, 0, s.Width-l-r-2*c.gap, s.Height)
	kit.Place(o[2], s.Width-r, 0, r, s.Height)
}
