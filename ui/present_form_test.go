package ui

import (
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"anteroom/softphone"

	"github.com/google/go-cmp/cmp"
)

// Texts as typed by people all over the world; each must go through unharmed.
const foreign = "æøåÆØÅ Привет, Анатолий Петрович 'quotes' «side fire» 日本 e\u0301 \"x\"; DROP TABLE --\n\tneste linje 😀"

// wordsOf reads the form's, pages' and settings' sentences of one language.
func wordsOf(t *testing.T, lang string) wording {
	t.Helper()
	all := map[string]string{}
	for _, area := range []string{"form", "pages", "settings", "comfort", "log", "way", "letter", "script", "directory"} {
		b, err := os.ReadFile("../assets/translation/" + area + "." + lang + ".json")
		if err != nil {
			t.Fatal(err)
		}
		m := map[string]string{}
		if err := json.Unmarshal(b, &m); err != nil {
			t.Fatalf("%s.%s: %v", area, lang, err)
		}
		for k, v := range m {
			all[k] = v
		}
	}
	return func(key string, args ...any) string {
		s, ok := all[key]
		if !ok && !strings.HasPrefix(key, "reason.") {
			t.Errorf("%s: no sentence for %q", lang, key)
		}
		if len(args) > 0 {
			return fmt.Sprintf(s, args...)
		}
		return s
	}
}

var at = time.Date(2026, 11, 23, 13, 2, 0, 0, time.FixedZone("CET", 3600))

func TestTranslation_FormPagesAndSettingsSayTheSameInBothLanguages(t *testing.T) {
	verbs := regexp.MustCompile(`%[sdv]`)
	for _, area := range []string{"form", "pages", "settings", "comfort", "way", "letter", "script", "directory"} {
		text := map[string]map[string]string{}
		for _, lang := range []string{"nb", "en"} {
			b, err := os.ReadFile("../assets/translation/" + area + "." + lang + ".json")
			if err != nil {
				t.Fatal(err)
			}
			m := map[string]string{}
			if err := json.Unmarshal(b, &m); err != nil {
				t.Fatal(err)
			}
			text[lang] = m
		}
		for k, nb := range text["nb"] {
			en, ok := text["en"][k]
			if !ok {
				t.Errorf("%s: %q is missing in English", area, k)
				continue
			}
			if strings.TrimSpace(nb) == "" || strings.TrimSpace(en) == "" {
				t.Errorf("%s: %q is empty", area, k)
			}
			if d := cmp.Diff(verbs.FindAllString(nb, -1), verbs.FindAllString(en, -1)); d != "" {
				t.Errorf("%s: %q takes other arguments in English: %s", area, k, d)
			}
		}
		for k := range text["en"] {
			if _, ok := text["nb"][k]; !ok {
				t.Errorf("%s: %q is missing in Norwegian", area, k)
			}
		}
	}
}

func TestDraftMirror_KnowsItsOwnKeysFromChangesMadeElsewhere(t *testing.T) {
	d := newDraftMirror(softphone.Message{ID: "m", Taken: at, Urgency: softphone.Normal})
	var sent []softphone.Message
	for _, v := range []string{"Ø", "Øs", "Øst", "Østby"} {
		d.edit("surname", v)
		sent = append(sent, d.local)
	}
	if got := d.see(sent[1], "surname"); got != nil || d.local.Surname != "Østby" {
		t.Fatalf("an echo of an older key changed %v; surname is %q", got, d.local.Surname)
	}
	if !d.waiting() {
		t.Fatal("keys are on their way, but the form believes all is seen")
	}
	outside := sent[2]
	outside.Mood = softphone.MoodUnhappy
	if got := d.see(outside, "surname"); !slices.Equal(got, []string{"mood"}) || d.local.Mood != softphone.MoodUnhappy || d.local.Surname != "Østby" {
		t.Fatalf("changed %v, mood %q, surname %q", got, d.local.Mood, d.local.Surname)
	}
	last := sent[3]
	last.Mood = softphone.MoodUnhappy
	if got := d.see(last, "surname"); got != nil || d.waiting() {
		t.Fatalf("changed %v, waiting %v after everything was seen", got, d.waiting())
	}
	last.Surname = "Aasen"
	if got := d.see(last, "surname"); got != nil || d.local.Surname != "Østby" {
		t.Fatalf("a field being typed in was overwritten: %v %q", got, d.local.Surname)
	}
	if got := d.see(last, ""); !slices.Equal(got, []string{"surname"}) || d.local.Surname != "Aasen" {
		t.Fatalf("the change was lost when the field was left: %v %q", got, d.local.Surname)
	}
}

