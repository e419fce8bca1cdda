package store

import (
	"context"
	"database/sql"
	"time"

	"anteroom/softphone"
)

var _ softphone.CallbackBook = (*Store)(nil)

func callbackColumns(b *softphone.Callback) []column {
	return []column{
		{"id", &b.ID}, {"call", &b.Call}, {"kind", &b.Kind}, {"name", &b.Name}, {"number", &b.Number},
		{"what", &b.What}, {"said", &b.When}, {"due", moment{&b.Due}}, {"begun", moment{&b.Begun}},
		{"agreed", moment{&b.Agreed}}, {"done", moment{&b.Done}}, {"rung", &b.Rung},
	}
}

func promiseColumns(call *softphone.CallID, place *int, p *softphone.Promise) []column {
	return []column{
		{"call", call}, {"place", place}, {"made", moment{&p.Made}}, {"due", moment{&p.Due}}, {"over_at", moment{&p.Over}},
	}
}

var (
	callbackNames  = names(callbackColumns(new(softphone.Callback)))
	callbackUpsert = upsert("callback", "id", callbackColumns(new(softphone.Callback)))
	promiseNames   = names(promiseColumns(nil, nil, new(softphone.Promise)))
	promiseUpsert  = upsert("call_promise", "call, place", promiseColumns(nil, nil, new(softphone.Promise)))
)

// SaveCallback writes a callback, new or anew.
func (s *Store) SaveCallback(ctx context.Context, b softphone.Callback) error {
	_, err := s.write.ExecContext(ctx, callbackUpsert, fields(callbackColumns(&b))...)
	return failed(err, "save callback %s", b.ID)
}

// DropCallback forgets one that was begun by mistake; an unknown one is no error.
func (s *Store) DropCallback(ctx context.Context, id softphone.CallbackID) error {
	_, err := s.write.ExecContext(ctx, "DELETE FROM callback WHERE id = ?", id)
	return failed(err, "drop callback %s", id)
}

// Callbacks gives at most limit callbacks begun before a moment (zero: no bound), the newest first.
func (s *Store) Callbacks(ctx context.Context, earlier time.Time, limit int) ([]softphone.Callback, error) {
	if limit <= 0 {
		return nil, nil
	}
	var out []softphone.Callback
	err := s.view(ctx, func(tx *sql.Tx) (err error) {
		out, err = readCallbacks(ctx, tx, "WHERE begun < ? ORDER BY begun DESC, id DESC LIMIT ?", before(earlier), limit)
		return err
	})
	return out, failed(err, "read callbacks")
}

func readCallbacks(ctx context.Context, tx *sql.Tx, where string, args ...any) ([]softphone.Callback, error) {
	var out []softphone.Callback
	err := query(ctx, tx, "SELECT "+callbackNames+" FROM callback "+where, args, func(rows *sql.Rows) error {
		var b softphone.Callback
		err := rows.Scan(fields(callbackColumns(&b))...)
		out = append(out, b)
		return err
	})
	return out, err
}

// CountRedirects is how often callers with a number, however it is written, were put through since a moment, in other
// calls than one. Withheld numbers are nobody's.
func (s *Store) CountRedirects(ctx context.Context, number string, since time.Time, except softphone.CallID) (n int, err error) {
	who := softphone.Person{Number: number}
	if who.Empty() {
		return 0, nil
	}
	err = s.view(ctx, func(tx *sql.Tx) error {
		settings, err := readSettings(ctx, tx)
		if err != nil {
			return err
		}
		country := settings.Get(softphone.SetCountryCode)
		return query(ctx, tx, "SELECT peer_number, number, redirects FROM call WHERE redirects > 0 AND started >= ? AND id <> ?",
			[]any{before(since), except}, func(rows *sql.Rows) error {
				var peer, noted string
				var count int
				err := rows.Scan(&peer, &noted, &count)
				if who.Has(peer, country) || who.Has(noted, country) {
					n += count
				}
				return err
			})
	})
	return n, failed(err, "count redirects")
}

func putPromises(ctx context.Context, tx *sql.Tx, c softphone.Call) error {
	for i, p := range c.Promises {
		if _, err := tx.ExecContext(ctx, promiseUpsert, fields(promiseColumns(&c.ID, &i, &p))...); err != nil {
			return err
		}
	}
	_, err := tx.ExecContext(ctx, "DELETE FROM call_promise WHERE call = ? AND place >= ?", c.ID, len(c.Promises))
	return err
}
