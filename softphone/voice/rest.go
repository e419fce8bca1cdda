package voice

import (
	"context"
	"sync/atomic"
	"time"
)

const (
	// restAfter is how many ticks of nothing to do come before the engine rests: 15 s, in which the deck has let its
	// devices rest too.
	restAfter = 15 * ticksASec
	// watchFor is how many ticks levels are taken for after somebody asked for them.
	watchFor = 2 * ticksASec
)

// needer is a deck whose devices rest while nobody needs them; see sound.Deck.
type needer interface {
	Need(headset, bell bool) (mayRest bool)
}

// idleness is how an engine with nothing to do ceases to tick, and how it is woken.
type idleness struct {
	roused  chan struct{}
	watched atomic.Int32 // ticks left in which somebody looks at the levels
	quiet   atomic.Int32 // ticks since something was to be done
}

// rouse has the engine tick; it is called after whatever gives it something to do.
func (i *idleness) rouse() {
	i.quiet.Store(0)
	select {
	case i.roused <- struct{}{}:
	default:
	}
}

// sleep waits until somebody rouses the engine.
func (i *idleness) sleep(ctx context.Context) {
	select {
	case <-i.roused:
	case <-ctx.Done():
	}
}

// needs says which devices are used in this tick; e.mu is held.
func (e *Engine) needs() (headset, bell bool) {
	bell = e.ring.playing()
	watched := e.watched.Load() > 0
	if watched {
		e.watched.Add(-1)
	}
	// Whoever is rung will want to talk next.
	return bell || watched || len(e.order) > 0 || e.tone.playing() || e.knock.playing() || e.trial.busy(), bell
}

// tellNeeds hands the needs on, and counts the ticks that had none.
func (e *Engine) tellNeeds(headset, bell bool) {
	mayRest := e.needy != nil && e.needy.Need(headset, bell)
	switch {
	case headset || !mayRest:
		e.quiet.Store(0)
	case e.quiet.Load() < restAfter:
		e.quiet.Add(1)
	}
}

// pause lets the engine rest where it has nothing to do, and gives the time of the next tick.
func (e *Engine) pause(ctx context.Context, next time.Time) time.Time {
	if e.quiet.Load() < restAfter {
		return next
	}
	e.sleep(ctx)
	if now := e.clock.Now(); now.After(next) {
		return now
	}
	return next
}
