package ui

import (
	"strings"

	"anteroom/softphone"
	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
)

// markOf is the picture of a presence.
func markOf(k softphone.PresenceKind) fyne.Resource {
	switch k {
	case softphone.PresenceBusy:
		return markResource("busy", kit.C.Danger)
	case softphone.PresenceMeeting:
		return markResource("meeting", kit.C.Warn)
	case softphone.PresenceOut:
		return markResource("out", kit.C.Muted)
	case softphone.PresenceTravel:
		return markResource("travel", kit.C.Accent)
	case softphone.PresenceIll:
		return markResource("ill", kit.C.Danger)
	}
	return markResource("in", kit.C.Ok)
}

// showCard shows the chosen contact, or the form that changes one.
func (p *directoryPage) showCard() {
	switch {
	case p.edit != nil:
		p.card.Put(p.edit.body)
	case p.chosen.ID == "":
		p.card.Put(kit.P(p.w.tr("directory.none_chosen"), kit.C.Muted, kit.Body, kit.Reg))
	default:
		p.card.Put(p.cardOf(p.chosen))
	}
}

func (p *directoryPage) cardOf(c softphone.Contact) fyne.CanvasObject {
	w := p.w
	r := presentContact(c, w.state, w.now(), w.tr)
	name, face := softphone.FullName(c.Address, r.Name), softphone.FullName(c.FirstName, c.Surname)
	if face == "" {
		face = c.Organisation
	}
	a := []any{kit.Row(12, kit.Avatar(initials(face), 44),
		kit.G(kit.Col(0, kit.P(name, kit.C.Text, 18, kit.Semi), kit.P(joinDots(c.Position, r.House), kit.C.Muted, kit.Line, kit.Reg))))}
	if who, ok := staffAt(c, w.state); ok {
		set := kit.KeyBtn(kit.Default, "clock", w.tr("directory.presence.set"), w.keycap("presence"), func() { w.where.ask(who) })
		if r.Presence != "" {
			a = append(a, kit.Row(8, presenceMark(r.Presence, 12), kit.G(kit.E(r.Where, kit.C.Text, kit.Line, kit.Med)), set))
		} else {
			a = append(a, kit.Row(8, kit.G(kit.E(w.tr("directory.presence.unset"), kit.C.Muted, kit.Line, kit.Reg)), set))
		}
	}
	a = append(a, kit.LineH(kit.C.Border))
	for i, n := range c.Numbers {
		cap := ""
		if rings := []string{"dial", "contact_ring"}; i < len(rings) {
			cap = w.keycap(rings[i])
		}
		a = append(a, kit.Row(8, kit.W(64, kit.E(w.tr("directory.number."+string(n.Kind)), kit.C.Muted, kit.Line, kit.Reg)), kit.G(kit.E(groupIfDigits(n.Number), kit.C.Text, 15, kit.Semi)),
			kit.Btn(kit.Default, "phone", "", cap, func() { p.call(i) }).WithHint(w.tr("directory.ring", groupIfDigits(n.Number)))))
	}
	for _, e := range c.Emails {
		a = append(a, kit.Row(8, kit.W(64, kit.E(w.tr("directory.email"), kit.C.Muted, kit.Line, kit.Reg)), kit.G(kit.P(e, kit.C.Text, kit.Line, kit.Reg))))
	}
	facts := []any{}
	fill := func(key, value string) {
		if value != "" {
			facts = append(facts, kit.Row(8, kit.Top(kit.W(96, kit.E(w.tr(key), kit.C.Muted, kit.Line, kit.Reg))), kit.G(kit.P(value, kit.C.Text, kit.Line, kit.Reg))))
		}
	}
	var deputies []string
	for _, d := range c.Deputies {
		if p.names[d] != "" {
			deputies = append(deputies, p.names[d])
		}
	}
	fill("directory.topics", strings.Join(c.Topics, ", "))
	fill("directory.groups", strings.Join(c.Groups, ", "))
	fill("directory.deputies", strings.Join(deputies, ", "))
	fill("directory.responsible", p.names[c.Responsible])
	fill("directory.notes", c.Notes)
	owed := presentOwed(c, w.state, w.now(), w.tr)
	if p.history == nil {
		fill("directory.promised", strings.Join(owed, "\n"))
	}
	if p.history != nil {
		v := presentHistory(*p.history, w.now(), w.tr)
		fill("directory.before", v.Calls)
		fill("directory.mood", v.Mood)
		fill("directory.promised", strings.Join(append(owed, v.Promises...), "\n"))
		if len(p.history.Candidates) > 0 {
			var others []string
			for _, o := range p.history.Candidates {
				others = append(others, listedName(o))
			}
			fill("directory.shares", strings.Join(others, "; "))
		}
		if len(facts) > 0 {
			a = append(a, kit.LineH(kit.C.Border), kit.Col(6, facts...))
		}
		a = append(a, p.lines("directory.recent", v.Recent)...)
		a = append(a, p.lines("directory.messages", v.Messages)...)
	} else if len(facts) > 0 {
		a = append(a, kit.LineH(kit.C.Border), kit.Col(6, facts...))
	}
	btn := func(k kit.Kind, id, icon string) fyne.CanvasObject {
		return kit.Btn(k, icon, w.tr("directory.button."+id), w.keycap("contact_"+id), func() { w.run("contact_" + id) }).WithHint(w.hintOf("contact_" + id))
	}
	gone := kit.Btn(kit.Danger, "x", w.tr("directory.button.remove"), "", func() { w.run("contact_remove") }).WithHint(w.hintOf("contact_remove"))
	foot := kit.Row(8, kit.G(btn(kit.Default, "edit", "note")), gone)
	return kit.Col(8, kit.G(kit.VScroll(kit.Pad(0, 8, 0, 8, kit.Col(10, a...)))), foot)
}

func (p *directoryPage) lines(title string, all []nameValue) []any {
	if len(all) == 0 {
		return nil
	}
	a := []any{kit.LineH(kit.C.Border), kit.T(p.w.tr(title), kit.C.Text, kit.Line, kit.Semi)}
	for _, x := range all {
		a = append(a, kit.Row(8, kit.Top(kit.W(96, kit.E(x.Name, kit.C.Muted, kit.Small, kit.Reg))), kit.G(kit.PL(2, kit.Small, kit.Span{S: x.Value, C: kit.C.Text, W: kit.Reg}))))
	}
	return a
}

// ring rings the contact that is shown, or that is being looked up. It tells whether there is somebody.
func (p *directoryPage) ring() bool {
	if p.found.pending() || p.choice.open() {
		p.withChosen(func() { p.call(0) })
		return true
	}
	return p.call(0)
}

// call rings one of the chosen contact's numbers. It tells whether there is one.
func (p *directoryPage) call(n int) bool {
	if p.edit != nil || n >= len(p.chosen.Numbers) {
		return false
	}
	number, id := p.chosen.Numbers[n].Number, softphone.CallID(newMessageID())
	p.w.press(func(x softphone.Press) softphone.Event {
		return softphone.DialPressed{Press: x, NewCall: id, Number: number}
	},
		func(softphone.CallID) { p.w.open(pageDesk) })
	return true
}
