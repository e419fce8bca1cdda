package assets_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"anteroom/assets"
	"anteroom/softphone"
	"anteroom/softphone/scriptfile"
)

// known are all the names a sentence may hold (softphone.Values), and optional those that may be missing without a gap.
var (
	known = softphone.Values{
		"colleague": "Odd Kvamme", "colleague_position": "havnesjef", "colleague_number": "22 41 30 12",
		"reception": "mandag fra 9 til 11", "office_hours": "mandag til fredag fra 8 til 16", "where": "i Rotterdam", "not_told": "lønn", "instead": "Send oss gjerne spørsmålet.",
		"greeting": "God dag", "company": "Nordvik Rederi", "department": "ekspedisjonen", "secretary": "Ida Holm",
		"position": "sekretær", "caller": "Ragnhild Østby", "principal": "Henrik Aasen", "principal_position": "direktør",
		"back_at": "13:30", "stopped": "prisen på frakt", "minutes": "to minutter", "number": "22 41 30 77", "deputy": "Marit Lunde",
		"promised": "svar før fredag", "organisation": "Østby AS",
	}
	optional = []string{"department", "position", "principal_position", "colleague_position"}
)

// every is every script that comes with the program.
func every(t *testing.T) (out []softphone.Script) {
	t.Helper()
	for _, text := range assets.Scripts() {
		s, wrong := scriptfile.Files{}.ReadScript(text)
		for _, w := range wrong {
			t.Fatal(w)
		}
		out = append(out, s)
	}
	return out
}

// scripts is the general one by language.
func scripts(t *testing.T) map[string]softphone.Script {
	t.Helper()
	out := map[string]softphone.Script{}
	for _, s := range every(t) {
		if s.ID == softphone.GeneralScript {
			out[s.Language] = s
		}
	}
	if len(out) != 2 || out["nb"].ID == "" || out["en"].ID == "" {
		t.Fatalf("languages: %d", len(out))
	}
	return out
}

// saying is a group of wordings and where it stands; others are those for somebody else than the caller.
type saying struct {
	where             string
	sentences, others []string
}

func (g saying) all() []string { return slices.Concat(g.sentences, g.others) }

func sayings(s softphone.Script) []saying {
	var out []saying
	for _, o := range s.Operations {
		out = append(out, saying{where: string(s.ID) + ", step " + string(o.ID), sentences: o.Sentences})
		if len(o.Absent) > 0 {
			out = append(out, saying{where: string(s.ID) + ", step " + string(o.ID) + ", absent", sentences: o.Absent})
		}
	}
	for _, x := range s.Situations {
		g := saying{where: string(s.ID) + ", situation " + string(x.ID), sentences: x.Sentences}
		for _, o := range x.Others {
			g.others = append(g.others, o.Text)
		}
		out = append(out, g)
	}
	return out
}

func TestScripts_HaveTheFiveStepsAndEverySituationOfTheTrade(t *testing.T) {
	steps := []softphone.OperationID{"greeting", "question", "clarify", "advise", "ending"}
	situations := []softphone.SituationID{"connect", "absent", "interrupt", "unnamed", "redirect", "wait", "otherline",
		"lookup", "dontknow", "notbyphone", "reception", "wrongnumber", "refusal", "defuse", "unhappy", "nextcall", "recording", "longer", "return"}
	letter := regexp.MustCompile(`^[A-Z]$`)
	for _, s := range scripts(t) {
		var gotSteps []softphone.OperationID
		for _, o := range s.Operations {
			gotSteps = append(gotSteps, o.ID)
		}
		var gotSituations []softphone.SituationID
		for _, x := range s.Situations {
			gotSituations = append(gotSituations, x.ID)
			if x.ID == softphone.SituationReturn || x.ID == softphone.SituationLonger {
				if x.Key != "" {
					t.Errorf("%s: the return comes by itself, its key is %q", s.ID, x.Key)
				}
				continue
			}
			if !letter.MatchString(x.Key) {
				t.Errorf("%s, %s: key %q", s.ID, x.ID, x.Key)
			}
			if n := utf8.RuneCountInString(x.Title); n == 0 || n > 18 {
				t.Errorf("%s, %s: %q does not fit a chip", s.ID, x.ID, x.Title)
			}
		}
		if !slices.Equal(gotSteps, steps) || !slices.Equal(gotSituations, situations) {
			t.Errorf("%s: %v, %v", s.ID, gotSteps, gotSituations)
		}
	}
}

