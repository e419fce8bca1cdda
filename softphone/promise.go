package softphone

import (
	"strconv"
	"time"
)

// Promise is a time within which a caller was told that the secretary would be back with an answer.
type Promise struct {
	Made time.Time
	Due  time.Time
	// Over is when he was answered, or something else was agreed; zero while it lasts, and where he was gone before.
	Over time.Time
}

// Kept reports whether he had his answer in time.
func (p Promise) Kept() bool { return !p.Over.IsZero() && !p.Over.After(p.Due) }

// Minutes is how long he was told that it would take.
func (p Promise) Minutes() int { return int(p.Due.Sub(p.Made).Round(time.Minute) / time.Minute) }

// SearchMinutes are the times offered for looking something up; any digit may be chosen.
var SearchMinutes = []int{1, 2, 3, 5}

// Promised is the promise that a call waits on.
func (c Call) Promised() (Promise, bool) {
	if n := len(c.Promises); n > 0 && c.Promises[n-1].Over.IsZero() {
		return c.Promises[n-1], true
	}
	return Promise{}, false
}

// SituationLonger comes by itself, as SituationReturn does: a promised time is over, or the caller has waited too long,
// and he is offered to be rung back.
const SituationLonger SituationID = "longer"

// Situations with a promised time, and of asking a caller to wait.
const (
	situationLookup SituationID = "lookup"
	situationWait   SituationID = "wait"
)

// RedirectedToday is how often the caller has been put through today, in this call and in earlier ones.
func (c Call) RedirectedToday() int { return c.RedirectsBefore + c.Redirects }

// ManyRedirects is from when on the desk warns: after the third most callers give up.
const ManyRedirects = 2

var smallNumbers = map[string][]string{
	"nb": {"", "ett", "to", "tre", "fire", "fem", "seks", "sju", "åtte", "ni"},
	"en": {"", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"},
}

// minutesWords says a number of minutes.
func minutesWords(n int, language string) string {
	words, unit := smallNumbers["nb"], "minutter"
	if language == "en" {
		words, unit = smallNumbers["en"], "minutes"
	}
	if n == 1 {
		unit = unit[:len("minut")] + map[bool]string{true: "e", false: "t"}[language == "en"]
	}
	if n > 0 && n < len(words) {
		return words[n] + " " + unit
	}
	return strconv.Itoa(n) + " " + unit
}
