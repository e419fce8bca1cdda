package store

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"anteroom/softphone"
)

func change(t testing.TB, s *Store, put ...softphone.Contact) softphone.ChangeID {
	t.Helper()
	id, err := s.ChangeContacts(t.Context(), softphone.ContactChange{Kind: softphone.ContactEdited, Put: put}, nil)
	must(t, err)
	return id
}

func found(t testing.TB, s *Store, q softphone.ContactQuery) string {
	t.Helper()
	page, err := s.FindContacts(t.Context(), q, 0, 100)
	must(t, err)
	var out []string
	for _, c := range page.Contacts {
		out = append(out, c.Surname)
	}
	if page.Total != len(page.Contacts) {
		t.Errorf("total %d of %d", page.Total, len(page.Contacts))
	}
	return strings.Join(out, " ")
}

func words(w string) softphone.ContactQuery { return softphone.ContactQuery{Words: w} }

var (
	ostby = softphone.Contact{ID: "ostby", Kind: softphone.Outside, Surname: "Østby", FirstName: "Ragnhild", Position: "Styreleder", Organisation: "Østby Invest AS",
		Numbers: []softphone.ContactNumber{{Kind: softphone.NumberWork, Number: "22 41 30 77"}}, Emails: []string{"ragnhild@ostby.example"}, Groups: []string{"Styret"}}
	smirnova = softphone.Contact{ID: "smirnova", Kind: softphone.Staff, Surname: "Смирнова", FirstName: "Елена", Patronymic: "Викторовна", Position: "Mannskapsleder",
		Department: "Mannskap", Numbers: []softphone.ContactNumber{{Kind: softphone.NumberWork, Number: "230"}}, Topics: []string{"Visum"}}
	aasen = softphone.Contact{ID: "aasen", Kind: softphone.Staff, Surname: "Aasen", FirstName: "Henrik", Position: "Adm. direktør", Department: "Ledelse",
		Numbers: []softphone.ContactNumber{{Kind: softphone.NumberWork, Number: "201"}, {Kind: softphone.NumberMobile, Number: "+47 900 00 201"}}, Topics: []string{"Styret", "Avtaler"}}
	bjornstad = softphone.Contact{ID: "bjornstad", Kind: softphone.Outside, Surname: "Bjørnstad", FirstName: "Åse", Organisation: "Havnevesenet i Bergen"}
)

func TestContact_ComesBackWithEveryField(t *testing.T) {
	dir := t.TempDir()
	at := time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
	s := openWith(t, dir, Options{SecretsInFile: true, Now: func() time.Time { return at }})
	want := fill(new(softphone.Contact))
	want.Kind = softphone.Staff
	change(t, s, want)
	must(t, s.Close())
	got, err := open(t, dir).Contact(t.Context(), want.ID)
	must(t, err)
	want.Changed = at
	same(t, want, got)
	if _, err = open2(t).Contact(t.Context(), "nobody"); reasonOf(err) != softphone.NoSuchContact {
		t.Errorf("unknown: %v", err)
	}
}

func open2(t *testing.T) *Store { t.Helper(); return open(t, t.TempDir()) }

func TestFindContacts_ForgivesLettersOrderAndTheFormOfNumbers(t *testing.T) {
	s := open(t, t.TempDir())
	change(t, s, ostby, smirnova, aasen, bjornstad)
	for query, want := range map[string]string{
		"ostby": "Østby", "østby": "Østby", "oestb": "Østby", "Østby Ragnhild": "Østby", "ragn øst": "Østby", "Эстбю": "Østby", "эст": "Østby",
		"2241 30": "Østby", "+47 22 41 30 77": "Østby", "0047224130": "Østby", "3077": "Østby", "invest": "Østby", "ragnhild@ostby": "Østby", "styreled": "Østby",
		"åsen": "Aasen", "aas": "Aasen Bjørnstad Østby", "asen": "Aasen", "henrik aasen": "Aasen", "avtaler": "Aasen", "ledelse": "Aasen", "201": "Aasen", "direktor": "Aasen",
		"smirnova": "Смирнова", "jelena": "Смирнова", "Elena Smirn": "Смирнова", "смирн": "Смирнова", "viktorovna": "Смирнова", "visum": "Смирнова", "mannskap 230": "Смирнова",
		"Бьёрнстад": "Bjørnstad", "bjoernstad": "Bjørnstad", "ase": "Aasen Bjørnstad", "havnevesenet bergen": "Bjørnstad",
		"styret": "Aasen Østby", "zzz": "", "ostby zzz": "", "": "Aasen Смирнова Bjørnstad Østby", "  ": "Aasen Смирнова Bjørnstad Østby", "-": "Aasen Смирнова Bjørnstad Østby",
	} {
		if got := found(t, s, words(query)); got != want {
			t.Errorf("%q finds %q, want %q", query, got, want)
		}
	}
	for _, c := range []struct {
		q    softphone.ContactQuery
		want string
	}{
		{softphone.ContactQuery{Kind: softphone.Outside}, "Bjørnstad Østby"}, {softphone.ContactQuery{Group: "styret"}, "Østby"},
		{softphone.ContactQuery{Topic: "Styret"}, "Aasen"}, {softphone.ContactQuery{Words: "a", Kind: softphone.Staff}, "Aasen"},
	} {
		if got := found(t, s, c.q); got != c.want {
			t.Errorf("%+v finds %q, want %q", c.q, got, c.want)
		}
	}
}

