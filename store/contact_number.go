package store

import (
	"context"
	"database/sql"
	"strings"
	"time"

	"anteroom/softphone"
)

// ContactsAt gives whoever has a number, however it is written, the best first.
func (s *Store) ContactsAt(ctx context.Context, number string) ([]softphone.Contact, error) {
	var out []softphone.Contact
	err := s.view(ctx, func(tx *sql.Tx) (err error) {
		out, err = s.contactsAt(ctx, tx, number)
		return err
	})
	return out, failed(err, "find whose number it is")
}

func (s *Store) contactsAt(ctx context.Context, tx *sql.Tx, number string) ([]softphone.Contact, error) {
	full, err := s.fullNumber(ctx, tx, number)
	if err != nil || full == "" {
		return nil, err
	}
	var ids []softphone.ContactID
	err = query(ctx, tx, `SELECT id FROM contact WHERE id IN (SELECT contact FROM contact_number WHERE full = ?)
		ORDER BY kind = 'staff' DESC, last_contact DESC, sorted, seq LIMIT 50`, []any{full}, func(rows *sql.Rows) error {
		var id softphone.ContactID
		err := rows.Scan(&id)
		ids = append(ids, id)
		return err
	})
	if err != nil {
		return nil, err
	}
	return readContacts(ctx, tx, ids)
}

// KnowCaller looks a number up: who has it, and how often it rang before a moment. Two indexes answer it in less than a
// millisecond, so that the answer is there before the card shows.
func (s *Store) KnowCaller(ctx context.Context, call softphone.CallID, number string, before time.Time) (softphone.KnownCaller, error) {
	var out softphone.KnownCaller
	err := s.view(ctx, func(tx *sql.Tx) (err error) {
		if out.Hits, err = s.contactsAt(ctx, tx, number); err != nil {
			return err
		}
		full, err := s.fullNumber(ctx, tx, number)
		if err != nil || full == "" {
			return err
		}
		return tx.QueryRowContext(ctx, "SELECT count(*), max(started) FROM call WHERE peer_full = ? AND started < ? AND id <> ?",
			full, instant(before), call).Scan(&out.Earlier, moment{&out.Last})
	})
	return out, failed(err, "look a caller up")
}

// hisCalls are the calls of a contact: those that were taken to be his, and those with a number of his.
const hisCalls = "call WHERE started < ? AND (contact = ? OR peer_full IN (SELECT full FROM contact_number WHERE contact = ? AND full <> ''))"

// ContactHistory tells of the time before a moment (zero: now): calls, messages, mood, promises.
func (s *Store) ContactHistory(ctx context.Context, id softphone.ContactID, before_ time.Time) (softphone.ContactHistory, error) {
	var h softphone.ContactHistory
	err := s.view(ctx, func(tx *sql.Tx) (err error) {
		args := []any{before(before_), id, id}
		if err := tx.QueryRowContext(ctx, "SELECT count(*), max(started) FROM "+hisCalls, args...).Scan(&h.Calls, moment{&h.Last}); err != nil {
			return err
		}
		if h.Recent, err = readCalls(ctx, tx, "WHERE id IN (SELECT id FROM "+hisCalls+" ORDER BY started DESC LIMIT 10) ORDER BY started DESC", args...); err != nil {
			return err
		}
		h.Messages, err = s.hisMessages(ctx, tx, args)
		if err != nil {
			return err
		}
		for _, m := range h.Messages {
			if h.Mood == "" {
				h.Mood = m.Mood
			}
			if m.Promised != "" && m.State != softphone.Done {
				h.Promises = append(h.Promises, m)
			}
		}
		var others []softphone.ContactID
		err = query(ctx, tx, `SELECT DISTINCT contact FROM contact_number WHERE contact <> ? AND full <> '' AND full IN
			(SELECT full FROM contact_number WHERE contact = ?) LIMIT 9`, []any{id, id}, func(rows *sql.Rows) error {
			var other softphone.ContactID
			err := rows.Scan(&other)
			others = append(others, other)
			return err
		})
		if err != nil {
			return err
		}
		h.Candidates, err = readContacts(ctx, tx, others)
		return err
	})
	return h, failed(err, "read what is kept about contact %s", id)
}

func (s *Store) hisMessages(ctx context.Context, tx *sql.Tx, args []any) ([]softphone.Message, error) {
	return readMessages(ctx, tx, "message WHERE taken < ?1 AND (call IN (SELECT id FROM "+
		"call WHERE contact = ?2 OR peer_full IN (SELECT full FROM contact_number WHERE contact = ?3 AND full <> ''))) ORDER BY taken DESC, seq DESC LIMIT 10", args...)
}

// renumber compares all numbers anew, by another country code.
func (s *Store) renumber(ctx context.Context, tx *sql.Tx, code string) error {
	type row struct {
		contact string
		place   int
		full    string
	}
	var all []row
	ids := map[softphone.ContactID]bool{}
	err := query(ctx, tx, "SELECT contact, place, number, full FROM contact_number", nil, func(rows *sql.Rows) error {
		var r row
		var number, was string
		err := rows.Scan(&r.contact, &r.place, &number, &was)
		if r.full = s.full(number, code); r.full != was {
			all = append(all, r)
			ids[softphone.ContactID(r.contact)] = true
		}
		return err
	})
	for _, r := range all {
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, "UPDATE contact_number SET full = ? WHERE contact = ? AND place = ?", r.full, r.contact, r.place)
	}
	if err != nil {
		return err
	}
	list := make([]softphone.ContactID, 0, len(ids))
	for id := range ids {
		list = append(list, id)
	}
	for part := range chunks(list, 500) {
		known, err := readContacts(ctx, tx, part)
		if err != nil {
			return err
		}
		for _, c := range known {
			full := make([]string, len(c.Numbers))
			for i, n := range c.Numbers {
				full[i] = s.full(n.Number, code)
			}
			if _, err := tx.ExecContext(ctx, "UPDATE contact SET folded = ? WHERE id = ?", foldedContact(c, full), c.ID); err != nil {
				return err
			}
		}
	}
	return s.numberCalls(ctx, tx, code, true)
}

// numberCalls finds out the numbers by which calls are compared: of all, or of those kept by an earlier program.
func (s *Store) numberCalls(ctx context.Context, tx *sql.Tx, code string, all bool) error {
	where := " WHERE peer_full IS NULL"
	if all {
		where = ""
	}
	full := map[int64]string{}
	err := query(ctx, tx, "SELECT seq, peer_number FROM call"+where, nil, func(rows *sql.Rows) error {
		var seq int64
		var number string
		err := rows.Scan(&seq, &number)
		full[seq] = strings.Clone(s.full(number, code))
		return err
	})
	for seq, n := range full {
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, "UPDATE call SET peer_full = ? WHERE seq = ?", n, seq)
	}
	return err
}
