package store

import (
	"context"
	"database/sql"

	"anteroom/softphone"
)

func principalColumns(p *softphone.Principal) []column {
	return append([]column{
		{"id", &p.ID}, {"surname", &p.Surname}, {"first_name", &p.FirstName}, {"patronymic", &p.Patronymic},
		{"position", &p.Position}, {"number", &p.Number}, {"deputies", &p.Deputies}, {"email", &p.Email}, {"place", &p.Order},
		{"policy_changed", moment{&p.Policy.Changed}}, {"policy_by", &p.Policy.By},
	}, presenceColumns(&p.Presence)...)
}

var (
	principalNames  = names(principalColumns(new(softphone.Principal)))
	principalUpsert = upsert("principal", "id", principalColumns(new(softphone.Principal)))
)

// SavePrincipal writes a principal with presence and policy sheet. One who was removed in this run has his earlier sheets
// and the history of where he was again.
func (s *Store) SavePrincipal(ctx context.Context, p softphone.Principal) error {
	left := s.left.get(p.ID)
	err := s.change(ctx, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, principalUpsert, fields(principalColumns(&p))...); err != nil {
			return err
		}
		if err := putLeft(ctx, tx, left); err != nil {
			return err
		}
		return putSheet(ctx, tx, p.ID, p.Policy, s.now())
	})
	if err == nil && left != nil {
		s.left.put(p.ID, nil)
	}
	return failed(err, "save principal %s", p.ID)
}

// RemovePrincipal forgets a principal and his sheet; his messages and calls stay.
func (s *Store) RemovePrincipal(ctx context.Context, id softphone.PrincipalID) error {
	var left []leftRow
	err := s.change(ctx, func(tx *sql.Tx) (err error) {
		if left, err = readLeft(ctx, tx, id); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, "DELETE FROM principal WHERE id = ?", id); err != nil {
			return err
		}
		return forgetPrincipal(ctx, tx, id)
	})
	if err == nil && len(left) > 0 {
		s.left.put(id, left)
	}
	return failed(err, "remove principal %s", id)
}

func readPrincipals(ctx context.Context, tx *sql.Tx) ([]softphone.Principal, error) {
	var out []softphone.Principal
	at := map[softphone.PrincipalID]int{}
	err := query(ctx, tx, "SELECT "+principalNames+" FROM principal ORDER BY place, seq", nil, func(rows *sql.Rows) error {
		var p softphone.Principal
		err := rows.Scan(fields(principalColumns(&p))...)
		at[p.ID], out = len(out), append(out, p)
		return err
	})
	if err != nil {
		return nil, err
	}
	return out, readSheets(ctx, tx, out, at)
}
