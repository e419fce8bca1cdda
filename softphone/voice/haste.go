package voice

import (
	"context"
	"runtime"
	"time"
)

const (
	// lateWake is how late a wake shows that the computer has other things to do.
	lateWake = 2 * time.Millisecond
	// Three late wakes within half a second begin haste; it lasts for half a minute before it is tried without again.
	lateWorth  = ticksASec / 2
	enoughLate = ticksASec
	hasteFor   = 30 * ticksASec
)

// haste is how the engine is woken in time on a busy computer: it keeps a thread of its own that sleeps in system calls
// and goes before ordinary ones (see hurry). At ease it is woken through the runtime's poller, which costs a third, but
// on a busy computer the thread that polls waits for its turn among all others.
type haste struct {
	late int // points for late wakes; one less every tick
	left int // ticks of haste
	undo func() bool
}

// judge takes how late a wake was, and reports whether there is haste from now on.
func (h *haste) judge(late time.Duration) bool {
	if h.left > 0 {
		h.left--
		return h.left > 0
	}
	h.late = max(h.late-1, 0)
	if late >= lateWake {
		h.late += lateWorth
	}
	if h.late >= enoughLate {
		h.late, h.left = 0, hasteFor
	}
	return h.left > 0
}

// adjust makes the calling goroutine's thread what it is to be.
func (h *haste) adjust(ctx context.Context, hasty bool) {
	switch {
	case hasty && h.undo == nil:
		runtime.LockOSThread()
		h.undo = hurry(ctx)
	case !hasty && h.undo != nil && h.undo(): // else the thread stays the engine's: nobody else may have its priority
		h.undo = nil
		runtime.UnlockOSThread()
	}
}
