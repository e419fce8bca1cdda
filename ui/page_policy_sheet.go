package ui

import (
	"strings"
	"time"

	"anteroom/softphone"
	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// principalFields are the fields of the details.
var principalFields = []struct {
	name string
	at   func(*softphone.Principal) *string
}{
	{"surname", func(x *softphone.Principal) *string { return &x.Surname }},
	{"first_name", func(x *softphone.Principal) *string { return &x.FirstName }},
	{"patronymic", func(x *softphone.Principal) *string { return &x.Patronymic }},
	{"position", func(x *softphone.Principal) *string { return &x.Position }},
	{"number", func(x *softphone.Principal) *string { return &x.Number }},
	{"email", func(x *softphone.Principal) *string { return &x.Email }},
}

func (p *policyPage) putAll() {
	for _, f := range principalFields {
		p.fields[f.name].Put(*f.at(&p.edit))
	}
	p.putNotes()
}

// putBack has the fields say again what is kept.
func (p *policyPage) putBack() {
	for _, f := range principalFields {
		p.fields[f.name].Put(*f.at(&p.edit))
	}
	for i, e := range p.answers {
		e.Put(p.edit.Policy.Notes[i])
	}
}

func (p *policyPage) putNotes() {
	for i, e := range p.answers {
		if !e.Focused() {
			e.Put(p.edit.Policy.Notes[i])
			e.SetMinRowsVisible(rowsOf(e.Text))
		}
	}
}

func (p *policyPage) build(x softphone.Principal, now time.Time) fyne.CanvasObject {
	w := p.w
	p.lines = presentPrincipals(p.all(), now, w.tr)
	p.who = kit.NewSelect("user", principalOptions(p.lines), string(x.ID), func(id string) { p.choose(softphone.PrincipalID(id)) })
	p.name, p.changed, p.avatar = kit.E("", kit.C.Text, kit.Title, kit.Semi), kit.E("", kit.C.Muted, kit.Line, kit.Reg), kit.Slot()
	p.details = kit.Slot()
	p.card = p.detailsCard(x, now)
	head := kit.Row(10, p.avatar.Container, kit.G(kit.Col(0, p.name, p.changed)), kit.W(168, p.who),
		kit.Btn(kit.Default, "user", w.tr("policy.details"), "", func() { p.showDetails(!p.open) }),
		kit.Btn(kit.Default, "back", w.tr("policy.undo"), w.keycap("policy_undo"), func() { w.run("policy_undo") }).WithHint(w.hintOf("policy_undo")),
		kit.Btn(kit.Default, "clock", w.tr("policy.history"), w.keycap("policy_history"), func() { w.run("policy_history") }).WithHint(w.hintOf("policy_history")),
		kit.Btn(kit.Default, "print", w.tr("policy.print"), w.keycap("policy_print"), func() { w.run("policy_print") }).WithHint(w.hintOf("policy_print")))
	rows := []any{}
	for i := range p.rows {
		p.rows[i] = newQuestionRow(p, i+1)
		rows = append(rows, p.rows[i].object())
	}
	p.scroll = kit.VScroll(kit.Col(0, rows...))
	p.side = newPolicySide(p)
	p.foot = newPolicyFoot(p, x.ID)
	left := kit.Col(10, p.details.Container, kit.G(p.foot.object()))
	p.details.Put(nil)
	p.showDetails(p.open)
	return kit.Col(12, kit.Pad(0, 0, 0, 8, head), kit.G(container.New(twoPanes{372, 520, 12}, left, p.side.object())))
}

// detailsCard is who he is and where he is.
func (p *policyPage) detailsCard(x softphone.Principal, now time.Time) fyne.CanvasObject {
	w := p.w
	p.fields = map[string]*kit.Entry{}
	field := map[string]fyne.CanvasObject{}
	for _, f := range principalFields {
		e := kit.NewEntry(*f.at(&x), "", func(v string) { p.typed(func(x *softphone.Principal) { *f.at(x) = v }) })
		e.OnFocus = p.leave
		p.fields[f.name] = e
		field[f.name] = kit.Field(w.tr("policy."+f.name), e)
	}
	var kinds []kit.Option
	for _, k := range softphone.PresenceKinds {
		kinds = append(kinds, kit.Option{Value: string(k), Label: w.tr("policy.presence." + string(k))})
	}
	p.presence = kit.NewSegmented(kinds, string(presenceKind(x)), func(v string) { p.setPresence(softphone.PresenceKind(v), p.until.Text) })
	p.untilBad, p.nameless = remark(kit.C.Danger), remark(kit.C.Danger)
	p.until = kit.NewEntry(untilText(x.Presence.Until, now, w.tr), w.tr("policy.until.hint"), func(v string) {
		note(p.untilBad, "")
	})
	p.until.OnSubmitted = func(v string) { p.setPresence(softphone.PresenceKind(p.presence.Value), v) }
	p.until.OnFocus = func(on bool) {
		if !on && p.until.Text != untilText(p.edit.Presence.Until, p.w.now(), p.w.tr) {
			p.setPresence(softphone.PresenceKind(p.presence.Value), p.until.Text)
		}
	}
	return kit.Card(14, kit.Col(8,
		kit.RowS(8, kit.G(field["surname"]), kit.G(field["first_name"]), kit.GW(0.8, field["patronymic"])), p.nameless,
		kit.RowS(8, kit.G(field["position"]), kit.GW(0.6, field["number"]), kit.G(field["email"])),
		kit.RowS(8, kit.GW(3.4, kit.Field(w.tr("policy.presence"), p.presence)), kit.G(kit.Field(w.tr("policy.until"), p.until))), p.untilBad,
		kit.Row(8, kit.Btn(kit.Default, "plus", w.tr("policy.add"), "", p.add), kit.Fill(), kit.Btn(kit.Danger, "x", w.tr("policy.remove"), "", p.remove))))
}

// showDetails shows or hides who he is.
func (p *policyPage) showDetails(on bool) {
	if p.open = on; on == (p.details.Objects != nil && p.details.Visible()) {
		return
	}
	if on {
		p.details.Put(p.card)
	} else {
		p.details.Put(nil)
	}
	kit.Relay(p.pane.Container)
}

// leave sends what was typed when a field is left.
func (p *policyPage) leave(on bool) {
	if !on {
		p.late.flush()
	}
}

// rowsOf is how many rows a note's field shows: as many as it has lines, within reason.
func rowsOf(answer string) int { return min(6, max(1, strings.Count(answer, "\n")+1)) }

// noteEntry is the field of what the principal said in his own words.
func (p *policyPage) noteEntry(i int) *kit.Entry {
	var e *kit.Entry
	e = kit.NewMultiLine(p.edit.Policy.Notes[i], p.w.tr("policy.note.hint"), rowsOf(p.edit.Policy.Notes[i]), func(v string) {
		e.SetMinRowsVisible(rowsOf(v))
		p.typed(func(x *softphone.Principal) {
			x.Policy.Notes[i] = v
			x.Policy.Changed = p.w.now()
		})
	})
	e.Limit = softphone.MaxVerbatim
	e.OnFocus = func(on bool) {
		if on {
			p.pick(i + 1)
		}
		p.leave(on)
	}
	return e
}

// pick chooses a question.
func (p *policyPage) pick(n int) {
	n = max(1, min(n, policyRows))
	if n == p.current {
		return
	}
	p.putAway()
	p.current = n
	p.paintSheet(p.w.now())
	p.reveal(n)
}

// reveal scrolls a row into view.
func (p *policyPage) reveal(n int) {
	o := p.rows[n-1].object()
	top, bottom := o.Position().Y, o.Position().Y+o.Size().Height
	if h := p.scroll.Size().Height; bottom > p.scroll.Offset.Y+h {
		p.scroll.ScrollToOffset(fyne.NewPos(0, min(top, bottom-h)))
	} else if top < p.scroll.Offset.Y {
		p.scroll.ScrollToOffset(fyne.NewPos(0, top))
	}
}
