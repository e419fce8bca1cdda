package ui

import (
	"context"

	"anteroom/softphone"
	"anteroom/ui/kit"
)

// passesOf shows the runs of scripts through a call, with what was said.
func (p *journalPage) passesOf(c softphone.Call) []any {
	a := []any{kit.LineH(kit.C.Border), kit.T(p.w.tr("journal.passes_title"), kit.C.Text, 14, kit.Semi)}
	lines := presentPasses(c, p.state, p.kept, p.w.now(), p.w.tr)
	if len(lines) == 0 {
		return append(a, kit.P(p.w.tr("journal.no_steps"), kit.C.Muted, kit.Line, kit.Reg))
	}
	for _, run := range lines {
		a = append(a, kit.Col(0, kit.E(run.Title, kit.C.Text, kit.Line, kit.Semi), kit.P(run.How, kit.C.Muted, 12.5, kit.Reg)))
		for _, s := range run.Steps {
			stay := []any{kit.E(s.Name, kit.C.Text, kit.Line, kit.Med), kit.P(s.Words, kit.C.Muted, 12.5, kit.Reg)}
			if s.Said != "" {
				stay = append(stay, kit.P(s.Said, kit.C.Text, 12.5, kit.Reg))
			}
			a = append(a, kit.Pad(0, 0, 10, 0, kit.Col(0, stay...)))
		}
	}
	return a
}

// readScripts reads the versions that the chosen call ran, which may have been replaced since.
func (p *journalPage) readScripts() {
	if p.w.scripts.Book == nil {
		return
	}
	for _, c := range p.book.items {
		if c.ID != p.chosen {
			continue
		}
		for _, run := range c.Passes {
			key := keyOfPass(run)
			if _, have := p.kept[key]; have || run.Version == 0 {
				continue
			}
			p.w.read(func(ctx context.Context) func() {
				sc, err := p.w.scripts.Book.Script(ctx, key.id, key.language, key.version)
				if err != nil { // told in the words of the newest
					return nil
				}
				return func() {
					if p.kept == nil {
						p.kept = map[scriptKey]softphone.Script{}
					}
					p.kept[key] = sc
					p.showDetail()
				}
			})
		}
	}
}
