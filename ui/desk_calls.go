package ui

import (
	"image/color"
	"reflect"

	"anteroom/softphone"
	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
)

// callColumn is the left column. A card stays the same object while its call lives, so that a tick changes only
// figures.
type callColumn struct {
	w     *Window
	cards map[softphone.CallID]*callView
	shown deskCalls // without the ticks
	list  kit.Box1
	body  fyne.CanvasObject
	built int // how often the column was laid out anew, for tests
}

func newCallColumn(w *Window) *callColumn {
	c := &callColumn{w: w, cards: map[softphone.CallID]*callView{}, list: kit.Slot()}
	c.body = kit.VScroll(kit.Pad(0, 0, 0, 8, c.list.Container))
	return c
}

func (c *callColumn) object() fyne.CanvasObject { return c.body }

func (c *callColumn) paint(d deskCalls) {
	ticks := d.Ticks
	d.Ticks = nil
	if c.list.Objects == nil || !reflect.DeepEqual(d, c.shown) {
		c.shown = d
		c.lay(d)
		kit.Relay(c.body)
	}
	for id, t := range ticks {
		if v := c.cards[id]; v != nil {
			v.tick(t)
		}
	}
}

// lay sets the groups out anew, keeping the cards whose call has not changed.
func (c *callColumn) lay(d deskCalls) {
	c.built++
	old := c.cards
	c.cards = map[softphone.CallID]*callView{}
	var a []any
	group := func(title, right string, cards []callCard) {
		if len(cards) == 0 {
			return
		}
		a = append(a, kit.Pad(6, 0, 0, 0, groupLabel(title, right)))
		for _, card := range cards {
			v := old[card.ID]
			if v == nil || v.card != card {
				v = newCallView(c.w, card)
			}
			c.cards[card.ID] = v
			a = append(a, v.body)
		}
	}
	tr := c.w.tr
	group(tr("desk.group.ringing"), count(len(d.Ringing)), d.Ringing)
	group(tr("desk.group.talking"), count(len(d.Talking)), d.Talking)
	group(tr("desk.group.waiting", c.w.state.Settings.Number(softphone.SetReturnAfter)), count(len(d.Waiting)), d.Waiting)
	if len(a) == 0 {
		a = append(a, kit.Pad(6, 0, 0, 0, groupLabel(tr("desk.group.none"), "")))
	}
	if len(d.Principals) > 0 {
		var rows []any
		for _, p := range d.Principals {
			rows = append(rows, principalRow(c.w, p))
		}
		a = append(a, kit.Pad(6, 0, 0, 0, groupLabel(joinDots(tr("desk.group.principals"), officeOpen(d.Open, tr)), c.w.keycap("page.policy"))), kit.Card(6, kit.Col(0, rows...)))
	}
	if len(d.Ended) > 0 {
		var rows []any
		for _, card := range d.Ended {
			rows = append(rows, endedRow(c.w, card))
		}
		a = append(a, kit.Pad(6, 0, 0, 0, groupLabel(tr("desk.group.ended"), "")), kit.Card(6, kit.Col(0, rows...)))
	}
	c.list.Put(kit.Col(8, a...))
}

func groupLabel(s, right string) fyne.CanvasObject {
	return kit.Row(6, kit.G(kit.E(s, kit.C.Muted, kit.Small, kit.Semi)), kit.T(right, kit.C.Muted, kit.Small, kit.Reg))
}

// callView is one card.
type callView struct {
	card    callCard
	body    fyne.CanvasObject
	clock   *kit.Digits
	color   color.NRGBA
	ring    *kit.Countdown
	promise *kit.Digits
}

func newCallView(w *Window, card callCard) *callView {
	v := &callView{card: card, color: kit.C.Muted}
	var a []any
	switch card.Kind {
	case cardRinging:
		a = v.ringing(w)
	case cardWaiting:
		a = v.waiting(w)
	default:
		a = v.talking(w)
	}
	if card.Trouble != "" {
		a = append(a, noteLine("warn", kit.C.Danger, card.Trouble))
	}
	fill, line := kit.C.Surface, kit.C.Border
	if card.Selected {
		fill, line = kit.C.AccentSoft, kit.C.Accent
	}
	switch {
	case card.Due:
		line = kit.C.Danger
	case card.Kind == cardWaiting && card.Soon && !card.Selected:
		line = kit.C.WarnLine
	}
	show := func() { w.selectCall(card.ID) }
	v.body = kit.NewTouch(fill, line, 8, kit.Pad(10, 10, 12, 12, kit.Col(8, a...)), show).WithHint(w.tr("desk.select.hint", card.Name))
	return v
}

