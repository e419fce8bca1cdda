package store

import (
	"testing"

	"anteroom/softphone"
)

func TestBegun_IsKeptThroughTheNextStartUntilItIsDropped(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	rule := softphone.Begun{Kind: softphone.BegunRule, ID: "1", Body: `{"Who":"Pressen"}`}
	answer := softphone.Begun{Kind: softphone.BegunAnswer, ID: "1", Body: `{"Answer":"Ragnhild Østby vet det"}`}
	his := softphone.Begun{Kind: softphone.BegunRule, ID: "2", Body: `{"Who":"Ragnhild Østby"}`}
	for _, b := range []softphone.Begun{{Kind: softphone.BegunRule, ID: "1", Body: "{}"}, answer, his, rule} {
		must(t, s.SaveBegun(t.Context(), b))
	}
	must(t, s.Close())
	s = open(t, dir)
	got, err := s.Load(t.Context())
	must(t, err)
	if len(got.Begun) != 3 || got.Begun[2] != rule {
		t.Fatalf("%+v", got.Begun)
	}
	p := softphone.Person{Name: "Ragnhild Østby"}
	found, err := s.FindPerson(t.Context(), p)
	must(t, err)
	if found.Rules != 1 || len(found.Named) != 1 || found.Named[0].Where != softphone.NamedInAnswers {
		t.Errorf("%+v", found)
	}
	if _, err = s.ErasePerson(t.Context(), p, "Ida"); err != nil {
		t.Fatal(err)
	}
	must(t, s.DropBegun(t.Context(), softphone.BegunAnswer, "1"))
	must(t, s.DropBegun(t.Context(), softphone.BegunAnswer, "1"))
	if got, err = s.Load(t.Context()); err != nil || len(got.Begun) != 1 || got.Begun[0] != rule {
		t.Errorf("%v %+v", err, got.Begun)
	}
}