func TestScripts_AreTheSameInBothLanguages(t *testing.T) {
	byID := map[softphone.ScriptID]map[string]softphone.Script{}
	for _, s := range every(t) {
		if byID[s.ID] == nil {
			byID[s.ID] = map[string]softphone.Script{}
		}
		byID[s.ID][s.Language] = s
	}
	for id, both := range byID {
		nb, en := both["nb"], both["en"]
		if len(both) != 2 || len(nb.Operations) != len(en.Operations) || len(nb.Situations) != len(en.Situations) || nb.Name == en.Name || nb.About == "" {
			t.Fatalf("%s: other steps or situations, or no words of its own, in one of %d languages", id, len(both))
		}
		for i, o := range nb.Operations {
			sameStep(t, o, en.Operations[i])
		}
		for i, x := range nb.Situations {
			sameSituation(t, x, en.Situations[i])
		}
	}
}

func sameStep(t *testing.T, o, p softphone.Operation) {
	t.Helper()
	if o.ID != p.ID || len(o.Sentences) != len(p.Sentences) || len(o.Absent) != len(p.Absent) || len(o.Choices) != len(p.Choices) {
		t.Fatalf("step %s: other wordings or choices", o.ID)
	}
	if !slices.Equal(o.Fields, p.Fields) {
		t.Errorf("step %s: other fields", o.ID)
	}
	for j, c := range o.Choices {
		if d := p.Choices[j]; c.To != d.To || c.Over != d.Over || c.Run != d.Run || c.Action != d.Action {
			t.Errorf("step %s: choice %q is not %q", o.ID, c.Text, d.Text)
		}
	}
}

func sameSituation(t *testing.T, x, y softphone.Situation) {
	t.Helper()
	if x.ID != y.ID || x.Action != y.Action || len(x.Sentences) != len(y.Sentences) || len(x.Others) != len(y.Others) {
		t.Fatalf("situation %s is not %s", x.ID, y.ID)
	}
	for j, o := range x.Others {
		if o.To != y.Others[j].To {
			t.Errorf("situation %s speaks to %s and to %s", x.ID, o.To, y.Others[j].To)
		}
	}
}

// What the office of the trade needs, and each of them can be left by its end.
func TestScripts_ThereIsOneForEveryKindOfCall(t *testing.T) {
	want := []softphone.ScriptID{softphone.GeneralScript, softphone.OutgoingScript, "absent", "busy", "redirect", "price", "complaint", "wrong-number", "berth"}
	ids := map[softphone.ScriptID]bool{}
	for _, s := range every(t) {
		ids[s.ID] = true
		if !slices.ContainsFunc(s.Operations, softphone.Operation.Ends) {
			t.Errorf("%s cannot be carried through", s.ID)
		}
	}
	for _, id := range want {
		if !ids[id] {
			t.Errorf("no script %s", id)
		}
	}
}

// Every step can be come to, and every choice leads to something that is there.
func TestScripts_NothingLeadsNowhere(t *testing.T) {
	all, general := every(t), scripts(t)
	for _, s := range all {
		reached := map[softphone.OperationID]bool{s.Operations[0].ID: true}
		for _, o := range s.Operations {
			for _, c := range o.Choices {
				reached[c.To] = true
				_, own := s.Situation(c.Over)
				if _, common := general[s.Language].Situation(c.Over); c.Over != "" && !own && !common {
					t.Errorf("%s, %s: no situation %s", s.ID, o.ID, c.Over)
				}
				if c.Run != "" && !slices.ContainsFunc(all, func(x softphone.Script) bool { return x.ID == c.Run }) {
					t.Errorf("%s, %s: no script %s", s.ID, o.ID, c.Run)
				}
			}
		}
		for _, o := range s.Operations {
			if !reached[o.ID] {
				t.Errorf("%s: nothing leads to %s", s.ID, o.ID)
			}
		}
	}
}

