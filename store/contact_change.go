package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"anteroom/softphone"
)

// keptChanges is how many changes of the directory can be undone.
const keptChanges = 200

// toldEvery is how many contacts pass between two tellings of how far a change has come.
const toldEvery = 500

// ChangeContacts carries a change out in one transaction: all of it, or, when ctx ends or the disk is full, nothing.
func (s *Store) ChangeContacts(ctx context.Context, c softphone.ContactChange, told func(int)) (softphone.ChangeID, error) {
	if told == nil {
		told = func(int) {}
	}
	var id softphone.ChangeID
	var ids []softphone.ContactID
	for _, x := range c.Put {
		if x.ID == "" {
			return 0, softphone.Reason{Code: softphone.BadValue, Detail: "contact id"}
		}
		ids = append(ids, x.ID)
	}
	ids = append(ids, c.Remove...)
	err := s.reindexed(ctx, ids, func(tx *sql.Tx) error {
		now := s.now()
		if err := tx.QueryRowContext(ctx, "INSERT INTO contact_change (at, kind, source) VALUES (?, ?, ?) RETURNING id", moment{&now}, c.Kind, c.Source).Scan(&id); err != nil {
			return err
		}
		if err := s.noteBefore(ctx, tx, id, ids); err != nil {
			return err
		}
		w, err := s.newContactWriter(ctx, tx)
		if err != nil {
			return err
		}
		defer w.close()
		for i, x := range c.Put {
			x.Changed = now
			if err := w.put(ctx, x); err != nil {
				return err
			}
			if i%toldEvery == 0 {
				told(i)
			}
		}
		for _, gone := range c.Remove {
			if _, err := tx.ExecContext(ctx, "DELETE FROM contact WHERE id = ?", gone); err != nil {
				return err
			}
		}
		_, err = tx.ExecContext(ctx, "DELETE FROM contact_change WHERE id <= ? - ?", id, keptChanges)
		return err
	})
	return id, failed(err, "change contacts")
}

// noteBefore keeps what the contacts were before a change.
func (s *Store) noteBefore(ctx context.Context, tx *sql.Tx, id softphone.ChangeID, ids []softphone.ContactID) error {
	note, err := tx.PrepareContext(ctx, "INSERT OR IGNORE INTO contact_before (change, contact, before) VALUES (?, ?, ?)")
	if err != nil {
		return err
	}
	defer note.Close()
	for part := range chunks(ids, 500) {
		known, err := readContacts(ctx, tx, part)
		if err != nil {
			return err
		}
		for _, c := range known {
			text, err := json.Marshal(c)
			if err != nil {
				return err
			}
			if _, err := note.ExecContext(ctx, id, c.ID, string(text)); err != nil {
				return err
			}
		}
		for _, c := range part { // those that are new
			if _, err := note.ExecContext(ctx, id, c, nil); err != nil {
				return err
			}
		}
	}
	return nil
}

func chunks[T any](all []T, n int) func(func([]T) bool) {
	return func(yield func([]T) bool) {
		for len(all) > 0 {
			k := min(n, len(all))
			if !yield(all[:k]) {
				return
			}
			all = all[k:]
		}
	}
}

// contactWriter writes many contacts in one transaction.
type contactWriter struct {
	s                         *Store
	country                   string
	contact, number, part     *sql.Stmt
	forgetNumbers, forgetPart *sql.Stmt
}

func (s *Store) newContactWriter(ctx context.Context, tx *sql.Tx) (*contactWriter, error) {
	w := &contactWriter{s: s}
	var err error
	if w.country, err = country(ctx, tx); err != nil {
		return nil, err
	}
	for _, x := range []struct {
		into **sql.Stmt
		text string
	}{
		{&w.contact, contactUpsert},
		{&w.number, "INSERT INTO contact_number (contact, place, kind, number, full) VALUES (?, ?, ?, ?, ?)"},
		{&w.part, "INSERT OR IGNORE INTO contact_part (contact, kind, place, text) VALUES (?, ?, ?, ?)"},
		{&w.forgetNumbers, "DELETE FROM contact_number WHERE contact = ?"},
		{&w.forgetPart, "DELETE FROM contact_part WHERE contact = ?"},
	} {
		if *x.into, err = tx.PrepareContext(ctx, x.text); err != nil {
			w.close()
			return nil, err
		}
	}
	return w, nil
}

func (w *contactWriter) close() {
	for _, st := range []*sql.Stmt{w.contact, w.number, w.part, w.forgetNumbers, w.forgetPart} {
		if st != nil {
			_ = st.Close() // the transaction ends it in any case
		}
	}
}

func (w *contactWriter) put(ctx context.Context, c softphone.Contact) error {
	c = cleanContact(c)
	full := make([]string, len(c.Numbers))
	for i, n := range c.Numbers {
		full[i] = w.s.full(n.Number, w.country)
	}
	if _, err := w.contact.ExecContext(ctx, append(fields(contactColumns(&c)), foldedContact(c, full), sortedName(c))...); err != nil {
		return err
	}
	for _, st := range []*sql.Stmt{w.forgetNumbers, w.forgetPart} {
		if _, err := st.ExecContext(ctx, c.ID); err != nil {
			return err
		}
	}
	for i, n := range c.Numbers {
		if _, err := w.number.ExecContext(ctx, c.ID, i, n.Kind, n.Number, full[i]); err != nil {
			return err
		}
	}
	deputies := make([]string, len(c.Deputies))
	for i, d := range c.Deputies {
		deputies[i] = string(d)
	}
	for _, list := range []struct {
		kind string
		all  []string
	}{{partEmail, c.Emails}, {partGroup, c.Groups}, {partTopic, c.Topics}, {partDeputy, deputies}} {
		for i, text := range list.all {
			if _, err := w.part.ExecContext(ctx, c.ID, list.kind, i, text); err != nil {
				return err
			}
		}
	}
	return nil
}

