package ui

import (
	"context"
	"reflect"
	"slices"
	"strings"

	"anteroom/softphone"
	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
)

// ruleEditor is the small form under a question in which one rule is written.
type ruleEditor struct {
	row   *questionRow
	begun *begunRule
	draft *draftRule // that of begun
	first fyne.Focusable
	said  *kit.Ell
	bad   *kit.Ell
	body  fyne.CanvasObject
}

func newRuleEditor(r *questionRow, b *begunRule) *ruleEditor {
	e := &ruleEditor{row: r, begun: b, draft: &b.draft, said: remark(kit.C.Muted), bad: remark(kit.C.Danger)}
	e.body = e.build()
	e.read(b.draft.Hours)
	return e
}

// kept keeps what was written so far.
func (e *ruleEditor) kept() { e.row.p.keptRule(e.row.p.edit.ID, e.begun) }

func (e *ruleEditor) object() fyne.CanvasObject { return e.body }

func (e *ruleEditor) build() fyne.CanvasObject {
	w, q := e.row.p.w, e.row.n
	rule := &e.draft.Rule
	rows := []any{}
	put := func(o ...any) { rows = append(rows, kit.RowS(8, o...)) }
	if asksWho(q) {
		kinds := []kit.Option{{Value: "person", Label: w.tr("policy.who.person")}, {Value: "group", Label: w.tr("policy.who.group")}}
		if q == softphone.AskPrivate || q == softphone.AskAlways || q == softphone.AskNever {
			kinds = append(kinds, kit.Option{Value: "", Label: w.tr("policy.who.anybody")})
		}
		kind := kit.NewSegmented(kinds, e.draft.Kind, func(v string) { e.draft.Kind = v; note(e.bad, ""); e.kept() })
		name := e.entry(e.draft.Who, "policy.who.hint", func(v string) { e.draft.Who = v })
		phone := e.entry(e.draft.Phone, "", func(v string) { e.draft.Phone = v })
		put(kit.W(196, kit.Field(w.tr("policy.who"), kind)), kit.GW(1.4, kit.Field(w.tr("policy.who.name"), e.known(name, e.people))),
			kit.G(kit.Field(w.tr("policy.who.number"), phone)))
	}
	switch q {
	case softphone.AskTopics, softphone.AskPass, softphone.AskSettle, softphone.AskNever, softphone.AskAlways:
		key := "policy.topic"
		if asksWho(q) {
			key = "policy.topic.any"
		}
		topic := e.entry(rule.Topic, "", func(v string) { rule.Topic = v })
		o := []any{kit.G(kit.Field(w.tr(key), e.known(topic, e.topics)))}
		if q == softphone.AskPass {
			to := e.entry(e.draft.To, "policy.to.hint", func(v string) { e.draft.To = v })
			o = append(o, kit.G(kit.Field(w.tr("policy.to"), e.known(to, e.people))))
		}
		put(o...)
	}
	if q != softphone.AskTopics && q != softphone.AskSettle && q != softphone.AskNever && q != softphone.AskAlways {
		label := "policy.hours"
		if q == softphone.AskPass {
			label = "policy.hours.to"
		}
		put(kit.G(kit.Field(w.tr(label), e.entry(e.draft.Hours, "policy.hours.hint", e.read))))
		rows = append(rows, e.said)
	}
	if q == softphone.AskQuiet || q == softphone.AskNever || q == softphone.AskOnlyAt {
		var opts []kit.Option
		for _, o := range []softphone.Outcome{"", softphone.PassOn, softphone.CallBack} {
			label := w.tr("policy.action.message")
			if o != "" {
				label = w.tr("policy.action." + string(o))
			}
			opts = append(opts, kit.Option{Value: string(o), Label: label})
		}
		action := rule.Action
		if action == softphone.TakeNote {
			action = ""
		}
		sel := kit.NewSegmented(opts, string(action), func(v string) { rule.Action = softphone.Outcome(v); e.kept() })
		to := e.entry(e.draft.To, "policy.to.hint", func(v string) { e.draft.To = v })
		put(kit.GW(1.2, kit.Field(w.tr("policy.action"), sel)), kit.G(kit.Field(w.tr("policy.to"), e.known(to, e.people))))
	}
	ticks := []any{}
	tick := func(key string, on *bool) {
		ticks = append(ticks, kit.NewTick(*on, w.tr(key), kit.C.Accent, func(v bool) { *on = v; e.kept() }))
	}
	switch q {
	case softphone.AskTopics:
		tick("policy.private.tick", &rule.Private)
	case softphone.AskQuiet:
		tick("policy.open.tick", &rule.Open)
	case softphone.AskOnlyAt, softphone.AskPrivate:
		tick("policy.before.tick", &rule.Before)
	}
	if len(ticks) > 0 {
		rows = append(rows, kit.Row(12, append(ticks, kit.Fill())...))
	}
	if q != deputyRow && q != softphone.AskTopics {
		put(kit.G(kit.Field(w.tr("policy.text"), e.entry(rule.Text, "policy.text.hint", func(v string) { rule.Text = v }))))
	}
	buttons := []any{kit.Btn(kit.Primary, "check", w.tr("policy.rule.save"), "↵", e.save)}
	if rule.ID != "" || e.begun.deputy != nil {
		buttons = append(buttons, kit.Btn(kit.Danger, "x", w.tr("policy.rule.remove"), "", e.remove))
	}
	buttons = append(buttons, kit.Fill(), kit.Btn(kit.Ghost, "", w.tr("policy.rule.cancel"), "Esc", e.row.close))
	rows = append(rows, e.bad, kit.Row(8, buttons...))
	return kit.Stack(kit.Box(kit.C.Surface, kit.C.Accent, 8), kit.PadA(12, kit.Col(8, rows...)))
}

