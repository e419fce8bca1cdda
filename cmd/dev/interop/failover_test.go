//go:build interop

package interop

import (
	"strings"
	"testing"
	"time"
)

// twoServers is an exchange of two kamailios that DNS names; what is registered at one is not known to the other.
func twoServers(t *testing.T, transport string) (names *names, first, second kamailio, home place) {
	t.Helper()
	n := newNetworks(t)
	home = n.place("home", "127.0.0.1")
	names = startNames(t, home)
	first, second = startKamailioAt(t, "MD5", home), startKamailioAt(t, "MD5", home)
	names.add("one.anteroom.test.", "127.0.0.1")
	names.add("two.anteroom.test.", "127.0.0.1")
	service := "_sip._" + transport + ".anteroom.test."
	names.service(service, 20, "two.anteroom.test.", port(t, second.port))
	names.service(service, 10, "one.anteroom.test.", port(t, first.port))
	return names, first, second, home
}

// The line goes to the server of the best priority, and to the other one when that ends; calls go on.
func TestFailOver_TheSecondServerTakesOver(t *testing.T) {
	for _, transport := range []string{"tcp", "udp"} {
		t.Run(transport, func(t *testing.T) {
			_, first, second, home := twoServers(t, transport)
			d, colleague := startDeskAt(t, micTone, home), startDeskAt(t, 440, home)
			d.join("secret1001", "anteroom.test", "--user", "1001", "--transport", transport)
			colleague.join("secret1002", second.address(), "--user", "1002")
			if len(first.contacts(t, "1001")) != 1 || len(second.contacts(t, "1001")) != 0 {
				t.Fatal("the line is not at the first server")
			}
			first.process.Stop(time.Second)
			gone := time.Now()
			await(t, "the line is at the second server", func() bool { return len(second.contacts(t, "1001")) == 1 })
			if took := time.Since(gone); took > soon {
				t.Errorf("after %v", took)
			}
			d.await("the line is registered", func(e event) bool { return e.Line != nil && e.Line.State == "registered" })

			out := d.ctlCall("call", "1002")
			in := colleague.awaitState("", "ringing")
			colleague.ctl("answer", in.ID)
			d.awaitState(out.ID, "talking")
			d.hears(440)
			colleague.hears(micTone)
			colleague.ctl("hangup", in.ID)
			d.ended(out.ID, "peer", "hung_up")

			out = colleague.ctlCall("call", "1001")
			in = d.awaitState("", "ringing")
			d.ctl("answer", in.ID)
			d.hears(440)
			d.ctl("hangup", in.ID)
			colleague.ended(out.ID, "peer", "hung_up")
		})
	}
}

// A server that is there and does not answer: the call is what notices it, and it is made at the other one.
func TestFailOver_ACallMadeMeanwhileReachesTheOtherServer(t *testing.T) {
	_, first, second, home := twoServers(t, "udp")
	d, colleague := startDeskAt(t, micTone, home), startDeskAt(t, 440, home)
	d.join("secret1001", "anteroom.test", "--user", "1001")
	colleague.join("secret1002", second.address(), "--user", "1002")
	first.freeze(t)
	out := d.ctlCall("call", "1002")
	in := colleague.awaitState("", "ringing")
	colleague.ctl("answer", in.ID)
	d.awaitState(out.ID, "talking")
	d.hears(440)
	colleague.hears(micTone)
	d.ctl("hangup", out.ID)
	colleague.ended(in.ID, "peer", "hung_up")
}

// An IPv6 address that leads nowhere must not keep the line from the IPv4 address of the same name.
func TestFailOver_FromIPv6ToIPv4(t *testing.T) {
	needIPv6(t)
	n := newNetworks(t)
	office, home := n.place("office", "192.0.2.10"), n.place("home", "192.0.2.20")
	n.cable(office, "192.0.2.10/24", home, "192.0.2.20/24")
	n.in(home, "ip", "addr", "add", "2001:db8::20/64", "dev", "tooffice", "nodad")
	names := startNames(t, home)
	names.add("sip.anteroom.test.", "2001:db8::10")
	names.add("sip.anteroom.test.", "192.0.2.10")
	k := startKamailioAt(t, "MD5", office)
	for _, transport := range []string{"udp", "tcp"} {
		d := startDeskAt(t, micTone, home)
		d.ask("secret1001", "line", "add", "sip.anteroom.test:"+k.port, "--user", "1001", "--transport", transport, "--password-stdin")
		d.await("the line is registered", func(e event) bool { return e.Line != nil && e.Line.ID != "practice" && e.Line.State == "registered" })
		if all := strings.Join(k.contacts(t, "1001"), " "); !strings.Contains(all, "@192.0.2.20:") {
			t.Errorf("registered as %s", all)
		}
	}
}

// An exchange that starts again has the line back, over UDP too.
func TestFailOver_TheOnlyServerStartsAgain(t *testing.T) {
	for _, transport := range []string{"tcp", "udp"} {
		t.Run(transport, func(t *testing.T) {
			k := startKamailio(t, "MD5")
			d := startDesk(t, micTone)
			d.join("secret1001", k.address(), "--user", "1001", "--transport", transport)
			k.process.Stop(time.Second)
			d.await("the line is lost", func(e event) bool { return e.Line != nil && e.Line.State == "failed" })
			k.start(t)
			d.registeredAgain(time.Now())
			if n := len(k.contacts(t, "1001")); n != 1 {
				t.Errorf("%d contacts at the registrar, want 1", n)
			}
		})
	}
}
