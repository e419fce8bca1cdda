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

// Is reports whether it is the person's: the same number, however it is written, or the whole of the same name.
func (p Person) Is(s Stand) bool {
	if want := bareNumber(p.Number); want != "" {
		for _, n := range s.Numbers {
			if sameNumber(want, bareNumber(n)) {
				return true
			}
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

func foldName(n string) string { return strings.ToLower(FullName(n)) }

// bareNumber is a number to compare by: 00 before a country code is a plus (ITU-T E.123).
func bareNumber(n string) string {
	n = strings.ToLower(CleanNumber(n))
	if strings.HasPrefix(n, "00") {
		return "+" + n[2:]
	}
	return n
}

// sameNumber: one with its country code is the same as one without.
func sameNumber(a, b string) bool {
	if a == b {
		return a != ""
	}
	if strings.HasPrefix(b, "+") {
		a, b = b, a
	}
	if !strings.HasPrefix(a, "+") || strings.HasPrefix(b, "+") || strings.Trim(a[1:], "0123456789") != "" {
		return false
	}
	cc := countryCode(a[1:])
	return cc != "" && a[1+len(cc):] == strings.TrimPrefix(b, "0") // the trunk prefix of most countries
}

// Traces is what the books hold of a person.
type Traces struct {
	Calls, Recordings, Messages, Drafts int
	Live                                int      // calls that last, and are not deleted
	Names, Numbers                      []string // under which the rest stands, in order
	First, Last                         time.Time
	// Copies are files in the data folder with the books of an earlier day, which hold what they held then.
	Copies []string
}

// None reports whether there is nothing to delete.
func (t Traces) None() bool { return t.Calls+t.Recordings+t.Messages+t.Drafts == 0 }

// Erasure is the note that stays of a deletion: nothing of the person.
type Erasure struct {
	At                                  time.Time
	By                                  string
	Calls, Recordings, Messages, Drafts int
}

// Erased is what a deletion took away.
type Erased struct {
	Traces
	CallIDs    []CallID
	MessageIDs []MessageID // of messages and drafts
}

// PersonBook answers for what is kept of one person.
type PersonBook interface {
	FindPerson(ctx context.Context, p Person) (Traces, error)
	// Erasures gives the notes of deletions, newest first.
	Erasures(ctx context.Context, limit int) ([]Erasure, error)
}