// entry is a field of the rule: Enter saves.
func (e *ruleEditor) entry(text, hint string, typed func(string)) *kit.Entry {
	if hint != "" {
		hint = e.row.p.w.tr(hint)
	}
	f := kit.NewEntry(text, hint, func(v string) { typed(v); note(e.bad, ""); e.kept() })
	f.OnSubmitted = func(string) { e.save() }
	if e.first == nil {
		e.first = f
	}
	return f
}

// known puts a button beside a field that lists what may stand in it.
func (e *ruleEditor) known(f *kit.Entry, list func(typed string, then func([]kit.Option))) fyne.CanvasObject {
	var b *kit.Tap
	b = kit.NewTap(kit.C.Surface, kit.C.Input, 6, kit.Pad(9, 9, 8, 8, kit.Icon("down", kit.C.Muted, 14)), func() {
		list(f.Text, func(opts []kit.Option) {
			if len(opts) == 0 {
				return
			}
			pos := fyne.CurrentApp().Driver().AbsolutePositionForObject(f)
			kit.Choose(e.row.p.w.canvas(), pos.X, pos.Y+f.Size().Height, "", opts, f.Text, func(v string) {
				f.SetText(v)
				e.row.p.w.canvas().Focus(f)
			})
		})
	})
	return kit.RowS(4, kit.G(f), b)
}

// foundPeople is how many of the directory are listed.
const foundPeople = 12

// people are those whom the sheet names, and those and the groups of the directory that fit what was typed.
func (e *ruleEditor) people(typed string, then func([]kit.Option)) {
	var out []kit.Option
	s, w := e.row.p.edit.Policy, e.row.p.w
	add := func(who softphone.Who) {
		icon := "user"
		if who.Group != "" {
			icon = "users"
		}
		if t := who.Title(); t != "" && !slices.ContainsFunc(out, func(o kit.Option) bool { return strings.EqualFold(o.Value, t) }) {
			out = append(out, kit.Option{Value: t, Label: t, Icon: icon})
		}
	}
	for _, who := range sheetPeople(s) {
		add(who)
	}
	for _, r := range s.Rules {
		add(r.To)
	}
	for _, d := range s.Deputies {
		add(d.Who)
	}
	for _, x := range e.row.p.state.Principals {
		if x.ID != e.row.p.edit.ID {
			add(softphone.Who{Name: x.Name()})
		}
	}
	if w.contacts == nil {
		then(out)
		return
	}
	w.read(func(ctx context.Context) func() {
		found, err := w.contacts.FindContacts(ctx, softphone.ContactQuery{Words: typed}, 0, foundPeople)
		count, err1 := w.contacts.ContactCount(ctx)
		return func() {
			if err == nil {
				for _, c := range found.Contacts {
					who := softphone.Who{Contact: c.ID, Name: c.Name()}
					if len(c.Numbers) > 0 {
						who.Number = c.Numbers[0].Number
					}
					if e.draft.Picked == nil {
						e.draft.Picked = map[string]softphone.Who{}
					}
					e.draft.Picked[who.Name] = who
					add(who)
				}
			}
			if err1 == nil {
				for _, g := range count.Groups {
					add(softphone.Who{Group: g.Name})
				}
			}
			then(out)
		}
	})
}