func (v *callView) tick(t callTick) {
	if v.clock != nil {
		v.clock.Set(t.Clock, v.color)
	}
	if v.ring != nil {
		v.ring.Set(t.Left, t.Of)
	}
	if v.promise != nil {
		c := kit.C.Accent
		if t.PromiseLate {
			c = kit.C.Danger
		}
		v.promise.Set(t.Promise, c)
	}
}

func (v *callView) ringing(w *Window) []any {
	card := v.card
	c := ringColor(card.Ring, card.AnswerBy)
	a := []any{kit.Row(8, kit.Icon("bell", c, 18), kit.G(kit.E(card.Name, kit.C.Text, 14, kit.Semi)), kit.Keycap(card.Key))}
	if card.Under != "" {
		a = append(a, kit.E(card.Under, kit.C.Muted, 12.5, kit.Reg))
	}
	words := card.RingText
	if card.Changing != "" {
		words = card.Changing
	}
	return append(a, kit.Row(8, kit.Meter(card.Ring, card.AnswerBy, meterWidth(card.AnswerBy, 26), 6, c), kit.Fill(), kit.T(words, c, 12.5, kit.Semi)))
}

// meterWidth keeps a meter of many rings as wide as one of four.
func meterWidth(of int, w float32) float32 { return min(w, (w*4+12)/float32(of)-4) }

// ringColor: green while there is time, amber on the last ring, red after it.
func ringColor(n, by int) color.NRGBA {
	switch {
	case n > by:
		return kit.C.Danger
	case n == by:
		return kit.C.Warn
	}
	return kit.C.Ok
}

func (v *callView) talking(w *Window) []any {
	card := v.card
	icon := "phone"
	if card.Kind == cardDialling {
		icon = "out"
	}
	v.color = kit.C.Text
	v.clock = kit.Num("", v.color, 14, kit.Semi)
	under := card.Under
	if card.Changing != "" {
		under = card.Changing
	}
	a := []any{kit.Row(8, kit.Icon(icon, kit.C.Accent, 18), kit.G(kit.E(card.Name, kit.C.Text, 14, kit.Semi)), v.clock)}
	if under != "" {
		a[0] = kit.Col(2, a[0], kit.Row(8, kit.Empty(18, 1), kit.G(kit.E(under, kit.C.Muted, 12.5, kit.Reg))))
	}
	var marks []fyne.CanvasObject
	if card.Muted != "" {
		marks = append(marks, mutedPill(w))
	}
	if card.Record != "" {
		marks = append(marks, kit.Pill(card.Record, kit.C.Danger, kit.C.DangerSoft, kit.Mark("rec", kit.C.Danger, 12)))
	}
	if len(marks) > 0 {
		a = append(a, kit.WrapBox(6, 4, marks...))
	}
	return a
}

