package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"time"

	"anteroom/softphone"
)

var _ softphone.PersonBook = (*Store)(nil)

// belongings are the rows of one person.
type belongings struct {
	traces    softphone.Traces
	live      map[softphone.CallID]bool // his or not: nothing of a call that lasts is deleted
	calls     map[softphone.CallID]bool
	messages  map[softphone.MessageID]bool
	drafts    map[softphone.MessageID]bool
	mentions  map[softphone.CallID]softphone.Call // those of others that lead to his number, without it
	files     []string
	contacts  []softphone.ContactID
	callbacks []softphone.CallbackID
	sheets    []sheetRow
	begun     []int64
}

// FindPerson tells what would go. A call is his when it stands under his number or name or was known as his by the
// directory, or when a message of his was taken in it; a message also when it was taken in a call of his. A call that was put through to his number stays, without it.
func (s *Store) FindPerson(ctx context.Context, p softphone.Person) (softphone.Traces, error) {
	var b belongings
	err := s.view(ctx, func(tx *sql.Tx) (err error) {
		b, err = gather(ctx, tx, p)
		return err
	})
	if err == nil {
		b.traces.Copies, err = s.copies()
	}
	return b.traces, failed(err, "find what is kept of a person")
}

// ErasePerson deletes what FindPerson finds, in one transaction that takes the files of recordings with it: where one
// of them cannot be removed, no row goes. What was printed goes too: nobody can tell whose words are in it. Then the database is written
// anew, so that nothing of it can be read from its pages or its log either.
func (s *Store) ErasePerson(ctx context.Context, p softphone.Person, by string) (softphone.Erased, error) {
	if p.Empty() {
		return softphone.Erased{}, softphone.Reason{Code: softphone.BadValue, Detail: "person"}
	}
	var b belongings
	err := s.change(ctx, func(tx *sql.Tx) (err error) {
		if b, err = gather(ctx, tx, p); err != nil || b.traces.None() {
			return err
		}
		if err := deleteRows(ctx, tx, b); err != nil {
			return err
		}
		now, n := s.now(), b.traces
		if _, err := tx.ExecContext(ctx, "INSERT INTO erasure (at, done_by, calls, recordings, messages, drafts, contacts) VALUES (?, ?, ?, ?, ?, ?, ?)",
			moment{&now}, by, n.Calls, n.Recordings, n.Messages, n.Drafts, n.Contacts); err != nil {
			return err
		}
		return errors.Join(s.removeFiles(b.files), s.removePrints(time.Time{}))
	})
	if err != nil {
		return softphone.Erased{}, failed(err, "delete what is kept of a person")
	}
	s.left.forget() // nobody has looked into it for him
	if !b.traces.None() {
		s.contacts.drop()
		s.scrub(ctx)
	}
	return softphone.Erased{
		Traces:     b.traces,
		ContactIDs: b.contacts,
		CallIDs:    slices.Collect(maps.Keys(b.calls)),
		MessageIDs: slices.Concat(slices.Collect(maps.Keys(b.messages)), slices.Collect(maps.Keys(b.drafts))),
	}, nil
}

// scrub writes the database anew: a row that was saved again and again has left copies of itself in its pages, which no
// deletion finds. What is gone is gone for whoever uses the desk, so that a disk too full for a second copy is no error.
func (s *Store) scrub(ctx context.Context) {
	if _, err := s.write.ExecContext(ctx, "VACUUM"); err == nil {
		_, _ = s.write.ExecContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)") // a reader may hold the log for the moment
	}
}

