package softphone

import (
	"slices"
	"strings"
	"time"
)

// PolicyQuestions is how many questions the telephone-policy sheet asks (brief section 6).
const PolicyQuestions = 10

// The questions of the sheet, as Rule.Question and Ruling.Question number them.
const (
	AskTopics   = 1  // why do people call?
	AskPass     = 2  // which calls go to others?
	AskSettle   = 3  // which topics may the secretary settle herself?
	AskQuiet    = 4  // when is the principal not to be disturbed?
	AskNever    = 5  // who is never put through?
	AskOnlyAt   = 6  // who only at certain hours?
	AskAlways   = 7  // who at any time?
	AskPrivate  = 8  // private calls: when, from whom?
	AskOwnCalls = 9  // when does he make calls himself?
	AskReach    = 10 // when is this or that person best reached?
)

// RuleID names one rule of a sheet for as long as it stands, through every change of it.
type RuleID string

// Who is whom a rule means: a group when Group is set, else one person, by contact where the directory has him, by number
// or the whole of the name where not. The zero Who is anybody.
type Who struct {
	Contact ContactID `json:"contact,omitempty"`
	Group   string    `json:"group,omitempty"`
	Name    string    `json:"name,omitempty"`
	Number  string    `json:"number,omitempty"`
}

// Anybody: no one in particular is meant.
func (w Who) Anybody() bool { return w == Who{} }

// Title is what the rule is read as: the group's or the person's name, else the number.
func (w Who) Title() string {
	for _, s := range []string{w.Group, w.Name, w.Number} {
		if s != "" {
			return s
		}
	}
	return string(w.Contact)
}

// Subject is who calls, as far as it is known.
type Subject struct {
	Contact      ContactID
	Name, Number string
	Groups       []string
}

// Outcome is what the sheet wants done with a call.
type Outcome string

const (
	Connect  Outcome = "connect"   // put through
	AskFirst Outcome = "ask"       // put through after asking the principal
	TakeNote Outcome = "message"   // take a message
	PassOn   Outcome = "pass"      // to Ruling.To
	Settle   Outcome = "settle"    // the secretary answers herself
	CallBack Outcome = "call_back" // ring the caller back at Ruling.At
)

// Outcomes in the order they are listed in.
var Outcomes = []Outcome{Connect, AskFirst, TakeNote, PassOn, Settle, CallBack}

// Through reports whether the caller may be connected with the principal.
func (o Outcome) Through() bool { return o == Connect || o == AskFirst }

// Rule is one answer to one question. What is left empty does not matter to it.
type Rule struct {
	ID       RuleID  `json:"id"`
	Question int     `json:"question"` // 1…10
	Who      Who     `json:"who,omitzero"`
	Topic    string  `json:"topic,omitempty"`   // as in a rule of question 1; letter case does not matter
	Private  bool    `json:"private,omitempty"` // question 1: such calls are private (question 8)
	Hours    []Span  `json:"hours,omitempty"`   // when it holds; none: always
	Action   Outcome `json:"action,omitempty"`  // instead of a message: TakeNote, PassOn or CallBack
	To       Who     `json:"to,omitzero"`       // PassOn, and question 2; nobody: the deputy on duty
	Before   bool    `json:"before,omitempty"`  // questions 6 and 8: goes before the quiet hours
	Open     bool    `json:"open,omitempty"`    // question 4: at these hours the quiet ones do not hold
	Text     string  `json:"text,omitempty"`    // what the secretary should know, e.g. "is answered by letter"
}

// Deputy can take a call in the principal's place.
type Deputy struct {
	Who   Who    `json:"who"`
	Hours []Span `json:"hours,omitempty"` // when he does; none: always
}

