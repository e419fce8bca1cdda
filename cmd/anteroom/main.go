// Command anteroom is the secretary's telephone desk; `anteroom ctl` drives a running one.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"

	_ "anteroom/cmd/anteroom/aforehand" // before the window toolkit
	"anteroom/softphone"
	"anteroom/softphone/control"
)

// version is set by the build.
var version = "0.1.0"

// The exit codes.
const (
	exitDone       = 0
	exitRefused    = 1
	exitNotRunning = 2

	// maxTable is how long a table on standard input may be, in bytes: a request has to hold it.
	maxTable = 700_000
)

const usageText = `anteroom [--data DIR] [--headless] [--lang nb|en] [--audio default|null|file:IN.wav,OUT.wav] [--log LEVEL] [--forget-password] [tel:NUMBER]
anteroom ctl [--data DIR] VERB …
`

// flags is what the program was started with.
type flags struct {
	data, lang, audio, log string
	headless               bool
	forget                 bool // the manager's password
	tel                    string
}

func main() { os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }

func run(args []string, in io.Reader, out, errs io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if len(args) > 0 && args[0] == "ctl" {
		return runCtl(ctx, args[1:], in, out)
	}
	f, err := parse(args, errs)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return exitDone
	case err != nil:
		return exitRefused
	}
	level := new(slog.LevelVar)
	if err := level.UnmarshalText([]byte(f.log)); err != nil {
		fmt.Fprintln(errs, "--log takes debug, info, warn or error")
		return exitRefused
	}
	if os.Getenv("GOMAXPROCS") == "" {
		// The sound is due every 20 ms and must find a place to run at once, not wait until the window or the collector
		// leaves one.
		runtime.GOMAXPROCS(runtime.GOMAXPROCS(0) + 2)
	}
	log := slog.New(slog.NewTextHandler(errs, &slog.HandlerOptions{Level: level}))
	slog.SetDefault(log)
	if err := start(ctx, f, log, out); err != nil {
		fmt.Fprintln(errs, "anteroom:", err)
		return exitRefused
	}
	return exitDone
}

func parse(args []string, errs io.Writer) (flags, error) {
	var f flags
	set := flag.NewFlagSet("anteroom", flag.ContinueOnError)
	set.SetOutput(errs)
	set.Usage = func() {
		fmt.Fprint(errs, usageText)
		set.PrintDefaults()
	}
	set.StringVar(&f.data, "data", "", "data folder (default: the user's)")
	set.StringVar(&f.lang, "lang", "", "language, nb or en; kept as the setting")
	set.StringVar(&f.audio, "audio", "default", "default, null or file:IN.wav,OUT.wav")
	set.StringVar(&f.log, "log", "warn", "debug, info, warn or error")
	set.BoolVar(&f.forget, "forget-password", false, "takes the office manager's password away, if it was forgotten")
	set.BoolVar(&f.headless, "headless", false, "the same desk with no window")
	if err := set.Parse(args); err != nil {
		return f, err
	}
	switch rest := set.Args(); {
	case len(rest) > 1 || len(rest) == 1 && !strings.HasPrefix(strings.ToLower(rest[0]), "tel:"):
		fmt.Fprint(errs, usageText)
		return f, fmt.Errorf("unknown argument %q", rest[0])
	case len(rest) == 1:
		f.tel = rest[0]
	}
	if f.lang != "" && f.lang != "nb" && f.lang != "en" {
		fmt.Fprintln(errs, "--lang takes nb or en")
		return f, errors.New("language")
	}
	var err error
	if f.data, err = dataFolder(f.data); err != nil {
		fmt.Fprintln(errs, "anteroom:", err)
	}
	return f, err
}

// wholePaths names files as the running program has to: it stands in another folder.
func wholePaths(args []string) []string {
	if len(args) < 3 || args[0] != "contact" || args[1] != "import" && args[1] != "export" {
		return args
	}
	args = slices.Clone(args)
	if path, err := filepath.Abs(args[2]); err == nil {
		args[2] = path
	}
	return args
}

// runCtl sends one verb to the running program. Exit 0 done, 1 refused, 2 not running.
func runCtl(ctx context.Context, args []string, in io.Reader, out io.Writer) int {
	set := flag.NewFlagSet("ctl", flag.ContinueOnError)
	set.SetOutput(io.Discard)
	data := set.String("data", "", "")
	refuse := func(code int, why string) int {
		json.NewEncoder(out).Encode(map[string]string{"error": why})
		return code
	}
	if err := set.Parse(args); err != nil {
		return refuse(exitRefused, "usage: anteroom ctl [--data DIR] VERB …")
	}
	dir, err := dataPath(*data)
	if err != nil {
		return refuse(exitRefused, err.Error())
	}
	var stdin string
	for _, a := range set.Args() {
		if a == "--password-stdin" || a == "-password-stdin" {
			text, err := io.ReadAll(io.LimitReader(in, 4096))
			if err != nil {
				return refuse(exitRefused, "password: "+err.Error())
			}
			stdin = string(text)
		}
	}
	if a := set.Args(); len(a) == 2 && a[0] == "faq" && a[1] == "import" {
		text, err := io.ReadAll(io.LimitReader(in, maxTable))
		if err != nil {
			return refuse(exitRefused, "table: "+err.Error())
		}
		if len(text) == maxTable {
			return refuse(exitRefused, "table: too large for this way; the window's page imports it")
		}
		stdin, _ = softphone.PlainText(text)
	}
	err = control.Send(ctx, dir, wholePaths(fromHere(set.Args())), stdin, out)
	var refused control.Refused
	switch {
	case err == nil:
		return exitDone
	case errors.Is(err, control.ErrNotRunning):
		return refuse(exitNotRunning, "no Anteroom runs with the data folder "+dir)
	case errors.As(err, &refused):
		return refuse(exitRefused, string(refused))
	}
	return refuse(exitRefused, err.Error())
}
