package softphone

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Clock is a time of day in minutes after midnight, 0…1440.
type Clock int

func (c Clock) String() string { return fmt.Sprintf("%02d:%02d", c/60, c%60) }

// Days are days of the week, Monday the lowest bit; none means every day.
type Days uint8

// The days an office is open.
const Workdays Days = 1<<5 - 1

// DaysOf joins days.
func DaysOf(days ...time.Weekday) (d Days) {
	for _, w := range days {
		d |= 1 << ((w + 6) % 7)
	}
	return d
}

// Has reports whether a day is among them.
func (d Days) Has(w time.Weekday) bool { return d == 0 || d>>((w+6)%7)&1 == 1 }

// Date is a day of the calendar, wherever the desk stands; zero for none.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// DateOf is the day it is on the clock of t.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date{y, m, d}
}

func (d Date) String() string { return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day) }

// Before orders dates.
func (d Date) Before(x Date) bool {
	if d.Year != x.Year {
		return d.Year < x.Year
	}
	if d.Month != x.Month {
		return d.Month < x.Month
	}
	return d.Day < x.Day
}

// Span is a stretch of the day that comes again on days of the week, or on the dates from First to Last alone. To at or
// before From is on the next day; both zero is the whole day. It is read on the clock of the time it is asked about.
type Span struct {
	Days        Days
	From, To    Clock
	First, Last Date // zero: no dates; Last zero: First alone
}

// Dated reports whether it holds on certain dates alone.
func (s Span) Dated() bool { return s.First != Date{} }

// WholeDay reports whether it holds from midnight to midnight.
func (s Span) WholeDay() bool { return s.From == 0 && (s.To == 0 || s.To == 24*60) }

func (s Span) on(t time.Time) bool {
	if s.Dated() {
		d, last := DateOf(t), s.Last
		if last == (Date{}) {
			last = s.First
		}
		if d.Before(s.First) || last.Before(d) {
			return false
		}
	}
	return s.Days.Has(t.Weekday())
}

// begin and end are of the one that begins on the day of t. Set on the wall clock, they are right on the days when that
// is put forward or back.
func (s Span) begin(t time.Time) time.Time { return onDay(t, 0, s.From) }

func (s Span) end(t time.Time) time.Time {
	if s.To <= s.From {
		return onDay(t, 1, s.To)
	}
	return onDay(t, 0, s.To)
}

func onDay(t time.Time, days int, c Clock) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d+days, int(c)/60, int(c)%60, 0, 0, t.Location())
}

// Holds reports whether t is in it, and when it ends then.
func (s Span) Holds(t time.Time) (end time.Time, ok bool) {
	clock := Clock(t.Hour()*60 + t.Minute())
	if s.on(t) && clock >= s.From && (clock < s.To || s.To <= s.From) {
		return s.end(t), true
	}
	if yesterday := onDay(t, -1, 12*60); s.To <= s.From && clock < s.To && s.on(yesterday) {
		return s.end(yesterday), true
	}
	return time.Time{}, false
}

// Next is when it begins after t; zero when it does not within two weeks of t or of its first date.
func (s Span) Next(t time.Time) time.Time {
	day := t
	if f := s.First; s.Dated() && DateOf(t).Before(f) {
		day = time.Date(f.Year, f.Month, f.Day, 12, 0, 0, 0, t.Location())
	}
	for range 15 {
		if b := s.begin(day); s.on(day) && b.After(t) {
			return b
		}
		day = onDay(day, 1, 12*60)
	}
	return time.Time{}
}

// holds: no hours at all are every hour.
func holds(hours []Span, t time.Time) bool { return len(hours) == 0 || within(hours, t) }

func within(hours []Span, t time.Time) bool {
	for _, s := range hours {
		if _, ok := s.Holds(t); ok {
			return true
		}
	}
	return false
}

