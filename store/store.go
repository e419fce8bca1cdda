// Package store keeps everything the desk knows in one SQLite file.
//
// A save has returned only when it is on disk (WAL with synchronous=FULL). One connection writes, a few read, and the
// folder belongs to one running Anteroom at a time. A file that is damaged is set aside, never overwritten, and what
// can be read of it is carried into a new one.
package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	_ "modernc.org/sqlite" // the driver "sqlite"

	"anteroom/softphone"
)

// DatabaseFile is the name of the database within the data folder.
const DatabaseFile = "anteroom.db"

const (
	readers     = 4
	busyTimeout = 5 * time.Second
)

//go:embed migration/*.sql
var embedded embed.FS

// Options are for tests and for `cmd`.
type Options struct {
	// SecretsInFile keeps passwords in a file and asks no system keyring.
	SecretsInFile bool
	// Now is the clock; nil: time.Now.
	Now func() time.Time
	// FullNumber is a number as it is compared, for a country code; nil: softphone.FullNumber.
	FullNumber func(number, country string) string

	migrations fs.FS // numbered SQL files; nil: those built in
	ring       ring  // nil: the system's
}

// Store is the books of one data folder.
type Store struct {
	dir      string
	now      func() time.Time
	hold     *hold   // on the folder, against other processes
	write    *sql.DB // one connection
	read     *sql.DB
	secrets  *secrets
	shipped  []softphone.Script // set once, before anybody asks
	identity string
	aside    []string
	full     func(number, country string) string
	contacts contactIndex
	left     leftBehind
}

var (
	_ softphone.Books       = (*Store)(nil)
	_ softphone.MessageBook = (*Store)(nil)
	_ softphone.Journal     = (*Store)(nil)
	_ softphone.ScriptBook  = (*Store)(nil)
	_ softphone.Directory   = (*Store)(nil)
	_ softphone.CallerBook  = (*Store)(nil)
)

// Open opens the books in a data folder and makes what is missing. The environment variable ANTEROOM_SECRETS=file
// keeps passwords in a file even where there is a system keyring.
//
// Errors say in plain words what is wrong, and match ErrInUse, ErrNewer, or carry a softphone.Reason.
func Open(ctx context.Context, dir string) (*Store, error) {
	return OpenWith(ctx, dir, Options{SecretsInFile: os.Getenv("ANTEROOM_SECRETS") == "file"})
}

// OpenWith is Open with options.
func OpenWith(ctx context.Context, dir string, o Options) (_ *Store, err error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.migrations == nil {
		o.migrations, _ = fs.Sub(embedded, "migration") // the folder is embedded
	}
	if o.FullNumber == nil {
		o.FullNumber = softphone.FullNumber
	}
	s := &Store{dir: dir, now: o.Now, full: o.FullNumber}
	defer func() {
		if err != nil {
			err = errors.Join(failed(plainly(err, dir), "open %s", dir), s.Close())
		}
	}()
	if err := makeFolder(dir); err != nil {
		return nil, err
	}
	if s.hold, err = takeFolder(ctx, dir); err != nil {
		return nil, err
	}
	if err := s.openDatabase(ctx, o.migrations); err != nil {
		return nil, err
	}
	if s.identity, err = s.identify(ctx); err != nil {
		return nil, err
	}
	if err := s.openSecrets(o); err != nil {
		return nil, err
	}
	return s, nil
}

// openSecrets finds out where passwords are kept.
func (s *Store) openSecrets(o Options) error {
	spoilt, err := s.datedName("secrets-damaged", ".json")
	if err != nil {
		return err
	}
	ring := o.ring
	if ring == nil && !o.SecretsInFile {
		ring = systemKeyring()
	}
	aside := false
	if s.secrets, aside, err = openSecrets(filepath.Join(s.dir, secretsFile), spoilt, s.identity, ring); aside {
		s.aside = append(s.aside, spoilt)
	}
	return err
}

// Recovered is the path of the damaged file that was set aside at Open, "" when all was well. What could be read of it
// is in the new database.
func (s *Store) Recovered() string { return strings.Join(s.aside, ", ") }

