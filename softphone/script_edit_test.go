package softphone

import (
	"fmt"
	"slices"
	"testing"
)

// pairOf is a script of three operations in both languages, with nothing to complain of.
func pairOf() ScriptPair {
	p := ScriptPair{}
	for _, language := range ScriptLanguages {
		p[language] = Script{ID: "price", Version: 1, Language: language, Name: "Price",
			Operations: []Operation{
				{ID: "a", Title: "A", Sentences: []string{"{greeting}. May I ask what it is about?"}, Choices: []Choice{{Text: "x", To: "b"}}},
				{ID: "b", Title: "B", Sentences: []string{"What else?"}, Choices: []Choice{{Text: "y", To: "c"}, {Text: "z", Over: "hush"}}},
				{ID: "c", Title: "C", Sentences: []string{"Thank you."}, Choices: []Choice{{Text: "end", Action: ActEnd}}},
			},
			Situations: []Situation{{ID: "hush", Key: "H", Title: "Hush", Sentences: []string{"I see. What would help?"}}},
		}
	}
	return p
}

func seen(p ScriptPair) (out []string) {
	for _, x := range p.Problems(nil) {
		out = append(out, fmt.Sprintf("%s %s %s%s %s", x.Language, x.Code, x.Operation, x.Situation, x.Part))
	}
	return out
}

func TestScriptPair_ProblemsAreFoundAndNoneWhereThereIsNone(t *testing.T) {
	if got := seen(pairOf()); len(got) != 0 {
		t.Fatalf("%q", got)
	}
	for name, x := range map[string]struct {
		change func(ScriptPair) ScriptPair
		want   string
	}{
		"a dead end": {func(p ScriptPair) ScriptPair {
			return p.OperationInAll("c", func(o *Operation) { o.Choices = []Choice{{Text: "back", To: "b"}} })
		}, "nb dead_end c choices"},
		"unreachable": {func(p ScriptPair) ScriptPair {
			return p.OperationInAll("a", func(o *Operation) { o.Choices[0].To = "c" })
		}, "nb unreachable b "},
		"a choice to nothing": {func(p ScriptPair) ScriptPair { return p.RemoveSituation("hush") }, "en nowhere b choices"},
		"a script that is not there": {func(p ScriptPair) ScriptPair {
			return p.OperationInAll("b", func(o *Operation) { o.Choices[1] = Choice{Text: "z", Run: "gone"} })
		}, "en nowhere b choices"},
		"an imperative": {func(p ScriptPair) ScriptPair {
			return p.Operation("nb", "b", func(o *Operation) { o.Sentences[0] = "Vent litt." })
		}, "nb imperative b sentences"},
		"I'm listening": {func(p ScriptPair) ScriptPair {
			return p.Situation("en", "hush", func(s *Situation) { s.Sentences[0] = "I’m listening." })
		}, "en listening hush sentences"},
		"no translation": {func(p ScriptPair) ScriptPair {
			en := p["en"]
			en.Operations = en.Operations[:2]
			return ScriptPair{"nb": p["nb"], "en": en}
		}, "en missing c "},
		"a missing wording while absent": {func(p ScriptPair) ScriptPair {
			return p.Operation("nb", "b", func(o *Operation) { o.Absent = []string{"{principal} er ikke her. Hvem kan jeg hilse fra?"} })
		}, "en missing b absent"},
		"a missing language": {func(p ScriptPair) ScriptPair { return ScriptPair{"nb": p["nb"]} }, "en missing  "},
		"an empty sentence": {func(p ScriptPair) ScriptPair {
			return p.Operation("nb", "b", func(o *Operation) { o.Sentences[0] = "" })
		}, "nb fault b sentences"},
	} {
		if got := seen(x.change(pairOf())); !slices.Contains(got, x.want) {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func TestScriptPair_ChangesStructureInBothLanguagesAndLeavesTheOldOne(t *testing.T) {
	old := pairOf()
	p, id := old.AddOperation("a", map[string]string{"nb": "Nytt", "en": "New"})
	for language, title := range map[string]string{"nb": "Nytt", "en": "New"} {
		if o := p[language].Operations[1]; o.ID != id || o.Title != title {
			t.Errorf("%s: %+v", language, o)
		}
	}
	p = p.MoveOperation(id, -1)
	if p["en"].Operations[0].ID != id || p["nb"].Operations[0].ID != id {
		t.Error("not moved")
	}
	p = p.MoveOperation(id, -1).RemoveOperation(id).RemoveOperation("b")
	if got := p["nb"].Operations[0].Choices[0]; got.To != "" || len(p["nb"].Operations) != 2 {
		t.Errorf("a choice still leads to what was removed: %+v", got)
	}
	p, sit := p.AddSituation(map[string]string{})
	p = p.MoveSituation(sit, -1)
	if p["nb"].Situations[0].ID != sit {
		t.Error("the situation was not moved")
	}
	if got := seen(old); len(got) != 0 || len(old["nb"].Operations) != 3 {
		t.Errorf("the old one was changed: %q", got)
	}
}

func TestStep_ScriptDraftIsKept(t *testing.T) {
	r := newRig(t)
	s := pairOf()["nb"]
	r.play(ScriptDrafted{Press: r.press(""), Script: s})
	if want[SaveScriptDraft](r).Script.ID != s.ID {
		t.Fatal("not kept")
	}
	r.play(ScriptDraftDropped{Press: r.press(""), Script: s.ID, Language: "nb"})
	if want[DropScriptDraft](r).Language != "nb" {
		t.Fatal("not dropped")
	}
}
