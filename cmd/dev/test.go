package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"go/format"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"anteroom/cmd/dev/xvfb/xvfbtest"
)

// test checks everything that has to hold before a change is taken. The arrows between the packages and the house
// rules are ordinary tests of this package, and fuzz tests run on their seeds.
func test(ctx context.Context, r repo, args []string) error {
	if len(args) > 0 {
		return errors.New("test takes no arguments; for one package use go test -tags " + tags)
	}
	return runSteps(ctx, os.Stdout, []step{
		{name: "system packages", vital: true, do: func(ctx context.Context) error {
			return need(ctx, "build and test Anteroom", slices.Concat(buildPackages, screenPackages, handPackages)...)
		}},
		{name: "sound server", do: func(ctx context.Context) error {
			if _, err := exec.LookPath("pipewire"); err == nil {
				return skipped("PipeWire is at work here, and PulseAudio beside it could take the desktop's sound over")
			}
			if s := thisSystem(); s.name != "debian" {
				return skipped("only Debian's and Ubuntu's packages are known; a PulseAudio that is installed is used")
			}
			return need(ctx, "test with sound devices", soundPackages...)
		}},
		{name: "format (gofmt)", do: func(context.Context) error { return r.format() }},
		{name: "go vet", do: func(ctx context.Context) error {
			if err := r.tool(ctx, "go", "vet", "-tags", tags, "./...").Run(); err != nil {
				return err
			}
			return r.tool(ctx, "go", "vet", "-tags", tags+",interop", "./cmd/dev/...").Run()
		}},
		{name: "build", do: r.build},
		{name: "tests with the race detector", do: func(ctx context.Context) error {
			// One package more than there are processors: those of the line and the sound wait minutes for real timers
			// and devices, and use next to no processor.
			_, err := r.goTest(ctx, tags, nil, "-race", "-p", strconv.Itoa(runtime.NumCPU()+1), "-timeout", "12m", "./...")
			return err
		}},
		r.walk("walks through the window, in Norwegian", "nb"),
	})
}

// walk goes through the real window on a virtual display in one language.
func (r repo) walk(name, language string) step {
	return step{name: name, do: func(ctx context.Context) error {
		_, err := r.goTest(ctx, tags, []string{xvfbtest.Walk + "=" + language}, "-count=1", "-timeout", "10m", "-run", "Walk", "./cmd/anteroom")
		return err
	}}
}

// goTest runs tests, hands them the path of the built program, and gives what they said.
func (r repo) goTest(ctx context.Context, tags string, env []string, args ...string) (said string, err error) {
	var out bytes.Buffer
	cmd := r.tool(ctx, "go", append([]string{"test", "-tags", tags}, args...)...)
	cmd.Stdout = io.MultiWriter(cmd.Stdout, &out)
	cmd.WaitDelay = time.Minute // for a program left behind that holds the output open
	cmd.Env = append(cmd.Env, xvfbtest.Binary+"="+r.program())
	cmd.Env = append(cmd.Env, env...)
	err = cmd.Run()
	return out.String(), err
}

// format finds the files that gofmt would change.
func (r repo) format() error {
	var wrong []string
	err := filepath.WalkDir(r.root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := d.Name()
		if d.IsDir() && path != r.root && (strings.HasPrefix(name, ".") || name == "testdata") {
			return fs.SkipDir
		}
		if d.IsDir() || filepath.Ext(name) != ".go" {
			return nil
		}
		have, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		want, err := format.Source(have)
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		if !bytes.Equal(have, want) {
			wrong = append(wrong, path)
		}
		return nil
	})
	if err == nil && len(wrong) > 0 {
		err = fmt.Errorf("not formatted; run gofmt -w on:\n  %s", strings.Join(wrong, "\n  "))
	}
	return err
}
