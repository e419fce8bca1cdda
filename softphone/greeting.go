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
	add := func(when bool, f Flaw, words string) {
		if when {
			out = append(out, Finding{f, words})
		}
	}
	sentence := p.Sentence()
	v := s.values(Call{Direction: In}, language, now)
	said := Text(Fill(sentence, v))
	has := func(part, name string) bool { return strings.Contains(part, "{"+name+"}") }
	lower := strings.ToLower(said)
	holds := func(value string) bool { return value != "" && strings.Contains(lower, strings.ToLower(value)) }
	add(strings.TrimSpace(p.Phrase) == "", FlawNoPhrase, "")
	name := s.Settings.Get(SetSecretary)
	add(!has(sentence, "secretary") && !holds(name) || has(sentence, "secretary") && strings.TrimSpace(name) == "", FlawNoName, "")
	company, trade := s.Settings.Get(SetCompany), s.Settings.Get(SetBusiness)
	named := has(sentence, "company") && company != "" || holds(company) || company == "" && strings.TrimSpace(p.Company) != "" && !has(p.Company, "company")
	add(!named, FlawNoCompany, "")
	add(named && !holds(trade) && !TellsTrade(Text(Fill(p.Company, v))), FlawNoTrade, company)
	if w := Listening(said, language); w != "" {
		out = append(out, Finding{FlawListening, w})
	}
	if w := Imperative(said, language); w != "" {
		out = append(out, Finding{FlawImperative, w})
	}
	add(Spoken(said) > longestGreeting, FlawTooLong, "")
	add(unknownName(sentence) != "", FlawUnknown, unknownName(sentence))
	return out
}
