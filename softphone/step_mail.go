package softphone

import (
	"slices"
	"strconv"
	"time"
)

func (t *turn) stepMail(e Event) {
	switch e := e.(type) {
	case MessageMailed:
		t.messageMailed(e)
	case MailRetried:
		t.mailRetried(e)
	case MailDropped:
		t.mailDropped(e)
	case ReportMailed:
		t.reportMailed(e)
	case MailPasswordSet:
		t.s.mailPassword = e.Password
		save := SaveMailPassword{Password: e.Password}
		t.replyWhenSaved(e.Press, save)
		t.save(save)
	case MailTried:
		t.mailTried(e)
	case MailWent:
		t.mailWent(e)
	case MailStayed:
		t.mailStayed(e)
	}
}

func (s State) mail(id MailID) (Mail, bool) {
	i := slices.IndexFunc(s.Mails, func(m Mail) bool { return m.ID == id })
	if i < 0 {
		return Mail{}, false
	}
	return s.Mails[i], true
}

// putMail keeps a mail as it is now; one that went is kept no longer.
func (t *turn) putMail(m Mail) {
	t.s.Mails = slices.Clone(t.s.Mails)
	i := slices.IndexFunc(t.s.Mails, func(o Mail) bool { return o.ID == m.ID })
	switch {
	case i >= 0 && m.State == MailSent:
		t.s.Mails = slices.Delete(t.s.Mails, i, i+1)
	case i >= 0:
		t.s.Mails[i] = m
	case m.State != MailSent:
		t.s.Mails = append(t.s.Mails, m)
	}
}

func (t *turn) saveMail(m Mail) Effect {
	t.putMail(m)
	save := SaveMail{Mail: m}
	t.save(save)
	return save
}

// mailsOpened goes on with the queue of an earlier run. A mail that was with the server when that ended may be there: it
// is not sent again unless somebody says so.
func (t *turn) mailsOpened() {
	for _, m := range t.s.Mails {
		switch m.State {
		case MailSending:
			m.State, m.Reason = MailUnsure, Reason{Code: ProgramEnded}
			t.saveMail(m)
			if of, ok := t.s.OpenMessage(m.Message); ok {
				t.record(of, Progress{What: ProgressUnsure, How: ByMail, To: m.Name, Reason: m.Reason})
				t.remind(Reminder{Message: of.ID, Why: RemindMailFailed, Reason: m.Reason})
			}
		case MailQueued:
			t.wakeMail(m)
		}
	}
}

func (t *turn) wakeMail(m Mail) {
	t.do(WakeAt{At: m.Next, Key: WakeKey{What: WakeMail, ID: string(m.ID)}})
}

// queueMail puts a mail into the queue and gives it up at once; the effect is its save.
func (t *turn) queueMail(m Mail) Effect {
	about := string(m.Message)
	if m.Kind == MailReport {
		about = "report-" + string(m.Principal)
	}
	m.ID = MailID(about + "." + strconv.FormatInt(t.at.UnixNano(), 36) + "." + string(m.Kind[0]))
	m.MessageID = t.s.Settings.MailServer().headerID(m.ID)
	m.State, m.Queued, m.Next, m.By = MailQueued, t.at, t.at, t.by()
	m.Language = t.s.Settings.Get(SetLanguage)
	save := t.saveMail(m)
	t.sendMail(m)
	return save
}

// sendMail gives a mail up. Its place on disk says "sending" before the server has a word of it.
func (t *turn) sendMail(m Mail) {
	if t.s.closing {
		return
	}
	m.State = MailSending
	t.putMail(m)
	t.do(SendMail{Parcel: t.parcel(m)})
}

func (t *turn) parcel(m Mail) Parcel {
	p, _ := t.s.Principal(m.Principal)
	return Parcel{Mail: m, Server: t.s.Settings.MailServer(), Password: t.s.mailPassword, For: p.Name(),
		Company: t.s.Settings.Get(SetCompany), Sender: t.by()}
}

