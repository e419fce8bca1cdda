package ui

import (
	"slices"
	"strings"
	"time"

	"anteroom/softphone"
)

// messageRow is one line of the message log: a heading when Heading is set, else a message.
type messageRow struct {
	Heading string
	Count   string
	ID      softphone.MessageID
	State   softphone.MessageState
	Word    string // the state in words
	Time    string
	For     string
	From    string
	Org     string
	Text    string // quoted, first words; the whole stands in the detail
	Urgency softphone.Urgency
	UrgentW string
	Due     string
	Offered bool
	Failed  bool // its mail did not go
	Late    bool // what was promised is overdue
	Danger  bool // a heading over what needs her
}

// presentMessages lays out the log: drafts on top, then the days from the newest back.
func presentMessages(drafts, taken []softphone.Message, offered []softphone.MessageID, now time.Time, say wording) []messageRow {
	var rows []messageRow
	if len(drafts) > 0 {
		rows = append(rows, messageRow{Heading: say("messages.drafts"), Count: say("messages.drafts_hint")})
		for i := len(drafts) - 1; i >= 0; i-- {
			r := messageLine(drafts[i], now, say)
			for _, id := range offered {
				r.Offered = r.Offered || id == r.ID
			}
			if r.Offered {
				r.Word = say("messages.state.offered")
			}
			rows = append(rows, r)
		}
	}
	day := ""
	for _, m := range taken {
		d := dayWord(m.Changed, now, say)
		if d != day {
			day = d
			rows = append(rows, messageRow{Heading: d})
		}
		rows = append(rows, messageLine(m, now, say))
	}
	return rows
}

func messageLine(m softphone.Message, now time.Time, say wording) messageRow {
	r := messageRow{ID: m.ID, State: m.State, Word: say("messages.state." + string(m.State)), For: whomShort(m), Org: m.Organisation,
		From: callerName(m), Urgency: m.Urgency, UrgentW: say("form.urgency." + string(urgencyOf(m))), Due: m.PromisedBy}
	r.Time = m.Taken.In(now.Location()).Format("15:04")
	if r.From == "" {
		r.From, r.Org = r.Org, ""
	}
	if r.From == "" {
		r.From = readAloud(m.Number)
	} else if r.Org == "" {
		r.Org = readAloud(m.Number)
	}
	if r.From == "" {
		r.From = say("messages.unknown")
	}
	if v := strings.Join(strings.Fields(m.Verbatim), " "); v != "" {
		r.Text = say("messages.quote", firstRunes(v, 160))
	}
	return r
}

// whomShort is "for whom" without the position.
func whomShort(m softphone.Message) string {
	name, _, _ := strings.Cut(m.For, ",")
	return name
}

func urgencyOf(m softphone.Message) softphone.Urgency {
	if m.Urgency == "" {
		return softphone.Normal
	}
	return m.Urgency
}

func firstRunes(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n])
	}
	return s
}

func callerName(m softphone.Message) string {
	return strings.Join(strings.Fields(m.FirstName+" "+m.Patronymic+" "+m.Surname), " ")
}

// dayWord is "today", "yesterday" or the date in words.
func dayWord(t, now time.Time, say wording) string {
	t = t.In(now.Location())
	y, m, d := t.Date()
	if ny, nm, nd := now.Date(); y == ny && m == nm && d == nd {
		return say("page.today")
	}
	if ny, nm, nd := now.AddDate(0, 0, -1).Date(); y == ny && m == nm && d == nd {
		return say("page.yesterday")
	}
	return longDate(t, say)
}

// dayWithin is dayWord within a sentence: "today" small, the names of days as the language has them.
func dayWithin(t, now time.Time, say wording) string {
	w := dayWord(t, now, say)
	if w == say("page.today") || w == say("page.yesterday") {
		return softphone.Small(w)
	}
	return w
}

// longDate is a date with its weekday and month in the language of the screen.
func longDate(t time.Time, say wording) string {
	days := strings.Fields(say("page.weekdays"))
	months := strings.Fields(say("page.months"))
	if len(days) != 7 || len(months) != 12 {
		return t.Format("2006-01-02")
	}
	return say("page.date", days[int(t.Weekday()+6)%7], t.Day(), months[t.Month()-1], t.Year())
}

// messageDetail is one message beside the list.
type messageDetail struct {
	ID       softphone.MessageID
	Name     string
	Role     string
	Verbatim string // exactly as taken, unshortened and unquoted
	Facts    []fact2
	Row      messageRow

	History     []progressLine
	Mail        string // how a mail under way stands
	MailTrouble bool
}

// fact2 is a name and its value.
type fact2 struct{ Name, Value string }

func presentMessage(m softphone.Message, offered bool, now time.Time, say wording) messageDetail {
	d := messageDetail{ID: m.ID, Name: callerName(m), Verbatim: m.Verbatim, Row: messageLine(m, now, say)}
	if offered {
		d.Row.Word = say("messages.state.offered")
	}
	var role []string
	for _, w := range []string{m.Position, m.Organisation} {
		if w != "" {
			role = append(role, w)
		}
	}
	d.Role = strings.Join(role, ", ")
	if d.Name == "" {
		d.Name, d.Role = d.Row.From, m.Position
	}
	add := func(key, value string) {
		if value != "" {
			d.Facts = append(d.Facts, fact2{say("messages.fact." + key), value})
		}
	}
	add("taken", dayWord(m.Taken, now, say)+" "+m.Taken.In(now.Location()).Format("15:04"))
	add("for", m.For)
	if m.Number != "" {
		back := say("messages.not_read_back")
		if m.ReadBack {
			back = say("messages.read_back")
		}
		add("number", readAloud(m.Number)+", "+back)
	}
	add("call_when", m.CallWhen)
	add("email", m.Email)
	if m.Mood != "" {
		add("mood", say("form.mood."+string(m.Mood)))
	}
	add("deputies", m.Deputies)
	promised := m.Promised
	if m.PromisedBy != "" {
		promised = strings.TrimPrefix(promised+", "+m.PromisedBy, ", ")
	}
	add("promised", promised)
	if m.AllReadBack {
		add("all_read_back", say("page.yes"))
	}
	if !m.DeliveredAt.IsZero() {
		add("delivered", dayWord(m.DeliveredAt, now, say)+" "+m.DeliveredAt.In(now.Location()).Format("15:04")+" "+m.DeliveredHow)
	}
	return d
}

// same tells whether two details look alike.
func (d messageDetail) same(o messageDetail) bool {
	return d.ID == o.ID && d.Name == o.Name && d.Role == o.Role && d.Verbatim == o.Verbatim && d.Row == o.Row && slices.Equal(d.Facts, o.Facts) &&
		slices.Equal(d.History, o.History) && d.Mail == o.Mail && d.MailTrouble == o.MailTrouble
}
