//go:build interop

package interop

import (
	"fmt"
	"net/netip"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// place is where a program runs, and its address there: this computer, or a network of its own (a namespace, ip-netns(8)).
type place struct{ ns, addr string }

var here, hereV6 = place{addr: "127.0.0.1"}, place{addr: "::1"}

// host is the address as it stands in URIs.
func (p place) host() string {
	if netip.MustParseAddr(p.addr).Is6() {
		return "[" + p.addr + "]"
	}
	return p.addr
}

func (p place) command(name string, args ...string) *exec.Cmd {
	if p.ns == "" {
		return exec.Command(name, args...)
	}
	return exec.Command("ip", append([]string{"netns", "exec", p.ns, name}, args...)...)
}

// within does something in the place's network: sockets opened there stay there.
func (p place) within(do func() error) error {
	if p.ns == "" {
		return do()
	}
	done := make(chan error)
	go func() {
		runtime.LockOSThread() // and never unlocked: the thread ends with this goroutine
		f, err := os.Open("/var/run/netns/" + p.ns)
		if err == nil {
			defer f.Close()
			err = unix.Setns(int(f.Fd()), unix.CLONE_NEWNET)
		}
		if err == nil {
			err = do()
		}
		done <- err
	}()
	return <-done
}

// networks lays out namespaces and the cables between them. The test is skipped, and says so, where this system does not
// let us.
type networks struct {
	t    *testing.T
	tag  string
	made map[string]bool
}

func newNetworks(t *testing.T) *networks {
	t.Helper()
	needProgram(t, "ip", "iproute2")
	n := &networks{t: t, tag: fmt.Sprintf("anr%d", os.Getpid()), made: map[string]bool{}}
	t.Cleanup(func() {
		for ns := range n.made {
			exec.Command("ip", "netns", "del", ns).Run()
		}
	})
	n.place("try", "127.0.0.1")
	return n
}

// place gives a namespace, making it where it is not there.
func (n *networks) place(name, addr string) place {
	n.t.Helper()
	p := place{ns: n.tag + name, addr: addr}
	if n.made[p.ns] {
		return p
	}
	if out, err := exec.Command("ip", "netns", "add", p.ns).CombinedOutput(); err != nil {
		n.t.Skipf("this system lets us make no network namespace: %v: %s", err, out)
	}
	n.made[p.ns] = true
	n.in(p, "ip", "link", "set", "lo", "up")
	return p
}

// in runs a program in a place, which must succeed.
func (n *networks) in(p place, name string, args ...string) string {
	n.t.Helper()
	out, err := p.command(name, args...).CombinedOutput()
	if err != nil {
		n.t.Fatalf("%s %s: %v: %s", name, strings.Join(args, " "), err, out)
	}
	return string(out)
}

// cable joins two places, each with an address as ip-address(8) takes it, "192.0.2.1/24". The ends are called "to" and
// the other place's name.
func (n *networks) cable(a place, atA string, b place, atB string) {
	n.t.Helper()
	endA, endB := "to"+strings.TrimPrefix(b.ns, n.tag), "to"+strings.TrimPrefix(a.ns, n.tag)
	if out, err := exec.Command("ip", "link", "add", endA, "netns", a.ns, "type", "veth", "peer", "name", endB, "netns", b.ns).CombinedOutput(); err != nil {
		n.t.Skipf("this system lets us lay no cable between network namespaces: %v: %s", err, out)
	}
	for _, e := range []struct {
		p        place
		end, net string
	}{{a, endA, atA}, {b, endB, atB}} {
		args := []string{"addr", "add", e.net, "dev", e.end}
		if strings.Contains(e.net, ":") {
			args = append(args, "nodad")
		}
		n.in(e.p, "ip", args...)
		n.in(e.p, "ip", "link", "set", e.end, "up")
	}
}

func port(t *testing.T, s string) uint16 {
	t.Helper()
	n, err := strconv.ParseUint(s, 10, 16)
	if err != nil {
		t.Fatal(err)
	}
	return uint16(n)
}
