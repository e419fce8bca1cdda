package softphone

import "testing"

func TestStep_WhatIsToldOfAColleagueFollowsHisNumber(t *testing.T) {
	r := newRig(t)
	r.principal("berg", "1 01")
	away := Told{Kind: ToldAway, Note: "14:00"}
	r.play(PresenceTold{r.at(), "office", "101", away}, PresenceTold{r.at(), "office", "999", away}, PresenceTold{r.at(), "other", "101", Told{Kind: ToldBusy}})
	if r.s.Told("101") != away || r.s.Told("999") != (Told{}) || r.s.Told("") != (Told{}) {
		t.Errorf("%+v", r.s.Lamps)
	}
	r.play(LampChanged{r.at(), "office", "101", LampBusy})
	r.principal("dahl", "102") // the list is made anew
	if r.s.Told("101") != away || r.s.Lamp("101") != LampBusy {
		t.Errorf("%+v", r.s.Lamps)
	}
	r.play(PresenceTold{r.at(), "office", "101", Told{}})
	if r.s.Told("101") != (Told{}) || r.s.Lamp("101") != LampBusy {
		t.Errorf("%+v", r.s.Lamps)
	}
}
