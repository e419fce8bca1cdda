package ui

import (
	"slices"
	"strings"

	"anteroom/softphone"
	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
)

// drawForm is the form of the place that is open.
func (p *scriptsPage) drawForm() {
	p.first, p.parts = nil, map[string]fyne.Focusable{}
	tr := p.w.tr
	if p.chosen == "" {
		p.form.Put(p.drawGreeting())
		kit.Relay(p.body)
		return
	}
	lang := kit.NewSegmented([]kit.Option{{Value: "nb", Label: tr("scripts.lang.nb")}, {Value: "en", Label: tr("scripts.lang.en")}}, p.lang, func(v string) { p.turn(v) })
	head := kit.Row(10, kit.G(kit.E(whereOr(p), kit.C.Text, kit.Head, kit.Semi)), lang)
	s, ok := p.pair[p.lang]
	var rows []any
	o, isOp := s.Operation(p.at.Operation)
	x, isSit := s.Situation(p.at.Situation)
	switch {
	case !ok, p.at.Operation != "" && !isOp, p.at.Situation != "" && !isSit:
		rows = []any{kit.P(tr("scripts.not_here"), kit.C.Muted, kit.Body, kit.Reg),
			kit.Row(0, kit.Btn(kit.Primary, "plus", tr("scripts.translate"), "", func() { p.edits(p.translate) }))}
	case p.at.Operation != "":
		rows = p.operationForm(o)
	case p.at.Situation != "":
		rows = p.situationForm(x)
	default:
		rows = p.headForm(s)
	}
	small := func(icon, id string) fyne.CanvasObject {
		return kit.Btn(kit.Default, icon, "", p.w.keycap(id), func() { p.w.run(id) }).WithHint(p.w.hintOf(id))
	}
	foot := kit.WrapBox(8, 8, kit.KeyBtn(kit.Default, "plus", tr("scripts.add"), p.w.keycap("script_add"), func() { p.w.run("script_add") }),
		small("x", "script_remove"), small("back", "script_undo"),
		kit.KeyBtn(kit.Primary, "check", tr("scripts.save"), p.w.keycap("script_save"), func() { p.w.run("script_save") }))
	p.form.Put(kit.Card(16, kit.Col(10, head, kit.G(kit.VScroll(kit.Pad(0, 8, 0, 8, kit.Col(10, rows...)))), foot)))
	kit.Relay(p.body)
}

func whereOr(p *scriptsPage) string {
	if w := whereInScript(softphone.ScriptPlace{Language: p.lang, Operation: p.at.Operation, Situation: p.at.Situation}, p.pair); w != "" {
		return w
	}
	return p.name(p.chosen)
}

// field is a text field of the form; part is its name in problems.
func (p *scriptsPage) field(part, label, text string, rows int, set func(string)) fyne.CanvasObject {
	var e *kit.Entry
	if rows > 1 {
		e = kit.NewMultiLine(text, "", rows, set)
	} else {
		e = kit.NewEntry(text, "", set)
	}
	p.parts[part+count(0)] = e
	if p.first == nil {
		p.first = e
	}
	return kit.Field(label, e)
}

func (p *scriptsPage) headForm(s softphone.Script) []any {
	tr := p.w.tr
	set := func(part string, change func(*softphone.Script, string)) func(string) {
		return func(v string) {
			next := softphone.ScriptPair{}
			for l, x := range p.pair {
				next[l] = x
			}
			x := next[p.lang]
			change(&x, v)
			next[p.lang] = x
			p.change(next, part+p.lang, false)
		}
	}
	rows := []any{
		p.field("name", tr("scripts.name"), s.Name, 1, set("name", func(x *softphone.Script, v string) { x.Name = v })),
		p.field("about", tr("scripts.about"), s.About, 1, set("about", func(x *softphone.Script, v string) { x.About = v })),
		kit.P(tr("scripts.version", string(s.ID), s.Version), kit.C.Muted, 12.5, kit.Reg),
		kit.Row(8, kit.Btn(kit.Default, "out", tr("scripts.export"), "", p.exportFile), kit.Btn(kit.Default, "plus", tr("scripts.add_situation"), "", func() { p.edits(p.addSituation) })),
	}
	if p.changed(p.chosen) {
		rows = append(rows, kit.Row(0, kit.Btn(kit.Danger, "x", tr("scripts.give_up"), "", func() { p.edits(p.giveUp) })))
	}
	return rows
}

// op makes a setter of a text of the operation that is open, in the language that is open.
func (p *scriptsPage) op(part string, change func(*softphone.Operation, string)) func(string) {
	id := p.at.Operation
	return func(v string) {
		p.change(p.pair.Operation(p.lang, id, func(o *softphone.Operation) { change(o, v) }), part+p.lang+string(id), false)
	}
}

