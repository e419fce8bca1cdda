package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	sqlite3 "modernc.org/sqlite/lib"
)

// salvaged are the tables carried over from a damaged file, those that others refer to first.
var salvaged = []string{
	"book", "setting", "account", "erasure",
	"principal", "policy_answer", "policy_rule", "policy_deputy", "policy_history",
	"staff_presence", "presence_history", "calendar", "reception_week", "reception_day", "not_told", "faq",
	"contact", "contact_number", "contact_part", "contact_change", "contact_before",
	"script", "script_retired", "script_wording", "script_draft", "begun",
	"draft", "message", "message_progress", "mail",
	"call", "call_hold", "call_visit", "call_pass", "call_recording", "call_promise", "callback",
}

// orders are the columns by which tables without a rowid are read.
var orders = map[string]string{"contact_number": "contact", "contact_part": "contact", "contact_before": "change"}

// fresh is the name of a new database that is not finished.
const fresh = ".new"

// sides are the files of one database. The file itself is moved last: a log left behind would be taken for that of the
// new database.
var sides = []string{"-wal", "-shm", ""}

// replaceDamaged builds a new database from what can be read of the damaged one, sets that aside, and puts the new one
// in its place. Killed or failing at any point, it begins anew at the next start.
func (s *Store) replaceDamaged(ctx context.Context, path string, migrations fs.FS) error {
	_ = s.closeFile() // may fail on a broken file, which is moved all the same
	for _, side := range sides {
		if err := os.Remove(path + fresh + side); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	if err := s.openFile(ctx, path+fresh, migrations); err != nil {
		return err
	}
	if err := errors.Join(s.salvage(ctx, path), s.closeFile()); err != nil {
		return err
	}
	aside, err := s.datedName("anteroom-damaged", ".db")
	if err != nil {
		return err
	}
	for _, side := range sides { // under one name, so that SQLite still finds them together
		if err := os.Rename(path+side, aside+side); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	s.aside = append(s.aside, aside)
	return finishReplacing(path)
}

// finishReplacing puts a new database in the place of one that was set aside. While the damaged one is still in its
// place, the new one is not finished.
func finishReplacing(path string) error {
	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := os.Rename(path+fresh, path); errors.Is(err, fs.ErrNotExist) {
		return nil
	} else if err != nil {
		return err
	}
	return flushFolder(filepath.Dir(path))
}

// salvage copies every row that can still be read from a damaged file into the one that is open. Only trouble with the
// open one is an error.
func (s *Store) salvage(ctx context.Context, broken string) error {
	if size(broken) == 0 { // nothing to read, and SQLite would delete the WAL beside it
		return nil
	}
	old, err := pool(broken, 1, busyTimeout, "mode=ro", "_pragma=writable_schema(1)") // which reads on past a broken schema
	if err != nil {
		return err
	}
	err = s.change(ctx, func(tx *sql.Tx) error {
		for _, table := range salvaged {
			if err := salvageTable(ctx, old, tx, table); err != nil {
				return fmt.Errorf("salvage %s: %w", table, err)
			}
		}
		return nil
	})
	return errors.Join(err, old.Close())
}

// salvageTable reads a table in the order of its rows, and where that breaks off, from the other end as well.
func salvageTable(ctx context.Context, old *sql.DB, tx *sql.Tx, table string) error {
	for _, order := range []string{"ASC", "DESC"} {
		whole, err := salvageRows(ctx, old, tx, table, order)
		if err != nil || whole {
			return err
		}
	}
	return nil
}

// salvageRows copies rows until the end (whole) or the first that cannot be read. A row that does not fit, or stands
// already, is left out.
func salvageRows(ctx context.Context, old *sql.DB, tx *sql.Tx, table, order string) (whole bool, err error) {
	rows, err := old.QueryContext(ctx, "SELECT * FROM "+table+" ORDER BY "+cmp.Or(orders[table], "rowid")+" "+order)
	if err != nil {
		return false, ctx.Err() // no such table, or none to be found any more
	}
	defer func() { _ = rows.Close() }() // says again what rows.Err said
	columns, err := rows.Columns()
	if err != nil {
		return false, ctx.Err()
	}
	insert, err := tx.PrepareContext(ctx, fmt.Sprintf("INSERT OR IGNORE INTO %s (%s) VALUES (?%s)",
		table, strings.Join(columns, ", "), strings.Repeat(", ?", len(columns)-1)))
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, insert.Close()) }()
	values, into := make([]any, len(columns)), make([]any, len(columns))
	for i := range values {
		into[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return false, nil
		}
		if _, err := insert.ExecContext(ctx, values...); err != nil && sqliteCode(err) != sqlite3.SQLITE_CONSTRAINT {
			return false, err
		}
	}
	return rows.Err() == nil, ctx.Err()
}
