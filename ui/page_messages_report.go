package ui

import (
	"context"
	"strings"
	"time"

	"anteroom/softphone"
	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
)

// reportSheet is the report of a principal's messages: chosen, read on screen, printed, or sent.
type reportSheet struct {
	w        *Window
	who      *kit.Select
	from     *kit.Entry
	until    *kit.Entry
	list     *kit.List
	open     int // the message that is shown whole; -1 for none
	head     *kit.Ell
	messages []softphone.Message
	asked    int
	body     fyne.CanvasObject
}

// report shows today's messages of a principal beside the list, where it holds up no call.
func (w *Window) report() {
	if w.way == nil {
		return
	}
	first := ""
	if m, ok := w.subject(); ok {
		first = string(m.Principal)
	}
	w.open(pageMessages)
	p := w.messagesPage()
	p.report = newReportSheet(w, first)
	p.showDetail()
	w.canvas().Focus(p.report.who)
	p.report.read()
}

func newReportSheet(w *Window, first string) *reportSheet {
	r := &reportSheet{w: w, open: -1, head: kit.E("", kit.C.Muted, kit.Line, kit.Reg)}
	var people []kit.Option
	for _, p := range w.state.Principals {
		people = append(people, kit.Option{Value: string(p.ID), Label: forWhom(p)})
	}
	if first == "" && len(people) > 0 {
		first = people[0].Value
	}
	r.who = kit.NewSelect("user", people, first, func(string) { r.read() })
	today := w.now().Format("02.01.2006")
	r.from, r.until = kit.NewEntry(today, "", func(string) { r.read() }), kit.NewEntry(today, "", func(string) { r.read() })
	close := kit.Btn(kit.Default, "x", w.tr("dialog.close"), w.keycap("escape"), func() { w.messagesPage().closeReport() })
	foot := kit.Col(8, kit.Row(8, kit.G(kit.Btn(kit.Primary, "mail", w.tr("way.report.mail"), "", r.mail)),
		kit.G(kit.Btn(kit.Default, "note", w.tr("way.deed.print_message"), "", r.print))), close)
	r.list = kit.NewList(func() int { return len(r.messages) }, func() fyne.CanvasObject { return kit.Stack(kit.Empty(100, reportRow)) }, r.fill)
	r.list.OnChosen = r.openUp
	r.body = kit.Col(10, kit.T(w.tr("way.report"), kit.C.Text, kit.Head, kit.Semi), kit.Field(w.tr("form.for"), r.who),
		kit.RowS(8, kit.G(kit.Field(w.tr("way.report.from"), r.from)), kit.G(kit.Field(w.tr("way.report.until"), r.until))),
		r.head, kit.G(r.list), kit.Pad(0, 0, 0, 8, foot))
	return r
}

// closeReport goes back to the chosen message; false where no report lies there.
func (p *messagesPage) closeReport() bool {
	if p.report == nil {
		return false
	}
	p.report, p.shows = nil, messageDetail{}
	p.detail.Put(nil)
	p.showDetail()
	p.w.canvas().Focus(p.list)
	return true
}

// span is the days chosen, whole; false where they cannot be understood.
func (r *reportSheet) span() (from, until time.Time, ok bool) {
	from, ok1 := softphone.ReadDay(r.from.Text, r.w.now(), true)
	last, ok2 := softphone.ReadDay(r.until.Text, r.w.now(), true)
	return from, last.AddDate(0, 0, 1), ok1 && ok2 && !last.Before(from)
}

func (r *reportSheet) read() {
	w := r.w
	from, until, ok := r.span()
	if !ok {
		r.head.SetColor(kit.C.Danger)
		r.head.Set(w.tr("way.report.wrong"))
		return
	}
	r.asked++
	asked, who := r.asked, softphone.PrincipalID(r.who.Value)
	w.read(func(ctx context.Context) func() {
		list, err := w.way.MessagesTaken(ctx, who, from, until)
		return func() {
			if asked != r.asked {
				return
			}
			if err != nil {
				r.head.SetColor(kit.C.Danger)
				r.head.Set(reasonWords(err, w.tr))
				return
			}
			r.show(list)
		}
	})
}

func (r *reportSheet) show(list []softphone.Message) {
	w := r.w
	r.messages = list
	r.head.SetColor(kit.C.Muted)
	r.head.Set(plural(w.tr, "way.report.count", len(list)))
	if r.open >= 0 {
		r.list.SetItemHeight(r.open, reportRow)
	}
	r.open = -1
	r.list.Mark(-1)
	r.list.Refresh()
}

