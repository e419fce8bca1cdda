package store

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"anteroom/softphone"
)

var day = time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)

// ended saves a call that is over.
func ended(t *testing.T, s *Store, id softphone.CallID, number, name string) softphone.Call {
	t.Helper()
	c := softphone.Call{ID: id, State: softphone.Ended, Started: day, Ended: day.Add(time.Minute), Peer: softphone.Peer{Number: number, Name: name},
		Holds:  []softphone.Hold{{Start: day, End: day.Add(time.Second)}},
		Visits: []softphone.Visit{{Operation: "greeting", Entered: day, Left: day.Add(time.Second)}}}
	must(t, s.SaveCall(t.Context(), c))
	return c
}

func rows(t *testing.T, s *Store, table string) (n int) {
	t.Helper()
	must(t, s.read.QueryRowContext(t.Context(), "SELECT count(*) FROM "+table).Scan(&n))
	return n
}

// full is a store with a person under one number and two names, and somebody else.
func full(t *testing.T, dir string) (*Store, string) {
	t.Helper()
	s := openWith(t, dir, Options{SecretsInFile: true, Now: func() time.Time { return day.AddDate(0, 0, 1) }})
	file := recorded(t, s, "rec", day)
	c, err := s.JournalCall(t.Context(), "rec")
	must(t, err)
	c.Peer = softphone.Peer{Number: "+4722413077", Name: "Østbysen"}
	must(t, s.SaveCall(t.Context(), c))
	ended(t, s, "national", "22413077", "")
	ended(t, s, "hidden", "", "") // with a message that has his number
	ended(t, s, "other", "22413078", "Nordby")
	for _, m := range []softphone.Message{
		{ID: "m1", Call: "rec", Surname: "Sekretaersen", Verbatim: "hemmeligheten", Taken: day, Changed: day},
		{ID: "m2", Call: "hidden", Number: "22 41 30 77", Verbatim: "tilbakering", Taken: day, Changed: day},
		{ID: "m3", Call: "other", Number: "22413078", Verbatim: "annet", Taken: day, Changed: day},
	} {
		must(t, s.SaveMessage(t.Context(), m))
	}
	must(t, s.SaveDraft(t.Context(), softphone.Message{ID: "d1", Number: "22413077", Verbatim: "halvferdig", Changed: day}))
	must(t, s.SaveDraft(t.Context(), softphone.Message{ID: "d2", Verbatim: "andres", Changed: day}))
	return s, file
}

var hisNumber = softphone.Person{Number: "22413077"}

func TestPerson_ThePreviewSaysWhatWillGo(t *testing.T) {
	dir := t.TempDir()
	s, _ := full(t, dir)
	copies := []string{"anteroom-before-6-20261101-120000.db", "anteroom-damaged-20261102-120000.db", "anteroom-damaged-20261102-120000.db-shm",
		"anteroom-damaged-20261102-120000.db-wal"}
	for _, name := range copies {
		must(t, os.WriteFile(filepath.Join(dir, name), nil, 0o600))
	}
	got, err := s.FindPerson(t.Context(), hisNumber)
	must(t, err)
	same(t, softphone.Traces{Calls: 3, Recordings: 1, Messages: 2, Drafts: 1, Names: []string{"Sekretaersen", "Østbysen"},
		Numbers: []string{"+4722413077", "22413077"}, First: day, Last: day, Copies: copies}, got)
	if rows(t, s, "call") != 4 || rows(t, s, "erasure") != 0 {
		t.Error("looking has deleted")
	}
	none, err := s.FindPerson(t.Context(), softphone.Person{Name: "Ukjent"})
	if must(t, err); !none.None() {
		t.Errorf("%+v", none)
	}
}

