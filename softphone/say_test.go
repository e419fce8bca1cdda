package softphone

import "testing"

// withAsides is a desk in a call whose wait is told to the caller in two wordings, and to a colleague in a third.
func withAsides(t *testing.T) *rig {
	t.Helper()
	r := newRig(t)
	for i := range r.s.Scripts {
		x := &r.s.Scripts[i].Situations[2]
		x.Sentences = []string{"One moment, {caller}, for {principal}?", "May {deputy} help you, {caller}?"}
		x.Others = []Aside{{To: ToColleague, Text: "Somebody waits."}}
	}
	r.arrive("a")
	r.talk("a")
	r.play(SituationPressed{Press: r.press("a"), Situation: "wait"})
	return r
}

func (r *rig) guide(id CallID) Guide {
	r.t.Helper()
	g, ok := GuideFor(r.s, id, r.now)
	if !ok {
		r.t.Fatal("no guide")
	}
	return g
}

func TestGuide_WhatIsForSomebodyElseIsNeverShownFirst(t *testing.T) {
	r := withAsides(t)
	g := r.guide("a") // the one with no gap is not the caller's
	if g.Wording != 0 || g.Wordings != 3 || g.To != ToCaller {
		t.Fatalf("%+v", g)
	}
	r.play(WordingPressed{Press: r.press("a")}, WordingPressed{Press: r.press("a")})
	if g = r.guide("a"); Text(g.Sentence) != "Somebody waits." || g.To != ToColleague {
		t.Fatalf("%+v", g)
	}
	r.play(WordingPressed{Press: r.press("a")})
	if g = r.guide("a"); g.Wording != 0 || g.To != ToCaller {
		t.Fatalf("%+v", g)
	}
}

func TestGuide_OfSeveralDeputiesTheFirstIsNamed(t *testing.T) {
	for in, want := range map[string]string{"Marit Lunde, Per Lie": "Marit Lunde", "Marit Lunde og Per Lie": "Marit Lunde", " Per Lie / Odd Moe": "Per Lie",
		"Ingrid Anderssen": "Ingrid Anderssen", "Marit Lunde and Per Lie": "Marit Lunde", "": ""} {
		if got := firstOf(in); got != want {
			t.Errorf("%q begins with %q, want %q", in, got, want)
		}
	}
	r := withAsides(t)
	r.s.Principals = []Principal{{ID: "p", Surname: "Aasen", Deputies: "Marit Lunde, Per Lie"}}
	r.play(CallerNoted{Press: r.press("a"), Principal: "p"}, WordingPressed{Press: r.press("a")})
	if got := Text(r.guide("a").Sentence); got != "May Marit Lunde help you, …?" {
		t.Errorf("%q", got)
	}
}

func TestScript_AWordingForSomebodyUnknownIsRefused(t *testing.T) {
	s := testScript("en")
	s.Situations[2].Others = []Aside{{To: "janitor", Text: "The door, please?"}}
	if s.Check() == nil {
		t.Error("accepted")
	}
}

func TestFill_AMissingPositionLeavesNoTrace(t *testing.T) {
	v := Values{"company": "Nordvik", "secretary": "Ida Holm"}
	for in, want := range map[string]string{
		"{company}, {department}, {position} {secretary} her.":                    "Nordvik, Ida Holm her.",
		"{company}, {department}. You’re through to {secretary}, {position}. Hm?": "Nordvik. You’re through to Ida Holm. Hm?",
	} {
		if got := Text(Fill(in, v)); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
