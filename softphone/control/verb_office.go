package control

import (
	"strings"
	"time"

	"anteroom/softphone"
)

const officeUsage = "presence list | presence set WHO KIND [UNTIL] [NOTE] [--tell] | presence log [WHO] | calendar list | calendar set WHO ADDRESS | " +
	"reception list | reception set WHO DAY HOURS | reception date WHO DATE HOURS|closed [NOTE] | nottold list | nottold add WHO MATTER writing|person|ask [WORDS] | nottold remove WHO MATTER"

// officeOwner is the word for the office itself in place of a principal.
const officeOwner = "office"

type presenceWords struct {
	Who     string                   `json:"who"`
	Name    string                   `json:"name"`
	Kind    softphone.PresenceKind   `json:"kind"`
	Until   *time.Time               `json:"until"`
	Note    string                   `json:"note,omitempty"`
	MayTell bool                     `json:"may_be_told,omitempty"`
	From    softphone.PresenceSource `json:"said_by,omitempty"` // hand, calendar; "" for by itself
	Overdue bool                     `json:"overdue,omitempty"`
	OnPhone bool                     `json:"on_phone,omitempty"`
	Reach   softphone.Reachable      `json:"reachable,omitempty"` // now, soon (on the telephone), not
}

func presenceWordsOf(who, name string, w softphone.Whereabouts) presenceWords {
	return presenceWords{Who: who, Name: name, Kind: w.Kind, Until: moment(w.Until), Note: w.Note, MayTell: w.MayTell, From: w.From,
		Overdue: w.Overdue, OnPhone: w.OnPhone, Reach: w.Reachable}
}

// office answers for presence, calendars, hours, and what is not told.
func (v *visit) office(verb string, rest []string) error {
	var deed string
	if len(rest) > 0 {
		deed, rest = rest[0], rest[1:]
	}
	switch n := len(rest); {
	case verb == "presence" && deed == "list" && n == 0:
		return v.listPresence()
	case verb == "presence" && deed == "set" && n >= 2:
		return v.setPresence(rest)
	case verb == "presence" && deed == "log" && n <= 1:
		return v.presenceLog(rest)
	case verb == "calendar" && deed == "list" && n == 0:
		return v.listCalendars()
	case verb == "calendar" && deed == "set" && n == 2:
		id, err := v.owner(rest[0])
		if err != nil {
			return err
		}
		return v.tellAndWait(func(a softphone.AskID) softphone.Event {
			return softphone.CalendarSet{Press: v.at(a, ""), Principal: id, Address: rest[1]}
		})
	case verb == "reception" && deed == "list" && n == 0:
		return v.listReception()
	case verb == "reception" && (deed == "set" && n == 3 || deed == "date" && n >= 3):
		return v.setReception(deed, rest)
	case verb == "nottold" && deed == "list" && n == 0:
		return v.listNotTold()
	case verb == "nottold" && (deed == "add" && n >= 3 || deed == "remove" && n == 2):
		return v.setNotTold(deed, rest)
	}
	return usage(officeUsage)
}

func (v *visit) tellAndWait(press func(softphone.AskID) softphone.Event) error {
	_, err := v.ask(press)
	return err
}

// owner finds a principal by his id or name; "office" is the house itself.
func (v *visit) owner(who string) (softphone.PrincipalID, error) {
	if who == officeOwner {
		return "", nil
	}
	p, err := v.principal(who)
	return p.ID, err
}

func (v *visit) listPresence() error {
	s, now := v.Desk.State(), v.Now()
	for _, p := range s.Principals {
		if err := v.emit(presenceWordsOf(string(p.ID), p.Name(), s.WhereIs(p, now))); err != nil {
			return err
		}
	}
	for _, x := range s.Office.Staff {
		if err := v.emit(presenceWordsOf(string(x.Contact), x.Name, softphone.Where(x.Presence, softphone.LampUnknown, softphone.Told{}, now))); err != nil {
			return err
		}
	}
	return nil
}

