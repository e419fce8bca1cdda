package softphone

import (
	"strings"
	"time"
)

// Is reports whether somebody is meant: by group, by contact, by number however it is written, by the whole of the name.
func (w Who) Is(s Subject) bool {
	if w.Group != "" {
		for _, g := range s.Groups {
			if sameWord(g, w.Group) {
				return true
			}
		}
		return false
	}
	return w.Contact != "" && w.Contact == s.Contact || sameNumber(w.Number, s.Number) ||
		(w.Contact == "" || s.Contact == "") && sameName(w.Name, s.Name)
}

func sameWord(a, b string) bool { return strings.EqualFold(strings.TrimSpace(a), strings.TrimSpace(b)) }

// sameName holds surname first for the same: "Aasen, Liv" is "Liv Aasen".
func sameName(a, b string) bool {
	if sameWord(a, b) {
		return strings.TrimSpace(a) != ""
	}
	if !strings.ContainsRune(a, ',') && !strings.ContainsRune(b, ',') && !strings.Contains(a, "  ") && !strings.Contains(b, "  ") {
		return false
	}
	a, b = firstNameFirst(a), firstNameFirst(b)
	return strings.TrimSpace(a) != "" && strings.EqualFold(FullName(a), FullName(b))
}

// firstNameFirst turns "Aasen, Liv" round.
func firstNameFirst(name string) string {
	if surname, rest, ok := strings.Cut(name, ","); ok {
		return rest + " " + surname
	}
	return name
}

// sameNumber compares the last eight digits of longer numbers, so that a country code does not matter.
func sameNumber(a, b string) bool {
	if a == "" || b == "" {
		return false
	}
	a, b = bareNumber(a), bareNumber(b)
	if len(a) > 8 && len(b) >= 8 || len(b) > 8 && len(a) >= 8 {
		a, b = a[len(a)-8:], b[len(b)-8:]
	}
	return a != "" && a == b
}

// ownCall is when the principal makes calls himself next; zero for never.
func (v verdict) ownCall(from time.Time) time.Time {
	if from.IsZero() {
		from = v.now
	}
	var first time.Time
	for _, r := range v.sheet.Rules {
		if r.Question != AskOwnCalls {
			continue
		}
		n := NextOf(r.Hours, from)
		if within(r.Hours, from) && from.After(v.now) {
			n = from
		}
		if !n.IsZero() && (first.IsZero() || n.Before(first)) {
			first = n
		}
	}
	return first
}

// reach turns a refusal into a call back at the time when this caller is best reached.
func (v verdict) reach(out Ruling) Ruling {
	from := out.At
	if from.IsZero() {
		from = v.now
	}
	var his, own []Span
	for _, r := range v.sheet.Rules {
		switch {
		case r.Question == AskReach && !r.Who.Anybody() && r.Who.Is(v.who):
			his = append(his, r.Hours...)
		case r.Question == AskOwnCalls:
			own = append(own, r.Hours...)
		}
	}
	if len(his) == 0 {
		return out
	}
	out.Outcome = CallBack
	if t, ok := firstCommon(his, own, from); ok && len(own) > 0 {
		out.At = t
	} else if within(his, from) && from.After(v.now) {
		out.At = from
	} else {
		out.At = NextOf(his, from)
	}
	return out
}

// firstCommon is the first moment at or after from, within two weeks, that is in some of both.
func firstCommon(a, b []Span, from time.Time) (first time.Time, ok bool) {
	if within(a, from) && within(b, from) {
		return from, true
	}
	both := [2][]Span{a, b}
	for i, hours := range both {
		for _, s := range hours {
			t := from
			for range 14 {
				if t = s.Next(t); t.IsZero() || ok && !t.Before(first) {
					break
				}
				if within(both[1-i], t) {
					first, ok = t, true
				}
			}
		}
	}
	return first, ok
}
