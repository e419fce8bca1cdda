package store

import (
	"context"
	"database/sql"

	"anteroom/softphone"
)

var _ softphone.BegunBook = (*Store)(nil)

// SaveBegun keeps something half written as it stands.
func (s *Store) SaveBegun(ctx context.Context, b softphone.Begun) error {
	now := s.now()
	_, err := s.write.ExecContext(ctx, `INSERT INTO begun (kind, id, body, changed) VALUES (?, ?, ?, ?)
		ON CONFLICT (kind, id) DO UPDATE SET body = excluded.body, changed = excluded.changed`, b.Kind, b.ID, b.Body, moment{&now})
	return failed(err, "save what is half written")
}

// DropBegun forgets it; an unknown one is no error.
func (s *Store) DropBegun(ctx context.Context, k softphone.BegunKind, id string) error {
	_, err := s.write.ExecContext(ctx, "DELETE FROM begun WHERE kind = ? AND id = ?", k, id)
	return failed(err, "drop what is half written")
}

func readBegun(ctx context.Context, tx *sql.Tx) ([]softphone.Begun, error) {
	var out []softphone.Begun
	err := query(ctx, tx, "SELECT kind, id, body FROM begun ORDER BY changed, seq", nil, func(rows *sql.Rows) error {
		var b softphone.Begun
		err := rows.Scan(&b.Kind, &b.ID, &b.Body)
		out = append(out, b)
		return err
	})
	return out, err
}

// personsBegun are the rows of what is half written and goes with a person.
func personsBegun(ctx context.Context, tx *sql.Tx, p softphone.Person, country string) ([]int64, error) {
	var out []int64
	err := query(ctx, tx, "SELECT seq, kind, id, body FROM begun", nil, func(rows *sql.Rows) error {
		var seq int64
		var b softphone.Begun
		err := rows.Scan(&seq, &b.Kind, &b.ID, &b.Body)
		if p.Owns(b, country) {
			out = append(out, seq)
		}
		return err
	})
	return out, err
}

func eraseBegun(ctx context.Context, tx *sql.Tx, rows []int64) error {
	for _, seq := range rows {
		if _, err := tx.ExecContext(ctx, "DELETE FROM begun WHERE seq = ?", seq); err != nil {
			return err
		}
	}
	return nil
}
