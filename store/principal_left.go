package store

import (
	"context"
	"database/sql"
	"sync"

	"anteroom/softphone"
)

// leftBehind is what is kept of a principal beside himself and his sheet of today, and cannot be told by the desk: his
// earlier sheets and where he was. Who is removed and had back by undoing has them again. It lives as long as undoing does,
// which is no longer than this run.
type leftBehind struct {
	mu sync.Mutex // guards of
	of map[softphone.PrincipalID][]leftRow
}

// leftRow is a row and where it goes.
type leftRow struct {
	insert string
	args   []any
}

func (l *leftBehind) get(id softphone.PrincipalID) []leftRow {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.of[id]
}

func (l *leftBehind) put(id softphone.PrincipalID, rows []leftRow) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.of == nil {
		l.of = map[softphone.PrincipalID][]leftRow{}
	}
	if l.of[id] = rows; len(rows) == 0 {
		delete(l.of, id)
	}
}

// forget drops all of it: a person was deleted, whose name may stand in it.
func (l *leftBehind) forget() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.of = nil
}

// leftTables are the tables with a principal's rows, oldest first, and the columns to have back.
var leftTables = []struct{ table, columns, marks string }{
	{"policy_history", "principal, at, done_by, sheet", "?, ?, ?, ?"},
	{"presence_history", "at, principal, staff, presence, until, said_by", "?, ?, ?, ?, ?, ?"},
}

// readLeft reads what a principal who is about to be removed leaves behind.
func readLeft(ctx context.Context, tx *sql.Tx, id softphone.PrincipalID) ([]leftRow, error) {
	var out []leftRow
	for _, t := range leftTables {
		err := query(ctx, tx, "SELECT "+t.columns+" FROM "+t.table+" WHERE principal = ? ORDER BY seq", []any{id}, func(rows *sql.Rows) error {
			names, err := rows.Columns()
			if err != nil {
				return err
			}
			row := leftRow{insert: "INSERT INTO " + t.table + " (" + t.columns + ") VALUES (" + t.marks + ")", args: make([]any, len(names))}
			into := make([]any, len(names))
			for i := range into {
				into[i] = &row.args[i]
			}
			out = append(out, row)
			return rows.Scan(into...)
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// putLeft writes it again.
func putLeft(ctx context.Context, tx *sql.Tx, rows []leftRow) error {
	for _, r := range rows {
		if _, err := tx.ExecContext(ctx, r.insert, r.args...); err != nil {
			return err
		}
	}
	return nil
}
