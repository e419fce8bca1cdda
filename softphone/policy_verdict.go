package softphone

import (
	"strings"
	"time"
)

// Verdict is what a sheet says of a call: who calls, what about ("" while unknown), and when. Hours are read on the clock
// of now, which the caller gives in the office's zone.
//
// The first of these that has something to say decides:
//
//  1. who is never put through (5) or always (7); of the two the closer one: a person before his group, a group before
//     anybody, with a topic before without; where they are as close, never. Always goes before quiet hours, a meeting and
//     a busy line; to somebody out, travelling or ill the call is put through after asking.
//  2. topics the secretary settles (3), then topics that go to others (2), to the first who is there at this hour.
//  3. whether the principal is to be had: if not, the deputy on duty, else a message.
//  4. private calls (8): from these persons, or at these hours; quiet hours go before unless the rule says otherwise.
//  5. who only at certain hours (6); likewise. In both a person's own hours go before his group's, narrower or wider.
//  6. quiet hours (4); on a date of its own a rule goes before those of the week.
//  7. nothing: he is in, and is asked first. So also while he makes calls himself (9).
//
// A refusal becomes a call back where question 10 says when this caller is best reached; within the hours of question 9
// if both have one in the next two weeks.
func Verdict(sheet Sheet, who Subject, topic string, now time.Time, presence Presence) Ruling {
	v := verdict{sheet, who, topic, now}
	if r, ok := v.person(presence); ok {
		return r
	}
	if r, ok := v.byTopic(); ok {
		return r
	}
	if !presence.In() {
		r := Ruling{Outcome: TakeNote, Why: WhyPresence, At: presence.Until}
		if d, ok := sheet.OnDuty(now); ok {
			r.Outcome, r.Why, r.To = PassOn, WhyDeputy, d.Who
			return r
		}
		return v.reach(r)
	}
	quiet, quietEnd, isQuiet := v.quiet()
	private := v.private()
	if r, ok := v.timed(AskPrivate, private, isQuiet, WhyPrivate, WhyPrivateNo); ok {
		return r
	}
	if private && v.asks(AskPrivate) && !isQuiet {
		return v.reach(Ruling{Outcome: TakeNote, Why: WhyPrivateNo, Question: AskPrivate})
	}
	if r, ok := v.timed(AskOnlyAt, true, isQuiet, WhyAtHours, WhyNotNow); ok {
		return r
	}
	if isQuiet {
		return v.refuse(quiet, WhyQuiet, quietEnd)
	}
	for _, r := range sheet.Rules {
		if r.Question == AskOwnCalls && within(r.Hours, now) {
			return Ruling{Outcome: AskFirst, Why: WhyOwnCalls, Question: r.Question, Rule: r.ID, Text: r.Text}
		}
	}
	return Ruling{Outcome: AskFirst, Why: WhyIn}
}

// In reports whether calls may be announced at all.
func (p Presence) In() bool { return p.Kind == PresenceIn || p.Kind == "" }

type verdict struct {
	sheet Sheet
	who   Subject
	topic string
	now   time.Time
}

func (r Rule) ruling(o Outcome, why Why) Ruling {
	return Ruling{Outcome: o, Why: why, Question: r.Question, Rule: r.ID, Who: r.Who, Topic: r.Topic, Text: r.Text}
}

// person is questions 5 and 7.
func (v verdict) person(presence Presence) (Ruling, bool) {
	never, n := v.closest(AskNever)
	always, a := v.closest(AskAlways)
	switch {
	case n == 0 && a == 0:
		return Ruling{}, false
	case n >= a:
		return v.refuse(never, WhyNever, time.Time{}), true
	}
	switch presence.Kind {
	case PresenceOut, PresenceTravel, PresenceIll:
		return always.ruling(AskFirst, WhyAnyTime), true
	}
	return always.ruling(Connect, WhyAnyTime), true
}

// closest is the rule of a question that means this call most closely, 0 for none; of two as close the first.
func (v verdict) closest(question int) (best Rule, near int) {
	for _, r := range v.sheet.Rules {
		if r.Question != question || len(r.Hours) > 0 && !within(r.Hours, v.now) {
			continue
		}
		if n := v.near(r); n > near {
			best, near = r, n
		}
	}
	return best, near
}

// near tells how closely a rule means this call: 0 not at all, or anybody about anything.
func (v verdict) near(r Rule) int {
	n := 0
	switch {
	case r.Who.Anybody():
	case !r.Who.Is(v.who):
		return 0
	case r.Who.Group != "":
		n = 2
	default:
		n = 4
	}
	if r.Topic != "" {
		if !sameWord(r.Topic, v.topic) {
			return 0
		}
		n++
	}
	return n
}

