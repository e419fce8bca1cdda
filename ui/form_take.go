package ui

import (
	"slices"

	"anteroom/softphone"
	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
)

// take turns the draft into a message. What is missing is told first; asked a second time, it is taken as it is.
func (f *messageForm) take() {
	d := f.drafts.current()
	if d == nil {
		return
	}
	m := d.local
	if missing := m.Missing(); len(missing) > 0 && f.warned != m.ID {
		f.warned = m.ID
		f.mark(m)
		f.follow()
		f.focus(string(missing[0]))
		return
	}
	f.unmark()
	f.w.press(func(p softphone.Press) softphone.Event {
		p.Call = m.Call
		return softphone.MessageTaken{Press: p, Message: m}
	}, func(softphone.CallID) {
		now := f.w.form // another one, if the language changed meanwhile
		now.drafts.letGo(m.ID)
		now.fresh = m.ID
		now.foot.done(now.takenWords(m))
		now.paint(f.w.desk.State(), f.w.now())
	})
}

func (f *messageForm) takenWords(m softphone.Message) string {
	at := f.w.now().Format("15:04:05")
	if m.For == "" {
		return f.w.tr("form.taken_done_nobody", at)
	}
	return f.w.tr("form.taken_done", whomShort(m), at)
}

// mark colours the labels of the fields still wanted.
func (f *messageForm) mark(m softphone.Message) {
	missing := m.Missing()
	for name, l := range f.labels {
		c := kit.C.Muted
		if slices.Contains(missing, softphone.MessageField(name)) || (name == "number" && slices.Contains(missing, "read_back")) {
			c = kit.C.Danger
		}
		l.SetColor(c)
	}
}

func (f *messageForm) unmark() {
	f.warned = ""
	for _, l := range f.labels {
		l.SetColor(kit.C.Muted)
	}
}

// startBlank puts a new message that belongs to no call into the form.
func (f *messageForm) startBlank() {
	f.drafts.startBlank()
	f.paint(f.state, f.w.now())
	f.focus("for")
}

// pick puts an open draft into the form: with its call where that still lives.
func (f *messageForm) pick(id softphone.MessageID) {
	m, ok := f.state.Draft(id)
	if !ok {
		return
	}
	f.drafts.pick(id)
	if c, ok := f.state.Call(m.Call); ok && c.Live() && c.ID != f.state.Selected {
		f.w.press(func(p softphone.Press) softphone.Event {
			p.Call = c.ID
			return softphone.SelectPressed{Press: p}
		})
	}
	f.paint(f.state, f.w.now())
}

// focus puts the caret in a field of the form; "" is the first one still empty. False: there is no such field.
func (f *messageForm) focus(name string) bool {
	if name == "" {
		name = f.firstEmpty()
	}
	var o fyne.Focusable
	switch {
	case name == "mood":
		o = f.mood
	case name == "urgency":
		o = f.urgency
	case f.ticks[name] != nil:
		o = f.ticks[name]
	case f.entries[name] != nil:
		o = f.entries[name]
	default:
		return false
	}
	f.w.canvas().Focus(o)
	f.reveal(o.(fyne.CanvasObject))
	return true
}

func (f *messageForm) firstEmpty() string {
	d := f.drafts.current()
	if d == nil {
		return "for"
	}
	for _, x := range formFields {
		switch x.name {
		case "taken", "principal", "mood", "urgency", "read_back", "all_read_back", "patronymic":
			continue
		}
		if x.get(d.local) == "" {
			return x.name
		}
	}
	return "verbatim"
}

// reveal scrolls so that a field is in view.
func (f *messageForm) reveal(o fyne.CanvasObject) {
	d := fyne.CurrentApp().Driver()
	top := d.AbsolutePositionForObject(o).Y - d.AbsolutePositionForObject(f.scroll).Y - 24 // with its label
	bottom := top + 24 + o.Size().Height
	switch off := f.scroll.Offset.Y; {
	case top < 0:
		f.scroll.ScrollToOffset(fyne.NewPos(0, max(0, off+top)))
	case bottom > f.scroll.Size().Height:
		f.scroll.ScrollToOffset(fyne.NewPos(0, off+min(top, bottom-f.scroll.Size().Height)))
	}
}