func TestFindContacts_FollowsEveryChangeAndRanksRecentContacts(t *testing.T) {
	s := open(t, t.TempDir())
	change(t, s, ostby, aasen, bjornstad)
	if got := found(t, s, words("")); got != "Aasen Bjørnstad Østby" {
		t.Fatal(got)
	}
	must(t, s.NoteContact(t.Context(), "ostby", time.Date(2026, 11, 19, 9, 0, 0, 0, time.UTC)))
	if got := found(t, s, words("")); got != "Aasen Østby Bjørnstad" {
		t.Errorf("after a call: %s", got)
	}
	renamed := bjornstad
	renamed.Surname = "Berg"
	change(t, s, renamed)
	if got := found(t, s, words("be")) + "," + found(t, s, words("bjor")); got != "Berg," {
		t.Errorf("renamed: %s", got)
	}
	id, err := s.ChangeContacts(t.Context(), softphone.ContactChange{Kind: softphone.ContactRemoved, Remove: []softphone.ContactID{"aasen"}}, nil)
	must(t, err)
	if got := found(t, s, words("aasen")); got != "" {
		t.Errorf("removed: %s", got)
	}
	undone, err := s.UndoContacts(t.Context(), id)
	must(t, err)
	got, err := s.Contact(t.Context(), "aasen")
	must(t, err)
	if undone != (softphone.UndoneChange{Restored: 1}) || found(t, s, words("aasen")) != "Aasen" || len(got.Numbers) != 2 || len(got.Topics) != 2 {
		t.Errorf("undone: %+v, %+v", undone, got)
	}
	if _, err := s.UndoContacts(t.Context(), id); reasonOf(err) != softphone.NoSuchChange {
		t.Errorf("undone twice: %v", err)
	}
	page, err := s.FindContacts(t.Context(), words(""), 1, 1)
	must(t, err)
	if page.Total != 3 || len(page.Contacts) != 1 || page.Contacts[0].Surname != "Østby" {
		t.Errorf("second page: %+v", page)
	}
}

func TestUndoContacts_SparesWhatWasChangedSince(t *testing.T) {
	now := time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
	s := openWith(t, t.TempDir(), Options{SecretsInFile: true, Now: func() time.Time { now = now.Add(time.Second); return now }})
	change(t, s, ostby)
	second := ostby
	second.Position = "read"
	read := change(t, s, second, bjornstad, aasen)
	third := bjornstad
	third.Position = "typed"
	change(t, s, third)
	undone, err := s.UndoContacts(t.Context(), read)
	must(t, err)
	if undone != (softphone.UndoneChange{Restored: 2, Kept: 1}) {
		t.Errorf("%+v", undone)
	}
	if got := found(t, s, words("")); got != "Bjørnstad Østby" {
		t.Errorf("left: %s", got)
	}
	if c, _ := s.Contact(t.Context(), "ostby"); c.Position != "Styreleder" {
		t.Errorf("not put back: %+v", c)
	}
}

