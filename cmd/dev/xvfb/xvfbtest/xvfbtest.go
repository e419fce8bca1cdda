// Package xvfbtest gives tests a screen of their own.
package xvfbtest

import (
	"context"
	"os"
	"strings"
	"testing"
	"time"

	"anteroom/cmd/dev/xvfb"
)

// Walk names the environment variable with the language of the walks, "nb" or "en". `dev test` sets it in a step of its own,
// and `dev interop` the other language. Tests that walk through the real window run only there: they need programs that are
// not everywhere, and a machine with nothing else to do.
const Walk = "ANTEROOM_WALK"

// Binary names the environment variable in which `dev test` and `dev interop` hand on the path of the built program.
const Binary = "ANTEROOM_BINARY"

// Start starts a screen that is closed at the end of the test. Where programs for it are missing the test is skipped
// and says so; inside `dev test`, which has fetched them, it fails.
func Start(t testing.TB, o xvfb.Options) *xvfb.Display {
	t.Helper()
	if missing := xvfb.Missing(); len(missing) > 0 {
		say := t.Skipf
		if os.Getenv(Binary) != "" {
			say = t.Fatalf
		}
		say("no screen to test on: not installed: %s (`go run ./cmd/dev test` fetches them)", strings.Join(missing, ", "))
	}
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	d, err := xvfb.Start(ctx, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(d.Close)
	return d
}

// Program is the path of the anteroom program that `dev test` has built. A test that needs it is skipped elsewhere.
func Program(t testing.TB) string {
	t.Helper()
	path := os.Getenv(Binary)
	if path == "" {
		t.Skipf("needs the built program: run `go run ./cmd/dev test`, or set %s to its path", Binary)
	}
	return path
}

// NeedsWalk skips a test outside the walks of `dev test` and `dev interop`, and gives the language to walk in.
func NeedsWalk(t testing.TB) (language string) {
	t.Helper()
	language = os.Getenv(Walk)
	switch language {
	case "":
		t.Skipf("a walk through the real window: runs in `go run ./cmd/dev test` and `interop`, or with %s=nb or en", Walk)
	case "nb", "en":
	default:
		t.Fatalf("%s=%s: walks are in nb or in en", Walk, language)
	}
	return language
}