// Close ends all work on the books and lets go of the folder.
func (s *Store) Close() error {
	err := s.closeFile()
	if s.hold != nil {
		err = errors.Join(err, s.hold.release())
	}
	return failed(err, "close")
}

// openDatabase opens the file, whole and with the newest schema; a damaged one is replaced first.
func (s *Store) openDatabase(ctx context.Context, migrations fs.FS) error {
	path := filepath.Join(s.dir, DatabaseFile)
	if err := finishReplacing(path); err != nil {
		return err
	}
	err := s.openFile(ctx, path, migrations)
	if !damaged(err) {
		return err
	}
	if err := s.replaceDamaged(ctx, path, migrations); err != nil {
		return fmt.Errorf("%w; carrying it over into a new one: %w", errDamaged, err)
	}
	return s.openFile(ctx, path, migrations)
}

func (s *Store) openFile(ctx context.Context, path string, migrations fs.FS) error {
	if size(path) == 0 && size(path+"-wal") > 0 {
		return fmt.Errorf("%w: it is empty", errDamaged) // SQLite would delete the WAL with all that is in it
	}
	if err := makePrivate(path); err != nil {
		return err
	}
	var err error
	if s.write, err = pool(path, 1, busyTimeout, "_txlock=immediate", "_pragma=journal_mode(WAL)",
		"_pragma=synchronous(FULL)", "_pragma=fullfsync(1)"); err != nil { // on macOS an fsync alone leaves rows in the disk's own cache
		return err
	}
	if s.read, err = pool(path, readers, busyTimeout, "_pragma=query_only(1)"); err != nil {
		return err
	}
	return s.migrate(ctx, migrations)
}

// size of a file, 0 when there is none.
func size(path string) int64 {
	info, err := os.Stat(path)
	if err != nil {
		return 0
	}
	return info.Size()
}

func (s *Store) closeFile() error {
	var errs []error
	for _, db := range []*sql.DB{s.read, s.write} { // the writer last, so that it can tidy the WAL away
		if db != nil {
			errs = append(errs, db.Close())
		}
	}
	return errors.Join(errs...)
}

func pool(path string, connections int, patience time.Duration, query ...string) (*sql.DB, error) {
	slash := filepath.ToSlash(path)
	if runtime.GOOS == "windows" && filepath.IsAbs(path) {
		slash = "/" + slash
	}
	name := url.URL{Scheme: "file", Opaque: (&url.URL{Path: slash}).EscapedPath()}
	query = append([]string{fmt.Sprintf("_pragma=busy_timeout(%d)", patience.Milliseconds()), "_pragma=foreign_keys(1)",
		"_pragma=trusted_schema(0)", "_pragma=cell_size_check(1)"}, query...)
	db, err := sql.Open("sqlite", name.String()+"?"+strings.Join(query, "&"))
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	return db, nil
}

// identify reads the name of these books, giving them one the first time.
func (s *Store) identify(ctx context.Context) (id string, err error) {
	if _, err := s.write.ExecContext(ctx, "INSERT INTO book (seq, identity) VALUES (1, ?) ON CONFLICT DO NOTHING", rand.Text()); err != nil {
		return "", err
	}
	return id, s.write.QueryRowContext(ctx, "SELECT identity FROM book").Scan(&id)
}

// change runs fn in one transaction of the writer.
func (s *Store) change(ctx context.Context, fn func(*sql.Tx) error) error {
	tx, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := fn(tx); err != nil {
		return errors.Join(err, ignoreDone(tx.Rollback()))
	}
	return tx.Commit()
}

// view runs fn in one transaction of a reader: everything it reads is of one moment.
func (s *Store) view(ctx context.Context, fn func(*sql.Tx) error) error {
	tx, err := s.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return err
	}
	return errors.Join(fn(tx), ignoreDone(tx.Rollback()))
}

// ignoreDone: a transaction that SQLite or the context has ended needs no rollback.
func ignoreDone(err error) error {
	if errors.Is(err, sql.ErrTxDone) {
		return nil
	}
	return err
}
