package softphone

import (
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
)

// Flaw is something that a sentence said on the telephone should not have.
type Flaw string

const (
	FlawImperative Flaw = "imperative"  // "wait a moment", "oppgi navnet": orders the caller
	FlawListening  Flaw = "listening"   // "I'm listening", "jeg hører": says nothing and lengthens
	FlawTooLong    Flaw = "too_long"    // cannot be said in one go
	FlawNoName     Flaw = "no_name"     // of a greeting: she does not say who she is
	FlawNoCompany  Flaw = "no_company"  // of a greeting: not where the caller has come to
	FlawNoTrade    Flaw = "no_trade"    // of a greeting: not what the company does, which its name does not tell
	FlawTradeTwice Flaw = "trade_twice" // of a greeting: the name tells it already
	FlawNoPhrase   Flaw = "no_phrase"   // of a greeting: no good day
	FlawUnknown    Flaw = "unknown"     // a {name} that nothing is known for
)

// Finding is a flaw and the words it is about.
type Finding struct {
	Flaw  Flaw
	Words string
}

// A sentence takes a breath at most: about as many seconds as a caller listens before he wants to speak.
const (
	longestSentence = 20 * time.Second
	longestGreeting = 12 * time.Second
)

// Imperatives as they stand in a sentence to a caller. Forms that are also something else ("svar", "take", "time") are
// only orders at the beginning of a clause; so are all others, which keeps "jeg vil gjerne vente" and "may I leave" free.
var imperatives = map[string]map[string]bool{
	"nb": setOf(`vent vennligst hold si ring legg gi send snakk oppgi fortell husk kom ta se la vær prøv hør trykk skriv stav gjenta
		bli gå les svar forklar beskriv kontakt slå tast bruk følg unnskyld noter vis hent sett stå kall lytt skynd finn spør les sørg
		slutt avbryt`),
	"en": setOf(`please wait tell give call speak say leave hang bear stay let don’t don't try spell repeat listen remember come go take
		write hold have ring phone explain describe contact press dial use follow note show fetch put read answer ask find send
		hurry stop be make get check keep confirm state`),
}

// Words that stand before the verb of an order.
var softeners = map[string]map[string]bool{
	"nb": setOf("bare så da nå vær ja nei og men eller"),
	"en": setOf("just so then now please and but or yes no kindly do"),
}

// What makes a beginning no order: "have I understood", "may", or a noun of the same form before a verb.
var noOrder = map[string]*regexp.Regexp{
	"nb": regexp.MustCompile(`^\p{L}+ (?:jeg|vi|du|han|hun|dere)\b|^(?:svar|ring|bruk|vis|kall|slutt|ta|stav|se|les)(?:en|et|er|te)?\s+(?:er|blir|kommer|har|får|på det|fra)\b|^si(?:n|tt|ne)\b|^la oss\b|^unnskyld(?:,|\.|!|$| meg)|^hør(?:er|te)\b|^så (?:snart|lenge|mye|fort)\b`),
	"en": regexp.MustCompile(`^(?:have|has|do|does|did|be|is|are|may|might|can|could|would|will|shall|should)\s+(?:i|we|you|he|she|it|they|the|that|there|your|my)\b|^(?:call|answer|note|state|use|check|press|contact)\s+(?:is|was|will|has|comes|from)\b|^let me\b|^let’s\b|^let's\b|^no(?:w|,)?$`),
}

var (
	clauseEnd = regexp.MustCompile(`[.!?…:;,–—]+\s*|\s+-\s+`)
	listening = map[string]*regexp.Regexp{
		"nb": regexp.MustCompile(`(?i)\bjeg (?:lytter|hører)(?:[.!?…]|$)|\b(?:lytter|hører)[.!…]?$|^hører\b|\bvær så god\b`),
		"en": regexp.MustCompile(`(?i)\bi(?:['’]m| am) (?:all ears|listening)\b|\blistening[.!…]?$|\bgo ahead\b`),
	}
	placeholder = regexp.MustCompile(`\{[^}]*\}`)
)

func setOf(words string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(words) {
		out[w] = true
	}
	return out
}

