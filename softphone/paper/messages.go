package paper

import (
	"fmt"
	"strings"
	"time"

	"anteroom/softphone"
)

// Messages lays out one message, or those of a report, each under a heading of its own, the words exactly as they were
// said.
func Messages(p softphone.Parcel, now time.Time) *Paper {
	say := Words(p.Mail.Language)
	title := say("letter.report.subject", p.For, now.Format("02.01.2006"))
	report := p.Mail.Kind == softphone.MailReport
	if !report && len(p.Messages) == 1 {
		title = say("letter.message.subject", callerOf(p.Messages[0], say))
	}
	out := New(title, p.Sender, strings.Trim(p.Sender+", "+p.Company, ", "), now)
	out.Title(title)
	if report {
		out.Small(say("letter.report.head", p.For, p.Mail.From.In(now.Location()).Format("02.01.2006 15:04"),
			p.Mail.Until.In(now.Location()).Format("02.01.2006 15:04")))
		if len(p.Messages) == 0 {
			out.Para(say("letter.report.none"))
		}
	}
	for i, m := range p.Messages {
		if report {
			out.Heading(fmt.Sprintf("%d. %s", i+1, callerOf(m, say)))
		}
		message(out, m, now, say)
	}
	return out
}

func callerOf(m softphone.Message, say softphone.Words) string {
	for _, name := range []string{softphone.FullName(m.FirstName, m.Patronymic, m.Surname), m.Organisation, softphone.GroupNumber(m.Number)} {
		if name = strings.TrimSpace(name); name != "" {
			return name
		}
	}
	return say("letter.nobody")
}

func message(out *Paper, m softphone.Message, now time.Time, say softphone.Words) {
	out.Space(1)
	out.Para(m.Verbatim)
	out.Space(1)
	line := func(key, value string) {
		if value = strings.Trim(value, " ,"); value != "" {
			out.Small(say("letter.fact."+key) + ": " + value)
		}
	}
	line("for", m.For)
	if !m.Taken.IsZero() {
		line("taken", m.Taken.In(now.Location()).Format("02.01.2006 15:04"))
	}
	line("position", m.Position+", "+m.Organisation)
	if m.Number != "" {
		read := "letter.not_read_back"
		if m.ReadBack {
			read = "letter.read_back"
		}
		line("number", softphone.GroupNumber(m.Number)+" ("+say(read)+")")
	}
	line("call_when", m.CallWhen)
	line("email", m.Email)
	if m.Mood != "" {
		line("mood", say("letter.mood."+string(m.Mood)))
	}
	if m.Urgency != "" {
		line("urgency", say("letter.urgency."+string(m.Urgency)))
	}
	line("promised", m.Promised+", "+m.PromisedBy)
	line("deputies", m.Deputies)
	out.Rule()
}
