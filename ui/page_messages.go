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
	w          *Window
	state      softphone.State
	book       *book[softphone.Message]
	drafts     []softphone.Message
	day        string // of the last laying out, so that "today" moves on at midnight
	rows       []messageRow
	list       *kit.List
	empty      kit.Box1
	detail     kit.Box1
	chosen     softphone.MessageID
	sought     softphone.Message // found by the search in the top bar
	shows      messageDetail
	filter     string // a state, "" for all
	chips      kit.Box1
	chip       *kit.Segmented
	shownChips string
	counts     map[softphone.MessageState]int
	open       []softphone.Message // as laid out last
	mails      []softphone.Mail
	lines      []softphone.Progress // of the chosen message
	of         softphone.MessageID  // whose they are
	reported   *reportSheet         // drawn
	report     *reportSheet         // lies in the place of the chosen message
	body       fyne.CanvasObject
}

func newMessagesPage(w *Window) *messagesPage {
	p := &messagesPage{w: w, empty: kit.Slot(), detail: kit.Slot()}
	p.book = &book[softphone.Message]{
		fetch: func(ctx context.Context, before time.Time, limit int) ([]softphone.Message, error) {
			if w.way == nil {
				return w.messages.Messages(ctx, before, limit)
			}
			return w.way.MessagesIn(ctx, softphone.Done, before, limit)
		},
		stamp: func(m softphone.Message) time.Time { return m.Changed },
		key:   func(m softphone.Message) string { return string(m.ID) },
		work:  w.read, shown: p.layOut,
	}
	p.list = kit.NewList(func() int { return len(p.rows) }, p.newRow, p.fill)
	p.list.OnChosen = func(i widget.ListItemID) { p.choose(i) }
	p.list.Heading = func(i widget.ListItemID) bool { return p.rows[i].Heading != "" }
	p.list.HideSeparators = true
	if old, ok := w.pages[pageMessages].(*messagesPage); ok { // built anew for another language or palette
		p.filter, p.chosen, p.counts = old.filter, old.chosen, old.counts
		if r := old.report; r != nil {
			p.report = newReportSheet(w, r.who.Value)
			p.report.from.Put(r.from.Text)
			p.report.until.Put(r.until.Text)
			p.report.read()
		}
	}
	head := kit.PageHead(w.tr("messages.title"), "", kit.Btn(kit.Default, "search", w.tr("key.log"), w.keycap("log"), w.openLog),
		kit.KeyBtn(kit.Default, "note", w.tr("way.report"), w.keycap("report"), func() { w.run("report") }),
		kit.Btn(kit.Primary, "plus", w.tr("messages.new"), w.keycap("new_here"), w.newMessage))
	p.chips = kit.Slot()
	p.paintChips()
	columns := tableHead(kit.W(88, headCell(w.tr("messages.head.state"))), kit.W(44, headCell(w.tr("messages.head.time"))),
		kit.W(108, headCell(w.tr("messages.head.for"))), kit.W(136, headCell(w.tr("messages.head.from"))),
		kit.G(headCell(w.tr("messages.head.text"))), kit.W(64, headCell(w.tr("messages.head.urgency"))), kit.W(72, headCell(w.tr("messages.head.due"))))
	left := kit.Col(12, head, kit.Row(0, p.chips.Container, kit.Fill()), kit.G(kit.Panel(kit.Col(0, columns, kit.G(kit.Stack(p.list, p.empty.Container))))))
	right := kit.Stack(kit.Box(kit.C.Surface, kit.C.Border, 8), kit.Pad(16, 16, 16, 8, p.detail.Container))
	p.body = kit.Pad(16, 12, 16, 16, beside(352, 560, left, right))
	p.showDetail()
	return p
}

func (p *messagesPage) object() fyne.CanvasObject { return p.body }

func (p *messagesPage) shown() {
	p.book.refresh()
	p.count()
	p.layOut()
	p.w.canvas().Focus(p.list)
}

// saved reads the newest page again when something of it has reached the disk.
func (p *messagesPage) saved(k softphone.SavedKind) {
	switch {
	case !p.book.begun:
	case k == softphone.SavedMessage:
		p.book.refresh()
		p.count()
		p.of = "" // its history has grown
		p.showDetail()
	case k == softphone.SavedErasure:
		p.book.renew()
	}
}

func (p *messagesPage) paint(s softphone.State, now time.Time) {
	changed := !slices.EqualFunc(s.Drafts, p.drafts, func(a, b softphone.Message) bool { return a == b }) ||
		!slices.Equal(s.Open, p.open) || !slices.Equal(s.Mails, p.mails) || !slices.Equal(s.Offered, p.state.Offered) || now.Format(time.DateOnly) != p.day
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
	p.open, p.mails = p.state.Open, p.state.Mails
	isOpen := map[softphone.MessageID]bool{}
	for _, m := range p.open {
		isOpen[m.ID] = true
	}
	var rest []softphone.Message // those that are done, and what has not been told yet
	for _, m := range p.book.items {
		if !isOpen[m.ID] && (p.filter == "" || p.filter == string(m.State)) {
			rest = append(rest, m)
		}
	}
	if p.filter != "" {
		open = nil
	}
	p.rows = append(presentOpen(p.state, p.filter, now, p.w.tr), presentMessages(open, rest, p.state.Offered, now, p.w.tr)...)
	p.paintChips()
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
		v.heading.SetColor(kit.C.Text)
		if r.Danger {
			v.heading.SetColor(kit.C.Danger)
		}
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
	due := kit.C.Text
	if r.Late {
		due = kit.C.Danger
	}
	v.set(7, r.Due, due)
	v.settle()
}

// messageMark is the shape and colour of a message's state.
func messageMark(r messageRow) (string, color.NRGBA) {
	switch {
	case r.Failed:
		return "fail", kit.C.Danger
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
	p.chosen, p.report = p.rows[i].ID, nil
	p.showDetail()
}

// message finds the chosen message among drafts and what was read.
func (p *messagesPage) message() (m softphone.Message, draft, ok bool) {
	if m, ok := p.state.Draft(p.chosen); ok {
		return m, true, true
	}
	if m, ok := p.state.OpenMessage(p.chosen); ok {
		return m, false, true
	}
	for _, m := range p.book.items {
		if m.ID == p.chosen {
			return m, false, true
		}
	}
	if p.chosen != "" && p.sought.ID == p.chosen {
		return p.sought, false, true
	}
	return softphone.Message{}, false, false
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
