package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"anteroom/softphone"
)

var _ softphone.PolicyBook = (*Store)(nil)

// keptSheets is how many versions of one principal's sheet are kept.
const keptSheets = 500

// sameEdit: what one person changes within this is one version, not one for each key.
const sameEdit = 2 * time.Minute

// putSheet writes the sheet of a principal, and a version of it where it differs from the newest one.
func putSheet(ctx context.Context, tx *sql.Tx, id softphone.PrincipalID, s softphone.Sheet, now time.Time) error {
	for _, table := range []string{"policy_answer", "policy_rule", "policy_deputy"} {
		if _, err := tx.ExecContext(ctx, "DELETE FROM "+table+" WHERE principal = ?", id); err != nil {
			return err
		}
	}
	put := func(insert string, args ...any) error {
		_, err := tx.ExecContext(ctx, insert, append([]any{id}, args...)...)
		return err
	}
	for i, note := range s.Notes {
		if note == "" {
			continue
		}
		if err := put("INSERT INTO policy_answer (principal, question, answer) VALUES (?, ?, ?)", i+1, note); err != nil {
			return err
		}
	}
	for i, r := range s.Rules {
		text, err := json.Marshal(r)
		if err != nil {
			return err
		}
		if err := put("INSERT INTO policy_rule (principal, place, id, rule) VALUES (?, ?, ?, ?)", i, r.ID, string(text)); err != nil {
			return err
		}
	}
	for i, d := range s.Deputies {
		text, err := json.Marshal(d)
		if err != nil {
			return err
		}
		if err := put("INSERT INTO policy_deputy (principal, place, deputy) VALUES (?, ?, ?)", i, string(text)); err != nil {
			return err
		}
	}
	return putVersion(ctx, tx, id, s, now)
}

func putVersion(ctx context.Context, tx *sql.Tx, id softphone.PrincipalID, s softphone.Sheet, now time.Time) error {
	text, err := json.Marshal(s)
	if err != nil {
		return err
	}
	at := s.Changed
	if at.IsZero() {
		at = now
	}
	var seq int64
	var newest, by string
	var begun time.Time
	err = query(ctx, tx, "SELECT seq, sheet, done_by, at FROM policy_history WHERE principal = ? ORDER BY seq DESC LIMIT 1", []any{id},
		func(rows *sql.Rows) error { return rows.Scan(&seq, &newest, &by, moment{&begun}) })
	switch {
	case err != nil || newest == string(text) || newest == "" && s.Answered() == 0 && len(s.Deputies) == 0:
		return err
	case newest != "" && onlyWords(newest, s) && by == s.By && at.Sub(begun) < sameEdit:
		_, err = tx.ExecContext(ctx, "UPDATE policy_history SET sheet = ? WHERE seq = ?", string(text), seq)
		return err
	}
	if _, err := tx.ExecContext(ctx, "INSERT INTO policy_history (principal, at, done_by, sheet) VALUES (?, ?, ?, ?)", id, moment{&at}, s.By, string(text)); err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, "DELETE FROM policy_history WHERE principal = ?1 AND seq <= "+
		"(SELECT seq FROM policy_history WHERE principal = ?1 ORDER BY seq DESC LIMIT 1 OFFSET ?2)", id, keptSheets)
	return err
}

// onlyWords: the newest version has the same rules and deputies.
func onlyWords(newest string, s softphone.Sheet) bool {
	var old softphone.Sheet
	if json.Unmarshal([]byte(newest), &old) != nil {
		return false
	}
	a, err1 := json.Marshal([]any{old.Rules, old.Deputies})
	b, err2 := json.Marshal([]any{s.Rules, s.Deputies})
	return err1 == nil && err2 == nil && string(a) == string(b)
}

