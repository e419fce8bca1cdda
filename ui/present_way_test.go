package ui

import (
	"strings"
	"testing"

	"anteroom/softphone"
)

// A number is read back in words, group by group, in either language.
func TestSpelled_SaysEachDigitInItsGroup(t *testing.T) {
	for lang, want := range map[string][2]string{
		"nb": {"to-to, fire-én, tre-null, sju-sju", "pluss-fire-sju"}, "en": {"two-two, four-one, three-zero, seven-seven", "plus-four-seven"}} {
		say := exactly(t, lang)
		if got := spelled("22413077", say); got != want[0] {
			t.Errorf("%s: %q", lang, got)
		}
		if got := spelled("+4722413077", say); !strings.HasPrefix(got, want[1]+", ") {
			t.Errorf("%s: %q", lang, got)
		}
	}
}

// Everything that stands on the form is read to the caller, his own words as they were typed, and a question ends it.
func TestReadBack_SaysTheWholeMessage(t *testing.T) {
	m := softphone.Message{For: "Henrik Aasen", Surname: "Østby", FirstName: "Ragnhild", Patronymic: "Petrovna", Position: "styreleder", Organisation: "Østby AS", Verbatim: "«Nei»,  sa hun.",
		Number: "22413077", CallWhen: "i morgen 9-11", Email: "r@ostby.example", Promised: "svar", PromisedBy: "15:00", Deputies: "Marit Lunde"}
	for _, lang := range languages {
		lines := readBackLines(m, exactly(t, lang))
		all := strings.Join(lines, "\n")
		for _, want := range []string{"Henrik Aasen", "Ragnhild Petrovna Østby", "styreleder", "Østby AS", m.Verbatim, "22 41 30 77", "i morgen 9-11", "r@ostby.example", "svar, 15:00", "Marit Lunde"} {
			if !strings.Contains(all, want) {
				t.Errorf("%s: %q is not read back: %s", lang, want, all)
			}
		}
		if last := lines[len(lines)-1]; !strings.HasSuffix(last, "?") {
			t.Errorf("%s: ends with %q", lang, last)
		}
	}
}

// Whoever is responsible for a contact, and who stands in for a member of staff, is on the card by name.
func TestDirectory_TheCardNamesDeputiesAndWhoIsResponsible(t *testing.T) {
	h, b := withPeople(t, "nb")
	b.all[1].Responsible, b.all[1].Notes = "1", "Ringer helst om morgenen"
	b.all[0].Deputies = []softphone.ContactID{"2"}
	h.strike("Ctrl+4")
	h.typeIn("østby")
	h.strike("Return")
	h.pass(0)
	reads(t, h, h.tr("directory.responsible"), "Siri Nes", "Ringer helst om morgenen")
	h.directory().choose("1")
	h.pass(0)
	reads(t, h, h.tr("directory.deputies"), "Ragnhild Østby", "Havneanløp")
}
