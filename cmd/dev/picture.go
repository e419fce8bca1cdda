package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"time"

	"anteroom/cmd/dev/process"
	"anteroom/cmd/dev/xvfb"
)

// picture renews the README's screenshot: a call that is talked to, one that waits, and a message half written.
func picture(ctx context.Context, r repo, args []string) error {
	if len(args) > 0 {
		return errors.New("picture takes no arguments")
	}
	if err := need(ctx, "take the picture", slices.Concat(buildPackages, screenPackages, handPackages)...); err != nil {
		return err
	}
	if err := r.build(ctx); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, 3*time.Minute)
	defer cancel()
	data, err := os.MkdirTemp("", "anteroom-picture-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(data)
	d, err := xvfb.Start(ctx, xvfb.Options{Width: 1440, Height: 900, Fill: true})
	if err != nil {
		return err
	}
	defer d.Close()
	cmd := exec.Command(r.program(), "--data", data, "--lang", "en", "--audio", "null")
	cmd.Env = append(d.Env(), "FYNE_SCALE=1")
	p, err := process.Start(cmd)
	if err != nil {
		return fmt.Errorf("start Anteroom: %w", err)
	}
	defer p.Stop(endGrace)
	path := filepath.Join(r.root, "assets", "picture", "desk.png")
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return model{ctx, d, p, r.program(), data}.pose(path)
}

// model is the program that sits for its picture.
type model struct {
	ctx     context.Context
	screen  *xvfb.Display
	running *process.Process
	program string
	data    string
}

func (m model) pose(path string) error {
	const breath = 500 * time.Millisecond
	keys := func(keys ...string) func() error {
		return func() error { return m.screen.Key(m.ctx, keys...) }
	}
	types := func(text string) func() error {
		return func() error { return m.screen.Type(m.ctx, text) }
	}
	ctl := func(args ...string) func() error {
		return func() error { return m.until(func() bool { _, err := m.ask(args...); return err == nil }) }
	}
	for _, do := range []func() error{
		ctl("set", "first_call_done", "yes"),
		ctl("set", "theme", "light"),
		func() error { _, err := m.screen.Window(m.ctx, "Anteroom"); return err },
		keys("Escape"),
		ctl("practice", "customer"), m.state("ringing"), ctl("answer"), m.state("talking"),
		m.wait(4 * time.Second),
		ctl("hold"), m.state("held"),
		m.wait(9 * time.Second),
		ctl("practice", "supplier"), m.state("ringing"), m.wait(2 * time.Second), ctl("answer"), m.state("talking"),
		keys("2"), m.wait(time.Second),
		keys("F8"), m.wait(breath), types("Marit Lunde"), keys("Return"), m.wait(breath),
		// F8 goes to the first field that is empty; the directory knows the caller.
		keys("F8"), m.wait(breath), types("after one o'clock"),
		keys("F8"), m.wait(breath), types("Susan Pennington"),
		keys("F8"), m.wait(breath), types("There's an invoice from September that hasn't been paid. Number 4207."),
		keys("F8"), m.wait(breath), types("Lunde rings back today"),
		keys("F8"), m.wait(breath), types("today 15:00"), keys("Escape"),
		m.wait(3 * time.Second),
	} {
		if err := do(); err != nil {
			return err
		}
	}
	return m.screen.SavePicture(path)
}

func (m model) ask(args ...string) ([]byte, error) {
	return exec.CommandContext(m.ctx, m.program, append([]string{"ctl", "--data", m.data}, args...)...).Output()
}

// until asks again and again; the picture's own deadline ends it.
func (m model) until(ready func() bool) error {
	for !ready() {
		if err := m.wait(100 * time.Millisecond)(); err != nil {
			return err
		}
	}
	return nil
}

// state waits until some call is in a state.
func (m model) state(want string) func() error {
	return func() error {
		return m.until(func() bool {
			out, err := m.ask("status")
			var status struct{ Calls []struct{ State string } }
			if err != nil || json.Unmarshal(out, &status) != nil {
				return false
			}
			return slices.ContainsFunc(status.Calls, func(c struct{ State string }) bool { return c.State == want })
		})
	}
}

// wait lets time pass for the callers to speak and the clocks to run.
func (m model) wait(d time.Duration) func() error {
	return func() error {
		select {
		case <-time.After(d):
			return nil
		case <-m.running.Done():
			return errors.New("Anteroom ended while it sat for the picture")
		case <-m.ctx.Done():
			return m.ctx.Err()
		}
	}
}
