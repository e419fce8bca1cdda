package softphone

import (
	"slices"
	"time"
)

// ConflictKind is how two rules are at odds.
type ConflictKind string

const (
	// Contradiction: both mean the same call at some hour, and want different things.
	Contradiction ConflictKind = "contradiction"
	// Shadowed: one of them never decides anything, because the other always goes before.
	Shadowed ConflictKind = "shadowed"
	// Doubled: the same rule stands twice.
	Doubled ConflictKind = "doubled"
	// NobodyThere: a rule passes calls to the deputy on duty, and there never is one.
	NobodyThere ConflictKind = "nobody"
)

// Conflict is two rules that cannot both have their way, or one that cannot (Loses zero then). Example is a call that
// shows it, and Ruling what the sheet says of that one.
type Conflict struct {
	Kind    ConflictKind
	Wins    Rule
	Loses   Rule
	Example Example
	Ruling  Ruling
	Fixes   []Fix // in the order they are offered; none where only the principal can tell
}

// Example is one call.
type Example struct {
	Who   Subject
	Topic string
	At    time.Time
}

// FixKind is what a resolution does.
type FixKind string

const (
	FixBefore FixKind = "before" // the rule goes before the quiet hours
	FixMove   FixKind = "move"   // its hours begin when the quiet ones end
	FixCut    FixKind = "cut"    // only what is left of its hours beside the quiet ones
	FixRemove FixKind = "remove" // the rule goes
)

// Fix resolves a conflict by putting Rule in the place of the one of the same id, or removing that.
type Fix struct {
	Kind FixKind
	Rule Rule
}

// Apply is the sheet with the resolution carried out.
func (s Sheet) Apply(f Fix) Sheet {
	if f.Kind == FixRemove {
		return s.Without(f.Rule.ID)
	}
	return s.With(f.Rule)
}

// Conflicts finds the rules of a sheet that contradict, shadow or double each other, in the order of the rules. The
// examples are of the time after now, whose clock is the office's.
func Conflicts(s Sheet, now time.Time) []Conflict {
	var out []Conflict
	for i, a := range s.Rules {
		if lonely := s.lonely(a, now); lonely != nil {
			out = append(out, *lonely)
		}
		for _, b := range s.Rules[i+1:] {
			if c := s.between(a, b, now); c != nil {
				out = append(out, *c)
			}
		}
	}
	return out
}

// lonely: a rule that passes calls to deputies of whom there are none.
func (s Sheet) lonely(r Rule, now time.Time) *Conflict {
	if len(s.Deputies) > 0 || !r.To.Anybody() || r.Question != AskPass && r.Action != PassOn {
		return nil
	}
	c := Conflict{Kind: NobodyThere, Wins: r, Example: Example{Who: r.Who.example(), Topic: r.Topic, At: firstHour(r.Hours, now)}}
	c.Ruling = s.ruleOn(c.Example)
	if c.Ruling.Rule != r.ID {
		return nil
	}
	return &c
}

func (s Sheet) between(a, b Rule, now time.Time) *Conflict {
	if a.Question > b.Question {
		a, b = b, a
	}
	type pair struct{ a, b int }
	switch p := (pair{a.Question, b.Question}); {
	case a.Question == b.Question:
		return s.twins(a, b, now)
	case p == pair{AskQuiet, AskOnlyAt} || p == pair{AskQuiet, AskPrivate}:
		return s.inQuiet(a, b, now)
	case p == pair{AskNever, AskAlways}:
		return s.sameMeant(a, b, a, b, Contradiction, now)
	case p == pair{AskNever, AskOnlyAt} || p == pair{AskNever, AskPrivate}:
		return s.sameMeant(a, b, a, b, Shadowed, now)
	case p == pair{AskOnlyAt, AskAlways}, p == pair{AskAlways, AskPrivate}:
		if a.Question == AskOnlyAt {
			a, b = b, a // always wins
		}
		return s.sameMeant(a, b, a, b, Shadowed, now)
	case p == pair{AskPass, AskSettle}:
		return s.sameMeant(a, b, b, a, Contradiction, now)
	case (a.Question == AskPass || a.Question == AskSettle) && b.Question == AskAlways && b.Who.Anybody():
		return s.sameMeant(a, b, b, a, Contradiction, now)
	}
	return nil
}

// sameMeant: two rules for the same person or group and the same topic.
func (s Sheet) sameMeant(a, b, wins, loses Rule, kind ConflictKind, now time.Time) *Conflict {
	if !sameWho(a.Who, b.Who) || a.Topic != "" && b.Topic != "" && !sameWord(a.Topic, b.Topic) {
		return nil
	}
	if kind == Shadowed && wins.Topic != "" && !sameWord(wins.Topic, loses.Topic) {
		return nil // only about one thing
	}
	topic := a.Topic
	if topic == "" {
		topic = b.Topic
	}
	if topic == "" && loses.Question == AskPrivate {
		topic = s.privateTopic()
	}
	at, ok := common(a.Hours, b.Hours, now)
	if !ok {
		return nil
	}
	c := &Conflict{Kind: kind, Wins: wins, Loses: loses, Example: Example{Who: a.Who.example(), Topic: topic, At: at}}
	if kind == Contradiction && a.Question == AskNever && (a.Topic == "") != (b.Topic == "") {
		return nil // the one about a topic is meant as the exception
	}
	c.Fixes = []Fix{{FixRemove, loses}, {FixRemove, wins}}
	return s.shown(c)
}

