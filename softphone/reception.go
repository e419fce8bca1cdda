package softphone

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// OpenSpan is a time of a day in minutes after midnight; To is the first minute after it, at most 24*60.
type OpenSpan struct{ From, To int }

// WeekSpan is a time of every week.
type WeekSpan struct {
	Day time.Weekday
	OpenSpan
}

// OpenDay is a date with hours of its own: closed where it has none.
type OpenDay struct {
	Date string // 2006-01-02, in the desk's own zone
	Open []OpenSpan
	Note string // why, e.g. "julaften"; said aloud
}

// Reception is when visitors and callers are received: by a principal, or at the office.
type Reception struct {
	Owner PrincipalID // "" for the office
	Week  []WeekSpan
	Days  []OpenDay // in order
}

// maxSpans is how many times a week, and how many dates, one owner may have.
const maxSpans = 400

// Check says what is wrong with the hours.
func (r Reception) Check() Reason {
	if len(r.Week) > maxSpans || len(r.Days) > maxSpans {
		return Reason{BadValue, "reception: too many"}
	}
	for _, w := range r.Week {
		if w.Day < time.Sunday || w.Day > time.Saturday || !w.sound() {
			return Reason{BadValue, "reception: " + w.Day.String() + " " + w.String()}
		}
	}
	for _, d := range r.Days {
		if _, err := time.Parse(time.DateOnly, d.Date); err != nil {
			return Reason{BadValue, "reception: date " + d.Date}
		}
		for _, o := range d.Open {
			if !o.sound() {
				return Reason{BadValue, "reception: " + d.Date + " " + o.String()}
			}
		}
	}
	return Reason{}
}

func (o OpenSpan) sound() bool { return o.From >= 0 && o.From < o.To && o.To <= 24*60 }

// String is the time as 09:00-11:30.
func (o OpenSpan) String() string {
	return fmt.Sprintf("%02d:%02d-%02d:%02d", o.From/60, o.From%60, o.To/60, o.To%60)
}

// tidy puts the times in order and joins those that touch.
func (r Reception) tidy() Reception {
	var week []WeekSpan
	for _, d := range weekOrder {
		for _, o := range joinSpans(r.weekday(d)) {
			week = append(week, WeekSpan{d, o})
		}
	}
	r.Week, r.Days = week, slices.Clone(r.Days)
	for i, d := range r.Days {
		r.Days[i].Open = joinSpans(d.Open)
	}
	slices.SortStableFunc(r.Days, func(a, b OpenDay) int { return cmp.Compare(a.Date, b.Date) })
	return r
}

// weekOrder begins with Monday.
var weekOrder = [7]time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday, time.Saturday, time.Sunday}

func (r Reception) weekday(d time.Weekday) (out []OpenSpan) {
	for _, w := range r.Week {
		if w.Day == d {
			out = append(out, w.OpenSpan)
		}
	}
	return out
}

func joinSpans(in []OpenSpan) (out []OpenSpan) {
	in = slices.Clone(in)
	slices.SortFunc(in, func(a, b OpenSpan) int { return cmp.Compare(a.From, b.From) })
	for _, o := range in {
		if n := len(out); n > 0 && o.From <= out[n-1].To {
			out[n-1].To = max(out[n-1].To, o.To)
			continue
		}
		out = append(out, o)
	}
	return out
}

// On gives the hours of a date, and the note of an exception.
func (r Reception) On(day time.Time) ([]OpenSpan, string) {
	date := day.Format(time.DateOnly)
	for _, d := range r.Days {
		if d.Date == date {
			return d.Open, d.Note
		}
	}
	return r.weekday(day.Weekday()), ""
}

// Empty reports whether nobody has said anything of hours.
func (r Reception) Empty() bool { return len(r.Week) == 0 && len(r.Days) == 0 }

// Open tells whether it is open at a moment, and when that ends; where it is closed, when it opens next (zero: not within
// two weeks).
func (r Reception) Open(now time.Time) (open bool, change time.Time) {
	for i := range 15 {
		day := time.Date(now.Year(), now.Month(), now.Day()+i, 0, 0, 0, 0, now.Location())
		at := func(minute int) time.Time { // by the clock on the wall, also where the clocks are changed
			return time.Date(day.Year(), day.Month(), day.Day(), minute/60, minute%60, 0, 0, day.Location())
		}
		spans, _ := r.On(day)
		for _, o := range spans {
			switch from, to := at(o.From), at(o.To); {
			case !now.Before(to):
			case now.Before(from):
				return false, from
			default:
				return true, to
			}
		}
	}
	return false, time.Time{}
}

// ParseSpans reads times of a day as they are typed: "9-11", "09:00-11:30, 13-15", with any dash. What is no time is left out.
func ParseSpans(text string) (out []OpenSpan) {
	for part := range strings.SplitSeq(text, ",") {
		if o, ok := parseSpan(part); ok {
			out = append(out, o)
		}
	}
	return out
}

// SpansTyped reads the same; false where any of it is no time.
func SpansTyped(text string) ([]OpenSpan, bool) {
	var out []OpenSpan
	for part := range strings.SplitSeq(text, ",") {
		if strings.TrimSpace(part) == "" {
			continue
		}
		o, ok := parseSpan(part)
		if !ok {
			return nil, false
		}
		out = append(out, o)
	}
	return joinSpans(out), true
}

func parseSpan(text string) (OpenSpan, bool) {
	text = strings.NewReplacer("–", "-", "—", "-", " ", "", ".", ":").Replace(text)
	a, b, ok := strings.Cut(text, "-")
	from, ok1 := clockTyped(a)
	to, ok2 := clockTyped(b)
	o := OpenSpan{from, to}
	return o, ok && ok1 && ok2 && o.sound()
}

// clockTyped reads 9, 930, 0930, 9:30.
func clockTyped(text string) (minute int, ok bool) {
	h, m, colon := strings.Cut(text, ":")
	if !colon && len(text) > 2 {
		h, m = text[:len(text)-2], text[len(text)-2:]
	}
	if m == "" {
		m = "0"
	}
	hour, err1 := strconv.Atoi(h)
	min, err2 := strconv.Atoi(m)
	minute = hour*60 + min
	return minute, err1 == nil && err2 == nil && hour >= 0 && min >= 0 && min < 60 && minute <= 24*60 && len(h) <= 2 && len(m) <= 2
}