func (t *turn) messageMailed(e MessageMailed) {
	m, ok := t.s.OpenMessage(e.Message)
	if !ok {
		t.reply(e.Press, "", NoSuchMessage, string(e.Message))
		return
	}
	to := Mail{Kind: MailMessage, Message: m.ID, To: e.Mail, Name: e.Name}
	if to.To == "" {
		to.To, to.Name = t.s.AddresseeMail(m), m.For
	}
	if to.Name == "" {
		to.Name = to.To
	}
	switch {
	case !MailAddress(to.To):
		t.reply(e.Press, "", NoMailAddress, to.Name)
		return
	case !t.s.Settings.MailServer().Ready():
		t.reply(e.Press, "", NoMailServer, "")
		return
	}
	for _, old := range t.s.Mails {
		if old.Message == m.ID && old.To == to.To && old.Kind == to.Kind && (old.State == MailQueued || old.State == MailSending) { // pressed twice
			t.done(e.Press, "")
			return
		}
	}
	t.dropMailsOf(m.ID)
	t.closeReminder(m.ID)
	t.move(m, Progress{What: ProgressQueued, How: ByMail, To: to.Name, By: t.by()})
	t.replyWhenSaved(e.Press, t.queueMail(to))
}

// dropMailsOf takes those mails of a message to its addressee out of the queue that are not with the server now.
func (t *turn) dropMailsOf(id MessageID) {
	for _, m := range t.s.Mails {
		if m.Message == id && m.Kind == MailMessage && m.State != MailSending {
			t.dropMail(m)
		}
	}
}

// dropMail gives a mail up; on disk it counts as one that is over.
func (t *turn) dropMail(m Mail) Effect {
	m.State = MailSent
	if m.Reason.Zero() {
		m.Reason = Reason{Code: Cancelled}
	}
	return t.saveMail(m)
}

func (t *turn) mailDropped(e MailDropped) {
	m, ok := t.s.mail(e.Mail)
	if !ok || m.State == MailSending {
		t.reply(e.Press, "", NoSuchMail, string(e.Mail))
		return
	}
	t.replyWhenSaved(e.Press, t.dropMail(m))
}

func (t *turn) mailRetried(e MailRetried) {
	again := 0
	for _, m := range t.s.Mails {
		all := e.Message == "" && e.Mail == ""
		switch {
		case m.State == MailSending, all && m.State == MailUnsure: // never a second time without a word
			continue
		case e.Message != "" && m.Message != e.Message, e.Mail != "" && m.ID != e.Mail:
			continue
		}
		again++
		m.Queued, m.Attempts = t.at, 0 // its patience begins anew
		t.putMail(m)
		t.sendMail(m)
	}
	if again == 0 {
		t.reply(e.Press, "", NoSuchMail, string(e.Message))
		return
	}
	t.done(e.Press, "")
}

func (t *turn) mailDue(id MailID) {
	m, ok := t.s.mail(id)
	switch {
	case !ok || m.State != MailQueued:
	case t.at.Before(m.Next):
		t.wakeMail(m)
	default:
		t.sendMail(m)
	}
}

func (t *turn) mailWent(e MailWent) {
	if e.Mail == trialID {
		t.s.MailTest.Running, t.s.MailTest.At, t.s.MailTest.Reason = false, t.at, Reason{}
		return
	}
	m, ok := t.s.mail(e.Mail)
	if !ok {
		return
	}
	m.State, m.Reason = MailSent, Reason{}
	m.Attempts++
	t.saveMail(m)
	of, open := t.s.OpenMessage(m.Message)
	switch {
	case m.Message == "" || !open:
	case m.Kind == MailEscalation:
		t.move(of, Progress{What: ProgressToDeputy, How: ByMail, To: m.Name})
	default:
		of = t.settled(delivered(of, ByMail, t.at))
		t.move(of, Progress{What: ProgressDelivered, How: ByMail, To: m.Name, By: m.By})
		t.wakeFor(of)
	}
}

func (t *turn) mailStayed(e MailStayed) {
	why := e.Trouble
	if e.Mail == trialID {
		t.s.MailTest.Running, t.s.MailTest.At, t.s.MailTest.Reason = false, t.at, why.Reason
		return
	}
	m, ok := t.s.mail(e.Mail)
	if !ok {
		return
	}
	m.Attempts++
	m.Reason = why.Reason
	what := ProgressFailed
	switch {
	case why.Unsure:
		m.State, what = MailUnsure, ProgressUnsure
	case why.Again && t.at.Sub(m.Queued) < mailPatience:
		m.State, m.Next = MailQueued, t.at.Add(mailPause(m.Attempts))
	default:
		m.State = MailFailed
	}
	t.saveMail(m)
	if m.State == MailQueued {
		t.wakeMail(m)
	}
	if of, open := t.s.OpenMessage(m.Message); open {
		t.move(of, Progress{What: what, How: ByMail, To: m.Name, Reason: why.Reason})
		if m.State != MailQueued || m.Attempts == 1 {
			t.remind(Reminder{Message: of.ID, Why: RemindMailFailed, Reason: why.Reason})
		}
	}
}

