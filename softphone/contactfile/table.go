package contactfile

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"

	"anteroom/softphone"
)

// ownID heads the ids of our own exports. What other programs call ID is theirs and says nothing about our contacts.
const ownID = "Anteroom-ID"

// headings are the names of columns, without spaces and signs, in the exports of common programs and in the languages of
// the house and its neighbours.
var headings = map[softphone.ContactField]string{
	softphone.FieldID:           "anteroomid",
	softphone.FieldKind:         "kind,type,slag,art,stafforcontact,ansattellerkontakt",
	softphone.FieldSurname:      "surname,lastname,familyname,etternavn,efternamn,efternavn,slektsnavn,nachname,familienname,nomdefamille,фамилия,sn",
	softphone.FieldFirstName:    "firstname,givenname,fornavn,förnamn,vorname,prénom,имя,forename",
	softphone.FieldPatronymic:   "patronymic,middlename,additionalname,mellomnavn,farsnavn,отчество,zweitername",
	softphone.FieldFullName:     "name,fullname,displayname,wholename,helenavnet,navn,namn,fulltnavn,visningsnavn,anzeigename,nom,фио,contact,kontakt,kontaktperson",
	softphone.FieldPosition:     "position,title,jobtitle,stilling,tittel,rolle,role,должность,titel,organization1title,organizationtitle,yrke",
	softphone.FieldDepartment:   "department,dept,avdeling,avdelning,abteilung,отдел,organization1department,organizationdepartment",
	softphone.FieldOrganisation: "organisation,organization,organisasjon,company,companyname,firma,bedrift,selskap,virksomhet,организация,компания,unternehmen,organization1name,organizationname,employer",
	softphone.FieldAddress:      "formofaddress,salutation,tiltale,nameprefix,prefix,anrede,titulering",
	softphone.FieldWork: "work,workphone,businessphone,businessphone2,phone,telephone,telefon,tlf,tel,number,nummer,telefonnummer,phonenumber,arbeid,jobb,jobbtelefon,arbeidstelefon,direkte,direktenummer," +
		"linje,internnummer,extension,телефон,primaryphone,companymainphone,phone1value,phone2value,phone3value",
	softphone.FieldMobile: "mobile,mobilephone,mobil,mobilnummer,mobiltelefon,cell,cellphone,handy,мобильный",
	softphone.FieldHome:   "home,homephone,homephone2,privat,privattelefon,hjem,hjemmetelefon,домашний",
	softphone.FieldOther:  "other,otherphone,othernumber,annetnummer,annet,andre,annettelefon,otherphonenumber",
	softphone.FieldEmail:  "email,emailaddress,email2address,email3address,epost,epostadresse,mail,epostadress,почта,email1value,email2value,email3value",
	softphone.FieldGroups: "groups,group,categories,category,grupper,gruppe,kategori,kategorier,labels,groupmembership,группы",
	softphone.FieldTopics: "topics,topic,emner,emne,svarerfor,answersfor,answersfortopics,svarerforemner,темы,responsibilities,ansvar",
	softphone.FieldNotes:  "notes,note,notater,merknad,merknader,kommentar,comments,anmerkung,заметки,notiser",
}

func fieldOf(heading string) softphone.ContactField {
	h := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, heading)
	for _, f := range softphone.ContactFields {
		if h != "" && slices.Contains(strings.Split(headings[f], ","), h) {
			return f
		}
	}
	return softphone.FieldNothing
}

// separator is the sign that parts most of the first lines into the same number of columns.
func separator(text string) rune {
	var lines []string
	for l := range strings.Lines(text) {
		if lines = append(lines, l); len(lines) == 10 {
			break
		}
	}
	best, most := ',', 0
	for _, sign := range []rune{';', '\t', ',', '|'} {
		counts := map[int]int{}
		for _, l := range lines {
			counts[countOutside(l, sign)]++
		}
		score := 0
		for n, times := range counts {
			if n > 0 {
				score = max(score, times*1000+min(n, 999))
			}
		}
		if score > most {
			best, most = sign, score
		}
	}
	return best
}

func countOutside(line string, sign rune) (n int) {
	quoted := false
	for _, r := range line {
		switch {
		case r == '"':
			quoted = !quoted
		case r == sign && !quoted:
			n++
		}
	}
	return n
}

func readTable(ctx context.Context, text string, mapping []softphone.ContactField) (softphone.ReadFile, error) {
	sign := separator(text)
	f := softphone.ReadFile{Format: softphone.FormatCSV, Separator: string(sign)}
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.LazyQuotes, r.FieldsPerRecord = sign, true, -1
	var rows [][]string
	var at []int
	for {
		if ctx.Err() != nil {
			return f, ctx.Err()
		}
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			var p *csv.ParseError
			line := 0
			if errors.As(err, &p) {
				line = p.Line
			}
			f.Problems = append(f.Problems, softphone.ReadProblem{Line: line, Code: softphone.ProblemCard, Detail: err.Error()})
			if row == nil {
				continue
			}
		}
		line, _ := r.FieldPos(0)
		rows, at = append(rows, row), append(at, line)
	}
	if len(rows) == 0 {
		return f, softphone.Reason{Code: softphone.BadFile, Detail: "empty"}
	}
	f.Heading = rows[0]
	named := false
	for _, h := range f.Heading {
		field := fieldOf(h)
		named = named || field != softphone.FieldNothing
		f.Mapping = append(f.Mapping, field)
	}
	if named {
		rows, at = rows[1:], at[1:]
	} else { // no heading: the first line is a contact as well
		f.Heading, f.Mapping = nil, guess(rows)
		for i := range f.Mapping {
			f.Heading = append(f.Heading, fmt.Sprint(i+1))
		}
	}
	if mapping != nil {
		if len(mapping) != len(f.Mapping) {
			return f, softphone.Reason{Code: softphone.BadValue, Detail: fmt.Sprintf("%d columns, %d fields", len(f.Mapping), len(mapping))}
		}
		f.Mapping = slices.Clone(mapping)
	}
	for i, row := range rows {
		if ctx.Err() != nil {
			return f, ctx.Err()
		}
		if len(row) != len(f.Mapping) {
			f.Problems = append(f.Problems, softphone.ReadProblem{Line: at[i], Code: softphone.ProblemColumns, Detail: fmt.Sprintf("%d / %d", len(row), len(f.Mapping))})
		}
		if strings.TrimSpace(strings.Join(row, "")) != "" {
			add(&f, softphone.ReadContact{Line: at[i], Contact: rowOf(row, f.Mapping)})
		}
	}
	return f, nil
}

