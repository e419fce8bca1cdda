package softphone

import (
	"slices"
	"strings"
)

// ContactFormat is a kind of file that contacts are kept in.
type ContactFormat string

const (
	FormatVCard ContactFormat = "vcard"
	FormatCSV   ContactFormat = "csv"
)

// ContactField names one field of a contact, as a column of a table does.
type ContactField string

// The fields of a contact, in the order of a table that is written.
const (
	FieldSurname      ContactField = "surname"
	FieldFirstName    ContactField = "first_name"
	FieldPatronymic   ContactField = "patronymic"
	FieldFullName     ContactField = "name" // first name and surname in one
	FieldPosition     ContactField = "position"
	FieldDepartment   ContactField = "department"
	FieldOrganisation ContactField = "organisation"
	FieldAddress      ContactField = "address"
	FieldWork         ContactField = "work"
	FieldMobile       ContactField = "mobile"
	FieldHome         ContactField = "home"
	FieldOther        ContactField = "other"
	FieldEmail        ContactField = "email"
	FieldGroups       ContactField = "groups"
	FieldTopics       ContactField = "topics"
	FieldNotes        ContactField = "notes"
	FieldKind         ContactField = "kind"
	FieldID           ContactField = "id"
	FieldNothing      ContactField = "" // a column that is left out
)

// ContactFields are all fields in that order.
var ContactFields = []ContactField{
	FieldID, FieldKind, FieldSurname, FieldFirstName, FieldPatronymic, FieldFullName, FieldAddress, FieldPosition, FieldDepartment, FieldOrganisation,
	FieldWork, FieldMobile, FieldHome, FieldOther, FieldEmail, FieldGroups, FieldTopics, FieldNotes,
}

// ReadContact is one contact as a file has it.
type ReadContact struct {
	Line    int // where it begins, from 1
	Contact Contact
}

// ReadProblem is something in a file that could not be understood. Code is one of the Problem… words.
type ReadProblem struct {
	Line   int
	Code   ProblemCode
	Detail string
}

// ProblemCode is what is wrong with a line.
type ProblemCode string

const (
	ProblemNoName  ProblemCode = "no_name"  // neither a name nor an organisation
	ProblemNumber  ProblemCode = "number"   // no number; kept in the notes
	ProblemEmail   ProblemCode = "email"    // no e-mail address; kept in the notes
	ProblemColumns ProblemCode = "columns"  // more or fewer than the heading
	ProblemCard    ProblemCode = "card"     // the card cannot be read
	ProblemTooLong ProblemCode = "too_long" // a field is longer than is kept
	ProblemTwice   ProblemCode = "twice"    // the same contact stands higher up; joined with it
)

// ReadFile is a file as it was understood.
type ReadFile struct {
	Format    ContactFormat
	Encoding  string         // "UTF-8", "UTF-16" or "Windows-1252"
	Separator string         // of a table
	Heading   []string       // of a table
	Mapping   []ContactField // what each column of a table was taken for
	Contacts  []ReadContact
	Problems  []ReadProblem
}

// FieldChange is one field of a contact before and after.
type FieldChange struct {
	Field    ContactField
	Old, New string
}

// PlannedContact is what an import would do with one contact of the file.
type PlannedContact struct {
	Line    int
	Known   bool    // a contact that is there
	After   Contact // as it would be
	Changes []FieldChange
}

// ImportPlan is what an import would do.
type ImportPlan struct {
	New, Changed []PlannedContact
	Same         int
	Problems     []ReadProblem
}

// Change is the change that carries the plan out.
func (p ImportPlan) Change(source string) ContactChange {
	c := ContactChange{Kind: ContactsRead, Source: source, Put: make([]Contact, 0, len(p.New)+len(p.Changed))}
	for _, list := range [][]PlannedContact{p.New, p.Changed} {
		for _, x := range list {
			c.Put = append(c.Put, x.After)
		}
	}
	return c
}

// DuplicateCause is why contacts may be one and the same.
type DuplicateCause string

const (
	SameNumber DuplicateCause = "number"
	SameName   DuplicateCause = "name" // and organisation, or e-mail
)

