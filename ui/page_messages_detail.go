package ui

import (
	"context"
	"fmt"
	"image/color"
	"slices"

	"anteroom/softphone"
	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
)

// filters are the chips over the list, with how many messages each shows.
func (p *messagesPage) filters() []kit.Option {
	n := map[string]int{"done": p.counts[softphone.Done]}
	for _, m := range p.state.Open {
		n[string(m.State)]++
		n[""]++
	}
	n[""] += n["done"]
	var out []kit.Option
	for _, f := range messageFilters {
		label := p.w.tr("way.filter." + f)
		if n[f] > 0 {
			label = p.w.tr("way.filter.count", label, n[f])
		}
		out = append(out, kit.Option{Value: f, Label: label})
	}
	return out
}

// paintChips shows the chips, anew where a number on them has changed.
func (p *messagesPage) paintChips() {
	all := p.filters()
	if p.chip != nil {
		p.chip.Set(p.filter)
	}
	shows := fmt.Sprint(all)
	if shows == p.shownChips {
		return
	}
	p.shownChips = shows
	p.chip = kit.NewSegmented(all, p.filter, func(v string) {
		p.filter = v
		p.layOut()
	})
	p.chips.Put(p.chip)
}

// count asks how many are done; the others the desk knows.
func (p *messagesPage) count() {
	if p.w.way == nil {
		return
	}
	p.w.read(func(ctx context.Context) func() {
		n, err := p.w.way.CountMessages(ctx)
		return func() {
			if err == nil { // else the list below says so
				p.counts = n
				p.paintChips()
			}
		}
	})
}

// readHistory reads the lines of the chosen message.
func (p *messagesPage) readHistory(id softphone.MessageID) {
	if p.w.way == nil || p.of == id {
		return
	}
	p.of = id
	p.w.read(func(ctx context.Context) func() {
		lines, err := p.w.way.History(ctx, id)
		return func() {
			if err == nil && p.chosen == id {
				p.lines = lines
				p.showDetail()
			}
		}
	})
}

func (p *messagesPage) showDetail() {
	if r := p.report; r != nil {
		if p.reported != r {
			p.reported, p.shows = r, messageDetail{}
			p.detail.Put(r.body)
		}
		return
	}
	p.reported = nil
	m, draft, ok := p.message()
	if !ok {
		p.shows = messageDetail{}
		p.detail.Put(kit.P(p.w.tr("messages.none_chosen"), kit.C.Muted, kit.Body, kit.Reg))
		return
	}
	now := p.w.now()
	d := presentMessage(m, slices.Contains(p.state.Offered, m.ID), now, p.w.tr)
	if !draft {
		if m.ID != p.of {
			if m.ID != p.shows.ID {
				p.lines = nil
			}
			p.readHistory(m.ID)
		}
		d.History = presentProgress(m, p.lines, now, p.w.tr)
		mail, mailed := p.state.MailOf(m.ID)
		d.Mail, d.MailTrouble = mailWords(mail, mailed, now, p.w.tr)
		if d.MailTrouble && m.State == softphone.New {
			d.Row.Failed, d.Row.Word = true, troubleWord(mail, p.w.tr)
		}
	}
	if d.same(p.shows) {
		return
	}
	p.shows = d
	p.detail.Put(p.detailOf(m, d, draft))
}

func (p *messagesPage) detailOf(m softphone.Message, d messageDetail, draft bool) fyne.CanvasObject {
	w := p.w
	name, c := messageMark(d.Row)
	state := []any{kit.Mark(name, c, 13), kit.T(d.Row.Word, c, kit.Line, kit.Med), kit.Fill()}
	switch urgencyOf(m) {
	case softphone.Urgent:
		state = append(state, kit.Pill(d.Row.UrgentW, kit.C.Warn, kit.C.WarnSoft, nil))
	case softphone.Immediate:
		state = append(state, kit.Pill(d.Row.UrgentW, kit.C.Danger, kit.C.DangerSoft, nil))
	}
	var text fyne.CanvasObject = kit.P(w.tr("messages.no_text"), kit.C.Muted, kit.Line, kit.Reg)
	if d.Verbatim != "" {
		text = quoted(d.Verbatim)
	}
	rows := []any{
		kit.Row(12, kit.Avatar(initials(d.Name), 40), kit.G(kit.Col(0, kit.E(d.Name, kit.C.Text, 16, kit.Semi), kit.E(d.Role, kit.C.Muted, kit.Line, kit.Reg)))),
		kit.Row(7, state...), kit.Caption(w.tr("form.verbatim")), text}
	rows = append(rows, mailStrip(d)...)
	facts := []any{}
	for _, x := range d.Facts {
		facts = append(facts, fact(x.Name, x.Value))
	}
	rows = append(rows, kit.Col(6, facts...))
	if len(d.History) > 0 {
		rows = append(rows, kit.LineH(kit.C.Border), kit.T(w.tr("way.history"), kit.C.Text, kit.Line, kit.Semi))
		for _, l := range d.History {
			rows = append(rows, historyRow(l))
		}
	}
	return kit.Col(12, kit.G(kit.VScroll(kit.Pad(0, 8, 0, 8, kit.Col(12, rows...)))), kit.Pad(0, 0, 0, 8, p.deeds(m, d, draft)))
}

