package softphone

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Hours of a day that is named without a time.
const (
	dayBegins = 8
	dayEnds   = 16
)

// Window is a stretch of time; a zero end is open.
type Window struct{ From, Until time.Time }

// weekdayBegins begin, in either language, with these letters.
var weekdayBegins = map[string]time.Weekday{
	"man": 1, "mon": 1, "tir": 2, "tue": 2, "ons": 3, "wed": 3, "tor": 4, "thu": 4, "fre": 5, "fri": 5, "lør": 6, "sat": 6, "søn": 0, "sun": 0,
}

var monthNames = map[string]time.Month{
	"jan": 1, "feb": 2, "mar": 3, "apr": 4, "mai": 5, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "okt": 10, "oct": 10, "nov": 11, "des": 12, "dec": 12,
}

// partsOfDay are the hours that people mean by them.
var partsOfDay = map[string][2]int{
	"formiddag": {9, 12}, "morning": {9, 12}, "lunsj": {11, 13}, "lunch": {12, 13}, "ettermiddag": {12, 16}, "afternoon": {12, 17},
	"kveld": {17, 21}, "evening": {17, 21},
}

// months are their names, whole or short: "9 juleferie" is no day of July.
const months = `jan(?:uar|uary)?|feb(?:ruar|ruary)?|mars?|march|apr(?:il)?|mai|may|juni?|june|juli?|july|aug(?:ust)?|sept?(?:ember)?|o[kc]t(?:ober)?|nov(?:ember)?|de[sc](?:ember)?`

var (
	inWhile = regexp.MustCompile(`\b(?:om|in) (\d{1,3}|en|et|ett|an?|one|halv(?:annen)?|half an) ?(min|minutt|minutter|minutes?|t|time|timer|hours?|h|dag|dager|days?|uke|uker|weeks?)\b`)
	// A while with nothing else said, or so many minutes.
	onlyWhile = regexp.MustCompile(`^ (?:\+ ?)?(\d{1,3}|en|et|ett|an?|one|halv(?:annen)?|half an) ?(min|minutt|minutter|minutes?|t|time|timer|hours?|h|dag|dager|days?|uke|uker|weeks?) $`)
	plus      = regexp.MustCompile(`^ \+ ?(\d{1,3}) $`)
	// What can only be a clock, where a date would be written alike, and what looks like one and is none.
	saidClock = regexp.MustCompile(` (?:kl|at) \d{1,2}(?:[.:]\d{2})?(?: ?- ?\d{1,2}(?:[.:]\d{2})?)?\b`)
	anyClock  = regexp.MustCompile(`(\d+)[:.](\d+)`)
	isoDate   = regexp.MustCompile(`\b(\d{4})-(\d{2})-(\d{2})\b`)
	dotDate   = regexp.MustCompile(`(?:^|[^\d.:])(\d{1,2})[./](\d{1,2})(?:[./](\d{4}|\d{2}))?\.?(?:$|[^\d:])`)
	wordDate  = regexp.MustCompile(`\b(\d{1,2})(?:\.|st|nd|rd|th)? (` + months + `)\b(?: (\d{4}))?`)
	dateWord  = regexp.MustCompile(`\b(` + months + `) (\d{1,2})(?:st|nd|rd|th)?\b`)
	halfPast  = regexp.MustCompile(`\b(?:halv) (\d{1,2}|ett|to|tre|fire|fem|seks|sju|åtte|ni|ti|elleve|tolv)\b`)
	clock     = regexp.MustCompile(`\b(\d{1,2})(?:[:.]?([0-5]\d))?(?: ?- ?(\d{1,2})(?:[:.]?([0-5]\d))?)? ?(am|pm)?\b`)
	spaces    = regexp.MustCompile(`\s+`)
	tidy      = strings.NewReplacer("–", "-", "—", "-", ",", " ", "klokken", " kl ", "klokka", " kl ", "kl.", " kl ", "the day after tomorrow", "overimorgen", "day after tomorrow", "overimorgen", "o'clock", " ",
		"a.m.", "am", "p.m.", "pm", " og ", "-", " and ", "-", " til ", "-", " to ", "-", "noon", "12:00")
	hoursNamed = map[string]int{"ett": 1, "to": 2, "tre": 3, "fire": 4, "fem": 5, "seks": 6, "sju": 7, "åtte": 8, "ni": 9, "ti": 10, "elleve": 11, "tolv": 12}
)

