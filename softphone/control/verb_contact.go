package control

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"anteroom/softphone"
)

const contactUsage = "contact find [WORDS] | contact show|remove ID | contact import FILE [--map FIELD,…] [--yes] | contact export FILE.vcf|FILE.csv | " +
	"contact changes | contact undo [CHANGE] | contact duplicates | contact ldap WORDS | contact ldap-password --password-stdin"

const (
	contactsListed = 50
	linesListed    = 20 // of each kind in a preview
	// largestFile of contacts, in bytes.
	largestFile = 256 << 20
)

type contactWords struct {
	ID           softphone.ContactID   `json:"id"`
	Kind         softphone.ContactKind `json:"kind"`
	Name         string                `json:"name,omitempty"`
	Position     string                `json:"position,omitempty"`
	Department   string                `json:"department,omitempty"`
	Organisation string                `json:"organisation,omitempty"`
	Numbers      []string              `json:"numbers,omitempty"`
	Emails       []string              `json:"emails,omitempty"`
	Groups       []string              `json:"groups,omitempty"`
	Topics       []string              `json:"topics,omitempty"`
	Notes        string                `json:"notes,omitempty"`
	LastContact  *time.Time            `json:"last_contact,omitempty"`
}

func contactWordsOf(c softphone.Contact) contactWords {
	w := contactWords{ID: c.ID, Kind: c.Kind, Name: c.Name(), Position: c.Position, Department: c.Department, Organisation: c.Organisation,
		Emails: c.Emails, Groups: c.Groups, Topics: c.Topics, Notes: c.Notes}
	for _, n := range c.Numbers {
		w.Numbers = append(w.Numbers, n.Number)
	}
	if !c.LastContact.IsZero() {
		w.LastContact = &c.LastContact
	}
	return w
}

func (v *visit) contact(rest []string, stdin string) error {
	if len(rest) == 0 {
		return usage(contactUsage)
	}
	switch verb, more := rest[0], rest[1:]; {
	case verb == "find":
		return v.contactFind(strings.Join(more, " "))
	case verb == "show" && len(more) == 1:
		c, err := v.Contacts.Contact(v.ctx, softphone.ContactID(more[0]))
		if err != nil {
			return err
		}
		return v.emit(contactWordsOf(c))
	case verb == "remove" && len(more) == 1:
		if why := v.mayBe(softphone.DeedDelete); why != nil {
			return why
		}
		id := softphone.ContactID(more[0])
		if _, err := v.Contacts.Contact(v.ctx, id); err != nil {
			return err
		}
		return v.changeContacts(softphone.ContactChange{Kind: softphone.ContactRemoved, Remove: []softphone.ContactID{id}})
	case verb == "import" && len(more) > 0:
		return v.contactImport(more)
	case verb == "export" && len(more) == 1:
		return v.contactExport(more[0])
	case verb == "changes" && len(more) == 0:
		return v.contactChanges()
	case verb == "undo" && len(more) < 2:
		return v.contactUndo(more)
	case verb == "ldap-password" && len(more) == 1 && strings.HasSuffix(more[0], "-password-stdin"):
		return v.LDAPSecret.SaveLDAPPassword(v.ctx, softphone.Secret(strings.TrimRight(stdin, "\r\n")))
	case verb == "ldap" && len(more) > 0:
		return v.contactElsewhere(strings.Join(more, " "))
	case verb == "duplicates" && len(more) == 0:
		return v.contactDuplicates()
	}
	return usage(contactUsage)
}

// contactElsewhere asks the directory server.
func (v *visit) contactElsewhere(words string) error {
	all, err := v.Elsewhere.Find(v.ctx, words, contactsListed)
	for _, c := range all {
		if err == nil {
			err = v.emit(contactWordsOf(c))
		}
	}
	return err
}

func (v *visit) contactFind(words string) error {
	began := time.Now()
	page, err := v.Contacts.FindContacts(v.ctx, softphone.ContactQuery{Words: words}, 0, contactsListed)
	if err != nil {
		return err
	}
	for _, c := range page.Contacts {
		if err := v.emit(contactWordsOf(c)); err != nil {
			return err
		}
	}
	return v.emit(struct {
		Found int     `json:"found"`
		MS    float64 `json:"ms"`
	}{page.Total, float64(time.Since(began).Microseconds()) / 1000})
}

