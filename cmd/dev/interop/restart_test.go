//go:build interop

package interop

import (
	"testing"
	"time"
)

// The exchange is killed while we talk and started anew, which takes it some seconds. The call, of which it knows nothing
// any more, ends and says why; the line is registered again soon after its being back; the next call works. A connection
// that breaks tells at once. Over UDP nobody tells; there the sound that stays away for eight seconds does.
func TestRestart_OfTheExchangeDuringACall(t *testing.T) {
	for transport, soon := range map[string]time.Duration{"tcp": 5 * time.Second, "udp": 12 * time.Second} {
		t.Run(transport, func(t *testing.T) {
			a := startAsterisk(t)
			d := startDesk(t, micTone)
			d.join("secret1001", a.address(), "--user", "1001", "--transport", transport)
			c := d.ctlCall("call", "600")
			d.awaitState(c.ID, "talking")
			d.hears(micTone)

			killed := time.Now()
			a.kill(t)
			a.boot(t)
			back := time.Now()
			var registered, ended time.Time
			for registered.IsZero() || ended.IsZero() {
				switch {
				case registered.IsZero() && a.contacts(t, "1001") == 1:
					registered = time.Now()
				case ended.IsZero() && d.gone(c.ID):
					ended = time.Now()
				case time.Since(back) > 2*patience:
					t.Fatalf("%v after the exchange was back: registered %v, call over %v", time.Since(back), !registered.IsZero(), !ended.IsZero())
				}
				pause(100 * time.Millisecond)
			}
			t.Logf("the exchange was away for %v; registered %v after it was back, the call over %v after the kill",
				back.Sub(killed).Round(time.Second/10), registered.Sub(back).Round(time.Second/10), ended.Sub(killed).Round(time.Second/10))
			if took := registered.Sub(back); took > soon {
				t.Errorf("registered %v after the exchange was back", took)
			}
			d.ended(c.ID, "network", "connection_cut")
			await(t, "the line is ready", func() bool { return d.status().Lines[0].State == "registered" })
			next := d.ctlCall("call", "608")
			d.awaitState(next.ID, "talking")
			d.hears(1004)
			d.ctl("hangup", next.ID)
			d.ended(next.ID, "us", "hung_up")
			a.command(t, "channel originate PJSIP/1001 extension 608@office")
			rings := d.awaitState("", "ringing")
			d.ctl("answer", rings.ID)
			d.hears(1004)
		})
	}
}

// gone: the call has ended.
func (d *desk) gone(id string) bool {
	d.t.Helper()
	for _, c := range d.status().Calls {
		if c.ID == id {
			return c.State == "ended"
		}
	}
	return true
}
