package softphone

import (
	"strings"
	"time"
)

// GreetingParts are what a greeting is made of, in the order in which it is said; see GreetingNames for the {names}.
type GreetingParts struct {
	Phrase   string // "{greeting}"
	Company  string // "{company}", with its line of business
	Employee string // "{secretary} speaking"
	Offer    string // "How may I help you?"; may be empty
}

// The greeting of the desk, by language; all empty: the script's own.
var greetingKeys = map[string][4]SettingKey{
	"nb": {"greeting_phrase_nb", "greeting_company_nb", "greeting_employee_nb", "greeting_offer_nb"},
	"en": {"greeting_phrase_en", "greeting_company_en", "greeting_employee_en", "greeting_offer_en"},
}

func init() {
	for _, language := range []string{"nb", "en"} {
		for _, k := range greetingKeys[language] {
			SettingSpecs = append(SettingSpecs, SettingSpec{Key: k})
		}
	}
}

// GreetingKeys are the settings of the parts in a language, in their order.
func GreetingKeys(language string) [4]SettingKey {
	if keys, ok := greetingKeys[language]; ok {
		return keys
	}
	return greetingKeys["nb"]
}

// OfGreeting tells the settings that are parts of a greeting from others.
func OfGreeting(k SettingKey) bool { return strings.HasPrefix(string(k), "greeting_") }

// GreetingSet is the greeting composed in a language.
func (s Settings) GreetingSet(language string) GreetingParts {
	k := GreetingKeys(language)
	return GreetingParts{s.Get(k[0]), s.Get(k[1]), s.Get(k[2]), s.Get(k[3])}
}

// UsualGreeting is what the composer begins with.
func UsualGreeting(language string) GreetingParts {
	if language == "en" {
		return GreetingParts{"{greeting}", "{company}, {department}", "{secretary} speaking", "How may I help you?"}
	}
	return GreetingParts{"{greeting}", "dette er {company}, {department}", "du snakker med {secretary}", "Hva kan jeg hjelpe deg med?"}
}

// Sentence is the greeting as it is said, with its {names}; "" for none.
func (p GreetingParts) Sentence() string {
	var said []string
	for _, part := range []string{p.Phrase, p.Company, p.Employee} {
		if part = strings.Trim(strings.TrimSpace(part), ",. "); part != "" {
			said = append(said, part)
		}
	}
	out := strings.Join(said, ", ")
	if out != "" && !strings.HasSuffix(out, "?") && !strings.HasSuffix(out, "!") {
		out += "."
	}
	return strings.TrimSpace(out + " " + strings.TrimSpace(p.Offer))
}

// GreetingNow is a greeting as it would be said at a moment.
func GreetingNow(s State, p GreetingParts, language string, now time.Time) []Run {
	return Fill(p.Sentence(), s.values(Call{Direction: In}, language, now))
}

// LintGreeting finds what a composed greeting should not have, or lacks.
func LintGreeting(s State, p GreetingParts, language string, now time.Time) []Finding {
	var out []Finding
	sentence := p.Sentence()
	v := s.values(Call{Direction: In}, language, now)
	said := Text(Fill(sentence, v))
	if strings.TrimSpace(p.Phrase) == "" {
		out = append(out, Finding{FlawNoPhrase, ""})
	}
	company := s.Settings.Get(SetCompany)
	has := func(part string) bool { return strings.Contains(part, "{company}") }
	named := has(sentence) && company != "" || holdsValue(said, company) || company == "" && strings.TrimSpace(p.Company) != "" && !has(p.Company)
	out = append(out, lintSaid(s.Settings, said, language, named, TellsTrade(Text(Fill(p.Company, v))))...)
	if name := unknownName(sentence); name != "" {
		out = append(out, Finding{FlawUnknown, name})
	}
	return out
}

// LintSaid finds the same in a greeting as it is said, whether it is composed or a script's own.
func LintSaid(set Settings, said, language string) []Finding {
	company := set.Get(SetCompany)
	return lintSaid(set, said, language, holdsValue(said, company), TellsTrade(company))
}

// lintSaid: named tells whether the company is said, trade whether its name says what it does.
func lintSaid(set Settings, said, language string, named, trade bool) []Finding {
	var out []Finding
	add := func(when bool, f Flaw, words string) {
		if when {
			out = append(out, Finding{f, words})
		}
	}
	company, business := set.Get(SetCompany), set.Get(SetBusiness)
	add(!holdsValue(said, set.Get(SetSecretary)), FlawNoName, "")
	add(!named, FlawNoCompany, "")
	add(named && !holdsValue(said, business) && !trade, FlawNoTrade, company)
	add(tradeTwice(company, business), FlawTradeTwice, "")
	parts := []string{said, set.Get(SetDepartment), set.Get(SetPosition)} // filled in by some scripts only
	add(listeningIn(parts, language) != "", FlawListening, listeningIn(parts, language))
	for _, part := range parts {
		if w := Imperative(part, language); w != "" {
			add(true, FlawImperative, w)
			break
		}
	}
	add(Spoken(said) > longestGreeting, FlawTooLong, "")
	return out
}

// listeningIn is the first phrase that only says that one listens, in whichever language.
func listeningIn(parts []string, language string) string {
	for _, part := range parts {
		for _, l := range append([]string{language}, ScriptLanguages...) {
			if w := Listening(part, l); w != "" {
				return w
			}
		}
	}
	return ""
}

// holdsValue reports whether a value is said in a sentence.
func holdsValue(said, value string) bool {
	value = strings.TrimSpace(value)
	return value != "" && strings.Contains(strings.ToLower(said), strings.ToLower(value))
}

// tradeTwice: the company's name has a word of its line of business already.
func tradeTwice(company, business string) bool {
	for _, w := range strings.Fields(strings.ToLower(business)) {
		if len([]rune(w)) > 3 && strings.Contains(strings.ToLower(company), w) {
			return true
		}
	}
	return false
}
