package store

import (
	"context"
	"database/sql"

	"anteroom/softphone"
)

// Load gives what the desk needs at the start. Calls that an earlier run left without an
// end are ended here, so it is to be called once, before the first call of this run.
//
// A line whose password is in a keyring that does not give it is named among Locked.
func (s *Store) Load(ctx context.Context) (softphone.Snapshot, error) {
	var out softphone.Snapshot
	var where map[softphone.LineID]keeping
	err := s.view(ctx, func(tx *sql.Tx) (err error) {
		if out.Settings, err = readSettings(ctx, tx); err != nil {
			return err
		}
		delete(out.Settings, ldapPasswordKept)
		if out.Accounts, where, err = readAccounts(ctx, tx); err != nil {
			return err
		}
		if out.Principals, err = readPrincipals(ctx, tx); err != nil {
			return err
		}
		if out.Office, err = readOffice(ctx, tx); err != nil {
			return err
		}
		if out.Scripts, err = readScripts(ctx, tx); err != nil {
			return err
		}
		if out.Wordings, err = readWordings(ctx, tx); err != nil {
			return err
		}
		if out.Callbacks, err = readCallbacks(ctx, tx, "WHERE done IS NULL ORDER BY begun, seq"); err != nil {
			return err
		}
		if out.Drafts, err = readMessages(ctx, tx, "draft ORDER BY changed, seq"); err != nil {
			return err
		}
		if out.Begun, err = readBegun(ctx, tx); err != nil {
			return err
		}
		return s.loadWay(ctx, tx, &out)
	})
	if err != nil {
		return softphone.Snapshot{}, failed(err, "load")
	}
	if out.Passwords, err = s.secrets.find(ctx, where); err != nil {
		return softphone.Snapshot{}, failed(err, "load passwords")
	}
	if err := s.loadMailPassword(ctx, &out); err != nil {
		return softphone.Snapshot{}, failed(err, "load the password of the mail server")
	}
	for _, a := range out.Accounts {
		if _, found := out.Passwords[a.ID]; !found && where[a.ID] == inKeyring {
			out.Locked = append(out.Locked, a.ID)
		}
	}
	out.SecretsInFile = s.secrets.inFile(ctx)
	if err := s.change(ctx, func(tx *sql.Tx) error {
		return s.numberCalls(ctx, tx, out.Settings.Get(softphone.SetCountryCode), false)
	}); err != nil {
		return softphone.Snapshot{}, failed(err, "compare the numbers of calls")
	}
	if out.Unfinished, err = s.endUnfinished(ctx); err != nil {
		return softphone.Snapshot{}, failed(err, "mark unfinished calls")
	}
	return out, nil
}

// SecretsInFile reports whether a password is in the file beside the books, or the next one would go there.
func (s *Store) SecretsInFile(ctx context.Context) bool { return s.secrets.inFile(ctx) }

// SaveSetting writes one setting.
func (s *Store) SaveSetting(ctx context.Context, k softphone.SettingKey, v string) error {
	err := s.change(ctx, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, settingUpsert, k, v); err != nil || k != softphone.SetCountryCode {
			return err
		}
		return s.renumber(ctx, tx, v)
	})
	if k == softphone.SetCountryCode {
		s.contacts.drop() // the numbers are others now
	}
	return failed(err, "save setting %s", k)
}

var settingUpsert = upsert("setting", "key", []column{{name: "key"}, {name: "value"}})

func readSettings(ctx context.Context, tx *sql.Tx) (softphone.Settings, error) {
	out := softphone.Settings{}
	err := query(ctx, tx, "SELECT key, value FROM setting", nil, func(rows *sql.Rows) error {
		var k softphone.SettingKey
		var v string
		err := rows.Scan(&k, &v)
		out[k] = v
		return err
	})
	return out, err
}