// ReadWhen reads a time, or a stretch of time, from words as they are said on the telephone in either language:
// "i morgen 9-11", "tirsdag", "15:00", "innen fredag", "tomorrow after 3", "in half an hour". now is the moment it was
// said at; its location is the wall clock meant. A day without a time is a working day, 8 to 16; an hour from one to
// six is the afternoon's, unless it is written as 03; a time that has passed is tomorrow's; "+20" is in twenty minutes.
// False: nothing understood. Everything that reads a time from words reads it here.
func ReadWhen(words string, now time.Time) (Window, bool) {
	now = now.Round(0) // what is meant is the clock on the wall
	text := whenText(words)
	if m := plus.FindStringSubmatch(text); m != nil {
		return Window{From: now.Add(minutes(minutesOf(m[1])))}, true
	}
	for _, r := range []*regexp.Regexp{inWhile, onlyWhile} {
		if m := r.FindStringSubmatch(text); m != nil {
			return Window{From: now.Add(whileOf(m[1], m[2]))}, true
		}
	}
	text = saidClock.ReplaceAllStringFunc(text, func(said string) string { return strings.ReplaceAll(said, ".", ":") })
	text = strings.ReplaceAll(text, " kl ", " ")
	day, text, named := readDay(text, now)
	from, until, timed := readClock(text)
	if !named && !timed || day.IsZero() {
		return Window{}, false
	}
	y, mo, d := day.Date()
	at := func(minutes int) time.Time { return time.Date(y, mo, d, 0, minutes, 0, 0, now.Location()) }
	w := Window{From: at(dayBegins * 60), Until: at(dayEnds * 60)}
	if timed {
		w = Window{From: at(from)}
		if until > 0 {
			w.Until = at(until)
		}
		last := w.From
		if !w.Until.IsZero() {
			last = w.Until
		}
		if !named && !last.After(now) {
			w.From = w.From.AddDate(0, 0, 1)
			if !w.Until.IsZero() {
				w.Until = w.Until.AddDate(0, 0, 1)
			}
		}
	}
	switch {
	case hasWord(text, "innen", "by", "before", "før", "senest"):
		last := w.From
		if !w.Until.IsZero() {
			last = w.Until
		}
		w = Window{Until: last}
	case hasWord(text, "etter", "after", "from", "fra"):
		w.Until = time.Time{}
	}
	return w, true
}

func hasWord(text string, words ...string) bool {
	for _, w := range words {
		if strings.Contains(text, " "+w+" ") {
			return true
		}
	}
	return false
}

func whileOf(count, unit string) time.Duration {
	n := 1.0
	switch count {
	case "halv", "half an":
		n = 0.5
	case "halvannen":
		n = 1.5
	default:
		if v, err := strconv.Atoi(count); err == nil {
			n = float64(v)
		}
	}
	each := time.Hour
	switch {
	case strings.HasPrefix(unit, "min"):
		each = time.Minute
	case unit[0] == 'd':
		each = 24 * time.Hour
	case unit[0] == 'u' || unit[0] == 'w':
		each = 7 * 24 * time.Hour
	}
	return time.Duration(n * float64(each))
}