func (v *callView) waiting(w *Window) []any {
	card := v.card
	v.ring = kit.NewCountdown(0, 1, 42)
	v.clock = kit.Num("", v.color, 12, kit.Reg)
	under := card.Under
	if card.Changing != "" {
		under = card.Changing
	}
	info := kit.Col(2,
		kit.Row(6, kit.G(kit.E(card.Name, kit.C.Text, 14, kit.Semi)), kit.Keycap(card.Key)),
		kit.Row(6, kit.G(kit.E(under, kit.C.Muted, 12.5, kit.Reg)), v.clock))
	a := []any{kit.Row(12, v.ring, kit.G(info))}
	if card.Promise {
		v.promise = kit.Num("", kit.C.Accent, 12.5, kit.Med)
		a = append(a, kit.Row(6, kit.Icon("clock", kit.C.Accent, 13), v.promise, kit.Fill()))
	}
	if card.Stopped != "" {
		a = append(a, noteLine("note", kit.C.Muted, card.Stopped))
	}
	var pills []fyne.CanvasObject
	pill := func(s string, warn bool, icon string) {
		if s == "" {
			return
		}
		fg, bg := kit.C.Muted, kit.C.Sunken
		if warn {
			fg, bg = kit.C.Warn, kit.C.WarnSoft
		}
		pills = append(pills, kit.Pill(s, fg, bg, kit.Icon(icon, fg, 13)))
	}
	pill(card.Redirects, card.ManyRedirect, "warn")
	pill(card.LongWait, true, "clock")
	pill(card.Returns, false, "back")
	if len(pills) > 0 {
		a = append(a, kit.WrapBox(6, 4, pills...))
	}
	if card.Free != "" {
		a = append(a, freeNow(w, card))
	}
	if card.Due {
		on := kit.C.OnState
		back := func() {
			w.press(func(p softphone.Press) softphone.Event { p.Call = card.ID; return softphone.ReturnPressed{Press: p} })
		}
		face := kit.Row(8, kit.Icon("back", on, 16), kit.G(kit.E(w.tr("desk.back_now"), on, kit.Line, kit.Semi)),
			kit.KeycapC(card.Key, on, kit.None, kit.Alpha(on, 0x90)))
		a = append(a, kit.NewTouch(kit.C.Danger, kit.None, 6, kit.Stack(kit.Empty(0, 32), kit.Pad(0, 0, 10, 8, face)), back))
	}
	return a
}

// noteLine is a wrapped line with a small icon before it.
func noteLine(icon string, c color.NRGBA, s string) fyne.CanvasObject {
	fg := kit.C.Text
	if c == kit.C.Danger {
		fg = c
	}
	return kit.Row(6, kit.Top(kit.Pad(2, 0, 0, 0, kit.Icon(icon, c, 13))), kit.G(kit.PL(3, 12.5, kit.Span{S: s, C: fg})))
}

func endedRow(w *Window, card callCard) fyne.CanvasObject {
	bg, line := kit.None, kit.None
	if card.Selected {
		bg, line = kit.C.AccentSoft, kit.C.AccentLine
	}
	return kit.NewTouch(bg, line, 6, kit.Pad(4, 4, 8, 8, kit.Row(10, kit.G(kit.Col(0, kit.E(card.Name, kit.C.Text, kit.Line, kit.Med),
		kit.E(card.How, kit.C.Muted, kit.Small, kit.Reg))), kit.Num(card.When, kit.C.Muted, 12.5, kit.Reg))), func() { w.selectCall(card.ID) })
}

func principalRow(w *Window, p principalCard) fyne.CanvasObject {
	lines := []any{kit.E(p.Name, kit.C.Text, kit.Line, kit.Med)}
	for _, under := range []string{p.Position, p.Open} {
		if under != "" {
			lines = append(lines, kit.E(under, kit.C.Muted, kit.Small, kit.Reg))
		}
	}
	fg := kit.C.Muted
	if p.Late {
		fg = kit.C.Warn
	}
	where := kit.W(min(152, kit.TextWidth(p.Where, 12.5, kit.Reg)+1), kit.E(p.Where, fg, 12.5, kit.Reg))
	beside := []any{kit.Row(4, kit.Fill(), where)}
	if p.Late {
		beside = []any{kit.Row(4, kit.Fill(), kit.Icon("clock", fg, 13), where)}
	}
	if p.Reach.Word != "" {
		beside = append(beside, reachLine(p.Reach))
	}
	row := kit.Row(10, presenceMark(p.Presence, 13), kit.G(kit.Col(0, lines...)), kit.Col(2, beside...))
	change := func() { w.where.ask(p.Who) }
	return kit.NewTouch(kit.None, kit.None, 6, kit.Pad(4, 4, 8, 8, row), change).WithHint(joinDots(w.tr("desk.presence.hint", p.Name), p.Reach.Note))
}

// presenceMark is a principal's whereabouts as a shape.
func presenceMark(k softphone.PresenceKind, size float32) fyne.CanvasObject {
	name, c := "in", kit.C.Ok
	switch k {
	case softphone.PresenceBusy:
		name, c = "busy", kit.C.Danger
	case softphone.PresenceMeeting:
		name, c = "meeting", kit.C.Warn
	case softphone.PresenceOut:
		name, c = "out", kit.C.Muted
	case softphone.PresenceTravel:
		name, c = "travel", kit.C.Accent
	case softphone.PresenceIll:
		name, c = "ill", kit.C.Danger
	}
	return kit.Mark(name, c, size)
}
