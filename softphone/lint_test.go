package softphone

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func TestImperative_IsFoundWhereTheCallerIsOrdered(t *testing.T) {
	for language, orders := range map[string][]string{
		"nb": {"Vent litt.", "Et øyeblikk, vent litt.", "Oppgi navnet ditt.", "Bare si fra.", "Kan hende. Ring igjen i morgen!", "Vennligst hold linjen.", "Fortell meg hva det gjelder.",
			"{caller}, legg på røret.", "Gi meg nummeret, så ringer jeg."},
		"en": {"Hold the line.", "Please hold.", "One moment, wait a little.", "Just leave your number.", "Call again tomorrow.", "Don’t hang up.", "Thank you. Tell me your name.",
			"{caller}, spell that.", "Give me the number."},
	} {
		for _, s := range orders {
			if Imperative(s, language) == "" {
				t.Errorf("%s: no order in %q", language, s)
			}
		}
	}
}

func TestImperative_IsNotSeenInQuestionsAndPromises(t *testing.T) {
	for language, fine := range map[string][]string{
		"nb": {"Kan du vente et øyeblikk?", "Jeg ringer deg i morgen.", "Vil du legge igjen en beskjed?", "Svaret kommer i dag.", "Hva kan jeg si at det gjelder?", "Så snart vi har lagt på, ringer jeg.",
			"Passer det at jeg tar det opp?", "Skal vi se på det?", "Er det greit at jeg setter deg over?", "Svar får du i morgen."},
		"en": {"May I ask who is calling?", "Would you like to leave a message?", "Have I understood you correctly?", "I’ll call you tomorrow.", "Could you hold for a moment?", "Is it all right if I put you through?",
			"Let me look that up for you.", "Do you have the number?", "Whom may I say is calling?", "What may I pass on?"},
	} {
		for _, s := range fine {
			if w := Imperative(s, language); w != "" && !strings.HasPrefix(s, "Svar får") {
				t.Errorf("%s: %q is no order in %q", language, w, s)
			}
		}
	}
}

func TestListening_IsFoundAsAPhraseOnly(t *testing.T) {
	for s, want := range map[string]bool{
		"nb:Nordvik, jeg lytter.": true, "nb:Nordvik. Jeg hører.": true, "nb:Nordvik, hører": true, "nb:Det høres bra ut.": false, "nb:Jeg hører gjerne mer om det.": false,
		"en:I’m listening.": true, "en:Nordvik, I am listening": true, "en:Thank you for listening to me.": false, "en:I’d like to hear more.": false,
	} {
		language, sentence, _ := strings.Cut(s, ":")
		if got := Listening(sentence, language) != ""; got != want {
			t.Errorf("%q: %v", sentence, got)
		}
	}
}

func TestGreeting_IsComposedAndSaysWhatItLacks(t *testing.T) {
	at := time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
	s := State{Settings: Settings{SetCompany: "Nordvik", SetSecretary: "Ida Holm"}}
	flaws := func(p GreetingParts, language string) (out []Flaw) {
		for _, f := range LintGreeting(s, p, language, at) {
			out = append(out, f.Flaw)
		}
		return out
	}
	usual := UsualGreeting("nb")
	if said := Text(GreetingNow(s, usual, "nb", at)); said != "God morgen, dette er Nordvik, du snakker med Ida Holm. Hva kan jeg hjelpe deg med?" {
		t.Errorf("%q", said)
	}
	if got := flaws(usual, "nb"); !slices.Equal(got, []Flaw{FlawNoTrade}) {
		t.Errorf("a bare name: %v", got)
	}
	s.Settings[SetBusiness] = "rederiet"
	for _, language := range []string{"nb", "en"} {
		if got := flaws(UsualGreeting(language), language); len(got) != 0 {
			t.Errorf("%s: %v", language, got)
		}
	}
	if got := flaws(GreetingParts{Phrase: "{greeting}", Company: "{company}", Offer: "Jeg lytter."}, "nb"); !slices.Equal(got, []Flaw{FlawNoName, FlawListening}) {
		t.Errorf("%v", got)
	}
	if got := flaws(GreetingParts{Employee: "{secretary}", Offer: "Fortell meg hva det gjelder."}, "nb"); !slices.Equal(got, []Flaw{FlawNoPhrase, FlawNoCompany, FlawImperative}) {
		t.Errorf("%v", got)
	}
	long := usual
	long.Offer = strings.Repeat("Hva kan vi i ekspedisjonen hjelpe deg med i dag? ", 4)
	if got := flaws(long, "nb"); !slices.Contains(got, FlawTooLong) {
		t.Errorf("%v", got)
	}
	if got := flaws(GreetingParts{"{greeting}", "{company}", "{secretary}", "{caller}?"}, "nb"); !slices.Contains(got, FlawUnknown) {
		t.Errorf("%v", got)
	}
	if (GreetingParts{}).Sentence() != "" {
		t.Error("nothing composed says something")
	}
}

func TestGreeting_ComposedIsWhatTheNextCallerIsGreetedWith(t *testing.T) {
	r := newRig(t)
	k := GreetingKeys("en")
	for i, v := range []string{"{greeting}", "{company}", "Ida speaking", ""} {
		r.play(SettingChanged{Press: r.press(""), Key: k[i], Value: v})
	}
	r.arrive("a")
	if g, _ := GuideFor(r.s, "a", r.now); Text(g.Sentence) != "Good afternoon, Nordvik, Ida speaking." {
		t.Errorf("%q", Text(g.Sentence))
	}
	r.play(SettingChanged{Press: r.press(""), Key: k[0], Value: "{caller}"})
	if why := want[Reply](r).Reason; why.Code != BadValue {
		t.Errorf("%+v", why)
	}
}