// reportRow is the height of a message of which only the beginning is shown.
const reportRow = 100

// fill draws a row of the report when it comes into view.
func (r *reportSheet) fill(i int, o fyne.CanvasObject) {
	if i < len(r.messages) {
		kit.Box1{Container: o.(*fyne.Container)}.Put(r.row(r.messages[i], i == r.open))
	}
}

// row is a message: whole, or its beginning.
func (r *reportSheet) row(m softphone.Message, whole bool) fyne.CanvasObject {
	w := r.w
	l := messageLine(m, w.now(), w.tr)
	name, c := messageMark(l)
	var said fyne.CanvasObject = kit.Pad(2, 2, 9, 6, kit.PL(2, kit.Body, kit.Span{S: m.Verbatim, C: kit.C.Text, W: kit.Reg}))
	if whole {
		said = quoted(m.Verbatim)
	}
	return kit.Pad(5, 5, 2, 10, kit.Col(3, kit.Row(8, kit.Mark(name, c, 12), kit.T(l.Word, c, kit.Small, kit.Med), kit.Fill(),
		kit.T(dayAndClock(m.Taken, w.now(), w.tr), kit.C.Muted, kit.Small, kit.Reg)),
		kit.E(strings.Join(nonEmpty(l.From, l.Org), ", "), kit.C.Text, kit.Line, kit.Semi), said))
}

// openUp shows the chosen message whole, and the one before as the others.
func (r *reportSheet) openUp(i int) {
	if i < 0 || i >= len(r.messages) || i == r.open {
		return
	}
	before := r.open
	r.open = i
	if before >= 0 {
		r.list.SetItemHeight(before, reportRow)
		r.list.RefreshItem(before)
	}
	row := r.row(r.messages[i], true)
	row.Resize(fyne.NewSize(r.list.Size().Width, reportRow)) // words break at this width
	r.list.SetItemHeight(i, max(reportRow, row.MinSize().Height))
	r.list.RefreshItem(i)
}

func (r *reportSheet) mail() {
	from, until, ok := r.span()
	if !ok {
		return
	}
	who := softphone.PrincipalID(r.who.Value)
	r.w.press(func(p softphone.Press) softphone.Event {
		return softphone.ReportMailed{Press: p, Principal: who, From: from, Until: until}
	}, func(softphone.CallID) { r.w.notify(noticeDone, r.w.tr("way.report.queued")) })
}

func (r *reportSheet) print() {
	from, until, ok := r.span()
	if !ok {
		return
	}
	p, _ := r.w.state.Principal(softphone.PrincipalID(r.who.Value))
	r.w.printOut(softphone.Parcel{Mail: softphone.Mail{Kind: softphone.MailReport, From: from, Until: until}, For: forWhom(p), Messages: r.messages}, nil)
}

// printMessage prints one message; on paper it counts as delivered once the secretary says so.
func (w *Window) printMessage(m softphone.Message) {
	w.printOut(softphone.Parcel{Mail: softphone.Mail{Kind: softphone.MailMessage}, For: m.For, Messages: []softphone.Message{m}}, func() {
		if m.State == softphone.New {
			w.confirm(question{title: w.tr("way.paper.title"), text: w.tr("way.paper.text", whomShort(m)), yes: w.tr("way.paper.yes"), late: true,
				then: func() { w.moveMessage(m, softphone.Delivered, softphone.OnPaper) }})
		}
	})
}

func (w *Window) printOut(p softphone.Parcel, then func()) {
	if w.print == nil {
		w.notify(noticeRefused, w.tr("way.no_printer"))
		return
	}
	p.Mail.Language = w.lang
	p.Company, p.Sender = w.state.Settings.Get(softphone.SetCompany), w.state.Settings.Get(softphone.SetSecretary)
	w.read(func(ctx context.Context) func() {
		out, err := w.print.PrintMessages(ctx, p)
		return func() {
			switch {
			case err != nil:
				w.refuse(err)
				return
			case out.Shown:
				w.notify(noticeDone, w.tr("way.printed", out.File))
			default:
				w.notify(noticeDone, w.tr("way.printed_closed", out.File))
			}
			if then != nil {
				then()
			}
		}
	})
}