func TestDraftMirror_AnotherNumberHasNotBeenReadBack(t *testing.T) {
	d := newDraftMirror(softphone.Message{ID: "m", Number: "22413077"})
	d.edit("read_back", "yes")
	d.edit("all_read_back", "yes")
	if !d.local.ReadBack || !d.local.AllReadBack {
		t.Fatal("the ticks do not stay")
	}
	d.edit("number", "22413078")
	if d.local.ReadBack || d.local.AllReadBack {
		t.Fatal("another number still counts as read back")
	}
	d.edit("read_back", "yes")
	d.edit("all_read_back", "yes")
	d.edit("verbatim", "Noe mer")
	if !d.local.ReadBack || d.local.AllReadBack {
		t.Fatal("after more text the number stays read back and the whole does not")
	}
}

func TestFormFields_CarryEveryFieldOfTheFormUnharmed(t *testing.T) {
	want := softphone.Message{ID: "m", Taken: at, Principal: "p1", For: foreign, Surname: foreign, FirstName: foreign, Patronymic: foreign,
		Position: foreign, Organisation: foreign, Verbatim: foreign, Mood: softphone.MoodGood, Number: foreign, ReadBack: true, CallWhen: foreign,
		Email: foreign, Deputies: foreign, Urgency: softphone.Urgent, Promised: foreign, PromisedBy: foreign, AllReadBack: true}
	got := softphone.Message{ID: "m"}
	for _, f := range formFields {
		f.set(&got, f.get(want))
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Fatal(d)
	}
}

func TestFormDrafts_EveryCallKeepsItsOwnDraft(t *testing.T) {
	s := softphone.State{Selected: "a", Calls: []softphone.Call{
		{ID: "a", State: softphone.Talking, Draft: "m-a", Peer: softphone.Peer{Number: "22413077"}},
		{ID: "b", State: softphone.Held, Draft: "m-b"}},
		Drafts: []softphone.Message{{ID: "m-a", Call: "a", Number: "22413077"}, {ID: "m-b", Call: "b"}}}
	d := newFormDrafts()
	if another, _ := d.see(s, at, ""); !another || d.shown != "m-a" {
		t.Fatalf("shown %q", d.shown)
	}
	d.current().edit("verbatim", foreign)
	s.Selected = "b"
	d.see(s, at, "verbatim")
	if d.shown != "m-b" || d.current().local.Verbatim != "" {
		t.Fatalf("shown %q with %q", d.shown, d.current().local.Verbatim)
	}
	d.current().edit("verbatim", "den andre")
	s.Selected = "a"
	d.see(s, at, "verbatim")
	if d.shown != "m-a" || d.current().local.Verbatim != foreign {
		t.Fatalf("back at the first call: %q with %q", d.shown, d.current().local.Verbatim)
	}
	s.Drafts = s.Drafts[1:] // the first was taken
	s.Calls = slices.Clone(s.Calls)
	s.Calls[0].Draft = ""
	d.see(s, at, "")
	if d.shown == "m-a" || d.current().local.Verbatim != "" || d.current().local.Number != "22413077" || d.current().local.Call != "a" {
		t.Fatalf("after it was taken: %q %+v", d.shown, d.current().local)
	}
}

func TestFormDrafts_AKeyTypedBeforeTheDeskKnowsTheDraftStays(t *testing.T) {
	d := newFormDrafts()
	d.see(softphone.State{}, at, "")
	id := d.shown
	d.current().edit("surname", "Østby")
	d.see(softphone.State{}, at, "surname")
	if d.shown != id || d.current().local.Surname != "Østby" {
		t.Fatalf("shown %q (%q begun), %q", d.shown, id, d.current().local.Surname)
	}
	told := d.current().local
	s := softphone.State{Drafts: []softphone.Message{told}, OpenDraft: id}
	d.see(s, at, "surname")
	if d.shown != id || d.current().waiting() {
		t.Fatal("the desk knows the draft, the form does not believe it")
	}
	if len(id) != 32 || id == newMessageID() {
		t.Fatalf("%q is not a random 128-bit name", id)
	}
	d.startBlank()
	d.see(s, at, "")
	if d.shown == id || d.current().local.Surname != "" {
		t.Fatal("a new message was asked for, the old one stands")
	}
	d.pick(id)
	d.see(s, at, "")
	if d.shown != id || d.current().local.Surname != "Østby" {
		t.Fatal("the draft picked does not stand in the form")
	}
}

