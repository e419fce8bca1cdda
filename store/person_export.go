package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"anteroom/softphone"
)

var _ softphone.PersonExporter = (*Store)(nil)

// held is a table with rows of persons, and by which column they belong to one.
type held struct {
	table, column string
	of            func(belongings) []any
}

func anys[T any](list []T) (out []any) {
	for _, x := range list {
		out = append(out, x)
	}
	return out
}

func keysOf[K comparable](m map[K]bool) []any { return anys(slices.Collect(maps.Keys(m))) }

func rowsOf(table string) func(belongings) []any {
	return func(b belongings) (out []any) {
		for _, r := range b.sheets {
			if r.table == table {
				out = append(out, r.seq)
			}
		}
		return out
	}
}

// personTables are all tables that hold a person's data; a test looks for those that are neither here nor in
// personHarmless. What is deleted with a person stands in deleteRows.
var personTables = func() []held {
	calls := func(b belongings) []any { return keysOf(b.calls) }
	messages := func(b belongings) []any { return keysOf(b.messages) }
	contacts := func(b belongings) []any { return anys(b.contacts) }
	return []held{
		{"contact", "id", contacts}, {"contact_number", "contact", contacts}, {"contact_part", "contact", contacts}, {"contact_before", "contact", contacts},
		{"staff_presence", "contact", contacts}, {"presence_history", "staff", contacts},
		{"call", "id", calls}, {"call_hold", "call", calls}, {"call_visit", "call", calls}, {"call_recording", "call", calls},
		{"call_promise", "call", calls}, {"call_pass", "call", calls},
		{"message", "id", messages}, {"message_progress", "message", messages}, {"mail", "message", messages},
		{"draft", "id", func(b belongings) []any { return keysOf(b.drafts) }},
		{"callback", "id", func(b belongings) []any { return anys(b.callbacks) }},
		{"begun", "seq", func(b belongings) []any { return anys(b.begun) }},
		{"policy_rule", "seq", rowsOf("policy_rule")}, {"policy_deputy", "seq", rowsOf("policy_deputy")}, {"policy_history", "seq", rowsOf("policy_history")},
	}
}()

// personHarmless are the tables that hold nothing of callers and contacts, with the reason.
var personHarmless = map[string]string{
	"book": "the name of these books", "setting": "the desk's settings", "account": "lines", "erasure": "notes of deletions: numbers only",
	"principal": "the house's own principals, who are removed on their page", "policy_answer": "a principal's own words on his sheet, which he edits",
	"contact_change": "which kind of change, and when", "calendar": "addresses of principals' calendars", "not_told": "what is not told by phone",
	"faq": "questions and answers", "reception_day": "hours", "reception_week": "hours",
	"script": "scripts", "script_draft": "scripts", "script_retired": "scripts", "script_wording": "wordings of scripts",
	"goose_db_version": "migrations", "sqlite_sequence": "SQLite's own", "sqlite_stat1": "SQLite's own",
}

// exported is what person.json holds.
type exported struct {
	Number string                      `json:"number,omitempty"`
	Name   string                      `json:"name,omitempty"`
	Made   time.Time                   `json:"made"`
	Tables map[string][]map[string]any `json:"tables"`
	Files  []string                    `json:"recordings"`
	Missed []string                    `json:"recordings_gone,omitempty"` // named in the books, not on the disk
}

// ExportPerson reads everything at one moment, and gives the folder its name once all is on disk.
func (s *Store) ExportPerson(ctx context.Context, p softphone.Person, folder string) (t softphone.Traces, err error) {
	if p.Empty() || !filepath.IsAbs(folder) {
		return t, softphone.Reason{Code: softphone.BadValue, Detail: "a person, and a folder with its whole path"}
	}
	if _, err := os.Lstat(folder); !errors.Is(err, fs.ErrNotExist) {
		return t, softphone.Reason{Code: softphone.FileUnwritten, Detail: folder + " is there already"}
	}
	x := exported{Number: p.Number, Name: p.Name, Made: s.now(), Tables: map[string][]map[string]any{}, Files: []string{}}
	var b belongings
	err = s.view(ctx, func(tx *sql.Tx) (err error) {
		if b, err = gather(ctx, tx, p); err != nil {
			return err
		}
		for _, h := range personTables {
			if err := readHeld(ctx, tx, h, h.of(b), x.Tables); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return t, failed(err, "export a person")
	}
	if err := os.MkdirAll(filepath.Dir(folder), 0o700); err != nil {
		return t, unwritten(err)
	}
	half, err := os.MkdirTemp(filepath.Dir(folder), ".anteroom-person-*") // 0700
	if err != nil {
		return t, unwritten(err)
	}
	defer func() {
		if err != nil {
			os.RemoveAll(half)
		}
	}()
	for _, file := range b.files {
		if err := ctx.Err(); err != nil {
			return t, err
		}
		name, err := s.copyRecording(file, half)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			x.Missed = append(x.Missed, file)
		case err != nil:
			return t, unwritten(err)
		default:
			x.Files = append(x.Files, name)
		}
	}
	text, err := json.MarshalIndent(x, "", "  ")
	if err == nil {
		err = os.WriteFile(filepath.Join(half, "person.json"), text, 0o600)
	}
	if err == nil {
		err = os.Rename(half, folder)
	}
	return b.traces, unwritten(err)
}

// readHeld adds a person's rows of one table, some at a time: SQLite takes so many names and no more.
func readHeld(ctx context.Context, tx *sql.Tx, h held, ids []any, into map[string][]map[string]any) error {
	for part := range slices.Chunk(ids, 500) {
		err := query(ctx, tx, fmt.Sprintf("SELECT * FROM %s WHERE %s IN (?%s)", h.table, h.column, strings.Repeat(", ?", len(part)-1)), part, func(rows *sql.Rows) error {
			names, err := rows.Columns()
			if err != nil {
				return err
			}
			cells, at := make([]any, len(names)), make([]any, len(names))
			for i := range cells {
				at[i] = &cells[i]
			}
			if err := rows.Scan(at...); err != nil {
				return err
			}
			row := map[string]any{}
			for i, n := range names {
				if n != "seq" {
					row[n] = cells[i]
				}
			}
			into[h.table] = append(into[h.table], row)
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// copyRecording copies one file into the folder, and gives its name there.
func (s *Store) copyRecording(file, folder string) (string, error) {
	if !filepath.IsLocal(file) {
		return "", fs.ErrNotExist // none of ours
	}
	from, err := os.Open(filepath.Join(s.dir, RecordingsFolder, filepath.FromSlash(file)))
	if err != nil {
		return "", err
	}
	defer from.Close()
	name := strings.ReplaceAll(filepath.ToSlash(file), "/", " ")
	to, err := os.OpenFile(filepath.Join(folder, name), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return "", err
	}
	_, err = io.Copy(to, from)
	return name, errors.Join(err, to.Close())
}

// unwritten gives an error of the disk the Reason that says what to do.
func unwritten(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, syscall.ENOSPC):
		return softphone.Reason{Code: softphone.DiskFull, Detail: err.Error()}
	}
	return softphone.Reason{Code: softphone.FileUnwritten, Detail: err.Error()}
}
