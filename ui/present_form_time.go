package ui

import (
	"strings"
	"time"

	"anteroom/softphone"
)

// takenText is date and time as they stand in the form; the year only where it is another.
func takenText(t, now time.Time, lang string) string {
	if t.IsZero() {
		return ""
	}
	t = t.In(now.Location())
	layout := "02.01.2006 15:04"
	switch same := t.Year() == now.Year(); {
	case lang == "en" && same:
		layout = "2 Jan 15:04"
	case lang == "en":
		layout = "2 Jan 2006 15:04"
	case same:
		layout = "02.01. 15:04"
	}
	return t.Format(layout)
}

// takenLayouts are the ways a date and time may be typed, in either language.
var takenLayouts = []string{
	"2.1.2006 15:04", "2.1.06 15:04", "2/1/2006 15:04", "2 Jan 2006 15:04", "2 January 2006 15:04", "2006-01-02 15:04",
	"2.1.2006 1504", "2.1.2006 15.04", "2.1. 15:04", "2.1 15:04", "2/1 15:04", "2 Jan 15:04", "15:04", "15.04", "1504",
}

// parseTaken reads what was typed; a missing year or date is that of the moment before. False: not a date and time.
func parseTaken(text string, before time.Time) (time.Time, bool) {
	text = strings.Join(strings.Fields(strings.NewReplacer("kl.", " ", "kl ", " ", ",", " ").Replace(text)), " ")
	for _, layout := range takenLayouts {
		t, err := time.ParseInLocation(layout, text, before.Location())
		if err != nil {
			continue
		}
		y, mo, d := t.Date()
		if !strings.Contains(layout, "06") {
			y = before.Year()
		}
		if !strings.Contains(layout, "2") {
			y, mo, d = before.Date()
		}
		return time.Date(y, mo, d, t.Hour(), t.Minute(), 0, 0, before.Location()), true
	}
	return time.Time{}, false
}

// parseUntil reads when a presence ends; empty means not known.
func parseUntil(text string, now time.Time) (time.Time, bool) {
	if strings.TrimSpace(text) == "" {
		return time.Time{}, true
	}
	return softphone.ReadEnd(text, now)
}

// untilText is a presence's end as it stands in its field.
func untilText(t, now time.Time, say wording) string {
	if t.IsZero() {
		return ""
	}
	t = t.In(now.Location())
	y, m, d := t.Date()
	if ny, nm, nd := now.Date(); y == ny && m == nm && d == nd {
		return t.Format("15:04")
	}
	return say("policy.until.date", d, m, y, t.Format("15:04"))
}
