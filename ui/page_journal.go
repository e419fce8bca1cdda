package ui

import (
	"context"
	"image/color"
	"net/url"
	"path/filepath"
	"slices"
	"time"

	"anteroom/softphone"
	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// journalPage is the call journal, newest first, and one call beside it.
type journalPage struct {
	w      *Window
	state  softphone.State
	book   *book[softphone.Call]
	rows   []callRow
	list   *kit.List
	empty  kit.Box1
	detail kit.Box1
	chosen softphone.CallID
	kept   map[scriptKey]softphone.Script // versions of scripts, as they are read
	body   fyne.CanvasObject
}

func newJournalPage(w *Window) *journalPage {
	p := &journalPage{w: w, empty: kit.Slot(), detail: kit.Slot()}
	p.book = &book[softphone.Call]{
		fetch: func(ctx context.Context, before time.Time, limit int) ([]softphone.Call, error) {
			return w.journal.Calls(ctx, before, limit)
		},
		stamp: func(c softphone.Call) time.Time { return c.Started },
		key:   func(c softphone.Call) string { return string(c.ID) },
		work:  w.read, shown: p.layOut,
	}
	p.list = kit.NewList(func() int { return len(p.rows) }, p.newRow, p.fill)
	p.list.OnChosen = func(i widget.ListItemID) { p.choose(i) }
	p.list.Heading = func(i widget.ListItemID) bool { return p.rows[i].Heading != "" }
	p.list.HideSeparators = true
	cell := func(k string) fyne.CanvasObject { return headCell(w.tr("journal.head." + k)) }
	columns := tableHead(kit.W(44, cell("time")), kit.W(13, kit.Empty(0, 0)), kit.GW(1.2, cell("who")), kit.GW(0.75, cell("own")), kit.W(32, cell("ring")),
		kit.W(52, cell("talk")), kit.W(72, cell("holds")), kit.W(92, cell("returns")), kit.W(34, cell("steps")), kit.G(cell("end")))
	left := kit.Col(12, kit.PageHead(w.tr("journal.title"), "", kit.Empty(0, 36)),
		kit.G(kit.Panel(kit.Col(0, columns, kit.G(kit.Stack(p.list, p.empty.Container))))))
	right := kit.Stack(kit.Box(kit.C.Surface, kit.C.Border, 8), kit.Pad(16, 16, 16, 8, p.detail.Container))
	p.body = kit.Pad(16, 12, 16, 16, beside(300, 700, left, right))
	p.showDetail()
	return p
}

func (p *journalPage) object() fyne.CanvasObject { return p.body }

func (p *journalPage) shown() {
	p.book.refresh()
	p.layOut()
	p.w.canvas().Focus(p.list)
}

// saved reads the newest page again when something of it has reached the disk.
func (p *journalPage) saved(k softphone.SavedKind) {
	switch {
	case !p.book.begun:
	case k == softphone.SavedCall:
		p.book.refresh()
	case k == softphone.SavedErasure:
		p.book.renew()
	}
}

func (p *journalPage) paint(s softphone.State, _ time.Time) {
	p.state = s
}

func (p *journalPage) layOut() {
	p.rows = presentJournal(p.book.items, p.state, p.w.now(), p.w.tr)
	for i, r := range p.rows {
		h := rowHeight
		if r.Heading != "" {
			h = headingHeight
		}
		p.list.SetItemHeight(i, h)
	}
	p.list.Refresh()
	p.list.Mark(slices.IndexFunc(p.rows, func(r callRow) bool { return r.Heading == "" && r.ID == p.chosen }))
	switch {
	case len(p.rows) > 0:
		p.empty.Put(nil)
	case p.book.trouble != nil:
		p.empty.Put(troubledNotice(p.w, p.book.trouble, p.book.refresh))
	case p.book.loading || !p.book.begun:
		p.empty.Put(emptyWords(p.w.tr("page.loading")))
	default:
		p.empty.Put(emptyWords(p.w.tr("journal.empty")))
	}
	p.showDetail()
}

func (p *journalPage) newRow() fyne.CanvasObject {
	return newLogRow(func(r *logRow) []any {
		return []any{
			kit.W(44, r.cell(kit.Line, kit.Reg)), kit.W(13, r.mark),
			kit.GW(1.2, r.pair()), kit.GW(0.75, r.cell(kit.Line, kit.Reg)), kit.W(32, r.cell(kit.Line, kit.Med)),
			kit.W(52, r.cell(kit.Line, kit.Reg)), kit.W(72, r.cell(kit.Line, kit.Reg)), kit.W(92, r.pair()),
			kit.W(34, r.cell(kit.Line, kit.Reg)), kit.G(r.cell(kit.Line, kit.Reg)),
		}
	})
}

func (p *journalPage) fill(i widget.ListItemID, o fyne.CanvasObject) {
	if i >= len(p.rows) {
		return
	}
	if i > len(p.rows)-15 {
		p.book.next()
	}
	r, v := p.rows[i], o.(*logRow)
	if r.Heading != "" {
		v.showHeading(r.Heading, "")
		return
	}
	v.showCells()
	icon, c := callIcon(r)
	v.setMark(kit.IconResource(icon, c))
	ring, end := kit.C.Text, kit.C.Text
	if r.LateRing {
		ring = kit.C.Danger
	}
	if r.Missed || r.Unfinished {
		end = c
	}
	for n, x := range []struct {
		s string
		c color.NRGBA
	}{{r.Time, kit.C.Text}, {r.Who, kit.C.Text}, {r.Number, kit.C.Muted}, {r.Own, kit.C.Text}, {r.Ring, ring}, {r.Talk, kit.C.Text},
		{r.Holds, kit.C.Text}, {r.Returns, kit.C.Text}, {r.Late, kit.C.Danger}, {r.Steps, kit.C.Text}, {p.endShort(r), end}} {
		v.set(n, x.s, x.c)
	}
	v.settle()
}

func (p *journalPage) endShort(r callRow) string {
	switch {
	case r.Unfinished:
		return p.w.tr("journal.unfinished_short")
	case r.Missed:
		if r.Why == "" {
			return p.w.tr("journal.missed")
		}
		if r.Undisturbed {
			return r.Why
		}
		return p.w.tr("journal.missed") + ": " + r.Why
	}
	return r.End
}

// callIcon is the direction's arrow in the colour of how the call went.
func callIcon(r callRow) (string, color.NRGBA) {
	icon := "out"
	if r.Incoming {
		icon = "in"
	}
	switch {
	case r.Missed:
		return icon, kit.C.Danger
	case r.Unfinished:
		return icon, kit.C.Warn
	}
	return icon, kit.C.Muted
}

func (p *journalPage) choose(i int) {
	if i < 0 || i >= len(p.rows) || p.rows[i].Heading != "" {
		return
	}
	p.chosen = p.rows[i].ID
	p.readScripts()
	p.showDetail()
}

func (p *journalPage) showDetail() {
	for _, c := range p.book.items {
		if c.ID == p.chosen {
			p.detail.Put(p.detailOf(c))
			return
		}
	}
	p.detail.Put(kit.P(p.w.tr("journal.none_chosen"), kit.C.Muted, kit.Body, kit.Reg))
}

func (p *journalPage) detailOf(c softphone.Call) fyne.CanvasObject {
	d := presentJournalCall(c, p.state, p.w.now(), p.w.tr)
	icon, ink := callIcon(d.Row)
	a := []any{kit.Row(12, kit.Avatar(initials(d.Row.Who), 40),
		kit.G(kit.Col(0, kit.E(d.Row.Who, kit.C.Text, 16, kit.Semi), kit.E(d.Row.Number, kit.C.Muted, kit.Line, kit.Reg))),
		kit.Icon(icon, ink, 18))}
	if d.Row.Unfinished {
		a = append(a, kit.Strip(kit.C.Warn, kit.C.WarnSoft, "warn", kit.P(p.w.tr("journal.unfinished"), kit.C.Text, kit.Line, kit.Med)))
	}
	facts := []any{}
	for _, x := range d.Facts {
		facts = append(facts, fact(x.Name, x.Value))
	}
	a = append(a, kit.Col(6, facts...), kit.LineH(kit.C.Border), kit.T(p.w.tr("journal.holds_title"), kit.C.Text, 14, kit.Semi))
	if len(d.Holds) == 0 {
		a = append(a, kit.P(p.w.tr("journal.no_holds"), kit.C.Muted, kit.Line, kit.Reg))
	}
	for _, h := range d.Holds {
		ink := kit.C.Muted
		if h.Late {
			ink = kit.C.Danger
		}
		a = append(a, kit.Col(0, kit.E(h.When, kit.C.Text, kit.Line, kit.Med), kit.P(h.Words, ink, 12.5, kit.Reg)))
	}
	a = append(a, p.passesOf(c)...)
	if len(d.Kept) > 0 {
		a = append(a, kit.LineH(kit.C.Border), kit.T(p.w.tr("journal.recordings"), kit.C.Text, 14, kit.Semi))
	}
	for _, k := range d.Kept {
		lines := []any{kit.Row(8, kit.G(kit.E(k.When, kit.C.Text, kit.Line, kit.Med)),
			kit.Btn(kit.Default, "play", p.w.tr("journal.play"), "", func() { p.play(k.File) }))}
		if k.Marks != "" {
			lines = append(lines, kit.P(k.Marks, kit.C.Muted, 12.5, kit.Reg))
		}
		a = append(a, kit.Col(2, append(lines, kit.E(k.File, kit.C.Muted, kit.Small, kit.Reg))...))
	}
	if len(d.Kept) > 0 && !c.Live() {
		a = append(a, kit.Row(0, kit.Btn(kit.Danger, "x", p.w.tr("journal.delete_recordings"), "", func() { p.deleteRecordings(c.ID) })))
	}
	a = append(a, kit.LineH(kit.C.Border), kit.Row(0, kit.Btn(kit.Default, "user", p.w.tr("person.open"), "", p.w.forgetPerson)))
	return kit.VScroll(kit.Pad(0, 8, 0, 8, kit.Col(12, a...)))
}

// play has the system's own player play a recording.
func (p *journalPage) play(file string) {
	path := filepath.Join(p.w.dataDir, "recordings", filepath.FromSlash(file))
	if err := p.w.app.OpenURL(&url.URL{Scheme: "file", Path: filepath.ToSlash(path)}); err != nil {
		p.w.notify(noticeRefused, p.w.tr("journal.not_played", path))
	}
}

func (p *journalPage) deleteRecordings(id softphone.CallID) {
	p.w.may(softphone.DeedDelete, func() { p.askDeletion(id) })
}

func (p *journalPage) askDeletion(id softphone.CallID) {
	p.w.confirm(question{
		title: p.w.tr("journal.delete_recordings"), text: p.w.tr("journal.delete_recordings.text"),
		yes: p.w.tr("journal.delete_recordings"), danger: true,
		then: func() {
			p.w.press(func(x softphone.Press) softphone.Event { x.Call = id; return softphone.RecordingsDeleted{Press: x} },
				func(softphone.CallID) { p.book.refresh() })
		},
	})
}
