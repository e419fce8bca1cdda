package ui

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"sync/atomic"

	"anteroom/softphone"
	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
)

// printMost is how many messages one print has.
const printMost = 500

// exporting is an export under way.
type exporting struct {
	page *logPage
	n    atomic.Int64
	stop context.CancelFunc
	told *kit.Ell
}

// askExport asks where to, and begins. ending is ".csv" or ".xlsx".
func (p *logPage) askExport(ending string) {
	w := p.w
	if p.export != nil {
		return
	}
	w.may(softphone.DeedExport, func() {
		name := w.tr("log.title") + " " + w.now().Format("2006-01-02 1504") + ending
		path := kit.NewEntry(filepath.Join(w.dataDir, "export", name), "", nil)
		w.confirm(question{title: w.tr("log.export.title", strings.TrimPrefix(strings.ToUpper(ending), ".")), text: w.tr("log.export.text"), yes: w.tr("log.export.yes"),
			more: kit.Field(w.tr("log.export.path"), path), first: path, then: func() { p.begin(strings.TrimSpace(path.Text)) }})
	})
}

// begin writes the file away from the screen; it can be stopped, and ends with the window.
func (p *logPage) begin(path string) {
	w := p.w
	ctx, stop := context.WithCancel(w.ctx)
	x := &exporting{page: p, stop: stop, told: kit.E("", kit.C.Text, kit.Line, kit.Med)}
	p.export = x
	comma := ','
	if w.lang == "nb" {
		comma = ';'
	}
	f, log, tables, drafts := p.in.filter, w.log, w.tables, w.state.Drafts
	say := w.tr
	head := make([]string, len(softphone.MessageColumns))
	for i, c := range softphone.MessageColumns {
		head[i] = say("log.column." + c)
	}
	row := func(m softphone.Message) []string {
		return softphone.MessageCells(m, func(c, v string) string { return cellWord(c, v, say) })
	}
	w.inBackground(func() func() {
		n, err := 0, error(nil)
		out, err := tables.CreateTable(path, comma)
		if err == nil {
			n, err = softphone.ExportMessages(ctx, log, drafts, f, out, head, row, func(n int) {
				x.n.Store(int64(n))
				w.bridge.nudge()
			})
		}
		stop()
		return func() {
			x.page.export = nil
			x.page.paintExport()
			switch {
			case errors.Is(err, context.Canceled):
				w.notify(noticeRefused, say("log.export.stopped"))
			case err != nil:
				w.refuse(err)
			default:
				w.notify(noticeDone, say("log.export.done", n, path))
			}
		}
	})
	p.paintExport()
}

// cellWord is a kept value of a column in words.
func cellWord(column, v string, say wording) string {
	switch column {
	case "state":
		return say("messages.state." + v)
	case "mood", "urgency":
		return say("form." + column + "." + v)
	}
	return say("page.yes")
}

// paintExport shows how far an export is, with the button that stops it.
func (p *logPage) paintExport() {
	switch x := p.export; {
	case x == nil && p.running.Visible():
		p.running.Put(nil)
	case x != nil:
		if !p.running.Visible() {
			p.running.Put(kit.Strip(kit.C.Accent, kit.C.AccentSoft, "clock", x.told, kit.Btn(kit.Default, "x", p.w.tr("log.export.stop"), "", x.stop)))
		}
		x.told.Set(p.w.tr("log.export.under", x.n.Load()))
	}
}

// print writes what fits, the newest of it, and has it shown.
func (p *logPage) print() {
	w := p.w
	if w.printLog == nil {
		return
	}
	w.may(softphone.DeedExport, func() {
		f, log, drafts := p.in.filter, w.log, p.fittingDrafts(p.in.filter)
		title, lang, company := w.tr("log.print.whole"), w.lang, w.state.Settings.Get(softphone.SetCompany)
		if s := filterWords(f, w.tr); s != "" {
			title = s
		}
		w.read(func(ctx context.Context) func() {
			found, _, err := log.FindMessages(ctx, f, 0, printMost)
			var out softphone.Printed
			if err == nil {
				out, err = w.printLog.PrintLog(ctx, title, append(drafts, found...), lang, company)
			}
			return func() {
				if err != nil {
					w.refuse(err)
					return
				}
				words := w.tr("log.printed", out.File)
				if len(found) == printMost {
					words += ". " + w.tr("log.print.most", printMost)
				}
				w.notify(noticeDone, words)
			}
		})
	})
}

// filterWords says what a filter asks for, "" for everything.
func filterWords(f softphone.MessageFilter, say wording) string {
	var all []string
	add := func(name, v string) {
		if v != "" {
			all = append(all, say("log."+name)+": "+v)
		}
	}
	if f.Text != "" {
		all = append(all, "«"+f.Text+"»")
	}
	add("for", f.For)
	add("from", f.From)
	add("organisation", f.Organisation)
	add("number", f.Number)
	add("by", f.By)
	for _, s := range f.States {
		add("state", say("messages.state."+string(s)))
	}
	if f.Undelivered {
		add("state", say("log.state.waiting"))
	}
	for _, u := range f.Urgencies {
		add("urgency", say("form.urgency."+string(u)))
	}
	for _, m := range f.Moods {
		add("mood", say("form.mood."+string(m)))
	}
	add("since", dayText(f.Since))
	add("until", dayText(f.Until))
	return strings.Join(all, ", ")
}