// Sheet is the telephone-policy sheet of one principal: rules in the order they were given, and beside each question what
// he said in his own words.
type Sheet struct {
	Rules    []Rule                  `json:"rules"`
	Deputies []Deputy                `json:"deputies"` // the first on duty is asked
	Notes    [PolicyQuestions]string `json:"notes"`
	Changed  time.Time               `json:"changed,omitzero"`
	By       string                  `json:"by,omitempty"` // who changed it last
}

// Answered counts the questions that have an answer.
func (s Sheet) Answered() (n int) {
	for i := range s.Notes {
		if strings.TrimSpace(s.Notes[i]) != "" || slices.ContainsFunc(s.Rules, func(r Rule) bool { return r.Question == i+1 }) {
			n++
		}
	}
	return n
}

// Of gives the rules of one question, in their order.
func (s Sheet) Of(question int) []Rule {
	var out []Rule
	for _, r := range s.Rules {
		if r.Question == question {
			out = append(out, r)
		}
	}
	return out
}

// Rule finds a rule by its id.
func (s Sheet) Rule(id RuleID) (Rule, bool) {
	for _, r := range s.Rules {
		if r.ID == id {
			return r, true
		}
	}
	return Rule{}, false
}

// With is the sheet with a rule put in the place of the one of the same id, or at the end. The sheet itself stays.
func (s Sheet) With(r Rule) Sheet {
	s.Rules = slices.Clone(s.Rules)
	if i := slices.IndexFunc(s.Rules, func(x Rule) bool { return x.ID == r.ID }); i >= 0 {
		s.Rules[i] = r
	} else {
		s.Rules = append(s.Rules, r)
	}
	return s
}

// Without is the sheet without a rule.
func (s Sheet) Without(id RuleID) Sheet {
	s.Rules = slices.DeleteFunc(slices.Clone(s.Rules), func(r Rule) bool { return r.ID == id })
	return s
}

// Topics are what the sheet knows calls to be about, each once, in the order of the rules.
func (s Sheet) Topics() []string {
	var out []string
	for _, r := range s.Rules {
		if r.Topic != "" && !slices.ContainsFunc(out, func(t string) bool { return sameWord(t, r.Topic) }) {
			out = append(out, r.Topic)
		}
	}
	return out
}

// OnDuty is who stands in at a moment; nobody when ok is false.
func (s Sheet) OnDuty(now time.Time) (d Deputy, ok bool) {
	for _, d := range s.Deputies {
		if holds(d.Hours, now) {
			return d, true
		}
	}
	return Deputy{}, false
}

// Why is what decided a ruling; its words stand in the translations as "verdict.why." and this.
type Why string

const (
	WhyAnyTime   Why = "any_time"    // question 7
	WhyNever     Why = "never"       // question 5
	WhyPass      Why = "pass"        // question 2
	WhyPassGone  Why = "pass_gone"   // question 2, but whom it names is not there at this hour
	WhySettle    Why = "settle"      // question 3
	WhyQuiet     Why = "quiet"       // question 4
	WhyAtHours   Why = "at_hours"    // question 6, and it is one of its hours
	WhyNotNow    Why = "not_now"     // question 6, and it is not
	WhyPrivate   Why = "private"     // question 8, and it may be put through
	WhyPrivateNo Why = "private_not" // question 8, and it may not
	WhyOwnCalls  Why = "own_calls"   // question 9: he makes calls himself now
	WhyPresence  Why = "presence"    // he is not to be had
	WhyDeputy    Why = "deputy"      // he is not to be had, and somebody stands in
	WhyIn        Why = "in"          // no rule says otherwise, and he is in
)

// Ruling is what the sheet says of one call, and what made it say so.
type Ruling struct {
	Outcome  Outcome
	Why      Why
	Question int       // 0: no rule decided, but the presence
	Rule     RuleID    // "" with 0
	Who      Who       // whom the rule that decided names
	Topic    string    // about what, where the rule names it
	To       Who       // PassOn: to whom
	At       time.Time // CallBack: when to ring; else from when he can be had again; zero: not known
	Text     string    // what the rule adds
}
