//go:build interop

package interop

import "testing"

// requiring is a desk registered at Asterisk as 1007, of whom 100rel is required, both ways.
func requiring(t *testing.T) (asterisk, *desk) {
	t.Helper()
	a := startAsterisk(t)
	d := startDesk(t, micTone)
	d.join("secret1007", a.address(), "--user", "1007")
	return a, d
}

func TestPrack_EarlyMediaOfAsteriskThatRequiresItIsHeardAndTheCallStands(t *testing.T) {
	a, d := requiring(t)
	c := d.ctlCall("call", "604")
	d.awaitState(c.ID, "early")
	d.hears(700)
	d.awaitState(c.ID, "talking")
	d.hears(micTone)
	d.ctl("hold", c.ID)
	d.ctl("resume", c.ID)
	d.hears(micTone)
	d.ctl("hangup", c.ID)
	d.ended(c.ID, "us", "hung_up")
	await(t, "Asterisk has no call any more", func() bool { return a.channels(t) == 0 })
}

func TestPrack_AsteriskThatRequiresItCalls(t *testing.T) {
	a, d := requiring(t)
	a.command(t, "channel originate PJSIP/1007 extension 608@office")
	c := d.awaitState("", "ringing")
	d.ctl("answer", c.ID)
	d.hears(1004)
	a.command(t, "channel request hangup all")
	d.ended(c.ID, "peer", "hung_up")
}
