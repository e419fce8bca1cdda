package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"anteroom/softphone"
)

func TestFiles_AreForThisUserOnly(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new", "data folder #1?")
	s := open(t, dir)
	must(t, s.SaveAccount(t.Context(), softphone.Account{ID: "a"}, "secret"))
	wantPrivate := func() {
		t.Helper()
		modes := map[string]fs.FileMode{".": 0o700, DatabaseFile: 0o600, DatabaseFile + "-wal": 0o600, DatabaseFile + "-shm": 0o600,
			"anteroom.lock": 0o600, secretsFile: 0o600}
		for name, want := range modes {
			info, err := os.Stat(filepath.Join(dir, name))
			must(t, err)
			if got := info.Mode().Perm(); got != want {
				t.Errorf("%s has mode %o, want %o", name, got, want)
			}
		}
	}
	wantPrivate()
	closed(t, s)
	must(t, os.Chmod(filepath.Join(dir, DatabaseFile), 0o644))
	must(t, os.Chmod(filepath.Join(dir, secretsFile), 0o644))
	s = open(t, dir)
	must(t, s.SaveSetting(t.Context(), "k", "v"))
	wantPrivate()
}

func TestFolder_OfSomebodyElseIsNotTightened(t *testing.T) {
	dir := t.TempDir()
	must(t, os.Chmod(dir, 0o755))
	must(t, os.WriteFile(filepath.Join(dir, "holiday.jpg"), nil, 0o644))
	open(t, dir)
	if info, _ := os.Stat(dir); info.Mode().Perm() != 0o755 {
		t.Errorf("mode %o", info.Mode().Perm())
	}
}

func TestFolder_BelongsToOneDeskAtATime(t *testing.T) {
	dir := t.TempDir()
	first := open(t, dir)
	_, err := OpenWith(t.Context(), dir, Options{SecretsInFile: true})
	if !errors.Is(err, ErrInUse) || reasonOf(err) != softphone.StoreFailed || !strings.Contains(err.Error(), dir) {
		t.Errorf("a second desk got %v", err)
	}
	must(t, first.SaveSetting(t.Context(), "k", "v")) // the first is not disturbed
	if said := fromAnotherProcess(t, dir); !strings.Contains(said, ErrInUse.Error()) {
		t.Errorf("another process got %q", said)
	}
	closed(t, first)
	open(t, dir)
}

func TestDatabase_LockedByAnotherProgramIsSaid(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	other, err := pool(filepath.Join(dir, DatabaseFile), 1, 0, "_txlock=immediate")
	must(t, err)
	tx, err := other.Begin()
	must(t, err)
	_, err = s.write.Exec("PRAGMA busy_timeout = 20")
	must(t, err)
	err = s.SaveSetting(t.Context(), "k", "v")
	if reasonOf(err) != softphone.StoreFailed || !strings.Contains(err.Error(), "another program keeps the database locked") {
		t.Errorf("the save said %v", err)
	}
	must(t, tx.Rollback())
	must(t, s.SaveSetting(t.Context(), "k", "v"))
	must(t, other.Close())
}

func TestOpen_SaysPlainlyWhatIsInTheWay(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	must(t, os.WriteFile(file, nil, 0o600))
	folder := t.TempDir()
	must(t, os.Mkdir(filepath.Join(folder, DatabaseFile), 0o700))
	for dir, words := range map[string]string{
		file: "not a directory", filepath.Join(file, "below"): "not a directory", folder: "cannot be opened or made",
	} {
		_, err := OpenWith(t.Context(), dir, Options{SecretsInFile: true})
		if reasonOf(err) != softphone.StoreFailed || !strings.Contains(err.Error(), words) {
			t.Errorf("%s: %v", dir, err)
		}
	}
}

// schemas are the one of today and one that a next version might have.
func schemas(t *testing.T) (today, next fstest.MapFS) {
	t.Helper()
	today, next = fstest.MapFS{}, fstest.MapFS{"9999_more.sql": {Data: []byte(
		"-- +goose Up\nALTER TABLE setting ADD COLUMN by TEXT NOT NULL DEFAULT '';\nCREATE TABLE more (x TEXT) STRICT;")}}
	files, err := embedded.ReadDir("migration")
	must(t, err)
	for _, f := range files {
		sql, err := embedded.ReadFile("migration/" + f.Name())
		must(t, err)
		today[f.Name()] = &fstest.MapFile{Data: sql}
		next[f.Name()] = today[f.Name()]
	}
	return today, next
}