func gather(ctx context.Context, tx *sql.Tx, p softphone.Person) (belongings, error) {
	b := belongings{
		live: map[softphone.CallID]bool{}, calls: map[softphone.CallID]bool{},
		messages: map[softphone.MessageID]bool{}, drafts: map[softphone.MessageID]bool{},
		mentions: map[softphone.CallID]softphone.Call{},
	}
	if p.Empty() {
		return b, nil
	}
	settings, err := readSettings(ctx, tx)
	if err != nil {
		return b, err
	}
	country := settings.Get(softphone.SetCountryCode)
	calls, messages, drafts := []softphone.Call{}, []softphone.Message{}, []softphone.Message{}
	err = query(ctx, tx, "SELECT id, peer_name, peer_number, surname, first_name, patronymic, number, started, ended, transferred_to, end_detail, contact FROM call", nil,
		func(rows *sql.Rows) error {
			var c softphone.Call
			err := rows.Scan(&c.ID, &c.Peer.Name, &c.Peer.Number, &c.Caller.Surname, &c.Caller.FirstName, &c.Caller.Patronymic,
				&c.Caller.Number, moment{&c.Started}, moment{&c.Ended}, &c.TransferredTo, &c.EndReason.Detail, &c.Contact)
			calls = append(calls, c)
			return err
		})
	for table, into := range map[string]*[]softphone.Message{"message": &messages, "draft": &drafts} {
		err = errors.Join(err, query(ctx, tx, "SELECT id, call, surname, first_name, patronymic, number, taken FROM "+table, nil,
			func(rows *sql.Rows) error {
				var m softphone.Message
				err := rows.Scan(&m.ID, &m.Call, &m.Surname, &m.FirstName, &m.Patronymic, &m.Number, moment{&m.Taken})
				*into = append(*into, m)
				return err
			}))
	}
	if err != nil {
		return b, err
	}
	if b.contacts, err = personsContacts(ctx, tx, p, country); err != nil {
		return b, err
	}
	b.traces.Contacts = len(b.contacts)
	his := map[softphone.CallID]bool{}
	for _, c := range calls {
		his[c.ID] = p.Is(softphone.StandOf(c), country) || slices.Contains(b.contacts, c.Contact)
		b.live[c.ID] = c.Ended.IsZero()
	}
	for _, m := range slices.Concat(messages, drafts) {
		if m.Call != "" && p.Is(softphone.StandOfMessage(m), country) {
			his[m.Call] = true
		}
	}
	seen := sightings{names: map[string]bool{}, numbers: map[string]bool{}, traces: &b.traces}
	for _, c := range calls {
		without, mentioned := p.WithoutMention(c, country)
		switch {
		case (his[c.ID] || mentioned) && b.live[c.ID]:
			b.traces.Live++
		case his[c.ID]:
			b.calls[c.ID] = true
			seen.see(softphone.StandOf(c), c.Started)
		case mentioned:
			b.mentions[c.ID] = without
		}
	}
	for _, group := range []struct {
		all []softphone.Message
		own map[softphone.MessageID]bool
	}{{messages, b.messages}, {drafts, b.drafts}} {
		for _, m := range group.all {
			if s := softphone.StandOfMessage(m); (p.Is(s, country) || his[m.Call]) && !b.live[m.Call] {
				group.own[m.ID] = true
				seen.see(s, m.Taken)
			}
		}
	}
	callbacks, err := readCallbacks(ctx, tx, "")
	if err != nil {
		return b, err
	}
	for _, c := range callbacks {
		if s := softphone.StandOfCallback(c); (p.Is(s, country) || his[c.Call]) && !b.live[c.Call] {
			b.callbacks = append(b.callbacks, c.ID)
			seen.see(s, c.Begun)
		}
	}
	b.traces.Callbacks = len(b.callbacks)
	b.traces.Calls, b.traces.Messages, b.traces.Drafts, b.traces.Mentions = len(b.calls), len(b.messages), len(b.drafts), len(b.mentions)
	b.traces.Names, b.traces.Numbers = slices.Sorted(maps.Keys(seen.names)), slices.Sorted(maps.Keys(seen.numbers))
	err = query(ctx, tx, "SELECT call, file FROM call_recording", nil, func(rows *sql.Rows) error {
		var id softphone.CallID
		var file string
		err := rows.Scan(&id, &file)
		if b.calls[id] {
			b.files = append(b.files, file)
		}
		return err
	})
	b.traces.Recordings = len(b.files)
	if err == nil {
		b.sheets, err = onSheets(ctx, tx, p, country)
		b.traces.Rules = len(b.sheets)
	}
	if err == nil {
		b.begun, err = personsBegun(ctx, tx, p, country)
		b.traces.Rules += len(b.begun)
	}
	if err == nil {
		b.traces.Named, err = namedIn(ctx, tx, p, country, b)
	}
	return b, err
}

