package ui

import (
	"context"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"anteroom/softphone"
)

// phonebook is a directory in memory that finds by the plain beginnings of words.
type phonebook struct {
	mu      sync.Mutex // guards the rest
	all     []softphone.Contact
	history softphone.ContactHistory
	changes []softphone.ContactChange
	undone  []softphone.ChangeID
	plan    softphone.ImportPlan
	twins   []softphone.Duplicate
	gate    chan struct{} // a comparison waits for it; nil: none does
	err     error
}

func (b *phonebook) FindContacts(_ context.Context, q softphone.ContactQuery, offset, limit int) (softphone.ContactPage, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	var out []softphone.Contact
	for _, c := range b.all {
		text := strings.ToLower(c.Name() + " " + c.Position + " " + c.Organisation + " " + strings.Join(c.Topics, " "))
		for _, n := range c.Numbers {
			text += " " + n.Number
		}
		fits := (q.Kind == "" || c.Kind == q.Kind) && (q.Group == "" || slices.Contains(c.Groups, q.Group))
		for _, w := range strings.Fields(strings.ToLower(q.Words)) {
			fits = fits && strings.Contains(text, w)
		}
		if fits {
			out = append(out, c)
		}
	}
	return softphone.ContactPage{Contacts: out[min(offset, len(out)):min(offset+limit, len(out))], Total: len(out)}, b.err
}

func (b *phonebook) Contact(_ context.Context, id softphone.ContactID) (softphone.Contact, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, c := range b.all {
		if c.ID == id {
			return c, nil
		}
	}
	return softphone.Contact{}, softphone.Reason{Code: softphone.NoSuchContact}
}

func (b *phonebook) ContactsAt(context.Context, string) ([]softphone.Contact, error) { return nil, nil }
func (b *phonebook) ContactCount(context.Context) (softphone.ContactCount, error) {
	return softphone.ContactCount{Staff: 1, Outside: 2, Groups: []softphone.Tally{{Name: "Presse", Count: 1}}}, nil
}
func (b *phonebook) ContactHistory(context.Context, softphone.ContactID, time.Time) (softphone.ContactHistory, error) {
	return b.history, nil
}

func (b *phonebook) ChangeContacts(_ context.Context, c softphone.ContactChange, _ func(int)) (softphone.ChangeID, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.changes = append(b.changes, c)
	for _, id := range c.Remove {
		b.all = slices.DeleteFunc(b.all, func(x softphone.Contact) bool { return x.ID == id })
	}
	for _, p := range c.Put {
		b.all = slices.DeleteFunc(b.all, func(x softphone.Contact) bool { return x.ID == p.ID })
		b.all = append(b.all, p)
	}
	return softphone.ChangeID(len(b.changes)), b.err
}

func (b *phonebook) UndoContacts(_ context.Context, id softphone.ChangeID) (softphone.UndoneChange, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.undone = append(b.undone, id)
	return softphone.UndoneChange{Restored: 3, Kept: 1}, nil
}

func (b *phonebook) ContactChanges(context.Context, int) ([]softphone.DoneChange, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	var out []softphone.DoneChange
	for i, c := range slices.Backward(b.changes) {
		out = append(out, softphone.DoneChange{ID: softphone.ChangeID(i + 1), Kind: c.Kind})
	}
	return out, nil
}

func (b *phonebook) PlanImport(ctx context.Context, _ []softphone.ReadContact) (softphone.ImportPlan, error) {
	if b.gate != nil {
		select {
		case <-b.gate:
		case <-ctx.Done():
			return softphone.ImportPlan{}, ctx.Err()
		}
	}
	return b.plan, b.err
}
func (b *phonebook) Duplicates(context.Context, int) ([]softphone.Duplicate, error) {
	return b.twins, nil
}
func (b *phonebook) EachContact(_ context.Context, tell func(softphone.Contact) error) error {
	for _, c := range b.all {
		if err := tell(c); err != nil {
			return err
		}
	}
	return nil
}

// noFiles reads every file as two contacts of a table with one column that nobody knows.
type noFiles struct{}

func (noFiles) Read(_ context.Context, _ []byte, mapping []softphone.ContactField) (softphone.ReadFile, error) {
	if mapping == nil {
		mapping = []softphone.ContactField{softphone.FieldSurname, ""}
	}
	return softphone.ReadFile{Format: softphone.FormatCSV, Encoding: "Windows-1252", Heading: []string{"Etternavn", "Sko"}, Mapping: mapping,
		Problems: []softphone.ReadProblem{{Line: 7, Code: softphone.ProblemNumber, Detail: "ring meg"}}}, nil
}
func (noFiles) Write(context.Context, softphone.ContactFormat, []softphone.Contact) ([]byte, error) {
	return []byte("x"), nil
}

