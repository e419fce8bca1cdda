package store

import (
	"context"
	"database/sql"
	"errors"

	"anteroom/softphone"
)

func accountColumns(a *softphone.Account) []column {
	return []column{
		{"id", &a.ID}, {"address", &a.Address}, {"user", &a.User}, {"auth_user", &a.AuthUser},
		{"display_name", &a.DisplayName}, {"transport", &a.Transport}, {"proxy", &a.Proxy}, {"listen", &a.Listen},
		{"codecs", list{&a.Codecs}}, {"register", &a.Register}, {"own_number", &a.OwnNumber},
		{"trusted_cert", &a.TrustedCert}, {"srtp", &a.SRTP}, {"stun", &a.STUN},
		{"refuse_md5", &a.RefuseMD5}, {"digits", &a.Digits}, {"company", &a.Own.Company}, {"greeting", &a.Own.Greeting},
		{"ring", &a.Own.Ring}, {"record", &a.Own.Record}, {"hold_music", &a.Own.HoldMusic},
		{"script", &a.Own.Script},
	}
}

var (
	accountNames  = names(accountColumns(new(softphone.Account)))
	accountUpsert = upsert("account", "id", append(accountColumns(new(softphone.Account)), column{name: "password_kept"}))
)

// SaveAccount writes a line and keeps its password. An empty password leaves the one kept before.
func (s *Store) SaveAccount(ctx context.Context, a softphone.Account, password softphone.Secret) error {
	var kept keeping
	err := s.read.QueryRowContext(ctx, "SELECT password_kept FROM account WHERE id = ?", a.ID).Scan(&kept)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return failed(err, "save line %s", a.ID)
	}
	if password != "" { // before the row: a row whose password is missing could never register
		if kept, err = s.secrets.keep(ctx, a.ID, password); err != nil {
			return failed(err, "keep the password of line %s", a.ID)
		}
	}
	_, err = s.write.ExecContext(ctx, accountUpsert, append(fields(accountColumns(&a)), kept)...)
	return failed(err, "save line %s", a.ID)
}

// RemoveAccount forgets a line and its password; one that is not there is no error.
func (s *Store) RemoveAccount(ctx context.Context, id softphone.LineID) error {
	var kept keeping
	err := s.read.QueryRowContext(ctx, "SELECT password_kept FROM account WHERE id = ?", id).Scan(&kept)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return failed(err, "remove line %s", id)
	}
	if err := s.secrets.forget(ctx, id, kept); err != nil { // before the row, which tells where to look
		return failed(err, "forget the password of line %s", id)
	}
	_, err = s.write.ExecContext(ctx, "DELETE FROM account WHERE id = ?", id)
	return failed(err, "remove line %s", id)
}

// readAccounts gives the lines in the order they were set up, and where their passwords are.
func readAccounts(ctx context.Context, tx *sql.Tx) ([]softphone.Account, map[softphone.LineID]keeping, error) {
	var out []softphone.Account
	where := map[softphone.LineID]keeping{}
	err := query(ctx, tx, "SELECT "+accountNames+", password_kept FROM account ORDER BY seq", nil, func(rows *sql.Rows) error {
		var a softphone.Account
		var kept keeping
		err := rows.Scan(append(fields(accountColumns(&a)), &kept)...)
		out, where[a.ID] = append(out, a), kept
		return err
	})
	return out, where, err
}
