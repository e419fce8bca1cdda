package voice

import (
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// alarm sleeps with a timer of the kernel's that the runtime waits for as for a packet. The runtime's own timers are up
// to a millisecond late. To sleep in a system call would be as exact, but then the runtime takes 10 ms to see that
// nobody works, and looks every few microseconds meanwhile: that cost more than the call it was for.
type alarm struct {
	timer *os.File // nil where there is none
	fd    int
	rings [8]byte
}

func newAlarm() *alarm {
	fd, err := unix.TimerfdCreate(unix.CLOCK_MONOTONIC, unix.TFD_NONBLOCK|unix.TFD_CLOEXEC)
	if err != nil {
		return new(alarm)
	}
	return &alarm{timer: os.NewFile(uintptr(fd), "timer"), fd: fd}
}

// sleep waits for d, and reports whether it could.
func (a *alarm) sleep(d time.Duration) bool {
	if a.timer == nil {
		return false
	}
	once := unix.ItimerSpec{Value: unix.NsecToTimespec(int64(d))}
	if unix.TimerfdSettime(a.fd, 0, &once, nil) != nil {
		return false
	}
	n, err := a.timer.Read(a.rings[:])
	return err == nil && n == len(a.rings)
}
