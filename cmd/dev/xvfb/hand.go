package xvfb

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Window is one window of a program on the screen.
type Window struct {
	d  *Display
	id string
}

// Window waits until a visible window has a title that matches a regular expression, and gives it the focus.
func (d *Display) Window(ctx context.Context, title string) (*Window, error) {
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for {
		// xdotool's own --sync knows no deadline and ends with an error where nothing is found: ask again instead.
		if out, err := d.output(ctx, "xdotool", "search", "--onlyvisible", "--name", title); err == nil && out != "" {
			id, _, _ := strings.Cut(out, "\n")
			w := &Window{d, id}
			return w, w.Focus(ctx)
		}
		select {
		case <-tick.C:
		case <-d.Done():
			return nil, fmt.Errorf("xvfb: the X server ended")
		case <-ctx.Done():
			return nil, fmt.Errorf("xvfb: no window %q came: %w", title, ctx.Err())
		}
	}
}

// Focus raises the window, gives it the keyboard and waits until it has it.
func (w *Window) Focus(ctx context.Context) error {
	return w.d.run(ctx, "xdotool", "windowactivate", "--sync", w.id)
}

// Size is the window's present size in pixels.
func (w *Window) Size(ctx context.Context) (width, height int, err error) {
	out, err := w.d.output(ctx, "xdotool", "getwindowgeometry", "--shell", w.id)
	if err != nil {
		return 0, 0, err
	}
	for line := range strings.Lines(out) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), "=")
		switch name {
		case "WIDTH":
			width, err = strconv.Atoi(value)
		case "HEIGHT":
			height, err = strconv.Atoi(value)
		}
		if err != nil {
			return 0, 0, fmt.Errorf("xvfb: size of window %s: %w", w.id, err)
		}
	}
	return width, height, nil
}

// Click presses the left mouse button at a place in the window, in pixels from its upper left corner.
func (w *Window) Click(ctx context.Context, x, y int) error {
	return w.d.run(ctx, "xdotool", "mousemove", "--window", w.id, strconv.Itoa(x), strconv.Itoa(y), "click", "1")
}

// Key presses keys one after the other, by their X names, with "+" between those held together:
// Key(ctx, "F2", "ctrl+s", "Return").
func (d *Display) Key(ctx context.Context, keys ...string) error {
	return d.run(ctx, "xdotool", append([]string{"key", "--delay", "30", "--clearmodifiers"}, keys...)...)
}

// Type types a text into whatever has the keyboard. Letters beyond English need Options.Layouts: without a layout that
// has it, xdotool redefines a key for a moment, and a program may read the key after the moment has passed.
func (d *Display) Type(ctx context.Context, text string) error {
	// "--" ends the options: a text may begin with a hyphen.
	return d.run(ctx, "xdotool", "type", "--delay", "30", "--clearmodifiers", "--", text)
}