// trialID is the name of the test mail.
const trialID MailID = "test"

func (t *turn) mailTried(e MailTried) {
	server := t.s.Settings.MailServer()
	switch {
	case !server.Ready():
		t.reply(e.Press, "", NoMailServer, "")
		return
	case !MailAddress(e.To):
		t.reply(e.Press, "", NoMailAddress, e.To)
		return
	}
	t.s.MailTest = MailTest{To: e.To, Running: true, At: t.at}
	id := MailID("test." + strconv.FormatInt(t.at.UnixNano(), 36))
	t.do(SendMail{Parcel: t.parcel(Mail{ID: trialID, Kind: MailTrial, To: e.To, Language: t.s.Settings.Get(SetLanguage), Queued: t.at,
		MessageID: server.headerID(id), State: MailSending})})
	t.done(e.Press, "")
}

func (t *turn) reportMailed(e ReportMailed) {
	p, ok := t.s.Principal(e.Principal)
	switch {
	case !ok:
		t.reply(e.Press, "", NoSuchPrincipal, string(e.Principal))
		return
	case !MailAddress(p.Email):
		t.reply(e.Press, "", NoMailAddress, p.Name())
		return
	case !t.s.Settings.MailServer().Ready():
		t.reply(e.Press, "", NoMailServer, "")
		return
	}
	t.replyWhenSaved(e.Press, t.queueMail(Mail{Kind: MailReport, Principal: p.ID, From: e.From, Until: e.Until, To: p.Email, Name: p.Name()}))
}

// wakeReport asks to be woken when the principals get the report of the day.
func (t *turn) wakeReport() {
	if at, ok := t.nextReport(); ok {
		t.do(WakeAt{At: at, Key: WakeKey{What: WakeReport}})
	}
}

// nextReport is when it is due: today's time, or tomorrow's once today's has gone out.
func (t *turn) nextReport() (time.Time, bool) {
	clock, err := time.Parse("15:04", t.s.Settings.Get(SetReportAt))
	if err != nil {
		return zeroTime, false
	}
	y, m, d := t.at.Date()
	due := time.Date(y, m, d, clock.Hour(), clock.Minute(), 0, 0, t.at.Location())
	if last := t.lastReport(); !last.Before(due) {
		due = due.AddDate(0, 0, 1)
	}
	return due, true
}

func (t *turn) lastReport() time.Time {
	last, err := time.Parse(time.RFC3339, t.s.Settings.Get(SetReportLast))
	if err != nil {
		return zeroTime
	}
	return last
}

// reportDue sends every principal with an address what came since the last report, at most a week of it.
func (t *turn) reportDue() {
	due, on := t.nextReport()
	switch {
	case !on || !t.s.Settings.MailServer().Ready():
		return
	case t.at.Before(due):
		t.wakeReport()
		return
	}
	from, day := t.lastReport(), time.Date(t.at.Year(), t.at.Month(), t.at.Day(), 0, 0, 0, 0, t.at.Location())
	if from.IsZero() {
		from = day
	} else if from.Before(t.at.AddDate(0, 0, -7)) {
		from = t.at.AddDate(0, 0, -7)
	}
	for _, p := range t.s.Principals {
		if MailAddress(p.Email) && !t.reportUnderWay(p.ID, from) {
			t.queueMail(Mail{Kind: MailReport, Principal: p.ID, From: from, Until: t.at, To: p.Email, Name: p.Name()})
		}
	}
	t.setSetting(SetReportLast, t.at.Format(time.RFC3339))
	t.wakeReport()
}

// reportUnderWay: the report from that moment on waits already, from a run that ended before it noted that it went out.
func (t *turn) reportUnderWay(p PrincipalID, from time.Time) bool {
	return slices.ContainsFunc(t.s.Mails, func(m Mail) bool { return m.Kind == MailReport && m.Principal == p && m.From.Equal(from) })
}
