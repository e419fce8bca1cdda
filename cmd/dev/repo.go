package main

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
)

// tags is the one set of build tags, everywhere: another set would build everything a second time.
const tags = "migrated_fynedo,no_animations,nolibopusfile"

// repo is the checkout this command works on.
type repo struct {
	root  string // where go.mod is
	cache string // folder for what is built; outside the checkout
}

func findRepo() (repo, error) {
	dir, err := os.Getwd()
	if err != nil {
		return repo{}, err
	}
	for {
		mod, err := os.ReadFile(filepath.Join(dir, "go.mod"))
		if err == nil && strings.HasPrefix(string(mod), "module anteroom\n") {
			break
		}
		if dir == filepath.Dir(dir) {
			return repo{}, errors.New("this is no checkout of Anteroom: go to the folder with its go.mod")
		}
		dir = filepath.Dir(dir)
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		cache = os.TempDir()
	}
	// Two checkouts beside each other do not overwrite each other's program.
	h := fnv.New32a()
	h.Write([]byte(dir))
	r := repo{dir, filepath.Join(cache, "anteroom-dev", fmt.Sprintf("%08x", h.Sum32()))}
	return r, os.MkdirAll(r.cache, 0o700)
}

// tool prepares a program that works in the checkout, with its output on ours.
func (r repo) tool(ctx context.Context, name string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir = r.root
	cmd.Env = append(os.Environ(), "CGO_ENABLED=1")
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	return cmd
}

// program is where the built anteroom lies.
func (r repo) program() string {
	name := "anteroom"
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	return filepath.Join(r.cache, name)
}

// build builds the program for working on it. What git knows of the checkout is left out: git says nothing of a
// checkout that belongs to somebody else, and the build would fail.
func (r repo) build(ctx context.Context) error {
	if _, err := os.Stat(r.program()); err != nil {
		fmt.Println("Building Anteroom. The first build takes some minutes (the window toolkit and the database are")
		fmt.Println("compiled from source), later ones seconds.")
	}
	if err := r.tool(ctx, "go", "build", "-buildvcs=false", "-tags", tags, "-o", r.program(), "./cmd/anteroom").Run(); err != nil {
		return fmt.Errorf("build Anteroom: %w", err)
	}
	return nil
}
