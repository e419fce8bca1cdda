package ui

import (
	"strings"
	"time"

	"anteroom/softphone"
)

// windowWords is what the desk understood of a time in words; "" when nothing.
func windowWords(from, until, now time.Time, say wording) string {
	switch {
	case from.IsZero() && until.IsZero():
		return ""
	case from.IsZero():
		return say("way.until", dateAndClock(until, now, say))
	case until.IsZero():
		return say("way.at", dateAndClock(from, now, say))
	case from.Format(time.DateOnly) == until.Format(time.DateOnly):
		return say("way.at", dateAndClock(from, now, say)+"–"+until.In(now.Location()).Format("15:04"))
	}
	return say("way.at", dateAndClock(from, now, say)+"–"+dateAndClock(until, now, say))
}

// readWindow understands words typed about a message taken at a moment.
func readWindow(words string, m softphone.Message, now time.Time, say wording) string {
	w, ok := softphone.ReadWhen(words, m.Taken.In(now.Location()))
	if !ok {
		return ""
	}
	return windowWords(w.From, w.Until, now, say)
}

// spelled is a number in words, group by group: "to-to, fire-én".
func spelled(number string, say wording) string {
	digits := strings.Fields(say("way.digits"))
	var groups []string
	for _, g := range strings.Fields(readAloud(number)) {
		var words []string
		for _, r := range g {
			switch {
			case r >= '0' && r <= '9' && len(digits) == 10:
				words = append(words, digits[r-'0'])
			case r == '+':
				words = append(words, say("way.plus"))
			default:
				words = append(words, string(r))
			}
		}
		groups = append(groups, strings.Join(words, "-"))
	}
	return strings.Join(groups, ", ")
}

// readBackLines is a whole message as sentences to read to the caller; the verbatim text stands alone as it was typed.
func readBackLines(m softphone.Message, say wording) (out []string) {
	add := func(key, value string) {
		if strings.TrimSpace(value) != "" {
			out = append(out, say("readback."+key, value))
		}
	}
	add("for", m.For)
	add("from", strings.Join(nonEmpty(callerName(m), m.Position, m.Organisation), ", "))
	add("verbatim", m.Verbatim)
	if m.Number != "" {
		add("number", readAloud(m.Number))
	}
	add("call_when", m.CallWhen)
	add("email", m.Email)
	add("promised", strings.Join(nonEmpty(m.Promised, m.PromisedBy), ", "))
	add("deputies", m.Deputies)
	return append(out, say("readback.right"))
}