func TestFormDrafts_ABlankFormFollowsWhatTheCallLearns(t *testing.T) {
	s := softphone.State{Selected: "a", Calls: []softphone.Call{{ID: "a", State: softphone.Talking, Peer: softphone.Peer{Number: "anonymous"}}},
		Principals: []softphone.Principal{{ID: "p", Surname: "Aasen", FirstName: "Henrik", Position: "direktør", Deputies: "Marit Lunde"}}}
	d := newFormDrafts()
	d.see(s, at, "")
	if d.current().local.Number != "" {
		t.Fatalf("%q stands as a number", d.current().local.Number)
	}
	s.Calls = []softphone.Call{{ID: "a", State: softphone.Talking, Principal: "p", Caller: softphone.CallerFields{Surname: "Østby"}}}
	_, changed := d.see(s, at, "")
	m := d.current().local
	if m.For != "Henrik Aasen" || m.Surname != "Østby" || m.Deputies != "Marit Lunde" || !slices.Contains(changed, "surname") {
		t.Fatalf("%v %+v", changed, m)
	}
}

func TestPresentDrafts_MarksWhatWasFoundAndHidesWhatIsEmpty(t *testing.T) {
	say := wordsOf(t, "nb")
	s := softphone.State{Drafts: []softphone.Message{{ID: "old", Surname: "Moen", Taken: at}, {ID: "empty", Call: "c", Number: "22", Taken: at}, {ID: "now", Verbatim: "Kan hun ringe meg før fire om lånet?", Taken: at}},
		Offered: []softphone.MessageID{"old"}}
	got := presentDrafts(s, "now", say)
	want := []draftTab{{ID: "old", Name: "Moen", Offered: true}, {ID: "now", Name: "Kan hun ringe meg…", Shown: true}}
	if d := cmp.Diff(want, got); d != "" {
		t.Fatal(d)
	}
}

func TestPresentFoot_SaysWhatIsSavedAndWhatIsMissing(t *testing.T) {
	say := wordsOf(t, "nb")
	m := softphone.Message{ID: "m", For: "Aasen", Number: "22413077", Changed: at}
	s := softphone.State{Drafts: []softphone.Message{m}, DraftSaved: map[softphone.MessageID]time.Time{"m": at.Add(time.Second)}}
	f := presentFoot(s, m, false, say)
	if f.Saved != "Kladd lagret "+at.Add(time.Second).Local().Format("15:04:05") || f.Trouble {
		t.Errorf("%+v", f)
	}
	if f.Missing != "Mangler: hvem som ringte, selve meldingen, nummeret gjentatt" {
		t.Errorf("%q", f.Missing)
	}
	s.StoreTrouble = softphone.Reason{Code: softphone.DiskFull}
	if f := presentFoot(s, m, false, say); !f.Trouble {
		t.Error("a full disk is not told")
	}
	m.ReadBack, m.Surname, m.Verbatim = true, "Østby", "Ring."
	if f := presentFoot(s, m, false, say); f.Missing != "" {
		t.Errorf("nothing is missing, but %q", f.Missing)
	}
}

func TestPresentFoot_AFormOnlyTheDeskHasFilledInIsNotSaidToBeSaving(t *testing.T) {
	h := newWhole(t, "nb", answered("a", "22413077")...)
	h.tellAll(softphone.CallerKnown{At: now0, Call: "a", Number: "22413077", Known: softphone.KnownCaller{Hits: people()[1:2]}})
	c, _ := h.desk.State().Call("a")
	m, ok := h.desk.State().Draft(c.Draft)
	if !ok || m.Surname == "" {
		t.Fatalf("not filled in: %+v", m)
	}
	if f := presentFoot(h.desk.State(), m, false, nb); f.Saved == nb("form.saving") {
		t.Errorf("%q", f.Saved)
	}
}

