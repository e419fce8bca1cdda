package softphone

import (
	"context"
	"strings"
	"time"
)

// Person is whose data is meant: whoever stands under the number, or under the name. One of the two may be empty.
type Person struct{ Number, Name string }

// Empty reports whether nobody is meant.
func (p Person) Empty() bool { return bareNumber(p.Number) == "" && foldName(p.Name) == "" }

// Stand is where a person may stand in a row of the books.
type Stand struct {
	Names   []string // as the network and as the secretary wrote them
	Numbers []string
}

// Is reports whether it is the person's: the same number, however it is written, or the whole of the same name. A number
// without a country code is of the country whose code is given, without +.
func (p Person) Is(s Stand, country string) bool {
	for _, n := range s.Numbers {
		if p.Has(n, country) {
			return true
		}
	}
	if want := foldName(p.Name); want != "" {
		for _, n := range s.Names {
			if foldName(n) == want {
				return true
			}
		}
	}
	return false
}

// Has reports whether it is the person's number, however it is written.
func (p Person) Has(number, country string) bool {
	want := fullNumber(p.Number, country)
	return want != "" && fullNumber(number, country) == want
}

// WithoutMention is a call of somebody else without the person: the number it was put through to, and the colleague named.
func (p Person) WithoutMention(c Call, country string) (Call, bool) {
	to, detail := p.Has(c.TransferredTo, country), p.Has(c.EndReason.Detail, country)
	if to {
		c.TransferredTo = ""
	}
	if detail {
		c.EndReason.Detail = ""
	}
	named := p.Is(Stand{Names: []string{c.Colleague.Name}, Numbers: []string{c.Colleague.Number}}, country)
	if named {
		c.Colleague = Colleague{}
	}
	return c, to || detail || named
}

// FullName joins the parts that there are.
func FullName(parts ...string) string {
	return strings.Join(strings.Fields(strings.Join(parts, " ")), " ")
}

// StandOf is where a caller may stand in a call.
func StandOf(c Call) Stand {
	return Stand{
		Names:   []string{c.Peer.Name, FullName(c.Caller.FirstName, c.Caller.Surname), FullName(c.Caller.FirstName, c.Caller.Patronymic, c.Caller.Surname)},
		Numbers: []string{c.Peer.Number, c.Caller.Number},
	}
}

// StandOfMessage is where he may stand in a message or draft.
func StandOfMessage(m Message) Stand {
	return Stand{
		Names:   []string{FullName(m.FirstName, m.Surname), FullName(m.FirstName, m.Patronymic, m.Surname)},
		Numbers: []string{m.Number},
	}
}

// Traces is what the books hold of a person.
type Traces struct {
	Calls, Recordings, Messages, Drafts int
	Callbacks                           int      // and tasks promised
	Contacts                            int      // in the directory, and in what can be undone there
	Live                                int      // calls that last, and are not deleted
	Mentions                            int      // calls of others that lead to his number: they stay, without it
	Rules                               int      // of policy sheets, today's and earlier ones, that name him
	Names, Numbers                      []string // under which the rest stands, in order
	First, Last                         time.Time
	Named                               []NamedIn // free texts of others that name him, and stay
	// Copies are files in the data folder with the books of an earlier day, which hold what they held then.
	Copies []string
}

// None reports whether there is nothing to delete.
func (t Traces) None() bool {
	return t.Calls+t.Recordings+t.Messages+t.Drafts+t.Callbacks+t.Mentions+t.Rules+t.Contacts == 0
}

// Erasure is the note that stays of a deletion: nothing of the person.
type Erasure struct {
	At                                  time.Time
	By                                  string
	Calls, Recordings, Messages, Drafts int
	Contacts                            int
}

// Erased is what a deletion took away.
type Erased struct {
	Traces
	CallIDs    []CallID
	ContactIDs []ContactID
	MessageIDs []MessageID // of messages and drafts
}

// PersonBook answers for what is kept of one person.
type PersonBook interface {
	FindPerson(ctx context.Context, p Person) (Traces, error)
	// Erasures gives the notes of deletions, newest first.
	Erasures(ctx context.Context, limit int) ([]Erasure, error)
}
