package softphone

import (
	"regexp"
	"strings"
	"time"
)

// Run is a piece of a sentence to say.
type Run struct {
	Text string
	Kind RunKind
}

// RunKind tells plain words from those filled in and from gaps to ask for.
type RunKind int

const (
	Plain  RunKind = iota
	Filled         // a name, a number, a time put in by the desk
	Gap            // not known: Text is the name of what is missing, e.g. "caller"
)

// Values are the words that a sentence's {names} stand for; a missing or empty one is a gap.
//
//	{greeting}   by the time of day          {caller}    caller's name
//	{company}    with line of business       {principal} whom the caller wants
//	{department} ""  is left out, no gap     {principal_position}
//	{secretary}  her name                    {back_at}   when the principal is back, e.g. "13:30", "09:00 on Friday"
//	{position}   her position, or left out   {stopped}   where the talk stopped
//	{number}     grouped for reading aloud   {deputy}    who may take the call instead
//	and those of officeValues and colleagueValues
//	{promised}   what was promised, and by when          {organisation} the caller's
//	{minutes}    promised for a search, e.g. "two minutes"
type Values map[string]string

// ValueNames are all the names that a sentence may hold.
var ValueNames = []string{"greeting", "company", "department", "secretary", "position", "caller", "organisation", "number", "principal",
	"principal_position", "deputy", "back_at", "stopped", "promised", "minutes",
	"reception", "office_hours", "where", "not_told", "instead", "colleague", "colleague_position", "colleague_number"}

// optional values leave no gap and take a comma and space after them along, or before them at a sentence's end.
var optional = map[string]bool{"department": true, "position": true, "principal_position": true, "colleague_position": true}

// Fill puts values into a sentence.
func Fill(sentence string, v Values) []Run {
	var out []Run
	add := func(r Run) {
		if r.Text == "" {
			return
		}
		if n := len(out); n > 0 && out[n-1].Kind == r.Kind && r.Kind == Plain {
			out[n-1].Text += r.Text
			return
		}
		out = append(out, r)
	}
	for sentence != "" {
		plain, rest, found := strings.Cut(sentence, "{")
		name, after, closed := strings.Cut(rest, "}")
		if !found || !closed {
			add(Run{sentence, Plain})
			break
		}
		value := v[name]
		if value == "" && optional[name] {
			plain, after = closeGap(plain, after)
		}
		add(Run{plain, Plain})
		switch {
		case value != "":
			add(Run{value, Filled})
		case !optional[name]:
			add(Run{name, Gap})
		}
		sentence = after
	}
	return out
}

func closeGap(before, after string) (string, string) {
	if rest := strings.TrimPrefix(after, ","); strings.HasPrefix(rest, " ") {
		return before, rest[1:]
	}
	return strings.TrimRight(before, " ,"), after
}

// Text joins runs; gaps become "…".
func Text(runs []Run) string {
	var b strings.Builder
	for _, r := range runs {
		if r.Kind == Gap {
			b.WriteString("…")
			continue
		}
		b.WriteString(r.Text)
	}
	return b.String()
}

// Greeting by the time of day, as said on the telephone.
func Greeting(language string, at time.Time) string {
	h := at.Hour()
	nb, en := "God dag", "Good afternoon"
	switch {
	case h >= 4 && h < 10:
		nb, en = "God morgen", "Good morning"
	case h >= 10 && h < 12:
		en = "Good morning"
	case h >= 18 || h < 4:
		nb, en = "God kveld", "Good evening"
	}
	if language == "en" {
		return en
	}
	return nb
}

func (s State) values(c Call, language string, now time.Time) Values {
	company, department := s.Settings.Get(SetCompany), s.Settings.Get(SetDepartment)
	if b := s.Settings.Get(SetBusiness); b != "" && company != "" {
		company = b + " " + company
	}
	if own := strings.TrimSpace(s.LineOf(c).Account.Own.Company); own != "" {
		company, department = own, ""
	}
	v := Values{
		"greeting": Greeting(language, now), "company": company,
		"department": department, "secretary": s.Settings.Get(SetSecretary),
		"position": s.Settings.Get(SetPosition), "stopped": c.StoppedAt,
		"caller": c.Caller.Addressed(), "organisation": c.Caller.Organisation,
		"number": GroupNumber(c.Caller.Number),
	}
	if m, ok := s.Draft(c.Draft); ok {
		v["promised"] = strings.TrimSpace(m.Promised + " " + m.PromisedBy)
	}
	if p, ok := c.Promised(); ok {
		v["minutes"] = minutesWords(p.Minutes(), language)
	}
	if p, ok := s.AskedFor(c); ok {
		v["principal"], v["principal_position"], v["deputy"] = p.Name(), p.Position, firstOf(p.Deputies)
		if d, on := p.Policy.OnDuty(now); on {
			v["deputy"] = d.Who.Title()
		}
		if !p.Presence.Until.IsZero() {
			v["back_at"] = backAt(p.Presence.Until.In(now.Location()), now, language)
		}
	}
	s.officeValues(v, c, language, now)
	s.colleagueValues(v, c, now)
	return v
}

var betweenNames = regexp.MustCompile(`\s*[,;/&\n]\s*|\s+(?:og|eller|and|or)\s+`)

// firstOf is the first of the names typed into one field.
func firstOf(names string) string {
	return betweenNames.Split(strings.TrimSpace(names), 2)[0]
}

var weekdays = map[string][7]string{
	"nb": {"søndag", "mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag"},
	"en": {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"},
}

// backAt says a time of today by the clock, one of the next days with its weekday, a later one with its date.
func backAt(until, now time.Time, language string) string {
	clock := until.Format("15:04")
	today := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, now.Location())
	on, date := "on", until.Format("2 January")
	if language != "en" {
		on, language, date = "på", "nb", until.Format("2.1.")
	}
	switch {
	case until.Before(today.AddDate(0, 0, 1)):
		return clock
	case until.Before(today.AddDate(0, 0, 7)):
		return clock + " " + on + " " + weekdays[language][until.Weekday()]
	}
	if language == "nb" {
		return clock + " den " + date
	}
	return clock + " " + on + " " + date
}
