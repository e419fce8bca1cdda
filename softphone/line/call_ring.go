package line

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"anteroom/softphone"

	"github.com/emiago/sipgo/sip"
)

// ringLimit is how long a call may ring: over UDP a caller may vanish without a CANCEL.
const ringLimit = 10 * time.Minute

// ringAgain is how often 180 is sent, a minute apart, so that no proxy on the way gives the call up (RFC 3261 §13.3.1.1).
func ringAgain() time.Duration { return 120 * sip.T1 }

// ring sends 180.
func (c *call) ring() error {
	if c.phase != ringing {
		return wrongState
	}
	c.again()
	c.again = c.after(ringAgain(), func() { c.ring() })
	res := reply(c.in.req, 180, c.dialog.localTag)
	res.AppendHeader(c.trunk.contactInDialog())
	res.AppendHeader(sip.NewHeader("Allow", methods))
	if slices.Contains(listed(c.in.req, "Require"), "100rel") {
		return c.ringFirmly(res)
	}
	return c.delivered(c.in.answer(res))
}

// limitRinging ends the ringing when the invitation expires (RFC 3261 §13.3.1), or when nobody can be waiting any more.
func (c *call) limitRinging() {
	limit, status := ringLimit, 480
	if n, err := strconv.ParseUint(strings.TrimSpace(field(c.in.req, "Expires")), 10, 24); err == nil && n > 0 {
		if d := time.Duration(n) * time.Second; d < limit {
			limit, status = d, 487
		}
	}
	c.lapse = c.after(limit, func() {
		if c.phase != ringing {
			return
		}
		c.in.refuse(status)
		c.ended(softphone.EndedByNetwork, softphone.Reason{Code: softphone.NoAnswer})
	})
}
