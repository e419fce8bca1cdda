package store

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"

	sqlite3 "modernc.org/sqlite/lib"
)

// makeFolder makes the data folder for this user only. One that stands already is tightened only while it is empty:
// it might be somebody's home folder.
func makeFolder(dir string) error {
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		return err
	}
	err := os.Mkdir(dir, 0o700)
	if err == nil || !errors.Is(err, fs.ErrExist) {
		return err
	}
	found, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	if len(found) == 0 {
		return os.Chmod(dir, 0o700)
	}
	return nil
}

// makePrivate makes sure a file is there and only this user can read it. SQLite gives the -wal and -shm files beside a
// database the mode of the database. A file that is there is not opened: closing it again would end every lock this
// process has on it (fcntl of POSIX).
func makePrivate(path string) error {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if err != nil {
			return err
		}
		return f.Close()
	}
	if err == nil && info.Mode().Perm()&0o077 != 0 {
		err = os.Chmod(path, 0o600)
	}
	return err
}

// flushFolder puts the names in a folder on the disk itself.
func flushFolder(dir string) error {
	if runtime.GOOS == "windows" { // has no such thing
		return nil
	}
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// hold keeps the data folder for this process.
type hold struct {
	db   *sql.DB
	conn *sql.Conn // in an exclusive transaction
}

// takeFolder holds the folder for this process until release or the process's death: an exclusive transaction on a
// database of its own, which works alike on every system. Two desks on one folder would mark each other's calls as
// unfinished.
func takeFolder(ctx context.Context, dir string) (*hold, error) {
	path := filepath.Join(dir, "anteroom.lock")
	if err := makePrivate(path); err != nil {
		return nil, err
	}
	db, err := pool(path, 1, 0)
	if err != nil {
		return nil, err
	}
	h := &hold{db: db}
	if h.conn, err = db.Conn(ctx); err == nil {
		_, err = h.conn.ExecContext(ctx, "BEGIN EXCLUSIVE")
	}
	if code := sqliteCode(err); code == sqlite3.SQLITE_BUSY || code == sqlite3.SQLITE_LOCKED {
		err = ErrInUse
	}
	if err != nil {
		return nil, errors.Join(err, h.release())
	}
	return h, nil
}

func (h *hold) release() error {
	var err error
	if h.conn != nil {
		if err = h.conn.Close(); errors.Is(err, sql.ErrConnDone) { // released before
			err = nil
		}
	}
	return errors.Join(err, h.db.Close())
}
