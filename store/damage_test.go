package store

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"anteroom/softphone"
)

// wellFilled is books with something in every table: the database and the secrets, made once for all tests.
func wellFilled(t *testing.T) (database, secrets []byte) {
	t.Helper()
	filled.Do(func() { filled.database, filled.secrets = fillWell(t) })
	if filled.database == nil {
		t.Fatal("the books could not be filled")
	}
	return filled.database, filled.secrets
}

var filled struct {
	sync.Once
	database, secrets []byte
}

func fillWell(t *testing.T) (database, secrets []byte) {
	t.Helper()
	dir := t.TempDir()
	s := open(t, dir)
	must(t, s.SaveSetting(t.Context(), softphone.SetCompany, "Fjordlast"))
	must(t, s.SaveAccount(t.Context(), softphone.Account{ID: "line", Address: "pbx.example"}, "secret"))
	must(t, s.SavePrincipal(t.Context(), fill(new(softphone.Principal))))
	must(t, s.SaveDraft(t.Context(), softphone.Message{ID: "draft", Verbatim: "half a sent"}))
	for i := range 150 {
		id := fmt.Sprintf("%03d", i)
		m := fill(new(softphone.Message))
		m.ID, m.Verbatim = softphone.MessageID(id), strings.Repeat("ordrett ", 100)
		must(t, s.SaveMessage(t.Context(), m))
		c := fill(new(softphone.Call))
		c.ID = softphone.CallID(id)
		must(t, s.SaveCall(t.Context(), c))
	}
	closed(t, s)
	database, err := os.ReadFile(filepath.Join(dir, DatabaseFile))
	must(t, err)
	secrets, err = os.ReadFile(filepath.Join(dir, secretsFile))
	must(t, err)
	return database, secrets
}

func TestDamage_IsSetAsideAndWhatCanBeReadIsSaved(t *testing.T) {
	whole, secrets := wellFilled(t)
	const page = 4096
	cases := map[string]struct {
		damage   func(b []byte) []byte
		messages int // at least so many come through
	}{
		"a stretch in the middle overwritten": {func(b []byte) []byte {
			copy(b[len(b)/2:], bytes.Repeat([]byte{0xA5}, 2*page))
			return b
		}, 75},
		"every tenth page overwritten": {func(b []byte) []byte {
			for at := 40 * page; at+page <= len(b); at += 10 * page {
				copy(b[at:], bytes.Repeat([]byte{0}, page))
			}
			return b
		}, 1},
		"cut off in the middle":    {func(b []byte) []byte { return b[:len(b)/2/page*page] }, 20},
		"cut off within a page":    {func(b []byte) []byte { return b[:len(b)-page/2] }, 75},
		"the schema overwritten":   {func(b []byte) []byte { copy(b[100:page], bytes.Repeat([]byte{0xFF}, page)); return b }, 0},
		"the header overwritten":   {func(b []byte) []byte { copy(b, "not a database at all"); return b }, 0},
		"only garbage":             {func([]byte) []byte { return bytes.Repeat([]byte("garbage "), 5000) }, 0},
		"a few bytes":              {func([]byte) []byte { return []byte("SQLi") }, 0},
		"the first page cut short": {func(b []byte) []byte { return b[:700] }, 0},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			broken := c.damage(bytes.Clone(whole))
			must(t, os.WriteFile(filepath.Join(dir, DatabaseFile), broken, 0o600))
			must(t, os.WriteFile(filepath.Join(dir, secretsFile), secrets, 0o600))
			at := time.Date(2026, 11, 24, 12, 4, 5, 0, time.UTC)
			s := openWith(t, dir, Options{SecretsInFile: true, Now: func() time.Time { return at }})
			aside := s.Recovered()
			if want := filepath.Join(dir, "anteroom-damaged-20261124-120405.db"); aside != want {
				t.Fatalf("set aside as %q", aside)
			}
			kept, err := os.ReadFile(aside)
			must(t, err)
			if !bytes.Equal(kept, broken) {
				t.Error("the damaged file was changed")
			}
			b := load(t, s)
			messages, err := s.Messages(t.Context(), time.Time{}, 1000)
			must(t, err)
			t.Logf("saved: %d settings, %d lines, %d principals, %d drafts, %d messages", len(b.Settings), len(b.Accounts), len(b.Principals), len(b.Drafts), len(messages))
			if len(messages) < c.messages {
				t.Errorf("%d messages saved, at least %d can be read", len(messages), c.messages)
			}
			if c.messages > 0 && (len(b.Drafts) != 1 || b.Settings[softphone.SetCompany] != "Fjordlast" || string(b.Passwords["line"]) != "secret") {
				t.Errorf("drafts %v, settings %v, %d passwords", b.Drafts, b.Settings, len(b.Passwords))
			}
			must(t, s.SaveMessage(t.Context(), softphone.Message{ID: "after"}))
			closed(t, s)
			if again := open(t, dir); again.Recovered() != "" {
				t.Error("the new database is damaged too")
			}
		})
	}
}

