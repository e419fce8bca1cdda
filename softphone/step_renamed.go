package softphone

import "slices"

// ContactNamed tells what somebody of the directory is called now, so that the policy sheets that mean him say so too.
type ContactNamed struct {
	At
	Contact ContactID
	Name    string
}

// NamedAnew gives, of contacts that were saved, those whom a policy sheet calls something else.
func (s State) NamedAnew(saved []Contact, at At) (out []ContactNamed) {
	for _, c := range saved {
		if slices.ContainsFunc(s.Principals, func(p Principal) bool { _, changed := p.Policy.calling(c.ID, c.Name()); return changed }) {
			out = append(out, ContactNamed{At: at, Contact: c.ID, Name: c.Name()})
		}
	}
	return out
}

// calling is the sheet with a contact called by another name; false where that changes nothing.
func (s Sheet) calling(id ContactID, name string) (Sheet, bool) {
	changed := false
	call := func(w *Who) {
		if id != "" && name != "" && w.Contact == id && w.Name != name {
			w.Name, changed = name, true
		}
	}
	s.Rules, s.Deputies = slices.Clone(s.Rules), slices.Clone(s.Deputies)
	for i := range s.Rules {
		call(&s.Rules[i].Who)
		call(&s.Rules[i].To)
	}
	for i := range s.Deputies {
		call(&s.Deputies[i].Who)
	}
	return s, changed
}

func (t *turn) contactNamed(e ContactNamed) {
	for i, p := range t.s.Principals {
		sheet, changed := p.Policy.calling(e.Contact, e.Name)
		if !changed {
			continue
		}
		p.Policy = sheet
		t.s.Principals = slices.Clone(t.s.Principals)
		t.s.Principals[i] = p
		t.save(SavePrincipal{Principal: p})
	}
}
