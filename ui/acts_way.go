package ui

import (
	"context"
	"slices"
	"time"

	"anteroom/softphone"
	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
)

// aboutMessage commands listen where one message is meant: on the page of messages, and on the desk for the one just taken.
const aboutMessage place = 100

// wayCommands are what is done with a message that was taken, and what reads one back.
func wayCommands() []*command {
	about := func(do func(*Window, softphone.Message)) func(*Window, string) {
		return func(w *Window, _ string) {
			if m, ok := w.subject(); ok {
				do(w, m)
			}
		}
	}
	moved := func(to softphone.MessageState, how softphone.Way) func(*Window, string) {
		return about(func(w *Window, m softphone.Message) { w.moveMessage(m, to, how) })
	}
	return []*command{
		{id: "spell", keys: keys("Ctrl+Shift+F8"), icon: "speaker", menu: "message", where: onDesk, do: just(func(w *Window) { w.form.spell() })},
		{id: "read_back", keys: keys("Ctrl+F8"), icon: "speaker", menu: "message", where: onDesk, do: just(func(w *Window) { w.form.readBack() })},
		{id: "mail_message", keys: keys("Ctrl+E"), icon: "mail", menu: "message", where: aboutMessage, do: about((*Window).mailMessage)},
		{id: "print_message", keys: keys("Ctrl+P"), icon: "note", menu: "message", where: aboutMessage, do: about((*Window).printMessage)},
		{id: "told", keys: keys("Ctrl+T"), icon: "check", menu: "message", where: aboutMessage, do: moved(softphone.Delivered, softphone.ToldInPerson)},
		{id: "told_phone", keys: keys("Ctrl+F6"), icon: "phone", menu: "message", where: aboutMessage, do: moved(softphone.Delivered, softphone.ByPhone)},
		{id: "seen", keys: keys("Ctrl+F7"), icon: "check", menu: "message", where: aboutMessage, do: moved(softphone.Seen, "")},
		{id: "done", keys: keys("Ctrl+D"), icon: "check", menu: "message", where: aboutMessage, do: about(func(w *Window, m softphone.Message) {
			if m.State == softphone.Done {
				w.moveMessage(m, softphone.New, "")
				return
			}
			w.moveMessage(m, softphone.Done, "")
		})},
		{id: "remind", keys: keys("Ctrl+U"), icon: "bell", menu: "message", where: aboutMessage, do: about((*Window).askReminder)},
		{id: "call_back", keys: keys("Ctrl+O"), icon: "phone", menu: "message", where: aboutMessage, do: about((*Window).callBack)},
		{id: "retry_mail", keys: keys("Ctrl+F5"), icon: "mail", menu: "message", where: frameOnly, can: someMail, do: just((*Window).retryMails)},
		{id: "reminder", keys: keys("Ctrl+F11"), icon: "bell", menu: "message", where: frameOnly, can: someReminder, do: just((*Window).openReminder)},
		{id: "reminder_later", keys: keys("Ctrl+Shift+F11"), icon: "clock", menu: "message", where: frameOnly, can: someReminder, do: just((*Window).reminderLater)},
		{id: "report", keys: keys("Ctrl+F9"), icon: "note", menu: "message", where: frameOnly, can: somePrincipal, do: just((*Window).report)},
	}
}

func someMail(s softphone.State) bool { return len(s.Mails) > 0 }

func someReminder(s softphone.State) bool { return len(s.Reminders) > 0 }

// subject is the message that is meant where the secretary is.
func (w *Window) subject() (softphone.Message, bool) {
	switch w.at {
	case pageMessages:
		p := w.messagesPage()
		m, draft, ok := p.message()
		return m, ok && !draft && p.report == nil // the report lies over it
	case pageDesk:
		if m, ok := w.state.OpenMessage(w.form.fresh); ok {
			return m, true
		}
		if r := w.state.Reminders; len(r) > 0 && r[0].Why == softphone.RemindReached { // the strip asks about it
			return w.state.OpenMessage(r[0].Message)
		}
	}
	return softphone.Message{}, false
}