// NextOf is the first beginning of any of them after t; zero for none.
func NextOf(hours []Span, t time.Time) time.Time {
	var first time.Time
	for _, s := range hours {
		if n := s.Next(t); !n.IsZero() && (first.IsZero() || n.Before(first)) {
			first = n
		}
	}
	return first
}

var dayWords = [7]string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"}

// MarshalText writes it as files and the control socket have it: "mon,wed 13:00-16:00", "2026-12-24..2026-12-31
// 00:00-24:00", "08:00-09:30" for every day.
func (s Span) MarshalText() ([]byte, error) {
	var parts []string
	if s.Dated() {
		d := s.First.String()
		if s.Last != (Date{}) && s.Last != s.First {
			d += ".." + s.Last.String()
		}
		parts = append(parts, d)
	}
	if s.Days != 0 {
		var days []string
		for i, w := range dayWords {
			if s.Days>>i&1 == 1 {
				days = append(days, w)
			}
		}
		parts = append(parts, strings.Join(days, ","))
	}
	to := s.To
	if s.WholeDay() {
		to = 24 * 60
	}
	return []byte(strings.Join(append(parts, s.From.String()+"-"+to.String()), " ")), nil
}

// UnmarshalText reads what MarshalText writes, and runs of days: "mon-fri 8-9:30".
func (s *Span) UnmarshalText(text []byte) error {
	var out Span
	for _, part := range strings.Fields(strings.ToLower(string(text))) {
		var ok bool
		switch {
		case part[0] >= 'a' && part[0] <= 'z':
			out.Days, ok = parseDays(part)
		case len(part) >= 10 && part[4] == '-':
			first, last, run := strings.Cut(part, "..")
			out.First, ok = ParseDate(first)
			if run && ok {
				out.Last, ok = ParseDate(last)
				ok = ok && !out.Last.Before(out.First)
			}
		default:
			from, to, cut := strings.Cut(part, "-")
			var ok1, ok2 bool
			out.From, ok1 = ParseClock(from)
			out.To, ok2 = ParseClock(to)
			ok = cut && ok1 && ok2 && out.From < 24*60 && (out.From != out.To || out.From == 0)
		}
		if !ok {
			return Reason{BadValue, fmt.Sprintf("%q in %q; such as \"mon-fri 08:00-09:30\" or \"2026-12-24 00:00-24:00\"", part, text)}
		}
	}
	*s = out
	return nil
}

func parseDays(text string) (d Days, ok bool) {
	for part := range strings.SplitSeq(text, ",") {
		from, to, run := strings.Cut(part, "-")
		if !run {
			to = from
		}
		a, b := dayIndex(from), dayIndex(to)
		if a < 0 || b < 0 {
			return 0, false
		}
		for i := a; ; i = (i + 1) % 7 {
			d |= 1 << i
			if i == b {
				break
			}
		}
	}
	return d, true
}

func dayIndex(word string) int {
	for i, w := range dayWords {
		if w == word {
			return i
		}
	}
	return -1
}

// ParseClock reads "9", "9:30", "09.30", "0930" and "24:00".
func ParseClock(text string) (Clock, bool) {
	text = strings.ReplaceAll(strings.TrimSpace(text), ".", ":")
	if len(text) == 4 && !strings.Contains(text, ":") {
		text = text[:2] + ":" + text[2:]
	}
	h, m, minutes := strings.Cut(text, ":")
	if !minutes {
		m = "00"
	}
	hour, err1 := strconv.Atoi(h)
	minute, err2 := strconv.Atoi(m)
	ok := err1 == nil && err2 == nil && len(m) == 2 && hour >= 0 && minute >= 0 && minute < 60 && hour*60+minute <= 24*60
	return Clock(hour*60 + minute), ok
}

// ParseDate reads "2026-12-24"; a day that the calendar does not have is refused.
func ParseDate(text string) (Date, bool) {
	t, err := time.Parse(time.DateOnly, text)
	return DateOf(t), err == nil
}