func (p *scriptsPage) operationForm(o softphone.Operation) []any {
	tr := p.w.tr
	rows := []any{
		p.field("title", tr("scripts.op.title"), o.Title, 1, p.op("title", func(o *softphone.Operation, v string) { o.Title = v })),
		p.field("sentences", tr("scripts.sentences"), strings.Join(o.Sentences, "\n"), 4, p.op("sentences", func(o *softphone.Operation, v string) { o.Sentences = wordingLines(v) })),
		p.field("absent", tr("scripts.absent"), strings.Join(o.Absent, "\n"), 2, p.op("absent", func(o *softphone.Operation, v string) { o.Absent = wordingLines(v) })),
		p.field("hint", tr("scripts.hint"), o.Hint, 1, p.op("hint", func(o *softphone.Operation, v string) { o.Hint = v })),
		kit.Field(tr("scripts.fields"), p.fieldChips(o)),
		kit.Row(8, kit.G(kit.Caption(tr("scripts.choices"))), kit.KeyBtn(kit.Default, "plus", tr("scripts.choice.add"), p.w.keycap("script_choice"), func() { p.w.run("script_choice") })),
	}
	for i := range o.Choices {
		rows = append(rows, p.choiceRow(o, i))
	}
	return rows
}

// fieldChips are the fields of the form: a press has one asked for here, a second makes it required, a third takes it off.
func (p *scriptsPage) fieldChips(o softphone.Operation) fyne.CanvasObject {
	var chips []fyne.CanvasObject
	id := o.ID
	for _, name := range softphone.FieldNames {
		i := slices.IndexFunc(o.Fields, func(f softphone.Field) bool { return f.Name == name })
		fill, line, label := kit.C.Surface, kit.C.Border, p.w.tr("scripts.field."+string(name))
		if i >= 0 {
			fill, line = kit.C.AccentSoft, kit.C.Accent
			if o.Fields[i].Required {
				label += " *"
			}
		}
		chips = append(chips, kit.NewTap(fill, line, 6, kit.Pad(3, 3, 8, 8, kit.T(label, kit.C.Text, 12.5, kit.Reg)), func() {
			p.change(p.pair.OperationInAll(id, func(o *softphone.Operation) { turnField(o, name) }), "", true)
		}))
	}
	return kit.WrapBox(5, 5, chips...)
}

func turnField(o *softphone.Operation, name softphone.FieldName) {
	i := slices.IndexFunc(o.Fields, func(f softphone.Field) bool { return f.Name == name })
	switch {
	case i < 0:
		o.Fields = append(o.Fields, softphone.Field{Name: name})
	case !o.Fields[i].Required:
		o.Fields[i].Required = true
	default:
		o.Fields = slices.Delete(o.Fields, i, i+1)
	}
}

// choiceRow is a choice: its words in one language, and where it leads and what it does in both.
func (p *scriptsPage) choiceRow(o softphone.Operation, i int) fyne.CanvasObject {
	c, id := o.Choices[i], o.ID
	text := kit.NewEntry(c.Text, "", p.op("choice"+count(i), func(o *softphone.Operation, v string) { o.Choices[i].Text = v }))
	p.parts["choices"+count(i)] = text
	inAll := func(change func(*softphone.Choice)) {
		p.change(p.pair.OperationInAll(id, func(o *softphone.Operation) {
			if i < len(o.Choices) {
				change(&o.Choices[i])
			}
		}), "", true)
	}
	to := kit.NewSelect("", p.targets(), targetOf(c), func(v string) { inAll(func(c *softphone.Choice) { setTarget(c, v) }) })
	act := kit.NewSelect("", p.actions(), string(c.Action), func(v string) {
		inAll(func(c *softphone.Choice) { c.Action = softphone.ScriptAction(v) })
	})
	move := kit.Btn(kit.Ghost, "down", "", "", func() {
		p.change(p.pair.OperationInAll(id, func(o *softphone.Operation) {
			if i+1 < len(o.Choices) {
				o.Choices[i], o.Choices[i+1] = o.Choices[i+1], o.Choices[i]
			}
		}), "", true)
	}).WithHint(p.w.tr("scripts.choice.down"))
	gone := kit.Btn(kit.Ghost, "x", "", "", func() {
		p.change(p.pair.OperationInAll(id, func(o *softphone.Operation) {
			if i < len(o.Choices) {
				o.Choices = slices.Delete(o.Choices, i, i+1)
			}
		}), "", true)
	}).WithHint(p.w.tr("scripts.choice.remove"))
	return kit.Well(kit.Col(6, kit.Row(8, kit.Keycap(count(i+1)), kit.G(text), move, gone), kit.RowS(8, kit.G(to), kit.G(act))))
}

