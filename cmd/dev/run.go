package main

import (
	"context"
	"errors"
	"fmt"
	"hash/crc32"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"time"

	"anteroom/cmd/dev/process"
	"anteroom/cmd/dev/xvfb"
)

const (
	pictureEvery = 3 * time.Second
	// endGrace is how long the program may take to hang up its calls and close its books.
	endGrace = 15 * time.Second
)

// run builds the program and starts it with the arguments given; its exit code becomes ours.
func run(ctx context.Context, r repo, args []string) error {
	virtual := needsVirtualDisplay(args)
	packages := buildPackages
	if virtual {
		packages = slices.Concat(buildPackages, screenPackages)
	}
	if err := need(ctx, "build and start Anteroom", packages...); err != nil {
		return err
	}
	if err := r.build(ctx); err != nil {
		return err
	}
	if len(args) > 0 && args[0] == "ctl" { // in our place, so that it has the terminal, for a password typed in
		err := syscall.Exec(r.program(), slices.Concat([]string{r.program()}, args), os.Environ())
		if runtime.GOOS != "windows" { // which has no such thing
			return fmt.Errorf("start Anteroom: %w", err)
		}
	}
	cmd := exec.Command(r.program(), args...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	if virtual {
		return r.runUnseen(ctx, cmd)
	}
	return follow(ctx, cmd)
}

// needsVirtualDisplay: without a window there is nothing to show, and only X11 is asked for by its variable.
func needsVirtualDisplay(args []string) bool {
	if runtime.GOOS != "linux" || os.Getenv("DISPLAY") != "" || os.Getenv("WAYLAND_DISPLAY") != "" {
		return false
	}
	return !slices.ContainsFunc(args, func(a string) bool {
		return a == "ctl" || strings.TrimLeft(a, "-") == "headless" && strings.HasPrefix(a, "-")
	})
}

// follow runs the program to its end, hands on the wish to end, and gives the program's exit code.
func follow(ctx context.Context, cmd *exec.Cmd) error {
	p, err := process.Start(cmd)
	if err != nil {
		return fmt.Errorf("start Anteroom: %w", err)
	}
	select {
	case <-p.Done():
	case <-ctx.Done():
		p.Stop(endGrace)
	}
	if code := p.ExitCode(); code != 0 {
		return exitCode(code)
	}
	return nil
}

// runUnseen runs the program on a virtual display, and keeps a picture of it.
func (r repo) runUnseen(ctx context.Context, cmd *exec.Cmd) error {
	if _, err := exec.LookPath("Xvfb"); err != nil {
		return errors.New("there is no display, and no Xvfb to make a virtual one: install it, or use --headless")
	}
	starting, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	d, err := xvfb.Start(starting, xvfb.Options{Fill: true})
	if err != nil {
		return err
	}
	defer d.Close()
	picture := filepath.Join(r.cache, "screen.png")
	fmt.Printf("There is no display: Anteroom runs on the virtual display %s.\n", d.Name)
	fmt.Printf("What it shows is in %s (renewed every %d s).\n", picture, int(pictureEvery.Seconds()))
	fmt.Println("Another terminal can drive it:  go run ./cmd/dev run ctl status")
	fmt.Println("Ctrl-C ends it.")

	cmd.Env = d.Env()
	drawing, stop := context.WithCancel(context.Background())
	drawn := make(chan struct{})
	go func() {
		defer close(drawn)
		keepPicture(drawing, d, picture)
	}()
	err = follow(ctx, cmd)
	stop()
	<-drawn
	return err
}

// keepPicture saves the picture whenever it has changed.
func keepPicture(ctx context.Context, d *xvfb.Display, path string) {
	tick := time.NewTicker(pictureEvery)
	defer tick.Stop()
	var last uint32
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		img, err := d.Picture()
		if err == nil {
			if sum := crc32.ChecksumIEEE(img.Pix); sum != last {
				last = sum
				err = xvfb.SavePNG(img, path)
			}
		}
		if err != nil { // the program goes on without a picture
			fmt.Fprintln(os.Stderr, "dev: no picture any more:", err)
			return
		}
	}
}
