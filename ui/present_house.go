package ui

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"anteroom/softphone"
)

// dayHours is the hours of one weekday as they are typed: "9–11, 13–15.30".
func dayHours(r softphone.Reception, d time.Weekday) string {
	var parts []string
	for _, w := range r.Week {
		if w.Day == d {
			parts = append(parts, spanTyped(w.OpenSpan))
		}
	}
	return strings.Join(parts, ", ")
}

func spanTyped(o softphone.OpenSpan) string { return minuteTyped(o.From) + "–" + minuteTyped(o.To) }

func minuteTyped(m int) string {
	if m%60 == 0 {
		return strconv.Itoa(m / 60)
	}
	return fmt.Sprintf("%d.%02d", m/60, m%60)
}

// withDay is the hours with those of one weekday typed anew; false where they are no times.
func withDay(r softphone.Reception, d time.Weekday, text string) (softphone.Reception, bool) {
	spans, ok := softphone.SpansTyped(text)
	if !ok {
		return r, false
	}
	var week []softphone.WeekSpan
	for _, w := range r.Week {
		if w.Day != d {
			week = append(week, w)
		}
	}
	for _, o := range spans {
		week = append(week, softphone.WeekSpan{Day: d, OpenSpan: o})
	}
	r.Week = week
	return r, true
}

// daysTyped are the dates with hours of their own, one a line: "24.12.2026 9–12 lille julaften", "25.12.2026 stengt".
func daysTyped(days []softphone.OpenDay, say wording) string {
	var lines []string
	for _, d := range days {
		at, err := time.Parse(time.DateOnly, d.Date)
		if err != nil {
			continue
		}
		hours := say("house.closed")
		if len(d.Open) > 0 {
			var parts []string
			for _, o := range d.Open {
				parts = append(parts, spanTyped(o))
			}
			hours = strings.Join(parts, ", ")
		}
		lines = append(lines, strings.TrimSpace(at.Format("2.1.2006")+" "+hours+" "+d.Note))
	}
	return strings.Join(lines, "\n")
}

// parseDays reads them again; where a line is no date with hours, that line is given.
func parseDays(text string, now time.Time) (out []softphone.OpenDay, bad string) {
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		date, rest, _ := strings.Cut(line, " ")
		at, ok := softphone.ReadDay(date, now, false)
		if !ok {
			return nil, line
		}
		d := softphone.OpenDay{Date: at.Format(time.DateOnly)}
		words := strings.Fields(rest)
		n := 0
		for ; n < len(words); n++ { // hours go on as long as they are hours
			spans, ok := softphone.SpansTyped(strings.TrimSuffix(words[n], ","))
			if !ok || len(spans) == 0 {
				break
			}
			d.Open = append(d.Open, spans...)
		}
		if n == 0 && len(words) > 0 {
			switch strings.ToLower(words[0]) {
			case "stengt", "lukket", "closed", "shut":
				n = 1
			default:
				return nil, line
			}
		}
		d.Note = strings.Join(words[n:], " ")
		out = append(out, d)
	}
	return out, ""
}

// openWords is whether it is open now, in few words: "åpent til 15.30", "åpner 9", "åpner man. 9"; key begins the words for it.
func openWords(key string, r softphone.Reception, now time.Time, say wording) string {
	if r.Empty() {
		return ""
	}
	open, change := r.Open(now)
	clock := func(t time.Time) string { return minuteTyped(t.Hour()*60 + t.Minute()) }
	switch {
	case change.IsZero():
		return say(key + ".never")
	case open:
		return say(key+".until", clock(change))
	case sameDay(change, now):
		return say(key+".today", clock(change))
	}
	return say(key+".day", strings.Fields(say("frame.weekdays"))[(int(change.Weekday())+6)%7], clock(change))
}

func sameDay(a, b time.Time) bool { return a.Format(time.DateOnly) == b.Format(time.DateOnly) }

// calendarWords is how reading a calendar goes; bad where it does not.
func calendarWords(c softphone.Calendar, known bool, now time.Time, say wording) (words string, bad bool) {
	switch {
	case !known:
		return say("house.calendar.none"), false
	case !c.Trouble.Zero():
		words = reasonWords(c.Trouble, say)
		if !c.Read.IsZero() {
			words += ". " + say("house.calendar.old", c.Read.In(now.Location()).Format("15:04"))
		}
		return words, true
	case c.Read.IsZero():
		return say("house.calendar.reading"), false
	}
	return say("house.calendar.read", c.Read.In(now.Location()).Format("15:04"), len(c.Busy)), false
}

// officeOpen is whether the office is open, as it stands beside the principals.
func officeOpen(words string, say wording) string {
	if words == "" {
		return ""
	}
	return say("house.office_is", words)
}
