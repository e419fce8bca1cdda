package ui

import (
	"anteroom/softphone"
	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
)

// house is the section of the settings on presence, reception hours and what is not told: of the office, or of a principal.
func (p *settingsPage) house() fyne.CanvasObject {
	tr := p.w.tr
	opts := []kit.Option{{Value: "", Label: tr("house.office")}}
	for _, x := range p.state.Principals {
		opts = append(opts, kit.Option{Value: string(x.ID), Label: x.Name()})
	}
	if _, ok := p.state.Principal(p.houseOf); !ok {
		p.houseOf = ""
	}
	whose := kit.NewSelect("user", opts, string(p.houseOf), func(v string) {
		p.housed.late.flush()
		p.houseOf = softphone.PrincipalID(v)
		p.turn("house")
	})
	p.housed = newHousePane(p.w, p.houseOf)
	var ends []any
	for _, k := range softphone.PresenceKinds {
		if key, ok := softphone.PresenceEnds(k); ok {
			ends = append(ends, kit.G(p.field(key)))
		}
	}
	return kit.Col(12, kit.Row(10, kit.T(tr("house.whose"), kit.C.Muted, kit.Line, kit.Med), kit.W(280, whose), kit.Fill()), p.housed.object(),
		kit.Card(16, kit.Col(8, kit.Heading(tr("house.ends")), kit.P(tr("house.ends.why"), kit.C.Muted, kit.Small, kit.Reg),
			kit.RowS(10, ends[:3]...), kit.RowS(10, append(ends[3:], kit.G(kit.Empty(0, 0)))...))))
}
