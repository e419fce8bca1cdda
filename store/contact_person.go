package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"anteroom/softphone"
)

// personsContacts are the contacts that are one person's: as they are, and as they were before a change that can be
// undone.
func personsContacts(ctx context.Context, tx *sql.Tx, p softphone.Person, country string) ([]softphone.ContactID, error) {
	found := map[softphone.ContactID]bool{}
	var ids []softphone.ContactID
	take := func(c softphone.Contact) {
		if !found[c.ID] && p.Is(c.Stand(), country) {
			found[c.ID] = true
			ids = append(ids, c.ID)
		}
	}
	all, err := selectContacts(ctx, tx, "IS NOT NULL")
	if err != nil {
		return nil, err
	}
	for _, c := range all {
		take(c)
	}
	err = query(ctx, tx, "SELECT before FROM contact_before WHERE before IS NOT NULL", nil, func(rows *sql.Rows) error {
		var text string
		var c softphone.Contact
		if err := rows.Scan(&text); err != nil {
			return err
		}
		if json.Unmarshal([]byte(text), &c) == nil { // a damaged one can be undone by nobody
			take(c)
		}
		return nil
	})
	return ids, err
}

// deleteContacts takes contacts out of the directory, out of what can be undone, and out of the calls that were theirs.
func deleteContacts(ctx context.Context, tx *sql.Tx, ids []softphone.ContactID) error {
	var err error
	for _, id := range ids {
		for _, deed := range []string{
			"DELETE FROM contact WHERE id = ?", "DELETE FROM contact_before WHERE contact = ?",
			"DELETE FROM contact_part WHERE kind = 'deputy' AND text = ?",
			"UPDATE contact SET responsible = '' WHERE responsible = ?", "UPDATE call SET contact = '' WHERE contact = ?",
		} {
			_, err1 := tx.ExecContext(ctx, deed, id)
			err = errors.Join(err, err1)
		}
	}
	return err
}
