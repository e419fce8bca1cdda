package control

import (
	"errors"
	"fmt"
	"strings"

	"anteroom/softphone"
)

// principal finds one by his id, or by the beginnings of his names in any order. Where none or several fit it says so,
// and who there are.
func (v *visit) principal(who string) (softphone.Principal, error) {
	all := v.Desk.State().Principals
	if p, ok := v.Desk.State().Principal(softphone.PrincipalID(who)); ok {
		return p, nil
	}
	found := softphone.PrincipalsNamed(all, who)
	switch {
	case len(found) == 1:
		return found[0], nil
	case len(found) > 1:
		return softphone.Principal{}, fmt.Errorf("%w: several fit %q: %s; write more of the name, or the id", softphone.Reason{Code: softphone.BadValue}, who, withIDs(found))
	case len(all) == 0:
		return softphone.Principal{}, fmt.Errorf("%w: %q; there are none at all", softphone.Reason{Code: softphone.NoSuchPrincipal}, who)
	}
	return softphone.Principal{}, fmt.Errorf("%w: %q; there are %s", softphone.Reason{Code: softphone.NoSuchPrincipal}, who, withIDs(all))
}

func withIDs(all []softphone.Principal) string {
	var out []string
	for _, p := range all {
		out = append(out, fmt.Sprintf("%s (%s)", p.Name(), p.ID))
	}
	return strings.Join(out, ", ")
}

// addressee finds the principal that a message is for, by the words in for= or by principal=, and fills in what he has.
// Words that mean nobody stay as they are, as in the window, and the note says so; an empty principal= wants no one found.
func (v *visit) addressee(m *softphone.Message, given map[string]bool) (note string, err error) {
	who := string(m.Principal)
	byWords := given["for"] && !given["principal"] && strings.TrimSpace(m.For) != ""
	switch {
	case byWords:
		who = m.For
	case who == "":
		return "", nil
	}
	p, err := v.principal(who)
	var r softphone.Reason
	if byWords && errors.As(err, &r) && r.Code == softphone.NoSuchPrincipal {
		m.Principal = ""
		return err.Error(), nil
	}
	if err != nil {
		return "", err
	}
	m.Principal = p.ID
	if (!given["for"] || !given["principal"]) && p.Name() != "" {
		m.For = p.Name()
	}
	if !given["deputies"] {
		m.Deputies = p.Deputies
	}
	return "", nil
}
