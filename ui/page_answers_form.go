package ui

import (
	"slices"
	"strings"

	"anteroom/softphone"
	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// answerFields are the fields of one entry.
type answerFields struct {
	question, answer, next, prices, tags, category *kit.Entry
	faults                                         kit.Box1
	said                                           kit.Box1
	priceBad                                       *kit.Ell
}

func (p *answersPage) all() []*kit.Entry {
	f := p.fields
	return []*kit.Entry{f.question, f.answer, f.next, f.prices, f.tags, f.category}
}

func (p *answersPage) typing() bool {
	return slices.ContainsFunc(p.all(), func(e *kit.Entry) bool { return e != nil && e.Focused() })
}

// drawPane shows the entry chosen.
func (p *answersPage) drawPane() {
	tr := p.w.tr
	p.fields = answerFields{faults: kit.Slot(), said: kit.Slot()}
	if p.chosen == "" {
		p.pane.Put(kit.Col(12, kit.P(tr("answers.pick"), kit.C.Muted, kit.Body, kit.Reg), kit.Fill()))
		return
	}
	f, e := &p.fields, p.edit
	leave := func(on bool) {
		if !on {
			p.save()
		}
	}
	line := func(v, hint string, set func(*softphone.FAQEntry, string)) *kit.Entry {
		x := kit.NewEntry(v, hint, func(v string) { set(&p.edit, v); p.derived() })
		x.OnFocus = leave
		x.OnSubmitted = func(string) { p.save() }
		return x
	}
	text := func(v, hint string, rows int, set func(*softphone.FAQEntry, string)) *kit.Entry {
		x := kit.NewMultiLine(v, hint, rows, func(v string) { set(&p.edit, v); p.derived() })
		x.Limit, x.OnFocus = softphone.MaxVerbatim, leave
		return x
	}
	var prices []string
	for _, x := range e.Prices {
		prices = append(prices, x.String())
	}
	f.question = line(e.Question, "", func(e *softphone.FAQEntry, v string) { e.Question = v })
	f.answer = text(e.Answer, "", 4, func(e *softphone.FAQEntry, v string) { e.Answer = v })
	f.next = line(e.Next, tr("answers.next.hint"), func(e *softphone.FAQEntry, v string) { e.Next = v })
	f.category = line(e.Category, "", func(e *softphone.FAQEntry, v string) { e.Category = strings.TrimSpace(v) })
	f.tags = line(strings.Join(e.Tags, ", "), tr("answers.tags.hint"), func(e *softphone.FAQEntry, v string) { e.Tags = softphone.SplitTags(v) })
	f.priceBad = remark(kit.C.Danger)
	f.prices = kit.NewMultiLine(strings.Join(prices, "\n"), tr("answers.prices.hint"), 2, func(v string) {
		prices, err := softphone.ParsePrices(v)
		if err != nil {
			note(f.priceBad, tr("answers.prices.wrong"))
			return
		}
		note(f.priceBad, "")
		p.edit.Prices = prices
		p.derived()
	})
	f.prices.OnFocus = leave
	f.prices.Limit = softphone.MaxVerbatim
	head := kit.Row(8, kit.G(kit.T(tr("answers.entry"), kit.C.Text, kit.Head, kit.Semi)),
		kit.Btn(kit.Danger, "x", tr("answers.remove"), "", p.remove), kit.Btn(kit.Primary, "check", tr("answers.save"), "", p.save))
	p.pane.Put(kit.Col(8, head, kit.G(kit.VScroll(kit.Pad(0, 0, 0, 10, kit.Col(8,
		kit.Field(tr("answers.question"), f.question), kit.Field(tr("answers.answer"), f.answer), kit.Field(tr("answers.next"), f.next),
		kit.RowS(8, kit.G(kit.Field(tr("answers.category"), f.category)), kit.G(kit.Field(tr("answers.tags"), f.tags))),
		kit.Field(tr("answers.prices"), f.prices), f.priceBad, f.faults, f.said))))))
	p.derived()
}

// derived shows what is wrong with the entry, and how it is said.
func (p *answersPage) derived() {
	f := p.fields
	var a []any
	for _, x := range p.edit.Faults() {
		fg := kit.C.Warn
		if x.Blocks() {
			fg = kit.C.Danger
		}
		a = append(a, kit.Row(6, kit.Top(kit.Pad(2, 0, 0, 0, kit.Icon("warn", fg, 13))), kit.G(kit.P(p.w.tr("faq.fault."+string(x)), fg, kit.Small, kit.Med))))
	}
	if len(a) == 0 {
		a = append(a, kit.Row(6, kit.Icon("check", kit.C.Ok, 13), kit.G(kit.E(p.w.tr("answers.sound"), kit.C.Ok, kit.Small, kit.Reg))))
	}
	f.faults.Put(kit.Col(4, a...))
	runs := p.edit.Said()
	if p.edit.Next != "" {
		runs = append(runs, softphone.Run{Text: " "}, softphone.Run{Text: p.edit.Next, Kind: softphone.Filled})
	}
	f.said.Put(sayBox(p.w.tr("desk.say"), runs, p.w.tr))
	kit.Relay(p.pane.Container)
}

// answerRow is an entry in the list.
type answerRow struct {
	widget.BaseWidget
	question, under, fault *kit.Ell
	body                   fyne.CanvasObject
}

func newAnswerRow() fyne.CanvasObject {
	r := &answerRow{question: kit.E("", kit.C.Text, kit.Line, kit.Med), under: kit.E("", kit.C.Muted, kit.Small, kit.Reg),
		fault: kit.E("", kit.C.Warn, kit.Small, kit.Med)}
	r.body = kit.Stack(kit.Pad(5, 5, 16, 16, kit.Col(0, kit.RowS(10, kit.G(r.question), kit.W(230, r.fault)), r.under)), kit.Col(0, kit.Fill(), kit.LineH(kit.C.Border)))
	r.ExtendBaseWidget(r)
	return r
}

func (r *answerRow) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(r.body) }

func (r *answerRow) set(question, under, fault string) {
	r.question.Set(question)
	r.under.Set(under)
	if fault != "" {
		fault = "⚠ " + fault
	}
	r.fault.Set(fault)
}
