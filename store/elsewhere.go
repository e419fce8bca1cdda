package store

import (
	"context"
	"database/sql"
	"errors"

	"anteroom/softphone"
)

var _ softphone.ElsewhereSecret = (*Store)(nil)

// ldapPassword is the place of the directory server's password among the lines'; no line is called so.
const ldapPassword softphone.LineID = "directory server"

// ldapPasswordKept is where it is kept, among the settings.
const ldapPasswordKept softphone.SettingKey = "ldap_password_kept"

func (s *Store) ldapPasswordIn(ctx context.Context) (where keeping, err error) {
	err = s.read.QueryRowContext(ctx, "SELECT value FROM setting WHERE key = ?", ldapPasswordKept).Scan(&where)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return where, err
}

// SaveLDAPPassword keeps the password of the directory server; an empty one forgets it.
func (s *Store) SaveLDAPPassword(ctx context.Context, password softphone.Secret) error {
	where, err := s.ldapPasswordIn(ctx)
	switch {
	case err != nil:
	case password == "":
		if err = s.secrets.forget(ctx, ldapPassword, where); err == nil {
			_, err = s.write.ExecContext(ctx, "DELETE FROM setting WHERE key = ?", ldapPasswordKept)
		}
	default:
		if where, err = s.secrets.keep(ctx, ldapPassword, password); err == nil {
			_, err = s.write.ExecContext(ctx, settingUpsert, ldapPasswordKept, where)
		}
	}
	return failed(err, "keep the password of the directory server")
}

// LDAPPassword gives the password of the directory server, "" for none.
func (s *Store) LDAPPassword(ctx context.Context) (softphone.Secret, error) {
	where, err := s.ldapPasswordIn(ctx)
	if err != nil || where == inNothing {
		return "", failed(err, "find the password of the directory server")
	}
	found, err := s.secrets.find(ctx, map[softphone.LineID]keeping{ldapPassword: where})
	if err == nil && found[ldapPassword] == "" {
		err = softphone.Reason{Code: softphone.KeyringLocked, Detail: "LDAP"}
	}
	return found[ldapPassword], failed(err, "find the password of the directory server")
}
