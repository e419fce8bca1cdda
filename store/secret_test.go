package store

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/zalando/go-keyring"

	"anteroom/softphone"
)

// fakeRing is a keyring in memory. While hung is open its calls do not return.
type fakeRing struct {
	kept  map[string]string
	fails error
	hung  chan struct{}
}

func (f *fakeRing) wait() error {
	if f.hung != nil {
		<-f.hung
	}
	return f.fails
}

func (f *fakeRing) Get(service, user string) (string, error) {
	if err := f.wait(); err != nil {
		return "", err
	}
	password, ok := f.kept[service+" "+user]
	if !ok {
		return "", keyring.ErrNotFound
	}
	return password, nil
}

func (f *fakeRing) Set(service, user, password string) error {
	err := f.wait()
	if err == nil {
		f.kept[service+" "+user] = password
	}
	return err
}

func (f *fakeRing) Delete(service, user string) error {
	err := f.wait()
	if err == nil {
		delete(f.kept, service+" "+user)
	}
	return err
}

func TestPasswords_GoToTheKeyringWhereThereIsOne(t *testing.T) {
	one, other, ring := t.TempDir(), t.TempDir(), &fakeRing{kept: map[string]string{}}
	for dir, password := range map[string]softphone.Secret{one: "first", other: "second"} {
		s := openWith(t, dir, Options{ring: ring})
		must(t, s.SaveAccount(t.Context(), softphone.Account{ID: "line"}, password))
		closed(t, s)
	}
	s := openWith(t, one, Options{ring: ring})
	b := load(t, s)
	if string(b.Passwords["line"]) != "first" || b.SecretsInFile || size(filepath.Join(one, secretsFile)) > 0 {
		t.Errorf("%v in the file %t", plain(b.Passwords), b.SecretsInFile)
	}
	must(t, s.RemoveAccount(t.Context(), "line"))
	if len(ring.kept) != 1 {
		t.Errorf("%d kept", len(ring.kept))
	}
	for key := range ring.kept {
		if !strings.HasPrefix(key, "app.anteroom.console line@") {
			t.Errorf("kept as %q", key)
		}
	}
}

func TestPasswords_AreInAFileWhereTheKeyringRefuses(t *testing.T) {
	dir, ring := t.TempDir(), &fakeRing{fails: errors.New("no such service")}
	s := openWith(t, dir, Options{ring: ring})
	must(t, s.SaveAccount(t.Context(), softphone.Account{ID: "line"}, "secret"))
	if b := load(t, s); string(b.Passwords["line"]) != "secret" || !b.SecretsInFile {
		t.Errorf("%v in the file %t", plain(b.Passwords), b.SecretsInFile)
	}
	closed(t, s)

	// A keyring that came later takes the password over when it is saved next, and finds the one in the file till then.
	ring.fails, ring.kept = nil, map[string]string{}
	s = openWith(t, dir, Options{ring: ring})
	if b := load(t, s); string(b.Passwords["line"]) != "secret" || !b.SecretsInFile {
		t.Errorf("%v in the file %t", plain(b.Passwords), b.SecretsInFile)
	}
	must(t, s.SaveAccount(t.Context(), softphone.Account{ID: "line"}, "newer"))
	if s.SecretsInFile(t.Context()) {
		t.Error("still said to be in the file")
	}
	if text, _ := os.ReadFile(filepath.Join(dir, secretsFile)); len(ring.kept) != 1 || strings.Contains(string(text), "secret") {
		t.Errorf("keyring %d, file %s", len(ring.kept), text)
	}
}

func TestKeyring_ThatFailsWhileTheProgramRunsIsTold(t *testing.T) {
	ring := &fakeRing{kept: map[string]string{}}
	s := openWith(t, t.TempDir(), Options{ring: ring})
	must(t, s.SaveAccount(t.Context(), softphone.Account{ID: "one"}, "secret"))
	if s.SecretsInFile(t.Context()) {
		t.Error("in the file while the keyring takes it")
	}
	ring.fails = errors.New("locked")
	must(t, s.SaveAccount(t.Context(), softphone.Account{ID: "two"}, "secret"))
	if !s.SecretsInFile(t.Context()) {
		t.Error("the file holds one, and it is not said")
	}
	ring.fails = nil
	must(t, s.RemoveAccount(t.Context(), "two"))
	if s.SecretsInFile(t.Context()) {
		t.Error("the file is empty again")
	}
}

