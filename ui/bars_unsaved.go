package ui

import (
	"time"

	"anteroom/softphone"
	"anteroom/ui/kit"
)

// unsavedTime is how long after a call the bar offers to save the caller.
const unsavedTime = time.Minute

// unsavedBar offers, once per call and after it, to take a caller into the directory whose details were noted and who is not there.
type unsavedBar struct {
	w     *Window
	call  softphone.CallID // offered now
	words string           // as drawn
	box   kit.Box1
}

func newUnsavedBar(w *Window) *unsavedBar {
	b := &unsavedBar{w: w, box: kit.Slot()}
	b.box.Put(nil)
	return b
}

// paint shows or takes away the offer, and gives when that changes by itself (zero: never).
func (b *unsavedBar) paint(s softphone.State, now time.Time) time.Time {
	c, ok := unsavedCaller(s)
	until := c.Ended.Add(unsavedTime)
	if !ok || c.Live() || !now.Before(until) || b.w.waved[c.ID] || anyCall(s, softphone.Call.Live) {
		b.call, b.words = "", ""
		b.box.Put(nil)
		return time.Time{}
	}
	x := c.AsContact()
	name := x.Name()
	if name == "" {
		name = x.Organisation
	}
	if words := b.w.tr("bar.unsaved", name); c.ID != b.call || words != b.words {
		b.call, b.words = c.ID, words
		b.draw()
	}
	return until
}

func (b *unsavedBar) draw() {
	w, call := b.w, b.call
	no := kit.NewTouch(kit.None, kit.None, 6, kit.PadA(6, kit.Icon("x", kit.C.Muted, 14)), func() { w.wave(call) }).WithHint(w.tr("bar.close"))
	words := kit.W(min(520, kit.TextWidth(b.words, kit.Line, kit.Med)+2), kit.PL(2, kit.Line, kit.Span{S: b.words, C: kit.C.Text, W: kit.Med}))
	b.box.Put(kit.Stack(kit.Box(kit.C.Surface, kit.C.Accent, 8), kit.Pad(6, 6, 14, 8, kit.Row(12, kit.Icon("user", kit.C.Accent, 16), words,
		kit.KeyBtn(kit.Default, "plus", w.tr("bar.unsaved.save"), w.keycap("save_caller"), func() { w.run("save_caller") }), no))))
}

// wave does away with the offer for a call.
func (w *Window) wave(call softphone.CallID) {
	w.waved[call] = true
	w.bridge.nudge()
}