// mailStrip is how a message's mail stands, where there is one.
func mailStrip(d messageDetail) []any {
	if d.Mail == "" {
		return nil
	}
	ink, soft, icon := kit.C.Accent, kit.C.AccentSoft, "mail"
	if d.MailTrouble {
		ink, soft, icon = kit.C.Danger, kit.C.DangerSoft, "warn"
	}
	return []any{kit.Strip(ink, soft, icon, kit.P(d.Mail, kit.C.Text, kit.Line, kit.Reg))}
}

// deeds are what can be done with a message now.
func (p *messagesPage) deeds(m softphone.Message, d messageDetail, draft bool) fyne.CanvasObject {
	w := p.w
	forget := kit.Btn(kit.Default, "user", w.tr("person.open"), "", w.forgetPerson)
	if draft {
		return kit.Row(8, kit.Btn(kit.Primary, "note", w.tr("messages.open_draft"), "", func() { w.openDraft(m.ID) }), forget)
	}
	deed := func(kind kit.Kind, icon, id, words string) any {
		return kit.G(kit.SlimBtn(kind, icon, w.tr("way.deed."+words), w.keycap(id), func() { w.run(id) }).WithHint(w.hintOf(id)))
	}
	if m.State == softphone.Done {
		return kit.Col(8, kit.RowS(8, deed(kit.Default, "phone", "call_back", "call_back"), deed(kit.Default, "back", "done", "reopen")), kit.Row(0, forget))
	}
	weight, mail := kit.Primary, deed(kit.Default, "mail", "mail_message", "mail_message")
	if d.MailTrouble { // one deed stands out
		weight, mail = kit.Default, deed(kit.Primary, "mail", "retry_mail", "retry_mail")
	}
	first := []any{deed(weight, "check", "done", "done"), deed(kit.Default, "phone", "call_back", "call_back")}
	second := []any{mail, deed(kit.Default, "bell", "remind", "remind")}
	third := []any{deed(kit.Default, "check", "told", "told"), deed(kit.Default, "phone", "told_phone", "told_phone")}
	fourth := []any{deed(kit.Default, "check", "seen", "seen"), deed(kit.Default, "note", "print_message", "print_message")}
	return kit.Col(8, kit.RowS(8, first...), kit.RowS(8, second...), kit.RowS(8, third...), kit.RowS(8, fourth...), kit.Row(0, forget))
}

// historyRow is one line of the history: a mark, what, how, when.
func historyRow(l progressLine) fyne.CanvasObject {
	name, c := progressMark(l.What)
	a := []any{kit.Row(8, kit.G(kit.E(l.Words, kit.C.Text, kit.Line, kit.Med)), kit.T(l.Time, kit.C.Muted, kit.Small, kit.Reg))}
	if l.More != "" {
		a = append(a, kit.P(l.More, kit.C.Muted, kit.Small, kit.Reg))
	}
	return kit.Row(10, kit.Top(kit.Pad(3, 0, 0, 0, kit.Mark(name, c, 12))), kit.G(kit.Col(0, a...)))
}

func progressMark(what softphone.ProgressKind) (string, color.NRGBA) {
	switch what {
	case softphone.ProgressFailed, softphone.ProgressUnsure, softphone.ProgressEscalated:
		return "fail", kit.C.Danger
	case softphone.ProgressDelivered, softphone.ProgressToDeputy:
		return "sent", kit.C.Accent
	case softphone.ProgressSeen:
		return "seen", kit.C.Accent
	case softphone.ProgressDone:
		return "done", kit.C.Ok
	case softphone.ProgressTaken:
		return "new", kit.C.Accent
	}
	return "new", kit.C.Muted
}

// openUndelivered shows the messages that have reached nobody.
func (w *Window) openUndelivered() {
	w.open(pageMessages)
	p := w.messagesPage()
	p.filter = "new"
	p.layOut()
}
