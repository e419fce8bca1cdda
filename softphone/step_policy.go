package softphone

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// TopicNoted is what a caller rings about, in the words of the sheet or any others; "" takes it back.
type TopicNoted struct {
	Press
	Topic string
}

func (t *turn) stepPolicy(e Event) {
	if e, ok := e.(TopicNoted); ok {
		t.note(e.Press, func(c *Call) {
			topic := e.Topic
			if p, known := t.s.Wanted(*c); known {
				topic = p.Policy.topicOf(topic)
			}
			c.Topic, c.Warned = topic, Warned{}
		})
	}
}

// against: the caller is about to be put through to a principal whose sheet says otherwise. The first press only warns;
// the same press again is her decision, and noted with the call.
func (t *turn) against(c *Call, p Press, number string) bool {
	who := t.s.principalAt(CleanNumber(number))
	if who.ID == "" {
		c.Warned = Warned{}
		return false
	}
	ruling := Verdict(who.Policy, c.Subject(), c.Topic, t.at, who.Presence)
	if ruling.Outcome.Through() {
		c.Warned = Warned{}
		return false
	}
	if w := c.Warned; w.Number == who.Number && w.Ruling.Outcome == ruling.Outcome && w.Ruling.Rule == ruling.Rule {
		c.Warned = Warned{}
		c.Against = Against{Outcome: ruling.Outcome, Why: ruling.Why, Question: ruling.Question, Rule: ruling.Rule, At: t.at}
		return false
	}
	c.Warned = Warned{Number: who.Number, Ruling: ruling}
	detail := string(ruling.Outcome)
	if ruling.Question > 0 {
		detail += fmt.Sprintf(", %d", ruling.Question)
	}
	t.reply(p, c.ID, AgainstSheet, detail)
	return true
}

// sheetSaved gives new rules an id, and notes who changed the sheet and when.
func (t *turn) sheetSaved(old, s Sheet) Sheet {
	s = s.named()
	a, b := old, s
	a.Changed, a.By, b.Changed, b.By = s.Changed, "", s.Changed, ""
	if !reflect.DeepEqual(a, b) {
		s.Changed, s.By = t.at, t.s.Who()
	}
	return s
}

// deputiesIn keeps the deputies of the sheet and their names in one line the same: names from before the sheet had
// deputies become deputies at all hours.
func deputiesIn(old, x Principal) Principal {
	switch {
	case len(x.Policy.Deputies) > 0:
		var names []string
		for _, d := range x.Policy.Deputies {
			names = append(names, d.Who.Title())
		}
		x.Deputies = strings.Join(names, ", ")
	case len(old.Policy.Deputies) > 0:
		x.Deputies = ""
	default:
		for name := range strings.SplitSeq(x.Deputies, ",") {
			if name = strings.TrimSpace(name); name != "" {
				x.Policy.Deputies = append(slices.Clip(x.Policy.Deputies), Deputy{Who: Who{Name: name}})
			}
		}
	}
	return x
}

// named is the sheet with an id of its own for each rule.
func (s Sheet) named() Sheet {
	taken := map[RuleID]bool{}
	next, copied := 1, false
	for i, r := range s.Rules {
		if r.ID != "" && !taken[r.ID] {
			taken[r.ID] = true
			continue
		}
		if !copied {
			s.Rules, copied = slices.Clone(s.Rules), true
		}
		for {
			id := RuleID(fmt.Sprintf("r%d", next))
			next++
			if !taken[id] && !slices.ContainsFunc(s.Rules, func(x Rule) bool { return x.ID == id }) {
				s.Rules[i].ID, taken[id] = id, true
				break
			}
		}
	}
	return s
}

// Check refuses a sheet that no question could have been answered with; the error is a Reason BadValue.
func (s Sheet) Check() error {
	for _, r := range s.Rules {
		bad := func(what string) error { return Reason{BadValue, fmt.Sprintf("rule %q: %s", r.ID, what)} }
		timed := r.Question == AskQuiet || r.Question == AskOwnCalls || r.Question == AskReach || r.Question == AskOnlyAt
		switch {
		case r.Question < 1 || r.Question > PolicyQuestions:
			return bad(fmt.Sprintf("there is no question %d, only 1 to %d", r.Question, PolicyQuestions))
		case r.Action != "" && r.Action != TakeNote && r.Action != PassOn && r.Action != CallBack:
			return bad(fmt.Sprintf("the action %q is none of message, pass, call_back", r.Action))
		case (r.Question == AskTopics || r.Question == AskPass || r.Question == AskSettle) && r.Topic == "" && r.Text == "":
			return bad("a topic is wanted")
		case timed && len(r.Hours) == 0:
			return bad("hours are wanted")
		case (r.Question == AskNever || r.Question == AskAlways) && r.Who.Anybody() && r.Topic == "":
			return bad("a person, a group or a topic is wanted")
		case (r.Question == AskOnlyAt || r.Question == AskReach) && r.Who.Anybody():
			return bad("a person or a group is wanted")
		}
	}
	for _, d := range s.Deputies {
		if d.Who.Anybody() {
			return Reason{BadValue, "a deputy without a name"}
		}
	}
	return nil
}

// ringingOf is the ringing call a press means, without a reply where there is none.
func (t *turn) ringingOf(p Press) *Call {
	c := t.call(p.Call)
	if p.Call == "" {
		c = t.find(ringingIn)
	}
	if c == nil || !ringingIn(*c) {
		return nil
	}
	return c
}