// They stand as the program itself would write them, so that a script exported and read again changes nothing.
func TestScripts_StandAsTheProgramWritesThem(t *testing.T) {
	for i, s := range every(t) {
		text, err := scriptfile.Files{}.WriteScript(s)
		if err != nil {
			t.Fatal(err)
		}
		if string(text) != string(assets.Scripts()[i]) {
			t.Errorf("%s in %s is written otherwise", s.ID, s.Language)
		}
	}
}

func TestChoices_LeadOn(t *testing.T) {
	for _, s := range every(t) {
		for _, o := range s.Operations {
			if len(o.Choices) < 1 || len(o.Choices) > 4 || o.Title == "" || o.Hint == "" {
				t.Errorf("%s, %s: %d choices, title %q, hint %q", s.ID, o.ID, len(o.Choices), o.Title, o.Hint)
			}
			for _, c := range o.Choices {
				if c.Text == "" || c.To == o.ID || (c.To == "" && c.Over == "" && c.Run == "" && c.Action == "") {
					t.Errorf("%s, %s: choice %q leads nowhere", s.ID, o.ID, c.Text)
				}
			}
		}
		for _, x := range s.Situations {
			if x.Hint == "" || x.Action == "" || x.Label == "" {
				t.Errorf("%s, %s: hint %q, action %q, label %q", s.ID, x.ID, x.Hint, x.Action, x.Label)
			}
		}
	}
}

func TestWordings_ThereAreSeveralOfEach(t *testing.T) {
	for _, s := range every(t) {
		seen := map[string]string{}
		for _, g := range sayings(s) {
			if len(g.all()) < 2 || strings.HasSuffix(g.where, "refusal") && len(g.sentences) != 8 {
				t.Errorf("%s: %d wordings", g.where, len(g.all()))
			}
			for _, words := range g.all() {
				if before := seen[words]; before != "" {
					t.Errorf("%s says the same as %s: %s", g.where, before, words)
				}
				seen[words] = g.where
			}
		}
	}
}

func TestSentences_HaveNoImperativeAndNoEmptyPhrase(t *testing.T) {
	imperative := regexp.MustCompile(`(?i)(^|[.!?…:;,] |\b(?:bare|just) )(` +
		`vent|vennligst|hold|si|ring|legg|gi|send|snakk|oppgi|fortell|husk|kom|ta|se|la|ha|vær|prøv|hør|trykk|skriv|stav|gjenta|bli|` +
		`please|wait|tell|give|call|speak|say|leave|hang|bear|stay|let|don['’]t|try|spell|repeat|listen|remember|come|go|take|write|have a)\b`)
	empty := regexp.MustCompile(`(?i)jeg hører\b|jeg lytter|i['’]m listening|i am listening|go ahead|please hold|vær så god`)
	formal := regexp.MustCompile(`\b(De|Dem|Deres)\b`)
	if !imperative.MatchString("Et øyeblikk, vent litt.") || !imperative.MatchString("Please hold the line.") {
		t.Fatal("the test itself sees no imperative")
	}
	for _, s := range every(t) {
		for _, g := range sayings(s) {
			for _, words := range g.all() {
				for _, wrong := range []*regexp.Regexp{imperative, empty, formal} {
					if found := wrong.FindString(words); found != "" {
						t.Errorf("%s: %q in: %s", g.where, found, words)
					}
				}
				if strings.ContainsAny(words, "\"'") {
					t.Errorf("%s: a straight quotation mark or apostrophe: %s", g.where, words)
				}
			}
		}
	}
}

