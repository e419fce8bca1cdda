package control

import (
	"bytes"
	"strings"
	"time"

	"anteroom/softphone"
)

const faqUsage = "faq find [--lang nb|en] WORDS… | faq show ID | faq say ID [CALL-ID] | faq add LANG CATEGORY QUESTION ANSWER NEXT [PRICES] [TAGS] | faq remove ID | faq import (a table on standard input) | faq export"

// faqListed is how many answers find prints.
const faqListed = 50

type faqWords struct {
	ID       softphone.FAQID `json:"id"`
	Language string          `json:"language"`
	Category string          `json:"category,omitempty"`
	Question string          `json:"question"`
	Answer   string          `json:"answer"`
	Said     string          `json:"said"` // the answer with its prices, as it is said
	Prices   []string        `json:"prices,omitempty"`
	Tags     []string        `json:"tags,omitempty"`
	Next     string          `json:"next,omitempty"`
	Faults   []string        `json:"faults,omitempty"` // no_next: it does not end with a question
}

func faqWordsOf(e softphone.FAQEntry) faqWords {
	w := faqWords{ID: e.ID, Language: e.Language, Category: e.Category, Question: e.Question, Answer: e.Answer, Said: softphone.Text(e.Said()),
		Tags: e.Tags, Next: e.Next}
	for _, p := range e.Prices {
		w.Prices = append(w.Prices, p.String())
	}
	for _, f := range e.Faults() {
		w.Faults = append(w.Faults, string(f))
	}
	return w
}

// faq searches and changes the FAQ sheet.
func (v *visit) faq(rest []string, stdin string) error {
	var deed string
	if len(rest) > 0 {
		deed, rest = rest[0], rest[1:]
	}
	switch n := len(rest); {
	case deed == "find":
		q := softphone.FAQQuery{Limit: faqListed}
		if n > 1 && rest[0] == "--lang" {
			q.Language, rest = rest[1], rest[2:]
		}
		q.Words = strings.Join(rest, " ")
		found, _, err := v.Answers.FindAnswers(v.ctx, q)
		return v.emitFAQ(found, err)
	case deed == "show" && n == 1:
		e, err := v.Answers.FAQ(v.ctx, softphone.FAQID(rest[0]))
		return v.emitFAQ([]softphone.FAQEntry{e}, err)
	case deed == "say" && (n == 1 || n == 2):
		return v.sayFAQ(rest)
	case deed == "add" && n >= 5 && n <= 7:
		return v.addFAQ(rest)
	case deed == "remove" && n == 1:
		if why := v.mayBe(softphone.DeedDelete); why != nil {
			return why
		}
		if _, err := v.Answers.FAQ(v.ctx, softphone.FAQID(rest[0])); err != nil {
			return err
		}
		return v.changedFAQ(v.Answers.RemoveFAQ(v.ctx, softphone.FAQID(rest[0])))
	case deed == "import" && n == 0:
		return v.importFAQ(stdin)
	case deed == "export" && n == 0:
		return v.exportFAQ()
	}
	return usage(faqUsage)
}

func (v *visit) emitFAQ(all []softphone.FAQEntry, err error) error {
	for _, e := range all {
		if err == nil {
			err = v.emit(faqWordsOf(e))
		}
	}
	return err
}

// changedFAQ has open screens read the sheet again.
func (v *visit) changedFAQ(err error) error {
	if err == nil {
		v.Desk.Tell(softphone.Saved{At: softphone.At{At: v.Now()}, What: softphone.SavedFAQ})
	}
	return err
}

func (v *visit) sayFAQ(rest []string) error {
	e, err := v.Answers.FAQ(v.ctx, softphone.FAQID(rest[0]))
	if err != nil {
		return err
	}
	var call softphone.CallID
	if len(rest) == 2 {
		call = softphone.CallID(rest[1])
	}
	return v.tellAndWait(func(a softphone.AskID) softphone.Event {
		return softphone.AnswerChosen{Press: v.at(a, call), Entry: e}
	})
}

func (v *visit) addFAQ(rest []string) error {
	e := softphone.FAQEntry{ID: softphone.FAQID(v.NewID()), Language: rest[0], Category: rest[1], Question: rest[2], Answer: rest[3], Next: rest[4]}
	var err error
	if len(rest) > 5 {
		if e.Prices, err = softphone.ParsePrices(rest[5]); err != nil {
			return err
		}
	}
	if len(rest) > 6 {
		e.Tags = softphone.SplitTags(rest[6])
	}
	if err := v.changedFAQ(v.Answers.SaveFAQ(v.ctx, e)); err != nil {
		return err
	}
	return v.emit(faqWordsOf(e))
}

type faqImportWords struct {
	Read    int      `json:"read"`
	Left    []string `json:"left_out,omitempty"` // lines, and why
	At      string   `json:"at"`
	Unasked int      `json:"end_without_a_question,omitempty"`
}

func (v *visit) importFAQ(table string) error {
	entries, bad, err := softphone.ReadFAQ([]byte(table))
	if err == nil {
		err = v.changedFAQ(v.Answers.SaveFAQ(v.ctx, entries...))
	}
	if err != nil {
		return err
	}
	w := faqImportWords{Read: len(entries), At: v.Now().Format(time.RFC3339)}
	for _, b := range bad {
		w.Left = append(w.Left, b.String())
	}
	for _, e := range entries {
		if !e.Asks() {
			w.Unasked++
		}
	}
	return v.emit(w)
}

type faqTableWords struct {
	Table string `json:"table"`
}

func (v *visit) exportFAQ() error {
	all, _, err := v.Answers.FindAnswers(v.ctx, softphone.FAQQuery{Limit: 1 << 20})
	if err != nil {
		return err
	}
	var table bytes.Buffer
	if err := softphone.WriteFAQ(&table, all); err != nil {
		return err
	}
	return v.emit(faqTableWords{table.String()})
}
