package softphone

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// exceptionsAhead is how far ahead dates with hours of their own are said.
const exceptionsAhead = 14

// Say is the hours as they are said aloud, days with the same hours together: "mandag til torsdag fra 9 til 11, og fredag fra 10
// til 12". Dates of the next two weeks that differ follow. "" where there are no hours.
func (r Reception) Say(language string, now time.Time) string {
	if r.Empty() {
		return ""
	}
	said := talk(language)
	var parts []string
	done := map[time.Weekday]bool{}
	for i, d := range weekOrder {
		spans := r.weekday(d)
		if len(spans) == 0 || done[d] {
			continue
		}
		var same []time.Weekday
		for _, x := range weekOrder[i:] {
			if slices.Equal(r.weekday(x), spans) {
				same, done[x] = append(same, x), true
			}
		}
		parts = append(parts, said.days(same)+" "+said.spans(spans))
	}
	text := said.and(parts)
	var days []string
	for i := range exceptionsAhead {
		day := time.Date(now.Year(), now.Month(), now.Day()+i, 0, 0, 0, 0, now.Location())
		if d, ok := r.exception(day); ok {
			days = append(days, said.exception(day, d, i))
		}
	}
	switch {
	case len(days) == 0:
		return text
	case text == "":
		return said.and(days)
	}
	return text + said.but + said.and(days)
}

func (r Reception) exception(day time.Time) (OpenDay, bool) {
	for _, d := range r.Days {
		if d.Date == day.Format(time.DateOnly) {
			return d, true
		}
	}
	return OpenDay{}, false
}

// tongue is how hours are said in a language.
type tongue struct {
	language                     string
	weekdays, months             []string
	to, list, last, but          string // "mandag til torsdag"; "a, b og c"; before the exceptions
	closed, today, tomorrow, all string
}

var tongues = map[string]tongue{
	"nb": {language: "nb", weekdays: sevenDays("nb"), to: " til ", list: ", ", last: " og ", but: ", men ", closed: "stengt", today: "i dag", tomorrow: "i morgen",
		all:    "hele døgnet",
		months: strings.Fields("januar februar mars april mai juni juli august september oktober november desember")},
	"en": {language: "en", weekdays: sevenDays("en"), to: " to ", list: ", ", last: " and ", but: ", but ", closed: "closed", today: "today", tomorrow: "tomorrow",
		all:    "around the clock",
		months: strings.Fields("January February March April May June July August September October November December")},
}

func talk(language string) tongue {
	if t, ok := tongues[language]; ok {
		return t
	}
	return tongues["nb"]
}

// and joins "a", "b" and "c": where a part has an "and" of its own, the last one gets a comma too.
func (t tongue) and(parts []string) string {
	switch n := len(parts); n {
	case 0:
		return ""
	case 1:
		return parts[0]
	default:
		last := t.last
		if slices.ContainsFunc(parts, func(p string) bool { return strings.Contains(p, t.last) || strings.Contains(p, " ") }) {
			last = "," + last
		}
		return strings.Join(parts[:n-1], t.list) + last + parts[n-1]
	}
}

// days are weekdays: three or more that follow one another as "mandag til onsdag".
func (t tongue) days(days []time.Weekday) string {
	var parts []string
	for i := 0; i < len(days); {
		j := i
		for j+1 < len(days) && days[j+1] == (days[j]+1)%7 {
			j++
		}
		if j-i >= 2 {
			parts = append(parts, t.weekdays[days[i]]+t.to+t.weekdays[days[j]])
		} else {
			for _, d := range days[i : j+1] {
				parts = append(parts, t.weekdays[d])
			}
		}
		i = j + 1
	}
	if len(parts) < 2 {
		return strings.Join(parts, "")
	}
	return strings.Join(parts[:len(parts)-1], t.list) + t.last + parts[len(parts)-1]
}

func (t tongue) spans(spans []OpenSpan) string {
	var parts []string
	for _, o := range spans {
		parts = append(parts, t.span(o))
	}
	if len(parts) == 1 {
		return parts[0]
	}
	return strings.Join(parts[:len(parts)-1], t.list) + t.last + parts[len(parts)-1]
}

func (t tongue) span(o OpenSpan) string {
	if o.From == 0 && o.To == 24*60 {
		return t.all
	}
	if t.language != "en" {
		return "fra " + clockNB(o.From) + " til " + clockNB(o.To)
	}
	from, fromHalf := clockEN(o.From)
	to, toHalf := clockEN(o.To)
	if fromHalf == toHalf { // "from 9 to 11 a.m."
		fromHalf = ""
	}
	return "from " + from + fromHalf + " to " + to + toHalf
}

func clockNB(m int) string {
	if m%60 == 0 {
		return fmt.Sprint(m / 60)
	}
	return fmt.Sprintf("%d.%02d", m/60, m%60)
}

func clockEN(m int) (clock, half string) {
	switch m {
	case 12 * 60:
		return "noon", ""
	case 0, 24 * 60:
		return "midnight", ""
	}
	half = " a.m."
	if m > 12*60 {
		half = " p.m."
	}
	h := (m/60+11)%12 + 1
	if m%60 == 0 {
		return fmt.Sprint(h), half
	}
	return fmt.Sprintf("%d:%02d", h, m%60), half
}

func (t tongue) exception(day time.Time, d OpenDay, ahead int) string {
	name := t.weekdays[day.Weekday()]
	switch {
	case ahead == 0:
		name = t.today
	case ahead == 1:
		name = t.tomorrow
	case t.language == "en":
		name = fmt.Sprintf("on %s %d %s", name, day.Day(), t.months[day.Month()-1])
	default:
		name = fmt.Sprintf("%s %d. %s", name, day.Day(), t.months[day.Month()-1])
	}
	if d.Note != "" {
		name += ", " + d.Note + ","
	}
	if len(d.Open) == 0 {
		return name + " " + t.closed
	}
	return name + " " + t.spans(d.Open)
}

func sevenDays(language string) []string {
	days := weekdays[language]
	return days[:]
}
