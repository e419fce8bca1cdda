package voice

import (
	"syscall"
	"time"
)

// nap sleeps in a system call of the calling thread, and reports whether it could.
func nap(d time.Duration) bool {
	t := syscall.NsecToTimespec(int64(d))
	_ = syscall.Nanosleep(&t, nil) // a signal ends it early; who waits looks at the time again
	return true
}
