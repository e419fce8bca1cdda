package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"slices"
	"strings"

	"anteroom/softphone"
)

var _ softphone.FAQBook = (*Store)(nil)

// faqWords are the fields of an entry that stand in one column each as text of another form.
type faqWords struct{ prices, tags, question, names, answer string }

func faqColumns(e *softphone.FAQEntry, w *faqWords) []column {
	return []column{
		{"id", &e.ID}, {"language", &e.Language}, {"category", &e.Category}, {"question", &e.Question}, {"answer", &e.Answer},
		{"prices", &w.prices}, {"tags", &w.tags}, {"next", &e.Next}, {"changed", moment{&e.Changed}},
		{"folded_question", &w.question}, {"folded_tags", &w.names}, {"folded_answer", &w.answer},
	}
}

var (
	faqNames  = names(faqColumns(new(softphone.FAQEntry), new(faqWords)))
	faqUpsert = upsert("faq", "id", faqColumns(new(softphone.FAQEntry), new(faqWords)))
)

// SaveFAQ writes entries, all or none; the error is a Reason BadValue where one cannot be kept.
func (s *Store) SaveFAQ(ctx context.Context, entries ...softphone.FAQEntry) error {
	err := s.change(ctx, func(tx *sql.Tx) error {
		put, err := tx.PrepareContext(ctx, faqUpsert)
		if err != nil {
			return err
		}
		defer put.Close()
		for _, e := range entries {
			if why := e.Check(); !why.Zero() {
				return why
			}
			if e.Changed.IsZero() {
				e.Changed = s.now()
			}
			w := faqWords{tags: strings.Join(e.Tags, ","), question: softphone.Fold(e.Question),
				names:  softphone.Fold(strings.Join(append([]string{e.Category}, e.Tags...), " ")),
				answer: softphone.Fold(e.Answer + " " + e.Next)}
			for _, p := range e.Prices {
				w.prices += p.String() + "\n"
				w.answer += " " + softphone.Fold(p.What)
			}
			if _, err := put.ExecContext(ctx, fields(faqColumns(&e, &w))...); err != nil {
				return err
			}
		}
		return nil
	})
	return failed(err, "save answers")
}

// RemoveFAQ forgets an entry; one that is not there is no error.
func (s *Store) RemoveFAQ(ctx context.Context, id softphone.FAQID) error {
	_, err := s.write.ExecContext(ctx, "DELETE FROM faq WHERE id = ?", id)
	return failed(err, "remove answer")
}

// FAQ gives one entry; of an unknown one the error is a Reason NoSuchAnswer.
func (s *Store) FAQ(ctx context.Context, id softphone.FAQID) (softphone.FAQEntry, error) {
	var out []softphone.FAQEntry
	err := s.view(ctx, func(tx *sql.Tx) (err error) {
		out, err = readFAQ(ctx, tx, "WHERE id = ?", id)
		return err
	})
	if err == nil && len(out) == 0 {
		err = softphone.Reason{Code: softphone.NoSuchAnswer, Detail: string(id)}
	}
	if err != nil {
		return softphone.FAQEntry{}, failed(err, "read answer")
	}
	return out[0], nil
}

// FAQCategories are the categories in use in a language ("": in any), in order.
func (s *Store) FAQCategories(ctx context.Context, language string) ([]string, error) {
	var out []string
	err := s.view(ctx, func(tx *sql.Tx) error {
		return query(ctx, tx, "SELECT DISTINCT category FROM faq WHERE ? IN ('', language) AND category <> '' ORDER BY category COLLATE NOCASE",
			[]any{language}, func(rows *sql.Rows) error {
				var c string
				err := rows.Scan(&c)
				out = append(out, c)
				return err
			})
	})
	return out, failed(err, "read categories")
}

const faqOfKind = " (? IN ('', language)) AND (? IN ('', category)) "

