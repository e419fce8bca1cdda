package xvfb_test

import (
	"bufio"
	"context"
	"image/png"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"anteroom/cmd/dev/process"
	"anteroom/cmd/dev/xvfb"
	"anteroom/cmd/dev/xvfb/xvfbtest"
)

func patience(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	t.Cleanup(cancel)
	return ctx
}

// listen starts xev, which opens a window and writes down every event, and gives its lines one by one.
func listen(t *testing.T, d *xvfb.Display) (next func(pattern string) string) {
	t.Helper()
	if _, err := exec.LookPath("xev"); err != nil {
		t.Skip("xev (package x11-utils) is not installed")
	}
	cmd := exec.Command("xev", "-name", "listener", "-geometry", "300x200+50+60")
	cmd.Env = append(d.Env(), "LC_ALL=C.UTF-8")
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stdout = write
	p, err := process.Start(cmd)
	write.Close()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Stop(time.Second); read.Close() })
	lines := bufio.NewReader(read)
	return func(pattern string) string {
		t.Helper()
		re := regexp.MustCompile(pattern)
		if err := read.SetReadDeadline(time.Now().Add(20 * time.Second)); err != nil {
			t.Fatal(err)
		}
		for {
			line, err := lines.ReadString('\n')
			if m := re.FindStringSubmatch(line); m != nil {
				return m[len(m)-1]
			}
			if err != nil {
				t.Fatalf("waiting for %q: %v", pattern, err)
			}
		}
	}
}

func TestType_ReachesTheFocusedWindowInNorwegianAndRussian(t *testing.T) {
	d := xvfbtest.Start(t, xvfb.Options{Width: 640, Height: 480, Layouts: "no,ru"})
	next := listen(t, d)
	if _, err := d.Window(patience(t), "^listener$"); err != nil {
		t.Fatal(err)
	}
	next(`FocusIn`)
	const text = "Aæøå Привет 12"
	if err := d.Type(patience(t), text); err != nil {
		t.Fatal(err)
	}
	var got strings.Builder
	for len([]rune(got.String())) < len([]rune(text)) {
		// A key press is told by the line that also has the looked-up text; releases have none. Shift gives 0 bytes.
		got.WriteString(next(`XmbLookupString gives [1-9]\d* bytes: \([0-9a-f ]+\) "(.*)"`))
	}
	if got.String() != text {
		t.Errorf("the window read %q, want %q", got.String(), text)
	}
	if err := d.Key(patience(t), "F2", "Return"); err != nil {
		t.Fatal(err)
	}
	next(`keysym 0xffbf, F2\)`)
	next(`keysym 0xff0d, Return\)`)
}

func TestClick_HitsThePlaceInTheWindow(t *testing.T) {
	d := xvfbtest.Start(t, xvfb.Options{Width: 640, Height: 480})
	next := listen(t, d)
	w, err := d.Window(patience(t), "^listener$")
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Click(patience(t), 120, 140); err != nil {
		t.Fatal(err)
	}
	next(`^ButtonPress`)
	if at := next(`, \((\d+,\d+)\), root:`); at != "120,140" {
		t.Errorf("clicked at %s, want 120,140", at)
	}
}

func TestWindow_FillsTheScreenWhenAsked(t *testing.T) {
	d := xvfbtest.Start(t, xvfb.Options{Width: 640, Height: 480, Fill: true})
	listen(t, d)
	w, err := d.Window(patience(t), "^listener$")
	if err != nil {
		t.Fatal(err)
	}
	width, height, err := w.Size(patience(t))
	for (width != 640 || height != 480) && err == nil && patience(t).Err() == nil {
		width, height, err = w.Size(patience(t))
	}
	if width != 640 || height != 480 || err != nil {
		t.Errorf("the window is %d×%d, %v", width, height, err)
	}
}

func TestSavePicture_ShowsWhatIsOnTheScreen(t *testing.T) {
	d := xvfbtest.Start(t, xvfb.Options{Width: 640, Height: 480})
	listen(t, d)
	if _, err := d.Window(patience(t), "^listener$"); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "screen.png")
	// xev's window is white on a black screen; it is drawn a moment after it got the focus.
	deadline := time.Now().Add(20 * time.Second)
	for {
		if err := d.SavePicture(path); err != nil {
			t.Fatal(err)
		}
		f, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		img, err := png.Decode(f)
		f.Close()
		if err != nil {
			t.Fatal(err)
		}
		if b := img.Bounds(); b.Dx() != 640 || b.Dy() != 480 {
			t.Fatalf("picture of %v", b)
		}
		r, g, b, _ := img.At(200, 200).RGBA()
		r0, g0, b0, _ := img.At(630, 470).RGBA()
		if r+g+b == 3*0xffff && r0+g0+b0 == 0 {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("inside the window %d,%d,%d, outside %d,%d,%d", r, g, b, r0, g0, b0)
		}
	}
}

func TestClose_TakesTheServerAndItsFilesAway(t *testing.T) {
	tmp := t.TempDir()
	t.Setenv("TMPDIR", tmp)
	d := xvfbtest.Start(t, xvfb.Options{Width: 320, Height: 200})
	d.Close()
	select {
	case <-d.Done():
	default:
		t.Error("the server still runs")
	}
	dir, err := os.Open(tmp)
	if err != nil {
		t.Fatal(err)
	}
	defer dir.Close()
	if names, err := dir.Readdirnames(0); len(names) > 0 || (err != nil && err != io.EOF) {
		t.Errorf("left behind: %v, %v", names, err)
	}
}

func TestStart_TwoScreensStandSideBySide(t *testing.T) {
	a := xvfbtest.Start(t, xvfb.Options{Width: 320, Height: 200})
	b := xvfbtest.Start(t, xvfb.Options{Width: 320, Height: 200})
	if a.Name == b.Name {
		t.Errorf("both are %s", a.Name)
	}
}