func TestUndoContacts_BringsNobodyBackWhoWasRemovedSince(t *testing.T) {
	now := time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
	s := openWith(t, t.TempDir(), Options{SecretsInFile: true, Now: func() time.Time { now = now.Add(time.Second); return now }})
	added := change(t, s, ostby, aasen)
	edited := ostby
	edited.Position = "edited"
	edit := change(t, s, edited)
	removal, err := s.ChangeContacts(t.Context(), softphone.ContactChange{Kind: softphone.ContactRemoved, Remove: []softphone.ContactID{"ostby"}}, nil)
	must(t, err)
	undone, err := s.UndoContacts(t.Context(), edit)
	must(t, err)
	if undone != (softphone.UndoneChange{Gone: 1}) || found(t, s, words("")) != "Aasen" {
		t.Errorf("%+v, left: %s", undone, found(t, s, words("")))
	}
	undone, err = s.UndoContacts(t.Context(), added)
	must(t, err)
	if undone != (softphone.UndoneChange{Restored: 1, Gone: 1}) {
		t.Errorf("what was added: %+v", undone)
	}
	undone, err = s.UndoContacts(t.Context(), removal)
	must(t, err)
	if c, _ := s.Contact(t.Context(), "ostby"); undone != (softphone.UndoneChange{Restored: 1}) || c.Position != "edited" {
		t.Errorf("the removal: %+v, %+v", undone, c)
	}
	undone, err = s.UndoContacts(t.Context(), edit)
	must(t, err)
	if c, _ := s.Contact(t.Context(), "ostby"); undone != (softphone.UndoneChange{Restored: 1}) || c.Position != ostby.Position {
		t.Errorf("the edit, now that there is somebody: %+v, %+v", undone, c)
	}
}

func TestKnowCaller_FindsANumberHoweverItIsWritten(t *testing.T) {
	s := open(t, t.TempDir())
	cousin := softphone.Contact{ID: "cousin", Kind: softphone.Staff, Surname: "Berg", Numbers: []softphone.ContactNumber{{Kind: softphone.NumberHome, Number: "004722413077"}}}
	change(t, s, ostby, cousin)
	start := time.Date(2026, 11, 19, 9, 0, 0, 0, time.UTC)
	for i, number := range []string{"+4722413077", "22413077", "99999999"} {
		must(t, s.SaveCall(t.Context(), softphone.Call{ID: softphone.CallID(fmt.Sprint(i)), Started: start.Add(time.Duration(i) * time.Hour), Peer: softphone.Peer{Number: number}}))
	}
	must(t, s.SaveMessage(t.Context(), softphone.Message{ID: "m", Call: "1", Taken: start, State: softphone.New, Mood: softphone.MoodUnhappy, Promised: "ringer opp"}))
	known, err := s.KnowCaller(t.Context(), "now", "+47 22 41 30 77", start.Add(24*time.Hour))
	must(t, err)
	if known.Earlier != 2 || !known.Last.Equal(start.Add(time.Hour)) || len(known.Hits) != 2 || known.Hits[0].Surname != "Berg" {
		t.Errorf("%+v", known)
	}
	h, err := s.ContactHistory(t.Context(), "ostby", time.Time{})
	must(t, err)
	if h.Calls != 2 || len(h.Recent) != 2 || h.Recent[0].ID != "1" || h.Mood != softphone.MoodUnhappy || len(h.Promises) != 1 || len(h.Candidates) != 1 {
		t.Errorf("history: %+v", h)
	}
	for _, nobody := range []string{"", "anonymous"} {
		if known, err := s.KnowCaller(t.Context(), "now", nobody, start); err != nil || len(known.Hits)+known.Earlier > 0 {
			t.Errorf("%q: %+v, %v", nobody, known, err)
		}
	}
	must(t, s.SaveSetting(t.Context(), softphone.SetCountryCode, "46")) // the number without a code is another one now
	known, err = s.KnowCaller(t.Context(), "now", "+4722413077", start.Add(24*time.Hour))
	must(t, err)
	if len(known.Hits) != 1 || known.Hits[0].Surname != "Berg" || known.Earlier != 1 {
		t.Errorf("in Sweden: %+v", known)
	}
	if got := found(t, s, words("+46224130")); got != "Østby" {
		t.Errorf("searched in Sweden: %s", got)
	}
}

