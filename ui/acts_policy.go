package ui

import (
	"context"

	"anteroom/softphone"
)

// policyCommands are what the policy page hears.
func policyCommands() []*command {
	on := func(do func(*policyPage)) func(*Window, string) {
		return just(func(w *Window) {
			if p := w.pages[pagePolicy].(*policyPage); p.built != "" {
				do(p)
			}
		})
	}
	return []*command{
		{id: "policy_new", keys: keys("Insert"), icon: "plus", where: onPolicy, do: on(func(p *policyPage) { p.rows[p.current-1].add() })},
		{id: "policy_undo", keys: keys("Ctrl+U"), icon: "back", where: onPolicy, do: on((*policyPage).undo)},
		{id: "policy_history", keys: keys("Ctrl+H"), icon: "clock", where: onPolicy, do: on(func(p *policyPage) { p.side.history() })},
		{id: "policy_print", keys: keys("Ctrl+P"), icon: "print", where: onPolicy, do: on((*policyPage).print)},
		{id: "policy_try", keys: keys("Ctrl+T"), icon: "search", where: onPolicy, do: on(func(p *policyPage) { p.side.try.focus() })},
		{id: "policy_not_told", keys: keys("Ctrl+L"), icon: "x", where: onPolicy, do: on(func(p *policyPage) { p.foot.turn() })},
		{id: "policy_up", keys: keys("Up"), where: onPolicy, do: on(func(p *policyPage) { p.pick(p.current - 1) })},
		{id: "policy_down", keys: keys("Down"), where: onPolicy, do: on(func(p *policyPage) { p.pick(p.current + 1) })},
		{id: "policy_fix", where: onPolicy, args: proposalOf, caps: "1–3", do: func(w *Window, n string) {
			if p := w.pages[pagePolicy].(*policyPage); p.built != "" {
				p.side.fix(int(n[0] - '1'))
			}
		}},
	}
}

func proposalOf(r rune) (string, bool) { return string(r), r >= '1' && r <= '3' }

// print writes the sheet as one page, and shows where.
func (p *policyPage) print() {
	p.late.flush()
	x, w, company, language := p.edit, p.w, p.w.state.Settings.Get(softphone.SetCompany), p.w.lang
	w.read(func(ctx context.Context) func() {
		printed, err := w.printer.PrintSheet(ctx, x, language, company)
		return func() {
			if err != nil {
				w.refuse(err)
				return
			}
			w.notify(noticeDone, w.tr("policy.printed", printed.File))
		}
	})
}
