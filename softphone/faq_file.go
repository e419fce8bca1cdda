package softphone

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// faqColumns are the columns of the file, in its first line. Only language, question and answer must be there.
var faqColumns = []string{"id", "language", "category", "question", "answer", "prices", "tags", "next"}

// WriteFAQ writes entries as a table (CSV, RFC 4180, UTF-8) that spreadsheets open and ReadFAQ reads.
func WriteFAQ(w io.Writer, entries []FAQEntry) error {
	t := NewTableWriter(w, ',', nil)
	if err := t.Row(faqColumns...); err != nil {
		return err
	}
	for _, e := range entries {
		var prices []string
		for _, p := range e.Prices {
			prices = append(prices, p.String())
		}
		if err := t.Row(string(e.ID), e.Language, e.Category, e.Question, e.Answer, strings.Join(prices, "; "), strings.Join(e.Tags, ", "), e.Next); err != nil {
			return err
		}
	}
	return t.Flush()
}

// FAQProblem is a line of a file that cannot be taken.
type FAQProblem struct {
	Line   int
	Reason Reason
}

// ReadFAQ reads a table of entries; commas, semicolons or tabs may part the columns, whose order is free. Lines that cannot be taken
// are told and left out. An entry without an id gets one made of its language and question, so that reading a file twice
// changes nothing. The error is for a file that is no such table: a Reason BadValue. The encoding is found out by PlainText.
func ReadFAQ(raw []byte) ([]FAQEntry, []FAQProblem, error) {
	text, _ := PlainText(raw)
	first, _, _ := strings.Cut(text, "\n")
	c := csv.NewReader(strings.NewReader(text))
	c.FieldsPerRecord = -1
	for _, sep := range []string{";", "\t"} {
		if strings.Count(first, sep) > strings.Count(first, string(c.Comma)) {
			c.Comma = rune(sep[0])
		}
	}
	head, err := c.Read()
	if err != nil {
		return nil, nil, Reason{BadValue, "file: not a table with columns"}
	}
	at := map[string]int{}
	for i, name := range head {
		at[strings.ToLower(strings.TrimSpace(name))] = i
	}
	for _, name := range []string{"language", "question", "answer"} {
		if _, ok := at[name]; !ok {
			return nil, nil, Reason{BadValue, "file: no column " + name + " in its first line"}
		}
	}
	var out []FAQEntry
	var bad []FAQProblem
	seen := map[FAQID]bool{}
	for {
		row, err := c.Read()
		if errors.Is(err, io.EOF) {
			return out, bad, nil
		}
		line, _ := c.FieldPos(0)
		var parse *csv.ParseError
		if errors.As(err, &parse) {
			return nil, nil, Reason{BadValue, fmt.Sprintf("file: line %d: %v", parse.Line, parse.Err)}
		}
		e, why := faqOfRow(func(name string) string {
			if i, ok := at[name]; ok && i < len(row) {
				return BareCell(strings.TrimSpace(row[i]))
			}
			return ""
		})
		switch {
		case strings.Trim(strings.Join(row, ""), " ") == "":
			continue
		case why.Zero() && seen[e.ID]:
			why = Reason{BadValue, "stands twice"}
		}
		if !why.Zero() {
			bad = append(bad, FAQProblem{line, why})
			continue
		}
		seen[e.ID] = true
		out = append(out, e)
	}
}

func faqOfRow(cell func(string) string) (FAQEntry, Reason) {
	e := FAQEntry{ID: FAQID(cell("id")), Language: strings.ToLower(cell("language")), Category: cell("category"),
		Question: cell("question"), Answer: cell("answer"), Next: cell("next"), Tags: SplitTags(cell("tags"))}
	prices, err := ParsePrices(cell("prices"))
	if err != nil {
		return e, err.(Reason)
	}
	e.Prices = prices
	if e.ID == "" {
		e.ID = FAQID(e.Language + " " + Fold(e.Question))
	}
	return e, e.Check()
}

// SplitTags takes tags apart at their commas.
func SplitTags(text string) (out []string) {
	for tag := range strings.SplitSeq(text, ",") {
		if tag = strings.TrimSpace(tag); tag != "" && !slices.Contains(out, tag) {
			out = append(out, tag)
		}
	}
	return out
}

// SameFAQ reports whether two entries say the same; when they were changed does not count.
func SameFAQ(a, b FAQEntry) bool {
	return a.ID == b.ID && a.Language == b.Language && a.Category == b.Category && a.Question == b.Question && a.Answer == b.Answer &&
		a.Next == b.Next && slices.Equal(a.Prices, b.Prices) && slices.Equal(a.Tags, b.Tags)
}

// String is the line and what is wrong with it.
func (p FAQProblem) String() string { return fmt.Sprintf("line %d: %v", p.Line, p.Reason) }
