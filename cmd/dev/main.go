// Command dev is the one command for whoever works on Anteroom:
//
//	go run ./cmd/dev run [flags and arguments of anteroom]
//	go run ./cmd/dev test
//
// It needs Go and nothing else: what it misses on the machine it fetches or names. It is written with the standard
// library alone, so that it starts in seconds where nothing has been built yet.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"anteroom/cmd/dev/process"
)

type verb struct {
	name, about string
	do          func(ctx context.Context, r repo, args []string) error
}

var verbs = []verb{
	{"run", "build Anteroom and start it; arguments are handed on (without a display: on a virtual one)", run},
	{"test", "everything that is checked before a change is taken: format, vet, tests, the walks through the window in Norwegian", test},
	{"interop", "calls against real exchanges and telephones (kamailio, Asterisk, baresip, sipp), then the walks in English; takes minutes", interop},
	{"soak", "eight calls with real peers for an hour, or as long as said (soak 10m): nothing the program takes may grow", soak},
	{"bench", "the Go benchmarks of all packages, then a table side by side with baresip (bench table: only that)", bench},
	{"package", "build a release and pack it with icon and desktop entry into dist/", pack},
	{"picture", "renew the screenshot of the README", picture},
}

// exitCode is an error that ends the program with that code and no further words.
type exitCode int

func (c exitCode) Error() string { return fmt.Sprintf("exit code %d", int(c)) }

func main() {
	process.FollowParent()
	// A second signal ends the program the hard way.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop)
	err := dispatch(ctx, os.Args[1:])
	var code exitCode
	switch {
	case err == nil:
	case errors.As(err, &code):
		os.Exit(int(code))
	default:
		fmt.Fprintln(os.Stderr, "dev:", err)
		os.Exit(1)
	}
}

func dispatch(ctx context.Context, args []string) error {
	if len(args) == 0 {
		return errors.New(usage())
	}
	for _, v := range verbs {
		if v.name == args[0] {
			r, err := findRepo()
			if err != nil {
				return err
			}
			return v.do(ctx, r, args[1:])
		}
	}
	return fmt.Errorf("there is no %q\n%s", args[0], usage())
}

func usage() string {
	var b strings.Builder
	b.WriteString("say what to do:\n")
	for _, v := range verbs {
		fmt.Fprintf(&b, "  go run ./cmd/dev %-9s %s\n", v.name, v.about)
	}
	return strings.TrimRight(b.String(), "\n")
}
