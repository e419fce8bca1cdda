package ui

import (
	"anteroom/softphone"
	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
)

// question asks before something that cannot be undone. Enter is the safe answer unless the caller says otherwise.
type question struct {
	title, text string
	yes         string // words on the button that does it
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
	back := c.Focused()
	if q.late || anyCall(w.state, softphone.Call.Live) && c.Overlays().Top() == nil {
		w.frame.bars.question(q)
		return
	}
	var d *kit.Dialog
	done := func(then func()) func() {
		return func() {
			d.Close()
			if then != nil {
				then()
			}
		}
	}
	no := kit.Btn(kit.Default, "", w.tr("dialog.cancel"), "Esc", done(nil))
	kind := kit.Primary
	if q.danger {
		kind = kit.Danger
	}
	yes := kit.Btn(kind, "", q.yes, "", done(q.then))
	deed := done(q.then)
	if q.danger && q.first == nil {
		deed = done(nil)
	}
	d = kit.ShowDialog(c, q.title, dialogBody(q.text, q.more), kit.Row(8, kit.Fill(), no, yes), deed)
	d.OnClose = func() { giveBack(c, back) }
	switch {
	case q.first != nil:
		c.Focus(q.first)
	case q.danger:
		c.Focus(no)
	default:
		c.Focus(yes)
	}
}

// inform tells something that needs no answer; while a call lasts in a bar, which takes no key from what is written there.
func (w *Window) inform(title, text string) {
	c := w.canvas()
	back := c.Focused()
	if anyCall(w.state, softphone.Call.Live) && c.Overlays().Top() == nil {
		w.frame.bars.question(question{title: title, text: text, late: true})
		return
	}
	var d *kit.Dialog
	ok := kit.Btn(kit.Primary, "", w.tr("dialog.ok"), "Enter", func() { d.Close() })
	d = kit.ShowDialog(c, title, dialogBody(text, nil), kit.Row(8, kit.Fill(), ok), func() { d.Close() })
	d.OnClose = func() { giveBack(c, back) }
	c.Focus(ok)
}

// giveBack puts the focus where it was before a dialog.
func giveBack(c fyne.Canvas, back fyne.Focusable) {
	if back != nil {
		c.Focus(back)
	}
}

func dialogBody(text string, more fyne.CanvasObject) fyne.CanvasObject {
	a := []any{}
	if text != "" {
		a = append(a, kit.P(text, kit.C.Text, kit.Body, kit.Reg))
	}
	if more != nil {
		a = append(a, more)
	}
	return kit.Stack(kit.Empty(420, 0), kit.Col(12, a...))
}
