package ui

import (
	"slices"
	"strings"

	"anteroom/softphone"
	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
)

// notToldCard is the list of what is not told by telephone, each with what is suggested instead.
func (p *housePane) notToldCard() fyne.CanvasObject {
	tr := p.w.tr
	p.drawMatters()
	add := kit.Btn(kit.Default, "plus", tr("house.not_told.add"), "", func() {
		p.list = append(slices.Clone(p.list), softphone.NotTold{Owner: p.owner, Instead: softphone.InWriting})
		p.drawMatters()
		kit.Relay(p.body)
	})
	title := tr("house.not_told")
	if p.owner == "" {
		title = tr("house.not_told.office")
	}
	return kit.Card(16, kit.Col(8, kit.Row(10, kit.Icon("x", kit.C.Text, 15), kit.T(title, kit.C.Text, kit.Head, kit.Semi),
		kit.G(kit.E(tr("house.not_told.hint"), kit.C.Muted, kit.Line, kit.Reg)), add), p.matters))
}

func (p *housePane) drawMatters() {
	tr := p.w.tr
	var a []any
	for i, n := range p.list {
		field := func(key, v string, set func(*softphone.NotTold, string)) fyne.CanvasObject {
			e := kit.NewEntry(v, tr("house.not_told."+key), func(v string) {
				p.changeMatter(i, func(n *softphone.NotTold) { set(n, v) })
			})
			e.OnFocus = p.leave
			return e
		}
		var opts []kit.Option
		for _, x := range softphone.Insteads {
			opts = append(opts, kit.Option{Value: string(x), Label: tr("house.instead." + string(x))})
		}
		instead := kit.NewSelect("", opts, string(n.Instead), func(v string) {
			p.changeMatter(i, func(n *softphone.NotTold) { n.Instead = softphone.Instead(v) })
			p.late.flush()
		})
		remove := kit.Btn(kit.Ghost, "x", "", "", func() {
			p.list = slices.Delete(slices.Clone(p.list), i, i+1)
			p.sendMatters()
			p.late.flush()
			p.drawMatters()
			kit.Relay(p.body)
		})
		a = append(a, kit.RowS(6, kit.G(field("matter", n.Matter, func(n *softphone.NotTold, v string) { n.Matter = v })),
			kit.G(field("words", n.Words, func(n *softphone.NotTold, v string) { n.Words = v })), kit.W(168, instead),
			kit.GW(1.4, field("say", n.Say, func(n *softphone.NotTold, v string) { n.Say = v })), remove))
	}
	if len(a) == 0 {
		a = append(a, kit.P(tr("house.not_told.none"), kit.C.Muted, kit.Line, kit.Reg))
	}
	p.matters.Put(kit.Col(6, a...))
}

func (p *housePane) changeMatter(i int, change func(*softphone.NotTold)) {
	if i >= len(p.list) {
		return
	}
	p.list = slices.Clone(p.list)
	change(&p.list[i])
	p.sendMatters()
}

// given is the list without rows that are not filled in yet.
func (p *housePane) given() (out []softphone.NotTold) {
	for _, n := range p.list {
		if n.Matter = strings.TrimSpace(n.Matter); n.Matter != "" {
			out = append(out, n)
		}
	}
	return out
}

func (p *housePane) sendMatters() {
	list, at, owner := p.given(), p.w.now(), p.owner
	p.late.put("matters", func() softphone.Event {
		return softphone.NotToldSaved{Press: softphone.Press{At: softphone.At{At: at}}, Owner: owner, List: list}
	})
}

// typingMatters tells whether the caret is in the list.
func (p *housePane) typingMatters() bool {
	focused, ok := p.w.canvas().Focused().(fyne.CanvasObject)
	if !ok {
		return false
	}
	return slices.Contains(objectsIn(p.matters.Container), focused)
}

// objectsIn are all objects in a tree of containers.
func objectsIn(o fyne.CanvasObject) (out []fyne.CanvasObject) {
	out = append(out, o)
	if c, ok := o.(*fyne.Container); ok {
		for _, x := range c.Objects {
			out = append(out, objectsIn(x)...)
		}
	}
	return out
}