func (w *Window) messagesPage() *messagesPage { return w.pages[pageMessages].(*messagesPage) }

func (w *Window) moveMessage(m softphone.Message, to softphone.MessageState, how softphone.Way) {
	w.press(func(p softphone.Press) softphone.Event {
		return softphone.MessageMoved{Press: p, Message: m.ID, To: to, How: how, Of: m}
	}, func(softphone.CallID) {
		w.notify(noticeDone, w.tr("way.moved."+string(to), whomShort(m)))
	})
}

// mailMessage sends a message to its addressee; where his address is not known, or to somebody else, it is asked for.
func (w *Window) mailMessage(m softphone.Message) {
	if w.state.AddresseeMail(m) != "" {
		w.press(func(p softphone.Press) softphone.Event { return softphone.MessageMailed{Press: p, Message: m.ID} })
		return
	}
	w.mailElsewhere(m)
}

// mailElsewhere asks for the address, with the deputies' to choose from.
func (w *Window) mailElsewhere(m softphone.Message) {
	to := kit.NewEntry("", w.tr("way.mail_to.hint"), nil)
	rows := []any{to}
	list := softphone.ReceiversOf(m.Deputies, w.state.Principals)
	for _, d := range list {
		if d.Email != "" {
			if to.Text == "" {
				to.SetText(d.Email)
			}
			rows = append(rows, kit.Btn(kit.Default, "user", d.Name+" · "+d.Email, "", func() { to.SetText(d.Email) }))
		}
	}
	w.confirm(question{title: w.tr("way.mail_to.title"), text: w.tr("way.mail_to.text", whomShort(m)), yes: w.tr("way.mail_to.yes"),
		more: kit.Col(8, rows...), first: to, then: func() {
			name, address := "", to.Text
			for _, d := range list {
				if d.Email == address {
					name = d.Name
				}
			}
			w.press(func(p softphone.Press) softphone.Event {
				return softphone.MessageMailed{Press: p, Message: m.ID, Name: name, Mail: address}
			})
		}})
}

// retryMails sends the mail of the message meant again, or all that did not go. One that may be there already is sent a
// second time only when she says so.
func (w *Window) retryMails() {
	again := func(mail softphone.MailID) {
		w.press(func(p softphone.Press) softphone.Event { return softphone.MailRetried{Press: p, Mail: mail} })
	}
	ask := func(m softphone.Mail) {
		w.confirm(question{title: w.tr("way.unsure.title"), text: w.tr("way.unsure.text", m.Name, dayAndClock(m.Queued, w.now(), w.tr)),
			yes: w.tr("way.unsure.yes"), then: func() { again(m.ID) }})
	}
	of, meant := w.subject()
	mail, waits := w.state.MailOf(of.ID)
	unsure := slices.IndexFunc(w.state.Mails, func(m softphone.Mail) bool { return m.State == softphone.MailUnsure })
	other := slices.ContainsFunc(w.state.Mails, func(m softphone.Mail) bool { return m.State != softphone.MailUnsure })
	switch {
	case meant && waits && mail.State == softphone.MailUnsure:
		ask(mail)
	case meant && waits:
		again(mail.ID)
	case !other && unsure >= 0:
		ask(w.state.Mails[unsure])
	default:
		again("")
	}
}

