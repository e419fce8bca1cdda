package ui

import (
	"slices"
	"time"

	"anteroom/softphone"
)

// staffAt is the member of staff whose presence can be set; false for everybody else.
func staffAt(c softphone.Contact, s softphone.State) (person, bool) {
	if p, ok := principalOf(c, s); ok {
		return person{Principal: p.ID, Name: p.Name(), Presence: p.Presence}, true
	}
	if c.Kind != softphone.Staff || c.ID == "" {
		return person{}, false
	}
	at, _ := s.StaffPresence(c)
	return person{Staff: c.ID, Name: c.Name(), Presence: at}, true
}

// presentOwed is what is promised to a contact and not done: each callback with its time.
func presentOwed(c softphone.Contact, s softphone.State, now time.Time, say wording) (out []string) {
	for _, b := range s.CallbacksOf(c) {
		kind, when := say("directory.callback"), b.When
		if b.Kind == softphone.Task {
			kind = say("directory.callback.task")
		}
		if !b.Due.IsZero() {
			when = dayAndClock(b.Due, now, say)
		}
		late := ""
		if b.Late(now) {
			late = say("directory.callback.late")
		}
		out = append(out, joinDots(kind+" "+when, late, b.What))
	}
	return out
}

// directoryShows tells whether two states look the same on the directory page: where everybody is, and what is promised.
func directoryShows(a, b softphone.State) bool {
	return slices.EqualFunc(a.Principals, b.Principals, func(x, y softphone.Principal) bool { return x.ID == y.ID && x.Presence == y.Presence }) &&
		slices.Equal(a.Office.Staff, b.Office.Staff) && slices.Equal(a.Callbacks, b.Callbacks)
}