func TestReadAloud_GroupsNumbersAndLeavesAddressesAlone(t *testing.T) {
	for in, want := range map[string]string{"22413077": "22 41 30 77", "41234567": "412 34 567", "+4722413077": "+47 22 41 30 77",
		"ida@nordvik.example": "ida@nordvik.example", "": "", "6100": "6100"} {
		if got := readAloud(in); got != want {
			t.Errorf("%q is read %q, want %q", in, got, want)
		}
	}
}

func TestParseTaken_ReadsWhatPeopleType(t *testing.T) {
	for in, want := range map[string]string{
		"23.11.2026 13:02": "2026-11-23 13:02", "3.1.2027 9:05": "2027-01-03 09:05", "14:30": "2026-11-23 14:30", "14.30": "2026-11-23 14:30",
		"22.11. 08:15": "2026-11-22 08:15", "2026-12-01 10:00": "2026-12-01 10:00", "23 Nov 2026 13:02": "2026-11-23 13:02",
		"22/11 08:15": "2026-11-22 08:15", "  24.11.26  kl. 07:00": "2026-11-24 07:00"} {
		got, ok := parseTaken(in, at)
		if !ok || got.Format("2006-01-02 15:04") != want {
			t.Errorf("%q is %v (%v), want %s", in, got, ok, want)
		}
	}
	for _, in := range []string{"", "i går", "25:00", "31.02.2026 10:00", "12"} {
		if got, ok := parseTaken(in, at); ok {
			t.Errorf("%q passes as %v", in, got)
		}
	}
	for _, lang := range []string{"nb", "en"} {
		for _, when := range []time.Time{at, at.AddDate(-1, 0, 3)} {
			if got, ok := parseTaken(takenText(when, at, lang), at); !ok || !got.Equal(when) {
				t.Errorf("%s: %q comes back as %v", lang, takenText(when, at, lang), got)
			}
		}
	}
}

func TestParseUntil_ReadsTimesAndDates(t *testing.T) {
	for in, want := range map[string]string{"13:30": "2026-11-23 13:30", "15": "2026-11-23 15:00", "08:00": "2026-11-24 08:00",
		"27.11.": "2026-11-27 08:00", "27.11. 12:00": "2026-11-27 12:00", "2.1.": "2027-01-02 08:00", "27/11": "2026-11-27 08:00"} {
		got, ok := parseUntil(in, at)
		if !ok || got.Format("2006-01-02 15:04") != want {
			t.Errorf("%q is %v (%v), want %s", in, got, ok, want)
		}
	}
	for lang, want := range map[string]string{"nb": "05.12.2026 13:30", "en": "05/12/2026 13:30"} {
		until := time.Date(2026, 12, 5, 13, 30, 0, 0, at.Location())
		text := untilText(until, at, wordsOf(t, lang))
		if got, ok := parseUntil(text, at); text != want || !ok || !got.Equal(until) {
			t.Errorf("%s: %q comes back as %v", lang, text, got)
		}
	}
	if got, ok := parseUntil("5/12/2026", at); !ok || got.Format("2 Jan 15") != "5 Dec 08" {
		t.Errorf("a date alone is %v", got)
	}
	if got, ok := parseUntil("", at); !ok || !got.IsZero() {
		t.Error("an empty field is an unknown end")
	}
	if _, ok := parseUntil("snart", at); ok {
		t.Error(`"snart" passes as a time`)
	}
}

func TestPrincipalBegun_FindsTheOneThatCanBeMeant(t *testing.T) {
	all := []softphone.Principal{{ID: "h", FirstName: "Henrik", Surname: "Aasen"}, {ID: "m", FirstName: "Marit", Surname: "Lunde"}, {ID: "a", FirstName: "Hege", Surname: "Lund"}}
	for typed, want := range map[string]softphone.PrincipalID{
		"henrik": "h", "HEN": "h", "aas henr": "h", "lunde": "m", "lund": "", "he": "", "": "", "Henrik Moen": "", "Anna": "",
	} {
		if p, ok := principalBegun(typed, all); p.ID != want || ok != (want != "") {
			t.Errorf("%q means %q", typed, p.ID)
		}
	}
}
