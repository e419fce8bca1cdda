package ui

import (
	"context"
	"image/color"
	"slices"
	"time"

	"anteroom/softphone"
	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// messagesPage is the message log: drafts on top, then what was taken, newest first, and one message beside it.
type messagesPage struct {
	w      *Window
	state  softphone.State
	book   *book[softphone.Message]
	drafts []softphone.Message
	day    string // of the last laying out, so that "today" moves on at midnight
	rows   []messageRow
	list   *kit.List
	empty  kit.Box1
	detail kit.Box1
	chosen softphone.MessageID
	shows  messageDetail
	body   fyne.CanvasObject
}

func newMessagesPage(w *Window) *messagesPage {
	p := &messagesPage{w: w, empty: kit.Slot(), detail: kit.Slot()}
	p.book = &book[softphone.Message]{
		fetch: func(ctx context.Context, before time.Time, limit int) ([]softphone.Message, error) {
			return w.messages.Messages(ctx, before, limit)
		},
		stamp: func(m softphone.Message) time.Time { return m.Changed },
		key:   func(m softphone.Message) string { return string(m.ID) },
		work:  w.read, shown: p.layOut,
	}
	p.list = kit.NewList(func() int { return len(p.rows) }, p.newRow, p.fill)
	p.list.OnChosen = func(i widget.ListItemID) { p.choose(i) }
	p.list.Heading = func(i widget.ListItemID) bool { return p.rows[i].Heading != "" }
	p.list.HideSeparators = true
	head := kit.PageHead(w.tr("messages.title"), "", kit.Btn(kit.Default, "search", w.tr("key.log"), w.keycap("log"), func() { w.open(pageLog) }), kit.Btn(kit.Primary, "plus", w.tr("messages.new"), "", w.newMessage))
	columns := tableHead(kit.W(88, headCell(w.tr("messages.head.state"))), kit.W(44, headCell(w.tr("messages.head.time"))),
		kit.W(108, headCell(w.tr("messages.head.for"))), kit.W(136, headCell(w.tr("messages.head.from"))),
		kit.G(headCell(w.tr("messages.head.text"))), kit.W(64, headCell(w.tr("messages.head.urgency"))), kit.W(72, headCell(w.tr("messages.head.due"))))
	left := kit.Col(12, head, kit.G(kit.Panel(kit.Col(0, columns, kit.G(kit.Stack(p.list, p.empty.Container))))))
	right := kit.Stack(kit.Box(kit.C.Surface, kit.C.Border, 8), kit.Pad(16, 16, 16, 8, p.detail.Container))
	p.body = kit.Pad(16, 12, 16, 16, beside(328, 560, left, right))
	p.showDetail()
	return p
}

func (p *messagesPage) object() fyne.CanvasObject { return p.body }

func (p *messagesPage) shown() {
	p.book.refresh()
	p.layOut()
	p.w.canvas().Focus(p.list)
}

// saved reads the newest page again when something of it has reached the disk.
func (p *messagesPage) saved(k softphone.SavedKind) {
	switch {
	case !p.book.begun:
	case k == softphone.SavedMessage:
		p.book.refresh()
	case k == softphone.SavedErasure:
		p.book.renew()
	}
}

func (p *messagesPage) paint(s softphone.State, now time.Time) {
	changed := !slices.EqualFunc(s.Drafts, p.drafts, func(a, b softphone.Message) bool { return a == b }) ||
		!slices.Equal(s.Offered, p.state.Offered) || now.Format(time.DateOnly) != p.day
	p.state = s
	if changed {
		p.layOut()
	}
}

func (p *messagesPage) layOut() {
	now := p.w.now()
	p.drafts, p.day = p.state.Drafts, now.Format(time.DateOnly)
	var open []softphone.Message
	for _, d := range p.drafts {
		if !p.state.Blank(d) {
			open = append(open, d)
		}
	}
	p.rows = presentMessages(open, p.book.items, p.state.Offered, now, p.w.tr)
	for i, r := range p.rows {
		h := rowHeight
		if r.Heading != "" {
			h = headingHeight
		}
		p.list.SetItemHeight(i, h)
	}
	p.list.Refresh()
	p.list.Mark(slices.IndexFunc(p.rows, func(r messageRow) bool { return r.Heading == "" && r.ID == p.chosen }))
	switch {
	case len(p.rows) > 0:
		p.empty.Put(nil)
	case p.book.trouble != nil:
		p.empty.Put(troubledNotice(p.w, p.book.trouble, p.book.refresh))
	case p.book.loading || !p.book.begun:
		p.empty.Put(emptyWords(p.w.tr("page.loading")))
	default:
		p.empty.Put(emptyWords(p.w.tr("messages.empty")))
	}
	p.showDetail()
}

func troubledNotice(w *Window, err error, again func()) fyne.CanvasObject {
	return kit.Pad(32, 0, 24, 24, kit.Col(12, kit.P(w.tr("page.failed", reasonWords(err, w.tr)), kit.C.Danger, kit.Body, kit.Reg),
		kit.Row(0, kit.Btn(kit.Default, "back", w.tr("page.retry"), "", again)), kit.Fill()))
}

func (p *messagesPage) newRow() fyne.CanvasObject {
	return newLogRow(func(r *logRow) []any {
		return []any{
			kit.W(88, kit.RowS(7, kit.W(13, r.mark), kit.G(r.cell(kit.Line, kit.Med)))), kit.W(44, r.cell(kit.Line, kit.Reg)),
			kit.W(108, r.cell(kit.Line, kit.Med)), kit.W(136, r.pair()),
			kit.G(r.cell(kit.Line, kit.Reg)), kit.W(64, r.cell(kit.Line, kit.Med)), kit.W(72, r.cell(kit.Line, kit.Reg)),
		}
	})
}

func (p *messagesPage) fill(i widget.ListItemID, o fyne.CanvasObject) {
	if i >= len(p.rows) {
		return
	}
	if i > len(p.rows)-15 {
		p.book.next()
	}
	r, v := p.rows[i], o.(*logRow)
	if r.Heading != "" {
		v.showHeading(r.Heading, r.Count)
		return
	}
	v.showCells()
	name, c := messageMark(r)
	v.setMark(markResource(name, c))
	v.set(0, r.Word, c)
	v.set(1, r.Time, kit.C.Text)
	v.set(2, r.For, kit.C.Text)
	v.set(3, r.From, kit.C.Text)
	v.set(4, r.Org, kit.C.Muted)
	v.set(5, r.Text, kit.C.Text)
	v.set(6, r.UrgentW, urgencyColor(r.Urgency))
	v.set(7, r.Due, kit.C.Text)
	v.settle()
}

// messageMark is the shape and colour of a message's state.
func messageMark(r messageRow) (string, color.NRGBA) {
	switch {
	case r.Offered:
		return "fail", kit.C.Warn
	case r.State == softphone.Draft:
		return "new", kit.C.Muted
	case r.State == softphone.Delivered:
		return "sent", kit.C.Accent
	case r.State == softphone.Seen:
		return "seen", kit.C.Accent
	case r.State == softphone.Done:
		return "done", kit.C.Ok
	}
	return "new", kit.C.Accent
}

func urgencyColor(u softphone.Urgency) color.NRGBA {
	switch u {
	case softphone.Urgent:
		return kit.C.Warn
	case softphone.Immediate:
		return kit.C.Danger
	}
	return kit.C.Muted
}

func (p *messagesPage) choose(i int) {
	if i < 0 || i >= len(p.rows) || p.rows[i].Heading != "" {
		return
	}
	p.chosen = p.rows[i].ID
	p.showDetail()
}

// message finds the chosen message among drafts and what was read.
func (p *messagesPage) message() (m softphone.Message, draft, ok bool) {
	if m, ok := p.state.Draft(p.chosen); ok {
		return m, true, true
	}
	for _, m := range p.book.items {
		if m.ID == p.chosen {
			return m, false, true
		}
	}
	return softphone.Message{}, false, false
}

func (p *messagesPage) showDetail() {
	m, draft, ok := p.message()
	if !ok {
		p.shows = messageDetail{}
		p.detail.Put(kit.P(p.w.tr("messages.none_chosen"), kit.C.Muted, kit.Body, kit.Reg))
		return
	}
	d := presentMessage(m, slices.Contains(p.state.Offered, m.ID), p.w.now(), p.w.tr)
	if d.same(p.shows) {
		return
	}
	p.shows = d
	p.detail.Put(p.detailOf(m, d, draft))
}

func (p *messagesPage) detailOf(m softphone.Message, d messageDetail, draft bool) fyne.CanvasObject {
	name, c := messageMark(d.Row)
	state := kit.Row(7, kit.Mark(name, c, 13), kit.T(d.Row.Word, c, kit.Line, kit.Med), kit.Fill())
	if u := urgencyOf(m); u == softphone.Urgent {
		state = kit.Row(7, kit.Mark(name, c, 13), kit.T(d.Row.Word, c, kit.Line, kit.Med), kit.Fill(), kit.Pill(d.Row.UrgentW, kit.C.Warn, kit.C.WarnSoft, nil))
	} else if u == softphone.Immediate {
		state = kit.Row(7, kit.Mark(name, c, 13), kit.T(d.Row.Word, c, kit.Line, kit.Med), kit.Fill(), kit.Pill(d.Row.UrgentW, kit.C.Danger, kit.C.DangerSoft, nil))
	}
	var text fyne.CanvasObject = kit.P(p.w.tr("messages.no_text"), kit.C.Muted, kit.Line, kit.Reg)
	if d.Verbatim != "" {
		text = quoted(d.Verbatim)
	}
	facts := []any{}
	for _, x := range d.Facts {
		facts = append(facts, fact(x.Name, x.Value))
	}
	body := kit.Col(12,
		kit.Row(12, kit.Avatar(initials(d.Name), 40), kit.G(kit.Col(0, kit.E(d.Name, kit.C.Text, 16, kit.Semi), kit.E(d.Role, kit.C.Muted, kit.Line, kit.Reg)))),
		state, kit.Caption(p.w.tr("form.verbatim")), text, kit.Col(6, facts...))
	a := []any{kit.G(kit.VScroll(kit.Pad(0, 8, 0, 8, body)))}
	forget := kit.Btn(kit.Default, "user", p.w.tr("person.open"), "", p.w.forgetPerson)
	deeds := []any{forget}
	switch {
	case draft:
		deeds = []any{kit.Btn(kit.Primary, "note", p.w.tr("messages.open_draft"), "", func() { p.w.openDraft(m.ID) }), forget}
	case m.Number != "":
		deeds = []any{kit.Btn(kit.Default, "phone", p.w.tr("messages.call_back"), "", func() { p.w.openDial(m.Number) }), forget}
	}
	a = append(a, kit.Pad(0, 0, 0, 8, kit.Row(8, deeds...)))
	return kit.Col(12, a...)
}

// newMessage begins a message that belongs to no call.
func (w *Window) newMessage() {
	w.open(pageDesk)
	w.form.startBlank()
}

// openDraft goes on with a draft at the desk.
func (w *Window) openDraft(id softphone.MessageID) {
	w.open(pageDesk)
	w.form.pick(id)
	w.form.focus("")
}

// openDial puts a number into the dial bar, to be dialled with Enter.
func (w *Window) openDial(number string) { w.dial.begin(number) }
