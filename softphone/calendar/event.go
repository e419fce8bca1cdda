package calendar

import (
	"bytes"
	"cmp"
	"errors"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/emersion/go-ical"
	"github.com/teambition/rrule-go"

	"anteroom/softphone"
)

const (
	// maxSteps is how many times of one event that repeats are looked at: those of every day for two centuries.
	maxSteps = 80_000
	// maxBusy is how many times are told at the most.
	maxBusy = 2000
)

// busyTimes are the times between two moments that the events of a calendar keep somebody, in order. Times without a zone are
// those of zone. An event that cannot be understood is left out; the error is for what is no calendar at all.
func busyTimes(text []byte, from, to time.Time, zone *time.Location) ([]softphone.BusyTime, error) {
	bad := func(why string) error { return softphone.Reason{Code: softphone.CalendarUnreadable, Detail: why} }
	if !bytes.Contains(bytes.ToUpper(text[:min(len(text), 4096)]), []byte("BEGIN:VCALENDAR")) {
		return nil, bad("not a calendar (iCalendar)")
	}
	var out []softphone.BusyTime
	for d, n := ical.NewDecoder(bytes.NewReader(text)), 0; ; n++ {
		cal, err := d.Decode()
		if errors.Is(err, io.EOF) {
			if n == 0 {
				return nil, bad("cut off before its end")
			}
			break
		}
		if err != nil {
			return nil, bad(strings.TrimPrefix(err.Error(), "ical: "))
		}
		b := book{zones: zonesOf(cal, zone), from: from, to: to, moved: map[string]map[time.Time]bool{}}
		events := cal.Events()
		for _, e := range events { // those that stand in place of one time of an event that repeats
			b.note(e)
		}
		for _, e := range events {
			out = append(out, b.times(e)...)
		}
	}
	slices.SortFunc(out, func(a, b softphone.BusyTime) int {
		return cmp.Or(a.Start.Compare(b.Start), a.End.Compare(b.End), cmp.Compare(a.Kind, b.Kind))
	})
	return slices.Compact(out[:min(len(out), maxBusy)]), nil
}

// book is one calendar while it is read.
type book struct {
	zones    zones
	from, to time.Time
	moved    map[string]map[time.Time]bool // by UID: times that have an event of their own
}

func value(e ical.Event, name string) string {
	if p := e.Props.Get(name); p != nil {
		return strings.TrimSpace(p.Value)
	}
	return ""
}

func (b *book) note(e ical.Event) {
	id := e.Props.Get(ical.PropRecurrenceID)
	if id == nil {
		return
	}
	if w, err := b.zones.wall(*id, id.Value); err == nil {
		uid := value(e, ical.PropUID)
		if b.moved[uid] == nil {
			b.moved[uid] = map[time.Time]bool{}
		}
		b.moved[uid][w.instant()] = true
	}
}

// times are when an event keeps somebody, within the time asked for.
func (b *book) times(e ical.Event) (out []softphone.BusyTime) {
	kind, note, counts := meaning(e)
	startProp := e.Props.Get(ical.PropDateTimeStart)
	if !counts || startProp == nil {
		return nil
	}
	start, err := b.zones.wall(*startProp, startProp.Value)
	if err != nil {
		return nil
	}
	last, err := b.lasts(e, start)
	if err != nil {
		return nil
	}
	add := func(w wall) {
		s, t := w.instant(), last(w)
		if t.After(s) && s.Before(b.to) && t.After(b.from) {
			out = append(out, softphone.BusyTime{Start: s, End: t, Kind: kind, Note: note})
		}
	}
	if e.Props.Get(ical.PropRecurrenceID) != nil {
		add(start)
		return out
	}
	moved := b.moved[value(e, ical.PropUID)]
	for _, w := range b.repeats(e, start) {
		if !moved[w.instant()] {
			add(w)
		}
	}
	return out
}

// lasts tells how a beginning gives an end: by days for whole days, whatever the clocks do meanwhile, else by duration.
func (b *book) lasts(e ical.Event, start wall) (func(wall) time.Time, error) {
	end := start
	switch endProp, dur := e.Props.Get(ical.PropDateTimeEnd), e.Props.Get(ical.PropDuration); {
	case endProp != nil:
		var err error
		if end, err = b.zones.wall(*endProp, endProp.Value); err != nil {
			return nil, err
		}
	case dur != nil:
		d, err := dur.Duration()
		if err != nil {
			return nil, err
		}
		end.at = end.at.Add(d)
	case start.day:
		end.at = end.at.AddDate(0, 0, 1)
	}
	if start.day {
		days := int(end.at.Sub(start.at).Hours() / 24)
		return func(w wall) time.Time {
			w.at = w.at.AddDate(0, 0, max(1, days))
			return w.instant()
		}, nil
	}
	long := end.instant().Sub(start.instant())
	return func(w wall) time.Time { return w.instant().Add(long) }, nil
}

// repeats are the beginnings of an event up to the end of the time asked for, by the clock on the wall.
func (b *book) repeats(e ical.Event, start wall) []wall {
	var set []time.Time
	option, err := e.Props.RecurrenceRule()
	switch {
	case err != nil: // a rule that nobody understands: at least the first
		set = []time.Time{start.at}
	case option == nil:
		set = []time.Time{start.at}
	default:
		set = b.ruled(option, start)
	}
	for _, p := range e.Props[ical.PropRecurrenceDates] {
		for _, v := range strings.Split(p.Value, ",") {
			v, _, _ = strings.Cut(v, "/") // a period is its beginning
			if w, err := b.zones.wall(p, v); err == nil {
				set = append(set, w.like(start).at)
			}
		}
	}
	gone := map[time.Time]bool{}
	for _, p := range e.Props[ical.PropExceptionDates] {
		for _, v := range strings.Split(p.Value, ",") {
			if w, err := b.zones.wall(p, v); err == nil {
				gone[w.instant()] = true
			}
		}
	}
	var out []wall
	for _, at := range set {
		w := start
		w.at = at
		if !gone[w.instant()] {
			out = append(out, w)
		}
	}
	return out
}

func (b *book) ruled(option *rrule.ROption, start wall) (out []time.Time) {
	if option.Freq == rrule.SECONDLY || option.Freq == rrule.MINUTELY {
		return []time.Time{start.at} // no appointment of a person
	}
	option.Dtstart = start.at
	if !option.Until.IsZero() { // in UTC, or by the clock on the wall; an hour more or less is no other time
		option.Until = wall{at: start.at, zone: start.zone, day: start.day}.of(option.Until)
	}
	rule, err := rrule.NewRRule(*option)
	if err != nil {
		return []time.Time{start.at}
	}
	next := rule.Iterator()
	for range maxSteps {
		at, ok := next()
		if !ok || at.After(b.to.UTC().Add(26*time.Hour)) { // wherever on earth its clock hangs
			break
		}
		if at.After(b.from.UTC().Add(-366 * 24 * time.Hour)) { // nothing lasts longer than a year
			out = append(out, at)
		}
	}
	return out
}
