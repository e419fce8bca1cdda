package store

import (
	"context"
	"database/sql"
	"encoding/json"

	"anteroom/softphone"
)

var _ softphone.ScriptDraftBook = (*Store)(nil)

// SaveScriptDraft keeps a script as it is being edited, whatever is wrong with it.
func (s *Store) SaveScriptDraft(ctx context.Context, sc softphone.Script) error {
	body, err := json.Marshal(sc)
	if err != nil {
		return failed(err, "save draft of script %s", sc.ID)
	}
	now := s.now()
	_, err = s.write.ExecContext(ctx, `INSERT INTO script_draft (id, language, body, changed) VALUES (?, ?, ?, ?)
		ON CONFLICT (id, language) DO UPDATE SET body = excluded.body, changed = excluded.changed`, sc.ID, sc.Language, string(body), moment{&now})
	return failed(err, "save draft of script %s", sc.ID)
}

// DropScriptDraft forgets it; an unknown one is no error.
func (s *Store) DropScriptDraft(ctx context.Context, id softphone.ScriptID, language string) error {
	_, err := s.write.ExecContext(ctx, "DELETE FROM script_draft WHERE id = ? AND language = ?", id, language)
	return failed(err, "drop draft of script %s", id)
}

// ScriptDrafts gives what was edited and is not yet a version. One that is damaged is left out.
func (s *Store) ScriptDrafts(ctx context.Context) ([]softphone.Script, error) {
	var out []softphone.Script
	err := s.view(ctx, func(tx *sql.Tx) error {
		return query(ctx, tx, "SELECT body FROM script_draft ORDER BY id, language", nil, func(rows *sql.Rows) error {
			var body []byte
			if err := rows.Scan(&body); err != nil {
				return err
			}
			var sc softphone.Script
			if json.Unmarshal(body, &sc) == nil && sc.ID != "" {
				out = append(out, sc)
			}
			return nil
		})
	})
	return out, failed(err, "read drafts of scripts")
}
