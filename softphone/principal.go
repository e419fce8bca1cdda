package softphone

import (
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

// Presence is a principal's whereabouts.
type Presence struct {
	Kind  PresenceKind
	Until time.Time // zero: not known
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
