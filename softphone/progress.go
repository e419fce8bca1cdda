package softphone

import (
	"context"
	"slices"
	"strings"
	"time"
)

// ProgressKind is what happened to a message on its way.
type ProgressKind string

const (
	ProgressTaken     ProgressKind = "taken"
	ProgressQueued    ProgressKind = "queued"    // as a mail that is to go
	ProgressFailed    ProgressKind = "failed"    // the mail did not go; Reason says why
	ProgressUnsure    ProgressKind = "unsure"    // nobody knows whether the mail went
	ProgressDelivered ProgressKind = "delivered" // How, To
	ProgressSeen      ProgressKind = "seen"
	ProgressDone      ProgressKind = "done"
	ProgressReopened  ProgressKind = "reopened"
	ProgressReminded  ProgressKind = "reminded"
	ProgressSnoozed   ProgressKind = "snoozed" // Until
	ProgressEscalated ProgressKind = "escalated"
	ProgressToDeputy  ProgressKind = "to_deputy"   // the mail of an escalation went
	ProgressCalled    ProgressKind = "called_back" // Call; Reason when nobody was reached
)

// Way is how a message reached somebody.
type Way string

const (
	ByMail       Way = "email"
	ToldInPerson Way = "told"
	ByPhone      Way = "phone"
	OnPaper      Way = "paper"
	OtherWay     Way = "other"
)

// Ways a message can be marked with by hand.
var Ways = []Way{ToldInPerson, ByPhone, OnPaper, ByMail, OtherWay}

// Progress is one line of a message's history. Lines are added, never changed.
type Progress struct {
	Message MessageID
	At      time.Time
	What    ProgressKind
	How     Way
	To      string // whom it reached or is to reach
	By      string // the secretary; "" for the desk itself
	Call    CallID
	Until   time.Time
	Reason  Reason
}

// RemindWhy is what the secretary is reminded of.
type RemindWhy string

const (
	RemindUndelivered RemindWhy = "undelivered"
	RemindPromised    RemindWhy = "promised"    // what was promised is due
	RemindWindow      RemindWhy = "call_window" // the caller can be reached now
	RemindAsked       RemindWhy = "asked"       // by the secretary
	RemindEscalated   RemindWhy = "escalated"
	RemindMailFailed  RemindWhy = "mail_failed"
	RemindReached     RemindWhy = "reached" // a call back was answered: is the message done?
)

// Reminder stands on the screen until it is put off or its message has got on.
type Reminder struct {
	Message MessageID
	At      time.Time
	Why     RemindWhy
	Detail  string // to whom it was escalated
	Reason  Reason // why a mail failed
}

// Receiver is somebody a message can go to in the addressee's place.
type Receiver struct{ Name, Email string }

// ReceiversOf reads who is named in a list of deputies, "Marit Lunde, Siri Nes <siri@nordvik.example>"; the address of a
// principal among them is known.
func ReceiversOf(list string, principals []Principal) []Receiver {
	var out []Receiver
	for _, part := range strings.FieldsFunc(list, func(r rune) bool { return r == ',' || r == ';' || r == '\n' }) {
		d := Receiver{Name: strings.TrimSpace(part)}
		if name, rest, ok := strings.Cut(part, "<"); ok {
			d.Name, d.Email = strings.TrimSpace(name), strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(rest), ">"))
		} else if strings.Contains(d.Name, "@") && !strings.Contains(d.Name, " ") {
			d.Email = d.Name
		}
		for _, p := range principals {
			if d.Email == "" && d.Name != "" && (strings.EqualFold(d.Name, p.Name()) || strings.EqualFold(d.Name, p.Surname)) {
				d.Name, d.Email = p.Name(), p.Email
			}
		}
		if d.Name != "" || d.Email != "" {
			out = append(out, d)
		}
	}
	return out
}

// AddresseeMail is where a message for somebody goes: the principal's address; "" where none is known.
func (s State) AddresseeMail(m Message) string {
	p, _ := s.Principal(m.Principal)
	return p.Email
}

// OpenMessage finds a message that is not done.
func (s State) OpenMessage(id MessageID) (Message, bool) {
	i := slices.IndexFunc(s.Open, func(m Message) bool { return m.ID == id })
	if i < 0 {
		return Message{}, false
	}
	return s.Open[i], true
}

// Undelivered are the messages that have reached nobody yet, in the order they were taken.
func (s State) Undelivered() (out []Message) {
	for _, m := range s.Open {
		if m.State == New {
			out = append(out, m)
		}
	}
	return out
}

// MailOf is the newest unfinished mail of a message.
func (s State) MailOf(id MessageID) (Mail, bool) {
	for _, m := range slices.Backward(s.Mails) {
		if m.Message == id {
			return m, true
		}
	}
	return Mail{}, false
}

// WayBook answers for how messages have got on.
type WayBook interface {
	// History gives a message's lines, the oldest first.
	History(ctx context.Context, id MessageID) ([]Progress, error)
	// MessagesIn gives at most limit messages of one state changed before a moment (zero: now), the newest first.
	MessagesIn(ctx context.Context, state MessageState, before time.Time, limit int) ([]Message, error)
	// MessagesTaken gives the messages for one principal ("": for anybody) taken from a moment until another.
	MessagesTaken(ctx context.Context, p PrincipalID, from, until time.Time) ([]Message, error)
	// CountMessages says how many there are of each state.
	CountMessages(ctx context.Context) (map[MessageState]int, error)
}
