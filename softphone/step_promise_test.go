package softphone

import (
	"testing"
	"time"
)

func TestStep_PromisedSearchHasAClockOfItsOwnBesideTheReturn(t *testing.T) {
	r := newRig(t)
	r.arrive("a")
	r.talk("a")
	r.play(SituationPressed{Press: r.press("a"), Situation: "lookup"})
	if g, _ := GuideFor(r.s, "a", r.now); len(g.Minutes) != 4 {
		t.Fatalf("offered: %v", g.Minutes)
	}
	r.play(ChoicePressed{Press: r.press("a"), Number: 2})
	if w := want[WakeAt](r); w.Key.What != WakePromise || !w.At.Equal(noon.Add(2*time.Minute)) {
		t.Fatalf("%+v", w)
	}
	if f := want[FocusField](r); f.Field != "stopped_at" {
		t.Fatalf("the caret goes to %q", f.Field)
	}
	if g, _ := GuideFor(r.s, "a", r.now); Text(g.Sentence) != "It takes two minutes." {
		t.Fatalf("%q", Text(g.Sentence))
	}
	r.hold("a")
	if h := r.call("a").Holds[0]; !h.Asked {
		t.Fatal("he was asked, and it is not noted")
	}

	r.pass(40 * time.Second) // back as every forty seconds: the promise goes on
	r.play(WokeUp{r.at(), WakeKey{What: WakeReturn, Call: "a"}}, ReturnPressed{Press{At: r.at()}}, ResumeConfirmed{r.at(), "a"})
	r.hold("a")
	if p, open := r.call("a").Promised(); !open || p.Minutes() != 2 {
		t.Fatalf("%+v", r.call("a").Promises)
	}
	r.pass(30 * time.Second)
	r.play(ReturnPressed{Press{At: r.at()}}, ResumeConfirmed{r.at(), "a"})
	r.play(SituationPressed{Press: r.press("a")}) // the answer is there, the script goes on
	p := r.call("a").Promises[0]
	if !p.Kept() || !p.Over.Equal(r.now) {
		t.Fatalf("%+v", p)
	}
}

func TestStep_PromisedTimeOverOffersToRingBack(t *testing.T) {
	r := newRig(t)
	r.arrive("a")
	r.talk("a")
	r.play(SituationPressed{Press: r.press("a"), Situation: "lookup"}, SituationActed{r.press("a")}) // with no digit: one minute
	r.hold("a")
	r.pass(time.Minute)
	r.play(WokeUp{r.at(), WakeKey{What: WakePromise, Call: "a"}})
	want[PlayTone](r)
	want[RaiseWindow](r)
	r.play(ReturnPressed{Press{At: r.at()}}, ResumeConfirmed{r.at(), "a"})
	if c := r.call("a"); c.Situation != SituationLonger {
		t.Fatalf("shown: %q", c.Situation)
	}
	r.pass(time.Second)
	r.play(SituationActed{r.press("a")})
	b, ok := r.s.CallbackInHand("a")
	if !ok {
		t.Fatal("no callback is begun")
	}
	r.play(CallbackAgreed{r.press(""), b.ID})
	if p := r.call("a").Promises[0]; p.Kept() || p.Over.IsZero() {
		t.Fatalf("%+v", p)
	}
}

func TestStep_LongWaitOffersToRingBackOnce(t *testing.T) {
	r := newRig(t)
	r.arrive("a")
	r.talk("a")
	r.hold("a")
	if r.call("a").Holds[0].Asked {
		t.Fatal("nobody asked him")
	}
	back := func() SituationID {
		r.pass(3 * time.Minute)
		r.play(ReturnPressed{Press{At: r.at()}}, ResumeConfirmed{r.at(), "a"})
		return r.call("a").Situation
	}
	if s := back(); s != SituationLonger {
		t.Fatalf("after three minutes: %q", s)
	}
	r.hold("a")
	if s := back(); s != SituationReturn {
		t.Fatalf("he has chosen to wait: %q", s)
	}
}

func TestStep_RedirectsAreCountedOverTheDay(t *testing.T) {
	r := newRig(t)
	r.arrive("a")
	ask := want[CountRedirects](r)
	if y, m, d := ask.Since.Date(); ask.Call != "a" || ask.Number != "2241a" || ask.Since.Hour() != 0 || d != noon.Day() || m != noon.Month() || y != noon.Year() {
		t.Fatalf("%+v", ask)
	}
	r.play(RedirectsCounted{r.at(), "a", "2241a", 2})
	if n := r.call("a").RedirectedToday(); n != 2 {
		t.Fatalf("today: %d", n)
	}
	r.talk("a")
	r.play(CallerNoted{Press: r.press("a"), Caller: CallerFields{Number: "22413077"}})
	if want[CountRedirects](r).Number != "22413077" || r.call("a").RedirectedToday() != 0 {
		t.Fatal("another number is counted anew")
	}
	r.play(RedirectsCounted{r.at(), "a", "2241a", 2}) // late, of the number before
	if r.call("a").RedirectedToday() != 0 {
		t.Fatal("a late answer counts")
	}
}