type planWords struct {
	Format    softphone.ContactFormat  `json:"format"`
	Encoding  string                   `json:"encoding"`
	Separator string                   `json:"separator,omitempty"`
	Heading   []string                 `json:"heading,omitempty"`
	Mapping   []softphone.ContactField `json:"mapping,omitempty"`
	New       int                      `json:"new"`
	Changed   int                      `json:"changed"`
	Same      int                      `json:"same"`
	Problems  int                      `json:"problems"`
}

func (v *visit) contactImport(rest []string) error {
	var columns string
	var yes bool
	f := flag.NewFlagSet("contact import", flag.ContinueOnError)
	f.SetOutput(io.Discard)
	f.StringVar(&columns, "map", "", "")
	f.BoolVar(&yes, "yes", false, "")
	if f.Parse(rest[1:]) != nil || f.NArg() > 0 {
		return usage(contactUsage)
	}
	text, err := readWhole(rest[0])
	if err != nil {
		return err
	}
	var mapping []softphone.ContactField
	if columns != "" {
		for _, c := range strings.Split(columns, ",") {
			mapping = append(mapping, softphone.ContactField(strings.TrimSpace(c)))
		}
	}
	file, err := v.Files.Read(v.ctx, text, mapping)
	if err != nil {
		return err
	}
	plan, err := v.Contacts.PlanImport(v.ctx, file.Contacts)
	if err != nil {
		return err
	}
	problems := append(file.Problems, plan.Problems...)
	if err := v.emit(planWords{file.Format, file.Encoding, file.Separator, file.Heading, file.Mapping, len(plan.New), len(plan.Changed), plan.Same, len(problems)}); err != nil {
		return err
	}
	if err := v.emitPlan(plan, problems); err != nil {
		return err
	}
	switch {
	case !yes:
		return nil
	case len(plan.New)+len(plan.Changed) == 0:
		return nil
	}
	return v.changeContacts(plan.Change(filepath.Base(rest[0])))
}

// emitPlan prints the first of what an import would do.
func (v *visit) emitPlan(plan softphone.ImportPlan, problems []softphone.ReadProblem) error {
	for _, x := range plan.New[:min(linesListed, len(plan.New))] {
		if err := v.emit(struct {
			Line int    `json:"line"`
			New  string `json:"new"`
		}{x.Line, softphone.FullName(x.After.Name(), x.After.Organisation)}); err != nil {
			return err
		}
	}
	for _, x := range plan.Changed[:min(linesListed, len(plan.Changed))] {
		fields := map[softphone.ContactField][2]string{}
		for _, c := range x.Changes {
			fields[c.Field] = [2]string{c.Old, c.New}
		}
		if err := v.emit(struct {
			Line    int                                  `json:"line"`
			Changed string                               `json:"changed"`
			Fields  map[softphone.ContactField][2]string `json:"fields"`
		}{x.Line, softphone.FullName(x.After.Name(), x.After.Organisation), fields}); err != nil {
			return err
		}
	}
	for _, p := range problems[:min(linesListed, len(problems))] {
		if err := v.emit(struct {
			Line    int                   `json:"line"`
			Problem softphone.ProblemCode `json:"problem"`
			Detail  string                `json:"detail"`
		}{p.Line, p.Code, p.Detail}); err != nil {
			return err
		}
	}
	return nil
}

// readWhole reads a file of contacts.
func readWhole(path string) ([]byte, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, softphone.Reason{Code: softphone.BadFile, Detail: err.Error()}
	case !info.Mode().IsRegular() || info.Size() > largestFile:
		return nil, softphone.Reason{Code: softphone.BadFile, Detail: fmt.Sprintf("%s: no file of at most %d MB", path, largestFile>>20)}
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, softphone.Reason{Code: softphone.BadFile, Detail: err.Error()}
	}
	return text, nil
}