func backups(t *testing.T, dir string) []string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(dir, "anteroom-before-*.db"))
	must(t, err)
	return found
}

func TestMigration_OfAnOlderDatabaseKeepsACopyOfIt(t *testing.T) {
	dir := t.TempDir()
	today, next := schemas(t)
	s := openWith(t, dir, Options{SecretsInFile: true, migrations: today})
	message := fill(new(softphone.Message))
	must(t, s.SaveMessage(t.Context(), message))
	closed(t, s)
	if found := backups(t, dir); len(found) != 0 {
		t.Errorf("a new database was copied: %v", found)
	}

	at := time.Date(2026, 11, 24, 12, 4, 5, 0, time.UTC)
	for range 2 { // the second start finds nothing to do
		s = openWith(t, dir, Options{SecretsInFile: true, migrations: next, Now: func() time.Time { return at }})
		got, err := s.Message(t.Context(), message.ID)
		must(t, err)
		same(t, message, got)
		_, err = s.write.Exec("INSERT INTO more VALUES ('x')")
		must(t, err)
		closed(t, s)
	}

	found := backups(t, dir)
	if len(found) != 1 || filepath.Base(found[0]) != "anteroom-before-9999-20261124-120405.db" {
		t.Fatalf("copies: %v", found)
	}
	if info, _ := os.Stat(found[0]); info.Mode().Perm() != 0o600 {
		t.Errorf("the copy has mode %o", info.Mode().Perm())
	}
	// The copy is a whole database of the older version, fit to be put back.
	old := filepath.Join(t.TempDir(), "old")
	must(t, os.Mkdir(old, 0o700))
	must(t, os.Rename(found[0], filepath.Join(old, DatabaseFile)))
	got, err := openWith(t, old, Options{SecretsInFile: true, migrations: today}).Message(t.Context(), message.ID)
	must(t, err)
	same(t, message, got)
}

func TestMigration_ThatFailsLeavesTheOlderDatabaseAsItWas(t *testing.T) {
	dir := t.TempDir()
	today, next := schemas(t)
	s := openWith(t, dir, Options{SecretsInFile: true, migrations: today})
	must(t, s.SaveSetting(t.Context(), "k", "v"))
	closed(t, s)
	next["9999_more.sql"].Data = []byte("-- +goose Up\nDROP TABLE setting;\nCREATE TABLE nonsense (;")
	_, err := OpenWith(t.Context(), dir, Options{SecretsInFile: true, migrations: next})
	if reasonOf(err) != softphone.StoreFailed || !strings.Contains(err.Error(), "migrate to schema 9999") {
		t.Errorf("said %v", err)
	}
	s = openWith(t, dir, Options{SecretsInFile: true, migrations: today})
	if load(t, s).Settings["k"] != "v" || s.Recovered() != "" {
		t.Error("the older database is not as it was")
	}
}

func TestNewerDatabase_IsRefusedAndUntouched(t *testing.T) {
	dir := t.TempDir()
	today, next := schemas(t)
	closed(t, openWith(t, dir, Options{SecretsInFile: true, migrations: next}))
	before, err := os.ReadFile(filepath.Join(dir, DatabaseFile))
	must(t, err)
	_, err = OpenWith(t.Context(), dir, Options{SecretsInFile: true, migrations: today})
	if !errors.Is(err, ErrNewer) || reasonOf(err) != softphone.StoreFailed {
		t.Errorf("said %v", err)
	}
	after, err := os.ReadFile(filepath.Join(dir, DatabaseFile))
	must(t, err)
	if string(before) != string(after) {
		t.Error("the newer database was written to")
	}
}

func TestEmbeddedMigrations_AreTheOnesUsed(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "new"))
	var version int
	must(t, s.read.QueryRow("SELECT max(version_id) FROM goose_db_version").Scan(&version))
	files, err := embedded.ReadDir("migration")
	must(t, err)
	if last := files[len(files)-1].Name(); !strings.HasPrefix(last, fmt.Sprintf("%04d_", version)) {
		t.Errorf("schema %d, and the last file is %s", version, last)
	}
	for pragma, want := range map[string]string{"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1"} {
		var got string
		must(t, s.write.QueryRow("PRAGMA "+pragma).Scan(&got))
		if got != want {
			t.Errorf("%s is %s", pragma, got)
		}
	}
}
