package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"time"

	"github.com/zalando/go-keyring"

	"anteroom/softphone"
)

const (
	keyringService = "app.anteroom.console"
	secretsFile    = "secrets.json"

	// answerTime is how long a keyring may take before it counts as none.
	answerTime = 2 * time.Second
	// unlockTime is how long the user has to unlock a keyring that is known to hold passwords of this folder.
	unlockTime = 20 * time.Second
)

// keeping is where a password is kept.
type keeping string

const (
	inNothing keeping = ""
	inKeyring keeping = "keyring"
	inFile    keeping = "file"
)

// ring is a system keyring. Its calls may hang, for example on a question to the user.
type ring interface {
	Get(service, user string) (string, error)
	Set(service, user, password string) error
	Delete(service, user string) error
}

type systemRing struct{}

func (systemRing) Get(service, user string) (string, error) { return keyring.Get(service, user) }
func (systemRing) Set(service, user, pw string) error       { return keyring.Set(service, user, pw) }
func (systemRing) Delete(service, user string) error        { return keyring.Delete(service, user) }

// secrets keeps passwords in the system keyring, and where there is none, in a file that only this user can read.
type secrets struct {
	path     string
	identity string
	ring     ring
	probed   chan error // gives the keyring's first answer, once; nil: no keyring is asked

	mu      sync.Mutex // guards decided, usable, kept
	decided bool
	usable  bool // the keyring
	kept    map[string]string
}

// openSecrets reads the file and begins to ask the keyring whether it is there. A file that cannot be understood is
// set aside under the name given back.
func openSecrets(path, spoilt, identity string, r ring) (_ *secrets, setAside bool, err error) {
	s := &secrets{path: path, identity: identity, ring: r, decided: r == nil, kept: map[string]string{}}
	text, err := os.ReadFile(path)
	switch {
	case err == nil:
		if err := makePrivate(path); err != nil {
			return nil, false, err
		}
		if json.Unmarshal(text, &s.kept) != nil || s.kept == nil { // nil: "null"
			s.kept, setAside = map[string]string{}, true
			if err := os.Rename(path, spoilt); err != nil {
				return nil, false, err
			}
		}
	case !errors.Is(err, fs.ErrNotExist):
		return nil, false, err
	}
	if r != nil {
		s.probed = make(chan error, 1)
		// A keyring that never answers cannot be interrupted; this goroutine then waits with it.
		go func() {
			_, err := r.Get(keyringService, "probe@"+identity)
			s.probed <- err
		}()
	}
	return s, setAside, nil
}

// systemKeyring is the keyring of this system, nil where there can be none. Without a session bus D-Bus would start
// one of its own, which nobody would end.
func systemKeyring() ring {
	if runtime.GOOS == "darwin" || runtime.GOOS == "windows" {
		return systemRing{}
	}
	if bus := os.Getenv("DBUS_SESSION_BUS_ADDRESS"); bus != "" && bus != "autolaunch:" {
		return systemRing{}
	}
	if _, err := os.Stat(fmt.Sprintf("/run/user/%d/bus", os.Getuid())); err == nil {
		return systemRing{}
	}
	return nil
}

// hasKeyring decides, once for the whole run, whether the keyring can be used.
func (s *secrets) hasKeyring(ctx context.Context, patience time.Duration) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.decided {
		return s.usable
	}
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case err := <-s.probed:
		s.decided, s.usable = true, err == nil || errors.Is(err, keyring.ErrNotFound)
	case <-timer.C:
		s.decided = true
	case <-ctx.Done(): // not decided: whoever asks next waits again
	}
	return s.usable
}

// inFile reports whether passwords are in the file, or go there: some are where a keyring is there but failed to take one.
func (s *secrets) inFile(ctx context.Context) bool {
	if !s.hasKeyring(ctx, answerTime) {
		return true
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.kept) > 0
}

// find gives the passwords that can be had of those kept.
func (s *secrets) find(ctx context.Context, where map[softphone.LineID]keeping) (map[softphone.LineID]softphone.Secret, error) {
	out := map[softphone.LineID]softphone.Secret{}
	for id, kept := range where {
		switch kept {
		case inFile:
			s.mu.Lock()
			if password, ok := s.kept[s.user(id)]; ok {
				out[id] = softphone.Secret(password)
			}
			s.mu.Unlock()
		case inKeyring:
			if !s.hasKeyring(ctx, unlockTime) {
				continue
			}
			if password, err := within(ctx, unlockTime, func() (string, error) {
				return s.ring.Get(keyringService, s.user(id))
			}); err == nil {
				out[id] = softphone.Secret(password)
			}
		}
	}
	return out, ctx.Err()
}

// keep puts a password where it belongs and says where that is.
func (s *secrets) keep(ctx context.Context, id softphone.LineID, password softphone.Secret) (keeping, error) {
	if s.hasKeyring(ctx, answerTime) {
		user := s.user(id)
		if _, err := within(ctx, unlockTime, func() (string, error) {
			return "", s.ring.Set(keyringService, user, string(password))
		}); err == nil {
			return inKeyring, s.change(func(kept map[string]string) { delete(kept, user) })
		}
	}
	if err := ctx.Err(); err != nil {
		return inNothing, err
	}
	return inFile, s.change(func(kept map[string]string) { kept[s.user(id)] = string(password) })
}

// forget removes a password. One in a keyring that does not answer stays there: without its line it is of no use.
func (s *secrets) forget(ctx context.Context, id softphone.LineID, where keeping) error {
	user := s.user(id)
	if where == inKeyring && s.hasKeyring(ctx, answerTime) {
		_, _ = within(ctx, answerTime, func() (string, error) { return "", s.ring.Delete(keyringService, user) })
	}
	return s.change(func(kept map[string]string) { delete(kept, user) })
}

func (s *secrets) user(id softphone.LineID) string { return string(id) + "@" + s.identity }

// change alters what the file holds, and replaces the file where that made a difference. What could not be written is
// not taken for kept.
func (s *secrets) change(alter func(map[string]string)) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	kept := maps.Clone(s.kept)
	alter(kept)
	if maps.Equal(kept, s.kept) {
		return nil
	}
	text, err := json.MarshalIndent(kept, "", "  ")
	if err != nil {
		return err
	}
	if err := replace(s.path, text); err != nil {
		return err
	}
	s.kept = kept
	return nil
}

// replace writes a private file so that after a power cut either the old or the new one stands.
func replace(path string, text []byte) error {
	next := path + fresh
	if err := makePrivate(next); err != nil {
		return err
	}
	f, err := os.OpenFile(next, os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Rename(next, path); err != nil {
		return err
	}
	return flushFolder(filepath.Dir(path))
}

// within gives a call that may hang some time, then leaves it behind.
func within(ctx context.Context, patience time.Duration, call func() (string, error)) (string, error) {
	type answer struct {
		text string
		err  error
	}
	done := make(chan answer, 1)
	go func() {
		text, err := call()
		done <- answer{text, err}
	}()
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case a := <-done:
		return a.text, a.err
	case <-timer.C:
		return "", errors.New("the keyring does not answer")
	case <-ctx.Done():
		return "", ctx.Err()
	}
}