func people() []softphone.Contact {
	number := func(n string) []softphone.ContactNumber {
		return []softphone.ContactNumber{{Kind: softphone.NumberWork, Number: n}, {Kind: softphone.NumberMobile, Number: "9" + n}}
	}
	return []softphone.Contact{
		{ID: "1", Kind: softphone.Staff, Surname: "Nes", FirstName: "Siri", Position: "Driftsleder", Department: "Teknisk", Topics: []string{"Havneanløp"}, Numbers: number("214")},
		{ID: "2", Kind: softphone.Outside, Surname: "Østby", FirstName: "Ragnhild", Organisation: "Østby Invest AS", Numbers: number("22413077"), Groups: []string{"Presse"}},
		{ID: "3", Kind: softphone.Outside, Organisation: "Havnevesenet i Bergen"},
	}
}

// withPeople is the window with three people in the directory, on its page.
func withPeople(t *testing.T, lang string, events ...softphone.Event) (*whole, *phonebook) {
	t.Helper()
	h := newWhole(t, lang, append([]softphone.Event{lineUp}, events...)...)
	b := h.contacts.(*phonebook)
	b.all = people()
	return h, b
}

func (h *whole) typeIn(text string) {
	h.t.Helper()
	for _, r := range text {
		h.canvas().Focused().TypedRune(r)
		h.pass(0)
	}
}

func reads(t *testing.T, h *whole, want ...string) {
	t.Helper()
	all := h.reads()
	for _, w := range want {
		if !strings.Contains(all, w) {
			t.Errorf("the screen lacks %q: %s", w, all)
		}
	}
}

func TestDirectory_FindsShowsAndRingsByKeyboard(t *testing.T) {
	h, b := withPeople(t, "nb")
	b.history = softphone.ContactHistory{Calls: 12, Last: at.Add(-5 * 24 * time.Hour), Mood: softphone.MoodUnhappy,
		Promises: []softphone.Message{{Promised: "Aasen ringer opp", PromisedBy: "15:00"}}}
	h.strike("Ctrl+4")
	reads(t, h, "Katalog", "1 ansatte · 2 kontakter", "Nes, Siri", "Driftsleder", "Havneanløp", "Havnevesenet i Bergen")
	h.typeIn("østby")
	reads(t, h, "1 treff", "Østby, Ragnhild")
	h.strike("Return")
	h.pass(0)
	reads(t, h, "12 samtaler, sist", "misfornøyd", "Aasen ringer opp · 15:00", "Presse", "22 41 30 77")
	h.strike("F3")
	if d := lastTold[softphone.DialPressed](t, h.desk); d.Number != "22413077" {
		t.Errorf("dialled %q", d.Number)
	}
	h.strike("Ctrl+4")
	h.strike("Shift+F3")
	if d := lastTold[softphone.DialPressed](t, h.desk); d.Number != "922413077" {
		t.Errorf("dialled %q", d.Number)
	}
}

func TestDirectory_APersonIsMadeChangedRemovedAndBroughtBack(t *testing.T) {
	h, b := withPeople(t, "en")
	h.strike("Ctrl+4")
	h.strike("Ctrl+N")
	h.strike("Ctrl+Shift+Return")
	reads(t, h, "Give a name or an organisation")
	h.typeIn("Berg")
	h.directory().edit.fields[softphone.FieldWork].SetText("22 00 00 01, 22 00 00 02")
	h.directory().edit.fields[fieldDeputies].SetText("Siri Nes")
	h.strike("Escape")
	reads(t, h, "Not saved")
	h.strike("Ctrl+Shift+Return")
	h.pass(0)
	put := b.changes[0].Put[0]
	if put.Surname != "Berg" || len(put.Numbers) != 2 || len(put.Deputies) != 1 || put.Deputies[0] != "1" || put.ID == "" {
		t.Fatalf("%+v", put)
	}
	reads(t, h, "Saved: Berg.")
	h.strike("Ctrl+E")
	h.directory().edit.fields[fieldResponsible].SetText("nobody at all")
	h.strike("Ctrl+Shift+Return")
	h.pass(0)
	reads(t, h, "No single member of staff is called “nobody at all”")
	h.directory().edit.fields[fieldResponsible].SetText("")
	h.strike("Escape")
	h.strike("Ctrl+Delete")
	h.pass(0)
	if c := b.changes[1]; c.Kind != softphone.ContactRemoved || c.Remove[0] != put.ID {
		t.Fatalf("%+v", c)
	}
	reads(t, h, "Removed: Berg.")
	h.strike("Ctrl+Z")
	h.pass(0)
	if len(b.undone) != 1 || b.undone[0] != 2 {
		t.Errorf("undone %v", b.undone)
	}
	reads(t, h, "The removal is undone: 3 people. One was changed since")
}