func TestPerson_EverythingOfHisGoesAndNothingElse(t *testing.T) {
	dir := t.TempDir()
	s, file := full(t, dir)
	gone, err := s.ErasePerson(t.Context(), hisNumber, "Ida Holm")
	must(t, err)
	if gone.Calls != 3 || len(gone.CallIDs) != 3 || len(gone.MessageIDs) != 3 || there(t, file) {
		t.Errorf("%+v, file there: %v", gone, there(t, file))
	}
	for table, want := range map[string]int{"call": 1, "call_hold": 1, "call_visit": 1, "call_recording": 0, "message": 1, "draft": 1} {
		if n := rows(t, s, table); n != want {
			t.Errorf("%s: %d rows, want %d", table, n, want)
		}
	}
	notes, err := s.Erasures(t.Context(), 10)
	must(t, err)
	same(t, []softphone.Erasure{{At: day.AddDate(0, 0, 1), By: "Ida Holm", Calls: 3, Recordings: 1, Messages: 2, Drafts: 1}}, notes)
	again, err := s.ErasePerson(t.Context(), hisNumber, "Ida Holm")
	if must(t, err); !again.None() || rows(t, s, "erasure") != 1 {
		t.Error("nothing was deleted, and a note says so")
	}
}

func TestPerson_TheNumberGoesOutOfOtherCallsToo(t *testing.T) {
	dir := t.TempDir()
	s, _ := full(t, dir)
	other, err := s.JournalCall(t.Context(), "other")
	must(t, err)
	other.TransferredTo, other.EndReason = "+47 22 41 30 77", softphone.Reason{Code: softphone.Transferred, Detail: "sip:22413077@pbx.example"}
	must(t, s.SaveCall(t.Context(), other))
	elsewhere := ended(t, s, "elsewhere", "22413079", "")
	elsewhere.TransferredTo, elsewhere.EndReason = "101", softphone.Reason{Code: softphone.Transferred, Detail: "101"}
	must(t, s.SaveCall(t.Context(), elsewhere))
	lasts := softphone.Call{ID: "lasts", State: softphone.Talking, Started: day, TransferredTo: "22413077"}
	must(t, s.SaveCall(t.Context(), lasts))
	gone, err := s.ErasePerson(t.Context(), hisNumber, "")
	if must(t, err); gone.Calls != 3 || gone.Mentions != 1 || gone.Live != 1 {
		t.Errorf("%+v", gone)
	}
	got, err := s.JournalCall(t.Context(), "other")
	if must(t, err); got.TransferredTo != "" || got.EndReason != (softphone.Reason{Code: softphone.Transferred}) {
		t.Errorf("still there: %q %v", got.TransferredTo, got.EndReason)
	}
	got, err = s.JournalCall(t.Context(), "elsewhere")
	if must(t, err); got.TransferredTo != "101" || got.EndReason.Detail != "101" {
		t.Errorf("another's number is gone: %q %v", got.TransferredTo, got.EndReason)
	}
	lasts.State, lasts.Ended = softphone.Ended, day.Add(time.Hour)
	must(t, s.SaveCall(t.Context(), lasts))
	if again, err := s.FindPerson(t.Context(), hisNumber); err != nil || again.None() || again.Mentions != 1 {
		t.Errorf("a number in another's call is nothing: %+v %v", again, err)
	}
}

func TestPerson_AWithheldNumberDeletesNobody(t *testing.T) {
	s, _ := full(t, t.TempDir())
	ended(t, s, "withheld", "anonymous", "Anonymous")
	ended(t, s, "withheld too", "anonymous", "Anonymous")
	if _, err := s.ErasePerson(t.Context(), softphone.Person{Number: "anonymous", Name: "Anonymous"}, "x"); err == nil {
		t.Error("nobody is meant, and it is not said")
	}
	gone, err := s.ErasePerson(t.Context(), softphone.Person{Number: "anonymous", Name: "Østbysen"}, "x")
	if must(t, err); gone.Calls != 1 || rows(t, s, "call") != 5 {
		t.Errorf("%+v", gone)
	}
}

func TestPerson_ANationalNumberIsOfTheDesksCountry(t *testing.T) {
	s, _ := full(t, t.TempDir())
	ended(t, s, "swede", "+4622413077", "Svensson")
	ended(t, s, "bare", "4722413077", "")
	if found, err := s.FindPerson(t.Context(), hisNumber); err != nil || found.Calls != 4 {
		t.Errorf("%+v %v", found, err)
	}
	must(t, s.SaveSetting(t.Context(), softphone.SetCountryCode, "46"))
	if found, err := s.FindPerson(t.Context(), hisNumber); err != nil || found.Calls != 3 {
		t.Errorf("in Sweden: %+v %v", found, err) // "22413077" twice over, and the Swede
	}
}

