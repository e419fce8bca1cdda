package softphone

import (
	"slices"
	"strings"
	"time"
)

// PrincipalID names one principal.
type PrincipalID string

// PresenceKind is where a principal is.
type PresenceKind string

const (
	PresenceIn      PresenceKind = "in"
	PresenceBusy    PresenceKind = "busy"
	PresenceMeeting PresenceKind = "meeting"
	PresenceOut     PresenceKind = "out"
	PresenceTravel  PresenceKind = "travelling"
	PresenceIll     PresenceKind = "ill"
)

// PresenceKinds in the order of the presence keys.
var PresenceKinds = []PresenceKind{PresenceIn, PresenceBusy, PresenceMeeting, PresenceOut, PresenceTravel, PresenceIll}

// Presence is the whereabouts of a principal, or of another member of staff.
type Presence struct {
	Kind    PresenceKind
	Until   time.Time      // zero: not known
	Note    string         // where he is, e.g. "Styrerommet"; the secretary's own, or of the calendar
	MayTell bool           // callers may be told the note
	Since   time.Time      // when it began
	From    PresenceSource // who said so
}

// Principal is the person whose calls the secretary takes.
type Principal struct {
	ID                             PrincipalID
	Surname, FirstName, Patronymic string
	Position, Number               string
	Deputies                       string
	Email                          string
	Order                          int
	Presence                       Presence
	Policy                         Sheet
}

// Name is first name, patronymic and surname.
func (p Principal) Name() string {
	return strings.Join(strings.Fields(p.FirstName+" "+p.Patronymic+" "+p.Surname), " ")
}

// Available reports whether calls may be announced to him at all right now.
func (p Principal) Available() bool { return p.Presence.Kind == PresenceIn || p.Presence.Kind == "" }

// PrincipalsNamed are those whom words mean: beginnings of names in any order, å or aa, ø or oe. Whose whole name it is
// goes before whose name only begins so.
func PrincipalsNamed(all []Principal, words string) (out []Principal) {
	typed, whole := strings.Fields(Fold(words)), false
	if len(typed) == 0 {
		return nil
	}
	for _, p := range all {
		name := strings.Fields(Fold(p.Name()))
		if slices.ContainsFunc(typed, func(w string) bool {
			return !slices.ContainsFunc(name, func(n string) bool { return strings.HasPrefix(n, w) })
		}) {
			continue
		}
		same := slices.Equal(slices.Sorted(slices.Values(name)), slices.Sorted(slices.Values(typed)))
		switch {
		case same && !whole:
			out, whole = []Principal{p}, true
		case same == whole:
			out = append(out, p)
		}
	}
	return out
}
