package ui

import (
	"context"

	"anteroom/softphone"
	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
)

// answersShown is how many answers the desk shows at a time.
const answersShown = 5

// answerPanel is the FAQ sheet on the desk: results as she types, Enter lays the chosen one over the script.
type answerPanel struct {
	w     *Window
	entry *kit.Entry
	hits  *kit.Ell
	rows  kit.Box1
	found []softphone.FAQEntry
	total int
	at    int
	inquiry
	failed error
	live   bool
	bar    fyne.CanvasObject // the field, in the row of the caption of the situations
	body   fyne.CanvasObject // the results
}

func newAnswerPanel(w *Window) *answerPanel {
	p := &answerPanel{w: w, rows: kit.Slot()}
	p.entry = kit.NewEntry("", w.tr("answers.search"), func(string) { p.ask() })
	p.entry.OnSubmitted = func(string) { p.await(func() { p.take(p.at) }) }
	p.entry.OnKey = p.key
	p.entry.OnFocus = func(on bool) {
		if on && p.entry.Text == "" {
			p.ask()
		}
		w.bridge.post(p.fit) // after the focus has settled
	}
	p.hits = kit.E("", kit.C.Muted, kit.Small, kit.Reg)
	p.rows.Put(nil)
	p.bar = kit.Row(8, kit.T(w.tr("answers.title"), kit.C.Muted, kit.Small, kit.Semi), kit.G(kit.Hold(slim{}, p.entry)), p.hits, kit.Keycap(w.keycap("answers")))
	p.body = p.rows.Container
	return p
}

// searching tells whether results show in place of the situations.
func (p *answerPanel) searching() bool { return p.live && (p.entry.Focused() || p.entry.Text != "") }

// paint shows the panel while a call lives; it tells whether it came or went.
func (p *answerPanel) paint(s softphone.State) bool {
	c, ok := s.Call(s.Selected)
	live := ok && c.Live()
	if live == p.live {
		return false
	}
	p.live = live
	if !live {
		p.drop()
		p.entry.Put("")
		p.show(nil, 0)
	}
	p.fit()
	return true
}

// fit shows what there is room for.
func (p *answerPanel) fit() {
	if !p.searching() {
		p.rows.Put(nil)
	}
	d := p.w.deskPage()
	if p.searching() && len(p.found) > 0 {
		d.script.situations.Hide()
	} else {
		d.script.situations.Show()
	}
	kit.Relay(d.column)
}

func (p *answerPanel) focus() {
	if !p.live {
		return
	}
	p.w.canvas().Focus(p.entry)
}

// leave empties the search.
func (p *answerPanel) leave() {
	p.drop() // what is still being read is not wanted any more
	p.entry.Put("")
	if p.entry.Focused() {
		p.w.canvas().Unfocus()
	}
	p.show(nil, 0)
	p.fit()
}

// ask reads what fits, first in the language of the desk.
func (p *answerPanel) ask() {
	if p.w.faq == nil {
		return
	}
	n, words, lang := p.inquiry.ask(), p.entry.Text, p.w.lang
	p.w.read(func(ctx context.Context) func() {
		found, total, err := p.w.faq.FindAnswers(ctx, softphone.FAQQuery{Words: words, Language: lang, Limit: answersShown})
		if err == nil && total == 0 {
			found, total, err = p.w.faq.FindAnswers(ctx, softphone.FAQQuery{Words: words, Limit: answersShown})
		}
		return func() {
			if !p.newest(n) || p.w.deskPage().answers != p {
				return
			}
			if p.failed = err; err != nil {
				p.w.refuse(err)
			}
			p.show(found, total)
			p.fit()
			p.settle(err)
		}
	})
}

func (p *answerPanel) show(found []softphone.FAQEntry, total int) {
	p.found, p.total, p.at = found, total, 0
	switch {
	case p.entry.Text == "" && !p.entry.Focused():
		p.hits.Set("")
	default:
		p.hits.Set(plural(p.w.tr, "answers.hits", total))
	}
	p.draw()
}

func (p *answerPanel) draw() {
	if !p.searching() || len(p.found) == 0 {
		p.rows.Put(nil)
		return
	}
	var a []any
	for i, e := range p.found {
		fill := kit.None
		lines := []any{kit.E(e.Question, kit.C.Text, kit.Line, kit.Semi)}
		answer := softphone.Text(e.Said())
		if i == p.at {
			fill = kit.C.AccentSoft
			lines = append(lines, kit.PL(2, kit.Line, kit.Span{S: answer, C: kit.C.Text}))
			if e.Next != "" {
				lines = append(lines, kit.PL(1, kit.Line, kit.Span{S: p.w.tr("answers.then", e.Next), C: kit.C.Accent}))
			}
		} else {
			lines = append(lines, kit.E(answer, kit.C.Muted, 12.5, kit.Reg))
		}
		row := []any{kit.G(kit.Col(1, lines...))}
		if i == p.at {
			row = append(row, kit.Keycap("Enter"))
		}
		a = append(a, kit.NewPick(fill, kit.None, 6, kit.Pad(4, 4, 8, 8, kit.Row(8, row...)), p.w.bridge.post, func() { p.lay(e) }))
	}
	p.rows.Put(kit.Col(2, a...))
}

// key moves among the results.
func (p *answerPanel) key(name fyne.KeyName) bool {
	by := map[fyne.KeyName]int{fyne.KeyUp: -1, fyne.KeyDown: 1}[name]
	if by != 0 && p.inquiry.open() {
		p.await(func() { p.key(name) })
		return true
	}
	if by == 0 || len(p.found) == 0 {
		return false
	}
	p.at = (p.at + by + len(p.found)) % len(p.found)
	p.draw()
	kit.Relay(p.w.deskPage().column)
	return true
}

// take lays an answer over the script of the call shown.
func (p *answerPanel) take(i int) {
	if i >= len(p.found) {
		return
	}
	p.lay(p.found[i])
}

// lay lays an answer over the script.
func (p *answerPanel) lay(e softphone.FAQEntry) {
	p.w.press(func(x softphone.Press) softphone.Event { return softphone.AnswerChosen{Press: x, Entry: e} }, func(softphone.CallID) {
		p.leave()
		p.w.deskPage().middle.ScrollToTop()
	})
}
