package softphone

import (
	"context"
	"time"
)

// ContactQuery says which contacts are wanted. What is empty asks for nothing.
type ContactQuery struct {
	// Words are the beginnings of words, in any order, or parts of a number: of names, positions, departments,
	// organisations, topics, groups, e-mail. Letters are forgiven: å/aa, ø/o/oe, æ/ae, accents, Cyrillic and Latin.
	Words string
	Kind  ContactKind
	Group string // the name of one
	Topic string
}

// ContactPage is a part of what was found, the best first: staff, then whom there was contact with last, then by name.
type ContactPage struct {
	Contacts []Contact
	Total    int // found altogether
}

// Tally is a name and how many contacts bear it.
type Tally struct {
	Name  string
	Count int
}

// ContactCount is how large the directory is.
type ContactCount struct {
	Staff, Outside int
	Groups, Topics []Tally // by name
}

// ContactHistory is what the books hold about one contact, the newest first.
type ContactHistory struct {
	Calls      int // altogether
	Last       time.Time
	Recent     []Call    // at most ten
	Messages   []Message // at most ten
	Mood       Mood      // of the last message that has one
	Promises   []Message // with something promised that is not done
	Candidates []Contact // others with one of his numbers
}

// ChangeID names a change of the directory that can be undone.
type ChangeID int64

// ChangeKind is what a change of the directory was.
type ChangeKind string

const (
	ContactEdited  ChangeKind = "edited"
	ContactRemoved ChangeKind = "removed"
	ContactsMerged ChangeKind = "merged"
	ContactsRead   ChangeKind = "imported"
)

// ContactChange is a change of the directory, carried out as a whole or not at all.
type ContactChange struct {
	Kind   ChangeKind
	Put    []Contact // new, or anew
	Remove []ContactID
	Source string // the name of the file they were read from
}

// DoneChange is a change that was carried out and can be undone.
type DoneChange struct {
	ID       ChangeID
	At       time.Time
	Kind     ChangeKind
	Source   string
	Contacts int
	Undone   bool
}

// UndoneChange is what an undoing did. Contacts that were changed again since stay as they are now, and those that were
// removed since are not brought back; that removal has an undoing of its own.
type UndoneChange struct{ Restored, Kept, Gone int }

// Directory is the book of contacts. Its errors carry a Reason.
type Directory interface {
	// FindContacts gives the page of at most limit contacts that begins at offset.
	FindContacts(ctx context.Context, q ContactQuery, offset, limit int) (ContactPage, error)
	// Contact gives one; the error of an unknown one is a Reason NoSuchContact.
	Contact(ctx context.Context, id ContactID) (Contact, error)
	// ContactsAt gives whoever has a number, however it is written, the best first.
	ContactsAt(ctx context.Context, number string) ([]Contact, error)
	ContactCount(ctx context.Context) (ContactCount, error)
	// ContactHistory tells of the time before a moment (zero: now).
	ContactHistory(ctx context.Context, id ContactID, before time.Time) (ContactHistory, error)
	// ChangeContacts carries a change out in one transaction. The number of contacts done so far is told meanwhile.
	ChangeContacts(ctx context.Context, c ContactChange, told func(done int)) (ChangeID, error)
	UndoContacts(ctx context.Context, id ChangeID) (UndoneChange, error)
	// ContactChanges gives what can be undone, newest first.
	ContactChanges(ctx context.Context, limit int) ([]DoneChange, error)
	// PlanImport compares what was read with what is there; nothing is changed by it.
	PlanImport(ctx context.Context, read []ReadContact) (ImportPlan, error)
	// Duplicates gives groups of contacts that may be one and the same.
	Duplicates(ctx context.Context, limit int) ([]Duplicate, error)
	// EachContact hands over all of them, by name, until told to stop.
	EachContact(ctx context.Context, tell func(Contact) error) error
}

// ContactFile reads and writes files of contacts.
type ContactFile interface {
	// Read understands a vCard file or a table of comma-separated values; mapping, where it is not nil, says which
	// column of a table holds which field.
	Read(ctx context.Context, text []byte, mapping []ContactField) (ReadFile, error)
	// Write gives the whole file; format is FormatVCard or FormatCSV.
	Write(ctx context.Context, format ContactFormat, all []Contact) ([]byte, error)
}

// Elsewhere is a directory outside the house.
type Elsewhere interface {
	// Find gives at most limit people; the error of one that is not set up is a Reason NotSetUp.
	Find(ctx context.Context, words string, limit int) ([]Contact, error)
}

// CallerBook knows who rings.
type CallerBook interface {
	// KnowCaller looks a number up: who has it, and how often it rang before a moment.
	KnowCaller(ctx context.Context, call CallID, number string, before time.Time) (KnownCaller, error)
	// NoteContact keeps when there was contact last.
	NoteContact(ctx context.Context, id ContactID, at time.Time) error
}
