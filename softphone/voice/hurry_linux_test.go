package voice

import (
	"bufio"
	"os/exec"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"github.com/godbus/dbus/v5"
	"github.com/godbus/dbus/v5/prop"
)

// kit is a RealtimeKit that only notes what it is asked for.
type kit struct {
	asked    chan uint64
	priority uint32
}

func (k *kit) MakeThreadRealtime(thread uint64, priority uint32) *dbus.Error {
	k.priority = priority
	k.asked <- thread
	return nil
}

func TestHurry_AsksRealtimeKitAndKeepsItsLimit(t *testing.T) {
	if _, err := exec.LookPath("dbus-daemon"); err != nil {
		t.Skip("no dbus-daemon")
	}
	cmd := exec.Command("dbus-daemon", "--session", "--nofork", "--print-address", "--address=unix:dir="+t.TempDir())
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	}()
	address, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("DBUS_SYSTEM_BUS_ADDRESS", strings.TrimSpace(address))
	bus, err := dbus.Connect(strings.TrimSpace(address))
	if err != nil {
		t.Fatal(err)
	}
	defer bus.Close()
	k := &kit{asked: make(chan uint64, 1)}
	const most = 190000
	if err := bus.Export(k, kitPath, kitName); err != nil {
		t.Fatal(err)
	}
	if _, err := prop.Export(bus, kitPath, prop.Map{kitName: {"RTTimeUSecMax": {Value: int64(most)}}}); err != nil {
		t.Fatal(err)
	}
	if _, err := bus.RequestName(kitName, 0); err != nil {
		t.Fatal(err)
	}
	if err := askKit(t.Context(), 4711); err != nil {
		t.Fatal(err)
	}
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(limitRTime, &limit); err != nil || limit.Max > most {
		t.Errorf("a limit of %d µs, %v", limit.Max, err)
	}
	if thread := <-k.asked; thread != 4711 || k.priority != modest {
		t.Errorf("thread %d, priority %d", thread, k.priority)
	}
}

func TestHurry_IsTakenBackWithoutPrivilegeToo(t *testing.T) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	policy := func() uintptr {
		p, _, _ := syscall.RawSyscall(syscall.SYS_SCHED_GETSCHEDULER, 0, 0, 0)
		return p
	}
	if policy() != 0 {
		t.Skip("the whole test has a priority")
	}
	undo := hurry(t.Context())
	during := policy()
	if during != 0 && during != roundRobin|notChildren {
		t.Errorf("policy %#x in a hurry", during)
	}
	if !undo() || policy() != notChildren { // notChildren cleared would need a privilege
		t.Errorf("policy %#x afterwards", policy())
	}
}
