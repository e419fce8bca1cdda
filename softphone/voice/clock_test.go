package voice

import (
	"context"
	"errors"
	"testing"
	"time"
)

func TestSystemClock_NeverWaitsTooShort(t *testing.T) {
	c := newSystemClock()
	for _, d := range []time.Duration{-time.Second, 0, time.Millisecond, 7 * time.Millisecond, 30 * time.Millisecond} {
		until := c.Now().Add(d)
		if err := c.Wait(t.Context(), until); err != nil || c.Now().Before(until) {
			t.Errorf("waited for %v: %v, %v too short", d, err, until.Sub(c.Now()))
		}
	}
}

func TestSystemClock_EndsWithItsContext(t *testing.T) {
	c := newSystemClock()
	for _, d := range []time.Duration{0, 10 * time.Millisecond, time.Hour} {
		ctx, cancel := context.WithCancel(t.Context())
		if d == time.Hour {
			time.AfterFunc(5*time.Millisecond, cancel) // while it waits
		} else {
			cancel()
		}
		if err := c.Wait(ctx, c.Now().Add(d)); !errors.Is(err, context.Canceled) {
			t.Errorf("waited for %v without a context: %v", d, err)
		}
		cancel()
	}
}

func TestSystemClock_WaitingAllocatesNothing(t *testing.T) {
	c := newSystemClock()
	if n := testing.AllocsPerRun(20, func() { c.Wait(t.Context(), c.Now().Add(100*time.Microsecond)) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}
