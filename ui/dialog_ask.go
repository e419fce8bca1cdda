package ui

import (
	"anteroom/softphone"
	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
)

// question asks before something that cannot be undone. Enter is the safe answer unless the caller says otherwise.
type question struct {
	title, text string
	yes         string // words on the button that does it; none: it is news
	danger      bool   // what yes does destroys something: the focus stands on "cancel"
	late        bool   // work in the background asks, she may be doing something else by now: it never takes the caret from typing
	more        fyne.CanvasObject
	first       fyne.Focusable // a field of more that the answer needs: it gets the caret, and Enter in it says yes
	then        func()
}

// confirm asks; Esc and "cancel" do nothing. The focus goes back to where it was. While a call lasts it asks in a bar,
// which holds nothing else up; and so does work in the background.
func (w *Window) confirm(q question) {
	c := w.canvas()
	if q.late || anyCall(w.state, softphone.Call.Live) && c.Overlays().Top() == nil {
		w.frame.bars.question(q)
		return
	}
	back := c.Focused()
	var d *kit.Dialog
	shut := func() { d.Close() }
	deed := func() {
		d.Close()
		if q.then != nil {
			q.then()
		}
	}
	no, yes := q.buttons(w, shut, deed)
	enter := deed
	if q.news() || q.danger && q.first == nil {
		enter = shut
	}
	foot := []any{kit.Fill(), no}
	if yes != nil {
		foot = append(foot, yes)
	}
	d = kit.ShowDialog(c, q.title, kit.Stack(kit.Empty(420, 0), kit.Col(12, q.words(kit.Body)...)), kit.Row(8, foot...), enter)
	d.OnClose = func() { giveBack(c, back) }
	q.aim(c, no, yes)
}

// inform tells something that needs no answer; while a call lasts in a bar, which takes no key from what is written there.
func (w *Window) inform(title, text string) { w.confirm(question{title: title, text: text}) }

// news is a question that asks nothing.
func (q question) news() bool { return q.yes == "" }

// words are what stands under the title.
func (q question) words(size float32) (out []any) {
	if q.text != "" {
		out = append(out, kit.P(q.text, kit.C.Text, size, kit.Reg))
	}
	if q.more != nil {
		out = append(out, q.more)
	}
	return out
}

// buttons are those that answer; news has one, and yes is nil.
func (q question) buttons(w *Window, no, yes func()) (n, y *kit.Tap) {
	if q.news() {
		return kit.Btn(kit.Default, "", w.tr("dialog.ok"), w.keycap("escape"), no), nil
	}
	kind := kit.Primary
	if q.danger {
		kind = kit.Danger
	}
	return kit.Btn(kit.Default, "", w.tr("dialog.cancel"), w.keycap("escape"), no), kit.Btn(kind, "", q.yes, "", yes)
}

// aim puts the caret where the answer begins: a field that it needs, else the answer that destroys nothing.
func (q question) aim(c fyne.Canvas, no, yes *kit.Tap) {
	switch {
	case q.first != nil:
		c.Focus(q.first)
	case q.danger || q.news():
		c.Focus(no)
	default:
		c.Focus(yes)
	}
}

// giveBack puts the focus where it was before a dialog.
func giveBack(c fyne.Canvas, back fyne.Focusable) {
	if back != nil {
		c.Focus(back)
	}
}