// reindexed runs a change of contacts and takes it over into the index.
func (s *Store) reindexed(ctx context.Context, ids []softphone.ContactID, change func(*sql.Tx) error) error {
	if err := s.change(ctx, change); err != nil {
		return err
	}
	s.contacts.mu.Lock()
	defer s.contacts.mu.Unlock()
	if !s.contacts.loaded {
		return nil
	}
	// What is in the books is there; an index that cannot follow is read anew.
	calm := context.WithoutCancel(ctx)
	if err := s.view(calm, func(tx *sql.Tx) error {
		if len(ids) > 200 {
			s.contacts.loaded = false
			return s.contacts.load(calm, tx)
		}
		return s.contacts.follow(calm, tx, ids)
	}); err != nil {
		s.contacts.loaded = false
	}
	return nil
}

func (x *contactIndex) follow(ctx context.Context, tx *sql.Tx, ids []softphone.ContactID) error {
	list, err := json.Marshal(ids)
	if err != nil {
		return err
	}
	for _, id := range ids {
		x.forget(id)
	}
	err = query(ctx, tx, "SELECT id, kind, last_contact, sorted, folded FROM contact WHERE id IN (SELECT value FROM json_each(?))", []any{string(list)},
		func(rows *sql.Rows) error {
			var c softphone.Contact
			var sorted, folded string
			err := rows.Scan(&c.ID, &c.Kind, moment{&c.LastContact}, &sorted, &folded)
			x.put(c, sorted, folded)
			return err
		})
	x.settle()
	return err
}

// undoable are the contacts of a change (?2, made at ?1) with what they were, whether they are still as it left them, and
// whether they are gone since: taken out by a later change, or known to none.
const undoable = `SELECT b.contact, b.before, coalesce(c.changed, '') = ?1 OR c.id IS NULL,
	c.id IS NULL AND (b.before IS NULL OR EXISTS (SELECT 1 FROM contact_before l JOIN contact_change lc ON lc.id = l.change
		WHERE l.contact = b.contact AND l.change > b.change AND NOT lc.undone))
	FROM contact_before b LEFT JOIN contact c ON c.id = b.contact WHERE b.change = ?2`

// UndoContacts puts back what a change found. What was changed again since stays as it is, and what was removed since
// stays away.
func (s *Store) UndoContacts(ctx context.Context, id softphone.ChangeID) (softphone.UndoneChange, error) {
	var out softphone.UndoneChange
	type old struct {
		id     softphone.ContactID
		before *softphone.Contact
	}
	var all []old
	err := s.change(ctx, func(tx *sql.Tx) error {
		var at string
		var undone bool
		err := tx.QueryRowContext(ctx, "SELECT at, undone FROM contact_change WHERE id = ?", id).Scan(&at, &undone)
		if errors.Is(err, sql.ErrNoRows) || undone {
			return softphone.Reason{Code: softphone.NoSuchChange, Detail: fmt.Sprint(id)}
		}
		if err != nil {
			return err
		}
		err = query(ctx, tx, undoable, []any{at, id}, func(rows *sql.Rows) error {
			var x old
			var text sql.NullString
			var ours, gone bool
			if err := rows.Scan(&x.id, &text, &ours, &gone); err != nil {
				return err
			}
			switch {
			case gone:
				out.Gone++
				return nil
			case !ours:
				out.Kept++
				return nil
			}
			if text.Valid {
				x.before = new(softphone.Contact)
				if err := json.Unmarshal([]byte(text.String), x.before); err != nil {
					return err
				}
			}
			all = append(all, x)
			return nil
		})
		if err != nil {
			return err
		}
		w, err := s.newContactWriter(ctx, tx)
		if err != nil {
			return err
		}
		defer w.close()
		for _, x := range all {
			if x.before == nil {
				_, err = tx.ExecContext(ctx, "DELETE FROM contact WHERE id = ?", x.id)
			} else {
				err = w.put(ctx, *x.before)
			}
			if err != nil {
				return err
			}
			out.Restored++
		}
		if out.Restored == 0 && out.Gone > 0 { // it can be undone once their removal is
			return nil
		}
		_, err = tx.ExecContext(ctx, "UPDATE contact_change SET undone = 1 WHERE id = ?", id)
		return err
	})
	if err != nil {
		return softphone.UndoneChange{}, failed(err, "undo a change of contacts")
	}
	s.contacts.drop()
	return out, nil
}

// ContactChanges gives what can be undone, newest first.
func (s *Store) ContactChanges(ctx context.Context, limit int) ([]softphone.DoneChange, error) {
	var out []softphone.DoneChange
	err := s.view(ctx, func(tx *sql.Tx) error {
		return query(ctx, tx, `SELECT id, at, kind, source, undone, (SELECT count(*) FROM contact_before WHERE change = c.id)
			FROM contact_change c ORDER BY id DESC LIMIT ?`, []any{limit}, func(rows *sql.Rows) error {
			var d softphone.DoneChange
			err := rows.Scan(&d.ID, moment{&d.At}, &d.Kind, &d.Source, &d.Undone, &d.Contacts)
			out = append(out, d)
			return err
		})
	})
	return out, failed(err, "read the changes of contacts")
}