// guess tells by what stands in the columns of a table without a heading what they hold.
func guess(rows [][]string) []softphone.ContactField {
	out := make([]softphone.ContactField, len(rows[0]))
	named := false
	for i, cell := range rows[0] {
		digits := strings.Trim(cell, "+0123456789 ()-/.") == "" && len(cell) > 2
		switch {
		case strings.Contains(cell, "@"):
			out[i] = softphone.FieldEmail
		case digits:
			out[i] = softphone.FieldWork
		case !named && strings.TrimSpace(cell) != "":
			out[i], named = softphone.FieldFullName, true
		}
	}
	return out
}

func rowOf(row []string, mapping []softphone.ContactField) softphone.Contact {
	c := softphone.Contact{Kind: softphone.Outside}
	full := ""
	for i, cell := range row {
		if i >= len(mapping) {
			break
		}
		if cell = bare(strings.TrimSpace(cell)); cell == "" {
			continue
		}
		number := func(k softphone.NumberKind) {
			for _, n := range split(strings.ReplaceAll(cell, ":::", ";"), ";,\n|") {
				c.Numbers = append(c.Numbers, softphone.ContactNumber{Kind: k, Number: n})
			}
		}
		switch mapping[i] {
		case softphone.FieldID:
			c.ID = softphone.ContactID(cell)
		case softphone.FieldKind:
			if strings.EqualFold(cell, string(softphone.Staff)) || strings.EqualFold(cell, "ansatt") {
				c.Kind = softphone.Staff
			}
		case softphone.FieldSurname:
			c.Surname = cell
		case softphone.FieldFirstName:
			c.FirstName = cell
		case softphone.FieldPatronymic:
			c.Patronymic = cell
		case softphone.FieldFullName:
			full = cell
		case softphone.FieldPosition:
			c.Position = cell
		case softphone.FieldDepartment:
			c.Department = cell
		case softphone.FieldOrganisation:
			c.Organisation = cell
		case softphone.FieldAddress:
			c.Address = cell
		case softphone.FieldWork:
			number(softphone.NumberWork)
		case softphone.FieldMobile:
			number(softphone.NumberMobile)
		case softphone.FieldHome:
			number(softphone.NumberHome)
		case softphone.FieldOther:
			number(softphone.NumberOther)
		case softphone.FieldEmail:
			c.Emails = append(c.Emails, split(strings.ReplaceAll(cell, ":::", ";"), ";, \n")...)
		case softphone.FieldGroups:
			c.Groups = append(c.Groups, split(strings.ReplaceAll(cell, ":::", ";"), ";,")...)
		case softphone.FieldTopics:
			c.Topics = append(c.Topics, split(cell, ";,")...)
		case softphone.FieldNotes:
			c.Notes = strings.TrimSpace(c.Notes + "\n" + cell)
		}
	}
	if full != "" && c.Surname+c.FirstName == "" {
		splitName(&c, full)
	}
	return c
}

// written are the columns of a table that is written: all but the name in one.
func written() (out []softphone.ContactField) {
	for _, f := range softphone.ContactFields {
		if f != softphone.FieldFullName {
			out = append(out, f)
		}
	}
	return out
}

func writeTable(ctx context.Context, w io.Writer, all []softphone.Contact) error {
	out := softphone.NewTableWriter(w, ';', harmless)
	row := []string{}
	for _, f := range written() {
		switch f {
		case softphone.FieldAddress: // not where somebody lives
			row = append(row, "form_of_address")
		case softphone.FieldID:
			row = append(row, ownID)
		default:
			row = append(row, string(f))
		}
	}
	if err := out.Row(row...); err != nil {
		return err
	}
	for _, c := range all {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		row = row[:0]
		for _, f := range written() {
			row = append(row, c.Text(f))
		}
		if err := out.Row(row...); err != nil {
			return err
		}
	}
	return out.Flush()
}

// harmless keeps a spreadsheet from taking a text for a formula. Telephone numbers stay as they are.
func harmless(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) && strings.Trim(s, "+0123456789 ()-/.,") != "" {
		return "'" + s
	}
	return s
}

// bare undoes harmless.
func bare(s string) string {
	if len(s) > 1 && s[0] == '\'' && strings.ContainsRune("=+-@\t\r", rune(s[1])) {
		return s[1:]
	}
	return s
}
