package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/pressly/goose/v3"
)

// migrate looks the database through for damage and brings its schema up to date: each numbered file in a transaction,
// after a copy of the whole was taken where there is anything to copy. A schema newer than this program is refused
// and left as it is.
func (s *Store) migrate(ctx context.Context, files fs.FS) error {
	// The provider's own Close would close the writer, so it is left alone.
	steps, err := goose.NewProvider(goose.DialectSQLite3, s.write, files,
		goose.WithDisableGlobalRegistry(true), goose.WithLogger(goose.NopLogger()))
	if err != nil {
		return err
	}
	have, want, err := steps.GetVersions(ctx)
	if err != nil {
		return err
	}
	if have > want {
		return fmt.Errorf("%w (schema %d, this one knows %d)", ErrNewer, have, want)
	}
	if err := check(ctx, s.write); err != nil || have == want {
		return err
	}
	if have > 0 {
		if err := s.backUp(ctx, want); err != nil {
			return fmt.Errorf("copy before migration: %w", err)
		}
	}
	if _, err := steps.Up(ctx); err != nil {
		return fmt.Errorf("migrate to schema %d: %w", want, err)
	}
	return nil
}

// check reads every page once: damage found at the start is damage that can be salvaged.
func check(ctx context.Context, db *sql.DB) error {
	var verdict string
	if err := db.QueryRowContext(ctx, "PRAGMA quick_check(1)").Scan(&verdict); err != nil {
		return err
	}
	if verdict != "ok" {
		return fmt.Errorf("%w: %s", errDamaged, verdict)
	}
	return nil
}

// backUp writes a compact copy of the database beside it.
func (s *Store) backUp(ctx context.Context, next int64) (err error) {
	path, err := s.datedName(fmt.Sprintf("anteroom-before-%d", next), ".db")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(path)) // half a copy is none
		}
	}()
	// VACUUM INTO takes an empty file that stands already, and so the copy is private from its first byte.
	if err := makePrivate(path); err != nil {
		return err
	}
	if _, err := s.write.ExecContext(ctx, "VACUUM INTO ?", path); err != nil {
		return err
	}
	return flush(path)
}

// flush puts a file on the disk itself.
func flush(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// datedName finds a free name in the data folder: stem-20261124-120405.db, or with a number behind.
func (s *Store) datedName(stem, end string) (string, error) {
	stem = filepath.Join(s.dir, stem+"-"+s.now().Format("20060102-150405"))
	for i := 1; i < 1000; i++ {
		path := stem + end
		if i > 1 {
			path = fmt.Sprintf("%s-%d%s", stem, i, end)
		}
		if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) {
			return path, nil
		} else if err != nil {
			return "", err
		}
	}
	return "", fmt.Errorf("no free name for %s%s", stem, end)
}
