package ui

import (
	"context"

	"anteroom/softphone"
	"anteroom/ui/kit"
)

// personDialog deletes everything of one person, at his request: whose, what would go, and only then the deed.
type personDialog struct {
	w            *Window
	number, name *kit.Entry
	found        kit.Box1 // what would go
	yes          kit.Box1 // the button, while there is anything to delete
	asked        softphone.Person
	shown        softphone.Person // of whom the preview tells
	dialog       *kit.Dialog
}

// forgetPerson opens the dialog; whoever is chosen on the page in front is meant already.
func (w *Window) forgetPerson() { w.forget(w.personShown()) }

func (w *Window) forget(who softphone.Person) {
	c := w.canvas()
	back := c.Focused()
	d := &personDialog{w: w, found: kit.Slot(), yes: kit.Slot()}
	changed := func(string) { d.stale() }
	d.number, d.name = kit.NewEntry(who.Number, "", changed), kit.NewEntry(who.Name, "", changed)
	field := func(label string, e *kit.Entry) kit.Item {
		return kit.G(kit.Col(4, kit.Caption(w.tr(label)), e))
	}
	body := kit.Stack(kit.Empty(760, 0), kit.Col(12, kit.P(w.tr("person.text"), kit.C.Text, kit.Body, kit.Reg),
		kit.RowS(12, field("person.number", d.number), field("person.name", d.name)), d.found.Container))
	foot := kit.Row(8, kit.Btn(kit.Default, "search", w.tr("person.find"), "Enter", d.find), kit.Fill(),
		kit.Btn(kit.Default, "", w.tr("dialog.cancel"), "Esc", func() { d.dialog.Close() }), d.yes.Container)
	d.dialog = kit.ShowDialog(c, w.tr("person.title"), body, foot, d.find)
	d.dialog.OnClose = func() { giveBack(c, back) }
	d.stale()
	if who.Empty() {
		c.Focus(d.number)
		return
	}
	c.Focus(d.name)
	d.find()
}

func (d *personDialog) person() softphone.Person {
	return softphone.Person{Number: d.number.Text, Name: d.name.Text}
}

// stale: nothing is deleted that has not been shown as it stands.
func (d *personDialog) stale() {
	d.asked = softphone.Person{}
	d.found.Put(kit.P(d.w.tr("person.look_first"), kit.C.Muted, kit.Line, kit.Reg))
	d.yes.Put(kit.Btn(kit.Danger, "x", d.w.tr("person.delete"), "", nil))
}

func (d *personDialog) find() {
	p := d.person()
	if p.Empty() || p == d.asked {
		return
	}
	d.asked = p
	d.w.read(func(ctx context.Context) func() {
		traces, err := d.w.people.FindPerson(ctx, p)
		return func() {
			if d.asked == p {
				d.preview(p, traces, err)
			}
		}
	})
}

func (d *personDialog) preview(p softphone.Person, t softphone.Traces, err error) {
	w := d.w
	if err != nil {
		d.found.Put(kit.P(w.tr("page.failed", reasonWords(err, w.tr)), kit.C.Danger, kit.Line, kit.Med))
		d.asked = softphone.Person{} // Enter tries again
		return
	}
	v := presentTraces(t, w.now(), w.tr)
	rows := []any{kit.P(v.What, kit.C.Text, kit.Body, kit.Semi)}
	for _, x := range v.Facts {
		rows = append(rows, fact(x.Name, x.Value))
	}
	for _, s := range v.Warnings {
		rows = append(rows, kit.Strip(kit.C.Warn, kit.C.WarnSoft, "warn", kit.P(s, kit.C.Text, kit.Line, kit.Med)))
	}
	d.found.Put(kit.Well(kit.Col(6, rows...)))
	if t.None() {
		return
	}
	d.yes.Put(kit.Row(8, kit.Btn(kit.Default, "arrow", w.tr("person.export"), "", func() { d.export(p) }),
		kit.Btn(kit.Danger, "x", w.tr("person.delete"), "", func() { d.confirm(p, v) })))
}

func (d *personDialog) confirm(p softphone.Person, v tracesView) {
	w := d.w
	w.confirm(question{title: w.tr("person.sure"), text: w.tr("person.sure.text", v.What), yes: w.tr("person.delete.yes"), danger: true,
		then: func() {
			w.press(func(x softphone.Press) softphone.Event { return softphone.ErasurePressed{Press: x, Person: p} },
				func(softphone.CallID) {
					d.dialog.Close()
					w.notify(noticeDone, w.tr("person.done", v.What))
				})
		}})
}

// personShown is whom the page in front shows.
func (w *Window) personShown() softphone.Person {
	switch p := w.pages[w.at].(type) {
	case *journalPage:
		for _, c := range p.book.items {
			if c.ID == p.chosen {
				return personOf(softphone.StandOf(c))
			}
		}
	case *messagesPage:
		if m, _, ok := p.message(); ok {
			return personOf(softphone.StandOfMessage(m))
		}
	}
	return softphone.Person{}
}
