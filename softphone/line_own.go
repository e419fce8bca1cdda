package softphone

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// LineOwn is what a line has of its own. What is empty is as the settings have it for all lines.
type LineOwn struct {
	// Company is the name said in its calls, as it is to be said: line of business and department of the settings
	// belong to another name, and are left out.
	Company string
	// Greeting is the sentence that its calls are answered with, in the place of the script's; see Values for {names}.
	Greeting  string
	Ring      RingTune
	Record    string // which calls are recorded by themselves, as SetRecord
	HoldMusic string // sound file for who waits
	// Script is what a call to its number runs; "" for the general one.
	Script ScriptID
}

// Digits is how the digits of a call are sent.
type Digits string

const (
	DigitsAuto  Digits = ""       // as telephone-events (RFC 4733) where they were agreed, else as tones
	DigitsInfo  Digits = "info"   // as messages to the exchange (INFO, RFC 6086, with application/dtmf-relay)
	DigitsTones Digits = "inband" // as tones in the sound (ITU-T Q.23)
)

// DigitsChoices are all ways, the usual one first.
var DigitsChoices = []Digits{DigitsAuto, DigitsInfo, DigitsTones}

// LongestOwn is how long a text of a line's own may be, in characters, by its name in `anteroom ctl line`.
var LongestOwn = map[string]int{"company": 120, "greeting": 400, "hold_music": 500}

// GreetingNames are the {names} that a greeting can be filled with: what is known before the caller has spoken.
var GreetingNames = []string{"greeting", "company", "department", "secretary", "position"}

// unknownName is the first {name} in a greeting that is none of them; "" for none.
func unknownName(greeting string) string {
	v := Values{}
	for _, name := range GreetingNames {
		v[name] = name
	}
	for _, r := range Fill(greeting, v) {
		if r.Kind == Gap {
			return r.Text
		}
	}
	return ""
}

// GreetingOn is what the next caller on a line would be answered with, if the line were as in a.
func GreetingOn(s State, a Account, now time.Time) []Run {
	c := Call{ID: "next", Line: a.ID, Direction: In, State: Ringing}
	s.Lines, s.Calls = []LineStatus{{Account: a}}, []Call{c}
	g, _ := GuideFor(s, c.ID, now)
	return g.Sentence
}

// Check says what is wrong, with code BadValue.
func (o LineOwn) Check() Reason {
	for name, v := range map[string]string{"company": o.Company, "greeting": o.Greeting, "hold_music": o.HoldMusic} {
		if most := LongestOwn[name]; utf8.RuneCountInString(v) > most {
			return Reason{BadValue, fmt.Sprintf("%s is too long (%d characters at most)", name, most)}
		}
	}
	record, _ := Spec(SetRecord)
	switch {
	case unknownName(o.Greeting) != "":
		return Reason{BadValue, fmt.Sprintf("greeting: {%s} (known: %v)", unknownName(o.Greeting), GreetingNames)}
	case o.Ring != "" && !slices.Contains(RingTunes, o.Ring):
		return Reason{BadValue, fmt.Sprintf("ring %s (known: %v)", o.Ring, RingTunes)}
	case o.Script != "" && !idForm.MatchString(string(o.Script)):
		return Reason{BadValue, fmt.Sprintf("script %s (the name of one: small letters, digits, - and _)", o.Script)}
	case o.Record != "" && !slices.Contains(record.Values, o.Record):
		return Reason{BadValue, fmt.Sprintf("record %s (known: %v)", o.Record, record.Values)}
	}
	return Reason{}
}

// connection is what the line is opened by: as long as it stays, a line that is changed need not be opened anew.
func (a Account) connection() Account {
	a.Own, a.Digits = LineOwn{}, DigitsAuto
	if len(a.Codecs) == 0 {
		a.Codecs = nil
	}
	return a
}

// sameConnection reports whether two accounts are opened alike.
func sameConnection(a, b Account) bool {
	return reflect.DeepEqual(a.connection(), b.connection())
}

// LineOf is the line whose ways a call follows: of one that came in, the line whose own number was rung, which may have
// come over another line; else the one it goes over.
func (s State) LineOf(c Call) LineStatus {
	l, _ := s.Line(c.Line)
	number := s.fullNumber(c.OwnNumber)
	if c.Direction != In || number == "" || s.fullNumber(l.Account.Rung()) == number {
		return l
	}
	for _, other := range s.Lines {
		if other.Account.ID != PracticeLine && s.fullNumber(other.Account.Rung()) == number {
			return other
		}
	}
	return l
}

// Rung is the number that a line is called by: its own, else the user name.
func (a Account) Rung() string { return cmp.Or(a.OwnNumber, a.User) }

// SameNumber reports whether two numbers are one, with this country's code or without.
func (s State) SameNumber(a, b string) bool { return s.fullNumber(a) == s.fullNumber(b) }

// fullNumber is a number to compare by.
func (s State) fullNumber(number string) string {
	return fullNumber(number, s.Settings.Get(SetCountryCode))
}

// greetingOf is the line's own sentence for the step that a call begins with, else the one composed for all lines; "" for
// neither.
func (s State) greetingOf(c Call) string {
	if c.Direction == Out {
		return ""
	}
	if own := strings.TrimSpace(s.LineOf(c).Account.Own.Greeting); own != "" {
		return own
	}
	sc, _ := s.scriptFor(c)
	if sc.ID != GeneralScript { // those of a number or a case greet in their own way
		return ""
	}
	return s.Settings.GreetingSet(sc.Language).Sentence()
}

// recordRule says which calls of a call's line are recorded by themselves.
func (s State) recordRule(c Call) string {
	if own := s.LineOf(c).Account.Own.Record; own != "" {
		return own
	}
	return s.Settings.Get(SetRecord)
}

// ringTuneOf is what a call rings with.
func (s State) ringTuneOf(c Call) RingTune {
	if own := s.LineOf(c).Account.Own.Ring; own != "" {
		return own
	}
	return RingTune(s.Settings.Get(SetRingTune))
}
