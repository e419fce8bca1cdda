package softphone

import (
	"strings"
	"time"
)

// whenText is words as the readers of times take them: small, tidied, with a blank before and behind.
func whenText(words string) string {
	return " " + strings.TrimSpace(spaces.ReplaceAllString(tidy.Replace(" "+strings.ToLower(words)+" "), " ")) + " "
}

// ReadDay reads a day, and nothing but a day, as ReadWhen does, at midnight where now is: "24.11.", "2026-11-24", "fredag",
// "1 Dec". Without its year a date is the next of that name; with back, where what has been is looked for, it is this
// year's, a day of the week is the last one, and yesterday is known.
func ReadDay(words string, now time.Time, back bool) (time.Time, bool) {
	now = now.Round(0)
	text := whenText(words)
	midnight := func(t time.Time) time.Time {
		return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, now.Location())
	}
	if back && (text == " i går " || text == " igår " || text == " yesterday ") {
		return midnight(now.AddDate(0, 0, -1)), true
	}
	day, rest, named := readDay(text, now)
	if !named || day.IsZero() || strings.TrimSpace(rest) != "" {
		return time.Time{}, false
	}
	if !back {
		return midnight(day), true
	}
	dated := isoDate.MatchString(text) || wordDate.MatchString(text) || dateWord.MatchString(text) || dotDate.MatchString(text)
	switch {
	case !dated && day.After(now): // a day of the week
		return midnight(day.AddDate(0, 0, -7)), true
	case dated && day.Year() > now.Year() && !yearIn(text):
		last := time.Date(now.Year(), day.Month(), day.Day(), 0, 0, 0, 0, now.Location())
		return last, last.Day() == day.Day() // else the 29th of February of another year
	}
	return midnight(day), true
}

// yearIn tells whether a date in a text has its year.
func yearIn(text string) bool {
	if m := wordDate.FindStringSubmatch(text); m != nil {
		return m[3] != ""
	}
	if m := dotDate.FindStringSubmatch(text); m != nil {
		return m[3] != ""
	}
	return isoDate.MatchString(text)
}

// ReadEnd reads when something ends, as ReadWhen does: a day without a time is its morning.
func ReadEnd(words string, now time.Time) (time.Time, bool) {
	w, ok := ReadWhen(words, now)
	if w.From.IsZero() {
		w.From = w.Until
	}
	return w.From.Truncate(time.Minute), ok
}

// leadsOn are words that stand before a time and are none.
var leadsOn = map[string]bool{"i": true, "om": true, "in": true, "halv": true, "half": true, "an": true, "a": true, "en": true, "et": true, "one": true, "neste": true, "next": true,
	"kl": true, "kl.": true, "klokken": true, "klokka": true, "at": true, "til": true, "until": true, "to": true, "den": true, "the": true, "+": true, "day": true, "after": true,
	"innen": true, "by": true, "before": true, "før": true, "etter": true, "ca": true, "ca.": true, "about": true, "rundt": true}

// EndOf reads when something ends at the beginning of some words, and gives how many of them say so; 0: they speak of no time.
func EndOf(words []string, now time.Time) (end time.Time, n int) {
	for i := range words {
		if i == 6 {
			break
		}
		at, ok := ReadEnd(strings.Join(words[:i+1], " "), now)
		switch last := strings.ToLower(words[i]); {
		case ok && (n == 0 || !at.Equal(end)):
			end, n = at, i+1
		case !leadsOn[last] && !(n == 0 && strings.Trim(last, "0123456789.") == ""):
			return end, n
		}
	}
	return end, n
}
