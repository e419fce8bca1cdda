package softphone

import "testing"

// The caller is told who the colleague is, and asked, before he is put on hold.
func TestRedirect_TheColleagueIsNamedBeforeTheCallerIsPutOnHold(t *testing.T) {
	r := newRig(t)
	for i := range r.s.Scripts {
		r.s.Scripts[i].Situations = append(r.s.Scripts[i].Situations, Situation{ID: SituationRedirect, Key: "R", Title: "Redirect",
			Sentences: []string{"It is {colleague}, {colleague_position}. The number is {colleague_number}. May I?"}, Action: ActRedirect})
	}
	r.arrive("a")
	r.talk("a")
	r.play(SituationPressed{Press: r.press("a"), Situation: SituationRedirect}, SituationActed{r.press("a")})
	if f := want[FocusField](r); f.Field != "colleague" || r.call("a").Changing == Held {
		t.Fatalf("the caret goes to %q, the caller is being %q", f.Field, r.call("a").Changing)
	}
	r.play(ColleagueNoted{r.press("a"), Colleague{"Odd Johan Kvamme", "head of the port", "22413012"}})
	if said := Text(r.guide("a").Sentence); said != "It is Odd Johan Kvamme, head of the port. The number is 22 41 30 12. May I?" {
		t.Errorf("%q", said)
	}
	r.play(SituationActed{r.press("a")})
	if f := want[FocusField](r); f.Field != "consult" || want[SendHold](r).Call != "a" {
		t.Errorf("the caret goes to %q", f.Field)
	}
	r.play(HoldConfirmed{r.at(), "a"})
	if h := r.call("a").Holds[0]; !h.Asked {
		t.Error("that he was asked is not noted")
	}
}

// Whom the sheet passes a topic on to stands in the sentence at once.
func TestRedirect_WhomTheSheetNamesIsTheColleague(t *testing.T) {
	r := newRig(t)
	r.play(PrincipalSaved{Press: r.press(""), Principal: Principal{ID: "aasen", Surname: "Aasen", Policy: Sheet{Rules: []Rule{
		{Question: AskPass, Topic: "Berth", To: Who{Name: "Siri Nes", Number: "214"}}}}}})
	r.arrive("a")
	r.talk("a")
	r.play(TopicNoted{Press: r.press("a"), Topic: "Berth"})
	if x := r.s.ColleagueFor(r.call("a"), r.now); x != (Colleague{Name: "Siri Nes", Number: "214"}) {
		t.Errorf("%+v", x)
	}
	r.play(TopicNoted{Press: r.press("a")})
	if x := r.s.ColleagueFor(r.call("a"), r.now); x != (Colleague{}) {
		t.Errorf("%+v", x)
	}
}
