package ui

import (
	"image/color"

	"anteroom/softphone"
	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// build lays out the form once.
func (f *messageForm) build() {
	w := f.w
	f.count, f.wrong = remark(kit.C.Muted), remark(kit.C.Danger)
	f.row, f.offer, f.figures = kit.Slot(), kit.Slot(), kit.Slot()
	f.inWords, f.deliver, f.window, f.due = kit.Slot(), kit.Slot(), remark(kit.C.Accent), remark(kit.C.Accent)
	f.inWords.Put(nil)
	f.deliver.Put(nil)

	taken := kit.NewEntry("", "", f.typedTaken)
	f.adopt("taken", taken)
	whom := kit.RowS(4, kit.G(f.entry("for", "form.for.hint")), kit.W(34, f.principalButton("for", f.choose)))
	verbatim := kit.NewMultiLine("", w.tr("form.verbatim.hint"), 3, func(v string) { f.typed("verbatim", v) })
	verbatim.Limit = softphone.MaxVerbatim
	verbatim.OnLimit = func() {
		f.count.SetColor(kit.C.Danger)
		note(f.count, w.tr("form.verbatim.full", softphone.MaxVerbatim))
	}
	f.adopt("verbatim", verbatim)

	f.mood = kit.NewSegmented([]kit.Option{
		{Value: string(softphone.MoodGood), Label: w.tr("form.mood.good"), Icon: "smile"},
		{Value: string(softphone.MoodNeutral), Label: w.tr("form.mood.neutral"), Icon: "neutral"},
		{Value: string(softphone.MoodUnhappy), Label: w.tr("form.mood.unhappy"), Icon: "face"},
	}, "", func(v string) { f.typed("mood", v) })
	f.urgency = kit.NewSegmented([]kit.Option{
		{Value: string(softphone.Normal), Label: w.tr("form.urgency.normal")},
		{Value: string(softphone.Urgent), Label: w.tr("form.urgency.urgent")},
		{Value: string(softphone.Immediate), Label: w.tr("form.urgency.immediate")},
	}, string(softphone.Normal), func(v string) { f.typed("urgency", v) })
	f.figures.Put(kit.P("", kit.C.Text, 18, kit.Semi))
	spoken := kit.Stack(kit.Rect(kit.C.Sunken, 6), kit.Empty(0, 34), kit.Pad(4, 4, 8, 6, kit.Row(0, kit.G(f.figures.Container))))

	number := float32(132) // thirteen digits
	if w.comfort.percent > 100 {
		number = 116 // the column is at its least, and beside it the number is read from
	}
	fields := kit.Col(8,
		f.row.Container, f.offer.Container,
		kit.RowS(8, kit.GW(1.5, f.field("for", whom)), kit.G(f.field("taken", taken))),
		f.wrong,
		kit.RowS(8, kit.G(f.field("surname", f.entry("surname", ""))), kit.G(f.field("first_name", f.entry("first_name", ""))),
			kit.GW(0.8, f.field("patronymic", f.entry("patronymic", "")))),
		kit.RowS(8, kit.G(f.field("position", f.entry("position", ""))), kit.G(f.field("organisation", f.entry("organisation", "")))),
		f.field("number", kit.RowS(8, kit.W(number, f.entry("number", "")), kit.G(spoken)), f.tick("read_back")),
		f.inWords.Container,
		kit.RowS(8, kit.G(f.field("call_when", f.entry("call_when", "form.call_when.hint"))), kit.G(f.field("email", f.entry("email", "")))),
		f.window,
		kit.RowS(8, kit.G(f.field("mood", f.mood)), kit.GW(1.4, f.field("urgency", f.urgency))),
		kit.G(f.verbatimField(verbatim)),
		kit.RowS(8, kit.GW(1.6, f.field("promised", f.entry("promised", ""))), kit.G(f.field("promised_by", f.entry("promised_by", "form.promised_by.hint")))),
		f.due,
		f.field("deputies", kit.RowS(4, kit.G(f.entry("deputies", "")), kit.W(34, f.principalButton("deputies", f.addDeputy)))),
		f.tick("all_read_back"),
	)
	f.scroll = kit.VScroll(kit.Pad(0, 2, 0, 8, fields))
	f.foot = newFormFooter(w, f.take)
	head := kit.Heading(w.tr("form.title"), kit.Keycap(w.keycap("message")))
	f.body = kit.Stack(kit.Box(kit.C.Surface, kit.C.Border, 8), kit.Pad(14, 14, 16, 8,
		kit.Col(8, kit.Pad(0, 0, 0, 8, head), kit.G(f.scroll), f.deliver.Container, kit.Pad(2, 0, 0, 8, f.foot.body))))
}

// small is a line beside a label.
func small(s string, c color.NRGBA) *kit.Ell { return kit.E(s, c, kit.Small, kit.Reg) }

// remark is a line under a field that takes no room while it is empty.
func remark(c color.NRGBA) *kit.Ell {
	l := small("", c)
	l.Hide()
	return l
}

// note sets a remark.
func note(l *kit.Ell, s string) {
	l.Set(s)
	if s == "" {
		l.Hide()
	} else {
		l.Show()
	}
}

func (f *messageForm) entry(name, hint string) *kit.Entry {
	if hint != "" {
		hint = f.w.tr(hint)
	}
	e := kit.NewEntry("", hint, func(v string) { f.typed(name, v) })
	f.adopt(name, e)
	return e
}

func (f *messageForm) adopt(name string, e *kit.Entry) {
	f.entries[name] = e
	e.OnFocus = func(on bool) {
		switch {
		case on:
			f.reveal(e)
		case name == "for":
			f.complete()
		}
	}
}

func (f *messageForm) tick(name string) *kit.Tick {
	t := kit.NewTick(false, f.w.tr("form."+name), kit.C.Ok, func(on bool) {
		v := ""
		if on {
			v = "yes"
		}
		f.typed(name, v)
	})
	f.ticks[name] = t
	return t
}

// field is a label that can be coloured, above its input.
func (f *messageForm) field(name string, o fyne.CanvasObject, right ...any) fyne.CanvasObject {
	l := kit.E(f.w.tr("form."+name), kit.C.Muted, kit.Small, kit.Med)
	f.labels[name] = l
	if len(right) == 0 {
		return kit.Col(4, l, o)
	}
	return kit.Col(2, kit.Row(4, append([]any{kit.G(l)}, right...)...), o)
}

func (f *messageForm) verbatimField(e *kit.Entry) fyne.CanvasObject {
	l := kit.E(f.w.tr("form.verbatim"), kit.C.Muted, kit.Small, kit.Med)
	f.labels["verbatim"] = l
	return kit.Col(4, l, kit.G(e), f.count)
}

// principalButton unfolds the principals beside "for whom", which takes any name.
func (f *messageForm) principalButton(name string, take func(softphone.Principal)) fyne.CanvasObject {
	t := kit.NewTap(kit.C.Surface, kit.C.Input, 6, kit.Stack(kit.Empty(34, 34), kit.Centre(kit.Icon("down", kit.C.Muted, 15))), func() {
		if len(f.state.Principals) == 0 {
			return
		}
		var items []*fyne.MenuItem
		for _, p := range f.state.Principals {
			items = append(items, fyne.NewMenuItem(withPosition(p), func() { take(p) }))
		}
		pos := fyne.CurrentApp().Driver().AbsolutePositionForObject(f.entries[name])
		widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", items...), f.w.canvas(), pos.AddXY(0, f.entries[name].Size().Height+2))
	})
	t.WithHint(f.w.tr("form.for.hint"))
	return t
}