// byTopic is questions 3 and 2.
func (v verdict) byTopic() (Ruling, bool) {
	if strings.TrimSpace(v.topic) == "" {
		return Ruling{}, false
	}
	for _, r := range v.sheet.Rules {
		if r.Question == AskSettle && r.Topic != "" && v.near(r) > 0 && holds(r.Hours, v.now) {
			return r.ruling(Settle, WhySettle), true
		}
	}
	var gone *Rule
	for i, r := range v.sheet.Rules {
		if r.Question != AskPass || r.Topic == "" || v.near(r) == 0 {
			continue
		}
		to, there := r.To, holds(r.Hours, v.now)
		if there && to.Anybody() {
			var d Deputy
			d, there = v.sheet.OnDuty(v.now)
			to = d.Who
		}
		if there {
			out := r.ruling(PassOn, WhyPass)
			out.To = to
			return out, true
		}
		if gone == nil {
			gone = &v.sheet.Rules[i]
		}
	}
	if gone == nil {
		return Ruling{}, false
	}
	return v.reach(gone.at(gone.ruling(TakeNote, WhyPassGone), NextOf(gone.Hours, v.now))), true
}

func (r Rule) at(x Ruling, t time.Time) Ruling {
	x.At, x.To = t, r.To
	return x
}

// private: the topic is one of those marked so.
func (v verdict) private() bool {
	for _, r := range v.sheet.Rules {
		if r.Private && r.Topic != "" && sameWord(r.Topic, v.topic) {
			return true
		}
	}
	return false
}

func (v verdict) asks(question int) bool {
	for _, r := range v.sheet.Rules {
		if r.Question == question {
			return true
		}
	}
	return false
}

// timed is questions 6 and 8: the hours at which somebody is put through. Of several rules the one that means the call most
// closely decides; of those as close, one whose hour it is.
func (v verdict) timed(question int, about, quiet bool, yes, no Why) (Ruling, bool) {
	var open, shut *Rule
	closest := -1
	for i, r := range v.sheet.Rules {
		if !about || r.Question != question {
			continue
		}
		n := v.near(r)
		if n == 0 && (question == AskOnlyAt || !r.Who.Anybody() || r.Topic != "") || n < closest {
			continue
		}
		if n > closest {
			open, shut, closest = nil, nil, n
		}
		switch now := holds(r.Hours, v.now); {
		case now && open == nil && (!quiet || r.Before):
			open = &v.sheet.Rules[i]
		case !now && shut == nil:
			shut = &v.sheet.Rules[i]
		}
	}
	switch {
	case open != nil:
		return open.ruling(Connect, yes), true
	case shut != nil && !quiet:
		return v.refuse(*shut, no, NextOf(shut.Hours, v.now)), true
	}
	return Ruling{}, false
}

// quiet is question 4: the rule that holds now, and when it is over.
func (v verdict) quiet() (rule Rule, end time.Time, ok bool) {
	rule, end, ok = v.sheet.quietAt(v.now)
	for range 28 { // quiet hours that follow on each other
		_, later, more := v.sheet.quietAt(end)
		if !ok || !more || !later.After(end) {
			break
		}
		end = later
	}
	if _, _, on := v.sheet.quietAt(end); ok && on {
		end = time.Time{} // no end in sight
	}
	return rule, end, ok
}

// quietAt: on a date of its own a rule goes before the week; there quiet goes before open.
func (s Sheet) quietAt(t time.Time) (rule Rule, end time.Time, ok bool) {
	rank := 0
	for _, r := range s.Rules {
		if r.Question != AskQuiet {
			continue
		}
		for _, h := range r.Hours {
			e, in := h.Holds(t)
			n := 1
			if h.Dated() {
				n += 2
			}
			if !r.Open {
				n++
			}
			if in && n > rank {
				rule, end, rank = r, e, n
			}
		}
	}
	if rank == 0 || rule.Open {
		return Rule{}, time.Time{}, false
	}
	return rule, s.cutShort(t, end, rank), true
}

// cutShort: an exception may begin while weekly quiet hours last.
func (s Sheet) cutShort(t, end time.Time, rank int) time.Time {
	for _, r := range s.Rules {
		if r.Question != AskQuiet || !r.Open || rank > 2 {
			continue
		}
		for _, h := range r.Hours {
			if n := h.Next(t); h.Dated() && !n.IsZero() && n.Before(end) {
				end = n
			}
		}
	}
	return end
}

// refuse is a message, or what the rule wants instead of one.
func (v verdict) refuse(r Rule, why Why, at time.Time) Ruling {
	out := r.ruling(TakeNote, why)
	out.At = at
	switch r.Action {
	case PassOn:
		out.To = r.To
		if out.To.Anybody() {
			d, ok := v.sheet.OnDuty(v.now)
			if !ok {
				return v.reach(out)
			}
			out.To = d.Who
		}
		out.Outcome = PassOn
		return out
	case CallBack:
		out.Outcome = CallBack
		if t := v.ownCall(out.At); !t.IsZero() {
			out.At = t
		}
	case TakeNote:
		return out
	}
	if why == WhyNever && r.Action != CallBack {
		return out
	}
	return v.reach(out)
}
