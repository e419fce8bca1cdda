//go:build interop

package interop

import (
	"net"
	"strings"
	"testing"
)

// needIPv6 skips where this computer has none.
func needIPv6(t *testing.T) {
	t.Helper()
	c, err := net.ListenPacket("udp6", "[::1]:0")
	if err != nil {
		t.Skipf("this computer has no IPv6: %v", err)
	}
	c.Close()
}

func TestIPv6_RegistersAtKamailio(t *testing.T) {
	needIPv6(t)
	for _, transport := range []string{"udp", "tcp"} {
		t.Run(transport, func(t *testing.T) {
			k := startKamailioAt(t, "MD5", hereV6)
			d := startDesk(t, micTone)
			d.join("secret1001", k.address(), "--user", "1001", "--transport", transport)
			if at := k.contacts(t, "1001"); len(at) != 1 || !strings.Contains(at[0], "@[::1]:") {
				t.Errorf("registered as %v", at)
			}
		})
	}
}

func TestIPv6_CallsBothWaysAtAsterisk(t *testing.T) {
	needIPv6(t)
	for _, transport := range []string{"udp", "tcp", "tls"} {
		t.Run(transport, func(t *testing.T) {
			a := startAsteriskAt(t, hereV6)
			at := a.address()
			args := []string{"--user", "1001", "--transport", transport}
			if transport == "tls" {
				at, args = a.tlsAddress(), append(args, "--trust", a.fingerprint, "--srtp", "off")
			}
			d := startDesk(t, micTone)
			d.join("secret1001", append([]string{at}, args...)...)
			bothWays(t, a, d, "1001")
		})
	}
}

func TestIPv6_ByName(t *testing.T) {
	needIPv6(t)
	n := newNetworks(t)
	office := n.place("office", "2001:db8::10")
	home := n.place("home", "2001:db8::20")
	n.cable(office, "2001:db8::10/64", home, "2001:db8::20/64")
	names := startNames(t, home)
	names.add("sip.anteroom.test.", "2001:db8::10")
	a := startAsteriskAt(t, office)
	d := startDeskAt(t, micTone, home)
	d.join("secret1001", "sip.anteroom.test:"+a.sip, "--user", "1001")
	bothWays(t, a, d, "1001")
}

// bothWays has the desk call Asterisk and Asterisk the desk; both times the desk's own tone comes back, so that sound goes
// there and back again.
func bothWays(t *testing.T, a asterisk, d *desk, user string) {
	t.Helper()
	c := d.ctlCall("call", "600")
	d.awaitState(c.ID, "talking")
	d.hears(micTone)
	d.ctl("hangup", c.ID)
	d.ended(c.ID, "us", "hung_up")
	d.hearsNothing()
	a.command(t, "channel originate PJSIP/"+user+" application Echo")
	c = d.awaitState("", "ringing")
	d.ctl("answer", c.ID)
	d.awaitState(c.ID, "talking")
	d.hears(micTone)
	d.ctl("hangup", c.ID)
	d.ended(c.ID, "us", "hung_up")
}