// staff finds a member of staff by his id or words of his name; false where none or several fit.
func (v *visit) staff(who string) (softphone.Contact, bool) {
	if v.Contacts == nil {
		return softphone.Contact{}, false
	}
	if c, err := v.Contacts.Contact(v.ctx, softphone.ContactID(who)); err == nil && c.Kind == softphone.Staff {
		return c, true
	}
	page, err := v.Contacts.FindContacts(v.ctx, softphone.ContactQuery{Words: who, Kind: softphone.Staff}, 0, 2)
	if err != nil || len(page.Contacts) != 1 {
		return softphone.Contact{}, false
	}
	return page.Contacts[0], true
}

// setPresence sets where a principal is, or a member of staff.
func (v *visit) setPresence(rest []string) error {
	p := softphone.Presence{Kind: softphone.PresenceKind(rest[1])}
	for i, word := range rest[2:] {
		switch until, ok := untilOf(word, v.Now()); {
		case word == "--tell":
			p.MayTell = true
		case i == 0 && ok:
			p.Until = until
		default:
			p.Note = strings.TrimSpace(p.Note + " " + word)
		}
	}
	s := v.Desk.State()
	for _, x := range s.Office.Staff {
		if string(x.Contact) == rest[0] {
			return v.tellAndWait(func(a softphone.AskID) softphone.Event {
				return softphone.PresenceSet{Press: v.at(a, ""), Staff: x.Contact, Name: x.Name, Presence: p}
			})
		}
	}
	id, err := v.owner(rest[0])
	if c, ok := v.staff(rest[0]); err != nil && ok {
		if c.Principal == "" {
			return v.tellAndWait(func(a softphone.AskID) softphone.Event {
				return softphone.PresenceSet{Press: v.at(a, ""), Staff: c.ID, Name: c.Name(), Presence: p}
			})
		}
		id, err = c.Principal, nil
	}
	if err != nil {
		return err
	}
	return v.tellAndWait(func(a softphone.AskID) softphone.Event {
		return softphone.PresenceSet{Press: v.at(a, ""), Principal: id, Presence: p}
	})
}

// untilOf reads an end: "+30m", "13:30" (tomorrow, when that is past), or a date and time as RFC 3339 has it.
func untilOf(text string, now time.Time) (time.Time, bool) {
	if rest, ok := strings.CutPrefix(text, "+"); ok {
		if t, ok := softphone.ReadEnd(text, now); ok { // +30, +2t
			return t, t.After(now)
		}
		d, err := time.ParseDuration(rest)
		return now.Add(d), err == nil && d > 0
	}
	if t, err := time.ParseInLocation("15:04", text, now.Location()); err == nil {
		at := time.Date(now.Year(), now.Month(), now.Day(), t.Hour(), t.Minute(), 0, 0, now.Location())
		if !at.After(now) {
			at = at.AddDate(0, 0, 1)
		}
		return at, true
	}
	t, err := time.Parse(time.RFC3339, text)
	return t, err == nil
}

type presenceLogWords struct {
	At    time.Time                `json:"at"`
	Who   string                   `json:"who"`
	Kind  softphone.PresenceKind   `json:"kind"`
	Until *time.Time               `json:"until"`
	From  softphone.PresenceSource `json:"said_by,omitempty"`
}

func (v *visit) presenceLog(rest []string) error {
	var id softphone.PrincipalID
	if len(rest) == 1 {
		var err error
		if id, err = v.owner(rest[0]); err != nil {
			return err
		}
	}
	log, err := v.Presence.PresenceHistory(v.ctx, id, 1000)
	for _, e := range log {
		if err == nil {
			err = v.emit(presenceLogWords{e.At, string(e.Principal) + string(e.Staff), e.Kind, moment(e.Until), e.From})
		}
	}
	return err
}

type calendarWords struct {
	Who     softphone.PrincipalID `json:"who"`
	Address string                `json:"address"`
	Read    *time.Time            `json:"read"`
	Busy    int                   `json:"busy_times"`
	Trouble string                `json:"trouble,omitempty"`
}

func (v *visit) listCalendars() error {
	for _, c := range v.Desk.State().Office.Calendars {
		w := calendarWords{c.Principal, c.Address, moment(c.Read), len(c.Busy), ""}
		if !c.Trouble.Zero() {
			w.Trouble = c.Trouble.Error()
		}
		if err := v.emit(w); err != nil {
			return err
		}
	}
	return nil
}
