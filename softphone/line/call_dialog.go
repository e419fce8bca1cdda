package line

import (
	"cmp"
	"slices"
	"time"

	"anteroom/softphone"

	"github.com/emiago/sipgo/sip"
)

// orderWait is how long a request waits for one with a lower CSeq that may have been overtaken.
const orderWait = 50 * time.Millisecond

// requested takes a request of the other side inside the dialog, in the order of CSeq (RFC 3261 §12.2.2): sipgo gives
// each message a goroutine of its own, so that they may have changed places.
func (c *call) requested(in *incoming) {
	req := in.req
	from, _ := req.From().Params.Get("tag")
	seq := req.CSeq().SeqNo
	switch {
	case c.dialog.remoteTag == "" || from != c.dialog.remoteTag:
		in.refuse(481)
	case c.dialog.remoteSeq != 0 && seq <= c.dialog.remoteSeq && req.Method == sip.NOTIFY && c.subscription(field(req, "Event", "o")) != nil:
		c.notified(in) // overtaken or doubled: who gets no 200 gives his subscription up
	case c.dialog.remoteSeq != 0 && seq <= c.dialog.remoteSeq:
		in.refuse(500)
	case c.dialog.remoteSeq != 0 && seq > c.dialog.remoteSeq+1 || req.IsInvite() && c.server != nil:
		if len(c.early) >= 8 {
			in.refuse(500)
			return
		}
		i, _ := slices.BinarySearchFunc(c.early, seq, func(e *incoming, s uint32) int { return cmp.Compare(e.req.CSeq().SeqNo, s) })
		c.early = slices.Insert(c.early, i, in)
		c.after(orderWait, func() { c.drain(seq) })
	default:
		c.perform(in)
		c.drain(0)
	}
}

// drain performs those that came early and whose turn it is, and those that have waited long enough: all up to a CSeq.
func (c *call) drain(upTo uint32) {
	for len(c.early) > 0 {
		in := c.early[0]
		seq := in.req.CSeq().SeqNo
		if seq > upTo && (seq > c.dialog.remoteSeq+1 || in.req.IsInvite() && c.server != nil) {
			return
		}
		c.early = c.early[1:]
		if seq <= c.dialog.remoteSeq {
			in.refuse(500)
			continue
		}
		c.perform(in)
	}
}

func (c *call) perform(in *incoming) {
	c.dialog.remoteSeq = in.req.CSeq().SeqNo
	if c.phase == leaving && in.req.Method != sip.BYE && in.req.Method != sip.NOTIFY {
		in.refuse(481)
		return
	}
	switch in.req.Method {
	case sip.BYE:
		c.leftBy(in)
	case sip.INVITE:
		c.reinvited(in)
	case sip.UPDATE:
		c.updated(in)
	case sip.OPTIONS:
		in.answer(in.options())
	case sip.INFO:
		c.informed(in)
	case sip.NOTIFY:
		c.notified(in)
	case sip.PRACK:
		c.pracked(in)
	case sip.SUBSCRIBE:
		in.refuse(489)
	case sip.REFER:
		c.referred(in)
	default:
		in.refuse(405, sip.NewHeader("Allow", methods))
	}
}

// leftBy: the other side hung up. It may cross a BYE or a re-INVITE of ours.
func (c *call) leftBy(in *incoming) {
	in.refuse(200)
	if c.in != nil && c.phase == ringing {
		c.in.refuse(487)
	}
	c.stopServer()
	c.leaveOut()
	why := softphone.Reason{Code: softphone.HungUp}
	if h := in.req.GetHeader("Reason"); h != nil {
		why.Detail = clean(h.Value())
	}
	c.ended(softphone.EndedByPeer, why)
	if c.out != nil {
		c.cancelInvite()
	}
}

// reinvited answers the other side's re-INVITE at once.
func (c *call) reinvited(in *incoming) {
	switch {
	case c.out != nil, c.phase == calling:
		in.refuse(491) // RFC 3261 §14.2
		return
	case c.phase == ringing:
		in.refuse(500, sip.NewHeader("Retry-After", "1"))
		return
	case c.server != nil && c.server.offered:
		in.refuse(491)
		return
	case c.server != nil:
		c.stopServer() // it would not go on without our 200: the ACK was lost
		c.confirmed()
		if c.out != nil { // a hold was wanted meanwhile
			in.refuse(491)
			return
		}
	}
	body, status, headers := c.takeOffer(in.req)
	if status != 0 {
		in.refuse(status, headers...)
		return
	}
	offered := body == nil
	if offered {
		body = c.session.offer()
	}
	c.dialog.refreshed(in.req)
	if err := c.accept(in, body, offered); err != nil {
		in.release()
		return
	}
	c.agree(false)
	c.peerHolds()
}

// updated answers UPDATE (RFC 3311), with or without an offer, also before the call is answered.
func (c *call) updated(in *incoming) {
	if len(in.req.Body()) > 0 && (c.out != nil && (c.out.again || c.session.peer == nil) || c.server != nil || c.phase == ringing) {
		in.refuse(491)
		return
	}
	body, status, headers := c.takeOffer(in.req)
	if status != 0 {
		in.refuse(status, headers...)
		return
	}
	c.dialog.refreshed(in.req)
	in.answer(c.success(in, body))
	c.agree(c.phase == calling)
	c.peerHolds()
}

// takeOffer gives the answer to an offer inside the dialog; nil when the request has none.
func (c *call) takeOffer(req *sip.Request) (answer []byte, status int, headers []sip.Header) {
	if status, headers := c.checks(req); status != 0 {
		return nil, status, headers
	}
	c.learn(req)
	body, ok := sessionBody(req)
	if !ok {
		return nil, 415, []sip.Header{sip.NewHeader("Accept", "application/sdp")}
	}
	if body == nil {
		return nil, 0, nil
	}
	d, err := readDescription(body)
	if err == nil {
		answer, err = c.session.answer(d)
	}
	if err != nil {
		return nil, refusal(err), warning(err)
	}
	return answer, 0, nil
}
