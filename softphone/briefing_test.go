package softphone

import "testing"

// Whoever is interrupted is told so, in words that a yes or no answers; in any other call he gets the usual ones.
func TestBriefing_AnInterruptionHasWordsOfItsOwn(t *testing.T) {
	r := newRig(t)
	for i := range r.s.Scripts {
		r.s.Scripts[i].Situations = append(r.s.Scripts[i].Situations,
			Situation{ID: "connect", Key: "C", Title: "Connect", Sentences: []string{"One moment?"}, Others: []Aside{{ToPrincipal, "{caller} is there. Now?"}}, Action: ActConsult},
			Situation{ID: "interrupt", Key: "I", Title: "Interrupt", Sentences: []string{"Is it urgent?"}, Others: []Aside{{ToPrincipal, "Sorry, {caller}. Yes or no?"}}, Action: ActConsult})
	}
	r.principal("director", "101")
	r.arrive("a")
	r.talk("a")
	r.play(CallerNoted{Press: r.press("a"), Principal: "director", Caller: CallerFields{Surname: "Moe"}})
	for sit, want := range map[SituationID]string{"interrupt": "Sorry, Moe. Yes or no?", "connect": "Moe is there. Now?", "wait": "Moe is there. Now?"} {
		r.play(SituationPressed{Press: r.press("a"), Situation: sit}, ConsultPressed{Press: r.press("a"), NewCall: "b", Number: "101"},
			HoldConfirmed{r.at(), "a"}, VoiceOpened{At: r.at(), Call: "b"}, CallAnswered{r.at(), "b"})
		if g := r.guide("b"); Text(g.Sentence) != want || g.To != ToPrincipal {
			t.Errorf("%s: %q to %s", sit, Text(g.Sentence), g.To)
		}
		r.play(TakeBackPressed{r.press("a")}, CallHungUp{At: r.at(), Call: "b"}, ResumeConfirmed{r.at(), "a"})
		r.s.Calls = r.s.Calls[:1]
	}
}
