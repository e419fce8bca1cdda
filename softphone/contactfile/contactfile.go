// Package contactfile reads and writes files of contacts: vCard (RFC 2425 and 2426, 6350, and the older 2.1) and tables
// of comma-separated values (RFC 4180), in whatever encoding and with whatever heading they come.
package contactfile

import (
	"bytes"
	"context"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/htmlindex"

	"anteroom/softphone"
)

// longest is how many characters a field may have; notes may have longestNotes.
const (
	longest      = 500
	longestNotes = 4000
)

// Files reads and writes; it has no state.
type Files struct{}

var _ softphone.ContactFile = Files{}

// Read understands a vCard file or a table. The error is a softphone.Reason BadFile, or ctx's.
func (Files) Read(ctx context.Context, text []byte, mapping []softphone.ContactField) (softphone.ReadFile, error) {
	plain, encoding := softphone.PlainText(text)
	if strings.TrimSpace(plain) == "" {
		return softphone.ReadFile{}, softphone.Reason{Code: softphone.BadFile, Detail: "empty"}
	}
	if strings.ContainsRune(plain[:min(len(plain), 4096)], 0) {
		return softphone.ReadFile{}, softphone.Reason{Code: softphone.BadFile, Detail: "not text"}
	}
	var f softphone.ReadFile
	var err error
	if head := strings.TrimSpace(plain); len(head) >= 11 && strings.EqualFold(head[:11], "BEGIN:VCARD") {
		f, err = readCards(ctx, plain)
	} else {
		f, err = readTable(ctx, plain, mapping)
	}
	f.Encoding = encoding
	return f, err
}

// Write gives the whole file.
func (Files) Write(ctx context.Context, format softphone.ContactFormat, all []softphone.Contact) ([]byte, error) {
	var b bytes.Buffer
	var err error
	switch format {
	case softphone.FormatVCard:
		err = writeCards(ctx, &b, all)
	case softphone.FormatCSV:
		err = writeTable(ctx, &b, all)
	default:
		err = softphone.Reason{Code: softphone.BadValue, Detail: "format: " + string(softphone.FormatVCard) + ", " + string(softphone.FormatCSV)}
	}
	return b.Bytes(), err
}

// decodeAs gives text in a named character set; an unknown name, or none, is guessed.
func decodeAs(raw, charset string) string {
	if charset != "" && !strings.EqualFold(charset, "utf-8") {
		if e, err := htmlindex.Get(charset); err == nil {
			if text, err := e.NewDecoder().String(raw); err == nil {
				return text
			}
		}
	}
	if utf8.ValidString(raw) {
		return raw
	}
	return softphone.Windows1252([]byte(raw))
}

// check looks a contact that was read through: what cannot stand in its field goes to the notes, and is told.
func check(r softphone.ReadContact) (softphone.ReadContact, []softphone.ReadProblem) {
	var out []softphone.ReadProblem
	tell := func(code softphone.ProblemCode, detail string) {
		out = append(out, softphone.ReadProblem{Line: r.Line, Code: code, Detail: cut(detail, 80)})
	}
	c := &r.Contact
	note := func(s string) { c.Notes = strings.TrimSpace(c.Notes + "\n" + s) }
	for _, f := range []*string{&c.Surname, &c.FirstName, &c.Patronymic, &c.Position, &c.Department, &c.Organisation, &c.Address} {
		*f = strings.Join(strings.Fields(*f), " ")
		if utf8.RuneCountInString(*f) > longest {
			tell(softphone.ProblemTooLong, *f)
			*f = cut(*f, longest)
		}
	}
	var numbers []softphone.ContactNumber
	for _, n := range c.Numbers {
		switch {
		case softphone.BareNumber(n.Number) == "", strings.Contains(n.Number, " ") && !strings.ContainsAny(n.Number, "0123456789"):
			tell(softphone.ProblemNumber, n.Number)
			note(n.Number)
		default:
			numbers = append(numbers, n)
		}
	}
	c.Numbers = numbers
	var mails []string
	for _, m := range c.Emails {
		if at := strings.IndexByte(m, '@'); at < 1 || at == len(m)-1 || strings.ContainsAny(m, " \t<>,") {
			tell(softphone.ProblemEmail, m)
			note(m)
		} else {
			mails = append(mails, m)
		}
	}
	c.Emails = mails
	if utf8.RuneCountInString(c.Notes) > longestNotes {
		tell(softphone.ProblemTooLong, c.Notes)
		c.Notes = cut(c.Notes, longestNotes)
	}
	if c.Name() == "" && c.Organisation == "" {
		tell(softphone.ProblemNoName, strings.Join(c.Emails, " ")+c.Notes)
	}
	return r, out
}

func cut(s string, n int) string {
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	return string(r[:n-1]) + "…"
}

// add takes a contact into the file, unless nobody could tell who it is.
func add(f *softphone.ReadFile, r softphone.ReadContact) {
	r, problems := check(r)
	f.Problems = append(f.Problems, problems...)
	for _, p := range problems {
		if p.Code == softphone.ProblemNoName {
			return
		}
	}
	f.Contacts = append(f.Contacts, r)
}

// split parts a list in one cell or value.
func split(s string, separators string) (out []string) {
	for _, part := range strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(separators, r) }) {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}

// splitName parts a name in one: "Østby, Ragnhild" or "Ragnhild Østby", the last word being the surname.
func splitName(c *softphone.Contact, name string) {
	if surname, first, ok := strings.Cut(name, ","); ok {
		c.Surname, c.FirstName = strings.TrimSpace(surname), strings.TrimSpace(first)
		return
	}
	words := strings.Fields(name)
	if len(words) == 0 {
		return
	}
	c.Surname = words[len(words)-1]
	c.FirstName = strings.Join(words[:len(words)-1], " ")
}
