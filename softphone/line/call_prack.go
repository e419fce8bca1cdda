package line

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"time"

	"anteroom/softphone"

	"github.com/emiago/sipgo/sip"
)

// Provisional responses that are made sure of (RFC 3262).

// firmly is the 180 of ours that waits for its PRACK.
type firmly struct {
	rseq  uint32
	acked bool
}

// ringFirmly sends 180 until its PRACK comes (RFC 3262 §3). It says nothing about the sound, which is not open yet.
func (c *call) ringFirmly(res *sip.Response) error {
	if c.firm.rseq != 0 && !c.firm.acked {
		return nil // the one before is still on its way
	}
	c.firm.acked = false
	if c.firm.rseq == 0 {
		c.firm.rseq = rand.Uint32N(1<<30) + 1
	} else {
		c.firm.rseq++
	}
	res.AppendHeader(sip.NewHeader("Require", "100rel"))
	res.AppendHeader(sip.NewHeader("RSeq", strconv.FormatUint(uint64(c.firm.rseq), 10)))
	rseq, pause, spent := c.firm.rseq, sip.T1, time.Duration(0)
	var again func()
	again = func() {
		if c.phase != ringing || c.firm.acked || c.firm.rseq != rseq {
			return
		}
		if spent += pause; spent >= 64*sip.T1 {
			c.in.refuse(504)
			c.ended(softphone.EndedByNetwork, softphone.Reason{Code: softphone.ConnectionCut, Detail: "no PRACK"})
			return
		}
		c.in.tx.Respond(res)
		pause *= 2 // without the limit of T2 that a 2xx has
		c.after(min(pause, 64*sip.T1-spent), again)
	}
	c.after(pause, again)
	return c.delivered(c.in.answer(res))
}

// pracked takes a PRACK. It may come after the final response, too.
func (c *call) pracked(in *incoming) {
	var rseq, cseq uint32
	var method string
	n, _ := fmt.Sscan(field(in.req, "RAck"), &rseq, &cseq, &method)
	if n != 3 || c.in == nil || c.firm.rseq == 0 || c.firm.acked || rseq != c.firm.rseq ||
		cseq != c.in.req.CSeq().SeqNo || !strings.EqualFold(method, "INVITE") {
		in.refuse(481)
		return
	}
	if status, headers := c.checks(in.req); status != 0 {
		in.refuse(status, headers...)
		return
	}
	c.firm.acked = true
	if len(in.req.Body()) > 0 { // nothing was answered yet, so that nothing can be offered anew, nor was anything asked
		in.refuse(488)
		return
	}
	in.refuse(200)
}

// sure reports whether a provisional response of theirs wants a PRACK, and its number.
func sure(res *sip.Response) (uint32, bool) {
	if res.StatusCode == 100 || !slices.Contains(listed(res, "Require"), "100rel") {
		return 0, false
	}
	n, err := strconv.ParseUint(strings.TrimSpace(field(res, "RSeq")), 10, 32)
	return uint32(n), err == nil && n > 0
}

// acknowledgeEarly sends the PRACK of a provisional response. It gives false for one that counts for nothing: a
// repetition, or one whose predecessor has not come yet; that one will be repeated (RFC 3262 §4). Each fork counts by
// itself.
func (c *call) acknowledgeEarly(o *invitation, rseq uint32, res *sip.Response) bool {
	tag, _ := res.To().Params.Get("tag")
	last, known := o.rseqs[tag]
	if tag == "" || known && rseq != last+1 || !known && len(o.rseqs) >= maxForks {
		return false
	}
	if o.rseqs == nil {
		o.rseqs = map[string]uint32{}
	}
	o.rseqs[tag] = rseq
	d := c.dialog
	if tag != d.remoteTag {
		if o.again {
			return false
		}
		d.established(res)
	}
	c.prack(&d, fmt.Sprintf("%d %d INVITE", rseq, res.CSeq().SeqNo), &attempt{})
	return true
}

// prack sends PRACK in an early dialog; all of them count their requests together.
func (c *call) prack(d *dialog, rack string, auth *attempt) {
	c.dialog.localSeq++
	req := d.request(c.trunk, sip.PRACK, c.dialog.localSeq)
	req.AppendHeader(sip.NewHeader("RAck", rack))
	auth.put(req)
	c.ask(req, 0, func(res *sip.Response, err error) {
		if err != nil || res.IsProvisional() || !challenged(res) || c.phase == leaving {
			return
		}
		if ok, _ := auth.answer(c.trunk.account.credentials, req, res); ok {
			c.prack(d, rack, auth)
		}
	})
}

// answeredEarly keeps the answer in a provisional response that was made sure of: it is the answer, whatever the 2xx of
// that fork says again (RFC 3262 §5, RFC 3261 §13.2.1).
func (c *call) answeredEarly(o *invitation, res *sip.Response, d description) {
	tag, _ := res.To().Params.Get("tag")
	if _, has := o.answers[tag]; has {
		return
	}
	if !o.again {
		if c.session.accept(d) != nil {
			return
		}
		o.heard = tag
		c.agree(true)
	}
	if o.answers == nil {
		o.answers = map[string]description{}
	}
	o.answers[tag] = d
}