// Imperative is the first order that a sentence gives the caller, in a language; "" for none.
func Imperative(sentence, language string) string {
	if imperatives[language] == nil {
		language = "nb"
	}
	verbs, soft := imperatives[language], softeners[language]
	for _, clause := range clauseEnd.Split(placeholder.ReplaceAllString(sentence, "X"), -1) {
		clause = strings.TrimLeftFunc(strings.ToLower(strings.TrimSpace(clause)), func(r rune) bool { return !unicode.IsLetter(r) })
		words := strings.Fields(clause)
		for len(words) > 1 && soft[words[0]] && !verbs[words[0]] {
			words = words[1:]
		}
		if len(words) == 0 {
			continue
		}
		rest := strings.Join(words, " ")
		verb := strings.TrimFunc(words[0], func(r rune) bool { return !unicode.IsLetter(r) && r != '’' && r != '\'' })
		if verbs[verb] && !noOrder[language].MatchString(rest) {
			return strings.Join(words[:min(len(words), 3)], " ")
		}
	}
	return ""
}

// Listening is the phrase of a sentence that only says that one listens; "" for none.
func Listening(sentence, language string) string {
	re := listening[language]
	if re == nil {
		re = listening["nb"]
	}
	return strings.Trim(re.FindString(strings.TrimSpace(sentence)), " .!?…")
}

// Spoken is about how long a sentence takes to be said: by its syllables, and a breath at each stop.
func Spoken(sentence string) time.Duration {
	const syllable, breath = 190 * time.Millisecond, 300 * time.Millisecond
	vowel, n, stops := false, 0, 0
	for _, r := range strings.ToLower(strings.TrimSpace(sentence)) {
		is := strings.ContainsRune("aeiouyæøåäöéáó", r) || unicode.IsDigit(r)
		if is && (!vowel || unicode.IsDigit(r)) {
			n++
		}
		if strings.ContainsRune(".!?:;,…", r) {
			stops++
		}
		vowel = is
	}
	return time.Duration(n)*syllable + time.Duration(max(0, stops-1))*breath
}

// Lint finds what a sentence of a script should not have.
func Lint(sentence, language string) []Finding {
	var out []Finding
	if w := Imperative(sentence, language); w != "" {
		out = append(out, Finding{FlawImperative, w})
	}
	if w := Listening(sentence, language); w != "" {
		out = append(out, Finding{FlawListening, w})
	}
	if Spoken(placeholder.ReplaceAllString(sentence, "abcabc")) > longestSentence {
		out = append(out, Finding{FlawTooLong, ""})
	}
	return out
}

// trades are beginnings and ends of words by which a company's name tells what it does.
var trades = []string{
	"rederi", "shipping", "transport", "frakt", "spedisjon", "freight", "logisti", "advokat", "law", "solicitor", "legal", "tannlege", "dental",
	"dentist", "lege", "klinik", "clinic", "medical", "sykehus", "hospital", "helse", "health", "skole", "school", "universitet", "university", "høgskole",
	"college", "bank", "forsikring", "insurance", "eiendom", "property", "estate", "bygg", "entreprenør", "construction", "building", "maler", "elektro", "electric",
	"rør", "plumbing", "bil", "motor", "garage", "auto", "verksted", "hotell", "hotel", "restaurant", "kafé", "cafe", "bakeri", "bakery", "forlag", "publish",
	"trykkeri", "print", "regnskap", "accountan", "revisjon", "audit", "konsulent", "consult", "arkitekt", "architect", "data", "software", "it-", "apotek",
	"pharmacy", "frisør", "hair", "kommune", "council", "departement", "ministry", "museum", "teater", "theatre", "bibliotek", "library", "reise", "travel",
	"energi", "energy", "kraft", "power", "fisk", "fish", "mat", "food", "møbel", "furniture", "mekaniske", "engineering", "gartneri", "blomster", "flower",
}

// TellsTrade reports whether a company's name says what it does, so that callers who ring round for prices know whom they
// have rung.
func TellsTrade(name string) bool {
	words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return !unicode.IsLetter(r) && r != '-' })
	return slices.ContainsFunc(words, func(w string) bool {
		return slices.ContainsFunc(trades, func(t string) bool {
			return strings.HasPrefix(w, t) || len(t) > 3 && strings.Contains(w, t)
		})
	})
}
