package softphone

import (
	"strings"
	"time"
)

// ContactID names one person of the directory (random 128-bit hex string).
type ContactID string

// ContactKind tells a member of staff from everybody else.
type ContactKind string

const (
	Staff   ContactKind = "staff"
	Outside ContactKind = "outside"
)

// NumberKind is where a number rings.
type NumberKind string

const (
	NumberWork   NumberKind = "work"
	NumberMobile NumberKind = "mobile"
	NumberHome   NumberKind = "home"
	NumberOther  NumberKind = "other"
)

// ContactNumber is one of a person's numbers, as it was written down.
type ContactNumber struct {
	Kind   NumberKind
	Number string
}

// Contact is one person of the directory.
type Contact struct {
	ID                             ContactID
	Kind                           ContactKind
	Surname, FirstName, Patronymic string
	Position                       string
	Department                     string // of staff
	Organisation                   string // of everybody else
	Address                        string // the form of address, e.g. "Dr", "Frau"; "" for none
	Numbers                        []ContactNumber
	Emails                         []string
	Groups                         []string    // names of the groups that policy sheets speak of, e.g. "Press"
	Topics                         []string    // what a member of staff answers for
	Deputies                       []ContactID // who stands in for a member of staff
	Principal                      PrincipalID // where a member of staff is a principal himself; "" otherwise
	Responsible                    ContactID   // the member of staff who looks after this person; "" for none
	Mood                           Mood        // at the last talk
	LastContact                    time.Time   // zero: never
	Notes                          string
	Changed                        time.Time
}

// Stand is where a person may stand in a contact.
func (c Contact) Stand() Stand {
	s := Stand{Names: []string{FullName(c.FirstName, c.Surname), c.Name()}}
	for _, n := range c.Numbers {
		s.Numbers = append(s.Numbers, n.Number)
	}
	return s
}

// Name is first name, patronymic and surname.
func (c Contact) Name() string {
	return strings.Join(strings.Fields(c.FirstName+" "+c.Patronymic+" "+c.Surname), " ")
}
