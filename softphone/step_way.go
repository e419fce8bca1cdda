package softphone

import (
	"slices"
	"time"
)

// stepWay is the way of a message to its addressee.
func (t *turn) stepWay(e Event) {
	switch e := e.(type) {
	case MessageMoved:
		t.messageMoved(e)
	case ReminderSet:
		t.reminderSet(e)
	case ReminderClosed:
		t.closeReminder(e.Message)
		t.done(e.Press, "")
	case CallBackPressed:
		t.callBackPressed(e)
	default:
		t.stepMail(e)
	}
}

// wayOpened takes up where the last run left off.
func (t *turn) wayOpened(b Snapshot) {
	t.s.Open, t.s.Mails, t.s.mailPassword = b.Open, b.Mails, b.MailPassword
	for _, m := range t.s.Open {
		t.wakeFor(m)
	}
	t.mailsOpened()
	t.wakeReport()
}

// wakeFor asks to be woken when a message is due.
func (t *turn) wakeFor(m Message) {
	if !m.RemindAt.IsZero() {
		t.do(WakeAt{At: m.RemindAt, Key: WakeKey{What: WakeRemind, ID: string(m.ID)}})
	}
	if !m.EscalateAt.IsZero() {
		t.do(WakeAt{At: m.EscalateAt, Key: WakeKey{What: WakeEscalate, ID: string(m.ID)}})
	}
}

func minutes(n int) time.Duration { return time.Duration(n) * time.Minute }

// sentOnItsWay sets the times at which a message that is being taken reminds and escalates.
func (t *turn) sentOnItsWay(m Message) Message {
	m = m.timed(t.at)
	m.EscalateAt = zeroTime
	after := map[Urgency]SettingKey{Urgent: SetEscalateUrgent, Immediate: SetEscalateImmediate}[m.Urgency]
	if after != "" && t.s.Settings.Number(after) > 0 {
		m.EscalateAt = t.at.Add(minutes(t.s.Settings.Number(after)))
	}
	return t.remindNext(m)
}

// remindNext finds what a message reminds of next: that it has reached nobody, that the caller can be reached, or that
// what was promised is due.
func (t *turn) remindNext(m Message) Message {
	m.RemindAt, m.RemindWhy = zeroTime, ""
	if m.State == Done {
		return m
	}
	next := func(at time.Time, why RemindWhy) {
		if at.After(t.at) && (m.RemindAt.IsZero() || at.Before(m.RemindAt)) {
			m.RemindAt, m.RemindWhy = at, why
		}
	}
	if n := t.s.Settings.Number(SetRemindAfter); m.State == New && n > 0 {
		next(t.at.Add(minutes(n)), RemindUndelivered)
	}
	if !m.PromisedAt.IsZero() {
		before := m.PromisedAt.Add(-minutes(t.s.Settings.Number(SetRemindBefore)))
		if !before.After(t.at) {
			before = m.PromisedAt
		}
		next(before, RemindPromised)
	}
	if !m.CallFrom.IsZero() {
		next(m.CallFrom, RemindWindow)
	}
	return m
}

// opened: a message has been taken and is on disk.
func (t *turn) opened(m Message) {
	if m.ID == "" {
		return
	}
	t.putOpen(m)
	t.wakeFor(m)
	t.record(m, Progress{What: ProgressTaken, By: t.by()})
}

// by is who sits at the desk.
func (t *turn) by() string { return t.s.Who() }

func (t *turn) putOpen(m Message) {
	t.s.Open = slices.Clone(t.s.Open)
	i := slices.IndexFunc(t.s.Open, func(o Message) bool { return o.ID == m.ID })
	switch {
	case i >= 0 && m.State == Done:
		t.s.Open = slices.Delete(t.s.Open, i, i+1)
	case i >= 0:
		t.s.Open[i] = m
	case m.State != Done:
		t.s.Open = append(t.s.Open, m)
	}
}

// record writes a line of a message's history, with the message as it is now.
func (t *turn) record(m Message, p Progress) Effect {
	p.Message, p.At = m.ID, t.at
	save := MoveMessage{Message: m, Progress: p}
	t.save(save)
	return save
}

// move changes an open message and writes why.
func (t *turn) move(m Message, p Progress) Effect {
	m.Changed = t.at
	t.putOpen(m)
	return t.record(m, p)
}

func (t *turn) messageMoved(e MessageMoved) {
	m, open := t.s.OpenMessage(e.Message)
	if !open && e.Of.ID == e.Message && e.Of.State == Done {
		m, open = e.Of, true
	}
	switch {
	case !open:
		t.reply(e.Press, "", NoSuchMessage, string(e.Message))
		return
	case e.How != "" && !slices.Contains(Ways, e.How):
		t.reply(e.Press, "", BadValue, "how: "+string(e.How))
		return
	}
	p := Progress{By: t.by(), How: e.How, To: e.Whom}
	was := m.State
	switch {
	case e.To == Delivered && was != Done:
		p.What = ProgressDelivered
		if p.How == "" {
			p.How = OtherWay
		}
		m = delivered(m, p.How, t.at)
		if p.How == ToldInPerson || p.How == ByPhone { // he has heard it
			m.State = Seen
		}
	case e.To == Seen && was != Done:
		p.What = ProgressSeen
		if m.DeliveredAt.IsZero() {
			m = delivered(m, OtherWay, t.at)
		}
		m.State = Seen
	case e.To == Done && was != Done:
		p.What = ProgressDone
		m.State = Done
	case e.To == New && was == Done:
		p.What = ProgressReopened
		if m.State = Seen; m.DeliveredAt.IsZero() {
			m.State = New
		}
	default:
		t.reply(e.Press, "", WrongState, string(was))
		return
	}
	m = t.settled(m)
	save := t.move(m, p)
	t.replyWhenSaved(e.Press, save)
	t.wakeFor(m)
}