func TestKeyring_ThatHangsIsDecidedOnceAndNotWaitedForAgain(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		ring := &fakeRing{hung: make(chan struct{})}
		s, _, err := openSecrets(filepath.Join(dir, secretsFile), "", "identity", ring)
		must(t, err)
		for range 3 {
			if !s.inFile(t.Context()) {
				t.Error("a hanging keyring is used")
			}
			where, err := s.keep(t.Context(), "line", "secret")
			must(t, err)
			found, err := s.find(t.Context(), map[softphone.LineID]keeping{"line": where})
			must(t, err)
			if string(found["line"]) != "secret" {
				t.Error("the password is lost")
			}
		}
		close(ring.hung)
	})
}

func TestKeyring_LockedAtTheStartLeavesTheUserTimeToUnlockIt(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		ring := &fakeRing{kept: map[string]string{keyringService + " line@identity": "secret"}, hung: make(chan struct{})}
		s, _, err := openSecrets(filepath.Join(dir, secretsFile), "", "identity", ring)
		must(t, err)
		unlock := make(chan struct{})
		go func() {
			defer close(unlock)
			synctest.Wait() // until find waits as well
			close(ring.hung)
		}()
		found, err := s.find(t.Context(), map[softphone.LineID]keeping{"line": inKeyring})
		must(t, err)
		if string(found["line"]) != "secret" {
			t.Error("not found")
		}
		<-unlock
	})
}

func TestLoad_NamesTheLineWhosePasswordTheKeyringDoesNotGive(t *testing.T) {
	dir, ring := t.TempDir(), &fakeRing{kept: map[string]string{}}
	s := openWith(t, dir, Options{ring: ring})
	must(t, s.SaveAccount(t.Context(), softphone.Account{ID: "line"}, "secret"))
	must(t, s.SaveAccount(t.Context(), softphone.Account{ID: "direct"}, ""))
	closed(t, s)
	ring.fails = errors.New("locked")
	if b := load(t, openWith(t, dir, Options{ring: ring})); len(b.Passwords) != 0 || !slices.Equal(b.Locked, []softphone.LineID{"line"}) {
		t.Errorf("%d passwords, locked %v", len(b.Passwords), b.Locked)
	}
}

func TestSecretsFile_ThatCannotBeReadIsSetAside(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	must(t, s.SaveAccount(t.Context(), softphone.Account{ID: "line", Address: "pbx.example"}, "secret"))
	closed(t, s)
	must(t, os.WriteFile(filepath.Join(dir, secretsFile), []byte(`{"line@`), 0o600))
	s = open(t, dir)
	if text, err := os.ReadFile(s.Recovered()); err != nil || string(text) != `{"line@` {
		t.Errorf("set aside: %q, %q, %v", s.Recovered(), text, err)
	}
	if b := load(t, s); len(b.Accounts) != 1 || len(b.Passwords) != 0 {
		t.Errorf("%d lines, %d passwords", len(b.Accounts), len(b.Passwords))
	}
	must(t, s.SaveAccount(t.Context(), softphone.Account{ID: "line", Address: "pbx.example"}, "secret"))
	if string(load(t, s).Passwords["line"]) != "secret" {
		t.Error("the password given anew is not kept")
	}
}

func TestSecrets_NeverStandInTheDatabase(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	must(t, s.SaveAccount(t.Context(), softphone.Account{ID: "line"}, "tRes0 secr3t"))
	closed(t, s)
	text, err := os.ReadFile(filepath.Join(dir, DatabaseFile))
	must(t, err)
	if strings.Contains(string(text), "tRes0") {
		t.Error("the password is in the database")
	}
}