// changeContacts carries a change out, and tells the desk.
func (v *visit) changeContacts(c softphone.ContactChange) error {
	id, err := v.Contacts.ChangeContacts(v.ctx, c, nil)
	if err != nil {
		return err
	}
	for _, e := range v.Desk.State().NamedAnew(c.Put, softphone.At{At: v.Now()}) {
		v.Desk.Tell(e)
	}
	v.contactsChanged()
	return v.emit(struct {
		Change softphone.ChangeID `json:"change"`
		Undo   string             `json:"undo"`
	}{id, fmt.Sprintf("contact undo %d", id)})
}

func (v *visit) contactsChanged() {
	v.Desk.Tell(softphone.Saved{At: softphone.At{At: v.Now()}, What: softphone.SavedContacts})
}

func (v *visit) contactExport(path string) error {
	if why := v.mayBe(softphone.DeedExport); why != nil {
		return why
	}
	format := softphone.FormatVCard
	switch strings.ToLower(filepath.Ext(path)) {
	case ".csv":
		format = softphone.FormatCSV
	case ".vcf", ".vcard":
	default:
		return usage("contact export FILE.vcf|FILE.csv")
	}
	var all []softphone.Contact
	err := v.Contacts.EachContact(v.ctx, func(c softphone.Contact) error { all = append(all, c); return nil })
	if err != nil {
		return err
	}
	text, err := v.Files.Write(v.ctx, format, all)
	if err != nil {
		return err
	}
	if err := v.writeNew(path, text); err != nil {
		return err
	}
	return v.emit(struct {
		File     string `json:"file"`
		Contacts int    `json:"contacts"`
	}{path, len(all)})
}

// writeNew writes a file that is not there yet, whole or not at all.
func (v *visit) writeNew(path string, text []byte) error {
	if _, err := os.Lstat(path); err == nil {
		return softphone.Reason{Code: softphone.BadFile, Detail: path + " is there already; another name, please, or remove it first"}
	}
	return v.Tables.WriteWhole(path, text)
}

type changeWords struct {
	Change   softphone.ChangeID   `json:"change"`
	At       time.Time            `json:"at"`
	Kind     softphone.ChangeKind `json:"kind"`
	Source   string               `json:"source,omitempty"`
	Contacts int                  `json:"contacts"`
	Undone   bool                 `json:"undone,omitempty"`
}

func (v *visit) contactChanges() error {
	all, err := v.Contacts.ContactChanges(v.ctx, contactsListed)
	for _, d := range all {
		if err == nil {
			err = v.emit(changeWords{d.ID, d.At, d.Kind, d.Source, d.Contacts, d.Undone})
		}
	}
	return err
}

// contactUndo undoes a change, the last one when none is named.
func (v *visit) contactUndo(rest []string) error {
	var id softphone.ChangeID
	if len(rest) == 1 {
		n, err := strconv.ParseInt(rest[0], 10, 64)
		if err != nil {
			return usage("contact undo [CHANGE]")
		}
		id = softphone.ChangeID(n)
	} else {
		all, err := v.Contacts.ContactChanges(v.ctx, contactsListed)
		if err != nil {
			return err
		}
		for _, d := range all {
			if !d.Undone {
				id = d.ID
				break
			}
		}
	}
	done, err := v.Contacts.UndoContacts(context.WithoutCancel(v.ctx), id)
	if err != nil {
		return err
	}
	v.contactsChanged()
	return v.emit(struct {
		Change   softphone.ChangeID `json:"change"`
		Restored int                `json:"restored"`
		Kept     int                `json:"changed_since_and_kept"`
		Gone     int                `json:"removed_since_and_left_out"`
	}{id, done.Restored, done.Kept, done.Gone})
}

func (v *visit) contactDuplicates() error {
	all, err := v.Contacts.Duplicates(v.ctx, contactsListed)
	for _, d := range all {
		if err != nil {
			break
		}
		var w []contactWords
		for _, c := range d.Contacts {
			w = append(w, contactWordsOf(c))
		}
		err = v.emit(struct {
			Cause    softphone.DuplicateCause `json:"same"`
			Contacts []contactWords           `json:"contacts"`
		}{d.Cause, w})
	}
	return err
}
