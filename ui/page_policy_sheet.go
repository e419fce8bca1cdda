package ui

import (
	"fmt"
	"strings"
	"time"

	"anteroom/softphone"
	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
)

// principalFields are the fields over the ten questions.
var principalFields = []struct {
	name string
	at   func(*softphone.Principal) *string
}{
	{"surname", func(x *softphone.Principal) *string { return &x.Surname }},
	{"first_name", func(x *softphone.Principal) *string { return &x.FirstName }},
	{"patronymic", func(x *softphone.Principal) *string { return &x.Patronymic }},
	{"position", func(x *softphone.Principal) *string { return &x.Position }},
	{"number", func(x *softphone.Principal) *string { return &x.Number }},
	{"deputies", func(x *softphone.Principal) *string { return &x.Deputies }},
	{"email", func(x *softphone.Principal) *string { return &x.Email }},
}

func (p *policyPage) putAll() {
	for _, f := range principalFields {
		p.fields[f.name].Put(*f.at(&p.edit))
	}
	for i, e := range p.answers {
		e.Put(p.edit.Policy.Notes[i])
		e.SetMinRowsVisible(rowsOf(e.Text))
	}
}

func (p *policyPage) build(x softphone.Principal, now time.Time) fyne.CanvasObject {
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
	p.name, p.changed, p.avatar = kit.E("", kit.C.Text, kit.Title, kit.Semi), kit.E("", kit.C.Muted, kit.Line, kit.Reg), kit.Slot()
	head := kit.Row(12, p.avatar.Container, kit.G(kit.Col(0, p.name, p.changed)), kit.Btn(kit.Danger, "x", w.tr("policy.remove"), "", p.remove))
	who := kit.Card(16, kit.Col(10,
		kit.RowS(8, kit.G(field["surname"]), kit.G(field["first_name"]), kit.GW(0.8, field["patronymic"])), p.nameless,
		kit.RowS(8, kit.G(field["position"]), kit.GW(0.7, field["number"]), kit.G(field["email"]), kit.G(field["deputies"])),
		kit.RowS(8, kit.GW(3, kit.Field(w.tr("policy.presence"), p.presence)), kit.G(kit.Field(w.tr("policy.until"), p.until))), p.untilBad))
	rows := []any{}
	for i := range p.answers {
		rows = append(rows, p.question(i, x.Policy.Notes[i]))
	}
	sheet := kit.Panel(kit.Col(0, append([]any{kit.Pad(14, 6, 16, 16, kit.Row(10, kit.T(w.tr("policy.sheet"), kit.C.Text, kit.Head, kit.Semi),
		kit.G(kit.E(w.tr("policy.sheet.hint"), kit.C.Muted, kit.Line, kit.Reg))))}, rows...)...))
	return kit.Col(12, kit.Pad(0, 0, 0, 8, head), kit.G(kit.VScroll(kit.Pad(0, 8, 0, 8, kit.Col(12, who, sheet)))))
}

// leave sends what was typed when a field is left.
func (p *policyPage) leave(on bool) {
	if !on {
		p.late.flush()
	}
}

// rowsOf is how many rows an answer's field shows: as many as it has lines, within reason.
func rowsOf(answer string) int { return min(6, max(2, strings.Count(answer, "\n")+1)) }

func (p *policyPage) question(i int, answer string) fyne.CanvasObject {
	n := fmt.Sprint(i + 1)
	var e *kit.Entry
	e = kit.NewMultiLine(answer, "", rowsOf(answer), func(v string) {
		e.SetMinRowsVisible(rowsOf(v))
		p.typed(func(x *softphone.Principal) {
			x.Policy.Notes[i] = v
			x.Policy.Changed = p.w.now()
		})
	})
	e.Limit = softphone.MaxVerbatim
	e.OnFocus = p.leave
	p.answers[i] = e
	disc := kit.Stack(kit.Sized(24, 24, kit.Rect(kit.C.Sunken, 12)), kit.Centre(kit.T(n, kit.C.Muted, kit.Small, kit.Semi)))
	words := kit.Col(2, kit.P(p.w.tr("policy.q"+n), kit.C.Text, kit.Line, kit.Med), kit.P(p.w.tr("policy.q"+n+".hint"), kit.C.Muted, kit.Small, kit.Reg))
	return kit.Stack(kit.Col(0, kit.LineH(kit.C.Border), kit.Fill()),
		kit.Pad(12, 12, 16, 16, kit.Row(12, kit.Top(disc), kit.Top(kit.W(208, kit.Pad(3, 0, 0, 0, words))), kit.G(e))))
}