func TestPerson_WordsOfAnOlderIndexGoToo(t *testing.T) {
	dir := t.TempDir()
	s, _ := full(t, dir)
	if _, err := s.write.Exec("INSERT INTO message_search (message_search, rank) VALUES ('secure-delete', 0)"); err != nil {
		t.Fatal(err) // as it was before that was switched on
	}
	m := softphone.Message{ID: "old", Number: "22413077", Verbatim: "skilsmissesaken", Taken: day, Changed: day}
	must(t, s.SaveMessage(t.Context(), m))
	m.Verbatim = "skilsmissesaken utsatt"
	must(t, s.SaveMessage(t.Context(), m))
	if _, err := s.write.Exec("INSERT INTO message_search (message_search, rank) VALUES ('secure-delete', 1)"); err != nil {
		t.Fatal(err)
	}
	if left := said(t, dir, "skilsmisse"); len(left) == 0 {
		t.Fatal("nothing to be deleted")
	}
	_, err := s.ErasePerson(t.Context(), hisNumber, "")
	must(t, err)
	if left := said(t, dir, "skilsmisse"); len(left) > 0 {
		t.Errorf("still in the files: %v", left)
	}
	var n int
	must(t, s.read.QueryRow("SELECT count(*) FROM message_search WHERE message_search MATCH 'annet'").Scan(&n))
	if n != 1 {
		t.Error("what stays is not found any more")
	}
}

// said are the words that can be read from the files of the database.
func said(t *testing.T, dir string, words ...string) (found []string) {
	t.Helper()
	for _, side := range []string{"", "-wal"} {
		text, err := os.ReadFile(filepath.Join(dir, DatabaseFile+side))
		if err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
		for _, word := range words {
			if bytes.Contains(bytes.ToLower(text), []byte(word)) {
				found = append(found, word+side)
			}
		}
	}
	return found
}

func TestPerson_WhatWasDeletedCannotBeReadFromTheFilesEither(t *testing.T) {
	dir := t.TempDir()
	s, _ := full(t, dir)
	c, err := s.JournalCall(t.Context(), "rec")
	must(t, err)
	for i := range 40 { // each time in another place of its page
		c.StoppedAt = strings.Repeat("x", i*17%300)
		must(t, s.SaveCall(t.Context(), c))
		ended(t, s, softphone.CallID("filler"+strings.Repeat("i", i)), "1881", "Opplysningen")
	}
	words := []string{"hemmeligheten", "sekretaersen", "halvferdig", "+4722413077"}
	if len(said(t, dir, words...)) == 0 {
		t.Fatal("nothing to be deleted")
	}
	_, err = s.ErasePerson(t.Context(), hisNumber, "")
	must(t, err)
	if left := said(t, dir, words...); len(left) > 0 {
		t.Errorf("still in the files: %v", left)
	}
}

func TestPerson_ACallThatLastsStaysWithItsDraft(t *testing.T) {
	s, _ := full(t, t.TempDir())
	must(t, s.SaveCall(t.Context(), softphone.Call{ID: "now", State: softphone.Talking, Started: day, Peer: softphone.Peer{Number: "22413077"}}))
	must(t, s.SaveDraft(t.Context(), softphone.Message{ID: "d3", Call: "now", Number: "22413077", Changed: day}))
	gone, err := s.ErasePerson(t.Context(), hisNumber, "")
	must(t, err)
	if gone.Live != 1 || gone.Calls != 3 || rows(t, s, "draft") != 2 {
		t.Errorf("%+v", gone)
	}
	if _, err := s.JournalCall(t.Context(), "now"); err != nil {
		t.Error(err)
	}
}