func TestDirectory_AnImportIsShownBeforeItIsTakenIn(t *testing.T) {
	h, b := withPeople(t, "nb")
	after := people()[1]
	after.Position = "Styreleder"
	b.plan = softphone.ImportPlan{New: []softphone.PlannedContact{{Line: 3, After: softphone.Contact{ID: "9", Surname: "Moe", FirstName: "Kari"}}}, Same: 4,
		Changed: []softphone.PlannedContact{{Line: 2, Known: true, After: after, Changes: []softphone.FieldChange{{Field: softphone.FieldPosition, New: "Styreleder"}}}}}
	file := t.TempDir() + "/folk.csv"
	if err := os.WriteFile(file, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	h.strike("Ctrl+4")
	h.strike("Ctrl+O")
	h.directory().reading.path.SetText(file)
	h.strike("Return")
	h.pass(0)
	reads(t, h, "1 nye · 1 endret · 4 uendret · 1 å se på", "Windows-1252", "Endret: 1", "linje 2", "Stilling: – → Styreleder", "Nye: 1", "Moe, Kari", "linje 7", "Ikke et nummer", "Sko", "– utelates –")
	if len(b.changes) != 0 {
		t.Fatal("changed before it was asked for")
	}
	h.strike("Ctrl+Shift+Return")
	h.pass(0)
	if len(b.changes) != 1 || b.changes[0].Kind != softphone.ContactsRead || b.changes[0].Source != "folk.csv" || len(b.changes[0].Put) != 2 {
		t.Fatalf("%+v", b.changes)
	}
	reads(t, h, "Importert: 2 personer.")
	h.strike("Ctrl+O")
	h.directory().reading.path.SetText(file + "x")
	h.strike("Return")
	h.pass(0)
	reads(t, h, "Filen kan ikke leses")
	h.strike("Escape")
	if h.directory().reading != nil {
		t.Error("Esc does not leave the import")
	}
}

func TestDirectory_DuplicatesAreShownAndJoined(t *testing.T) {
	h, b := withPeople(t, "nb")
	twin := people()[1]
	twin.ID, twin.Emails = "4", []string{"r@ostby.example"}
	b.twins = []softphone.Duplicate{{Cause: softphone.SameNumber, Contacts: []softphone.Contact{b.all[1], twin}}}
	h.strike("Ctrl+4")
	h.strike("Ctrl+D")
	h.pass(0)
	reads(t, h, "Mulige dobbeltoppføringer: 1", "Samme nummer", "E-post: r@ostby.example")
	h.strike("Return")
	h.pass(0)
	if c := b.changes[0]; c.Kind != softphone.ContactsMerged || c.Put[0].ID != "2" || len(c.Put[0].Numbers) != 2 || len(c.Put[0].Emails) != 1 || c.Remove[0] != "4" {
		t.Errorf("%+v", c)
	}
}

func TestDial_IsCompletedFromTheDirectoryByNamePositionOrTopic(t *testing.T) {
	h, _ := withPeople(t, "nb", answered("a", "91500123")...)
	h.dial.ask(forConsult, "a", "")
	h.typeIn("havnea")
	reads(t, h, "Siri Nes", "Siri Nes · Driftsleder · Teknisk · 214")
	h.strike("Return")
	if c := lastTold[softphone.ConsultPressed](t, h.desk); c.Number != "214" || c.Call != "a" {
		t.Errorf("%+v", c)
	}
	h.dial.begin("")
	h.typeIn("h")
	h.strike("Down")
	h.strike("Down")
	h.strike("Return")
	if c := lastTold[softphone.DialPressed](t, h.desk); c.Number != "22413077" {
		t.Errorf("%+v", c)
	}
}

func TestFinder_FindsWithoutBeingModalAndGivesTheCaretBack(t *testing.T) {
	h, _ := withPeople(t, "nb", answered("a", "91500123")...)
	h.focus("surname")
	before := h.canvas().Focused()
	h.strike("Ctrl+K")
	h.typeIn("invest")
	reads(t, h, "Personer", "Østby, Ragnhild")
	if h.canvas().Overlays().Top() != nil {
		t.Error("what was found is modal")
	}
	h.strike("Escape")
	if h.canvas().Focused() != before || strings.Contains(h.reads(), "Østby, Ragnhild") {
		t.Error("Esc does not lead back")
	}
	h.strike("Ctrl+K")
	h.typeIn("2241")
	reads(t, h, "Ring nummeret")
	h.strike("Down")
	h.strike("Return")
	h.pass(0)
	if h.at != pageDirectory || h.directory().chosen.ID != "2" {
		t.Errorf("on %s with %q", h.at, h.directory().chosen.ID)
	}
}

func TestDesk_ShowsWhoRingsAndHowOftenBefore(t *testing.T) {
	for lang, want := range map[string]string{"nb": "12 samtaler, sist 19.11.", "en": "12 calls, last "} {
		h, _ := withPeople(t, lang, arrives("a", "22413077"))
		h.tellAll(softphone.CallerKnown{At: now0, Call: "a", Number: "22413077", Known: softphone.KnownCaller{Hits: people()[1:2], Earlier: 12,
			Last: time.Date(2026, 11, 19, 10, 0, 0, 0, time.Local)}})
		reads(t, h, "Ragnhild Østby", "Østby Invest AS", want)
		h.strike("Ctrl+Shift+C")
		h.pass(0)
		if h.at != pageDirectory || h.directory().chosen.ID != "2" {
			t.Errorf("on %s with %q", h.at, h.directory().chosen.ID)
		}
	}
}

func TestDesk_ACallerWhoWasNotedIsSavedByOneKey(t *testing.T) {
	h, b := withPeople(t, "nb", answered("a", "55001720")...)
	h.tellAll(softphone.CallerNoted{Press: softphone.Press{At: now0, Call: "a"}, Caller: softphone.CallerFields{Surname: "Bjørnstad", FirstName: "Åse", Number: "55001720"}})
	h.strike("Ctrl+Shift+S")
	h.pass(0)
	if len(b.changes) != 1 || b.changes[0].Put[0].Surname != "Bjørnstad" || b.changes[0].Put[0].Numbers[0].Number != "55001720" {
		t.Fatalf("%+v", b.changes)
	}
	if c, _ := h.state.Call("a"); c.Contact != b.changes[0].Put[0].ID {
		t.Errorf("the call is not his: %+v", c.Contact)
	}
	h.strike("Ctrl+Shift+S")
	h.pass(0)
	if len(b.changes) != 1 {
		t.Error("saved twice")
	}
}

// faraway is a directory server with one person.
type faraway struct{ err error }

func (f faraway) Find(context.Context, string, int) ([]softphone.Contact, error) {
	return []softphone.Contact{{ID: "ldap:x", Kind: softphone.Staff, Surname: "Fjern", FirstName: "Ola", Position: "Los",
		Numbers: []softphone.ContactNumber{{Kind: softphone.NumberWork, Number: "299"}}}}, f.err
}

func TestFinder_AsksTheDirectoryServerLastAndMarksWhatItGives(t *testing.T) {
	h, b := withPeople(t, "nb")
	h.desk.Tell(softphone.SettingChanged{Press: softphone.Press{At: now0}, Key: softphone.SetLDAPServer, Value: "ldap.example"})
	h.elsewhere = faraway{}
	h.pass(0)
	h.strike("Ctrl+K")
	h.typeIn("fj")
	if strings.Contains(h.reads(), "Fjern") {
		t.Error("asked after two letters")
	}
	h.typeIn("ern")
	reads(t, h, "Fra katalogtjeneren", "Fjern, Ola", "Los")
	h.strike("Return")
	h.strike("Ctrl+Shift+Return")
	h.pass(0)
	if len(b.changes) != 1 || b.changes[0].Put[0].Surname != "Fjern" || strings.HasPrefix(string(b.changes[0].Put[0].ID), "ldap:") {
		t.Errorf("%+v", b.changes)
	}
	h.elsewhere = faraway{softphone.Reason{Code: softphone.DirectoryRefused}}
	h.strike("Ctrl+K")
	h.typeIn("fjernt")
	reads(t, h, "Katalogtjeneren svarte ikke", "godtar ikke bruker eller passord")
	h.strike("Escape")
	h.elsewhere = faraway{}
	h.dial.begin("")
	h.typeIn("fjernt")
	reads(t, h, "fra tjeneren", "Ola Fjern · Los · 299")
}
