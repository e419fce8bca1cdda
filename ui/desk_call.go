package ui

import (
	"image/color"

	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
)

func (t tone) color() color.NRGBA {
	switch t {
	case toneOk:
		return kit.C.Ok
	case toneAccent:
		return kit.C.Accent
	case toneWarn:
		return kit.C.Warn
	case toneDanger:
		return kit.C.Danger
	}
	return kit.C.Muted
}

func (t tone) soft() color.NRGBA {
	switch t {
	case toneOk:
		return kit.C.OkSoft
	case toneAccent:
		return kit.C.AccentSoft
	case toneWarn:
		return kit.C.WarnSoft
	case toneDanger:
		return kit.C.DangerSoft
	}
	return kit.C.Sunken
}

// callPanel is the card of the call in the middle.
type callPanel struct {
	w     *Window
	shown callHead
	drawn bool
	head  kit.Box1
	facts kit.Box1
	tiles kit.Box1
	note  kit.Box1
	clock *kit.Digits
	spare struct{ facts, note *spare }
	body  fyne.CanvasObject
}

func newCallPanel(w *Window, r *room, policy fyne.CanvasObject) *callPanel {
	p := &callPanel{w: w, head: kit.Slot(), facts: kit.Slot(), tiles: kit.Slot(), note: kit.Slot()}
	p.clock = kit.Num("", kit.C.Text, kit.Clock, kit.Semi)
	rows := kit.Col(8, kit.LineH(kit.C.Border), p.facts)
	p.spare.facts, p.spare.note = r.spare(rows), r.spare(p.note.Container)
	p.body = r.card(kit.Col(8, p.head, rows, p.tiles, p.note, policy))
	return p
}

func (p *callPanel) object() fyne.CanvasObject { return p.body }

// paint tells whether anything but the clock changed.
func (p *callPanel) paint(h callHead, clock string) bool {
	p.clock.Set(clock, kit.C.Text)
	if p.drawn && h == p.shown {
		return false
	}
	before := p.shown
	p.shown = h
	if !p.drawn || headPart(before) != headPart(h) {
		p.head.Put(p.drawHead(h))
	}
	if !p.drawn || before.Facts != h.Facts {
		p.facts.Put(drawFacts(h.Facts))
		p.spare.facts.want(h.Facts[0].Name != "")
	}
	if !p.drawn || before.Tiles != h.Tiles {
		p.tiles.Put(p.drawTiles(h.Tiles))
	}
	if !p.drawn || before.Hint != h.Hint {
		p.note.Put(kit.Row(6, kit.Fill(), kit.T(h.Hint, kit.C.Text, kit.Small, kit.Med)))
		p.spare.note.want(h.Hint != "")
	}
	p.drawn = true
	return true
}

// mostState is how wide the words for a call's state get in its head.
const mostState = 250

// headPart is what the name's row shows.
func headPart(h callHead) callHead {
	h.Facts, h.Tiles, h.Hint = [4]nameValue{}, [6]actionTile{}, ""
	return h
}

func (p *callPanel) drawHead(h callHead) fyne.CanvasObject {
	fg := kit.C.Text
	if h.ID == "" {
		fg = kit.C.Muted
	}
	name := []any{kit.G(kit.E(h.Name, fg, kit.Title, kit.Semi))}
	if h.Wrong {
		name = append(name, kit.Pill(p.w.tr("desk.end.wrong"), kit.C.Warn, kit.C.WarnSoft, kit.Icon("warn", kit.C.Warn, 13)))
	}
	if h.Record != "" {
		name = append(name, kit.Pill(h.Record, kit.C.Danger, kit.C.DangerSoft, kit.Mark("rec", kit.C.Danger, 12)))
	}
	if h.Lock != "" {
		if h.Record != "" { // both in words would leave the name no room
			h.Lock = ""
		}
		name = append(name, kit.Pill(h.Lock, kit.C.Ok, kit.C.OkSoft, kit.Icon("lock", kit.C.Ok, 13)))
	}
	under := []any{kit.G(kit.E(h.Under, kit.C.Muted, kit.Line, kit.Reg))}
	if h.State != "" { // beside what is under the name, so that no length of it takes room from the name
		c := h.Tone.color()
		name = append(name, p.clock)
		under = append(under, kit.Mark("in", c, 10), kit.W(min(mostState, kit.TextWidth(h.State, 12.5, kit.Med)+1), kit.E(h.State, c, 12.5, kit.Med)))
	}
	rows := []any{kit.Row(16, kit.Avatar(h.Initials, 48), kit.G(kit.Col(2, kit.Row(8, name...), kit.Row(6, under...))))}
	if h.Trouble != "" {
		rows = append(rows, kit.Strip(kit.C.Danger, kit.C.DangerSoft, "warn", kit.P(h.Trouble, kit.C.Text, kit.Line, kit.Med)))
	}
	if h.Advice != "" {
		rows = append(rows, p.drawAdvice(h))
	}
	if h.Asked != "" {
		no, yes := p.w.deed("no"), p.w.deed("yes")
		rows = append(rows, kit.Strip(kit.C.Warn, kit.C.WarnSoft, "arrow", kit.P(h.Asked, kit.C.Text, kit.Line, kit.Med),
			kit.Btn(kit.Default, "", p.w.tr("desk.asked.no"), p.w.keycap("no"), no),
			kit.Btn(kit.Primary, "phone", p.w.tr("desk.asked.yes"), p.w.keycap("yes"), yes)))
	}
	return kit.Col(8, rows...)
}

func drawFacts(f [4]nameValue) fyne.CanvasObject {
	if f[0].Name == "" {
		return nil
	}
	var a []any
	for i, x := range f {
		a = append(a, kit.GW([]float32{1.1, 0.8, 0.9, 1.2}[i], factLines(x)))
	}
	return kit.RowS(16, a...)
}

// factLines is a small name over its value.
func factLines(x nameValue) fyne.CanvasObject {
	return kit.Col(1, kit.E(x.Name, kit.C.Muted, kit.Small, kit.Reg), kit.E(x.Value, kit.C.Text, kit.Line, kit.Med))
}

func (p *callPanel) drawTiles(all [6]actionTile) fyne.CanvasObject {
	var a []any
	for _, t := range all {
		kind := kit.Default
		switch t.Weight {
		case toneAccent:
			kind = kit.Primary
		case toneDanger:
			kind = kit.Danger
		}
		var do func()
		if t.Can {
			id := t.Command
			do = func() { p.w.run(id) }
		}
		a = append(a, kit.G(kit.Tile(kind, t.Icon, t.Label, t.Cap, do).WithHint(p.w.hintOf(t.Command))))
	}
	return kit.RowS(4, a...)
}