func TestPlanImport_TellsNewFromChangedFieldByField(t *testing.T) {
	s := open(t, t.TempDir())
	change(t, s, ostby, aasen)
	read := func(line int, c softphone.Contact) softphone.ReadContact {
		return softphone.ReadContact{Line: line, Contact: c}
	}
	chair := ostby
	chair.ID, chair.Position, chair.Numbers, chair.Groups = "", "Styremedlem", []softphone.ContactNumber{{Kind: softphone.NumberWork, Number: "+4722413077"}, {Kind: softphone.NumberMobile, Number: "91 00 00 11"}}, nil
	again := bjornstad
	again.ID, again.Position = "", "Havnesjef"
	namesake := softphone.Contact{Surname: "Østby", FirstName: "Ragnhild", Organisation: "Et annet hus"}
	plain := aasen
	plain.ID = ""
	plan, err := s.PlanImport(t.Context(), []softphone.ReadContact{read(2, chair), read(3, bjornstad), read(4, plain), read(5, again), read(6, namesake)})
	must(t, err)
	if len(plan.New) != 2 || plan.New[0].After.Position != "Havnesjef" || plan.New[1].After.Organisation != "Et annet hus" || plan.Same != 1 {
		t.Errorf("new %+v, same %d", plan.New, plan.Same)
	}
	want := []softphone.FieldChange{{Field: softphone.FieldPosition, Old: "Styreleder", New: "Styremedlem"}, {Field: softphone.FieldMobile, New: "91 00 00 11"}}
	if len(plan.Changed) != 1 || plan.Changed[0].Line != 2 {
		t.Fatalf("changed %+v", plan.Changed)
	}
	same(t, want, plan.Changed[0].Changes)
	same(t, []softphone.ReadProblem{{Line: 5, Code: softphone.ProblemTwice, Detail: "Åse Bjørnstad"}}, plan.Problems)
	id, err := s.ChangeContacts(t.Context(), plan.Change("x.csv"), nil)
	must(t, err)
	if got := found(t, s, words("")); got != "Aasen Bjørnstad Østby Østby" {
		t.Errorf("after: %s", got)
	}
	list, err := s.ContactChanges(t.Context(), 1)
	must(t, err)
	if list[0].ID != id || list[0].Contacts != 3 || list[0].Source != "x.csv" {
		t.Errorf("%+v", list)
	}
	_, err = s.UndoContacts(t.Context(), id)
	must(t, err)
	if c, _ := s.Contact(t.Context(), "ostby"); found(t, s, words("")) != "Aasen Østby" || c.Position != "Styreleder" || len(c.Numbers) != 1 {
		t.Errorf("undone: %+v", c)
	}
}

func TestDuplicates_AreFoundByNumberAndByName(t *testing.T) {
	s := open(t, t.TempDir())
	twin, other := ostby, bjornstad
	twin.ID, twin.Surname, twin.Numbers, twin.Position = "twin", "Oestby", nil, ""
	other.ID, other.Surname, other.Numbers = "other", "Berg", []softphone.ContactNumber{{Kind: softphone.NumberMobile, Number: "0047 900 00 201"}}
	change(t, s, ostby, twin, aasen, other, bjornstad)
	got, err := s.Duplicates(t.Context(), 10)
	must(t, err)
	if len(got) != 2 || got[0].Cause != softphone.SameNumber || got[0].Contacts[0].ID != "aasen" || got[1].Cause != softphone.SameName || got[1].Contacts[0].ID != "ostby" {
		t.Errorf("%+v", got)
	}
}

func TestErasePerson_TakesContactsAndWhatCouldBeUndoneOfThem(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	change(t, s, ostby, aasen)
	renamed := ostby
	renamed.Surname, renamed.FirstName, renamed.Numbers, renamed.Emails, renamed.Organisation = "Berg", "R.", nil, nil, ""
	change(t, s, renamed)
	gone, err := s.ErasePerson(t.Context(), softphone.Person{Number: "+4722413077"}, "Ida")
	must(t, err)
	if gone.Contacts != 1 {
		t.Errorf("%+v", gone.Traces)
	}
	if got := found(t, s, words("")); got != "Aasen" {
		t.Errorf("left: %s", got)
	}
	var n int
	must(t, s.read.QueryRow("SELECT count(*) FROM contact_before WHERE before LIKE '%Ragnhild%' OR contact = 'ostby'").Scan(&n))
	if n != 0 {
		t.Errorf("%d rows of her can still be undone", n)
	}
}

func TestChangeContacts_StoppedLeavesNothing(t *testing.T) {
	s := open(t, t.TempDir())
	ctx, stop := contextStopped(t)
	defer stop()
	_, err := s.ChangeContacts(ctx, softphone.ContactChange{Kind: softphone.ContactsRead, Put: crowd(2000)}, func(n int) {
		if n >= 1000 {
			stop()
		}
	})
	if err == nil {
		t.Fatal("not stopped")
	}
	if page, err := s.FindContacts(t.Context(), words(""), 0, 1); err != nil || page.Total != 0 {
		t.Errorf("%d left, %v", page.Total, err)
	}
}

func TestFindContacts_AndChangesNeverWaitForEachOther(t *testing.T) {
	s := open2(t)
	change(t, s, ostby, smirnova)
	ctx, stop := context.WithTimeout(t.Context(), time.Minute)
	defer stop()
	var all sync.WaitGroup
	for range 2 * readers {
		all.Go(func() {
			for range 100 {
				if _, err := s.FindContacts(ctx, words("ostby"), 0, 10); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	all.Go(func() {
		for range 50 {
			if err := s.NoteContact(ctx, ostby.ID, time.Unix(1, 0)); err != nil {
				t.Error(err)
				return
			}
		}
	})
	all.Wait()
}