// readSheets fills the sheets of the principals at these places. A rule that cannot be read stands among the topics as
// text, where it decides nothing and is not lost.
func readSheets(ctx context.Context, tx *sql.Tx, out []softphone.Principal, at map[softphone.PrincipalID]int) error {
	err := query(ctx, tx, "SELECT principal, question, answer FROM policy_answer", nil, func(rows *sql.Rows) error {
		var id softphone.PrincipalID
		var question int
		var answer string
		err := rows.Scan(&id, &question, &answer)
		if i, ok := at[id]; ok && question >= 1 && question <= softphone.PolicyQuestions {
			out[i].Policy.Notes[question-1] = answer
		}
		return err
	})
	if err != nil {
		return err
	}
	err = query(ctx, tx, "SELECT principal, id, rule FROM policy_rule ORDER BY principal, place", nil, func(rows *sql.Rows) error {
		var id softphone.PrincipalID
		var rule softphone.RuleID
		var text string
		err := rows.Scan(&id, &rule, &text)
		i, ok := at[id]
		if err != nil || !ok {
			return err
		}
		var r softphone.Rule
		if json.Unmarshal([]byte(text), &r) != nil || r.Question < 1 || r.Question > softphone.PolicyQuestions {
			r = softphone.Rule{Question: softphone.AskTopics, Text: text}
		}
		r.ID = rule
		out[i].Policy.Rules = append(out[i].Policy.Rules, r)
		return nil
	})
	if err != nil {
		return err
	}
	return query(ctx, tx, "SELECT principal, deputy FROM policy_deputy ORDER BY principal, place", nil, func(rows *sql.Rows) error {
		var id softphone.PrincipalID
		var text string
		err := rows.Scan(&id, &text)
		i, ok := at[id]
		if err != nil || !ok {
			return err
		}
		var d softphone.Deputy
		if json.Unmarshal([]byte(text), &d) != nil {
			return nil
		}
		out[i].Policy.Deputies = append(out[i].Policy.Deputies, d)
		return nil
	})
}

// Sheets gives at most limit versions of a principal's sheet, the newest first.
func (s *Store) Sheets(ctx context.Context, id softphone.PrincipalID, limit int) ([]softphone.SheetVersion, error) {
	var out []softphone.SheetVersion
	err := s.view(ctx, func(tx *sql.Tx) error {
		return query(ctx, tx, "SELECT at, done_by, sheet FROM policy_history WHERE principal = ? ORDER BY seq DESC LIMIT ?", []any{id, limit},
			func(rows *sql.Rows) error {
				var v softphone.SheetVersion
				var text string
				if err := rows.Scan(moment{&v.At}, &v.By, &text); err != nil {
					return err
				}
				if err := json.Unmarshal([]byte(text), &v.Sheet); err != nil {
					return nil // a damaged version; the others still stand
				}
				out = append(out, v)
				return nil
			})
	})
	return out, failed(err, "read the sheets of %s", id)
}

// sheetRow is a row of a sheet that names a person: without says what stays of it, "" for nothing.
type sheetRow struct {
	table, column string
	seq           int64
	without       string
}

// onSheets finds the rules and deputies that name a person by number or by the whole of the name, and the earlier sheets
// that have such.
func onSheets(ctx context.Context, tx *sql.Tx, p softphone.Person, country string) ([]sheetRow, error) {
	var out []sheetRow
	for _, t := range []sheetRow{{table: "policy_rule", column: "rule"}, {table: "policy_deputy", column: "deputy"}, {table: "policy_history", column: "sheet"}} {
		err := query(ctx, tx, fmt.Sprintf("SELECT seq, %s FROM %s", t.column, t.table), nil, func(rows *sql.Rows) error {
			var text string
			row := t
			if err := rows.Scan(&row.seq, &text); err != nil {
				return err
			}
			var one softphone.Sheet
			var into any = &one
			switch t.table {
			case "policy_rule":
				one.Rules = make([]softphone.Rule, 1)
				into = &one.Rules[0]
			case "policy_deputy":
				one.Deputies = make([]softphone.Deputy, 1)
				into = &one.Deputies[0]
			}
			if json.Unmarshal([]byte(text), into) != nil {
				return nil
			}
			without, named := p.WithoutRules(one, country)
			if !named {
				return nil
			}
			if t.table == "policy_history" {
				left, err := json.Marshal(without)
				if err != nil {
					return err
				}
				row.without = string(left)
			}
			out = append(out, row)
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

func eraseFromSheets(ctx context.Context, tx *sql.Tx, rows []sheetRow) error {
	for _, r := range rows {
		var err error
		if r.without == "" {
			_, err = tx.ExecContext(ctx, fmt.Sprintf("DELETE FROM %s WHERE seq = ?", r.table), r.seq)
		} else {
			_, err = tx.ExecContext(ctx, fmt.Sprintf("UPDATE %s SET %s = ? WHERE seq = ?", r.table, r.column), r.without, r.seq)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