// Duplicate is a group of contacts that may be one and the same, the one with most in it first.
type Duplicate struct {
	Cause    DuplicateCause
	Contacts []Contact
}

// Text is a field as one line of text; lists are joined by ", ".
func (c Contact) Text(f ContactField) string {
	numbers := func(k NumberKind) string {
		var out []string
		for _, n := range c.Numbers {
			if n.Kind == k {
				out = append(out, n.Number)
			}
		}
		return strings.Join(out, ", ")
	}
	switch f {
	case FieldSurname:
		return c.Surname
	case FieldFirstName:
		return c.FirstName
	case FieldPatronymic:
		return c.Patronymic
	case FieldPosition:
		return c.Position
	case FieldDepartment:
		return c.Department
	case FieldOrganisation:
		return c.Organisation
	case FieldAddress:
		return c.Address
	case FieldWork:
		return numbers(NumberWork)
	case FieldMobile:
		return numbers(NumberMobile)
	case FieldHome:
		return numbers(NumberHome)
	case FieldOther:
		return numbers(NumberOther)
	case FieldEmail:
		return strings.Join(c.Emails, ", ")
	case FieldGroups:
		return strings.Join(c.Groups, ", ")
	case FieldTopics:
		return strings.Join(c.Topics, ", ")
	case FieldNotes:
		return c.Notes
	case FieldKind:
		return string(c.Kind)
	case FieldID:
		return string(c.ID)
	}
	return ""
}

// ContactDiff lists the fields that differ, in the order of ContactFields.
func ContactDiff(before, after Contact) (out []FieldChange) {
	for _, f := range ContactFields {
		if a, b := before.Text(f), after.Text(f); a != b && f != FieldID {
			out = append(out, FieldChange{f, a, b})
		}
	}
	return out
}

// Joined is a contact with what another one knows of the same person: what the other one says goes before what stands
// here where fresh is set, and only fills gaps otherwise. Numbers, e-mails, groups and topics are joined; same tells
// whether two numbers are one.
func (c Contact) Joined(o Contact, fresh bool, same func(a, b string) bool) Contact {
	take := func(have *string, other string) {
		if other != "" && (fresh || *have == "") {
			*have = other
		}
	}
	take(&c.Surname, o.Surname)
	take(&c.FirstName, o.FirstName)
	take(&c.Patronymic, o.Patronymic)
	take(&c.Position, o.Position)
	take(&c.Department, o.Department)
	take(&c.Organisation, o.Organisation)
	take(&c.Address, o.Address)
	if o.Kind == Staff {
		c.Kind = Staff
	}
	if o.Principal != "" && c.Principal == "" {
		c.Principal = o.Principal
	}
	if o.Responsible != "" && c.Responsible == "" {
		c.Responsible = o.Responsible
	}
	if o.Notes != "" && !strings.Contains(c.Notes, o.Notes) {
		c.Notes = strings.TrimSpace(c.Notes + "\n" + o.Notes)
	}
	if o.LastContact.After(c.LastContact) {
		c.LastContact, c.Mood = o.LastContact, o.Mood
	}
	c.Numbers = slices.Clone(c.Numbers)
	for _, n := range o.Numbers {
		if !slices.ContainsFunc(c.Numbers, func(x ContactNumber) bool { return same(x.Number, n.Number) }) {
			c.Numbers = append(c.Numbers, n)
		}
	}
	c.Emails = joinedWords(c.Emails, o.Emails)
	c.Groups = joinedWords(c.Groups, o.Groups)
	c.Topics = joinedWords(c.Topics, o.Topics)
	c.Deputies = slices.Clone(c.Deputies)
	for _, d := range o.Deputies {
		if !slices.Contains(c.Deputies, d) && d != c.ID {
			c.Deputies = append(c.Deputies, d)
		}
	}
	return c
}

func joinedWords(a, b []string) []string {
	a = slices.Clone(a)
	for _, w := range b {
		if !slices.ContainsFunc(a, func(x string) bool { return strings.EqualFold(x, w) }) {
			a = append(a, w)
		}
	}
	return a
}