func (e *ruleEditor) topics(_ string, then func([]kit.Option)) {
	var out []kit.Option
	for _, t := range e.row.p.edit.Policy.Topics() {
		out = append(out, kit.Option{Value: t, Label: t, Icon: "tag"})
	}
	then(out)
}

// read shows how hours are understood.
func (e *ruleEditor) read(text string) {
	e.draft.Hours = text
	w := e.row.p.w
	hours, at, ok := softphone.ParseHours(text, softphone.DateOf(w.now()), softphone.Words(w.tr))
	switch {
	case !ok:
		rest := []rune(text)
		e.said.SetColor(kit.C.Warn)
		note(e.said, w.tr("policy.hours.bad", string(rest[min(at, len(rest)):])))
	case len(hours) == 0:
		note(e.said, "")
	default:
		e.said.SetColor(kit.C.Muted)
		note(e.said, w.tr("policy.hours.read", softphone.HoursWords(hours, softphone.Words(w.tr))))
	}
}

// save puts the rule on the sheet, or says what it lacks.
func (e *ruleEditor) save() {
	p := e.row.p
	r, bad := e.draft.rule(softphone.DateOf(p.w.now()), p.w.tr)
	if bad != "" {
		note(e.bad, p.w.tr("policy.rule.bad", bad))
		return
	}
	s := p.edit.Policy
	if e.row.n == deputyRow {
		s.Deputies = slices.Clone(s.Deputies)
		d := softphone.Deputy{Who: r.Who, Hours: r.Hours}
		if i := e.deputyAt(s); i >= 0 {
			s.Deputies[i] = d
		} else {
			s.Deputies = append(s.Deputies, d)
		}
	} else {
		if r.ID == "" {
			r.ID = softphone.RuleID(newMessageID())
		}
		s = s.With(r)
	}
	e.done(s)
}

// deputyAt is the place of the deputy who is edited; -1 for a new one, and for one who is gone.
func (e *ruleEditor) deputyAt(s softphone.Sheet) int {
	return slices.IndexFunc(s.Deputies, func(d softphone.Deputy) bool {
		return e.begun.deputy != nil && reflect.DeepEqual(d, *e.begun.deputy)
	})
}

func (e *ruleEditor) remove() {
	s := e.row.p.edit.Policy
	if e.row.n != deputyRow {
		s = s.Without(e.draft.Rule.ID)
	} else if i := e.deputyAt(s); i >= 0 {
		s.Deputies = slices.Delete(slices.Clone(s.Deputies), i, i+1)
	}
	p, id := e.row.p, e.row.p.edit.ID
	words := softphone.RuleWords(e.begun.first.Rule, softphone.Words(p.w.tr))
	e.done(s, func(c *softphone.SheetChange) {
		p.w.removed(p.w.tr("bar.removed", words), func() {
			p.edits(func() { p.inUse().takeBack(id, c) })
		})
	})
}

// done puts the sheet as it is with the rule in the place of the old one, and closes the form.
func (e *ruleEditor) done(s softphone.Sheet, then ...func(*softphone.SheetChange)) {
	p := e.row.p
	p.edits(func() {
		p.giveUp(p.edit.ID, e.begun)
		e.row.edit, e.row.drawn = nil, false
		p.change(s, then...)
		p.paintSheet(p.w.now())
		p.w.canvas().Focus(e.row.plus)
	})
}
