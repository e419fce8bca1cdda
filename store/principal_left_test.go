package store

import (
	"fmt"
	"testing"
	"time"

	"anteroom/softphone"
)

func TestPrincipal_WhoIsHadBackHasHisEarlierSheetsAndWhereHeWas(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	at := time.Date(2026, 11, 27, 9, 0, 0, 0, time.UTC)
	p := softphone.Principal{ID: "aasen", Surname: "Aasen"}
	for i := range 3 {
		p.Policy.Changed, p.Policy.By = at.Add(time.Duration(i)*time.Hour), "Ida"
		p.Policy.Rules = append(p.Policy.Rules, softphone.Rule{ID: softphone.RuleID(fmt.Sprint(i)), Question: softphone.AskNever, Who: softphone.Who{Name: "Ragnhild Østby"}})
		must(t, s.SavePrincipal(t.Context(), p))
		must(t, s.NotePresence(t.Context(), softphone.PresenceEntry{At: at.Add(time.Duration(i) * time.Hour), Principal: "aasen", Kind: softphone.PresenceMeeting}))
	}
	must(t, s.SavePrincipal(t.Context(), softphone.Principal{ID: "moe", Surname: "Moe"}))
	sheets, err := s.Sheets(t.Context(), "aasen", 10)
	must(t, err)
	been, err := s.PresenceHistory(t.Context(), "aasen", 10)
	must(t, err)
	same := func(why string) {
		t.Helper()
		now, err := s.Sheets(t.Context(), "aasen", 10)
		must(t, err)
		where, err := s.PresenceHistory(t.Context(), "aasen", 10)
		must(t, err)
		if fmt.Sprint(now) != fmt.Sprint(sheets) || fmt.Sprint(where) != fmt.Sprint(been) || len(now) != 3 || len(where) != 3 {
			t.Errorf("%s: %d sheets, %d entries of presence", why, len(now), len(where))
		}
	}
	for range 2 {
		must(t, s.RemovePrincipal(t.Context(), "aasen"))
		if now, _ := s.Sheets(t.Context(), "aasen", 10); len(now) != 0 {
			t.Fatal("nothing was removed")
		}
		must(t, s.SavePrincipal(t.Context(), p))
		same("had back")
		must(t, s.SavePrincipal(t.Context(), p))
		same("saved again")
	}
	must(t, s.RemovePrincipal(t.Context(), "aasen"))
	_, err = s.ErasePerson(t.Context(), softphone.Person{Name: "Ragnhild Østby"}, "Ida")
	must(t, err)
	must(t, s.SavePrincipal(t.Context(), softphone.Principal{ID: "aasen", Surname: "Aasen"}))
	if now, _ := s.Sheets(t.Context(), "aasen", 10); len(now) != 0 {
		t.Errorf("a person who was deleted is had back in %d sheets", len(now))
	}
}
