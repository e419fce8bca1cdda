package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"syscall"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"anteroom/softphone"
)

// ErrInUse: another running Anteroom has the data folder open.
var ErrInUse = errors.New("another Anteroom has this data folder open")

// ErrNewer: the database was written by a newer Anteroom and is left untouched.
var ErrNewer = errors.New("the database was written by a newer version of Anteroom")

// trouble gives an error of the disk or the database the Reason that the desk understands; the error itself stays
// reachable, and speaks.
type trouble struct {
	reason softphone.Reason
	err    error
}

func (t trouble) Error() string   { return t.err.Error() }
func (t trouble) Unwrap() []error { return []error{t.reason, t.err} }

// failed wraps err with what was being done. Every error of the disk or the database carries a Reason; the end of a
// context and a Reason already there pass as they are.
func failed(err error, deed string, args ...any) error {
	if err == nil {
		return nil
	}
	deed = fmt.Sprintf(deed, args...)
	var known softphone.Reason
	if errors.As(err, &known) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("store: %s: %w", deed, err)
	}
	code := softphone.StoreFailed
	if code := sqliteCode(err); code == sqlite3.SQLITE_BUSY || code == sqlite3.SQLITE_LOCKED {
		err = fmt.Errorf("another program keeps the database locked: %w", err)
	}
	if sqliteCode(err) == sqlite3.SQLITE_FULL || errors.Is(err, syscall.ENOSPC) {
		code = softphone.DiskFull
	}
	return fmt.Errorf("store: %s: %w", deed, trouble{softphone.Reason{Code: code, Detail: err.Error()}, err})
}

// sqliteCode is the primary result code of an error of SQLite, 0 for others.
func sqliteCode(err error) int {
	var e *sqlite.Error
	if errors.As(err, &e) {
		return e.Code() & 0xff
	}
	return 0
}

// damaged reports whether an error means that the file itself is broken, not that it cannot be reached.
func damaged(err error) bool {
	if errors.Is(err, errDamaged) {
		return true
	}
	switch sqliteCode(err) {
	case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
		return true
	}
	return false
}

var errDamaged = errors.New("the database file is damaged")

// plainly puts an error of opening into words that say what to do about it.
func plainly(err error, dir string) error {
	switch code := sqliteCode(err); {
	case errors.Is(err, fs.ErrPermission), code == sqlite3.SQLITE_READONLY, code == sqlite3.SQLITE_PERM:
		return fmt.Errorf("the data folder %s cannot be written to: %w", dir, err)
	case code == sqlite3.SQLITE_CANTOPEN:
		return fmt.Errorf("the database in %s cannot be opened or made: %w", dir, err)
	}
	return err
}