// inQuiet: hours at which somebody is put through, within those at which nobody is.
func (s Sheet) inQuiet(quiet, r Rule, now time.Time) *Conflict {
	if quiet.Open || r.Before || len(r.Hours) == 0 || len(quiet.Hours) == 0 {
		return nil
	}
	at, ok := common(quiet.Hours, r.Hours, now)
	if !ok {
		return nil
	}
	topic := r.Topic
	if topic == "" && r.Question == AskPrivate {
		topic = s.privateTopic()
	}
	c := &Conflict{Kind: Contradiction, Wins: quiet, Loses: r, Example: Example{Who: r.Who.example(), Topic: topic, At: at}}
	before := r
	before.Before = true
	c.Fixes = append(c.Fixes, Fix{FixBefore, before})
	left, whole := cut(r.Hours, quiet.Hours)
	if whole {
		c.Kind = Shadowed
		if moved, ok := move(r.Hours, quiet.Hours); ok {
			x := r
			x.Hours = moved
			c.Fixes = append(c.Fixes, Fix{FixMove, x})
		}
	} else if len(left) > 0 {
		x := r
		x.Hours = left
		c.Fixes = append(c.Fixes, Fix{FixCut, x})
	}
	return s.shown(c)
}

// twins: two rules of one question.
func (s Sheet) twins(a, b Rule, now time.Time) *Conflict {
	q := a.Question
	if !sameWho(a.Who, b.Who) || !sameWord(a.Topic, b.Topic) || a.Text != b.Text && q == AskTopics {
		return nil
	}
	c := &Conflict{Kind: Doubled, Wins: a, Loses: b, Example: Example{Who: a.Who.example(), Topic: a.Topic}}
	switch {
	case q == AskQuiet && a.Open != b.Open:
		at, ok := common(dated(a.Hours), dated(b.Hours), now)
		if !ok || len(dated(a.Hours)) == 0 || len(dated(b.Hours)) == 0 {
			return nil
		}
		if a.Open {
			c.Wins, c.Loses = b, a
		}
		c.Kind, c.Example.At = Contradiction, at
	case q == AskPass || q == AskSettle || q == AskNever:
		at, ok := common(a.Hours, b.Hours, now)
		if !ok || q == AskPass && len(a.Hours) > 0 && !slices.Equal(a.Hours, b.Hours) {
			return nil // the second takes over when the first is gone
		}
		c.Example.At = at
		if q == AskPass && !sameWho(a.To, b.To) || a.Action != b.Action {
			c.Kind = Shadowed
		}
	case slices.Equal(a.Hours, b.Hours) && a.Before == b.Before && a.Open == b.Open:
		c.Example.At = firstHour(a.Hours, now)
	default:
		return nil
	}
	c.Fixes = []Fix{{FixRemove, c.Loses}}
	if q == AskTopics || q == AskOwnCalls || q == AskReach || q == AskPrivate {
		c.Ruling = s.ruleOn(c.Example)
		return c // decided by other rules, if at all
	}
	return s.shown(c)
}

// shown keeps a conflict only where its example is really decided by the rule that is said to win.
func (s Sheet) shown(c *Conflict) *Conflict {
	if c.Ruling = s.ruleOn(c.Example); c.Ruling.Rule != c.Wins.ID {
		return nil
	}
	return c
}

func (s Sheet) ruleOn(e Example) Ruling {
	return Verdict(s, e.Who, e.Topic, e.At, Presence{Kind: PresenceIn})
}

func (s Sheet) privateTopic() string {
	for _, r := range s.Rules {
		if r.Private && r.Topic != "" {
			return r.Topic
		}
	}
	return ""
}

// example is somebody the rule means.
func (w Who) example() Subject {
	s := Subject{Contact: w.Contact, Name: w.Name, Number: w.Number}
	if w.Group != "" {
		s = Subject{Groups: []string{w.Group}}
	}
	return s
}

func sameWho(a, b Who) bool {
	switch {
	case a.Anybody() || b.Anybody():
		return a.Anybody() && b.Anybody()
	case a.Group != "" || b.Group != "":
		return sameWord(a.Group, b.Group)
	}
	return a.Contact != "" && a.Contact == b.Contact || sameName(a.Name, b.Name) || sameNumber(a.Number, b.Number)
}

func dated(hours []Span) []Span {
	return slices.DeleteFunc(slices.Clone(hours), func(s Span) bool { return !s.Dated() })
}

func firstHour(hours []Span, now time.Time) time.Time {
	if holds(hours, now) {
		return now
	}
	return NextOf(hours, now)
}

// common is the first moment from now on at which both hold; no hours are every hour.
func common(a, b []Span, now time.Time) (time.Time, bool) {
	switch {
	case len(a) == 0:
		t := firstHour(b, now)
		return t, !t.IsZero()
	case len(b) == 0:
		t := firstHour(a, now)
		return t, !t.IsZero()
	}
	return firstCommon(a, b, now)
}
