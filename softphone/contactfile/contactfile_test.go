package contactfile

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"

	"anteroom/softphone"
)

func read(t *testing.T, text string, mapping ...softphone.ContactField) softphone.ReadFile {
	t.Helper()
	f, err := Files{}.Read(t.Context(), []byte(text), mapping)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func numbers(kinds ...string) (out []softphone.ContactNumber) {
	for i := 0; i < len(kinds); i += 2 {
		out = append(out, softphone.ContactNumber{Kind: softphone.NumberKind(kinds[i]), Number: kinds[i+1]})
	}
	return out
}

var ostby = softphone.Contact{Kind: softphone.Outside, Surname: "Østby", FirstName: "Ragnhild", Position: "Styreleder", Organisation: "Østby Invest AS", Department: "Styret",
	Numbers: numbers("work", "22 41 30 77", "mobile", "+4791000011"), Emails: []string{"r@ostby.example"}, Groups: []string{"Styret", "Presse"}, Notes: "Linje én\nlinje to"}

func TestRead_UnderstandsEveryVersionOfVCard(t *testing.T) {
	for name, text := range map[string]string{
		"2.1": "BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C3=98stby;Ragn=\r\nhild;;\r\n" +
			"ORG;CHARSET=ISO-8859-1;QUOTED-PRINTABLE:=D8stby Invest AS;Styret\r\nTITLE:Styreleder\r\nTEL;WORK;VOICE:22 41 30 77\r\nTEL;CELL:+4791000011\r\n" +
			"EMAIL;INTERNET:r@ostby.example\r\nPHOTO;JPEG;ENCODING=BASE64:\r\n /9j/4AAQSkZJRg\r\n AAAA\r\n\r\nCATEGORIES:Styret,Presse\r\n" +
			"NOTE;ENCODING=QUOTED-PRINTABLE;CHARSET=utf-8:Linje =C3=A9n=0D=0A=\r\nlinje to\r\nEND:VCARD\r\n",
		"3.0": "BEGIN:VCARD\nVERSION:3.0\nN:Østby;Ragnhild;;;\nFN:Ragnhild Østby\nORG:Østby Inv\n est AS;Styret\nTITLE:Styreleder\nitem1.TEL;TYPE=WORK,VOICE:22 41 30 77\n" +
			"TEL;TYPE=cell;TYPE=pref:+4791000011\nEMAIL;TYPE=INTERNET:r@ostby.example\nCATEGORIES:Styret,Presse\nNOTE:Linje én\\nlinje to\nEND:VCARD\n",
		"4.0": "begin:vcard\nVERSION:4.0\nFN:Ragnhild Østby\nN:Østby;Ragnhild;;;\nORG;SORT-AS=\"a:b\":Østby Invest AS;Styret\nTITLE:Styreleder\n" +
			"TEL;VALUE=uri;TYPE=\"voice,work\":tel:22 41 30 77\nTEL;VALUE=uri;TYPE=cell:tel:+4791000011;ext=1\nEMAIL:r@ostby.example\nPHOTO:data:image/png;base64,AAAA\n" +
			"CATEGORIES:Styret,Presse\nNOTE:Linje én\\nlinje to\nend:vcard",
	} {
		f := read(t, text)
		if len(f.Contacts) != 1 || len(f.Problems) != 0 {
			t.Errorf("%s: %d contacts, problems %v", name, len(f.Contacts), f.Problems)
			continue
		}
		if d := cmp.Diff(ostby, f.Contacts[0].Contact); d != "" {
			t.Errorf("%s (-want +got):\n%s", name, d)
		}
	}
}

func TestRead_TellsWhichCardIsBadAndReadsTheRest(t *testing.T) {
	f := read(t, "BEGIN:VCARD\nN:Berg;Odd\nTEL:ring meg!\nEMAIL:ingen\nEND:VCARD\n\nBEGIN:VCARD\nN:;;\nNOTE:hvem?\nEND:VCARD\nBEGIN:VCARD\nN:Halv\nBEGIN:VCARD\nFN:Kari Moe\nEND:VCARD\nsludder\n")
	var got []string
	for _, c := range f.Contacts {
		got = append(got, c.Contact.Name())
	}
	if strings.Join(got, ",") != "Odd Berg,Kari Moe" || !strings.Contains(f.Contacts[0].Contact.Notes, "ring meg!\ningen") {
		t.Errorf("%q %q", got, f.Contacts[0].Contact.Notes)
	}
	want := []softphone.ReadProblem{{Line: 1, Code: softphone.ProblemNumber, Detail: "ring meg!"}, {Line: 1, Code: softphone.ProblemEmail, Detail: "ingen"},
		{Line: 7, Code: softphone.ProblemNoName, Detail: "hvem?"}, {Line: 11, Code: softphone.ProblemCard, Detail: "END:VCARD"}, {Line: 16, Code: softphone.ProblemCard, Detail: "sludder"}}
	if d := cmp.Diff(want, f.Problems); d != "" {
		t.Error(d)
	}
}

func TestRead_GuessesEncodingSeparatorAndColumnsOfATable(t *testing.T) {
	latin, err := charmap.Windows1252.NewEncoder().String("Etternavn;Fornavn;Firma;Telefon;Mobil;E-post;Grupper;Merknader;Sko\r\nØstby;Ragnhild;Østby Invest AS;22 41 30 77;+4791000011;r@ostby.example;Styret, Presse;\"Linje én\nlinje to\";41\r\n")
	if err != nil {
		t.Fatal(err)
	}
	want := ostby
	want.Position, want.Department = "", ""
	for name, c := range map[string]struct{ text, encoding, separator string }{
		"Excel":   {latin, "Windows-1252", ";"},
		"Outlook": {"\ufeffFirst Name,Last Name,Company,Business Phone,Mobile Phone,E-mail Address,Categories,Notes\nRagnhild,Østby,Østby Invest AS,22 41 30 77,+4791000011,r@ostby.example,Styret;Presse,\"Linje én\nlinje to\"", "UTF-8", ","},
		"Google":  {"Given Name\tFamily Name\tOrganization Name\tPhone 1 - Value\tMobile\tE-mail 1 - Value\tLabels\tNotes\nRagnhild\tØstby\tØstby Invest AS\t22 41 30 77\t+4791000011\tr@ostby.example\tStyret ::: Presse\t\"Linje én\nlinje to\"\n", "UTF-8", "\t"},
		"UTF-16":  {utf16Of("Navn;Firma;Tlf;Mobil;Epost;Kategorier;Notater\n\"Østby, Ragnhild\";Østby Invest AS;22 41 30 77;+4791000011;r@ostby.example;Styret,Presse;\"Linje én\nlinje to\"\n"), "UTF-16", ";"},
	} {
		f := read(t, c.text)
		if f.Encoding != c.encoding || f.Separator != c.separator || len(f.Contacts) != 1 || len(f.Problems) != 0 {
			t.Errorf("%s: %q %q, %d contacts, problems %v", name, f.Encoding, f.Separator, len(f.Contacts), f.Problems)
			continue
		}
		if d := cmp.Diff(want, f.Contacts[0].Contact); d != "" || f.Contacts[0].Line != 2 {
			t.Errorf("%s, line %d (-want +got):\n%s", name, f.Contacts[0].Line, d)
		}
	}
}

func utf16Of(s string) string {
	out := "\xff\xfe"
	for _, r := range s {
		out += string([]byte{byte(r), byte(r >> 8)})
	}
	return out
}

func TestRead_TakesAnotherMappingAndATableWithoutHeading(t *testing.T) {
	f := read(t, "Kari Moe;203;kari@example.org\nOdd Berg;204;odd@example.org\n")
	if len(f.Contacts) != 2 || f.Contacts[0].Contact.Surname != "Moe" || f.Contacts[1].Contact.Numbers[0].Number != "204" || f.Contacts[1].Line != 2 {
		t.Errorf("%+v", f)
	}
	f = read(t, "A;B;C\nMoe;Kari;203;for mye\n", softphone.FieldSurname, softphone.FieldFirstName, softphone.FieldMobile)
	if len(f.Problems) == 0 || len(f.Contacts) != 2 || f.Contacts[1].Contact.Numbers[0].Kind != softphone.NumberMobile {
		t.Errorf("%+v", f)
	}
	if _, err := (Files{}).Read(t.Context(), []byte("Navn;Tlf\nx;1\n"), []softphone.ContactField{softphone.FieldSurname}); err == nil {
		t.Error("a mapping of another width is taken")
	}
}

func TestRead_OnlyOurOwnIDsAreOurs(t *testing.T) {
	for _, heading := range []string{"ID", "Id", "UID", "Contact ID"} {
		f := read(t, heading+";Navn\na1;Kari Moe\n")
		if len(f.Contacts) != 1 || f.Contacts[0].Contact.ID != "" || f.Contacts[0].Contact.Surname != "Moe" {
			t.Errorf("%s: %+v", heading, f)
		}
	}
	if f := read(t, "Anteroom-ID;Navn\na1;Kari Moe\n"); f.Contacts[0].Contact.ID != "a1" {
		t.Errorf("%+v", f.Contacts)
	}
	if text, _ := (Files{}).Write(t.Context(), softphone.FormatCSV, []softphone.Contact{{ID: "b", Surname: "Moe"}}); !strings.HasPrefix(string(text), "\ufeffAnteroom-ID;") {
		t.Errorf("%s", text)
	}
}

func TestRead_RefusesWhatIsNoFileOfContacts(t *testing.T) {
	for _, raw := range []string{"", " \n", "\x00\x01\x02PNG\x00"} {
		if f, err := (Files{}).Read(t.Context(), []byte(raw), nil); err == nil {
			t.Errorf("%q: %+v", raw, f)
		}
	}
}

func TestWrite_IsReadBackTheSame(t *testing.T) {
	a := ostby
	a.ID, a.Kind, a.Patronymic, a.Topics, a.Address = "a1", softphone.Staff, "Олеговна", []string{"Faktura", "Purring"}, "Dr"
	b := softphone.Contact{ID: "b1", Kind: softphone.Outside, Organisation: "Bø; Sønn, \\ og \"co\" AS", Notes: "=HYPERLINK(1)", Numbers: numbers("home", "+47 22 00 41 00", "other", "sip:ida@example.org")}
	for _, format := range []softphone.ContactFormat{softphone.FormatVCard, softphone.FormatCSV} {
		text, err := Files{}.Write(t.Context(), format, []softphone.Contact{a, b})
		if err != nil {
			t.Fatal(err)
		}
		f := read(t, string(text))
		if len(f.Problems) != 0 || len(f.Contacts) != 2 {
			t.Fatalf("%s: %+v\n%s", format, f, text)
		}
		if d := cmp.Diff([]softphone.Contact{a, b}, []softphone.Contact{f.Contacts[0].Contact, f.Contacts[1].Contact}); d != "" {
			t.Errorf("%s (-want +got):\n%s\n%s", format, d, text)
		}
	}
	if text, _ := (Files{}).Write(t.Context(), softphone.FormatCSV, []softphone.Contact{b}); !strings.Contains(string(text), "'=HYPERLINK") {
		t.Error("a formula is written as one")
	}
}

func FuzzRead(f *testing.F) {
	f.Add("BEGIN:VCARD\nN:a;b\nEND:VCARD")
	f.Add("a;b\n\"c\n")
	f.Add("BEGIN:VCARD\nTEL;ENCODING=QUOTED-PRINTABLE:=\n=\nEND:VCARD")
	f.Fuzz(func(t *testing.T, text string) {
		_, _ = Files{}.Read(t.Context(), []byte(text), nil)
	})
}
