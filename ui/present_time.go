package ui

import (
	"fmt"
	"strings"
	"time"

	"anteroom/softphone"
)

// Clocks on screen change together, at the full second; only what the ring number and a return depend on is exact.

// elapsed is whole seconds between two moments, each cut to its second.
func elapsed(since, now time.Time) int {
	if since.IsZero() || now.Before(since) {
		return 0
	}
	return int(now.Truncate(time.Second).Sub(since.Truncate(time.Second)) / time.Second)
}

// clock writes seconds as 02:14, and from an hour on as 1:02:14.
func clock(s int) string {
	if s >= 3600 {
		return fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
	}
	return fmt.Sprintf("%02d:%02d", s/60, s%60)
}

// left is the whole seconds until due, rounded up; negative seconds late after it.
func left(due, now time.Time) int {
	d := due.Sub(now)
	if d > 0 {
		return int((d + time.Second - 1) / time.Second)
	}
	return int(d / time.Second)
}

// nextChange is when the screen next changes by itself: the next full second while something counts, a ring or a
// return that falls before, the end of a notice, else the next minute.
func nextChange(s softphone.State, n notice, now time.Time) time.Time {
	next := now.Truncate(time.Minute).Add(time.Minute)
	sooner := func(t time.Time) {
		if t.After(now) && t.Before(next) {
			next = t
		}
	}
	cad := s.Settings.Cadence()
	cycle := cad.On + cad.Off
	for _, c := range s.Calls {
		if !c.Live() {
			continue
		}
		sooner(now.Truncate(time.Second).Add(time.Second))
		if c.State == softphone.Ringing && cycle > 0 {
			sooner(c.Started.Add(cycle * time.Duration(softphone.RingNumber(c.Started, now, cad))))
		}
		if !c.ReturnDue.IsZero() {
			sooner(c.ReturnDue)
		}
	}
	if t := spokeUntil(s); !t.IsZero() {
		sooner(t)
	}
	if n.Text != "" {
		sooner(n.until)
	}
	return next
}

// dayNear is a day within a sentence: today, yesterday, tomorrow, a weekday of the coming six days, or a date.
func dayNear(t, now time.Time, say wording) string {
	t = t.In(now.Location())
	noon := func(x time.Time) time.Time { return time.Date(x.Year(), x.Month(), x.Day(), 12, 0, 0, 0, time.UTC) }
	switch away := int(noon(t).Sub(noon(now)) / (24 * time.Hour)); {
	case away == 0:
		return softphone.Small(say("page.today"))
	case away == -1:
		return softphone.Small(say("page.yesterday"))
	case away == 1:
		return softphone.Small(say("page.tomorrow"))
	case away > 1 && away < 7:
		return strings.Fields(say("page.weekdays"))[(int(t.Weekday())+6)%7]
	}
	return dateNear(t, now, say)
}

// dateNear is a date with its weekday; the year is told where it is another one.
func dateNear(t, now time.Time, say wording) string {
	t = t.In(now.Location())
	if t.Year() != now.Year() {
		return longDate(t, say)
	}
	day := strings.Fields(say("page.weekdays"))[(int(t.Weekday())+6)%7]
	return say("page.date.this_year", day, t.Day(), strings.Fields(say("page.months"))[t.Month()-1])
}

// dayAndClock is a moment by the clock, with its day where that is not today: "15:04", "i morgen kl. 09:00".
func dayAndClock(at, now time.Time, say wording) string {
	return onDay(at, now, dayNear(at, now, say), say)
}

// dateAndClock is dayAndClock with the date of another day: what was understood of words is checked against the calendar.
func dateAndClock(at, now time.Time, say wording) string {
	return onDay(at, now, dateNear(at, now, say), say)
}

func onDay(at, now time.Time, day string, say wording) string {
	at = at.In(now.Location())
	clock := at.Format("15:04")
	if at.Format(time.DateOnly) == now.Format(time.DateOnly) {
		return clock
	}
	return say("page.at", day, clock)
}
