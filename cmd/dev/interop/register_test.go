//go:build interop

package interop

import (
	"strings"
	"testing"
)

func TestRegister_AtKamailio(t *testing.T) {
	for _, algorithm := range []string{"MD5", "SHA-256"} {
		for _, transport := range []string{"udp", "tcp"} {
			t.Run(algorithm+" over "+transport, func(t *testing.T) {
				k := startKamailio(t, algorithm)
				d := startDesk(t, micTone)
				d.join("secret1001", k.address(), "--user", "1001", "--transport", transport)
				if n := len(k.contacts(t, "1001")); n != 1 {
					t.Errorf("%d contacts at the registrar, want 1", n)
				}
			})
		}
	}
}

func TestRegister_AtAsterisk(t *testing.T) {
	a := startAsterisk(t)
	for _, c := range []struct{ what, user, transport string }{
		{"MD5 over udp", "1001", "udp"}, {"MD5 over tcp", "1001", "tcp"}, {"SHA-256 over udp", "1003", "udp"},
	} {
		t.Run(c.what, func(t *testing.T) {
			d := startDesk(t, micTone)
			d.join("secret"+c.user, a.address(), "--user", c.user, "--transport", c.transport)
			if n := a.contacts(t, c.user); n != 1 {
				t.Errorf("%d contacts at the registrar, want 1", n)
			}
		})
	}
}

func TestRegister_OverTLSOnlyWithACertificateThatIsTrusted(t *testing.T) {
	a := startAsterisk(t)
	d := startDesk(t, micTone)
	l := d.addLine("secret1001", a.tlsAddress(), "--user", "1001", "--transport", "tls")
	if l.State != "failed" || !strings.HasPrefix(l.Reason, "certificate_refused") {
		t.Fatalf("with an unknown certificate the line is %s, %q", l.State, l.Reason)
	}
	if !strings.Contains(l.Reason, a.fingerprint) {
		t.Errorf("the reason %q does not name the fingerprint %s, which is to be compared and trusted", l.Reason, a.fingerprint)
	}
	d.ctl("line", "remove", l.ID)
	d.join("secret1001", a.tlsAddress(), "--user", "1001", "--transport", "tls", "--trust", a.fingerprint)
	c := d.ctlCall("call", "608")
	d.awaitState(c.ID, "talking")
	d.hears(1004)
}

func TestRegister_SaysWhyItFails(t *testing.T) {
	k := startKamailio(t, "MD5")
	d := startDesk(t, micTone)
	for _, c := range []struct{ what, password, address, reason string }{
		{"wrong password", "wrong", k.address(), "wrong_password"},
		{"unknown host", "secret1001", "no-such-exchange.invalid", "unknown_host"},
		{"nobody listens", "secret1001", "127.0.0.1:" + freePort(t), "connection_refused"},
	} {
		t.Run(c.what, func(t *testing.T) {
			d.t = t
			transport := "udp"
			if c.reason == "connection_refused" {
				transport = "tcp"
			}
			l := d.addLine(c.password, c.address, "--user", "1001", "--transport", transport)
			if l.State != "failed" || !strings.HasPrefix(l.Reason, c.reason) {
				t.Errorf("the line is %s, %q; want %s", l.State, l.Reason, c.reason)
			}
			d.ctl("line", "remove", l.ID)
		})
	}
	d.t = t
}

func TestRegister_WrongPasswordAtAsterisk(t *testing.T) {
	a := startAsterisk(t)
	d := startDesk(t, micTone)
	if l := d.addLine("wrong", a.address(), "--user", "1001"); l.State != "failed" || !strings.HasPrefix(l.Reason, "wrong_password") {
		t.Errorf("the line is %s, %q; want wrong_password", l.State, l.Reason)
	}
}

func TestUnregister_TakesAwayThisContactOnly(t *testing.T) {
	a := startAsterisk(t)
	stays, goes := startDesk(t, micTone), startDesk(t, micTone)
	stays.join("secret1001", a.address(), "--user", "1001")
	l := goes.join("secret1001", a.address(), "--user", "1001")
	if n := a.contacts(t, "1001"); n != 2 {
		t.Fatalf("%d contacts at the registrar, want 2", n)
	}
	goes.ctl("line", "remove", l.ID)
	await(t, "one contact is gone", func() bool { return a.contacts(t, "1001") == 1 })
	goes.join("secret1001", a.address(), "--user", "1001")
	await(t, "it is back", func() bool { return a.contacts(t, "1001") == 2 })
	goes.ctl("quit")
	await(t, "a desk that ends takes its contact away", func() bool { return a.contacts(t, "1001") == 1 })
}
