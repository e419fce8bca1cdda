package softphone

import (
	"reflect"
	"testing"
)

func ruleIDs(s Sheet) (out []RuleID) {
	for _, r := range s.Rules {
		out = append(out, r.ID)
	}
	return out
}

func TestSheetUndo_TakesBackItsOwnChangeOnly(t *testing.T) {
	before := Sheet{Rules: []Rule{{ID: "a", Question: AskNever, Text: "first"}, {ID: "b", Question: AskNever}, {ID: "c", Question: AskNever}},
		Deputies: []Deputy{{Who: Who{Name: "Odd"}}, {Who: Who{Name: "Siri"}}}}
	removed := SheetChange{before, before.Without("b")}

	now := removed.After.With(Rule{ID: "d", Question: AskAlways})
	now.Notes[3] = "typed since"
	now = now.With(Rule{ID: "a", Question: AskNever, Text: "written anew"})
	got := removed.Undo(now)
	if !reflect.DeepEqual(ruleIDs(got), []RuleID{"a", "b", "c", "d"}) || got.Notes[3] != "typed since" || got.Rules[0].Text != "written anew" {
		t.Errorf("removal: %+v", got)
	}
	if len(got.Deputies) != 2 {
		t.Errorf("deputies: %+v", got.Deputies)
	}

	added := SheetChange{before, before.With(Rule{ID: "d"})}
	if got := added.Undo(now.Without("b")); !reflect.DeepEqual(ruleIDs(got), []RuleID{"a", "c", "d"}) {
		t.Errorf("an added rule that was written anew since is gone: %+v", got)
	}
	if got := added.Undo(added.After.Without("c")); !reflect.DeepEqual(ruleIDs(got), []RuleID{"a", "b"}) {
		t.Errorf("addition: %+v", got)
	}

	changed := SheetChange{before, before.With(Rule{ID: "b", Question: AskNever, Text: "other"})}
	later := changed.After.Without("a")
	if got := changed.Undo(later); len(got.Rules) != 2 || got.Rules[0].Text != "" {
		t.Errorf("change: %+v", got)
	}
	later = later.With(Rule{ID: "b", Question: AskNever, Text: "newest"})
	if got := changed.Undo(later); got.Rules[0].Text != "newest" {
		t.Errorf("what was written last is lost: %+v", got)
	}

	restored := SheetChange{before, Sheet{Rules: []Rule{before.Rules[2], before.Rules[0]}}}
	restored.After.Notes[0] = "as it was"
	later = restored.After
	later.Notes[1] = "typed since"
	if got := restored.Undo(later); !reflect.DeepEqual(got.Rules, before.Rules) || got.Notes[0] != "" || got.Notes[1] != "typed since" || !reflect.DeepEqual(got.Deputies, before.Deputies) {
		t.Errorf("an older sheet: %+v", got)
	}
	if len(before.Rules) != 3 || before.Rules[1].ID != "b" {
		t.Error("the sheet from before was written into")
	}
}

func TestSheetUndo_ADeputyComesBackAtHisPlace(t *testing.T) {
	odd, siri, marit := Deputy{Who: Who{Name: "Odd"}}, Deputy{Who: Who{Name: "Siri"}}, Deputy{Who: Who{Name: "Marit"}}
	c := SheetChange{Sheet{Deputies: []Deputy{odd, siri}}, Sheet{Deputies: []Deputy{siri}}}
	if got := c.Undo(Sheet{Deputies: []Deputy{siri, marit}}).Deputies; !reflect.DeepEqual(got, []Deputy{odd, siri, marit}) {
		t.Errorf("%+v", got)
	}
}
