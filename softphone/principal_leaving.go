package softphone

import "slices"

// Leaving is what goes with a principal who is removed: he himself with his sheet, and what the office keeps of him.
type Leaving struct {
	Principal Principal
	Reception []Reception // his hours; none where he has none of his own
	NotTold   []NotTold
	Calendar  string // its address; "" for none
}

// Leaving gathers it while he is there; ok is false when he is not.
func (s State) Leaving(id PrincipalID) (l Leaving, ok bool) {
	if l.Principal, ok = s.Principal(id); !ok {
		return Leaving{}, false
	}
	for _, r := range s.Office.Receptions {
		if r.Owner == id {
			l.Reception = append(l.Reception, r)
		}
	}
	l.NotTold = slices.Clone(NotToldOf(s.Office.NotTold, id))
	if c, has := s.Calendar(id); has {
		l.Calendar = c.Address
	}
	return l, true
}

// Back are the events that bring all of it back, in order; p is the press of the first.
func (l Leaving) Back(p Press) []Event {
	out := []Event{PrincipalSaved{Press: p, Principal: l.Principal}}
	p = Press{At: p.At}
	for _, r := range l.Reception {
		out = append(out, ReceptionSaved{Press: p, Reception: r})
	}
	if len(l.NotTold) > 0 {
		out = append(out, NotToldSaved{Press: p, Owner: l.Principal.ID, List: l.NotTold})
	}
	if l.Calendar != "" {
		out = append(out, CalendarSet{Press: p, Principal: l.Principal.ID, Address: l.Calendar})
	}
	return out
}
