package store

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"
)

// migrated is a new database, migrated once for all tests: the migrations take longer than most of what is tested on
// what they made. It has no identity yet.
var migrated = sync.OnceValues(func() (file []byte, err error) {
	dir, err := os.MkdirTemp("", "store-migrated-")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	s, err := OpenWith(context.Background(), dir, Options{SecretsInFile: true})
	if err != nil {
		return nil, err
	}
	_, err = s.write.Exec("DELETE FROM book")
	if err := errors.Join(err, s.Close()); err != nil {
		return nil, err
	}
	return os.ReadFile(filepath.Join(dir, DatabaseFile))
})

// beginMigrated puts the migrated database into a folder that is there and empty; a folder that is not there yet is
// left to Open, with all that Open does for a new one.
func beginMigrated(t testing.TB, dir string) {
	t.Helper()
	if found, err := os.ReadDir(dir); err != nil || len(found) > 0 {
		return
	}
	file, err := migrated()
	must(t, err)
	must(t, os.WriteFile(filepath.Join(dir, DatabaseFile), file, 0o600))
}
