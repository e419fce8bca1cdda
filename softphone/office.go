package softphone

import (
	"context"
	"time"
)

// Office is what the desk knows of the house: small lists that are all in memory.
type Office struct {
	Receptions []Reception     // the office's own under the principal ""
	NotTold    []NotTold       // in the order they were written
	Staff      []StaffPresence // of those who are no principals
	Calendars  []Calendar
}

// Calendar is the calendar that a principal's presence follows.
type Calendar struct {
	Principal PrincipalID
	Address   string // a file, or http, https or webcal
	Busy      []BusyTime
	Read      time.Time // zero: not since the start
	Trouble   Reason    // why the last try failed; what was read before still counts
}

// Calendar finds the calendar of a principal.
func (s State) Calendar(p PrincipalID) (Calendar, bool) {
	for _, c := range s.Office.Calendars {
		if c.Principal == p {
			return c, true
		}
	}
	return Calendar{}, false
}

// Reception finds the hours of a principal, or with "" the office's.
func (s State) Reception(p PrincipalID) (Reception, bool) {
	for _, r := range s.Office.Receptions {
		if r.Owner == p {
			return r, true
		}
	}
	return Reception{Owner: p}, false
}

type (
	// ReceptionSaved sets the hours of a principal, or of the office.
	ReceptionSaved struct {
		Press
		Reception Reception
	}
	// NotToldSaved replaces the whole list of a principal, or of the office.
	NotToldSaved struct {
		Press
		Owner PrincipalID
		List  []NotTold
	}
	// CalendarSet has a principal's presence follow a calendar; an empty address ends it.
	CalendarSet struct {
		Press
		Principal PrincipalID
		Address   string
	}
	// CalendarRead: a calendar tells when somebody is away or busy. Address is the one that was read.
	CalendarRead struct {
		At
		Principal PrincipalID
		Address   string
		Busy      []BusyTime
	}
	// CalendarFailed: it could not be read; it is tried again.
	CalendarFailed struct {
		At
		Principal PrincipalID
		Address   string
		Reason    Reason
	}
	// AnswerChosen lays an answer of the FAQ sheet over the script, to be said.
	AnswerChosen struct {
		Press
		Entry FAQEntry
	}
)

type onCalendar struct{}

func (onCalendar) Queue() string { return "calendar" }

type (
	SaveReception struct {
		onStore
		Reception Reception
	}
	SaveNotTold struct {
		onStore
		Owner PrincipalID
		List  []NotTold
	}
	SaveCalendar struct {
		onStore
		Principal PrincipalID
		Address   string
	}
	SaveStaffPresence struct {
		onStore
		Staff StaffPresence
	}
	// NotePresence keeps a line of the history.
	NotePresence struct {
		onStore
		Entry PresenceEntry
	}
	// FollowCalendars has these calendars read from now on, and no others.
	FollowCalendars struct {
		onCalendar
		Calendars []Calendar
	}
)

func officeSaveKey(e Effect) string {
	switch e := e.(type) {
	case SaveReception:
		return "reception " + string(e.Reception.Owner)
	case SaveNotTold:
		return "not_told " + string(e.Owner)
	case SaveCalendar:
		return "calendar " + string(e.Principal)
	case SaveStaffPresence:
		return "staff " + string(e.Staff.Contact)
	case NotePresence:
		return "presence " + string(e.Entry.Principal) + string(e.Entry.Staff) + e.Entry.At.String()
	}
	return ""
}

func officeSavedBy(e Effect, s Saved) (Saved, bool) {
	switch e := e.(type) {
	case SaveReception:
		s.What, s.ID = SavedReception, string(e.Reception.Owner)
	case SaveNotTold:
		s.What, s.ID = SavedNotTold, string(e.Owner)
	case SaveCalendar:
		s.What, s.ID = SavedCalendar, string(e.Principal)
	case SaveStaffPresence:
		s.What, s.ID = SavedStaff, string(e.Staff.Contact)
	case NotePresence:
		s.What, s.ID = SavedPresence, string(e.Entry.Principal)+string(e.Entry.Staff)
	default:
		return Saved{}, false
	}
	return s, true
}

// officeSave is a save that failed, as it stands now.
func (s State) officeSave(e Effect) Effect {
	switch old := e.(type) {
	case SaveReception:
		r, _ := s.Reception(old.Reception.Owner)
		return SaveReception{Reception: r}
	case SaveNotTold:
		return SaveNotTold{Owner: old.Owner, List: NotToldOf(s.Office.NotTold, old.Owner)}
	case SaveCalendar:
		c, _ := s.Calendar(old.Principal)
		return SaveCalendar{Principal: old.Principal, Address: c.Address}
	case SaveStaffPresence:
		for _, x := range s.Office.Staff {
			if x.Contact == old.Staff.Contact {
				return SaveStaffPresence{Staff: x}
			}
		}
	}
	return e
}

// OfficeBooks keeps the lists of the house.
type OfficeBooks interface {
	SaveReception(ctx context.Context, r Reception) error
	SaveNotTold(ctx context.Context, owner PrincipalID, list []NotTold) error
	SaveCalendar(ctx context.Context, p PrincipalID, address string) error
	SaveStaffPresence(ctx context.Context, x StaffPresence) error
	NotePresence(ctx context.Context, e PresenceEntry) error
}

// CalendarReader reads calendars, over and over.
type CalendarReader interface {
	// Follow has these calendars read from now on, and no others; what comes of it is told as CalendarRead and CalendarFailed.
	Follow(ctx context.Context, all []Calendar) error
}
