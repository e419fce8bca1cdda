package ui

import (
	"strconv"
	"strings"
	"time"

	"anteroom/softphone"
)

// contactRow is one contact in a list.
type contactRow struct {
	ID       softphone.ContactID
	Presence softphone.PresenceKind // "" for who has none
	Where    string
	Name     string // surname first
	Position string
	House    string // department or organisation
	Number   string
	Tags     string
}

func presentContact(c softphone.Contact, s softphone.State, now time.Time, say wording) contactRow {
	r := contactRow{ID: c.ID, Name: listedName(c), Position: c.Position, House: houseOf(c), Tags: strings.Join(append(append([]string{}, c.Topics...), c.Groups...), ", ")}
	if p, ok := principalOf(c, s); ok {
		r.Presence, r.Where = presenceKind(p), whereShort(p, now, say)
	} else if at, said := s.StaffPresence(c); said {
		p.Presence = at
		r.Presence, r.Where = presenceKind(p), whereShort(p, now, say)
	}
	if len(c.Numbers) > 0 {
		r.Number = groupIfDigits(c.Numbers[0].Number)
	}
	return r
}

// listedName is a name as lists have it: surname first; an organisation stands for itself.
func listedName(c softphone.Contact) string {
	first := softphone.FullName(c.FirstName, c.Patronymic)
	switch {
	case c.Surname != "" && first != "":
		return c.Surname + ", " + first
	case c.Surname+first != "":
		return c.Surname + first
	}
	return c.Organisation
}

// houseOf is the department of a member of staff, everybody else's organisation.
func houseOf(c softphone.Contact) string {
	switch {
	case c.Kind == softphone.Staff && c.Department != "":
		return c.Department
	case c.Organisation == listedName(c):
		return c.Department
	}
	return joinDots(c.Organisation, c.Department)
}

// principalOf is the principal that a member of staff is.
func principalOf(c softphone.Contact, s softphone.State) (softphone.Principal, bool) {
	if p, ok := s.Principal(c.Principal); ok {
		return p, true
	}
	if c.Kind != softphone.Staff {
		return softphone.Principal{}, false
	}
	for _, p := range s.Principals {
		for _, n := range c.Numbers {
			if p.Number != "" && s.SameNumber(p.Number, n.Number) {
				return p, true
			}
		}
	}
	return softphone.Principal{}, false
}

// countWords is how large a number is, in groups of three.
func countWords(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "\u00a0" + s[i:]
	}
	return s
}

// earlierWords tells how often somebody has rung before, "" for never.
func earlierWords(n int, last, now time.Time, say wording) string {
	if n == 0 {
		return ""
	}
	return say("directory.earlier", plural(say, "directory.calls", n), shortDay(last.In(now.Location()), say))
}

func shortDay(t time.Time, say wording) string { return say("desk.presence.date", t.Day(), t.Month()) }

// historyView is what the books hold about a contact, in words.
type historyView struct {
	Calls    string
	Recent   []nameValue
	Messages []nameValue
	Mood     string
	Promises []string
}

func presentHistory(h softphone.ContactHistory, now time.Time, say wording) historyView {
	v := historyView{Calls: earlierWords(h.Calls, h.Last, now, say)}
	for _, c := range h.Recent {
		what := say("directory.call.in")
		if c.Direction == softphone.Out {
			what = say("directory.call.out")
		}
		if c.Answered.IsZero() {
			what = joinDots(what, say("directory.call.unanswered"))
		} else if !c.Ended.IsZero() {
			what = joinDots(what, clock(elapsed(c.Answered, c.Ended)))
		}
		v.Recent = append(v.Recent, nameValue{dayAndHour(c.Started, now, say), what})
	}
	for _, m := range h.Messages {
		v.Messages = append(v.Messages, nameValue{dayAndHour(m.Taken, now, say), joinDots(m.For, m.Verbatim)})
	}
	if h.Mood != "" {
		v.Mood = say("form.mood." + string(h.Mood))
	}
	for _, m := range h.Promises {
		v.Promises = append(v.Promises, joinDots(m.Promised, m.PromisedBy))
	}
	return v
}

func dayAndHour(t, now time.Time, say wording) string {
	t = t.In(now.Location())
	return shortDay(t, say) + " " + t.Format("15:04")
}

// spokenContact is what the secretary reads aloud of whom she redirects to: name, position, department and number.
func spokenContact(c softphone.Contact) string {
	number := ""
	if len(c.Numbers) > 0 {
		number = readAloud(c.Numbers[0].Number)
	}
	name := c.Name()
	if name == "" {
		name = c.Organisation
	}
	return joinDots(name, c.Position, houseOf(c), number)
}
