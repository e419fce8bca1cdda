package softphone

import (
	"testing"
	"time"
)

// withScripts is a desk with the general script, two others in both languages and an outgoing one.
func withScripts(t *testing.T) *rig {
	t.Helper()
	r := newRig(t)
	var more []Script
	for _, lang := range ScriptLanguages {
		for _, id := range []ScriptID{"berth", "price", OutgoingScript} {
			more = append(more, Script{ID: id, Version: 1, Language: lang, Name: string(id) + " " + lang,
				Operations: []Operation{
					{ID: "first", Title: "First", Sentences: []string{"First of " + string(id) + "?", "Or so?"},
						Fields:  []Field{{Name: FillSurname, Required: true, Focus: true}},
						Choices: []Choice{{Text: "Goes on", To: "last"}, {Text: "Asks the price", Run: "price"}, {Text: "Waits", Over: "wait"}}},
					{ID: "last", Title: "Last", Sentences: []string{"Goodbye."}, Choices: []Choice{{Text: "No more", Action: ActEnd}}},
				}})
		}
	}
	r.play(ScriptsSaved{r.at(), more})
	return r
}

func (r *rig) ownScript(id ScriptID) {
	r.t.Helper()
	l, _ := r.s.Line("office")
	l.Account.Own.Script = id
	r.play(LineAdded{Press: r.press(""), Account: l.Account})
}

func TestPass_TheNumberThatWasRungChoosesTheScript(t *testing.T) {
	r := withScripts(t)
	r.ownScript("berth")
	r.arrive("a")
	if c := r.call("a"); c.Script != "berth" || c.Operation != "first" || len(c.Passes) != 1 || c.Passes[0].Reason != LaunchOwn {
		t.Fatalf("%s %s %+v", c.Script, c.Operation, c.Passes)
	}
	r.ownScript("gone")
	r.arrive("b")
	if c := r.call("b"); c.Script != GeneralScript {
		t.Fatalf("a script that is not there was chosen: %s", c.Script)
	}
}

func TestPass_ACallMadeFromHereRunsTheScriptForThat(t *testing.T) {
	r := withScripts(t)
	r.play(DialPressed{Press: r.press(""), NewCall: "out", Number: "22413077"})
	if c := r.call("out"); c.Script != OutgoingScript || !c.Passes[0].Began.IsZero() {
		t.Fatalf("%s %+v", c.Script, c.Passes)
	}
}

func TestPass_EveryRunIsKeptWithWhyItBeganAndHowItEnded(t *testing.T) {
	r := withScripts(t)
	r.arrive("a")
	r.talk("a")
	r.pass(5 * time.Second)
	r.play(ScriptPressed{r.press("a"), "berth"})
	if f := want[FocusField](r); f.Field != "surname" {
		t.Errorf("the caret goes to %q", f.Field)
	}
	r.pass(5 * time.Second)
	r.play(ScriptPressed{r.press("a"), ""}, ChoicePressed{r.press("a"), 2})
	r.pass(5 * time.Second)
	r.play(StepPressed{r.press("a"), "last"}, CallHungUp{At: r.at(), Call: "a", By: EndedByPeer})
	c := r.call("a")
	type row struct {
		id   ScriptID
		why  LaunchReason
		end  PassEnd
		last OperationID
	}
	want := []row{{GeneralScript, LaunchOwn, PassLeft, "greeting"}, {"berth", LaunchHand, PassLeft, "first"},
		{"berth", LaunchAgain, PassLeft, "first"}, {"price", LaunchChoice, PassCompleted, "last"}}
	if len(c.Passes) != len(want) {
		t.Fatalf("%d passes: %+v", len(c.Passes), c.Passes)
	}
	for i, p := range c.Passes {
		if got := (row{p.Script, p.Reason, p.End, p.Last}); got != want[i] || p.Ended.IsZero() || p.Began.IsZero() {
			t.Errorf("pass %d: %+v, want %+v", i, p, want[i])
		}
	}
	if v := c.Visits[2]; v.Pass != 2 || v.Choice != "Asks the price" || v.Said != "First of berth?" || v.Left.IsZero() {
		t.Errorf("%+v", v)
	}
}

