package voice

import (
	"context"
	"encoding/binary"
	"net/netip"
	"testing"
	"time"

	"anteroom/softphone"
)

// sleepyClock jumps ahead once, as it does for a program that was stopped.
type sleepyClock struct {
	*testClock
	waits, sleepsAt, endsAt int
	sleeps                  time.Duration
	end                     context.CancelFunc
}

func (c *sleepyClock) Wait(ctx context.Context, until time.Time) error {
	if c.waits++; c.waits == c.endsAt {
		c.end()
	}
	c.mu.Lock()
	if until.After(c.now) {
		c.now = until
	}
	if c.waits == c.sleepsAt {
		c.now = c.now.Add(c.sleeps)
	}
	c.mu.Unlock()
	return ctx.Err()
}

func TestEngine_TheStreamsClockGoesOnOverAStandstill(t *testing.T) {
	ctx, end := context.WithCancel(t.Context())
	clock := &sleepyClock{testClock: newTestClock(), sleepsAt: 10, endsAt: 15, sleeps: 3 * time.Second, end: end}
	d := newDesk(clock.testClock, 1000)
	d.Engine.clock = clock
	_, w := d.connect(t, "call", media("pcma", softphone.SendRecv, there), softphone.VoiceTalk)
	var first, last time.Time
	var firstTS, lastTS uint32
	marks := 0
	w.rtp = func(p []byte, _ netip.AddrPort) {
		last, lastTS = clock.Now(), binary.BigEndian.Uint32(p[4:])
		if first.IsZero() {
			first, firstTS = last, lastTS
		} else if p[1]&0x80 != 0 {
			marks++
		}
	}
	if err := d.Run(ctx); err != nil {
		t.Fatal(err)
	}
	passed := last.Sub(first)
	if passed < clock.sleeps || lastTS-firstTS != uint32(passed*8000/time.Second) || marks != 1 {
		t.Errorf("%v passed, the timestamp went on by %d, %d packets marked", passed, lastTS-firstTS, marks)
	}
}
