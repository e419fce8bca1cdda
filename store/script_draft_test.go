package store

import (
	"testing"

	"anteroom/softphone"
)

func TestScriptDraft_IsKeptHoweverItStandsUntilItIsDropped(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	half := softphone.Script{ID: "price", Language: "nb", Operations: []softphone.Operation{{ID: "a", Sentences: []string{""}}}}
	other := half
	other.Language = "en"
	must(t, s.SaveScriptDraft(t.Context(), half))
	must(t, s.SaveScriptDraft(t.Context(), other))
	half.Name = "Pris"
	must(t, s.SaveScriptDraft(t.Context(), half))
	must(t, s.Close())
	s = open(t, dir)
	got, err := s.ScriptDrafts(t.Context())
	must(t, err)
	same(t, []softphone.Script{other, half}, got)
	must(t, s.DropScriptDraft(t.Context(), "price", "en"))
	must(t, s.DropScriptDraft(t.Context(), "price", "en"))
	if got, err = s.ScriptDrafts(t.Context()); err != nil || len(got) != 1 {
		t.Errorf("%+v, %v", got, err)
	}
}
