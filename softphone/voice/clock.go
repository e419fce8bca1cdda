package voice

import (
	"context"
	"time"
)

// Clock is the time the engine lives in.
type Clock interface {
	Now() time.Time
	// Wait returns nil at the moment until, at once if it has passed, and ctx's error when that ends first.
	Wait(ctx context.Context, until time.Time) error
}

// systemClock waits with one timer used over and over, so that waiting allocates nothing. It belongs to one goroutine.
type systemClock struct {
	alarm *alarm // for short waits
	timer *time.Timer
	haste haste
}

func newSystemClock() *systemClock {
	t := time.NewTimer(time.Hour)
	t.Stop()
	return &systemClock{alarm: newAlarm(), timer: t}
}

func (c *systemClock) Now() time.Time { return time.Now() }

func (c *systemClock) Wait(ctx context.Context, until time.Time) error {
	d := time.Until(until)
	if d > 0 && d <= 2*tickLength { // so short a wait need not be broken off
		for d > 0 && ctx.Err() == nil && c.sleep(d) {
			d = time.Until(until)
		}
		c.haste.adjust(ctx, c.haste.judge(-d))
	}
	if d <= 0 || ctx.Err() != nil {
		return ctx.Err()
	}
	c.timer.Reset(d)
	select {
	case <-c.timer.C:
		return nil
	case <-ctx.Done():
		c.timer.Stop()
		return ctx.Err()
	}
}

// sleep waits for a moment and reports whether it could.
func (c *systemClock) sleep(d time.Duration) bool {
	if c.haste.undo != nil {
		return nap(d)
	}
	return c.alarm.sleep(d)
}

// relax gives back what haste has taken; the goroutine that waited calls it.
func (c *systemClock) relax() {
	c.haste = haste{undo: c.haste.undo}
	c.haste.adjust(context.Background(), false)
}
