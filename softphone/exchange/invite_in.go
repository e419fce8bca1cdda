package exchange

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/emiago/sipgo/sip"
)

// incoming is the console's INVITE while it has no final response.
type incoming struct {
	request   *sip.Request
	tx        sip.ServerTransaction
	offered   media
	hasOffer  bool
	body      []byte // our SDP, the same in 183 and 200
	final     chan struct{}
	cancelled chan struct{}
	once      sync.Once // guards cancelled
}

// accept is a 200 to an INVITE that has not been acknowledged yet (RFC 3261 §13.3.1.4).
type accept struct {
	response *sip.Response
	tx       sip.ServerTransaction
	seq      uint32
	first    bool // of the call, not of a re-INVITE
	offer    bool // the 200 carried an offer: the ACK has the answer
	next     time.Time
	interval time.Duration
	until    time.Time
}

const (
	t1 = 500 * time.Millisecond // RFC 3261 §17.1.1.1
	t2 = 4 * time.Second
)

var reasons = map[int]string{180: "Ringing", 183: "Session Progress", 200: "OK", 480: "Temporarily Unavailable", 486: "Busy Here"}

// respondInvite does what the party decided about a call from the console.
func (c *call) respondInvite(d deed) {
	in := c.incoming
	code := map[act]int{ring: 180, progress: 183, answer: 200, refuse: d.code}[d.act]
	res := respond(in.request, code, reasons[code])
	res.AppendHeader(&sip.ContactHeader{Address: *c.contact.Clone()})
	if code == 200 || code == 183 && in.hasOffer {
		c.agree()
		setSDP(res, in.body)
	}
	err := in.tx.Respond(res)
	switch {
	case code < 200:
	case code == 200 && err == nil:
		c.up = true
		c.expectAck(res, in.tx, in.request.CSeq().SeqNo, true, !in.hasOffer)
		close(in.final)
	default:
		c.over = true // refused, or cancelled while we answered
		close(in.final)
	}
}

// agree settles our SDP: the answer, or for an INVITE without one an offer.
func (c *call) agree() {
	in := c.incoming
	switch {
	case in.body != nil:
	case in.hasOffer:
		direction := answerTo(in.offered.direction)
		in.body = c.local.answer(in.offered, direction)
		c.sound.agreed(in.offered, direction)
	default:
		in.body = c.local.offer(sendRecv)
	}
}

func (c *call) expectAck(res *sip.Response, tx sip.ServerTransaction, seq uint32, first, offer bool) {
	now := time.Now()
	c.accept = &accept{response: res, tx: tx, seq: seq, first: first, offer: offer, next: now.Add(t1), interval: t1,
		until: now.Add(longestTransaction)}
}

// repeat sends the 200 again until it is acknowledged, and gives up calls to which nothing more can come.
func (c *call) repeat(ctx context.Context, now time.Time) {
	if v := c.invite; v != nil && !v.final && !v.cancelledAt.IsZero() && now.Sub(v.cancelledAt) > longestTransaction {
		c.over = true
	}
	a := c.accept
	if a == nil || now.Before(a.next) {
		return
	}
	if now.After(a.until) {
		c.accept = nil
		c.bye(ctx)
		return
	}
	a.interval = min(2*a.interval, t2)
	a.next = now.Add(a.interval)
	// An error means the transaction has ended; until then it is tried again.
	_ = a.tx.Respond(a.response)
}

// acknowledged takes the console's ACK to a 200.
func (c *call) acknowledged(ctx context.Context, req *sip.Request) {
	a := c.accept
	if a == nil || req.CSeq().SeqNo != a.seq || tag(req.From().Params) != c.remoteTag {
		return
	}
	c.accept = nil
	if a.offer {
		m, err := parseMedia(req.Body())
		if err != nil && a.first {
			c.bye(ctx)
			return
		}
		if err == nil {
			c.sound.agreed(m, answerTo(m.direction))
		}
	}
	if c.farewell {
		c.bye(ctx)
	}
}

// reinvited answers a re-INVITE: a new offer, or a question for ours.
func (c *call) reinvited(req *sip.Request, tx sip.ServerTransaction) *sip.Response {
	if !hasSDP(req) {
		res := respond(req, 200, "OK")
		res.AppendHeader(&sip.ContactHeader{Address: *c.contact.Clone()})
		setSDP(res, c.local.offer(sendRecv))
		c.expectAck(res, tx, req.CSeq().SeqNo, false, true)
		return res
	}
	m, err := parseMedia(req.Body())
	if errors.Is(err, errNoCommonMedia) {
		return respond(req, 488, "Not Acceptable Here")
	}
	if err != nil {
		return respond(req, 400, "Bad Session Description")
	}
	direction := answerTo(m.direction)
	res := respond(req, 200, "OK")
	res.AppendHeader(&sip.ContactHeader{Address: *c.contact.Clone()})
	setSDP(res, c.local.answer(m, direction))
	c.sound.agreed(m, direction)
	if contact := req.Contact(); contact != nil && !contact.Address.Wildcard {
		c.target = *contact.Address.Clone()
	}
	c.expectAck(res, tx, req.CSeq().SeqNo, false, false)
	return res
}

// requested answers a request inside the dialog.
func (c *call) requested(req *sip.Request, tx sip.ServerTransaction) *sip.Response {
	if tag(req.From().Params) != c.remoteTag {
		return respond(req, 481, "Call/Transaction Does Not Exist")
	}
	if req.CSeq().SeqNo <= c.remoteSeq {
		return respond(req, 500, "Out Of Order") // RFC 3261 §12.2.2
	}
	c.remoteSeq = req.CSeq().SeqNo
	switch req.Method {
	case sip.BYE:
		c.over = true
		return respond(req, 200, "OK")
	case sip.INVITE:
		if !c.up {
			return respond(req, 491, "Request Pending")
		}
		return c.reinvited(req, tx)
	}
	return respond(req, 200, "OK")
}