func TestPass_AChoiceThatOnlyDoesSomethingIsKeptToo(t *testing.T) {
	r := newRig(t)
	r.arrive("a")
	r.talk("a")
	r.play(StepPressed{Press: r.press("a"), Operation: "question"}, ChoicePressed{Press: r.press("a"), Number: 1})
	if f := want[FocusField](r); f.Field != "for" {
		t.Fatalf("%+v", f)
	}
	if v := want[SaveCall](r).Call.Visits; v[len(v)-1].Choice != "Message" || !v[len(v)-1].Left.IsZero() {
		t.Fatalf("%+v", v)
	}
	r.play(StepPressed{Press: r.press("a"), Operation: "ending"})
	if v := r.call("a").Visits; v[len(v)-2].Choice != "Message" || v[len(v)-2].Left.IsZero() {
		t.Errorf("gone with the step: %+v", v)
	}
}

func TestPass_ACallNobodyAnsweredMissedItsScript(t *testing.T) {
	r := withScripts(t)
	r.ownScript("berth")
	r.arrive("a")
	r.play(ScriptPressed{r.press("a"), "price"}, CallHungUp{At: r.at(), Call: "a", By: EndedByPeer, Reason: Reason{Code: Cancelled}})
	if p := r.call("a").Passes; len(p) != 1 || p[0].Script != "price" || p[0].End != PassMissed || !p[0].Began.IsZero() || len(r.call("a").Visits) != 0 {
		t.Fatalf("%+v", p)
	}
}

func TestPass_ACallKeepsTheVersionThatItRuns(t *testing.T) {
	r := withScripts(t)
	r.ownScript("berth")
	r.arrive("a")
	r.talk("a")
	newer, _ := r.s.newest("berth")
	newer.Version, newer.Operations = 2, []Operation{{ID: "other", Title: "Other", Sentences: []string{"Quite different?"}}}
	r.play(ScriptsSaved{r.at(), []Script{newer}})
	if g := r.guide("a"); Text(g.Sentence) != "First of berth?" || r.call("a").Passes[0].Version != 1 {
		t.Fatalf("the sentence under way changed: %+v", g)
	}
	r.play(ScriptPressed{r.press("a"), ""})
	if g := r.guide("a"); Text(g.Sentence) != "Quite different?" || r.call("a").Passes[1].Version != 2 {
		t.Fatalf("run again, it is not the newest: %+v", g)
	}
	if len(r.s.olderScripts) != 0 {
		t.Errorf("versions nobody runs are held: %d", len(r.s.olderScripts))
	}
	r.play(ScriptRetired{r.at(), "berth"})
	if g := r.guide("a"); Text(g.Sentence) != "Quite different?" {
		t.Errorf("a script taken out of use left its call with nothing: %+v", g)
	}
	r.play(ScriptPressed{r.press("a"), "berth"})
	if e := want[Reply](r); e.Reason.Code != NoSuchScript {
		t.Errorf("%+v", e.Reason)
	}
}

func TestPass_SituationsOfTheGeneralScriptAreAtHandInEveryOther(t *testing.T) {
	r := withScripts(t)
	r.ownScript("berth")
	r.arrive("a")
	r.talk("a")
	if all := r.guide("a").All; len(all) == 0 {
		t.Fatal("no situations")
	}
	r.play(ChoicePressed{r.press("a"), 3})
	if g := r.guide("a"); g.Situation != "wait" || Text(g.Sentence) != "One moment?" {
		t.Fatalf("%+v", g)
	}
}

func TestPass_AStepMarksOnlyWhatThisRunHasBeenAt(t *testing.T) {
	r := withScripts(t)
	r.arrive("a")
	r.talk("a")
	r.play(NextPressed{r.press("a")}, ScriptPressed{r.press("a"), ""})
	if g := r.guide("a"); !g.Done[0] || g.Done[1] || g.Passes != 2 {
		t.Fatalf("%+v", g)
	}
}

