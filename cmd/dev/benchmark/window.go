package benchmark

import (
	"context"
	"errors"
	"fmt"
	"time"

	"anteroom/cmd/dev/xvfb"
)

const (
	windowCalls = 12
	// shownShare of the pixels must be others than before for a call to be shown: a caret or a clock are far less.
	shownShare = 0.01
	calmFor    = time.Second
)

// window measures from just before INVITE is sent until the call stands on the screen, drawn without a graphics card:
// the first picture in which a hundredth of the pixels is another. The window must have stood still for a second before.
func (s *session) window(ctx context.Context, column int) error {
	if s.makers[column].name != "Anteroom" {
		return nil // the others have no window
	}
	if missing := xvfb.Missing(); len(missing) > 0 {
		return fmt.Errorf("benchmark: no screen: %v are missing", missing)
	}
	screen, err := xvfb.Start(ctx, xvfb.Options{Width: 1280, Height: 800, Fill: true})
	if err != nil {
		return err
	}
	defer screen.Close()
	s.screen = screen
	defer func() { s.screen = nil }()
	return s.withProbe(ctx, column, false, func(p *probe, sip int, t *phone) error {
		defer t.stop()
		opening, stop := context.WithTimeout(ctx, startPatience)
		defer stop()
		if _, err := screen.Window(opening, "Anteroom"); err != nil {
			return err
		}
		var took []float64
		for range windowCalls {
			before, err := calmScreen(ctx, screen)
			if err != nil {
				return err
			}
			o, err := p.dial(sip)
			if err != nil {
				return err
			}
			at, err := changedAt(ctx, screen, before)
			if err != nil {
				return err
			}
			took = append(took, millis(at.Sub(o.invite)))
			if _, err := o.until(ctx, "INVITE", 180); err != nil {
				return err
			}
			if err := errors.Join(o.giveUp(ctx), pause(ctx, 500*time.Millisecond)); err != nil {
				return err
			}
		}
		s.put(fmt.Sprintf("INVITE to the call in the window, median of %d", windowCalls), column, "%.0f ms", median(took))
		s.put("INVITE to the call in the window, worst", column, "%.0f ms", quantile(took, 1))
		return nil
	})
}

// calmScreen is what the screen shows once it has not changed much for a while.
func calmScreen(ctx context.Context, screen *xvfb.Display) ([]byte, error) {
	before, err := screen.Raw(nil)
	if err != nil {
		return nil, err
	}
	var now []byte
	since := time.Now()
	for end := since.Add(startPatience); time.Since(since) < calmFor; {
		if time.Now().After(end) {
			return nil, errors.New("benchmark: the window does not come to rest")
		}
		if err := pause(ctx, 50*time.Millisecond); err != nil {
			return nil, err
		}
		if now, err = screen.Raw(now); err != nil {
			return nil, err
		}
		if changed(before, now) > shownShare {
			since = time.Now()
			before, now = now, before
		}
	}
	return screen.Raw(before)
}

// changedAt waits for a picture that is another one, and says when it was seen, at most some milliseconds too late.
func changedAt(ctx context.Context, screen *xvfb.Display, before []byte) (time.Time, error) {
	var now []byte
	var err error
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); {
		if now, err = screen.Raw(now); err != nil {
			return time.Time{}, err
		}
		at := time.Now()
		if changed(before, now) > shownShare {
			return at, nil
		}
		if err := pause(ctx, 2*time.Millisecond); err != nil {
			return time.Time{}, err
		}
	}
	return time.Time{}, errors.New("benchmark: no call came into the window")
}

// changed is the share of 32-bit pixels that differ in two pictures.
func changed(a, b []byte) float64 {
	if len(a) != len(b) || len(a) < 4 {
		return 1
	}
	n := 0
	for i := 0; i+4 <= len(a); i += 4 {
		if a[i] != b[i] || a[i+1] != b[i+1] || a[i+2] != b[i+2] {
			n++
		}
	}
	return float64(n) / float64(len(a)/4)
}
