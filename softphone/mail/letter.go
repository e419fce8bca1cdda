package mail

import (
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"

	"anteroom/softphone"
)

// letter makes the mail of a parcel.
func letter(p softphone.Parcel, now time.Time) (*gomail.Msg, error) {
	m := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	if err := m.FromFormat(p.Server.FromName, p.Server.From); err != nil {
		return nil, err
	}
	if err := m.To(p.Mail.To); err != nil {
		return nil, err
	}
	m.SetMessageIDWithValue(p.Mail.MessageID)
	m.SetDateWithValue(now)
	subject, body := Words(p, now)
	m.Subject(subject)
	if len(p.Messages) == 1 && p.Mail.Kind != softphone.MailReport && p.Messages[0].Urgency == softphone.Immediate {
		m.SetImportance(gomail.ImportanceUrgent)
	} else if len(p.Messages) == 1 && p.Mail.Kind != softphone.MailReport && p.Messages[0].Urgency == softphone.Urgent {
		m.SetImportance(gomail.ImportanceHigh)
	}
	m.SetBodyString(gomail.TypeTextPlain, body)
	return m, nil
}

// Words are the subject and the text of a parcel's mail, in the language of the mail.
func Words(p softphone.Parcel, now time.Time) (subject, body string) {
	say := Sayer(p.Mail.Language)
	switch p.Mail.Kind {
	case softphone.MailTrial:
		return say("test.subject"), say("test.body", p.Server.Host, p.Server.Port)
	case softphone.MailReport:
		return reportWords(p, now, say)
	}
	m := p.Messages[0]
	subject = oneLine(say("message.subject", nameOf(m, say)))
	if m.Urgency == softphone.Urgent || m.Urgency == softphone.Immediate {
		subject = say("urgency."+string(m.Urgency)) + ": " + subject
	}
	var b strings.Builder
	if p.Mail.Kind == softphone.MailEscalation {
		b.WriteString(say("escalation", m.For) + "\n\n")
	}
	b.WriteString(messageText(m, now, say))
	b.WriteString("\n-- \n" + oneLine(strings.TrimPrefix(p.Sender+", "+p.Company, ", ")) + "\n")
	return subject, b.String()
}

// messageText is a message as a letter says it: who, when, the words exactly as they were said, and what is wanted.
func messageText(m softphone.Message, now time.Time, say func(string, ...any) string) string {
	var b strings.Builder
	line := func(key, value string) {
		if value = strings.TrimSpace(value); value != "" {
			b.WriteString(say("fact."+key) + ": " + value + "\n")
		}
	}
	line("for", m.For)
	line("taken", moment(m.Taken, now))
	line("from", softphone.FullName(m.FirstName, m.Patronymic, m.Surname))
	line("position", strings.TrimPrefix(strings.TrimSuffix(m.Position+", "+m.Organisation, ", "), ", "))
	b.WriteString("\n" + m.Verbatim + "\n\n")
	number := softphone.GroupNumber(m.Number)
	if m.Number != "" {
		read := "not_read_back"
		if m.ReadBack {
			read = "read_back"
		}
		number += " (" + say(read) + ")"
	}
	line("number", number)
	line("call_when", m.CallWhen)
	line("email", m.Email)
	if m.Mood != "" {
		line("mood", say("mood."+string(m.Mood)))
	}
	if m.Urgency != "" {
		line("urgency", say("urgency."+string(m.Urgency)))
	}
	line("promised", strings.TrimSuffix(m.Promised+", "+m.PromisedBy, ", "))
	line("deputies", m.Deputies)
	return b.String()
}

func reportWords(p softphone.Parcel, now time.Time, say func(string, ...any) string) (string, string) {
	from, until := p.Mail.From.In(now.Location()), p.Mail.Until.In(now.Location())
	subject := oneLine(say("report.subject", p.For, until.Format("02.01.2006")))
	var b strings.Builder
	b.WriteString(say("report.head", p.For, from.Format("02.01.2006 15:04"), until.Format("02.01.2006 15:04")) + "\n")
	if len(p.Messages) == 0 {
		b.WriteString("\n" + say("report.none") + "\n")
	}
	for i, m := range p.Messages {
		b.WriteString("\n" + say("report.number", i+1, len(p.Messages), say("state."+string(m.State))) + "\n")
		b.WriteString(messageText(m, now, say))
	}
	b.WriteString("\n-- \n" + oneLine(strings.TrimPrefix(p.Sender+", "+p.Company, ", ")) + "\n")
	return subject, b.String()
}

func nameOf(m softphone.Message, say func(string, ...any) string) string {
	for _, name := range []string{softphone.FullName(m.FirstName, m.Patronymic, m.Surname), m.Organisation, softphone.GroupNumber(m.Number)} {
		if name = oneLine(name); name != "" {
			return name
		}
	}
	return say("nobody")
}

func moment(t, now time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(now.Location()).Format("02.01.2006 15:04")
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
