package voice

import (
	"context"
	"syscall"
	"unsafe"

	"github.com/godbus/dbus/v5"
)

const (
	roundRobin  = 2          // SCHED_RR
	notChildren = 0x40000000 // SCHED_RESET_ON_FORK
	// modest is a low one of the real-time priorities, of 99: sound servers come first.
	modest     = 5
	limitRTime = 15 // RLIMIT_RTTIME
)

const (
	kitName = "org.freedesktop.RealtimeKit1"
	kitPath = "/org/freedesktop/RealtimeKit1"
)

// hurry asks the system to let this thread go before ordinary ones, which a busy computer otherwise lets wait for its
// turn; where it may not ask itself, through RealtimeKit, until ctx ends. undo takes that back, has waited, and reports
// whether the thread is an ordinary one again. It must be locked, and must not run for a fifth of a second without a rest.
func hurry(ctx context.Context) (undo func() bool) {
	if schedule(roundRobin|notChildren, modest) {
		return slowDown
	}
	ctx, stop := context.WithCancel(ctx)
	thread, done := uint64(syscall.Gettid()), make(chan struct{})
	go func() { // ends with undo
		defer close(done)
		_ = askKit(ctx, thread) // most systems without a desktop have none: then it goes on as it is
	}()
	return func() bool {
		stop()
		<-done
		return slowDown()
	}
}

// slowDown makes the thread an ordinary one. That what it begins is ordinary must stay said: only a privileged program
// may take that back (sched_setscheduler(2)).
func slowDown() bool { return schedule(notChildren, 0) }

// schedule is sched_setscheduler(2) for this thread.
func schedule(policy uintptr, priority int32) bool {
	_, _, err := syscall.RawSyscall(syscall.SYS_SCHED_SETSCHEDULER, 0, policy, uintptr(unsafe.Pointer(&priority)))
	return err == 0
}

// askKit has RealtimeKit schedule a thread of ours. It does so only for those who bound how long such a thread may run
// at a stretch: the system ends a program that does not keep to it.
func askKit(ctx context.Context, thread uint64) error {
	bus, err := dbus.ConnectSystemBus(dbus.WithContext(ctx))
	if err != nil {
		return err
	}
	defer bus.Close()
	kit := bus.Object(kitName, kitPath)
	var most dbus.Variant
	const get = "org.freedesktop.DBus.Properties.Get"
	if err := kit.CallWithContext(ctx, get, 0, kitName, "RTTimeUSecMax").Store(&most); err != nil {
		return err
	}
	if usec, ok := most.Value().(int64); ok && usec > 0 {
		limit := syscall.Rlimit{Cur: uint64(usec), Max: uint64(usec)}
		var now syscall.Rlimit
		if err := syscall.Getrlimit(limitRTime, &now); err == nil && now.Max > limit.Max {
			if err := syscall.Setrlimit(limitRTime, &limit); err != nil {
				return err
			}
		}
	}
	return kit.CallWithContext(ctx, kitName+".MakeThreadRealtime", 0, thread, uint32(modest)).Err
}
