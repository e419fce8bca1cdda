package softphone

import (
	"strings"
	"time"
	"unicode/utf8"
)

// MessageID names one message or draft (random 128-bit hex string).
type MessageID string

// Mood is the caller's mood.
type Mood string

const (
	MoodGood    Mood = "good"
	MoodNeutral Mood = "neutral"
	MoodUnhappy Mood = "unhappy"
)

// Urgency of a message.
type Urgency string

const (
	Normal    Urgency = "normal"
	Urgent    Urgency = "urgent"
	Immediate Urgency = "immediate"
)

// MessageState is how far a message has come.
type MessageState string

const (
	Draft     MessageState = "draft"
	New       MessageState = "new"
	Delivered MessageState = "delivered"
	Seen      MessageState = "seen"
	Done      MessageState = "done"
)

// MaxVerbatim is how many characters the verbatim text may have; longer input is refused with a word, never cut.
const MaxVerbatim = 4000

// Message is what a caller asked to pass on, on the form of the trade.
type Message struct {
	ID    MessageID
	Call  CallID // "" when written without a call
	State MessageState

	Taken     time.Time // date and time of the call; editable
	Principal PrincipalID
	For       string // for whom, in words (filled from Principal, editable)

	Surname, FirstName, Patronymic, Position, Organisation string

	Verbatim string // exactly as said
	Mood     Mood

	Number       string // to call back
	ReadBack     bool   // the number was read back and right
	CallWhen     string // time window, in words
	Email        string
	Deputies     string // who else may take it
	Urgency      Urgency
	Promised     string // what was promised
	PromisedBy   string // by when, in words
	AllReadBack  bool   // the whole message was read back at the end
	Changed      time.Time
	DeliveredHow string // a Way
	DeliveredAt  time.Time

	// What CallWhen and PromisedBy say, where they say a time that can be understood; zero otherwise (see ReadWhen).
	CallFrom, CallUntil, PromisedAt time.Time
	RemindAt                        time.Time // when the secretary is reminded next; zero: not
	RemindWhy                       RemindWhy
	EscalateAt                      time.Time // when a deputy gets it, if nobody has seen it by then; zero: never, or no more
}

// tooOdd reports a text that could not be kept as it was typed: with a NUL, or not UTF-8.
func (m Message) tooOdd() (field string, odd bool) {
	for name, text := range map[string]string{
		"for": m.For, "surname": m.Surname, "first_name": m.FirstName, "patronymic": m.Patronymic, "position": m.Position,
		"organisation": m.Organisation, "verbatim": m.Verbatim, "number": m.Number, "call_when": m.CallWhen, "email": m.Email,
		"deputies": m.Deputies, "promised": m.Promised, "promised_by": m.PromisedBy,
	} {
		if strings.ContainsRune(text, 0) || !utf8.ValidString(text) {
			return name, true
		}
	}
	return "", false
}

// timed reads the times that the words name. "Tomorrow" is the day after the call.
func (m Message) timed(now time.Time) Message {
	base := m.Taken
	if base.IsZero() {
		base = now
	}
	base = base.In(now.Location())
	window, _ := ReadWhen(m.CallWhen, base)
	by, _ := ReadWhen(m.PromisedBy, base)
	m.CallFrom, m.CallUntil, m.PromisedAt = window.From, window.Until, by.From
	if !by.Until.IsZero() {
		m.PromisedAt = by.Until
	}
	return m
}

// Empty reports whether nothing was typed by hand or taken from the caller yet; the number of the call itself is not.
func (m Message) Empty() bool {
	for _, field := range []string{
		m.For, m.Surname, m.FirstName, m.Patronymic, m.Position, m.Organisation, m.Verbatim, m.CallWhen, m.Email, m.Deputies,
		m.Promised, m.PromisedBy,
	} {
		if field != "" {
			return false
		}
	}
	return m.Call != "" || m.Number == ""
}

// MessageField names a field of the form that is still wanted.
type MessageField string

// Missing lists what a complete message still lacks, in form order: "for", "surname", "verbatim", "number",
// "read_back". It guides; it never blocks saving a draft.
func (m Message) Missing() []MessageField {
	var out []MessageField
	want := func(ok bool, f MessageField) {
		if !ok {
			out = append(out, f)
		}
	}
	want(m.For != "", "for")
	want(m.Surname != "" || m.FirstName != "" || m.Organisation != "", "surname")
	want(m.Verbatim != "", "verbatim")
	want(m.Number != "" || m.Email != "", "number")
	want(m.Number == "" || m.ReadBack, "read_back")
	return out
}
