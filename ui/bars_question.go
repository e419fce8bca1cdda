package ui

import (
	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
)

// asking is a question in the bar.
type asking struct {
	question
	back fyne.Focusable // where the caret goes once it is answered; nil where the question did not take it
}

// question shows a question as a bar, which stops nothing: for while a call lasts. One that is asked while another shows waits
// for its turn. Without words for yes it is news, and leaves the caret where it is.
func (b *bars) question(q question) {
	b.asked = append(b.asked, asking{question: q})
	if len(b.asked) == 1 {
		b.begin()
	}
}

// begin shows the first question, and gives it the caret unless she is typing and has not asked for it.
func (b *bars) begin() {
	no, yes := b.drawQuestion()
	if no == nil {
		return
	}
	a := &b.asked[0]
	if e, ok := a.first.(*kit.Entry); ok && e.OnSubmitted == nil { // Enter answers, as in a dialog
		e.OnSubmitted = func(string) { b.answer(true) }
	}
	c := b.w.canvas()
	if a.news() || a.late && (b.w.typing() || c.Overlays().Top() != nil) {
		return
	}
	a.back = c.Focused()
	a.aim(c, no, yes)
}

// drawQuestion draws the first question and gives its buttons; nil where there is none.
func (b *bars) drawQuestion() (no, yes *kit.Tap) {
	if len(b.asked) == 0 {
		b.ask.Put(nil)
		return nil, nil
	}
	q := b.asked[0]
	no, yes = q.buttons(b.w, func() { b.answer(false) }, func() { b.answer(true) })
	buttons := []any{no}
	if yes != nil {
		buttons = append(buttons, yes)
	}
	rows := append([]any{kit.E(q.title, kit.C.Text, kit.Line, kit.Semi)}, q.words(kit.Line)...)
	rows = append(rows, kit.Row(16, append([]any{kit.Fill()}, buttons...)...)) // under the words, which have the whole width
	b.ask.Put(kit.Stack(kit.Empty(520, 0), kit.Box(kit.C.Surface, kit.C.Accent, 8), kit.Pad(10, 10, 16, 12, kit.Col(6, rows...))))
	if f := b.w.frame; f != nil && f.bars == b { // lets the words find their lines
		kit.Relay(f.foot)
	}
	return no, yes
}

// answer ends the question in the bar; false when there is none. The next one shows.
func (b *bars) answer(yes bool) bool {
	if len(b.asked) == 0 {
		return false
	}
	q, c := b.asked[0], b.w.canvas()
	if b.asked = b.asked[1:]; len(b.asked) == 0 {
		b.asked = nil
	}
	b.ask.Put(nil)
	if !q.news() && (!b.w.typing() || c.Focused() == q.first) { // else she writes somewhere by now
		c.Unfocus()
		giveBack(c, q.back)
	}
	if yes && q.then != nil {
		q.then()
	}
	if len(b.asked) > 0 {
		b.begin()
	}
	return true
}

// escape is Esc for the question in the bar: no. Where she types something else, Esc leaves that first.
func (b *bars) escape() bool {
	if len(b.asked) > 0 && (b.asked[0].late || b.asked[0].news()) && b.w.typing() && b.w.canvas().Focused() != b.asked[0].first {
		return false
	}
	return b.answer(false)
}
