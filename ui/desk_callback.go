package ui

import (
	"crypto/rand"
	"reflect"

	"anteroom/softphone"
	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
)

// callbackPanel is the callback being written, and the list of what is promised.
type callbackPanel struct {
	w                        *Window
	shown                    callbackView
	drawn                    bool
	editing                  softphone.CallbackID // taken up from the list
	name, number, what, when *kit.Entry
	kind                     *kit.Segmented
	form, list               kit.Box1
	hint                     kit.Box1
	body                     fyne.CanvasObject
}

func newCallbackPanel(w *Window) *callbackPanel {
	p := &callbackPanel{w: w, form: kit.Slot(), list: kit.Slot(), hint: kit.Slot()}
	field := func(hint string) *kit.Entry {
		e := kit.NewEntry("", hint, func(string) { p.typed() })
		e.OnSubmitted = func(string) { p.agree() }
		return e
	}
	p.name, p.number, p.what, p.when = field(""), field(""), field(""), field(w.tr("callback.when.hint"))
	p.kind = kit.NewSegmented([]kit.Option{{Value: string(softphone.RingBack), Label: w.tr("callback.kind.ring")},
		{Value: string(softphone.Task), Label: w.tr("callback.kind.task")}}, string(softphone.RingBack), func(string) { p.typed() })
	p.form.Put(nil)
	p.list.Put(nil)
	p.hint.Put(nil)
	p.body = kit.Col(8, p.form.Container, p.list.Container)
	p.body.Hide()
	return p
}

func (p *callbackPanel) object() fyne.CanvasObject { return p.body }

// paint tells whether the layout changed.
func (p *callbackPanel) paint(v callbackView) bool {
	b := v.Form.Callback
	if b.ID != p.shown.Form.Callback.ID || !p.writing() {
		for e, text := range map[*kit.Entry]string{p.name: b.Name, p.number: b.Number, p.what: b.What, p.when: b.When} {
			e.Put(text)
		}
		p.kind.Set(string(b.Kind))
	}
	if p.drawn && reflect.DeepEqual(v, p.shown) {
		return false
	}
	before := p.shown
	first := !p.drawn
	p.shown, p.drawn = v, true
	changed := false
	if first || v.Form.Due != before.Form.Due || b.ID != before.Form.Callback.ID {
		c := kit.C.Muted
		if v.Form.Unknown {
			c = kit.C.Warn
		}
		p.hint.Put(kit.P(v.Form.Due, c, 12.5, kit.Reg))
		changed = true
	}
	if first || b.ID != before.Form.Callback.ID || v.Form.Title != before.Form.Title {
		p.form.Put(p.drawForm(v.Form))
		changed = true
	}
	if first || v.Idle != before.Idle || v.Head != before.Head || !reflect.DeepEqual(v.List, before.List) {
		p.list.Put(p.drawList(v))
		changed = true
	}
	if p.form.Visible() || p.list.Visible() {
		p.body.Show()
	} else { // no gap for nothing
		p.body.Hide()
	}
	return changed
}

// writing: the caret is in one of the fields.
func (p *callbackPanel) writing() bool {
	return p.name.Focused() || p.number.Focused() || p.what.Focused() || p.when.Focused()
}

func (p *callbackPanel) drawForm(f callbackForm) fyne.CanvasObject {
	if f.Callback.ID == "" {
		return nil
	}
	tr := p.w.tr
	head := kit.Row(8, kit.Icon("back", kit.C.Accent, 18), kit.G(kit.E(f.Title, kit.C.Text, kit.Head, kit.Semi)), p.kind)
	who := kit.RowS(10, kit.G(kit.Field(tr("callback.name"), p.name)), kit.G(kit.Field(tr("callback.number"), p.number)))
	if f.Callback.Kind == softphone.Task {
		who = kit.RowS(10, kit.G(kit.Field(tr("callback.name"), p.name)))
	}
	what := kit.RowS(10, kit.GW(2, kit.Field(f.What, p.what)), kit.G(kit.Field(tr("callback.when"), p.when)))
	deeds := kit.Row(8, kit.G(p.hint.Container), kit.Btn(kit.Default, "x", tr("callback.drop"), "", p.drop),
		kit.KeyBtn(kit.Primary, "check", tr("callback.save"), "↵", p.agree))
	return kit.Stack(kit.Box(kit.C.Surface, kit.C.Accent, 8), kit.Pad(12, 12, 16, 16, kit.Col(8, head, who, what, deeds)))
}

func (p *callbackPanel) drawList(v callbackView) fyne.CanvasObject {
	if !v.Idle || len(v.List) == 0 {
		return nil
	}
	c := kit.C.Muted
	if v.Late {
		c = kit.C.Danger
	}
	a := []any{kit.Row(8, kit.G(kit.E(p.w.tr("callback.list"), kit.C.Text, kit.Head, kit.Semi)), kit.T(v.Head, c, 12.5, kit.Med),
		kit.KeyBtn(kit.Default, "plus", p.w.tr("callback.new"), p.w.keycap("callback"), func() { p.w.run("callback") }).WithHint(p.w.hintOf("callback")))}
	for _, r := range v.List {
		a = append(a, p.drawRow(r))
	}
	if v.More != "" {
		a = append(a, kit.T(v.More, kit.C.Muted, 12.5, kit.Reg))
	}
	return kit.Card(16, kit.Col(8, a...))
}

