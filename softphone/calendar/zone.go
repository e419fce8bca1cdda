package calendar

import (
	"fmt"
	"slices"
	"strings"
	"time"
	_ "time/tzdata" // not every system has the zones of the world

	"github.com/emersion/go-ical"
	"github.com/teambition/rrule-go"
)

// wall is a time by a clock on a wall: at holds its figures as if they were UTC. So it is repeated, and only then brought to an
// instant.
type wall struct {
	at   time.Time
	zone zone
	day  bool // a whole day
}

// zone turns the figures of a clock into an instant.
type zone func(time.Time) time.Time

func (w wall) instant() time.Time { return w.zone(w.at) }

// of is an instant in UTC as this clock shows it, to within the hour in which clocks are changed.
func (w wall) of(utc time.Time) time.Time {
	if w.day {
		return utc
	}
	guess := utc.UTC()
	return guess.Add(guess.Sub(w.zone(guess)))
}

// like is the same instant by the clock of another time.
func (w wall) like(o wall) wall {
	if w.day == o.day {
		return wall{at: wall{zone: o.zone, day: o.day}.of(w.instant()), zone: o.zone, day: o.day}
	}
	w.day = o.day
	return w
}

func located(loc *time.Location) zone {
	return func(t time.Time) time.Time {
		return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, loc)
	}
}

// zones are those that a calendar describes itself, and the one of times that name none.
type zones struct {
	own    map[string]zone
	usual  zone
	shown  *time.Location // in which instants are told
	memory map[string]zone
}

func zonesOf(cal *ical.Calendar, usual *time.Location) zones {
	z := zones{own: map[string]zone{}, usual: located(usual), shown: usual, memory: map[string]zone{}}
	for _, c := range cal.Children {
		if c.Name != ical.CompTimezone {
			continue
		}
		if id := c.Props.Get(ical.PropTimezoneID); id != nil {
			if own, ok := described(c); ok {
				z.own[id.Value] = own
			}
		}
	}
	if p := cal.Props.Get("X-WR-TIMEZONE"); p != nil {
		if loc, err := time.LoadLocation(p.Value); err == nil && p.Value != "" {
			z.usual = located(loc)
		}
	}
	return z
}

// wall reads one value of a property: a date, a time in UTC, in a zone, or without one.
func (z zones) wall(p ical.Prop, value string) (wall, error) {
	value = strings.TrimSpace(value)
	switch {
	case len(value) == 8:
		t, err := time.Parse("20060102", value)
		return wall{at: t, zone: located(z.shown), day: true}, err // a day is the day where he is
	case strings.HasSuffix(value, "Z"):
		t, err := time.Parse("20060102T150405Z", value)
		return wall{at: t, zone: located(time.UTC)}, err
	}
	t, err := time.Parse("20060102T150405", value)
	if err != nil {
		return wall{}, err
	}
	id := p.Params.Get(ical.ParamTimezoneID)
	if id == "" {
		return wall{at: t, zone: z.usual}, nil
	}
	known, err := z.named(id)
	return wall{at: t, zone: known}, err
}

func (z zones) named(id string) (zone, error) {
	if known, ok := z.memory[id]; ok {
		return known, nil
	}
	known, ok := z.own[id]
	if loc, err := time.LoadLocation(strings.TrimPrefix(id, "/")); err == nil { // better kept than what files describe
		known, ok = located(loc), true
	}
	if !ok {
		return nil, fmt.Errorf("unknown zone %s", id)
	}
	z.memory[id] = known
	return known, nil
}

// described makes a zone of what the calendar says of it (RFC 5545 §3.6.5), as those with names of their own do ("W. Europe
// Standard Time").
func described(c *ical.Component) (zone, bool) {
	type change struct {
		at     time.Time
		offset time.Duration
	}
	var changes []change
	for _, o := range c.Children {
		begin, to := o.Props.Get(ical.PropDateTimeStart), o.Props.Get(ical.PropTimezoneOffsetTo)
		if begin == nil || to == nil {
			continue
		}
		first, err := time.Parse("20060102T150405", begin.Value)
		offset, ok := offsetOf(to.Value)
		if err != nil || !ok {
			continue
		}
		changes = append(changes, change{first, offset})
		option, err := o.Props.RecurrenceRule()
		if err != nil || option == nil || option.Freq != rrule.YEARLY && option.Freq != rrule.MONTHLY {
			continue
		}
		if first.Year() < zonesFrom { // Outlook begins in 1601; the rule is the same later on
			first = time.Date(zonesFrom, first.Month(), first.Day(), first.Hour(), first.Minute(), 0, 0, time.UTC)
		}
		option.Dtstart = first
		rule, err := rrule.NewRRule(*option)
		if err != nil {
			continue
		}
		next := rule.Iterator()
		for at, more := next(); more && at.Year() < zonesTo; at, more = next() {
			changes = append(changes, change{at, offset})
		}
	}
	if len(changes) == 0 {
		return nil, false
	}
	slices.SortStableFunc(changes, func(a, b change) int { return a.at.Compare(b.at) })
	return func(t time.Time) time.Time {
		i, found := slices.BinarySearchFunc(changes, t, func(c change, t time.Time) int { return c.at.Compare(t) })
		if !found {
			i = max(0, i-1)
		}
		return t.Add(-changes[i].offset)
	}, true
}

// Between these years a zone is worked out that a calendar describes itself.
const zonesFrom, zonesTo = 1970, 2100

func offsetOf(text string) (time.Duration, bool) {
	sign := time.Duration(1)
	if strings.HasPrefix(text, "-") {
		sign = -1
	}
	var h, m, s time.Duration
	n, err := fmt.Sscanf(strings.TrimLeft(text, "+-")+"00", "%2d%2d%2d", &h, &m, &s)
	return sign * (h*time.Hour + m*time.Minute + s*time.Second), err == nil && n == 3
}
