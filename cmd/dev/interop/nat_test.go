//go:build interop

package interop

import (
	"net"
	"net/netip"
	"os/exec"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pion/stun/v3"
)

// behindNAT is a home whose router hides it from the office: an office that sends anything to a home address is not heard.
type behindNAT struct {
	*networks
	office, router, home place
}

func layNAT(t *testing.T) behindNAT {
	t.Helper()
	needProgram(t, "nft", "nftables")
	n := newNetworks(t)
	b := behindNAT{networks: n, office: n.place("office", "203.0.113.10"), router: n.place("router", "203.0.113.1"), home: n.place("home", "10.77.1.2")}
	n.cable(b.office, "203.0.113.10/24", b.router, "203.0.113.1/24")
	n.cable(b.router, "10.77.1.1/24", b.home, "10.77.1.2/24")
	n.in(b.home, "ip", "route", "add", "default", "via", "10.77.1.1")
	n.in(b.router, "sysctl", "-qw", "net.ipv4.ip_forward=1")
	// Like routers sold in shops: nobody outside can begin anything, and a mapping that is not used ends after 30 s.
	rules := `table ip home {
	chain out { type nat hook postrouting priority 100; oifname "tooffice" masquerade; }
	chain in { type filter hook input priority 0; policy accept; iifname "tooffice" ct state new drop; }
}`
	cmd := b.router.command("nft", "-f", "-")
	cmd.Stdin = strings.NewReader(rules)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Skipf("this system's kernel has no NAT for us: %v: %s", err, out)
	}
	for _, what := range []string{"udp_timeout", "udp_timeout_stream"} {
		n.in(b.router, "sysctl", "-qw", "net.netfilter.nf_conntrack_"+what+"=30")
	}
	if exec.Command("ip", "netns", "exec", b.office.ns, "ping", "-c1", "-W1", "10.77.1.2").Run() == nil {
		t.Fatal("the office reaches the home: that is no NAT")
	}
	return b
}

// mirrors counts what a STUN server was asked.
type mirrors struct {
	address string
	asked   atomic.Int32
}

// startSTUN serves in a place, at port 3478 (RFC 8489).
func startSTUN(t *testing.T, p place) *mirrors {
	t.Helper()
	m := &mirrors{address: p.addr}
	var c *net.UDPConn
	err := p.within(func() (err error) {
		c, err = net.ListenUDP("udp", net.UDPAddrFromAddrPort(netip.AddrPortFrom(netip.MustParseAddr(p.addr), stun.DefaultPort)))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		buf := make([]byte, 1500)
		for {
			size, from, err := c.ReadFromUDPAddrPort(buf)
			if err != nil {
				return
			}
			q := &stun.Message{Raw: buf[:size]}
			if q.Decode() != nil || q.Type != stun.BindingRequest {
				continue
			}
			m.asked.Add(1)
			seen := &stun.XORMappedAddress{IP: from.Addr().Unmap().AsSlice(), Port: int(from.Port())}
			if a, err := stun.Build(q, stun.BindingSuccess, seen, stun.Fingerprint); err == nil {
				c.WriteToUDPAddrPort(a.Raw, from)
			}
		}
	}()
	t.Cleanup(func() { c.Close(); <-done })
	return m
}

// Asterisk sends to 1001 where its descriptions say, so that only the address that STUN tells can be heard at.
func TestNAT_WithSTUNBothHearEachOther(t *testing.T) {
	b := layNAT(t)
	m := startSTUN(t, b.office)
	a := startAsteriskAt(t, b.office)
	d := startDeskAt(t, micTone, b.home)
	d.join("secret1001", a.address(), "--user", "1001", "--stun", m.address)
	bothWays(t, a, d, "1001")
	if n := m.asked.Load(); n < 4 {
		t.Errorf("the STUN server was asked %d times, want RTP and RTCP of two calls", n)
	}
}

// Asterisk sends to 1010 where its sound comes from.
func TestNAT_WithoutSTUNTheExchangeAnswersWhereTheSoundComesFrom(t *testing.T) {
	b := layNAT(t)
	a := startAsteriskAt(t, b.office)
	for _, transport := range []string{"udp", "tcp"} {
		t.Run(transport, func(t *testing.T) {
			d := startDeskAt(t, micTone, b.home)
			l := d.join("secret1010", a.address(), "--user", "1010", "--transport", transport)
			bothWays(t, a, d, "1010")
			d.ctl("line", "remove", l.ID)
		})
	}
}

// A STUN server that does not answer must not keep a caller waiting: what is told then is the address at home.
func TestNAT_ASilentSTUNServerDoesNotHinderTheCall(t *testing.T) {
	b := layNAT(t)
	a := startAsteriskAt(t, b.office)
	d := startDeskAt(t, micTone, b.home)
	d.join("secret1010", a.address(), "--user", "1010", "--stun", "203.0.113.99")
	bothWays(t, a, d, "1010")
}

func TestNAT_TheKeepAliveHoldsTheMapping(t *testing.T) {
	b := layNAT(t)
	k := startKamailioAt(t, "MD5", b.office)
	d, colleague := startDeskAt(t, micTone, b.home), startDeskAt(t, 440, b.office)
	colleague.join("secret1002", k.address(), "--user", "1002")
	d.join("secret1001", k.address(), "--user", "1001")
	before := k.lookUp(t, "1001")
	pause(34 * time.Second) // longer than the router's 30 s, shorter than the registration's refresh
	out := colleague.ctlCall("call", "1001")
	in := d.awaitState("", "ringing")
	if after := k.lookUp(t, "1001"); seq(after) != seq(before) {
		t.Errorf("it rang only when the line had registered again, from\n%sto\n%s", before, after)
	}
	d.ctl("answer", in.ID)
	colleague.awaitState(out.ID, "talking")
}
