package ui

import (
	"time"

	"anteroom/softphone"
	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
)

// problemsListed is how many problems have room.
const problemsListed = 12

// aside is what the desk would show, and what is to be looked at.
func (p *scriptsPage) aside() {
	if p.chosen == "" {
		p.side.Put(p.greetingSide())
	} else {
		p.side.Put(p.scriptSide())
	}
	kit.Relay(p.body)
}

func (p *scriptsPage) scriptSide() fyne.CanvasObject {
	tr := inLanguage(p.lang)
	now := p.w.now()
	a := []any{kit.T(p.w.tr("scripts.preview"), kit.C.Text, kit.Head, kit.Semi)}
	show := func(absent bool) {
		g, ok := previewOf(p.state, p.pair, p.lang, p.at, absent, now, tr)
		if !ok || absent && !g.Absent {
			return
		}
		label := g.Title
		if absent {
			label = joinDots(label, p.w.tr("scripts.preview.absent"))
		}
		a = append(a, sayBox(label, g.Sentence, tr))
		if absent {
			return
		}
		var chips []fyne.CanvasObject
		for i, c := range g.Choices {
			chips = append(chips, keyed(count(i+1), c.Text, kit.C.Surface, kit.C.Strong, 30, nil))
		}
		if g.Label != "" {
			chips = append(chips, kit.Btn(kit.Primary, "arrow", g.Label, "", nil))
		}
		if len(chips) > 0 {
			a = append(a, kit.WrapBox(6, 6, chips...))
		}
		if g.Hint != "" {
			a = append(a, kit.P(g.Hint, kit.C.Muted, 12.5, kit.Reg))
		}
	}
	show(false)
	show(true)
	a = append(a, kit.LineH(kit.C.Border))
	return kit.Card(16, kit.VScroll(kit.Pad(0, 0, 0, 8, kit.Col(10, append(a, p.problemList()...)...))))
}

func (p *scriptsPage) problemList() []any {
	tr := p.w.tr
	if len(p.problems) == 0 {
		return []any{kit.Row(8, kit.Icon("check", kit.C.Ok, 16), kit.T(tr("scripts.fine"), kit.C.Text, kit.Line, kit.Med))}
	}
	a := []any{kit.Row(8, kit.G(kit.E(plural(tr, "scripts.problems", len(p.problems)), kit.C.Text, kit.Line, kit.Semi)),
		kit.KeyBtn(kit.Default, "arrow", tr("scripts.next_problem"), p.w.keycap("script_problem"), func() { p.w.run("script_problem") }))}
	for i, x := range p.problems {
		if i == problemsListed {
			a = append(a, kit.T(tr("callback.more", len(p.problems)-problemsListed), kit.C.Muted, 12.5, kit.Reg))
			break
		}
		c := kit.C.Warn
		if x.Blocks() {
			c = kit.C.Danger
		}
		a = append(a, kit.NewTap(kit.C.Sunken, kit.None, 6, kit.Pad(5, 5, 8, 8, kit.Row(8, kit.Icon("warn", c, 14),
			kit.G(kit.P(problemWords(x, p.pair, tr), kit.C.Text, 12.5, kit.Reg)))), func() { p.goTo(x.ScriptPlace) }))
	}
	return a
}

// drawGreeting is the composer: the parts of the greeting, in one language.
func (p *scriptsPage) drawGreeting() fyne.CanvasObject {
	tr := p.w.tr
	lang := kit.NewSegmented([]kit.Option{{Value: "nb", Label: tr("scripts.lang.nb")}, {Value: "en", Label: tr("scripts.lang.en")}}, p.lang, func(v string) { p.turn(v) })
	parts := p.greetingParts()
	set := func(i int) func(string) {
		return func(v string) {
			if !p.mayEdit() {
				return
			}
			k := softphone.GreetingKeys(p.lang)[i]
			p.typedGreeting(k, v)
			p.aside()
		}
	}
	rows := []any{
		kit.Row(10, kit.G(kit.E(tr("scripts.greeting"), kit.C.Text, kit.Head, kit.Semi)), lang),
		kit.P(tr("scripts.greeting.why"), kit.C.Muted, kit.Line, kit.Reg),
		p.field("phrase", tr("scripts.greeting.phrase"), parts.Phrase, 1, set(0)),
		p.field("company", tr("scripts.greeting.company"), parts.Company, 1, set(1)),
		p.field("employee", tr("scripts.greeting.employee"), parts.Employee, 1, set(2)),
		p.field("offer", tr("scripts.greeting.offer"), parts.Offer, 1, set(3)),
		kit.P(tr("scripts.greeting.names"), kit.C.Muted, 12.5, kit.Reg),
		kit.Row(8, kit.Btn(kit.Primary, "smile", tr("scripts.greeting.usual"), "", func() { p.edits(func() { p.setGreeting(softphone.UsualGreeting(p.lang)) }) }),
			kit.Btn(kit.Default, "x", tr("scripts.greeting.none"), "", func() { p.edits(func() { p.setGreeting(softphone.GreetingParts{}) }) })),
	}
	return kit.Card(16, kit.VScroll(kit.Pad(0, 8, 0, 8, kit.Col(10, rows...))))
}

