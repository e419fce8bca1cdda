package main

import (
	"archive/tar"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestMissingIn_TakesOnlyWhatIsReallyInstalled(t *testing.T) {
	const said = "gcc installed\nxvfb config-files\nlibx11-dev installed\nlibx11-dev not-installed\n"
	got := missingIn(said, []string{"gcc", "xvfb", "libx11-dev", "openbox"})
	if want := []string{"xvfb", "openbox"}; !slices.Equal(got, want) {
		t.Errorf("missing %v, want %v", got, want)
	}
}

func TestNeedsVirtualDisplay_OnlyForAWindowWithNoDisplay(t *testing.T) {
	cases := []struct {
		display, wayland string
		args             []string
		want             bool
	}{
		{"", "", nil, true},
		{"", "", []string{"--data", "x", "tel:123"}, true},
		{"", "", []string{"--headless"}, false},
		{"", "", []string{"-headless", "--data", "x"}, false},
		{"", "", []string{"ctl", "status"}, false},
		{":0", "", nil, false},
		{"", "wayland-0", nil, false},
	}
	for _, c := range cases {
		t.Setenv("DISPLAY", c.display)
		t.Setenv("WAYLAND_DISPLAY", c.wayland)
		if got := needsVirtualDisplay(c.args); got != c.want {
			t.Errorf("DISPLAY=%q WAYLAND_DISPLAY=%q %q: %v", c.display, c.wayland, c.args, got)
		}
	}
}

func TestRunSteps_GoesOnAfterAFailureAndTellsOfIt(t *testing.T) {
	var done []string
	note := func(name string, err error) step {
		return step{name: name, do: func(context.Context) error { done = append(done, name); return err }}
	}
	err := runSteps(t.Context(), io.Discard, []step{note("a", nil), note("b", errors.New("broken")), note("c", skipped("no peer")), note("d", nil)})
	if err == nil || !strings.Contains(err.Error(), "1 of 4") {
		t.Errorf("error %v", err)
	}
	if strings.Join(done, "") != "abcd" {
		t.Errorf("did %v", done)
	}
}

func TestRunSteps_StopsWhereTheRestMakesNoSense(t *testing.T) {
	err := runSteps(t.Context(), io.Discard, []step{
		{name: "packages", vital: true, do: func(context.Context) error { return errors.New("no network") }},
		{name: "build", do: func(context.Context) error { t.Error("built all the same"); return nil }},
	})
	if err == nil {
		t.Error("no error")
	}
}

func TestDispatch_NamesTheVerbsWhenItKnowsNoBetter(t *testing.T) {
	for _, args := range [][]string{nil, {"dance"}} {
		err := dispatch(t.Context(), args)
		if err == nil || !strings.Contains(err.Error(), "go run ./cmd/dev run") {
			t.Errorf("%q: %v", args, err)
		}
	}
}

func TestWriteArchive_HoldsTheFilesWithTheirModes(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "program"), []byte("machine code"), 0o600); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "a.tar.gz")
	err := writeArchive(path, "anteroom-1", []packed{
		{name: "anteroom", mode: 0o755, file: filepath.Join(dir, "program")}, {name: "x.desktop", mode: 0o644, text: desktopEntry},
	})
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	zip, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	archive := tar.NewReader(zip)
	for _, want := range []struct {
		name string
		mode int64
		text string
	}{{"anteroom-1/anteroom", 0o755, "machine code"}, {"anteroom-1/x.desktop", 0o644, "x-scheme-handler/tel;"}} {
		h, err := archive.Next()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(archive)
		if err != nil || h.Name != want.name || h.Mode != want.mode || !strings.Contains(string(text), want.text) {
			t.Errorf("%s, mode %o, %q, %v", h.Name, h.Mode, text, err)
		}
	}
	if err := writeArchive(path, "x", []packed{{name: "y", file: filepath.Join(dir, "missing")}}); err == nil {
		t.Error("a missing file was packed without a word")
	}
}

func TestVersion_StandsInTheToolkitsFile(t *testing.T) {
	r, err := findRepo()
	if err != nil {
		t.Fatal(err)
	}
	if v, err := r.version(); err != nil || strings.Count(v, ".") != 2 {
		t.Errorf("version %q, %v", v, err)
	}
}

func TestGrumbles_KeepsOnlyWhatExplainsAFailure(t *testing.T) {
	const said = "Hit:1 http://a bookworm InRelease\nErr:2 http://b bookworm InRelease\nReading package lists...\nW: Failed to fetch http://b\n"
	if got, want := grumbles(said), "Err:2 http://b bookworm InRelease\nW: Failed to fetch http://b\n"; got != want {
		t.Errorf("kept %q, want %q", got, want)
	}
}
