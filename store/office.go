package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"anteroom/softphone"
)

var _ softphone.PresenceBook = (*Store)(nil)

// historyKept is how long the history of presence goes back.
const historyKept = 365 * 24 * time.Hour

func presenceColumns(p *softphone.Presence) []column {
	return []column{
		{"presence", &p.Kind}, {"presence_until", moment{&p.Until}}, {"presence_note", &p.Note}, {"presence_may_tell", &p.MayTell},
		{"presence_since", moment{&p.Since}}, {"presence_from", &p.From},
	}
}

func staffColumns(x *softphone.StaffPresence) []column {
	return append([]column{{"contact", &x.Contact}, {"name", &x.Name}}, presenceColumns(&x.Presence)...)
}

var (
	staffNames  = names(staffColumns(new(softphone.StaffPresence)))
	staffUpsert = upsert("staff_presence", "contact", staffColumns(new(softphone.StaffPresence)))
)

// SaveStaffPresence writes where a member of staff is.
func (s *Store) SaveStaffPresence(ctx context.Context, x softphone.StaffPresence) error {
	_, err := s.write.ExecContext(ctx, staffUpsert, fields(staffColumns(&x))...)
	return failed(err, "save presence of staff")
}

// SaveCalendar writes where a principal's calendar is; an empty address forgets it.
func (s *Store) SaveCalendar(ctx context.Context, p softphone.PrincipalID, address string) error {
	err := s.change(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "DELETE FROM calendar WHERE principal = ?", p)
		if err == nil && address != "" {
			_, err = tx.ExecContext(ctx, "INSERT INTO calendar (principal, address) VALUES (?, ?)", p, address)
		}
		return err
	})
	return failed(err, "save the calendar of %s", p)
}

// SaveReception writes all hours of a principal, or of the office, in place of those before.
func (s *Store) SaveReception(ctx context.Context, r softphone.Reception) error {
	err := s.change(ctx, func(tx *sql.Tx) error {
		if err := forgetOwner(ctx, tx, r.Owner, "reception_week", "reception_day"); err != nil {
			return err
		}
		for _, w := range r.Week {
			if _, err := tx.ExecContext(ctx, "INSERT INTO reception_week (owner, day, from_mn, to_mn) VALUES (?, ?, ?, ?)",
				r.Owner, int(w.Day), w.From, w.To); err != nil {
				return err
			}
		}
		for _, d := range r.Days {
			var open []string
			for _, o := range d.Open {
				open = append(open, o.String())
			}
			if _, err := tx.ExecContext(ctx, "INSERT OR REPLACE INTO reception_day (owner, date, note, open) VALUES (?, ?, ?, ?)",
				r.Owner, d.Date, d.Note, strings.Join(open, ",")); err != nil {
				return err
			}
		}
		return nil
	})
	return failed(err, "save reception hours")
}

// SaveNotTold writes the whole list of a principal, or of the office.
func (s *Store) SaveNotTold(ctx context.Context, owner softphone.PrincipalID, list []softphone.NotTold) error {
	err := s.change(ctx, func(tx *sql.Tx) error {
		if err := forgetOwner(ctx, tx, owner, "not_told"); err != nil {
			return err
		}
		for _, n := range list {
			if _, err := tx.ExecContext(ctx, "INSERT INTO not_told (owner, matter, words, instead, say) VALUES (?, ?, ?, ?, ?)",
				owner, n.Matter, n.Words, n.Instead, n.Say); err != nil {
				return err
			}
		}
		return nil
	})
	return failed(err, "save what is not told")
}

func forgetOwner(ctx context.Context, tx *sql.Tx, owner softphone.PrincipalID, tables ...string) error {
	for _, table := range tables {
		if _, err := tx.ExecContext(ctx, fmt.Sprintf("DELETE FROM %s WHERE owner = ?", table), owner); err != nil {
			return err
		}
	}
	return nil
}

// forgetPrincipal takes what is kept of a principal beside his own row.
func forgetPrincipal(ctx context.Context, tx *sql.Tx, id softphone.PrincipalID) error {
	if id == "" { // the office's
		return nil
	}
	_, err := tx.ExecContext(ctx, "DELETE FROM presence_history WHERE principal = ?", id)
	return errors.Join(err, forgetOwner(ctx, tx, id, "reception_week", "reception_day", "not_told"))
}

// NotePresence adds a line to the history of presence, and drops what is too old.
func (s *Store) NotePresence(ctx context.Context, e softphone.PresenceEntry) error {
	err := s.change(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "INSERT INTO presence_history (at, principal, staff, presence, until, said_by) VALUES (?, ?, ?, ?, ?, ?)",
			moment{&e.At}, e.Principal, e.Staff, e.Kind, moment{&e.Until}, e.From)
		if err == nil {
			_, err = tx.ExecContext(ctx, "DELETE FROM presence_history WHERE at < ?", instant(e.At.Add(-historyKept)))
		}
		return err
	})
	return failed(err, "note presence")
}

