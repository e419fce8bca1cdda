package voice

import (
	"syscall"
	"time"
)

// nap sleeps on the engine's own thread: the runtime's timers wake another thread first, which then wakes this one, and
// on a busy computer each of the two has to wait for its turn.
func nap(d time.Duration) bool {
	t := syscall.NsecToTimespec(int64(d))
	_ = syscall.Nanosleep(&t, nil) // a signal ends it early; who waits looks at the time again
	return true
}
