package softphone

import (
	"context"
	"slices"
	"strings"
	"time"
)

// FAQID names one entry of the FAQ sheet (random 128-bit hex string, or as an imported file names it).
type FAQID string

// FAQEntry is a question that is often asked, in one language: what is answered, and what is asked next.
type FAQEntry struct {
	ID       FAQID
	Language string // "nb" or "en"
	Category string // "" for none
	Question string
	Answer   string  // {price} and {prices} stand for what is in Prices
	Prices   []Price // the first is {price}
	Tags     []string
	Next     string // the question asked after the answer, which keeps the initiative with her
	Changed  time.Time
}

// FAQFault is what is wrong with an entry, as a word the translation files know ("faq.fault.<fault>").
type FAQFault string

const (
	FAQNoQuestion FAQFault = "no_question"
	FAQNoAnswer   FAQFault = "no_answer"
	FAQLanguage   FAQFault = "language"
	FAQTooLong    FAQFault = "too_long"
	FAQNoNext     FAQFault = "no_next"  // it does not end with a question: may be kept, and is shown
	FAQNoPrice    FAQFault = "no_price" // it speaks of a price and has none: likewise
)

const (
	maxFAQText = 4000
	maxFAQList = 50
)

// Faults are all that is wrong with an entry; Blocks tells whether one keeps it from being saved.
func (e FAQEntry) Faults() (out []FAQFault) {
	add := func(bad bool, f FAQFault) {
		if bad {
			out = append(out, f)
		}
	}
	add(e.Language != "nb" && e.Language != "en", FAQLanguage)
	add(strings.TrimSpace(e.Question) == "", FAQNoQuestion)
	add(strings.TrimSpace(e.Answer) == "", FAQNoAnswer)
	add(len(e.Question)+len(e.Answer)+len(e.Next)+len(e.Category) > maxFAQText || len(e.Prices) > maxFAQList || len(e.Tags) > maxFAQList, FAQTooLong)
	add(!endsAsking(e.Next) && !(strings.TrimSpace(e.Next) == "" && endsAsking(e.Answer)), FAQNoNext)
	add(len(e.Prices) == 0 && (strings.Contains(e.Answer, "{price}") || strings.Contains(e.Answer, "{prices}")), FAQNoPrice)
	return out
}

// Asks reports whether an entry ends with a question.
func (e FAQEntry) Asks() bool { return !slices.Contains(e.Faults(), FAQNoNext) }

// Blocks reports whether an entry with this fault cannot be kept.
func (f FAQFault) Blocks() bool { return f != FAQNoNext && f != FAQNoPrice }

func endsAsking(s string) bool { return strings.HasSuffix(strings.TrimRight(s, " \n\t»\"”"), "?") }

// Check is the first fault that keeps an entry from being saved, as a Reason.
func (e FAQEntry) Check() Reason {
	for _, f := range e.Faults() {
		if f.Blocks() {
			return Reason{BadValue, "answer: " + strings.ReplaceAll(string(f), "_", " ")}
		}
	}
	return Reason{}
}

// Said is the answer as a sentence to say: prices put in, and told after it where it does not place them itself. The next
// question is not in it.
func (e FAQEntry) Said() []Run {
	var all []string
	for _, p := range e.Prices {
		all = append(all, p.Say(e.Language))
	}
	v := Values{"prices": talk(e.Language).and(all)}
	if len(e.Prices) > 0 {
		v["price"] = e.Prices[0].amount(e.Language)
	}
	sentence := strings.TrimSpace(e.Answer)
	if len(all) > 0 && !strings.Contains(sentence, "{price") {
		sentence += " " + upperFirst(all[0])
		if len(all) > 1 {
			sentence += "; " + strings.Join(all[1:], "; ")
		}
		sentence += "."
	}
	return Fill(sentence, v)
}

func upperFirst(s string) string {
	r := []rune(s)
	if len(r) == 0 {
		return s
	}
	return strings.ToUpper(string(r[:1])) + string(r[1:])
}

// FAQBook is the FAQ sheet.
type FAQBook interface {
	// FindAnswers gives at most limit entries of a language that hold every word of the query, in part or whole and
	// however its letters are written, the best first, and how many there are. Where none holds all, those with most of them. An
	// empty query gives all by category and question; an empty language all languages, an empty category all categories.
	FindAnswers(ctx context.Context, q FAQQuery) ([]FAQEntry, int, error)
	// FAQ gives one entry; of an unknown one the error is a Reason NoSuchAnswer.
	FAQ(ctx context.Context, id FAQID) (FAQEntry, error)
	// FAQCategories are the categories in use in a language ("": in any), in order.
	FAQCategories(ctx context.Context, language string) ([]string, error)
	// SaveFAQ writes entries, all or none; the error is a Reason BadValue where one cannot be kept.
	SaveFAQ(ctx context.Context, entries ...FAQEntry) error
	RemoveFAQ(ctx context.Context, id FAQID) error
}

// FAQQuery is what is looked for in the FAQ sheet.
type FAQQuery struct {
	Words, Language, Category string
	Offset, Limit             int
}

// SituationFAQ is laid over the script while an answer of the FAQ sheet is said; no script has it.
const SituationFAQ SituationID = "faq"
