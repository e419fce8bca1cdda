package ui

import (
	"strconv"
	"strings"
	"time"

	"anteroom/softphone"
)

// person is whose presence is set: a principal, or another member of staff.
type person struct {
	Principal softphone.PrincipalID
	Staff     softphone.ContactID
	Name      string
	Presence  softphone.Presence
}

// peopleOf is everybody whose presence can be set, in the order of the keys: who should be back first, then the principals, then
// staff of whom something was said.
func peopleOf(s softphone.State, now time.Time) (out []person) {
	for _, overdue := range []bool{true, false} {
		for _, p := range s.Principals {
			if p.Presence.Overdue(now) == overdue {
				out = append(out, person{Principal: p.ID, Name: p.Name(), Presence: p.Presence})
			}
		}
		for _, x := range s.Office.Staff {
			if x.Presence.Overdue(now) == overdue {
				out = append(out, person{Staff: x.Contact, Name: x.Name, Presence: x.Presence})
			}
		}
	}
	return out
}

// presenceWords are the first words of a kind of presence that are understood, by language.
var presenceWords = map[string]map[softphone.PresenceKind]string{
	"nb": {softphone.PresenceIn: "inne", softphone.PresenceBusy: "opptatt", softphone.PresenceMeeting: "møte", softphone.PresenceOut: "ute",
		softphone.PresenceTravel: "reise", softphone.PresenceIll: "syk"},
	"en": {softphone.PresenceIn: "in", softphone.PresenceBusy: "busy", softphone.PresenceMeeting: "meeting", softphone.PresenceOut: "out",
		softphone.PresenceTravel: "travelling", softphone.PresenceIll: "sick"},
}

// presenceLetter is the letter of a kind of presence.
func presenceLetter(k softphone.PresenceKind, lang string) string {
	word := presenceWords[lang][k]
	if word == "" {
		word = presenceWords["en"][k]
	}
	return strings.ToUpper(string([]rune(word)[:1]))
}

// parsePresence reads what was typed: a digit or the beginning of a word, an end, and a note: "3 1330 Styrerommet", "u fre 9", "o +30",
// "reise 24.12.". False where the first word is no presence or the end is past.
func parsePresence(text, lang string, now time.Time) (softphone.Presence, bool) {
	words := strings.Fields(text)
	if len(words) == 0 {
		return softphone.Presence{}, false
	}
	first := strings.ToLower(words[0])
	var p softphone.Presence
	if n, err := strconv.Atoi(first); err == nil && n >= 1 && n <= len(softphone.PresenceKinds) {
		p.Kind = softphone.PresenceKinds[n-1]
	} else {
		for _, k := range softphone.PresenceKinds {
			if strings.HasPrefix(presenceWords[lang][k], first) {
				p.Kind = k
				break
			}
		}
		if lang == "en" && first == "ill" {
			p.Kind = softphone.PresenceIll
		}
	}
	if p.Kind == "" {
		return p, false
	}
	rest := words[1:]
	if len(rest) > 1 && (rest[0] == "til" || rest[0] == "until" || rest[0] == "to") {
		rest = rest[1:]
	}
	for n := min(2, len(rest)); n > 0; n-- {
		if t, ok := parseEnd(strings.Join(rest[:n], " "), now); ok {
			p.Until, rest = t, rest[n:]
			break
		}
	}
	p.Note = strings.Join(rest, " ")
	return p, p.Until.IsZero() || p.Until.After(now)
}

// weekdayStarts are the beginnings of the days' names in both languages, from Sunday.
var weekdayStarts = [7][]string{{"søn", "sun"}, {"man", "mon"}, {"tir", "tue"}, {"ons", "wed"}, {"tor", "thu"}, {"fre", "fri"}, {"lør", "sat"}}

// parseEnd reads an end: "1330", "+30", "+2t", "fre", "fre 9", "i morgen", "tomorrow 9", "24.12. 9", and what parseUntil reads. A day without
// an hour is its morning at eight.
func parseEnd(text string, now time.Time) (time.Time, bool) {
	text = strings.ToLower(strings.TrimSpace(text))
	if rest, ok := strings.CutPrefix(text, "+"); ok {
		unit := time.Minute
		if cut := strings.TrimRight(rest, "th"); cut != rest {
			rest, unit = cut, time.Hour
		}
		n, err := strconv.Atoi(strings.TrimSuffix(rest, "m"))
		return now.Add(time.Duration(n) * unit).Truncate(time.Minute), err == nil && n > 0 && n <= 9999
	}
	day, clock, _ := strings.Cut(text, " ")
	if text == "i morgen" {
		day, clock = "imorgen", ""
	}
	ahead := -1
	switch day {
	case "imorgen", "tomorrow":
		ahead = 1
	}
	for d, names := range weekdayStarts {
		for _, name := range names {
			if strings.HasPrefix(day, name) && strings.Trim(day, "abcdefghijklmnopqrstuvwxyzøåæ.") == "" {
				if ahead = (d - int(now.Weekday()) + 7) % 7; ahead == 0 {
					ahead = 7
				}
			}
		}
	}
	date := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, now.Location())
	if ahead < 0 {
		t, ok := parseDate(day, now)
		if _, err := strconv.Atoi(day); !ok || err == nil || clock == "" {
			t, ok := parseUntil(text, now)
			return t, ok && text != ""
		}
		date, ahead = t, 0
	}
	minute := 8 * 60
	if clock != "" {
		spans, ok := softphone.SpansTyped(clock + "-24")
		if !ok || len(spans) != 1 {
			return time.Time{}, false
		}
		minute = spans[0].From
	}
	return time.Date(date.Year(), date.Month(), date.Day()+ahead, minute/60, minute%60, 0, 0, now.Location()), true
}

// overdueLine is somebody who should be back.
type overdueLine struct {
	Who   person
	Words string
}

func presentOverdue(s softphone.State, now time.Time, say wording) (out []overdueLine) {
	for _, p := range peopleOf(s, now) {
		if p.Presence.Overdue(now) {
			until := untilText(p.Presence.Until, now, say)
			out = append(out, overdueLine{p, say("house.overdue", p.Name, say("policy.presence."+string(p.Presence.Kind)), until)})
		}
	}
	return out
}

// principalCards are the principals, and others who are not in.
func principalCards(s softphone.State, now time.Time, say wording) (out []principalCard) {
	for _, p := range s.Principals {
		w := s.WhereIs(p, now)
		shown := p
		shown.Presence = w.Presence
		card := principalCard{ID: p.ID, Name: p.Name(), Position: p.Position, Presence: presenceKind(shown), Where: whereShort(shown, now, say),
			Reach: presentReach(s, p.Number, say), Late: w.Overdue, Who: person{Principal: p.ID, Name: p.Name(), Presence: p.Presence}}
		if r, ok := s.Reception(p.ID); ok {
			card.Open = openWords("house.receives", r, now, say)
		}
		out = append(out, card)
	}
	for _, x := range s.Office.Staff {
		if x.Presence.Kind == softphone.PresenceIn {
			continue
		}
		out = append(out, principalCard{Name: x.Name, Presence: x.Presence.Kind, Where: whereShort(softphone.Principal{Presence: x.Presence}, now, say),
			Late: x.Presence.Overdue(now), Who: person{Staff: x.Contact, Name: x.Name, Presence: x.Presence}})
	}
	return out
}