func delivered(m Message, how Way, at time.Time) Message {
	if m.State == New {
		m.State = Delivered
	}
	m.DeliveredHow, m.DeliveredAt = string(how), at
	return m
}

// settled takes off the screen, and out of the queue, what a message that has got on no longer wants.
func (t *turn) settled(m Message) Message {
	t.closeReminder(m.ID)
	if m.State == Seen || m.State == Done {
		m.EscalateAt = zeroTime
	}
	if m.State != New {
		t.dropMailsOf(m.ID)
	}
	if m.RemindWhy != RemindAsked || m.State == Done {
		m = t.remindNext(m)
	}
	return m
}

func (t *turn) closeReminder(id MessageID) {
	t.s.Reminders = slices.DeleteFunc(slices.Clone(t.s.Reminders), func(r Reminder) bool { return r.Message == id })
}

func (t *turn) remind(r Reminder) {
	t.closeReminder(r.Message)
	r.At = t.at
	t.s.Reminders = append(t.s.Reminders, r)
}

// remindDue shows a reminder whose time has come.
func (t *turn) remindDue(id MessageID) {
	m, ok := t.s.OpenMessage(id)
	switch {
	case !ok || m.RemindAt.IsZero():
	case t.at.Before(m.RemindAt): // put off since
		t.wakeFor(m)
	default:
		why := m.RemindWhy
		t.remind(Reminder{Message: id, Why: why})
		if m.Urgency == Urgent || m.Urgency == Immediate || why == RemindPromised {
			t.do(RaiseWindow{})
		}
		m = t.remindNext(m)
		t.move(m, Progress{What: ProgressReminded})
		t.wakeFor(m)
	}
}

// reminderSet is the secretary's own time.
func (t *turn) reminderSet(e ReminderSet) {
	m, ok := t.s.OpenMessage(e.Message)
	switch {
	case !ok:
		t.reply(e.Press, "", NoSuchMessage, string(e.Message))
		return
	case !e.Due.After(t.at):
		t.reply(e.Press, "", BadValue, "due")
		return
	}
	t.closeReminder(m.ID)
	m.RemindAt, m.RemindWhy = e.Due, RemindAsked
	save := t.move(m, Progress{What: ProgressSnoozed, Until: e.Due, By: t.by()})
	t.replyWhenSaved(e.Press, save)
	t.wakeFor(m)
}

// escalateDue hands an urgent message that nobody has seen to a deputy, and tells the secretary.
func (t *turn) escalateDue(id MessageID) {
	m, ok := t.s.OpenMessage(id)
	switch {
	case !ok || m.EscalateAt.IsZero() || m.State == Seen:
		return
	case t.at.Before(m.EscalateAt):
		t.wakeFor(m)
		return
	}
	m.EscalateAt = zeroTime
	p := Progress{What: ProgressEscalated}
	deputies := ReceiversOf(m.Deputies, t.s.Principals)
	if own, found := t.s.Principal(m.Principal); found && len(deputies) == 0 {
		deputies = ReceiversOf(own.Deputies, t.s.Principals)
	}
	i := slices.IndexFunc(deputies, func(d Receiver) bool { return MailAddress(d.Email) })
	switch {
	case i >= 0:
		p.To = FullName(deputies[i].Name)
		if p.To == "" {
			p.To = deputies[i].Email
		}
		if t.s.Settings.MailServer().Ready() {
			p.How = ByMail
		}
	case len(deputies) > 0:
		p.To = deputies[0].Name
	}
	t.move(m, p)
	if p.How == ByMail {
		t.queueMail(Mail{Kind: MailEscalation, Message: m.ID, To: deputies[i].Email, Name: p.To})
	}
	t.remind(Reminder{Message: m.ID, Why: RemindEscalated, Detail: p.To})
	t.do(RaiseWindow{})
}

// callBackPressed rings the caller of a message; the call is joined to the message, which is told how it ended.
func (t *turn) callBackPressed(e CallBackPressed) {
	c, why := t.dial(e.NewCall, e.Line, e.Of.Number)
	if c == nil {
		t.reply(e.Press, e.NewCall, why.Code, why.Detail)
		return
	}
	m := e.Of
	c.Message, c.Principal = m.ID, m.Principal
	c.Caller = CallerFields{Surname: m.Surname, FirstName: m.FirstName, Patronymic: m.Patronymic, Position: m.Position,
		Organisation: m.Organisation, Number: c.Peer.Number}
	if c.Peer.Name == "" {
		c.Peer.Name = FullName(m.FirstName, m.Patronymic, m.Surname)
	}
	t.beginScript(c)
	t.beginDraft(c)
	t.saveCall(c)
	t.closeReminder(m.ID)
	t.done(e.Press, c.ID)
}

// calledBack writes what came of a call back; the call has just ended. Where the caller was reached, the desk offers to
// mark the message as done.
func (t *turn) calledBack(c Call) {
	m, ok := t.s.OpenMessage(c.Message)
	if c.Message == "" || !ok {
		return
	}
	p := Progress{What: ProgressCalled, Call: c.ID, By: t.by(), To: FullName(m.FirstName, m.Patronymic, m.Surname)}
	if c.Answered.IsZero() {
		p.Reason = c.EndReason
	}
	t.move(m, p)
	if !c.Answered.IsZero() {
		t.remind(Reminder{Message: m.ID, Why: RemindReached})
	}
}