// greetingParts are those of the settings, with what was typed and is on its way there.
func (p *scriptsPage) greetingParts() softphone.GreetingParts {
	s := softphone.Settings{}
	for k, v := range p.state.Settings {
		s[k] = v
	}
	for k, v := range p.greeting {
		s[k] = v
	}
	return s.GreetingSet(p.lang)
}

func (p *scriptsPage) typedGreeting(k softphone.SettingKey, v string) {
	if p.greeting == nil {
		p.greeting = map[softphone.SettingKey]string{}
	}
	p.greeting[k] = v
	p.late.put(string(k), func() softphone.Event {
		return softphone.SettingChanged{Press: softphone.Press{At: softphone.At{At: p.w.now()}}, Key: k, Value: v}
	})
}

func (p *scriptsPage) setGreeting(g softphone.GreetingParts) {
	for i, v := range []string{g.Phrase, g.Company, g.Employee, g.Offer} {
		p.typedGreeting(softphone.GreetingKeys(p.lang)[i], v)
	}
	p.late.flush()
	p.show()
}

// greetingSide is the greeting as it is said at three times of the day, and what it lacks.
func (p *scriptsPage) greetingSide() fyne.CanvasObject {
	say := p.w.tr
	tr := inLanguage(p.lang)
	parts := p.greetingParts()
	a := []any{kit.T(say("scripts.preview"), kit.C.Text, kit.Head, kit.Semi)}
	if parts.Sentence() == "" {
		a = append(a, kit.P(say("scripts.greeting.own"), kit.C.Muted, kit.Line, kit.Reg))
		return kit.Card(16, kit.VScroll(kit.Col(10, a...)))
	}
	now := p.w.now()
	said := softphone.Text(softphone.GreetingNow(p.state, parts, p.lang, now))
	found := softphone.LintGreeting(p.state, parts, p.lang, now)
	for _, f := range found {
		a = append(a, kit.Row(8, kit.Icon("warn", kit.C.Warn, 16), kit.G(kit.P(findingWords(f, say), kit.C.Text, kit.Line, kit.Reg))))
	}
	if len(found) == 0 {
		a = append(a, kit.Row(8, kit.Icon("check", kit.C.Ok, 16), kit.T(say("scripts.greeting.fine"), kit.C.Text, kit.Line, kit.Med)))
	}
	a = append(a, kit.P(say("scripts.greeting.takes", int(softphone.Spoken(said)/time.Second)), kit.C.Muted, 12.5, kit.Reg))
	for _, x := range greetingsOfDay(p.state, parts, p.lang, now) { // under what it lacks: three long ones are higher than the window
		a = append(a, sayBox(x.hours, x.said, tr))
	}
	return kit.Card(16, kit.VScroll(kit.Pad(0, 0, 0, 8, kit.Col(10, a...))))
}

// heard is a greeting and the times of day it is said at.
type heard struct {
	hours string
	said  []softphone.Run
}

// greetingsOfDay is the greeting at three times of the day, each wording once.
func greetingsOfDay(s softphone.State, parts softphone.GreetingParts, lang string, now time.Time) (out []heard) {
	for _, hour := range []int{9, 14, 19} {
		at := time.Date(now.Year(), now.Month(), now.Day(), hour, 0, 0, 0, now.Location())
		said := softphone.GreetingNow(s, parts, lang, at)
		if n := len(out); n > 0 && softphone.Text(out[n-1].said) == softphone.Text(said) {
			out[n-1].hours = joinDots(out[n-1].hours, at.Format("15:04"))
			continue
		}
		out = append(out, heard{at.Format("15:04"), said})
	}
	return out
}