// showDetail shows the chosen message whole, and its call.
func (p *logPage) showDetail() {
	w := p.w
	for _, m := range p.found {
		if m.ID != p.chosen {
			continue
		}
		call, history := kit.Slot(), kit.Slot()
		p.detail.Put(p.detailOf(m, call, history))
		p.readHistory(m, history)
		if m.Call == "" {
			call.Put(kit.P(w.tr("log.call.none"), kit.C.Muted, kit.Line, kit.Reg))
			return
		}
		w.read(func(ctx context.Context) func() {
			c, err := w.journal.JournalCall(ctx, m.Call)
			return func() {
				if p.chosen == m.ID {
					call.Put(p.callOf(c, err))
					kit.Relay(p.detail.Container)
				}
			}
		})
		return
	}
	p.detail.Put(kit.P(w.tr("log.none_chosen"), kit.C.Muted, kit.Body, kit.Reg))
}

// readHistory reads the way of the chosen message to its addressee.
func (p *logPage) readHistory(m softphone.Message, into kit.Box1) {
	w := p.w
	if w.way == nil || m.State == softphone.Draft {
		return
	}
	w.read(func(ctx context.Context) func() {
		lines, err := w.way.History(ctx, m.ID)
		return func() {
			if p.chosen != m.ID {
				return
			}
			if err != nil {
				into.Put(kit.P(reasonWords(err, w.tr), kit.C.Danger, kit.Line, kit.Reg))
			} else {
				rows := []any{kit.LineH(kit.C.Border), kit.Heading(w.tr("way.history"))}
				for _, l := range presentProgress(m, lines, w.now(), w.tr) {
					rows = append(rows, historyRow(l))
				}
				into.Put(kit.Col(10, rows...))
			}
			kit.Relay(p.detail.Container)
		}
	})
}

// failedMail marks a row whose mail waits after a failure, or goes no more.
func (p *logPage) failedMail(r messageRow, m softphone.Message) messageRow {
	mail, mailed := p.w.state.MailOf(m.ID)
	if _, trouble := mailWords(mail, mailed, p.w.now(), p.w.tr); trouble && m.State == softphone.New {
		r.Failed, r.Word = true, troubleWord(mail, p.w.tr)
	}
	return r
}

func (p *logPage) detailOf(m softphone.Message, call, history kit.Box1) fyne.CanvasObject {
	w := p.w
	d := presentMessage(m, false, w.now(), w.tr)
	d.Row = p.failedMail(d.Row, m)
	mail, mailed := w.state.MailOf(m.ID)
	d.Mail, d.MailTrouble = mailWords(mail, mailed, w.now(), w.tr)
	name, c := messageMark(d.Row)
	var text fyne.CanvasObject = kit.P(w.tr("messages.no_text"), kit.C.Muted, kit.Line, kit.Reg)
	if d.Verbatim != "" {
		text = quoted(d.Verbatim)
	}
	facts := []any{}
	for _, x := range d.Facts {
		facts = append(facts, fact(x.Name, x.Value))
	}
	facts = append(facts, mailStrip(d)...)
	return kit.VScroll(kit.Pad(0, 8, 0, 8, kit.Col(12,
		kit.Row(12, kit.Avatar(initials(d.Name), 40), kit.G(kit.Col(0, kit.E(d.Name, kit.C.Text, 16, kit.Semi), kit.E(d.Role, kit.C.Muted, kit.Line, kit.Reg)))),
		kit.Row(7, kit.Mark(name, c, 13), kit.T(d.Row.Word, c, kit.Line, kit.Med), kit.Fill()),
		text, kit.Col(6, facts...), kit.LineH(kit.C.Border), kit.Heading(w.tr("log.call")), call.Container, history.Container)))
}

// callOf is the call a message was taken in.
func (p *logPage) callOf(c softphone.Call, err error) fyne.CanvasObject {
	w := p.w
	if err != nil {
		return kit.P(w.tr("log.call.gone"), kit.C.Muted, kit.Line, kit.Reg)
	}
	rows := []any{fact(w.tr("log.call.number"), readAloud(c.Peer.Number))}
	if !c.Answered.IsZero() && !c.Ended.IsZero() {
		rows = append(rows, fact(w.tr("log.call.when"), c.Started.In(w.now().Location()).Format("15:04:05")+" – "+c.Ended.In(w.now().Location()).Format("15:04:05")))
	}
	for _, r := range c.Recordings {
		rows = append(rows, kit.Row(0, kit.Btn(kit.Default, "play", w.tr("log.call.play"), "", func() { w.pages[pageJournal].(*journalPage).play(r.File) }), kit.Fill()))
	}
	return kit.Col(6, rows...)
}

// export writes everything of the person found into a new folder.
func (d *personDialog) export(p softphone.Person) {
	w := d.w
	if w.takeOut == nil {
		return
	}
	w.may(softphone.DeedExport, func() {
		name := w.now().Format("2006-01-02 1504") + " " + strings.Map(func(r rune) rune {
			if strings.ContainsRune("/\\:*?\"<>|", r) || r < ' ' {
				return '-'
			}
			return r
		}, p.Name+p.Number)
		folder := kit.NewEntry(filepath.Join(w.dataDir, "export", strings.TrimSpace(name)), "", nil)
		w.confirm(question{title: w.tr("person.export.title"), text: w.tr("person.export.text"), yes: w.tr("log.export.yes"),
			more: kit.Field(w.tr("person.export.folder"), folder), first: folder, then: func() {
				to := strings.TrimSpace(folder.Text)
				w.inBackground(func() func() {
					_, err := w.takeOut.ExportPerson(w.ctx, p, to)
					return func() {
						if err != nil {
							w.refuse(err)
							return
						}
						w.notify(noticeDone, w.tr("person.exported", to))
					}
				})
			}})
	})
}
