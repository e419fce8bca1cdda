//go:build interop

package interop

import (
	"strings"
	"testing"
	"time"
)

// wired is a home with one cable to the office.
type wired struct {
	*networks
	office, home place
}

func layCable(t *testing.T) wired {
	t.Helper()
	n := newNetworks(t)
	w := wired{networks: n, office: n.place("office", "192.0.2.10"), home: n.place("home", "192.0.2.20")}
	n.cable(w.office, "192.0.2.10/24", w.home, "192.0.2.20/24")
	return w
}

// pull takes the cable out at home, plug puts it back.
func (w wired) pull() { w.in(w.home, "ip", "link", "set", "tooffice", "down") }
func (w wired) plug() { w.in(w.home, "ip", "link", "set", "tooffice", "up") }

// soon is the five seconds a line may take to be back, with something for a loaded machine.
const soon = 5*time.Second + 3*time.Second

// registeredAgain waits until the line has gone through something else and is registered.
func (d *desk) registeredAgain(since time.Time) {
	d.t.Helper()
	d.await("the line is registered again", func(e event) bool { return e.Line != nil && e.Line.State == "registered" })
	if took := time.Since(since); took > soon {
		d.t.Errorf("registered again after %v", took)
	}
}

func TestCable_PulledAndBackWhileNobodyTalks(t *testing.T) {
	for _, transport := range []string{"udp", "tcp"} {
		t.Run(transport, func(t *testing.T) {
			w := layCable(t)
			a := startAsteriskAt(t, w.office)
			d := startDeskAt(t, micTone, w.home)
			d.join("secret1001", a.address(), "--user", "1001", "--transport", transport)
			w.pull()
			d.await("the line is lost", func(e event) bool { return e.Line != nil && e.Line.State == "failed" })
			pause(10 * time.Second)
			w.plug()
			d.registeredAgain(time.Now())
			bothWays(t, a, d, "1001")
		})
	}
}

func TestCable_PulledAndBackDuringACall(t *testing.T) {
	for _, transport := range []string{"udp", "tcp"} {
		t.Run(transport, func(t *testing.T) {
			w := layCable(t)
			a := startAsteriskAt(t, w.office)
			d := startDeskAt(t, micTone, w.home)
			d.join("secret1001", a.address(), "--user", "1001", "--transport", transport)
			c := d.ctlCall("call", "600")
			d.awaitState(c.ID, "talking")
			d.hears(micTone)
			w.pull()
			d.hearsNothing()
			pause(6 * time.Second)
			w.plug()
			d.registeredAgain(time.Now())
			d.hears(micTone)
			d.ctl("hangup", c.ID)
			d.ended(c.ID, "us", "hung_up")
			await(t, "Asterisk has no call any more", func() bool { return a.channels(t) == 0 })
		})
	}
}

// Asterisk sends the sound to the address that was told last, so that it is heard only after a re-INVITE.
func TestCable_AnotherAddressDuringACall(t *testing.T) {
	for _, transport := range []string{"udp", "tcp"} {
		t.Run(transport, func(t *testing.T) {
			w := layCable(t)
			a := startAsteriskAt(t, w.office)
			d := startDeskAt(t, micTone, w.home)
			d.join("secret1001", a.address(), "--user", "1001", "--transport", transport)
			c := d.ctlCall("call", "600")
			d.awaitState(c.ID, "talking")
			d.hears(micTone)
			w.in(w.home, "ip", "addr", "del", "192.0.2.20/24", "dev", "tooffice")
			d.hearsNothing()
			w.in(w.home, "ip", "addr", "add", "192.0.2.30/24", "dev", "tooffice")
			d.hears(micTone)
			await(t, "the registrar knows the new address alone", func() bool {
				all := a.command(t, "pjsip show contacts")
				return strings.Contains(all, "@192.0.2.30:") && !strings.Contains(all, "@192.0.2.20:")
			})
			d.ctl("hangup", c.ID)
			d.ended(c.ID, "us", "hung_up")
			await(t, "Asterisk has no call any more", func() bool { return a.channels(t) == 0 })
		})
	}
}
