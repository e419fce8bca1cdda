package line

import (
	"anteroom/softphone"

	"github.com/emiago/sipgo/sip"
)

// probe looks whether the exchange is there and the other side still knows of the call, of which nothing is heard: an
// exchange that has started anew knows of neither. An UPDATE without a description changes nothing (RFC 3311 §5.1), and
// neither does an OPTIONS (RFC 3261 §11), which some answer whatever the dialog.
func (c *call) probe() error {
	if c.phase != talking || c.probing {
		return nil
	}
	c.trunk.doubt()
	c.probing = true
	if c.updates {
		c.sendUpdate(&invitation{again: true, probes: true})
		return nil
	}
	c.dialog.localSeq++
	c.ask(c.dialog.request(c.trunk, sip.OPTIONS, c.dialog.localSeq), 0, func(res *sip.Response, err error) {
		if err == nil && res.IsProvisional() {
			return
		}
		c.probing = false
		if c.phase == talking && err == nil && res.StatusCode == 481 {
			c.ended(softphone.EndedByNetwork, softphone.Reason{Code: softphone.ConnectionCut, Detail: statusText(res)})
			c.bye(&c.dialog)
		}
	})
	return nil
}