func TestReplacing_ThatWasCutShortBeginsAnewOrEnds(t *testing.T) {
	whole, _ := wellFilled(t)
	broken := bytes.Clone(whole)
	copy(broken[len(broken)/2:], bytes.Repeat([]byte{0xA5}, 8192))

	dir := t.TempDir() // killed while the new one was being filled
	must(t, os.WriteFile(filepath.Join(dir, DatabaseFile), broken, 0o600))
	must(t, os.WriteFile(filepath.Join(dir, DatabaseFile+fresh), []byte("half a new database"), 0o600))
	s := open(t, dir)
	if s.Recovered() == "" || len(load(t, s).Drafts) != 1 {
		t.Error("not carried over")
	}

	dir = t.TempDir() // it cannot be done for now
	must(t, os.WriteFile(filepath.Join(dir, DatabaseFile), broken, 0o600))
	inTheWay := filepath.Join(dir, DatabaseFile+fresh)
	must(t, os.MkdirAll(filepath.Join(inTheWay, "x"), 0o700))
	if _, err := OpenWith(t.Context(), dir, Options{SecretsInFile: true}); reasonOf(err) != softphone.StoreFailed || !strings.Contains(err.Error(), "damaged") {
		t.Errorf("said %v", err)
	}
	must(t, os.RemoveAll(inTheWay))
	if s = open(t, dir); s.Recovered() == "" || len(load(t, s).Drafts) != 1 {
		t.Error("not carried over at the next start")
	}

	dir = t.TempDir() // killed after the damaged one was set aside
	must(t, os.WriteFile(filepath.Join(dir, DatabaseFile+fresh), whole, 0o600))
	if s = open(t, dir); len(load(t, s).Drafts) != 1 {
		t.Error("the finished new one is not taken up")
	}
}

func TestEmptyFile_IsANewDatabase(t *testing.T) {
	dir := t.TempDir()
	must(t, os.WriteFile(filepath.Join(dir, DatabaseFile), nil, 0o644))
	s := open(t, dir)
	must(t, s.SaveSetting(t.Context(), "k", "v"))
	if s.Recovered() != "" {
		t.Errorf("set aside: %s", s.Recovered())
	}
}

func TestEmptyFile_WithALogBesideItIsSetAsideBeforeSQLiteDeletesTheLog(t *testing.T) {
	dir := t.TempDir()
	must(t, os.WriteFile(filepath.Join(dir, DatabaseFile), nil, 0o600))
	must(t, os.WriteFile(filepath.Join(dir, DatabaseFile+"-wal"), []byte("rows"), 0o600))
	s := open(t, dir)
	if text, err := os.ReadFile(s.Recovered() + "-wal"); err != nil || string(text) != "rows" {
		t.Errorf("the log is %q, %v", text, err)
	}
}

func TestDamagedValues_AreTakenAsNotKnown(t *testing.T) {
	s := open(t, t.TempDir())
	must(t, s.SaveMessage(t.Context(), softphone.Message{ID: "m", Verbatim: "kept", Taken: time.Now()}))
	_, err := s.write.Exec("UPDATE message SET taken = 'yesterday', delivered_at = '2026-11-24T12:04:05.000000000Z[??]'")
	must(t, err)
	m, err := s.Message(t.Context(), "m")
	must(t, err)
	if m.Verbatim != "kept" || !m.Taken.IsZero() || !m.DeliveredAt.Equal(time.Date(2026, 11, 24, 12, 4, 5, 0, time.UTC)) {
		t.Errorf("%+v", m)
	}
}

func TestImpossibleTime_IsRefused(t *testing.T) {
	s := open(t, t.TempDir())
	err := s.SaveMessage(t.Context(), softphone.Message{ID: "m", Taken: time.Date(20226, 1, 1, 0, 0, 0, 0, time.UTC)})
	if reasonOf(err) != softphone.BadValue {
		t.Errorf("said %v", err)
	}
}

func TestFullDisk_IsSaidAndLosesNothing(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	var pages int
	must(t, s.write.QueryRow("PRAGMA page_count").Scan(&pages))
	_, err := s.write.Exec(fmt.Sprintf("PRAGMA max_page_count = %d", pages+20))
	must(t, err)
	call := softphone.Call{ID: "c", Started: time.Now()}
	must(t, s.SaveCall(t.Context(), call))
	saved := 0
	for err = nil; err == nil && saved < 1000; {
		m := softphone.Message{ID: softphone.MessageID(fmt.Sprint(saved)), Verbatim: strings.Repeat("x", 3000)}
		if err = s.SaveMessage(t.Context(), m); err == nil {
			saved++
		}
	}
	if reasonOf(err) != softphone.DiskFull {
		t.Fatalf("after %d messages: %v", saved, err)
	}
	call.Visits = make([]softphone.Visit, 500)
	if err := s.SaveCall(t.Context(), call); reasonOf(err) != softphone.DiskFull {
		t.Errorf("call: %v", err)
	}
	_, err = s.write.Exec("PRAGMA max_page_count = 1000000")
	must(t, err)
	must(t, s.SaveCall(t.Context(), call))
	closed(t, s)
	s = open(t, dir)
	messages, err := s.Messages(t.Context(), time.Time{}, 2000)
	must(t, err)
	if len(messages) != saved || s.Recovered() != "" {
		t.Errorf("%d of %d messages", len(messages), saved)
	}
}