// readDay finds the day named and gives the text without it; the day of now where none is, and none for a date that no
// calendar has.
func readDay(text string, now time.Time) (day time.Time, rest string, ok bool) {
	without := func(part string) string { return strings.Replace(text, part, " ", 1) }
	for words, ahead := range map[string]int{" i dag ": 0, " idag ": 0, " today ": 0, " i morgen ": 1, " i morra ": 1, " imorgen ": 1, " tomorrow ": 1, " i overmorgen ": 2, " overimorgen ": 2} {
		if strings.Contains(text, words) {
			return now.AddDate(0, 0, ahead), without(words), true
		}
	}
	if m := isoDate.FindStringSubmatch(text); m != nil {
		return dateOf(m[1], m[2], m[3], now), without(m[0]), true
	}
	if m := wordDate.FindStringSubmatch(text); m != nil {
		return dateOf(m[3], strconv.Itoa(int(monthNames[m[2][:3]])), m[1], now), without(m[0]), true
	}
	if m := dateWord.FindStringSubmatch(text); m != nil {
		return dateOf("", strconv.Itoa(int(monthNames[m[1][:3]])), m[2], now), without(m[0]), true
	}
	for _, w := range strings.Fields(text) {
		letters := []rune(strings.TrimRight(w, "."))
		if len(letters) < 3 {
			continue
		}
		wanted, known := weekdayBegins[string(letters[:3])]
		if !known || !(len(letters) <= 4 || strings.HasSuffix(string(letters), "dag") || strings.HasSuffix(string(letters), "day")) {
			continue
		}
		ahead := (int(wanted) - int(now.Weekday()) + 7) % 7
		if hasWord(text, "neste", "next") || ahead == 0 {
			ahead += 7
		}
		return now.AddDate(0, 0, ahead), without(w), true
	}
	if m := dotDate.FindStringSubmatch(text); m != nil {
		d, _ := strconv.Atoi(m[1])
		if mo, _ := strconv.Atoi(m[2]); d >= 1 && d <= 31 && mo >= 1 && mo <= 12 {
			return dateOf(m[3], m[2], m[1], now), without(m[0]), true
		}
	}
	return now, text, false
}

// dateOf is a date; without its year it is the next of that name. Zero: there is no such day.
func dateOf(year, month, day string, now time.Time) time.Time {
	y, _ := strconv.Atoi(year)
	mo, _ := strconv.Atoi(month)
	d, _ := strconv.Atoi(day)
	if y > 0 && y < 100 {
		y += 2000
	}
	first, last := y, y
	if y == 0 {
		first, last = now.Year(), now.Year()+8 // the 29th of February may be as far away
	}
	for year := first; year <= last; year++ {
		t := time.Date(year, time.Month(mo), d, 23, 59, 0, 0, now.Location())
		if t.Day() == d && int(t.Month()) == mo && (y > 0 || !t.Before(now)) {
			return t
		}
	}
	return time.Time{}
}

// readClock finds a time or a stretch of it, in minutes of the day; until 0: only a time.
func readClock(text string) (from, until int, ok bool) {
	for words, hours := range partsOfDay {
		if hasWord(text, words) {
			return hours[0] * 60, hours[1] * 60, true
		}
	}
	if m := halfPast.FindStringSubmatch(text); m != nil {
		h := hoursNamed[m[1]]
		if h == 0 {
			h, _ = strconv.Atoi(m[1])
		}
		return officeHour(strconv.Itoa(h), "")*60 - 30, 0, true
	}
	for _, m := range anyClock.FindAllStringSubmatch(text, -1) {
		if minutesOf(m[1]) > 24 || len(m[2]) != 2 || minutesOf(m[2]) > 59 {
			return 0, 0, false
		}
	}
	for _, m := range clock.FindAllStringSubmatch(text, -1) {
		a, b := officeHour(m[1], m[5]), officeHour(m[3], m[5])
		if m[3] != "" && m[5] == "pm" && a > b { // 11-1 pm
			a -= 12
		}
		if a > 24 || b > 24 || m[3] != "" && b < a {
			continue
		}
		from = a*60 + minutesOf(m[2])
		if m[3] != "" {
			until = b*60 + minutesOf(m[4])
		}
		return from, until, true
	}
	return 0, 0, false
}

func minutesOf(s string) int {
	n, _ := strconv.Atoi(s) // digits, or nothing
	return n
}

// officeHour is the hour somebody means who rings an office.
func officeHour(s, half string) int {
	h := minutesOf(s)
	switch {
	case half == "am" && h == 12:
		return 0
	case half == "am":
		return h
	case half == "pm" && h < 12:
		return h + 12
	case half == "" && h >= 1 && h <= 6 && len(s) == 1:
		return h + 12
	}
	return h
}
