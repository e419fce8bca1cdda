package softphone

import "slices"

// ToldKind is whether a colleague can be had, as his telephone or he himself tells the exchange (RFC 3856); what the
// secretary has set herself is Presence.
type ToldKind string

const (
	ToldNothing ToldKind = ""
	ToldOpen    ToldKind = "open"     // can be reached
	ToldClosed  ToldKind = "closed"   // no telephone of his is there
	ToldOnPhone ToldKind = "on_phone" // the activities of RFC 4480, the like under one name
	ToldBusy    ToldKind = "busy"
	ToldMeeting ToldKind = "meeting"
	ToldAway    ToldKind = "away"
	ToldOut     ToldKind = "out"
	ToldHoliday ToldKind = "holiday"
	ToldTravel  ToldKind = "travel"
)

// Told is what the exchange tells of a colleague.
type Told struct {
	Kind ToldKind
	Note string // in his own words; may be empty
}

// PresenceTold: the exchange tells of a watched number whether its owner can be had; Told is zero when it tells no longer.
type PresenceTold struct {
	At
	Line   LineID
	Number string
	Told   Told
}

// Told is what the exchange tells of a number's owner.
func (s State) Told(number string) Told {
	if number = CleanNumber(number); number != "" {
		for _, l := range s.Lamps {
			if l.Number == number {
				return l.Told
			}
		}
	}
	return Told{}
}

func (t *turn) presenceTold(e PresenceTold) {
	i := slices.IndexFunc(t.s.Lamps, func(l Lamp) bool { return l.Number == e.Number })
	if i >= 0 && e.Line == t.s.lampLine {
		t.s.Lamps = slices.Clone(t.s.Lamps)
		t.s.Lamps[i].Told = e.Told
	}
}
