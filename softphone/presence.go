package softphone

import (
	"context"
	"time"
)

// PresenceSource is who said where somebody is.
type PresenceSource string

const (
	ByItself   PresenceSource = ""         // back when the time was over, or never set
	ByHand     PresenceSource = "hand"     // the secretary
	ByCalendar PresenceSource = "calendar" // his calendar
)

// What the desk does when the time set for a presence is over.
const (
	PresenceReturns = "returns" // he is in again
	PresenceAsks    = "asks"    // a strip on the desk asks whether he is
)

var presenceEndings = []string{PresenceReturns, PresenceAsks}

// PresenceEnds gives the setting that says what happens at the end of a kind of presence; false for in, which has none.
func PresenceEnds(k PresenceKind) (SettingKey, bool) {
	if k == PresenceIn || k == "" {
		return "", false
	}
	return SettingKey("presence_ends_" + string(k)), true
}

// asks reports whether the end of a kind of presence wants a yes.
func (s Settings) asks(k PresenceKind) bool {
	key, ok := PresenceEnds(k)
	return ok && s.Get(key) == PresenceAsks
}

// Overdue reports whether somebody should have been back by now and nobody has said that he is.
func (p Presence) Overdue(now time.Time) bool {
	return p.Kind != PresenceIn && p.Kind != "" && !p.Until.IsZero() && !now.Before(p.Until)
}

// holds reports whether what the secretary said still stands.
func (p Presence) holds(now time.Time, set Settings) bool {
	switch {
	case p.From != ByHand:
		return false
	case p.Until.IsZero():
		return true
	}
	return now.Before(p.Until) || set.asks(p.Kind)
}

// BusyTime is a time that a calendar keeps somebody away or busy.
type BusyTime struct {
	Start, End time.Time // End is the first moment after it
	Kind       PresenceKind
	Note       string // where; "" for private ones
}

// presenceRank orders what a calendar says at one time: the trip goes before the meeting on the way.
var presenceRank = map[PresenceKind]int{PresenceBusy: 1, PresenceMeeting: 2, PresenceOut: 3, PresenceTravel: 4, PresenceIll: 5}

// BusyAt is what a calendar says of a moment: of several the weightiest, to the end of all of its kind that follow one another
// without a break; of private ones among them no note is left.
func BusyAt(all []BusyTime, now time.Time) (BusyTime, bool) {
	var at BusyTime
	for _, b := range all {
		if !now.Before(b.Start) && now.Before(b.End) && presenceRank[b.Kind] > presenceRank[at.Kind] {
			at = b
		}
	}
	if at.Kind == "" {
		return BusyTime{}, false
	}
	for longer := true; longer; {
		longer = false
		for _, b := range all {
			if b.Kind == at.Kind && !b.Start.After(at.End) && b.End.After(at.End) {
				at.End, longer = b.End, true
			}
		}
	}
	return at, true
}

// presenceNow is where somebody is at a moment: what the secretary said as long as it stands, else what his calendar says,
// else in. "In" without an end stands against what the calendar had begun by then, not against what comes later. Where the
// calendar was not read yet, what it said before stands to its end.
func presenceNow(p Presence, busy []BusyTime, read bool, now time.Time, set Settings) Presence {
	cal, has := BusyAt(busy, now)
	if p.From == ByHand && p.Kind == PresenceIn && p.Until.IsZero() {
		if !has || !cal.Start.After(p.Since) {
			return p
		}
	} else if p.holds(now, set) {
		return p
	}
	switch {
	case has:
		return Presence{Kind: cal.Kind, Until: cal.End, Note: cal.Note, Since: cal.Start, From: ByCalendar}
	case p.From == ByCalendar && !read && now.Before(p.Until):
		return p
	case p.Kind == PresenceIn && p.From == ByItself:
		return p
	}
	return Presence{Kind: PresenceIn, Since: now}
}

// Whereabouts is all that is known of where somebody is: what was set or his calendar says, and his telephone.
type Whereabouts struct {
	Presence
	Overdue   bool      // should be back
	OnPhone   bool      // his telephone is in use, or he tells so
	Rings     bool      // his telephone rings
	Told      Told      // what the exchange tells of him; zero for nothing
	Reachable Reachable // for whoever is to be put through
}

// Reachable is whether a call can be announced to somebody now.
type Reachable string

const (
	ReachableNow  Reachable = "now"
	ReachableSoon Reachable = "soon" // in, but on the telephone
	ReachableNot  Reachable = "not"
)

// Where joins what is set with what the telephone tells. What is set decides where he is; the telephone says what he does there:
// "in" and a telephone in use is "in, on the telephone". Only of somebody of whom nobody has said anything does what he tells
// the exchange himself decide.
func Where(p Presence, lamp LampState, told Told, now time.Time) Whereabouts {
	if p.Kind == "" {
		p.Kind = PresenceIn
	}
	w := Whereabouts{Presence: p, Overdue: p.Overdue(now), Told: told, Rings: lamp == LampRinging,
		OnPhone: lamp == LampBusy || told.Kind == ToldOnPhone && lamp != LampIdle}
	if kind, ok := toldPresence[told.Kind]; ok && p.Kind == PresenceIn && p.From == ByItself {
		w.Kind = kind
		if w.Note == "" {
			w.Note = told.Note
		}
	}
	switch {
	case w.Kind != PresenceIn || told.Kind == ToldClosed:
		w.Reachable = ReachableNot
	case w.OnPhone || w.Rings:
		w.Reachable = ReachableSoon
	default:
		w.Reachable = ReachableNow
	}
	return w
}

var toldPresence = map[ToldKind]PresenceKind{
	ToldBusy: PresenceBusy, ToldMeeting: PresenceMeeting, ToldAway: PresenceOut, ToldOut: PresenceOut,
	ToldHoliday: PresenceOut, ToldTravel: PresenceTravel,
}

// WhereIs is where a principal is, with his telephone.
func (s State) WhereIs(p Principal, now time.Time) Whereabouts {
	return Where(p.Presence, s.Lamp(p.Number), s.Told(p.Number), now)
}

// StaffPresence is where a member of staff is who is no principal.
type StaffPresence struct {
	Contact  ContactID
	Name     string
	Presence Presence
}

// StaffPresence is where a person of the directory is: as a principal, or as staff. False: nobody has said anything.
func (s State) StaffPresence(c Contact) (Presence, bool) {
	if p, ok := s.Principal(c.Principal); ok {
		return p.Presence, true
	}
	for _, x := range s.Office.Staff {
		if x.Contact == c.ID {
			return x.Presence, true
		}
	}
	return Presence{}, false
}

// PresenceEntry is a line of the history: from then on somebody was there.
type PresenceEntry struct {
	At        time.Time
	Principal PrincipalID
	Staff     ContactID
	Kind      PresenceKind
	Until     time.Time // as expected then
	From      PresenceSource
}

// PresenceBook is the history of presence, for the journal: what a caller was told, and could be.
type PresenceBook interface {
	// PresenceAt is where a principal was at a moment; false: nothing is kept of it.
	PresenceAt(ctx context.Context, p PrincipalID, at time.Time) (PresenceEntry, bool, error)
	// PresenceHistory gives at most limit entries, the newest first; of one principal, or with "" of all.
	PresenceHistory(ctx context.Context, p PrincipalID, limit int) ([]PresenceEntry, error)
}
