package softphone

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

var (
	dueAfter = regexp.MustCompile(`^(?:\+|om |in )?\s*(\d{1,3}|en|ett|et|a|an|one)\s*(min|minutt|minutter|minutes?|t|time|timer|h|hours?)$`)
	duePlus  = regexp.MustCompile(`^\+\s*(\d{1,3})$`)
	dueClock = regexp.MustCompile(`^(?:(?:kl|klokken|klokka|at|før|innen|before|by)\.?\s*)*(\d{1,2})(?:[:.]?(\d{2}))?\s*(am|pm)?$`)
	dueDate  = regexp.MustCompile(`^(?:den |on )?(\d{1,2})[./](\d{1,2})\.?(?:\s+(.*))?$`)
	dueSpare = regexp.MustCompile(`^(?:den|på|on|i)\s+`)
)

// morningHour is meant where a day is named and no hour.
const morningHour = 9

// DueAt understands when something is promised, in Norwegian or English: "15:30", "kl. 9", "before 12", "+20", "1 hour",
// "i morgen 10", "friday 9:30", "2.12. 14". A clock that has gone by is tomorrow's, a weekday the next one of that name.
// False where it is not understood.
func DueAt(words string, now time.Time) (time.Time, bool) {
	s := strings.Join(strings.Fields(strings.ToLower(words)), " ")
	if m := duePlus.FindStringSubmatch(s); m != nil {
		n, _ := strconv.Atoi(m[1])
		return now.Add(time.Duration(n) * time.Minute), true
	}
	if m := dueAfter.FindStringSubmatch(s); m != nil {
		n, err := strconv.Atoi(m[1])
		if err != nil {
			n = 1
		}
		unit := time.Minute
		if m[2][0] == 't' || m[2][0] == 'h' {
			unit = time.Hour
		}
		return now.Add(time.Duration(n) * unit), true
	}
	midnight := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, now.Location())
	if days, rest, ok := dueDay(s, now); ok {
		return clockOn(midnight.AddDate(0, 0, days), rest)
	}
	if at, ok := clockOn(midnight, s); ok && s != "" {
		if !at.After(now) {
			at = at.AddDate(0, 0, 1)
		}
		return at, true
	}
	if m := dueDate.FindStringSubmatch(s); m != nil {
		day, _ := strconv.Atoi(m[1])
		month, _ := strconv.Atoi(m[2])
		at := time.Date(now.Year(), time.Month(month), day, 0, 0, 0, 0, now.Location())
		if month < 1 || month > 12 || at.Day() != day {
			return time.Time{}, false
		}
		if at.Before(midnight) {
			at = at.AddDate(1, 0, 0)
		}
		return clockOn(at, m[3])
	}
	return time.Time{}, false
}

// dueDay takes a day from the front: how many days on, and what is left.
func dueDay(s string, now time.Time) (days int, rest string, ok bool) {
	for _, d := range []struct {
		name string
		days int
	}{{"i dag", 0}, {"idag", 0}, {"today", 0}, {"i morgen", 1}, {"imorgen", 1}, {"tomorrow", 1},
		{"i overmorgen", 2}, {"the day after tomorrow", 2}} {
		if after, found := strings.CutPrefix(s, d.name); found && (after == "" || after[0] == ' ') {
			return d.days, strings.TrimSpace(after), true
		}
	}
	s = dueSpare.ReplaceAllString(s, "")
	for _, names := range weekdays {
		for day, name := range names {
			after, found := strings.CutPrefix(s, strings.ToLower(name))
			if !found || after != "" && after[0] != ' ' {
				continue
			}
			days = (day - int(now.Weekday()) + 7) % 7
			if days == 0 {
				days = 7
			}
			return days, strings.TrimSpace(after), true
		}
	}
	return 0, "", false
}

// clockOn is a clock time of a day; with no clock the morning.
func clockOn(day time.Time, s string) (time.Time, bool) {
	hour, minute := morningHour, 0
	if s != "" {
		m := dueClock.FindStringSubmatch(s)
		if m == nil {
			return time.Time{}, false
		}
		hour, _ = strconv.Atoi(m[1])
		minute, _ = strconv.Atoi(m[2])
		switch {
		case m[3] == "pm" && hour < 12:
			hour += 12
		case m[3] == "am" && hour == 12:
			hour = 0
		}
	}
	if hour > 23 || minute > 59 {
		return time.Time{}, false
	}
	return time.Date(day.Year(), day.Month(), day.Day(), hour, minute, 0, 0, day.Location()), true
}