func TestSentences_EndWithAQuestionUntilTheFarewell(t *testing.T) {
	for _, s := range every(t) {
		for _, g := range sayings(s) {
			for _, words := range g.all() {
				if !strings.HasSuffix(words, "?") && !strings.HasSuffix(words, "{instead}") && // which asks
					!strings.HasSuffix(g.where, "step ending") {
					t.Errorf("%s leaves the initiative to the caller: %s", g.where, words)
				}
				if utf8.RuneCountInString(words) > 190 {
					t.Errorf("%s is too long to be said in one go: %s", g.where, words)
				}
			}
		}
	}
}

func TestAbsence_IsToldBeforeTheNameIsAsked(t *testing.T) {
	for _, s := range scripts(t) {
		o, _ := s.Operation("question")
		if len(o.Absent) == 0 {
			t.Errorf("%s: no wording for an absent principal", s.ID)
		}
		for _, words := range o.Absent {
			told, asked := strings.Index(words, "{principal}"), strings.Index(words, "?")
			if told < 0 || told > asked || strings.Count(words, "?") != 1 {
				t.Errorf("%s: %s", s.ID, words)
			}
		}
	}
}

func TestPlaceholders_AreKnownAndReadWellWithoutTheOptionalOnes(t *testing.T) {
	short := softphone.Values{}
	for name, value := range known {
		if !slices.Contains(optional, name) {
			short[name] = value
		}
	}
	odd := regexp.MustCompile(`\s[,.?!;:]|,[,.?!]|\s\s|\b(med|to|is) [,.]|[{}]`)
	for _, s := range every(t) {
		for _, g := range sayings(s) {
			for _, words := range g.all() {
				for _, values := range []softphone.Values{known, short} {
					runs := softphone.Fill(words, values)
					for _, r := range runs {
						if r.Kind == softphone.Gap {
							t.Errorf("%s: unknown name {%s}", g.where, r.Text)
						}
					}
					if said := softphone.Text(runs); odd.MatchString(said) || strings.TrimSpace(said) != said {
						t.Errorf("%s reads badly: %q", g.where, said)
					}
				}
			}
		}
	}
}

func TestSentences_NeedNoNameOfTheCaller(t *testing.T) {
	for _, s := range every(t) {
		for _, g := range sayings(s) {
			if strings.HasSuffix(g.where, "situation connect") {
				continue // whoever is announced has given his name
			}
			if !slices.ContainsFunc(g.sentences, func(words string) bool { return !strings.Contains(words, "{caller}") }) {
				t.Errorf("%s: nothing to say to a caller with no name", g.where)
			}
		}
	}
}

// Who is asked for is chosen before the question is shown, so that an absence is told before the name is asked.
func TestGreeting_WhoeverIsAskedForIsChosenFirst(t *testing.T) {
	for _, s := range scripts(t) {
		o, _ := s.Operation("greeting")
		if c := o.Choices[1]; c.To != "question" || c.Action != softphone.ActMessage {
			t.Errorf("%s: %q leads to %q with %q", s.ID, c.Text, c.To, c.Action)
		}
	}
}

// No shipped sentence gives the manager's editor anything to say.
func TestSentences_AreWhatTheEditorWouldWarnOfNowhere(t *testing.T) {
	for _, s := range every(t) {
		for _, g := range sayings(s) {
			for _, words := range g.all() {
				for _, f := range softphone.Lint(words, s.Language) {
					t.Errorf("%s: %s (%s) in: %s", g.where, f.Flaw, f.Words, words)
				}
			}
		}
	}
}

// The shipped scripts are an example to whoever edits them.
func TestScripts_HaveNoProblemThatTheEditorWouldTell(t *testing.T) {
	all, pairs := every(t), map[softphone.ScriptID]softphone.ScriptPair{}
	for _, s := range all {
		if pairs[s.ID] == nil {
			pairs[s.ID] = softphone.ScriptPair{}
		}
		pairs[s.ID][s.Language] = s
	}
	for id, pair := range pairs {
		for _, p := range pair.Problems(all) {
			t.Errorf("%s: %+v", id, p)
		}
	}
}
