package softphone

import "slices"

// Ahead orders those who ring: calls on the principals' own numbers first, in the order of the principals, the director's
// before all; the others as they came.
func (s State) Ahead(a, b Call) int { return s.placeInLine(a) - s.placeInLine(b) }

func (s State) placeInLine(c Call) int {
	if p, ok := s.AskedFor(c); ok {
		return slices.IndexFunc(s.Principals, func(x Principal) bool { return x.ID == p.ID })
	}
	return len(s.Principals)
}

// RingingIn are the calls that can be answered, the one to be answered first in front.
func (s State) RingingIn() []Call {
	var out []Call
	for _, c := range s.Calls {
		if ringingIn(c) {
			out = append(out, c)
		}
	}
	slices.SortStableFunc(out, s.Ahead)
	return out
}

// goesBefore: the call shown only rings, and this one is to be answered before it.
func (t *turn) goesBefore(c Call) bool {
	shown, ok := t.s.Call(t.s.Selected)
	return ok && ringingIn(shown) && t.s.Ahead(c, shown) < 0 && !t.s.draftInHand(shown.Draft)
}
