package voice

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"anteroom/softphone"
)

// bubbleClock is the clock of a bubble.
type bubbleClock struct{}

func (bubbleClock) Now() time.Time { return time.Now() }

func (bubbleClock) Wait(ctx context.Context, until time.Time) error {
	time.Sleep(time.Until(until))
	return ctx.Err()
}

// needyDeck notes what it is asked for.
type needyDeck struct {
	mu            sync.Mutex // guards all
	frames        int
	headset, bell bool
	restless      bool
}

func (d *needyDeck) Capture(frame []int16) { clear(frame) }
func (d *needyDeck) Ring([]int16)          {}

func (d *needyDeck) Play([]int16) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.frames++
}

func (d *needyDeck) Need(headset, bell bool) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.headset, d.bell = headset, bell
	return !d.restless
}

// passes lets a time pass and says what the deck was given in it, and needs at its end.
func (d *needyDeck) passes(t time.Duration) (frames int, headset, bell bool) {
	d.mu.Lock()
	d.frames = 0
	d.mu.Unlock()
	time.Sleep(t)
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.frames, d.headset, d.bell
}

func TestEngine_RestsWithNothingToDoAndComesBackAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		deck := new(needyDeck)
		e := New(func(softphone.Event) {}, deck, Options{Clock: bubbleClock{}})
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error)
		go func() { ended <- e.Run(ctx) }()
		idle := func(after string) {
			t.Helper()
			time.Sleep(2 * restAfter * tickLength)
			if n, headset, bell := deck.passes(time.Minute); n != 0 || headset || bell {
				t.Errorf("after %s: %d frames in a minute, headset %v, bell %v", after, n, headset, bell)
			}
		}
		busy := func(with string, wantBell bool) {
			t.Helper()
			if n, headset, bell := deck.passes(110 * time.Millisecond); n < 5 || !headset || bell != wantBell {
				t.Errorf("with %s: %d frames, headset %v, bell %v", with, n, headset, bell)
			}
		}
		idle("the beginning")
		e.Levels()
		busy("somebody looking", false)
		idle("nobody looks")
		if err := e.StartRing(ctx, softphone.RingNormal, softphone.TuneChime, softphone.DefaultCadence); err != nil {
			t.Fatal(err)
		}
		busy("a ring", true)
		e.StopRing(ctx)
		idle("the ring")
		if err := e.TryRing(ctx, softphone.TuneHarp); err != nil {
			t.Fatal(err)
		}
		busy("a ring that is tried", true)
		idle("the ring that was tried")
		if err := e.TestSound(ctx); err != nil {
			t.Fatal(err)
		}
		busy("a test", false)
		idle("the test")
		e.mu.Lock()
		e.add(newCall("call", &thread{}))
		e.mu.Unlock()
		busy("a call", false)
		if n, _, _ := deck.passes(time.Minute); n < 59*ticksASec {
			t.Errorf("%d frames in a minute of a call", n)
		}
		e.Close(ctx, "call")
		idle("the call")
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
}

func TestEngine_GoesOnForADeckThatLivesAtItsPace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		deck := &needyDeck{restless: true}
		e := New(func(softphone.Event) {}, deck, Options{Clock: bubbleClock{}})
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error)
		go func() { ended <- e.Run(ctx) }()
		time.Sleep(2 * restAfter * tickLength)
		if n, _, _ := deck.passes(time.Minute); n < 59*ticksASec {
			t.Errorf("%d frames in a minute", n)
		}
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
}