func TestPerson_WhereAFileCannotBeRemovedNoRowGoes(t *testing.T) {
	s, file := full(t, t.TempDir())
	must(t, os.Remove(file))
	must(t, os.MkdirAll(filepath.Join(file, "full"), 0o700)) // a folder with something in it cannot be removed
	if _, err := s.ErasePerson(t.Context(), hisNumber, "x"); err == nil || strings.Contains(err.Error(), "22413077") {
		t.Fatalf("%v", err)
	}
	if rows(t, s, "call") != 4 || rows(t, s, "message") != 3 || rows(t, s, "draft") != 2 || rows(t, s, "erasure") != 0 {
		t.Error("half of it is gone")
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.ErasePerson(ctx, hisNumber, "x"); err == nil {
		t.Error("done without a database")
	}
	if _, err := s.ErasePerson(t.Context(), softphone.Person{}, "x"); err == nil || rows(t, s, "call") != 4 {
		t.Error("nobody meant, and something happened")
	}
}

func TestPerson_ACallKnownOnlyByHisContactIsHis(t *testing.T) {
	dir := t.TempDir()
	s, _ := full(t, dir)
	change(t, s, softphone.Contact{ID: "c1", Kind: softphone.Outside, Surname: "Østby", FirstName: "Kari"})
	c := ended(t, s, "by-contact", "22999999", "")
	c.Contact = "c1"
	must(t, s.SaveCall(t.Context(), c))
	gone, err := s.ErasePerson(t.Context(), softphone.Person{Name: "Kari Østby"}, "Ida Holm")
	if must(t, err); gone.Calls != 1 || len(gone.ContactIDs) != 1 {
		t.Errorf("%+v", gone)
	}
	if _, err := s.JournalCall(t.Context(), "by-contact"); err == nil {
		t.Error("the call known as hers stays")
	}
}

func TestPerson_FreeTextsThatNameHimAreCountedAndStay(t *testing.T) {
	s, _ := full(t, t.TempDir())
	must(t, s.SaveMessage(t.Context(), softphone.Message{ID: "m4", Surname: "Nordby", Verbatim: "Kari Østby skulle ringe 22 41 30 77 15. mai først.", Taken: day, Changed: day}))
	must(t, s.SaveMessage(t.Context(), softphone.Message{ID: "m5", Surname: "Nordby", Verbatim: "Kari Østbysen på 1224130770", Taken: day, Changed: day}))
	must(t, s.SaveWording(t.Context(), softphone.Wording{Script: "incoming", Language: "nb", Operation: "greeting", Text: "Hei, Kari Østby!", Own: true}, false))
	for _, p := range []softphone.Person{{Name: "kari østby"}, {Number: "+4722413077"}} {
		got, err := s.FindPerson(t.Context(), p)
		must(t, err)
		want := []softphone.NamedIn{{Where: softphone.NamedInMessages, Count: 1}}
		if p.Name != "" {
			want = append(want, softphone.NamedIn{Where: softphone.NamedInWordings, Count: 1})
		}
		same(t, want, got.Named)
	}
}

func TestPrints_AreForgottenAfterADayAndWithWhoeverIsErased(t *testing.T) {
	dir := t.TempDir()
	s, _ := full(t, dir)
	folder := filepath.Join(dir, PrintFolder)
	must(t, os.MkdirAll(folder, 0o700))
	put := func(name string, written time.Time) string {
		path := filepath.Join(folder, name)
		must(t, os.WriteFile(path, []byte("x"), 0o600))
		must(t, os.Chtimes(path, written, written))
		return path
	}
	now := s.now()
	old, half, fresh, other := put("old.pdf", now.Add(-25*time.Hour)), put(".print-1", now.Add(-25*time.Hour)), put("fresh.pdf", now.Add(-time.Hour)),
		put("notes.txt", now.AddDate(-1, 0, 0))
	must(t, s.ForgetPrints())
	if there(t, old) || there(t, half) || !there(t, fresh) || !there(t, other) {
		t.Errorf("old %v, half %v, fresh %v, not ours %v", there(t, old), there(t, half), there(t, fresh), there(t, other))
	}
	_, err := s.ErasePerson(t.Context(), hisNumber, "Ida Holm")
	must(t, err)
	if there(t, fresh) || !there(t, other) {
		t.Errorf("erased: fresh %v, not ours %v", there(t, fresh), there(t, other))
	}
}