func TestWording_PinnedComesFirstAndInTheNextCallToo(t *testing.T) {
	r := withScripts(t)
	r.ownScript("berth")
	r.arrive("a")
	r.talk("a")
	r.play(WordingPressed{r.press("a")}, WordingPinned{r.press("a")})
	if e := want[SaveWording](r); e.Wording.Text != "Or so?" || !e.Wording.Pinned || e.Forget {
		t.Fatalf("%+v", e)
	}
	if g := r.guide("a"); Text(g.Sentence) != "Or so?" || !g.Pinned {
		t.Fatalf("%+v", g)
	}
	r.play(CallHungUp{At: r.at(), Call: "a", By: EndedByPeer})
	r.arrive("b")
	if g := r.guide("b"); Text(g.Sentence) != "Or so?" || !g.Pinned {
		t.Fatalf("the next call begins with %q", Text(g.Sentence))
	}
	r.talk("b")
	r.play(WordingPinned{r.press("b")})
	if e := want[SaveWording](r); !e.Forget {
		t.Fatalf("%+v", e)
	}
	r.arrive("c")
	if g := r.guide("c"); Text(g.Sentence) != "First of berth?" || g.Pinned {
		t.Fatalf("let go, it still comes first: %+v", g)
	}
}

func TestWording_HerOwnWordsAreShownFirstAndCanBeChangedAndRemoved(t *testing.T) {
	r := withScripts(t)
	r.arrive("a")
	r.talk("a")
	r.play(NextPressed{r.press("a")}, WordingWritten{Press: r.press("a"), Text: "For {principal}, {caller}?"})
	g := r.guide("a")
	if Text(g.Sentence) != "For …, …?" || !g.Own || !g.Pinned || g.Wordings != 3 {
		t.Fatalf("%+v", g)
	}
	r.play(WordingWritten{Press: r.press("a"), Text: "Who is it for?", Old: "For {principal}, {caller}?"})
	if g = r.guide("a"); Text(g.Sentence) != "Who is it for?" || g.Wordings != 3 {
		t.Fatalf("%+v", g)
	}
	r.play(WordingWritten{Press: r.press("a"), Text: "", Old: "Who is it for?"})
	if g = r.guide("a"); g.Own || g.Wordings != 2 {
		t.Fatalf("%+v", g)
	}
	r.play(WordingWritten{Press: r.press("a"), Text: "For {nobody}?"})
	if e := want[Reply](r); e.Reason.Code != BadValue {
		t.Errorf("a name that cannot be filled in was taken: %+v", e.Reason)
	}
}

func TestGuide_NotToBeDisturbedIsToldBeforeTheNameIsAsked(t *testing.T) {
	r := withScripts(t)
	p := Principal{ID: "p", Surname: "Aasen", Presence: Presence{Kind: PresenceIn}}
	p.Policy.Rules = []Rule{{ID: "q", Question: AskQuiet, Hours: []Span{{From: 9 * 60, To: 15 * 60}}}}
	r.s.Principals = []Principal{p}
	r.arrive("a")
	r.talk("a")
	r.play(CallerNoted{Press: r.press("a"), Principal: "p"}, StepPressed{r.press("a"), "question"})
	if g := r.guide("a"); !g.Absent || Text(g.Sentence) != "Aasen is out." {
		t.Fatalf("%+v", g)
	}
}

func TestCaller_IsSpokenToWithHisFormOfAddress(t *testing.T) {
	for want, c := range map[string]CallerFields{
		"Dr Østby":       {Surname: "Østby", FirstName: "Ragnhild", Address: "Dr"},
		"Ragnhild Østby": {Surname: "Østby", FirstName: "Ragnhild"},
		"Ragnhild":       {FirstName: "Ragnhild", Address: "Dr"},
	} {
		if got := c.Addressed(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	before := CallerFields{Surname: "Østby", Address: "Dr"}
	if got := (CallerFields{Surname: "Østby", FirstName: "Ragnhild"}).keeping(before).Address; got != "Dr" {
		t.Errorf("a first name typed loses the form of address")
	}
	if got := (CallerFields{Surname: "Lie"}).keeping(before).Address; got != "" {
		t.Errorf("somebody else is called %s", got)
	}
}
