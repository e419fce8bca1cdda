package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"

	"anteroom/softphone"
)

var _ softphone.MessageLog = (*Store)(nil)

// wordColumns are those of the search that hold words; the column marks holds what is not said in words.
const wordColumns = "{for_whom surname first_name patronymic position organisation verbatim number email promised}"

// match is the filter as the search index reads it (https://sqlite.org/fts5.html, §3), "" for everything.
func match(f softphone.MessageFilter) string {
	var all []string
	words := func(columns, text string) {
		for _, w := range softphone.FoldWords(text) {
			all = append(all, fmt.Sprintf(`%s : "%s" *`, columns, w))
		}
	}
	words(wordColumns, f.Text)
	words("for_whom", f.For)
	words("{surname first_name patronymic}", f.From)
	words("organisation", f.Organisation)
	marks := func(list []string) {
		if len(list) > 0 {
			all = append(all, "marks : ("+strings.Join(list, " OR ")+")")
		}
	}
	if n := softphone.NumberDigits(f.Number); n != "" {
		marks([]string{fmt.Sprintf(`"n%s" *`, n), fmt.Sprintf(`"e%s" *`, n)})
	}
	marks(markOf("s", f.States))
	marks(markOf("u", f.Urgencies))
	marks(markOf("m", f.Moods))
	if f.Undelivered {
		marks([]string{"waiting"})
	}
	if !f.Since.IsZero() || !f.Until.IsZero() {
		marks(dayMarks(f.Since, f.Until))
	}
	return strings.Join(all, " AND ")
}

func markOf[T ~string](letter string, list []T) (out []string) {
	for _, x := range list {
		out = append(out, fmt.Sprintf(`"%s%s"`, letter, x))
	}
	return out
}

// The log begins and ends somewhere, for a filter that is open on one side.
const firstYear, lastYear = 1990, 2100

// dayMarks covers the days from one to another with as few years, months and days as there need be.
func dayMarks(since, until time.Time) []string {
	from, to := time.Date(firstYear, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(lastYear, 12, 31, 0, 0, 0, 0, time.UTC)
	day := func(t time.Time) time.Time { return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC) }
	if !since.IsZero() && day(since).After(from) {
		from = day(since)
	}
	if !until.IsZero() && day(until).Before(to) {
		to = day(until)
	}
	out := []string{`"never"`} // no day at all fits nothing
	for d := from; !d.After(to); {
		year, month := d.AddDate(1, 0, 0), d.AddDate(0, 1, 0)
		switch {
		case d.YearDay() == 1 && !year.AddDate(0, 0, -1).After(to):
			out, d = append(out, d.Format(`"y2006"`)), year
		case d.Day() == 1 && !month.AddDate(0, 0, -1).After(to):
			out, d = append(out, d.Format(`"t200601"`)), month
		default:
			out, d = append(out, d.Format(`"d20060102"`)), d.AddDate(0, 0, 1)
		}
	}
	return out
}

// logRows gives the rows of the log that a filter, the names of who took them down, and a place leave, and its arguments.
func logRows(f softphone.MessageFilter, by []string, after softphone.LogPlace) (string, []any) {
	bound := int64(after)
	if bound == 0 {
		bound = 1<<63 - 1
	}
	taken, names := "", []any{}
	for _, name := range by {
		names = append(names, name)
	}
	if strings.TrimSpace(f.By) != "" {
		taken = " AND EXISTS (SELECT 1 FROM message_progress p JOIN message m ON m.id = p.message WHERE m.seq = %s AND p.what = 'taken' AND p.done_by IN (" +
			strings.TrimSuffix(strings.Repeat("?,", len(by)), ",") + "))"
	}
	here := func(seq string) string {
		if taken == "" {
			return ""
		}
		return fmt.Sprintf(taken, seq)
	}
	if m := match(f); m != "" {
		return "SELECT rowid FROM message_search WHERE message_search MATCH ? AND rowid < ?" + here("message_search.rowid") + " ORDER BY rowid DESC LIMIT ?", append([]any{m, bound}, names...)
	}
	return "SELECT seq FROM message AS o WHERE seq < ?" + here("o.seq") + " ORDER BY seq DESC LIMIT ?", append([]any{bound}, names...)
}

// takers are the names under which messages were taken down that fit the filter; nil where it asks for nobody. The names
// are few: each is found by one look into the index, from the one before.
func (s *Store) takers(ctx context.Context, f softphone.MessageFilter) (out []string, err error) {
	if strings.TrimSpace(f.By) == "" {
		return nil, nil
	}
	err = s.view(ctx, func(tx *sql.Tx) error {
		return query(ctx, tx, `WITH RECURSIVE names (n) AS (SELECT min(done_by) FROM message_progress WHERE what = 'taken'
			UNION ALL SELECT (SELECT min(done_by) FROM message_progress WHERE what = 'taken' AND done_by > n) FROM names WHERE n IS NOT NULL)
			SELECT n FROM names WHERE n IS NOT NULL`, nil, func(r *sql.Rows) error {
			var name string
			if err := r.Scan(&name); err != nil {
				return err
			}
			if softphone.NameFits(f.By, name) {
				out = append(out, name)
			}
			return nil
		})
	})
	return out, err
}

// FindMessages reads one page. The index gives the rows in order, so that a page costs what is on it, however many fit.
func (s *Store) FindMessages(ctx context.Context, f softphone.MessageFilter, after softphone.LogPlace, limit int) ([]softphone.Message, softphone.LogPlace, error) {
	if limit <= 0 {
		return nil, after, nil
	}
	by, err := s.takers(ctx, f)
	if err != nil {
		return nil, after, failed(err, "search the messages")
	}
	rows, args := logRows(f, by, after)
	var out []softphone.Message
	err = s.view(ctx, func(tx *sql.Tx) error {
		return query(ctx, tx, "SELECT seq, "+messageNames+" FROM message WHERE seq IN ("+rows+") ORDER BY seq DESC", append(args, limit), func(r *sql.Rows) error {
			var m softphone.Message
			err := r.Scan(append([]any{&after}, fields(messageColumns(&m))...)...)
			out = append(out, m)
			return err
		})
	})
	return out, after, failed(err, "search the messages")
}

// CountFound counts what fits, up to a limit.
func (s *Store) CountFound(ctx context.Context, f softphone.MessageFilter, limit int) (n int, err error) {
	by, err := s.takers(ctx, f)
	if err != nil {
		return 0, failed(err, "count the messages")
	}
	rows, args := logRows(f, by, 0)
	err = s.read.QueryRowContext(ctx, "SELECT count(*) FROM ("+rows+")", append(args, limit)...).Scan(&n)
	return n, failed(err, "count the messages")
}