// targets are all places that a choice can lead to.
func (p *scriptsPage) targets() []kit.Option {
	tr := p.w.tr
	s := p.pair[p.lang]
	out := []kit.Option{{Value: "", Label: tr("scripts.to.stay")}}
	for _, o := range s.Operations {
		out = append(out, kit.Option{Value: "to:" + string(o.ID), Label: "→ " + titleOr(o.Title, string(o.ID))})
	}
	sits := slices.Clone(s.Situations)
	if s.ID != softphone.GeneralScript {
		for _, g := range p.state.Scripts {
			if g.ID == softphone.GeneralScript && g.Language == p.lang {
				sits = append(sits, g.Situations...)
			}
		}
	}
	for _, x := range sits {
		out = append(out, kit.Option{Value: "over:" + string(x.ID), Label: tr("scripts.to.over", titleOr(x.Title, string(x.ID)))})
	}
	for _, id := range p.ids() {
		if id != s.ID {
			out = append(out, kit.Option{Value: "run:" + string(id), Label: tr("scripts.to.run", p.name(id))})
		}
	}
	return out
}

func targetOf(c softphone.Choice) string {
	switch {
	case c.To != "":
		return "to:" + string(c.To)
	case c.Over != "":
		return "over:" + string(c.Over)
	case c.Run != "":
		return "run:" + string(c.Run)
	}
	return ""
}

func setTarget(c *softphone.Choice, v string) {
	c.To, c.Over, c.Run = "", "", ""
	kind, id, _ := strings.Cut(v, ":")
	switch kind {
	case "to":
		c.To = softphone.OperationID(id)
	case "over":
		c.Over = softphone.SituationID(id)
	case "run":
		c.Run = softphone.ScriptID(id)
	}
}

func (p *scriptsPage) actions() []kit.Option {
	out := []kit.Option{{Value: "", Label: p.w.tr("scripts.act.none")}}
	for _, a := range softphone.ScriptActions {
		out = append(out, kit.Option{Value: string(a), Label: p.w.tr("scripts.act." + string(a))})
	}
	return out
}

// sit makes a setter of a text of the situation that is open.
func (p *scriptsPage) sit(part string, change func(*softphone.Situation, string)) func(string) {
	id := p.at.Situation
	return func(v string) {
		p.change(p.pair.Situation(p.lang, id, func(x *softphone.Situation) { change(x, v) }), part+p.lang+string(id), false)
	}
}

func (p *scriptsPage) situationForm(x softphone.Situation) []any {
	tr := p.w.tr
	id := x.ID
	act := kit.NewSelect("", p.actions(), string(x.Action), func(v string) {
		p.change(p.pair.SituationInAll(id, func(x *softphone.Situation) { x.Action, x.Run = softphone.ScriptAction(v), "" }), "", true)
	})
	rows := []any{
		kit.RowS(10, kit.GW(3, p.field("title", tr("scripts.op.title"), x.Title, 1, p.sit("title", func(x *softphone.Situation, v string) { x.Title = v }))),
			kit.G(p.field("key", tr("scripts.key"), x.Key, 1, p.sit("key", func(x *softphone.Situation, v string) { x.Key = strings.ToUpper(strings.TrimSpace(v)) })))),
		p.field("sentences", tr("scripts.sentences"), strings.Join(x.Sentences, "\n"), 5, p.sit("sentences", func(x *softphone.Situation, v string) { x.Sentences = wordingLines(v) })),
		p.field("hint", tr("scripts.hint"), x.Hint, 1, p.sit("hint", func(x *softphone.Situation, v string) { x.Hint = v })),
		kit.RowS(10, kit.G(kit.Field(tr("scripts.action"), act)), kit.G(p.field("label", tr("scripts.label"), x.Label, 1, p.sit("label", func(x *softphone.Situation, v string) { x.Label = v })))),
	}
	for i, o := range x.Others {
		rows = append(rows, p.field("others", tr("scripts.others", tr("scripts.hearer."+string(o.To))), o.Text, 2, p.sit("others"+count(i), func(x *softphone.Situation, v string) {
			if i < len(x.Others) {
				x.Others[i].Text = strings.Join(wordingLines(v), " ")
			}
		})))
	}
	for _, to := range softphone.Hearers {
		if slices.ContainsFunc(x.Others, func(o softphone.Aside) bool { return o.To == to }) {
			continue
		}
		rows = append(rows, kit.Row(0, kit.Btn(kit.Ghost, "plus", tr("scripts.others", tr("scripts.hearer."+string(to))), "", func() {
			p.change(p.pair.SituationInAll(id, func(x *softphone.Situation) { x.Others = append(x.Others, softphone.Aside{To: to}) }), "", true)
		})))
	}
	return rows
}