func TestStep_AnotherCallAsksWhereTheFirstStopped(t *testing.T) {
	r := newRig(t)
	r.arrive("a")
	r.talk("a")
	r.arrive("b")
	r.play(SituationPressed{Press: r.press("a"), Situation: "otherline"})
	if f := want[FocusField](r); f.Field != "stopped_at" {
		t.Fatalf("the caret goes to %q", f.Field)
	}
	r.play(StoppedNoted{Press: r.press("a"), Text: "the price"}, SituationActed{r.press("a")}, HoldConfirmed{r.at(), "a"}, VoiceOpened{At: r.at(), Call: "b"})
	wantState(r, "a", Held)
	wantState(r, "b", Talking)
	if h := r.call("a").Holds[0]; !h.Asked {
		t.Fatal("permission is not noted")
	}
	r.play(ReturnPressed{r.press("a")}, HoldConfirmed{r.at(), "b"}, ResumeConfirmed{r.at(), "a"})
	if g, _ := GuideFor(r.s, "a", r.now); Text(g.Sentence) != "Thank you for waiting. the price" {
		t.Fatalf("%q", Text(g.Sentence))
	}
}

// Whatever a situation carries is really done: by the key of its button, in a call.
func TestStep_EveryActionOfASituationIsDone(t *testing.T) {
	focus := func(field string) func(*rig) bool {
		return func(r *rig) bool { return want[FocusField](r).Field == field }
	}
	for action, done := range map[ScriptAction]func(*rig) bool{
		ActHold:    func(r *rig) bool { return want[SendHold](r).Call == "a" },
		ActMessage: focus("for"),
		ActName:    focus("surname"),
		ActAnswer:  func(r *rig) bool { return want[OpenVoice](r).Call == "b" && want[SendHold](r).Call == "a" },
		ActWrong:   func(r *rig) bool { return r.call("a").Wrong },
		ActUnhappy: func(r *rig) bool { return r.draft("m-a").Mood == MoodUnhappy },
		ActCallback: func(r *rig) bool {
			b, ok := r.s.CallbackInHand("a")
			return ok && b.Kind == RingBack && want[FocusField](r).Field == "callback"
		},
		ActTask:     func(r *rig) bool { b, ok := r.s.CallbackInHand("a"); return ok && b.Kind == Task },
		ActDial:     focus("dial"),
		ActRedirect: focus("colleague"),
		ActRecord:   func(r *rig) bool { _, on := r.call("a").Recording(); return on },
		ActPolicy:   focus("policy"),
		ActStopped:  focus("stopped_at"),
		ActConsult:  func(r *rig) bool { return want[SendHold](r).Call == "a" && want[FocusField](r).Field == "consult" },
		ActConnect:  func(r *rig) bool { return want[Reply](r).Reason.Code == NothingToConnect || r.call("a").Live() },
		ActSearch: func(r *rig) bool {
			_, promised := r.call("a").Promised()
			return promised && want[FocusField](r).Field == "stopped_at"
		},
		ActFAQ: focus("faq"),
	} {
		r := newRig(t)
		for i := range r.s.Scripts {
			r.s.Scripts[i].Situations = append(r.s.Scripts[i].Situations, Situation{ID: "tried", Key: "X", Title: "Tried", Sentences: []string{"May I?"}, Action: action})
		}
		r.arrive("a")
		r.talk("a")
		r.arrive("b")
		r.play(SituationPressed{Press: r.press("a"), Situation: "tried"}, SituationActed{r.press("a")})
		if !done(r) {
			t.Errorf("%s: not done", action)
		}
	}
}

// The hours stand in the sentence, the principal's own and the office's, for whoever rang his number too.
func TestGuide_SaysTheHoursInFull(t *testing.T) {
	r := newRig(t)
	for i := range r.s.Scripts {
		r.s.Scripts[i].Operations[0].Sentences = []string{"{principal} receives {reception}; the office is open {office_hours}."}
	}
	r.principal("director", "101")
	r.play(ReceptionSaved{r.press(""), Reception{Owner: "director", Week: []WeekSpan{{time.Monday, OpenSpan{540, 660}}}}},
		ReceptionSaved{r.press(""), Reception{Week: []WeekSpan{{time.Tuesday, OpenSpan{480, 960}}}}})
	r.whoAsks("a", "101")
	office, _ := r.s.Reception("")
	own, _ := r.s.Reception("director")
	if said := Text(r.guide("a").Sentence); said != "director receives "+own.Say("en", r.now)+"; the office is open "+office.Say("en", r.now)+"." || own.Say("en", r.now) == office.Say("en", r.now) {
		t.Errorf("%q", said)
	}
}
