package softphone

import (
	"context"
	"slices"
	"strings"
	"time"
)

// Against is that a caller was put through although his principal's sheet said otherwise.
type Against struct {
	Outcome  Outcome // what it said; "": he was not
	Why      Why
	Question int
	Rule     RuleID
	At       time.Time
}

// Warned is that the sheet stands against what was asked for: asked again, it is done all the same.
type Warned struct {
	Number string
	Ruling Ruling
}

// SheetVersion is a sheet as it was after a change.
type SheetVersion struct {
	At    time.Time
	By    string
	Sheet Sheet
}

// PolicyBook answers for what the sheets were.
type PolicyBook interface {
	// Sheets gives at most limit versions of a principal's sheet, the newest first.
	Sheets(ctx context.Context, id PrincipalID, limit int) ([]SheetVersion, error)
}

// Subject is who calls, as far as the call knows.
func (c Call) Subject() Subject {
	s := Subject{Contact: c.Contact, Groups: c.Groups, Name: FullName(c.Caller.FirstName, c.Caller.Patronymic, c.Caller.Surname), Number: c.Peer.Number}
	if s.Name == "" {
		s.Name = c.Peer.Name
	}
	if s.Number == "" || Nobody(s.Number) {
		s.Number = c.Caller.Number
	}
	return s
}

// Wanted is the principal a call is for: the one noted, else the one whose own number was rung, else the only one.
func (s State) Wanted(c Call) (Principal, bool) {
	if p, ok := s.AskedFor(c); ok {
		return p, true
	}
	if len(s.Principals) == 1 {
		return s.Principals[0], true
	}
	return Principal{}, false
}

// AskedFor is the principal whom the caller is known to want: noted, or by his own number that was rung.
func (s State) AskedFor(c Call) (Principal, bool) {
	if c.Principal != "" {
		return s.Principal(c.Principal)
	}
	if c.Direction != In {
		return Principal{}, false
	}
	p := s.principalAt(CleanNumber(c.OwnNumber))
	return p, p.ID != ""
}

// Ruling is what the sheet of the principal wanted says of a call; false while nobody knows whom the caller wants.
// now is in the office's zone.
func (s State) Ruling(c Call, now time.Time) (Ruling, Principal, bool) {
	p, ok := s.Wanted(c)
	if !ok {
		return Ruling{}, p, false
	}
	return Verdict(p.Policy, c.Subject(), c.Topic, now, p.Presence), p, true
}

// Foretold is what can be said of a call before it is known whom the caller wants: the ruling of the principal wanted, or
// of the first whose sheet names the caller himself. guess tells the latter.
func (s State) Foretold(c Call, now time.Time) (r Ruling, p Principal, guess, ok bool) {
	if r, p, ok = s.Ruling(c, now); ok {
		return r, p, false, true
	}
	for _, x := range s.Principals {
		r := Verdict(x.Policy, c.Subject(), c.Topic, now, x.Presence)
		if rule, named := x.Policy.Rule(r.Rule); named && !rule.Who.Anybody() {
			return r, x, true, true
		}
	}
	return Ruling{}, Principal{}, false, false
}

// WithoutRules is a sheet without what names the person, as one of those meant or as one to pass calls to.
func (p Person) WithoutRules(s Sheet, country string) (out Sheet, named bool) {
	is := func(w Who) bool {
		return w.Group == "" && !w.Anybody() && p.Is(Stand{Names: []string{w.Name, firstNameFirst(w.Name)}, Numbers: []string{w.Number}}, country)
	}
	out = s
	out.Rules = slices.DeleteFunc(slices.Clone(s.Rules), func(r Rule) bool { return is(r.Who) || is(r.To) })
	out.Deputies = slices.DeleteFunc(slices.Clone(s.Deputies), func(d Deputy) bool { return is(d.Who) })
	return out, len(out.Rules) < len(s.Rules) || len(out.Deputies) < len(s.Deputies)
}

// topicOf gives a topic the spelling of the sheet.
func (s Sheet) topicOf(topic string) string {
	topic = strings.TrimSpace(topic)
	for _, t := range s.Topics() {
		if sameWord(t, topic) {
			return t
		}
	}
	return topic
}

// Printed is a file that was written to be printed.
type Printed struct {
	File  string // its path
	Pages int
	Shown bool // the system's viewer was asked to show it
}

// SheetPrinter writes a policy sheet to be printed. language is "nb" or "en".
type SheetPrinter interface {
	PrintSheet(ctx context.Context, p Principal, language, company string) (Printed, error)
}