const historyNames = "at, principal, staff, presence, until, said_by"

func scanHistory(rows *sql.Rows) (softphone.PresenceEntry, error) {
	var e softphone.PresenceEntry
	err := rows.Scan(moment{&e.At}, &e.Principal, &e.Staff, &e.Kind, moment{&e.Until}, &e.From)
	return e, err
}

// PresenceAt is where a principal was at a moment; false: nothing is kept of it.
func (s *Store) PresenceAt(ctx context.Context, p softphone.PrincipalID, at time.Time) (out softphone.PresenceEntry, ok bool, err error) {
	err = s.view(ctx, func(tx *sql.Tx) error {
		return query(ctx, tx, "SELECT "+historyNames+" FROM presence_history WHERE principal = ? AND at <= ? ORDER BY at DESC, seq DESC LIMIT 1",
			[]any{p, instant(at) + "~"}, func(rows *sql.Rows) (err error) {
				out, err = scanHistory(rows)
				ok = true
				return err
			})
	})
	return out, ok, failed(err, "read the history of presence")
}

// PresenceHistory gives at most limit entries, the newest first; of one principal, or with "" of all.
func (s *Store) PresenceHistory(ctx context.Context, p softphone.PrincipalID, limit int) ([]softphone.PresenceEntry, error) {
	var out []softphone.PresenceEntry
	err := s.view(ctx, func(tx *sql.Tx) error {
		return query(ctx, tx, "SELECT "+historyNames+" FROM presence_history WHERE ? IN ('', principal) ORDER BY at DESC, seq DESC LIMIT ?",
			[]any{p, limit}, func(rows *sql.Rows) error {
				e, err := scanHistory(rows)
				out = append(out, e)
				return err
			})
	})
	return out, failed(err, "read the history of presence")
}

// readOffice reads all lists of the house. What somebody else has written into the file wrongly is left out.
func readOffice(ctx context.Context, tx *sql.Tx) (softphone.Office, error) {
	var o softphone.Office
	of := func(owner softphone.PrincipalID) *softphone.Reception {
		for i := range o.Receptions {
			if o.Receptions[i].Owner == owner {
				return &o.Receptions[i]
			}
		}
		o.Receptions = append(o.Receptions, softphone.Reception{Owner: owner})
		return &o.Receptions[len(o.Receptions)-1]
	}
	err := query(ctx, tx, "SELECT owner, day, from_mn, to_mn FROM reception_week ORDER BY seq", nil, func(rows *sql.Rows) error {
		var owner softphone.PrincipalID
		var day, from, to int
		err := rows.Scan(&owner, &day, &from, &to)
		if w := (softphone.WeekSpan{Day: time.Weekday(day), OpenSpan: softphone.OpenSpan{From: from, To: to}}); err == nil &&
			(softphone.Reception{Week: []softphone.WeekSpan{w}}).Check().Zero() {
			of(owner).Week = append(of(owner).Week, w)
		}
		return err
	})
	err = errors.Join(err, query(ctx, tx, "SELECT owner, date, note, open FROM reception_day ORDER BY date", nil, func(rows *sql.Rows) error {
		var owner softphone.PrincipalID
		var d softphone.OpenDay
		var open string
		err := rows.Scan(&owner, &d.Date, &d.Note, &open)
		d.Open = softphone.ParseSpans(open)
		if err == nil && (softphone.Reception{Days: []softphone.OpenDay{d}}).Check().Zero() {
			of(owner).Days = append(of(owner).Days, d)
		}
		return err
	}))
	err = errors.Join(err, query(ctx, tx, "SELECT owner, matter, words, instead, say FROM not_told ORDER BY seq", nil, func(rows *sql.Rows) error {
		var n softphone.NotTold
		err := rows.Scan(&n.Owner, &n.Matter, &n.Words, &n.Instead, &n.Say)
		o.NotTold = append(o.NotTold, n)
		return err
	}))
	err = errors.Join(err, query(ctx, tx, "SELECT principal, address FROM calendar ORDER BY seq", nil, func(rows *sql.Rows) error {
		var c softphone.Calendar
		err := rows.Scan(&c.Principal, &c.Address)
		o.Calendars = append(o.Calendars, c)
		return err
	}))
	err = errors.Join(err, query(ctx, tx, "SELECT "+staffNames+" FROM staff_presence ORDER BY name, seq", nil, func(rows *sql.Rows) error {
		var x softphone.StaffPresence
		err := rows.Scan(fields(staffColumns(&x))...)
		o.Staff = append(o.Staff, x)
		return err
	}))
	return o, err
}
