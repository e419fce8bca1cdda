package store

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"anteroom/softphone"
)

// ShipScripts tells which scripts come with the program, before anybody else asks for scripts. Those that are not there
// yet are saved; of those that nobody has edited, a newer text becomes the next version.
func (s *Store) ShipScripts(ctx context.Context, shipped []softphone.Script) error {
	s.shipped = shipped
	err := s.change(ctx, func(tx *sql.Tx) error {
		for _, sc := range shipped {
			var edited bool
			err := tx.QueryRowContext(ctx, "SELECT NOT shipped FROM script WHERE id = ? AND language = ? ORDER BY version DESC LIMIT 1",
				sc.ID, sc.Language).Scan(&edited)
			if err != nil && !errors.Is(err, sql.ErrNoRows) {
				return err
			}
			if edited {
				continue
			}
			if _, err := s.putScript(ctx, tx, sc, true); err != nil {
				return err
			}
		}
		return nil
	})
	return failed(err, "save the scripts that come with the program")
}

// SaveScripts adds a new version of each, all or none; see softphone.ScriptBook.
func (s *Store) SaveScripts(ctx context.Context, scripts ...softphone.Script) ([]softphone.Script, error) {
	out := make([]softphone.Script, len(scripts))
	err := s.change(ctx, func(tx *sql.Tx) (err error) {
		for i, sc := range scripts {
			if err := sc.Check(); err != nil {
				return err
			}
			if out[i], err = s.putScript(ctx, tx, sc, s.isShipped(sc)); err != nil {
				return err
			}
			if _, err := tx.ExecContext(ctx, "DELETE FROM script_retired WHERE id = ?", sc.ID); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, failed(err, "save scripts")
	}
	return out, nil
}

// isShipped: restored to what came with the program.
func (s *Store) isShipped(sc softphone.Script) bool {
	for _, x := range s.shipped {
		if x.ID == sc.ID && x.Language == sc.Language {
			return bytes.Equal(bodyOf(x), bodyOf(sc))
		}
	}
	return false
}

// bodyOf is a script as it is kept, whatever its version.
func bodyOf(sc softphone.Script) []byte {
	sc.Version = 0
	text, err := json.Marshal(sc)
	if err != nil {
		panic(err) // text and whole numbers only
	}
	return text
}

// putScript adds a version, unless the newest is the same.
func (s *Store) putScript(ctx context.Context, tx *sql.Tx, sc softphone.Script, shipped bool) (softphone.Script, error) {
	body := bodyOf(sc)
	var version int
	var newest string
	err := tx.QueryRowContext(ctx, "SELECT version, body FROM script WHERE id = ? AND language = ? ORDER BY version DESC LIMIT 1",
		sc.ID, sc.Language).Scan(&version, &newest)
	switch {
	case err != nil && !errors.Is(err, sql.ErrNoRows):
		return sc, err
	case err == nil && newest == string(body):
		sc.Version = version
		return sc, nil
	}
	sc.Version = version + 1
	now := s.now()
	_, err = tx.ExecContext(ctx, "INSERT INTO script (id, language, version, name, body, saved, shipped) VALUES (?, ?, ?, ?, ?, ?, ?)",
		sc.ID, sc.Language, sc.Version, sc.Name, string(body), moment{&now}, shipped)
	return sc, err
}

// Scripts gives the newest version of each script in use, by name. One that is damaged is left out, so that the desk opens.
func (s *Store) Scripts(ctx context.Context) ([]softphone.Script, error) {
	var out []softphone.Script
	err := s.view(ctx, func(tx *sql.Tx) (err error) {
		out, err = readScripts(ctx, tx)
		return err
	})
	return out, failed(err, "read scripts")
}

func readScripts(ctx context.Context, tx *sql.Tx) ([]softphone.Script, error) {
	var out []softphone.Script
	err := query(ctx, tx, `SELECT body, max(version) FROM script WHERE id NOT IN (SELECT id FROM script_retired)
		GROUP BY id, language ORDER BY name, id, language`, nil, func(rows *sql.Rows) error {
		var body []byte
		var version int
		if err := rows.Scan(&body, &version); err != nil {
			return err
		}
		if sc, err := scriptFrom(body, version); err == nil {
			out = append(out, sc)
		}
		return nil
	})
	return out, err
}

func scriptFrom(body []byte, version int) (softphone.Script, error) {
	var sc softphone.Script
	if err := json.Unmarshal(body, &sc); err != nil {
		return sc, err
	}
	sc.Version = version
	return sc, sc.Check()
}

// Script gives one version, 0 the newest.
func (s *Store) Script(ctx context.Context, id softphone.ScriptID, language string, version int) (softphone.Script, error) {
	var body []byte
	err := s.read.QueryRowContext(ctx, "SELECT body, version FROM script WHERE id = ? AND language = ? AND (version = ? OR ? = 0) ORDER BY version DESC LIMIT 1",
		id, language, version, version).Scan(&body, &version)
	if errors.Is(err, sql.ErrNoRows) {
		return softphone.Script{}, noScript(id, language, version)
	}
	var sc softphone.Script
	if err == nil {
		sc, err = scriptFrom(body, version)
	}
	return sc, failed(err, "read script %s", id)
}

func noScript(id softphone.ScriptID, language string, version int) error {
	detail := string(id) + " " + language
	if version > 0 {
		detail += fmt.Sprintf(" version %d", version)
	}
	return softphone.Reason{Code: softphone.NoSuchScript, Detail: detail}
}

// ScriptVersions gives the versions of a script, newest first.
func (s *Store) ScriptVersions(ctx context.Context, id softphone.ScriptID, language string) ([]softphone.ScriptVersion, error) {
	var out []softphone.ScriptVersion
	err := s.view(ctx, func(tx *sql.Tx) error {
		return query(ctx, tx, "SELECT version, name, saved, shipped FROM script WHERE id = ? AND language = ? ORDER BY version DESC",
			[]any{id, language}, func(rows *sql.Rows) error {
				v := softphone.ScriptVersion{ID: id, Language: language}
				err := rows.Scan(&v.Version, &v.Name, moment{&v.Saved}, &v.Shipped)
				out = append(out, v)
				return err
			})
	})
	return out, failed(err, "read the versions of script %s", id)
}

// RetireScript takes a script out of use; one that is not there is Reason NoSuchScript.
func (s *Store) RetireScript(ctx context.Context, id softphone.ScriptID) error {
	if id == softphone.GeneralScript {
		return softphone.Reason{Code: softphone.BadValue, Detail: "the general script cannot be removed"}
	}
	err := s.change(ctx, func(tx *sql.Tx) error {
		var n int
		if err := tx.QueryRowContext(ctx, "SELECT count(*) FROM script WHERE id = ?", id).Scan(&n); err != nil {
			return err
		}
		if n == 0 {
			return softphone.Reason{Code: softphone.NoSuchScript, Detail: string(id)}
		}
		_, err := tx.ExecContext(ctx, "INSERT INTO script_retired (id) VALUES (?) ON CONFLICT (id) DO NOTHING", id)
		return err
	})
	return failed(err, "retire script %s", id)
}

// ShippedScript gives a script as it came with the program.
func (s *Store) ShippedScript(_ context.Context, id softphone.ScriptID, language string) (softphone.Script, error) {
	for _, sc := range s.shipped {
		if sc.ID == id && sc.Language == language {
			return sc, nil
		}
	}
	return softphone.Script{}, noScript(id, language, 0)
}

func wordingColumns(w *softphone.Wording) []column {
	return []column{
		{"script", &w.Script}, {"language", &w.Language}, {"operation", &w.Operation}, {"situation", &w.Situation},
		{"absent", &w.Absent}, {"text", &w.Text}, {"own", &w.Own}, {"pinned", &w.Pinned},
	}
}

const wordingKey = "script, language, operation, situation, absent, text"

var (
	wordingNames  = names(wordingColumns(new(softphone.Wording)))
	wordingUpsert = upsert("script_wording", wordingKey, wordingColumns(new(softphone.Wording)))
)

// SaveWording keeps a wording, by its place and text, or forgets it.
func (s *Store) SaveWording(ctx context.Context, w softphone.Wording, forget bool) error {
	if forget {
		_, err := s.write.ExecContext(ctx, "DELETE FROM script_wording WHERE ("+wordingKey+") = (?, ?, ?, ?, ?, ?)",
			w.Script, w.Language, w.Operation, w.Situation, w.Absent, w.Text)
		return failed(err, "forget a wording")
	}
	_, err := s.write.ExecContext(ctx, wordingUpsert, fields(wordingColumns(&w))...)
	return failed(err, "save a wording")
}

func readWordings(ctx context.Context, tx *sql.Tx) ([]softphone.Wording, error) {
	var out []softphone.Wording
	err := query(ctx, tx, "SELECT "+wordingNames+" FROM script_wording ORDER BY seq", nil, func(rows *sql.Rows) error {
		var w softphone.Wording
		err := rows.Scan(fields(wordingColumns(&w))...)
		out = append(out, w)
		return err
	})
	return out, err
}

func passColumns(call *softphone.CallID, place *int, p *softphone.Pass) []column {
	return []column{
		{"call", call}, {"place", place}, {"script", &p.Script}, {"version", &p.Version}, {"language", &p.Language},
		{"reason", &p.Reason}, {"began", moment{&p.Began}}, {"ended", moment{&p.Ended}}, {"how_ended", &p.End},
		{"last_operation", &p.Last},
	}
}

var (
	passNames  = names(passColumns(nil, nil, new(softphone.Pass)))
	passUpsert = upsert("call_pass", "call, place", passColumns(nil, nil, new(softphone.Pass)))
)

func putPasses(ctx context.Context, tx *sql.Tx, c softphone.Call) error {
	for i, p := range c.Passes {
		if _, err := tx.ExecContext(ctx, passUpsert, fields(passColumns(&c.ID, &i, &p))...); err != nil {
			return err
		}
	}
	_, err := tx.ExecContext(ctx, "DELETE FROM call_pass WHERE call = ? AND place >= ?", c.ID, len(c.Passes))
	return err
}

// endPasses closes what an earlier run left open.
func endPasses(c *softphone.Call, end time.Time) {
	for i := range c.Passes {
		p := &c.Passes[i]
		if !p.Ended.IsZero() {
			continue
		}
		p.Ended, p.End, p.Last = end, softphone.PassStopped, c.Operation
		if p.Began.IsZero() {
			p.End = softphone.PassMissed
		}
	}
}