// sightings collects under which names and numbers, and when, somebody stands.
type sightings struct {
	names, numbers map[string]bool
	traces         *softphone.Traces
}

func (s *sightings) see(at softphone.Stand, when time.Time) {
	for _, n := range at.Names {
		if n != "" {
			s.names[n] = true
		}
	}
	for _, n := range at.Numbers {
		if n = softphone.CleanNumber(n); n != "" {
			s.numbers[n] = true
		}
	}
	if t := s.traces; !when.IsZero() {
		if t.First.IsZero() || when.Before(t.First) {
			t.First = when
		}
		if when.After(t.Last) {
			t.Last = when
		}
	}
}

// deleteRows takes holds, visits and recordings with their call (ON DELETE CASCADE), and the number out of other calls.
func deleteRows(ctx context.Context, tx *sql.Tx, b belongings) error {
	var err error
	for id := range b.calls {
		_, err1 := tx.ExecContext(ctx, "DELETE FROM call WHERE id = ?", id)
		err = errors.Join(err, err1)
	}
	for table, ids := range map[string]map[softphone.MessageID]bool{"message": b.messages, "draft": b.drafts} {
		for id := range ids {
			_, err1 := tx.ExecContext(ctx, fmt.Sprintf("DELETE FROM %s WHERE id = ?", table), id)
			err = errors.Join(err, err1)
		}
	}
	for _, id := range b.callbacks {
		_, err1 := tx.ExecContext(ctx, "DELETE FROM callback WHERE id = ?", id)
		err = errors.Join(err, err1)
	}
	for id, c := range b.mentions {
		_, err1 := tx.ExecContext(ctx, "UPDATE call SET transferred_to = ?, end_detail = ? WHERE id = ?", c.TransferredTo, c.EndReason.Detail, id)
		err = errors.Join(err, err1)
	}
	for _, id := range b.contacts {
		_, err1 := tx.ExecContext(ctx, "DELETE FROM staff_presence WHERE contact = ?", id)
		_, err2 := tx.ExecContext(ctx, "DELETE FROM presence_history WHERE staff = ?", id)
		err = errors.Join(err, err1, err2)
	}
	err = errors.Join(err, deleteContacts(ctx, tx, b.contacts))
	err = errors.Join(err, eraseFromSheets(ctx, tx, b.sheets), eraseBegun(ctx, tx, b.begun))
	// Older parts of the index may hold words that were written over or deleted before 'secure-delete' was on.
	_, err1 := tx.ExecContext(ctx, "INSERT INTO message_search (message_search) VALUES ('rebuild')")
	return errors.Join(err, err1)
}

// removeFiles removes recordings; one that has gone already is no error, one outside their folder is none of ours.
func (s *Store) removeFiles(files []string) error {
	var failed error
	for _, file := range files {
		if !filepath.IsLocal(file) {
			continue
		}
		err := os.Remove(filepath.Join(s.dir, RecordingsFolder, filepath.FromSlash(file)))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			failed = errors.Join(failed, err)
		}
	}
	return failed
}

// copies are the databases of an earlier day in the data folder, damaged ones with the log that was set aside with them.
func (s *Store) copies() ([]string, error) {
	var out []string
	for _, stem := range []string{"anteroom-before-*.db", "anteroom-damaged-*.db*"} {
		found, err := fs.Glob(os.DirFS(s.dir), stem)
		if err != nil {
			return nil, err
		}
		out = append(out, found...)
	}
	return out, nil
}

// Erasures gives the notes of deletions, newest first.
func (s *Store) Erasures(ctx context.Context, limit int) ([]softphone.Erasure, error) {
	var out []softphone.Erasure
	err := s.view(ctx, func(tx *sql.Tx) error {
		return query(ctx, tx, "SELECT at, done_by, calls, recordings, messages, drafts, contacts FROM erasure ORDER BY seq DESC LIMIT ?", []any{limit},
			func(rows *sql.Rows) error {
				var e softphone.Erasure
				err := rows.Scan(moment{&e.At}, &e.By, &e.Calls, &e.Recordings, &e.Messages, &e.Drafts, &e.Contacts)
				out = append(out, e)
				return err
			})
	})
	return out, failed(err, "read the notes of deletions")
}