func nonEmpty(list ...string) (out []string) {
	for _, s := range list {
		if s = strings.TrimSpace(s); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// mailWords is how a mail under way stands; "" for none.
func mailWords(m softphone.Mail, ok bool, now time.Time, say wording) (words string, trouble bool) {
	if !ok {
		return "", false
	}
	switch m.State {
	case softphone.MailSending:
		return say("way.mail.sending", m.Name), false
	case softphone.MailQueued:
		if m.Attempts == 0 {
			return say("way.mail.queued", m.Name), false
		}
		return say("way.mail.waits", reasonWords(m.Reason, say), dayAndClock(m.Next, now, say)), true
	case softphone.MailUnsure:
		return say("way.mail.unsure", m.Name), true
	case softphone.MailFailed:
		return say("way.mail.failed", reasonWords(m.Reason, say)), true
	}
	return "", false
}

// troubleWord is the state of a message whose mail did not go, or may have gone.
func troubleWord(m softphone.Mail, say wording) string {
	if m.State == softphone.MailUnsure {
		return say("way.state.unsure")
	}
	return say("way.state.failed")
}

// progressLine is one line of a message's history.
type progressLine struct {
	What  softphone.ProgressKind
	Words string
	More  string
	Time  string
}

func presentProgress(m softphone.Message, list []softphone.Progress, now time.Time, say wording) (out []progressLine) {
	if len(list) == 0 || list[0].What != softphone.ProgressTaken { // of a day when no history was kept
		list = append([]softphone.Progress{{What: softphone.ProgressTaken, At: m.Taken}}, list...)
	}
	for _, p := range list {
		l := progressLine{What: p.What, Words: say("way.progress." + string(p.What)), Time: dayAndClock(p.At, now, say)}
		how := ""
		if p.How != "" {
			how = say("way.how." + string(p.How))
		}
		until := ""
		if !p.Until.IsZero() {
			until = dayAndClock(p.Until, now, say)
		}
		why := ""
		if !p.Reason.Zero() {
			why = reasonWords(p.Reason, say)
		}
		to := p.To
		if to != "" {
			to = say("way.to", to)
		}
		l.More = strings.Join(nonEmpty(how, to, until, why, p.By), " · ")
		out = append(out, l)
	}
	if !m.RemindAt.IsZero() && m.State != softphone.Done {
		out = append(out, progressLine{What: "next", Words: say("way.next"), More: remindWords(m.RemindWhy, say), Time: dayAndClock(m.RemindAt, now, say)})
	}
	if !m.EscalateAt.IsZero() && m.State != softphone.Done {
		out = append(out, progressLine{What: "next", Words: say("way.next_escalate"), More: m.Deputies, Time: dayAndClock(m.EscalateAt, now, say)})
	}
	return out
}

// reminderView is the reminder on the screen.
type reminderView struct {
	Message softphone.MessageID
	Words   string
	More    int  // others behind it
	Reached bool // whether it is done is asked
}

func presentReminder(s softphone.State, now time.Time, say wording) reminderView {
	if len(s.Reminders) == 0 {
		return reminderView{}
	}
	r := s.Reminders[0]
	m, ok := s.OpenMessage(r.Message)
	if !ok {
		return reminderView{}
	}
	line := messageLine(m, now, say)
	whom := line.For
	if whom == "" {
		whom = say("messages.unknown")
	}
	v := reminderView{Message: r.Message, More: len(s.Reminders) - 1}
	switch r.Why {
	case softphone.RemindEscalated:
		if r.Detail == "" {
			v.Words = say("way.remind.escalated_nobody", whom, line.From)
		} else {
			v.Words = say("way.remind.escalated", whom, line.From, r.Detail)
		}
	case softphone.RemindMailFailed:
		v.Words = say("way.remind.mail_failed", whom, reasonWords(r.Reason, say))
		if mail, ok := s.MailOf(m.ID); ok && mail.State == softphone.MailUnsure {
			v.Words = say("way.remind.mail_unsure", whom)
		}
	case softphone.RemindPromised:
		v.Words = say("way.remind.promised", line.From, strings.Join(nonEmpty(m.Promised, m.PromisedBy), ", "))
	case softphone.RemindWindow:
		v.Words = say("way.remind.call_window", line.From, m.CallWhen)
	case softphone.RemindReached:
		v.Words, v.Reached = say("way.remind.reached", line.From, whom), true
	case softphone.RemindAsked:
		v.Words = say("way.remind.asked", whom, line.From)
	default:
		v.Words = say("way.remind.undelivered", whom, line.From, line.Time)
	}
	return v
}

// messageFilters are the chips over the list.
var messageFilters = []string{"", "new", "delivered", "seen", "done"}

// presentOpen lays out the messages that are not done: those that have reached nobody first.
func presentOpen(s softphone.State, filter string, now time.Time, say wording) (rows []messageRow) {
	var waiting, underway []messageRow
	for _, m := range s.Open {
		if filter != "" && filter != string(m.State) {
			continue
		}
		r := messageLine(m, now, say)
		if dayWord(m.Taken, now, say) != say("page.today") {
			r.Time = m.Taken.In(now.Location()).Format("02.01.")
		}
		if mail, ok := s.MailOf(m.ID); ok && m.State == softphone.New {
			if _, trouble := mailWords(mail, true, now, say); trouble {
				r.Failed, r.Word = true, troubleWord(mail, say)
			} else {
				r.Word = say("way.state.sending")
			}
		}
		r.Late = !m.PromisedAt.IsZero() && m.PromisedAt.Before(now)
		if m.State == softphone.New {
			waiting = append(waiting, r)
		} else {
			underway = append(underway, r)
		}
	}
	if len(waiting) > 0 {
		rows = append(rows, messageRow{Heading: say("way.group.new"), Count: plural(say, "way.group.new_hint", len(waiting)), Danger: true})
		rows = append(rows, waiting...)
	}
	if len(underway) > 0 {
		rows = append(rows, messageRow{Heading: say("way.group.underway"), Count: count(len(underway))})
		rows = append(rows, underway...)
	}
	return rows
}

func remindWords(why softphone.RemindWhy, say wording) string {
	if why == "" {
		return ""
	}
	return say("way.why." + string(why))
}
