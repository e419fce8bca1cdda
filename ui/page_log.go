package ui

import (
	"context"
	"slices"
	"strconv"
	"time"

	"anteroom/softphone"
	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// countMost is how far what fits is counted.
const countMost = 10_000

// logPage is the manager's: every message there is, searched while one types, and taken out.
type logPage struct {
	w       *Window
	in      *logInputs
	found   []softphone.Message // drafts first
	place   softphone.LogPlace
	more    bool
	count   int
	loading bool
	again   bool // asked anew while loading
	begun   bool
	trouble error

	widths  map[string]float32
	table   kit.Box1
	list    *kit.List
	empty   kit.Box1
	total   *kit.Ell
	running kit.Box1
	export  *exporting
	detail  kit.Box1
	chosen  softphone.MessageID
	body    fyne.CanvasObject
}

// logColumns are the columns of the table with their first widths; the text takes what is left.
var logColumns = []struct {
	name  string
	width float32
}{{"taken", 104}, {"for", 118}, {"from", 150}, {"text", 0}, {"urgency", 66}, {"state", 88}}

const narrowest, widest = 40, 420

func newLogPage(w *Window) *logPage {
	p := &logPage{w: w, table: kit.Slot(), empty: kit.Slot(), detail: kit.Slot(), running: kit.Slot(), total: kit.E("", kit.C.Muted, kit.Line, kit.Reg)}
	p.running.Put(nil)
	p.in = newLogInputs(w, p.ask)
	if old, ok := w.pages[pageLog].(*logPage); ok { // built anew for another language or palette
		p.in.put(old.in.filter)
		p.chosen = old.chosen
		if p.export = old.export; p.export != nil {
			p.export.page = p
		}
	}
	p.readWidths()
	p.buildTable()
	head := kit.Row(8, kit.T(w.tr("log.title"), kit.C.Text, kit.Title, kit.Semi), kit.G(kit.Pad(6, 0, 6, 0, p.total)),
		kit.Btn(kit.Default, "print", w.tr("log.print"), "", p.print),
		kit.Btn(kit.Default, "arrow", w.tr("log.csv"), "", func() { p.askExport(".csv") }),
		kit.Btn(kit.Default, "sheet", w.tr("log.xlsx"), "", func() { p.askExport(".xlsx") }))
	left := kit.Col(10, head, p.in.body, p.running.Container, kit.G(kit.Panel(kit.Stack(p.table.Container, p.empty.Container))))
	right := kit.Stack(kit.Box(kit.C.Surface, kit.C.Border, 8), kit.Pad(16, 16, 16, 8, p.detail.Container))
	p.body = kit.Pad(16, 12, 16, 16, beside(316, 640, left, right))
	p.showDetail()
	return p
}

func (p *logPage) object() fyne.CanvasObject { return p.body }

func (p *logPage) shown() {
	p.ask()
	p.w.canvas().Focus(p.in.text)
}

func (p *logPage) saved(k softphone.SavedKind) {
	if p.begun && (k == softphone.SavedMessage || k == softphone.SavedErasure || k == softphone.SavedDraft) {
		p.ask()
	}
}

func (p *logPage) paint(softphone.State, time.Time) { p.paintExport() }

// ask searches anew by what the fields say; while a search runs, only the newest wish is kept.
func (p *logPage) ask() {
	if p.loading {
		p.again = true
		return
	}
	p.begun = true
	p.load(0)
}

// next reads the page after the last row.
func (p *logPage) next() {
	if p.more && !p.loading && p.trouble == nil {
		p.load(p.place)
	}
}

func (p *logPage) load(after softphone.LogPlace) {
	if p.w.log == nil { // a window over no books
		return
	}
	p.loading = true
	f, log, count := p.in.filter, p.w.log, p.count
	p.w.read(func(ctx context.Context) func() {
		page, place, err := log.FindMessages(ctx, f, after, pageSize)
		if err == nil && after == 0 {
			count, err = log.CountFound(ctx, f, countMost+1)
		}
		return func() {
			p.loading, p.trouble = false, err
			if p.again {
				p.again = false
				p.ask()
				return
			}
			if err == nil {
				p.place, p.more, p.count = place, len(page) == pageSize, count
				if after == 0 {
					p.found = p.fittingDrafts(f)
				}
				p.found = append(p.found, page...)
			}
			p.layOut(after == 0)
		}
	})
}

// fittingDrafts are the drafts that fit, newest first.
func (p *logPage) fittingDrafts(f softphone.MessageFilter) (out []softphone.Message) {
	for _, d := range p.w.state.Drafts {
		if !d.Empty() && f.Fits(d) {
			out = append(out, d)
		}
	}
	slices.Reverse(out)
	return out
}

func (p *logPage) layOut(fromTop bool) {
	n := p.count
	for _, m := range p.found {
		if m.State != softphone.Draft {
			break
		}
		n++
	}
	p.total.Set(p.w.tr("log.count", n))
	if p.count > countMost {
		p.total.Set(p.w.tr("log.count_more", countMost))
	}
	switch {
	case p.trouble != nil:
		p.empty.Put(troubledNotice(p.w, p.trouble, p.ask))
	case len(p.found) == 0:
		p.empty.Put(emptyWords(p.w.tr("log.empty")))
	default:
		p.empty.Put(nil)
	}
	p.list.Refresh()
	p.list.Mark(slices.IndexFunc(p.found, func(m softphone.Message) bool { return m.ID == p.chosen }))
	if fromTop {
		p.list.ScrollToTop()
	}
	p.showDetail()
}

func (p *logPage) readWidths() {
	p.widths = map[string]float32{}
	for _, c := range logColumns {
		w := c.width
		if n, err := strconv.Atoi(p.w.state.Settings.Get(softphone.WidthSetting("log", c.name))); err == nil && n >= narrowest && n <= widest && w > 0 {
			w = float32(n)
		}
		p.widths[c.name] = w
	}
}

// buildTable makes head and rows for the widths in force.
func (p *logPage) buildTable() {
	var heads []any
	for _, c := range logColumns {
		cell := headCell(p.w.tr("log.head." + c.name))
		if c.width == 0 {
			heads = append(heads, kit.G(cell))
			continue
		}
		grip := kit.NewGrip(func(by float32) { p.widen(c.name, by) }, func() { p.keepWidth(c.name) }).WithHint(p.w.tr("grip.hint"))
		heads = append(heads, kit.W(p.widths[c.name], kit.Row(0, kit.G(cell), kit.W(8, grip))))
	}
	p.list = kit.NewList(func() int { return len(p.found) }, p.newRow, p.fill)
	p.list.OnChosen = p.choose
	p.list.HideSeparators = true
	p.table.Put(kit.Col(0, tableHead(heads...), kit.G(p.list)))
}

func (p *logPage) widen(name string, by float32) {
	p.widths[name] = min(widest, max(narrowest, p.widths[name]+by))
}

func (p *logPage) keepWidth(name string) {
	w, n := p.widths[name], ""
	n = strconv.Itoa(int(w))
	p.w.press(func(x softphone.Press) softphone.Event {
		return softphone.SettingChanged{Press: x, Key: softphone.WidthSetting("log", name), Value: n}
	})
	p.buildTable()
	p.layOut(false)
}

func (p *logPage) newRow() fyne.CanvasObject {
	r := newLogRow(func(r *logRow) []any {
		return []any{
			kit.W(p.widths["taken"], r.pair()), kit.W(p.widths["for"], r.cell(kit.Line, kit.Med)), kit.W(p.widths["from"], r.pair()),
			kit.G(r.cell(kit.Line, kit.Reg)), kit.W(p.widths["urgency"], r.cell(kit.Line, kit.Med)),
			kit.W(p.widths["state"], kit.RowS(7, kit.W(13, r.mark), kit.G(r.cell(kit.Line, kit.Med)))),
		}
	})
	r.showCells()
	r.low = rowHeight
	return r
}

func (p *logPage) fill(i widget.ListItemID, o fyne.CanvasObject) {
	if i >= len(p.found) {
		return
	}
	if i > len(p.found)-15 {
		p.next()
	}
	m, v := p.found[i], o.(*logRow)
	r := p.failedMail(messageLine(m, p.w.now(), p.w.tr), m)
	name, c := messageMark(r)
	taken := m.Taken.In(p.w.now().Location())
	v.setMark(markResource(name, c))
	v.set(0, taken.Format("02.01.2006"), kit.C.Text)
	v.set(1, r.Time, kit.C.Muted)
	v.set(2, r.For, kit.C.Text)
	v.set(3, r.From, kit.C.Text)
	v.set(4, r.Org, kit.C.Muted)
	v.set(5, r.Text, kit.C.Text)
	v.set(6, r.UrgentW, urgencyColor(r.Urgency))
	v.set(7, r.Word, c)
	v.settle()
}

func (p *logPage) choose(i int) {
	if i >= 0 && i < len(p.found) {
		p.chosen = p.found[i].ID
		p.showDetail()
	}
}
