// Package lock seals the manager's password with Argon2id (RFC 9106) and lets it be tried, not too often.
package lock

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"

	"anteroom/softphone"
)

// What a new password is sealed with: the second recommended option of RFC 9106 §4, memory in KiB.
const (
	passes, memory, lanes = 3, 64 * 1024, 4
	saltLength, keyLength = 16, 32
)

// What a sealed password may ask for, at most: one from a damaged file must not take the whole computer.
const mostPasses, mostMemory = 20, 1 << 20

// After so many wrong ones in a row each further costs twice the wait of the one before.
const (
	freeTries   = 3
	firstWait   = 2 * time.Second
	longestWait = 5 * time.Minute
)

// Lock tries passwords one at a time.
type Lock struct {
	now func() time.Time

	mu    sync.Mutex // guards the rest
	wrong int
	until time.Time
}

var _ softphone.Lock = (*Lock)(nil)

// New makes a lock; now is the clock, nil for the computer's.
func New(now func() time.Time) *Lock {
	if now == nil {
		now = time.Now
	}
	return &Lock{now: now}
}

// Seal gives the password's hash in the PHC string format ($argon2id$v=19$m=…,t=…,p=…$salt$hash).
func (l *Lock) Seal(_ context.Context, password softphone.Secret) (string, error) {
	text := normal(password)
	if utf8.RuneCountInString(text) < softphone.MinPassword || len(text) > softphone.MaxPassword {
		return "", softphone.Reason{Code: softphone.BadValue, Detail: fmt.Sprintf("a password of %d characters at least, %d bytes at most", softphone.MinPassword, softphone.MaxPassword)}
	}
	salt := make([]byte, saltLength)
	if _, err := rand.Read(salt); err != nil {
		return "", fmt.Errorf("lock: seal: %w", err)
	}
	key := argon2.IDKey([]byte(text), salt, passes, memory, lanes, keyLength)
	b := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, memory, passes, lanes, b.EncodeToString(salt), b.EncodeToString(key)), nil
}

// Try compares; while too many were wrong it does not even look.
func (l *Lock) Try(_ context.Context, sealed string, password softphone.Secret) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if wait := l.until.Sub(l.now()); wait > 0 {
		return softphone.Reason{Code: softphone.TooManyTries, Detail: fmt.Sprint(int(wait.Seconds()) + 1)}
	}
	salt, want, t, m, p, err := read(sealed)
	if err != nil {
		return err
	}
	got := argon2.IDKey([]byte(normal(password)), salt, t, m, p, uint32(len(want)))
	if subtle.ConstantTimeCompare(got, want) == 1 {
		l.wrong, l.until = 0, time.Time{}
		return nil
	}
	l.wrong++
	if l.wrong >= freeTries {
		l.until = l.now().Add(min(longestWait, firstWait<<min(l.wrong-freeTries, 20)))
	}
	return softphone.Reason{Code: softphone.WrongSecret}
}

// normal is the same for å typed as one character or as two.
func normal(s softphone.Secret) string { return norm.NFC.String(string(s)) }

func read(sealed string) (salt, key []byte, t, m uint32, p uint8, err error) {
	damaged := softphone.Reason{Code: softphone.BadValue, Detail: "the sealed password in the settings"}
	parts := strings.Split(sealed, "$")
	if len(parts) != 6 || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return nil, nil, 0, 0, 0, damaged
	}
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &m, &t, &p); err != nil || t < 1 || t > mostPasses || m > mostMemory || p < 1 {
		return nil, nil, 0, 0, 0, damaged
	}
	salt, err1 := base64.RawStdEncoding.DecodeString(parts[4])
	key, err2 := base64.RawStdEncoding.DecodeString(parts[5])
	if err1 != nil || err2 != nil || len(key) < 16 || len(key) > 64 {
		return nil, nil, 0, 0, 0, damaged
	}
	return salt, key, t, m, p, nil
}
