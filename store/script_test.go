package store

import (
	"errors"
	"testing"
	"time"

	"anteroom/softphone"
)

func scriptNamed(id softphone.ScriptID, language, said string) softphone.Script {
	return softphone.Script{ID: id, Language: language, Name: string(id) + " " + language,
		Operations: []softphone.Operation{{ID: "first", Title: "First", Sentences: []string{said}, Fields: []softphone.Field{{Name: softphone.FillNumber}}}}}
}

func TestScripts_AnEditedOneBecomesANewVersionAndTheOldOneStays(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	shipped := scriptNamed("incoming", "nb", "Hei?")
	must(t, s.ShipScripts(t.Context(), []softphone.Script{shipped, scriptNamed("incoming", "en", "Hello?")}))
	saved, err := s.SaveScripts(t.Context(), scriptNamed("incoming", "nb", "God dag?"))
	must(t, err)
	if saved[0].Version != 2 {
		t.Fatalf("version %d", saved[0].Version)
	}
	same2, err := s.SaveScripts(t.Context(), scriptNamed("incoming", "nb", "God dag?"))
	must(t, err)
	if same2[0].Version != 2 {
		t.Errorf("the same again became version %d", same2[0].Version)
	}
	must(t, s.Close())

	s = open(t, dir)
	newer := shipped
	newer.Operations = []softphone.Operation{{ID: "first", Title: "First", Sentences: []string{"Hallo?"}}}
	must(t, s.ShipScripts(t.Context(), []softphone.Script{newer, scriptNamed("incoming", "en", "Hi?")}))
	for language, want := range map[string]string{"nb": "God dag?", "en": "Hi?"} { // the program's new text, but not over an edited one
		got, err := s.Script(t.Context(), "incoming", language, 0)
		must(t, err)
		if got.Operations[0].Sentences[0] != want || got.Version != 2 {
			t.Errorf("%s: %+v", language, got)
		}
	}
	first, err := s.Script(t.Context(), "incoming", "nb", 1)
	must(t, err)
	if first.Operations[0].Sentences[0] != "Hei?" || first.Version != 1 {
		t.Errorf("%+v", first)
	}
	back, err := s.ShippedScript(t.Context(), "incoming", "nb")
	must(t, err)
	restored, err := s.SaveScripts(t.Context(), back)
	must(t, err)
	all, err := s.ScriptVersions(t.Context(), "incoming", "nb")
	must(t, err)
	if restored[0].Version != 3 || len(all) != 3 || !all[0].Shipped || all[1].Shipped || !all[2].Shipped {
		t.Errorf("%+v", all)
	}
	if loaded := load(t, s).Scripts; len(loaded) != 2 || loaded[1].Version != 3 && loaded[0].Version != 3 {
		t.Errorf("%+v", loaded)
	}
}

func TestScripts_AllAreSavedOrNone(t *testing.T) {
	s := open(t, t.TempDir())
	broken := scriptNamed("berth", "en", "Which {ship}?")
	_, err := s.SaveScripts(t.Context(), scriptNamed("berth", "nb", "Hvilket skip?"), broken)
	var fault softphone.ScriptFault
	if !errors.As(err, &fault) || fault.Code != softphone.FaultPlaceholder {
		t.Fatalf("%v", err)
	}
	if all, err := s.Scripts(t.Context()); err != nil || len(all) != 0 {
		t.Errorf("%v %v", all, err)
	}
}

func TestScripts_OneOutOfUseIsStillThereForTheJournal(t *testing.T) {
	s := open(t, t.TempDir())
	berth := scriptNamed("berth", "nb", "Hvilket skip?")
	must(t, s.ShipScripts(t.Context(), []softphone.Script{berth}))
	must(t, s.RetireScript(t.Context(), "berth"))
	must(t, s.ShipScripts(t.Context(), []softphone.Script{berth})) // the next start
	if all, err := s.Scripts(t.Context()); err != nil || len(all) != 0 {
		t.Errorf("%v %v", all, err)
	}
	if _, err := s.Script(t.Context(), "berth", "nb", 1); err != nil {
		t.Error(err)
	}
	_, err := s.SaveScripts(t.Context(), berth)
	must(t, err)
	if all, err := s.Scripts(t.Context()); err != nil || len(all) != 1 {
		t.Errorf("saved again, it is not in use: %v %v", all, err)
	}
	for _, id := range []softphone.ScriptID{softphone.GeneralScript, "none"} {
		var why softphone.Reason
		if err := s.RetireScript(t.Context(), id); !errors.As(err, &why) {
			t.Errorf("%s: %v", id, err)
		}
	}
	var why softphone.Reason
	if _, err := s.Script(t.Context(), "berth", "nb", 9); !errors.As(err, &why) || why.Code != softphone.NoSuchScript {
		t.Errorf("%v", err)
	}
}

func TestScripts_ADamagedOneDoesNotKeepTheDeskFromOpening(t *testing.T) {
	s := open(t, t.TempDir())
	_, err := s.SaveScripts(t.Context(), scriptNamed("incoming", "nb", "Hei?"), scriptNamed("berth", "nb", "Skip?"))
	must(t, err)
	_, err = s.write.ExecContext(t.Context(), "UPDATE script SET body = '{' WHERE id = 'berth'")
	must(t, err)
	if all := load(t, s).Scripts; len(all) != 1 || all[0].ID != "incoming" {
		t.Errorf("%+v", all)
	}
}

func TestWordings_AreThereAtTheNextStart(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	pinned := softphone.Wording{Script: "incoming", Language: "nb", Operation: "greeting", Text: "Hei?", Pinned: true}
	own := softphone.Wording{Script: "incoming", Language: "nb", Situation: "wait", Text: "Et øyeblikk?", Own: true, Pinned: true}
	for _, w := range []softphone.Wording{pinned, own} {
		must(t, s.SaveWording(t.Context(), w, false))
	}
	own.Pinned = false
	must(t, s.SaveWording(t.Context(), own, false))
	must(t, s.SaveWording(t.Context(), pinned, true))
	must(t, s.Close())
	same(t, []softphone.Wording{own}, load(t, open(t, dir)).Wordings)
}

func TestPasses_ThoseLeftOpenAreEndedAtTheNextStart(t *testing.T) {
	dir, start := t.TempDir(), time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
	s := openWith(t, dir, Options{SecretsInFile: true, Now: func() time.Time { return start.Add(time.Minute) }})
	c := softphone.Call{ID: "a", State: softphone.Talking, Started: start, Answered: start.Add(time.Second), Script: "berth", Operation: "vessel",
		Passes: []softphone.Pass{{Script: "incoming", Version: 2, Language: "nb", Reason: softphone.LaunchOwn, Began: start.Add(time.Second), Ended: start.Add(9 * time.Second),
			End: softphone.PassLeft, Last: "greeting"}, {Script: "berth", Version: 1, Language: "nb", Reason: softphone.LaunchHand, Began: start.Add(9 * time.Second)}}}
	must(t, s.SaveCall(t.Context(), c))
	must(t, s.Close())
	got := load(t, open(t, dir)).Unfinished[0].Passes
	same(t, c.Passes[0], got[0])
	if got[1].End != softphone.PassStopped || got[1].Last != "vessel" || got[1].Ended.IsZero() {
		t.Errorf("%+v", got)
	}
}
