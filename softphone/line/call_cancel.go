package line

import (
	"time"

	"anteroom/softphone"

	"github.com/emiago/sipgo/sip"
)

// cancelInvite gives up an INVITE that is under way; before a provisional response it is only remembered.
func (c *call) cancelInvite() {
	o := c.out
	if o == nil {
		return
	}
	o.cancelled = true
	if o.orphan { // nobody has heard of it
		c.out = nil
		return
	}
	if !o.provisional || o.sent {
		return
	}
	o.sent = true
	c.ask(cancel(o.req), farewellLimit, func(*sip.Response, error) {})
	// A proxy that answers the CANCEL but never the INVITE must not hold us for ever (RFC 3261 §9.1).
	c.after(64*sip.T1, func() { c.abandon(o) })
}

// linger keeps an outgoing call's goroutine for late 2xx of other forks (RFC 3261 §13.2.2.4).
func (c *call) linger() {
	c.lingering = true
	c.after(64*sip.T1, func() { c.lingering = false })
}

// giveUp: a re-INVITE got provisional responses only. The desk hears of it now; the dialog is free again when the CANCEL
// has brought a final response, or that has not come either (RFC 3261 §9.1).
func (c *call) giveUp(o *invitation) {
	c.cancelInvite()
	if c.phase != talking {
		return
	}
	if o.wished {
		c.asked = c.asked && c.wish != o.hold
		c.refuseHold(o.hold, noFinalResponse)
	}
	o.givenUp = true
}

var noFinalResponse = softphone.Reason{Code: softphone.HoldRefused, Detail: "no final response"}

// abandon stops waiting for the final response to a cancelled INVITE.
func (c *call) abandon(o *invitation) {
	if c.out != o {
		return
	}
	c.out = nil
	o.stop()
	if o.again && c.phase != leaving {
		c.takeBack(o)
		c.reinviteDone(o, noFinalResponse)
	}
}

// leaveOut forgets a re-INVITE because the other side has hung up. Its final response may still come and is then
// acknowledged by sipgo.
func (c *call) leaveOut() {
	if c.out != nil && c.out.again {
		time.AfterFunc(64*sip.T1, c.out.stop)
		c.out = nil
	}
}