// askReminder asks when to be reminded, in words.
func (w *Window) askReminder(m softphone.Message) {
	when := kit.NewEntry("", w.tr("way.remind_at.hint"), nil)
	understood := small("", kit.C.Muted)
	read := func() (time.Time, bool) {
		due, ok := softphone.DueAt(when.Text, w.now())
		return due, ok && due.After(w.now())
	}
	when.OnChanged = func(string) {
		if t, ok := read(); ok {
			understood.Set(dayAndClock(t, w.now(), w.tr))
		} else {
			understood.Set(w.tr("way.remind_at.unclear"))
		}
	}
	w.confirm(question{title: w.tr("way.remind_at.title"), text: w.tr("way.remind_at.text"), yes: w.tr("way.remind_at.yes"),
		more: kit.Col(6, when, understood), first: when, then: func() {
			due, ok := read()
			if !ok {
				w.notify(noticeRefused, w.tr("way.remind_at.unclear"))
				return
			}
			w.press(func(p softphone.Press) softphone.Event {
				return softphone.ReminderSet{Press: p, Message: m.ID, Due: due}
			},
				func(softphone.CallID) {
					w.notify(noticeDone, w.tr("way.remind_at.set", dayAndClock(due, w.now(), w.tr)))
				})
		}})
}

// callBack rings the caller of a message on the line his call came over.
func (w *Window) callBack(m softphone.Message) {
	if m.Number == "" {
		w.notify(noticeRefused, w.tr("way.no_number"))
		return
	}
	call := softphone.CallID(newMessageID())
	ring := func(line softphone.LineID) {
		w.press(func(p softphone.Press) softphone.Event {
			return softphone.CallBackPressed{Press: p, NewCall: call, Line: line, Of: m}
		}, func(softphone.CallID) { w.open(pageDesk) })
	}
	if m.Call == "" {
		ring("")
		return
	}
	w.read(func(ctx context.Context) func() {
		c, err := w.journal.JournalCall(ctx, m.Call)
		return func() {
			line := c.Line
			if l, ok := w.state.Line(line); err != nil || !ok || l.State != softphone.LineRegistered {
				line = "" // whichever is ready
			}
			ring(line)
		}
	})
}

func (w *Window) openReminder() {
	if v := presentReminder(w.state, w.now(), w.tr); v.Message != "" {
		w.showMessage(v.Message)
	}
}

// showMessage opens a message on its page.
func (w *Window) showMessage(id softphone.MessageID) {
	w.open(pageMessages)
	p := w.messagesPage()
	p.filter, p.chosen, p.report = "", id, nil
	p.layOut()
}

// reminderPause is how long a reminder is put off by its key.
const reminderPause = 15 * time.Minute

func (w *Window) reminderLater() {
	v := presentReminder(w.state, w.now(), w.tr)
	if v.Message == "" {
		return
	}
	due := w.now().Add(reminderPause)
	w.press(func(p softphone.Press) softphone.Event {
		return softphone.ReminderSet{Press: p, Message: v.Message, Due: due}
	})
}

// drawReminder is the strip that reminds; nothing modal.
func drawReminder(w *Window, v reminderView) fyne.CanvasObject {
	if v.Message == "" {
		return nil
	}
	more := kit.Empty(0, 0)
	if v.More > 0 {
		more = kit.Pill(w.tr("way.remind.more", v.More), kit.C.Warn, kit.C.WarnSoft, nil)
	}
	words := kit.W(min(560, kit.TextWidth(v.Words, kit.Line, kit.Med)+2), kit.PL(2, kit.Line, kit.Span{S: v.Words, C: kit.C.Text, W: kit.Med}))
	done := kit.Empty(0, 0)
	if m, ok := w.state.OpenMessage(v.Message); ok && v.Reached {
		cap := ""
		if s, meant := w.subject(); meant && s.ID == m.ID {
			cap = w.keycap("done")
		}
		done = kit.KeyBtn(kit.Primary, "check", w.tr("way.deed.done"), cap, func() { w.moveMessage(m, softphone.Done, "") })
	}
	return kit.Stack(kit.Box(kit.C.WarnSoft, kit.C.Warn, 8), kit.Pad(7, 7, 14, 8, kit.Row(10, kit.Icon("bell", kit.C.Warn, 16), words, more, done,
		kit.KeyBtn(kit.Default, "", w.tr("way.remind.open"), w.keycap("reminder"), func() { w.run("reminder") }),
		kit.KeyBtn(kit.Default, "", w.tr("way.remind.later"), w.keycap("reminder_later"), func() { w.run("reminder_later") }))))
}