func (p *callbackPanel) drawRow(r callbackRow) fyne.CanvasObject {
	tr := p.w.tr
	icon, c := "clock", kit.C.Muted
	switch {
	case r.Done:
		icon, c = "check", kit.C.Ok
	case r.Late:
		icon, c = "warn", kit.C.Danger
	case r.Unfinished:
		icon, c = "note", kit.C.Warn
	}
	lines := []any{kit.E(joinDots(r.Name, r.Under), kit.C.Text, kit.Line, kit.Med)}
	if r.What != "" {
		lines = append(lines, kit.E(r.What, kit.C.Muted, 12.5, kit.Reg))
	}
	lines = append(lines, kit.E(r.When, c, 12.5, kit.Med))
	row := []any{kit.Icon(icon, c, 16), kit.G(kit.Col(1, lines...))}
	switch {
	case r.Done:
		row = append(row, kit.Btn(kit.Default, "back", tr("callback.undo"), "", func() { p.close(r.ID, true) }))
	case r.Unfinished:
		row = append(row, kit.Btn(kit.Default, "note", tr("callback.go_on"), "", func() { p.goOn(r.ID) }))
	default:
		if r.Ring {
			row = append(row, kit.KeyBtn(kit.Default, "phone", tr("callback.dial"), r.Key, func() { p.w.dialCallback(r.ID) }))
		}
		row = append(row, kit.Btn(kit.Default, "check", tr("callback.done"), "", func() { p.close(r.ID, false) }))
	}
	return kit.Stack(kit.Rect(kit.C.Sunken, 6), kit.Pad(6, 6, 12, 8, kit.Row(10, row...)))
}

// typed tells the desk every key, which keeps it.
func (p *callbackPanel) typed() {
	b := p.shown.Form.Callback
	if b.ID == "" {
		return
	}
	b.Name, b.Number, b.What, b.When, b.Kind = p.name.Text, p.number.Text, p.what.Text, p.when.Text, softphone.CallbackKind(p.kind.Value)
	p.w.tell(func(x softphone.Press) softphone.Event { return softphone.CallbackEdited{Press: x, Callback: b} })
}

func (p *callbackPanel) agree() {
	id := p.shown.Form.Callback.ID
	if id == "" {
		return
	}
	p.w.canvas().Unfocus()
	p.w.press(func(x softphone.Press) softphone.Event { return softphone.CallbackAgreed{Press: x, Callback: id} },
		func(softphone.CallID) {
			p.editing = ""
			if b, ok := p.w.desk.State().Callback(id); ok {
				row := callbackLine(b, p.w.now(), p.w.tr)
				p.w.notify(noticeDone, p.w.tr("callback.agreed", joinDots(row.Name, row.When)))
			}
		})
}

func (p *callbackPanel) drop() {
	id := p.shown.Form.Callback.ID
	p.editing = ""
	p.w.canvas().Unfocus()
	p.w.press(func(x softphone.Press) softphone.Event { return softphone.CallbackDropped{Press: x, Callback: id} })
}

func (p *callbackPanel) close(id softphone.CallbackID, open bool) {
	p.w.press(func(x softphone.Press) softphone.Event {
		return softphone.CallbackClosed{Press: x, Callback: id, Open: open}
	})
}

// goOn takes one up from the list again.
func (p *callbackPanel) goOn(id softphone.CallbackID) {
	p.editing = id
	p.w.repaint()
	p.focus()
}

// focus puts the caret into the first field that wants something.
func (p *callbackPanel) focus() {
	p.w.paint(nil)
	for _, e := range []*kit.Entry{p.number, p.what, p.when} {
		if e.Text == "" && (e != p.number || p.kind.Value == string(softphone.RingBack)) {
			p.w.canvas().Focus(e)
			return
		}
	}
	p.w.canvas().Focus(p.when)
}

// dialCallback rings whom a callback is for; "" is the next one due.
func (w *Window) dialCallback(id softphone.CallbackID) {
	call := softphone.CallID(rand.Text())
	w.open(pageDesk)
	w.press(func(x softphone.Press) softphone.Event {
		return softphone.CallbackDialled{Press: x, Callback: id, NewCall: call}
	})
}

// beginCallback arranges a callback with the caller shown, or, with no call, a blank one.
func (w *Window) beginCallback(kind softphone.CallbackKind) {
	w.open(pageDesk)
	if anyCall(w.state, softphone.Call.Live) {
		w.press(func(x softphone.Press) softphone.Event { return softphone.CallbackPressed{Press: x, Kind: kind} })
		return
	}
	id := softphone.CallbackID(rand.Text())
	w.press(func(x softphone.Press) softphone.Event {
		return softphone.CallbackEdited{Press: x, Callback: softphone.Callback{ID: id, Kind: kind}}
	}, func(softphone.CallID) { w.deskPage().callbacks.goOn(id) })
}

// callbackDone marks what the call shown was made for as done.
func callbackDone(w *Window, p softphone.Press) softphone.Event {
	b, _ := w.state.CallbackOf(w.state.Selected)
	return softphone.CallbackClosed{Press: p, Callback: b.ID}
}

func someCallback(s softphone.State) bool { _, ok := s.NextCallback(); return ok }
func rungCallback(s softphone.State) bool { _, ok := s.CallbackOf(s.Selected); return ok }

// drawAdvice is what the desk suggests for a call, with the callback at hand.
func (p *callPanel) drawAdvice(h callHead) fyne.CanvasObject {
	offer := kit.KeyBtn(kit.Default, "back", p.w.tr("callback.save"), p.w.keycap("callback"), func() { p.w.run("callback") }).WithHint(p.w.hintOf("callback"))
	return kit.Strip(h.AdviceTone.color(), h.AdviceTone.soft(), "clock", kit.P(h.Advice, kit.C.Text, kit.Line, kit.Med), offer)
}
