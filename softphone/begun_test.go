package softphone

import "testing"

func TestStep_WhatIsHalfWrittenIsKeptUntilItIsDropped(t *testing.T) {
	r := newRig(t)
	r.play(BegunKept{Press: r.press(""), Begun: Begun{BegunRule, "1", `{"Who":"Pres"}`}})
	r.play(BegunKept{Press: r.press(""), Begun: Begun{BegunAnswer, "1", `{}`}})
	r.play(BegunKept{Press: r.press(""), Begun: Begun{BegunRule, "1", `{"Who":"Pressen"}`}})
	if got := want[SaveBegun](r).Begun.Body; got != `{"Who":"Pressen"}` {
		t.Errorf("kept %s", got)
	}
	if got := r.s.BegunOf(BegunRule); len(got) != 1 || got[0].Body != `{"Who":"Pressen"}` || len(r.s.BegunOf(BegunAnswer)) != 1 {
		t.Fatalf("%+v", r.s.Begun)
	}
	r.play(BegunDropped{Press: r.press(""), Kind: BegunRule, ID: "1"})
	if want[DropBegun](r).ID != "1" || len(r.s.BegunOf(BegunRule)) != 0 || len(r.s.BegunOf(BegunAnswer)) != 1 {
		t.Fatalf("%+v", r.s.Begun)
	}
}

func TestStep_ADeletedPersonsRuleGoesHalfWrittenToo(t *testing.T) {
	r := newRig(t)
	r.play(BegunKept{Press: r.press(""), Begun: Begun{BegunRule, "his", `{"Who":"Ragnhild Østby"}`}})
	r.play(BegunKept{Press: r.press(""), Begun: Begun{BegunRule, "by number", `{"Phone":"22 41 30 77"}`}})
	r.play(BegunKept{Press: r.press(""), Begun: Begun{BegunRule, "another's", `{"Who":"Pressen"}`}})
	r.play(BegunKept{Press: r.press(""), Begun: Begun{BegunAnswer, "sheet", `{"Answer":"Ragnhild Østby"}`}})
	r.play(PersonErased{Press: r.press(""), Person: Person{Name: "Ragnhild Østby", Number: "22413077"}})
	if want[DropBegun](r).Kind != BegunRule || len(r.s.Begun) != 2 || r.s.Begun[0].ID != "another's" {
		t.Fatalf("%+v", r.s.Begun)
	}
}
