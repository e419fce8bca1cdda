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
	if end, n := softphone.EndOf(rest, now); n > 0 {
		p.Until, rest = end, rest[n:]
	}
	p.Note = strings.Join(rest, " ")
	return p, p.Until.IsZero() || p.Until.After(now)
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
