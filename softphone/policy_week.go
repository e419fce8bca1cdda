package softphone

import (
	"slices"
	"time"
)

// BandKind is what stands in a stretch of the week strip.
type BandKind string

const (
	BandQuiet BandKind = "quiet" // question 4
	BandOwn   BandKind = "own"   // question 9
	BandClash BandKind = "clash" // hours at which somebody should be put through, and nobody is
)

// Band is a stretch of one day.
type Band struct {
	Kind     BandKind
	From, To Clock
}

// Week is the week of a sheet, day by day from Monday, as it is on the dates of the week of now: with the exceptions of
// its dates. The bands of one day are in order; a clash lies over the others.
func Week(s Sheet, now time.Time) [7][]Band {
	var out [7][]Band
	monday := onDay(now, -int((now.Weekday()+6)%7), 0)
	clashes := clashHours(s, now)
	for day := range out {
		midnight := onDay(monday, day, 0)
		marks := s.marks(clashes)
		for i, from := range marks[:len(marks)-1] {
			t := onDay(midnight, 0, from)
			kind := BandKind("")
			if _, _, quiet := s.quietAt(t); quiet {
				kind = BandQuiet
				if within(clashes, t) {
					kind = BandClash
				}
			} else if s.own(t) {
				kind = BandOwn
			}
			if kind == "" {
				continue
			}
			if n := len(out[day]); n > 0 && out[day][n-1].Kind == kind && out[day][n-1].To == from {
				out[day][n-1].To = marks[i+1]
				continue
			}
			out[day] = append(out[day], Band{kind, from, marks[i+1]})
		}
	}
	return out
}

// marks are the times of day at which anything begins or ends.
func (s Sheet) marks(more []Span) []Clock {
	out := []Clock{0, 24 * 60}
	for _, h := range more {
		out = append(out, h.From, h.To)
	}
	for _, r := range s.Rules {
		if r.Question == AskQuiet || r.Question == AskOwnCalls {
			for _, h := range r.Hours {
				out = append(out, h.From, h.To)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func (s Sheet) own(t time.Time) bool {
	return slices.ContainsFunc(s.Rules, func(r Rule) bool { return r.Question == AskOwnCalls && within(r.Hours, t) })
}

// clashHours are the hours of rules that quiet hours stand against.
func clashHours(s Sheet, now time.Time) []Span {
	var out []Span
	for _, c := range Conflicts(s, now) {
		if c.Wins.Question == AskQuiet && c.Loses.Question != AskQuiet {
			out = append(out, c.Loses.Hours...)
		}
	}
	return out
}
