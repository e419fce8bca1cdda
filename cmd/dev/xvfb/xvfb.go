// Package xvfb is a screen that nobody sees: an X server without a monitor, a window manager, and hands for it.
//
// It lets `dev run` work on a server, and tests walk through the real window. It needs the programs Xvfb and openbox;
// pressing keys needs xdotool, and typing other letters than English ones setxkbmap.
package xvfb

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"anteroom/cmd/dev/process"
)

// Options say what the screen is like; zero values are filled in.
type Options struct {
	Width, Height int    // in pixels; 1600 × 1000
	Layouts       string // keyboard layouts for setxkbmap; "no,ru" types Norwegian and Russian. "" leaves the English one
	Fill          bool   // the program's windows fill the screen and have no frame
}

// Display is one running screen.
type Display struct {
	Name string // ":83"

	dir     string // holds the picture and the window manager's settings
	server  *process.Process
	windows *process.Process
}

// Missing lists the programs that are not there, of those a display with a keyboard needs.
func Missing() []string {
	var missing []string
	for _, name := range []string{"Xvfb", "openbox", "xdotool", "setxkbmap"} {
		if _, err := exec.LookPath(name); err != nil {
			missing = append(missing, name)
		}
	}
	return missing
}

// Start starts the X server on a free display number and the window manager on it, and returns when both are ready.
// The caller must Close the display. ctx bounds the start only.
func Start(ctx context.Context, o Options) (_ *Display, err error) {
	if o.Width == 0 || o.Height == 0 {
		o.Width, o.Height = 1600, 1000
	}
	d := &Display{}
	defer func() {
		if err != nil {
			d.Close()
		}
	}()
	if d.dir, err = os.MkdirTemp("", "anteroom-screen-"); err != nil {
		return nil, fmt.Errorf("xvfb: %w", err)
	}
	if err = d.startServer(ctx, o); err != nil {
		return nil, err
	}
	if o.Layouts != "" {
		// Before any program starts: one that starts later need not notice a change.
		if err = d.run(ctx, "setxkbmap", "-layout", o.Layouts); err != nil {
			return nil, err
		}
	}
	return d, d.startWindows(ctx, o)
}

// startServer lets Xvfb choose a free number itself and tell it through a pipe once it takes connections.
func (d *Display) startServer(ctx context.Context, o Options) error {
	read, write, err := os.Pipe()
	if err != nil {
		return fmt.Errorf("xvfb: %w", err)
	}
	defer read.Close()
	var said bytes.Buffer
	cmd := exec.Command("Xvfb", "-displayfd", "3", "-screen", "0", fmt.Sprintf("%dx%dx24", o.Width, o.Height),
		"-fbdir", d.dir, "-nolisten", "tcp", "-noreset", "-nocursor", "-dpi", "96")
	cmd.Stderr = &said
	cmd.ExtraFiles = []*os.File{write}
	d.server, err = process.Start(cmd)
	write.Close()
	if err != nil {
		return fmt.Errorf("xvfb: start the X server: %w", err)
	}
	number := make(chan string, 1)
	go func() { // ends with the pipe: at the first line, or with the server, or when read is closed
		line, _ := bufio.NewReader(read).ReadString('\n')
		number <- strings.TrimSpace(line)
	}()
	select {
	case n := <-number:
		if n == "" {
			<-d.server.Done()
			return fmt.Errorf("xvfb: the X server ended at once: %s", strings.TrimSpace(said.String()))
		}
		d.Name = ":" + n
		return nil
	case <-ctx.Done():
		return fmt.Errorf("xvfb: the X server was not ready in time: %w", ctx.Err())
	}
}

// startWindows starts openbox with settings of its own. It calls --startup's command when it has taken over the
// screen, which is our sign that windows get frames and focus from now on.
func (d *Display) startWindows(ctx context.Context, o Options) error {
	config, ready := filepath.Join(d.dir, "openbox.xml"), filepath.Join(d.dir, "ready")
	if err := os.WriteFile(config, []byte(openboxConfig(o.Fill)), 0o600); err != nil {
		return fmt.Errorf("xvfb: %w", err)
	}
	cmd := exec.Command("openbox", "--config-file", config, "--startup", "touch "+ready)
	cmd.Env = append(d.Env(), "XDG_CONFIG_HOME="+d.dir, "XDG_CACHE_HOME="+d.dir)
	var err error
	if d.windows, err = process.Start(cmd); err != nil {
		return fmt.Errorf("xvfb: start the window manager: %w", err)
	}
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		if _, err := os.Stat(ready); err == nil {
			return nil
		}
		select {
		case <-tick.C:
		case <-d.windows.Done():
			return fmt.Errorf("xvfb: the window manager ended at once: %v", d.windows.Err())
		case <-ctx.Done():
			return fmt.Errorf("xvfb: the window manager was not ready in time: %w", ctx.Err())
		}
	}
}

// openboxConfig has no key or mouse bindings of the window manager's beside focus by click: every key is the program's.
func openboxConfig(fill bool) string {
	rule := `<application type="normal"><position force="yes"><x>center</x><y>center</y></position></application>`
	if fill {
		rule = `<application type="normal"><decor>no</decor><maximized>yes</maximized></application>`
	}
	return `<?xml version="1.0" encoding="UTF-8"?>
<openbox_config xmlns="http://openbox.org/3.4/rc">
<focus><focusNew>yes</focusNew></focus>
<desktops><number>1</number></desktops>
<keyboard></keyboard>
<mouse><context name="Client"><mousebind button="Left" action="Press"><action name="Focus"/><action name="Raise"/></mousebind></context></mouse>
<applications>` + rule + `</applications>
</openbox_config>
`
}

// Env is the environment for a program that is to appear on this screen.
func (d *Display) Env() []string {
	var env []string
	for _, v := range os.Environ() {
		name, _, _ := strings.Cut(v, "=")
		switch name {
		case "DISPLAY", "WAYLAND_DISPLAY", "XDG_SESSION_TYPE", "XAUTHORITY", "XMODIFIERS":
		default:
			env = append(env, v)
		}
	}
	return append(env, "DISPLAY="+d.Name, "XDG_SESSION_TYPE=x11", "LIBGL_ALWAYS_SOFTWARE=1")
}

// Done is closed when the X server has ended, by Close or by itself.
func (d *Display) Done() <-chan struct{} { return d.server.Done() }

// Close ends the window manager and the X server. Programs still on the screen lose it.
func (d *Display) Close() {
	if d.windows != nil {
		d.windows.Stop(2 * time.Second)
	}
	if d.server != nil {
		d.server.Stop(2 * time.Second)
	}
	if d.dir != "" {
		_ = os.RemoveAll(d.dir) // a leftover in the temporary folder harms nobody
	}
}

// run runs a program on the display to its end.
func (d *Display) run(ctx context.Context, name string, args ...string) error {
	_, err := d.output(ctx, name, args...)
	return err
}

func (d *Display) output(ctx context.Context, name string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Env = d.Env()
	var out, said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &said
	if err := cmd.Run(); err != nil {
		if ctx.Err() != nil {
			err = ctx.Err()
		} else if errors.Is(err, exec.ErrNotFound) {
			return "", fmt.Errorf("xvfb: the program %s is not installed", name)
		}
		return "", fmt.Errorf("xvfb: %s %s: %w %s", name, strings.Join(args, " "), err, strings.TrimSpace(said.String()))
	}
	return strings.TrimSpace(out.String()), nil
}
