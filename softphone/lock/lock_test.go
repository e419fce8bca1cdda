package lock

import (
	"errors"
	"strings"
	"testing"
	"time"

	"anteroom/softphone"
)

func code(err error) softphone.ReasonCode {
	var r softphone.Reason
	errors.As(err, &r)
	return r.Code
}

func TestLock_OpensForTheRightPasswordOnly(t *testing.T) {
	l := New(nil)
	sealed, err := l.Seal(t.Context(), "hemmelig ålesund")
	if err != nil || !strings.HasPrefix(sealed, "$argon2id$v=19$m=65536,t=3,p=4$") || strings.Contains(sealed, "hemmelig") {
		t.Fatalf("%s %v", sealed, err)
	}
	if again, _ := l.Seal(t.Context(), "hemmelig ålesund"); again == sealed {
		t.Error("two seals are alike: no salt")
	}
	if err := l.Try(t.Context(), sealed, "hemmelig a\u030alesund"); err != nil { // å of two characters
		t.Error(err)
	}
	if err := l.Try(t.Context(), sealed, "hemmelig alesund"); code(err) != softphone.WrongSecret {
		t.Error(err)
	}
	for _, bad := range []softphone.Secret{"kort", softphone.Secret(strings.Repeat("x", 300))} {
		if _, err := l.Seal(t.Context(), bad); code(err) != softphone.BadValue {
			t.Errorf("%q: %v", bad, err)
		}
	}
	if len(sealed) > 500 {
		t.Error("longer than a setting")
	}
}

func TestLock_MakesWhoGuessesWait(t *testing.T) {
	now := time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
	l := New(func() time.Time { return now })
	const sealed = "$argon2id$v=19$m=64,t=1,p=1$c2FsdHNhbHRzYWx0$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
	for range freeTries {
		if err := l.Try(t.Context(), sealed, "x"); code(err) != softphone.WrongSecret {
			t.Fatal(err)
		}
	}
	if err := l.Try(t.Context(), sealed, "x"); code(err) != softphone.TooManyTries {
		t.Fatal(err)
	}
	now = now.Add(firstWait)
	if err := l.Try(t.Context(), sealed, "x"); code(err) != softphone.WrongSecret {
		t.Fatal(err)
	}
	now = now.Add(firstWait)
	if err := l.Try(t.Context(), sealed, "x"); code(err) != softphone.TooManyTries {
		t.Errorf("the wait does not grow: %v", err)
	}
}

func TestLock_ADamagedSealIsToldAndTakesNoMemory(t *testing.T) {
	for _, bad := range []string{"x", "$argon2id$v=19$m=9999999,t=1,p=1$AAAA$AAAA", "$argon2id$v=19$m=64,t=0,p=1$AAAA$AAAA", "$argon2id$v=19$m=64,t=1,p=1$*$*"} {
		if err := New(nil).Try(t.Context(), bad, "x"); code(err) != softphone.BadValue {
			t.Errorf("%s: %v", bad, err)
		}
	}
}