// FindAnswers finds entries by words or parts of words.
func (s *Store) FindAnswers(ctx context.Context, q softphone.FAQQuery) ([]softphone.FAQEntry, int, error) {
	var out []softphone.FAQEntry
	n := 0
	if q.Limit <= 0 {
		q.Limit = 20
	}
	words := strings.Fields(softphone.Fold(q.Words))
	err := s.view(ctx, func(tx *sql.Tx) (err error) {
		if len(words) == 0 {
			if err := tx.QueryRowContext(ctx, "SELECT count(*) FROM faq WHERE"+faqOfKind, q.Language, q.Category).Scan(&n); err != nil {
				return err
			}
			out, err = readFAQ(ctx, tx, "WHERE"+faqOfKind+"ORDER BY language DESC, category COLLATE NOCASE, question COLLATE NOCASE, seq LIMIT ? OFFSET ?",
				q.Language, q.Category, q.Limit, q.Offset)
			return err
		}
		for _, some := range []bool{false, true} { // all the words, else some
			if out, n, err = matchFAQ(ctx, tx, words, some, q); err != nil || n > 0 || len(words) == 1 {
				return err
			}
		}
		return nil
	})
	return out, n, failed(err, "search answers")
}

// matchFAQ searches: words of three letters and more in the index of trigrams, shorter ones in the rows those leave.
func matchFAQ(ctx context.Context, tx *sql.Tx, words []string, some bool, q softphone.FAQQuery) ([]softphone.FAQEntry, int, error) {
	var long, short []string
	for _, w := range words {
		if len([]rune(w)) < 3 {
			short = append(short, w)
		} else {
			long = append(long, `"`+w+`"`) // Fold leaves no quotation mark in it
		}
	}
	where, args := "WHERE"+faqOfKind, []any{q.Language, q.Category}
	score, from := "0", ""
	if len(long) > 0 {
		join := " AND "
		if some {
			join = " OR "
		}
		from = "JOIN faq_search ON faq_search.rowid = faq.seq "
		where += "AND faq_search MATCH ? "
		args = append(args, strings.Join(long, join))
		score = "bm25(faq_search, 6, 4, 1)"
	}
	if !some || len(long) == 0 {
		var parts []string
		for _, w := range short { // at the beginning of a word: in the middle of one two letters say nothing
			parts = append(parts, "(' ' || faq.folded_question || ' ' || faq.folded_tags || ' ' || faq.folded_answer) LIKE ?")
			args = append(args, "% "+w+"%")
		}
		if len(parts) > 0 {
			join := " AND "
			if some {
				join = " OR "
			}
			where += "AND (" + strings.Join(parts, join) + ") "
		}
	}
	n, at := 0, map[softphone.FAQID]int{}
	var ids []string
	err := query(ctx, tx, "WITH hit AS MATERIALIZED (SELECT faq.id, faq.question, faq.seq, "+score+" AS score FROM faq "+from+where+
		") SELECT id, count(*) OVER () FROM hit ORDER BY score, question COLLATE NOCASE, seq LIMIT ? OFFSET ?", append(args, q.Limit, q.Offset),
		func(rows *sql.Rows) error {
			var id softphone.FAQID
			err := rows.Scan(&id, &n)
			at[id], ids = len(ids), append(ids, string(id))
			return err
		})
	if err != nil || n == 0 {
		return nil, 0, err
	}
	list, err := json.Marshal(ids)
	if err != nil {
		return nil, 0, err
	}
	out, err := readFAQ(ctx, tx, "WHERE id IN (SELECT value FROM json_each(?))", string(list))
	slices.SortFunc(out, func(a, b softphone.FAQEntry) int { return at[a.ID] - at[b.ID] })
	return out, n, err
}

func readFAQ(ctx context.Context, tx *sql.Tx, where string, args ...any) ([]softphone.FAQEntry, error) {
	var out []softphone.FAQEntry
	cols := "faq." + strings.ReplaceAll(faqNames, ", ", ", faq.")
	err := query(ctx, tx, "SELECT "+cols+" FROM faq "+where, args, func(rows *sql.Rows) error {
		var e softphone.FAQEntry
		var w faqWords
		if err := rows.Scan(fields(faqColumns(&e, &w))...); err != nil {
			return err
		}
		e.Tags = softphone.SplitTags(w.tags)
		for line := range strings.Lines(w.prices) { // a line that somebody spoilt costs that price only
			if p, err := softphone.ParsePrice(line); err == nil {
				e.Prices = append(e.Prices, p)
			}
		}
		out = append(out, e)
		return nil
	})
	return out, err
}

// FurnishFAQ writes the entries a new office begins with, unless there are any.
func (s *Store) FurnishFAQ(ctx context.Context, entries []softphone.FAQEntry) error {
	var n int
	err := s.write.QueryRowContext(ctx, "SELECT count(*) FROM faq").Scan(&n)
	if err == nil && n == 0 {
		err = s.SaveFAQ(ctx, entries...)
	}
	return failed(err, "begin the FAQ sheet")
}
