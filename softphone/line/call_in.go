package line

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"anteroom/softphone"

	"github.com/emiago/sipgo/sip"
)

// arrive takes the INVITE that begins a call, and stays until its final response is settled.
func (t *trunk) arrive(in *incoming) {
	in.tx.Respond(reply(in.req, 100, ""))
	old, status := t.replacing(in.req)
	if status != 0 {
		in.refuse(status)
		return
	}
	c := newCall(t, softphone.CallID(random(16)), softphone.LocalMedia{})
	if status, headers := c.dialIn(in); status != 0 {
		in.refuse(status, headers...)
		return
	}
	cancelled := make(chan *sip.Request, 1)
	ok := in.tx.OnCancel(func(r *sip.Request) {
		select {
		case cancelled <- r:
		default:
		}
	})
	if !ok {
		return // cancelled already; sipgo has answered 487
	}
	c.box <- func() {
		c.line.tell(softphone.CallArrived{At: c.line.at(), Call: c.id, Line: t.account.ID,
			Peer: peerOf(in.req), OwnNumber: ownNumber(in.req), Bind: t.localAddr().Addr()})
		if old != "" {
			c.line.tell(softphone.CallReplaced{At: c.line.at(), Call: c.id, Old: old})
		}
		c.limitRinging()
	}
	if err := c.line.start(c); err != nil {
		var why softphone.Reason
		if errors.As(err, &why) && why.Code == softphone.TooManyCalls {
			in.refuse(486)
			return
		}
		in.refuse(503)
		return
	}
	for {
		select {
		case r := <-cancelled:
			c.post(func() { c.cancelledBy(r) })
		case ack := <-in.tx.Acks():
			c.post(func() { c.acked(ack) })
		case <-in.done:
			return
		case <-c.done:
			return
		case <-t.closed:
			return
		case <-in.tx.Done():
			c.post(c.inviteLost)
			return
		}
	}
}

// dialIn makes the call's dialog of an INVITE, or says with which status to refuse it.
func (c *call) dialIn(in *incoming) (int, []sip.Header) {
	req := in.req
	if status, headers := c.checks(req); status != 0 {
		return status, headers
	}
	body, ok := sessionBody(req)
	if !ok {
		return 415, []sip.Header{sip.NewHeader("Accept", "application/sdp")}
	}
	if body != nil {
		d, err := readDescription(body)
		if err == nil {
			err = c.session.couldAnswer(d, c.line.options.Codecs)
		}
		if err != nil {
			return refusal(err), warning(err)
		}
		c.first = &d
	}
	c.session.late = body == nil
	c.incoming, c.in, c.phase = true, in, ringing
	tag, _ := req.From().Params.Get("tag")
	own, _ := req.To().Params.Get("tag")
	c.dialog = dialog{callID: req.CallID().Value(), localTag: own, remoteTag: tag,
		remoteSeq: req.CSeq().SeqNo, local: req.To().AsFrom(), remote: req.From().AsTo(), target: *req.From().Address.Clone()}
	c.dialog.remote.Params.Remove("tag")
	c.dialog.refreshed(req)
	for _, h := range req.GetHeaders("Record-Route") {
		if rr, ok := h.(*sip.RecordRouteHeader); ok {
			c.dialog.routes = append(c.dialog.routes, rr.Address)
		}
	}
	c.learn(req)
	return 0, nil
}

// checks are for every INVITE and UPDATE (RFC 3261 §8.2.2.3, RFC 4028 §9).
func (c *call) checks(req *sip.Request) (int, []sip.Header) {
	if tags := unsupported(req); len(tags) > 0 {
		return 420, []sip.Header{sip.NewHeader("Unsupported", strings.Join(tags, ", "))}
	}
	if expires, _ := sessionExpires(req); expires > 0 && expires < leastExpires && slices.Contains(listed(req, "Supported", "k"), "timer") {
		return 422, []sip.Header{sip.NewHeader("Min-SE", leastExpiresText)}
	}
	return 0, nil
}

// learn keeps what the other side says it can do.
func (c *call) learn(m sip.Message) {
	for _, w := range listed(m, "Allow") {
		c.updates = c.updates || w == "update"
	}
}

func refusal(err error) int {
	if errors.Is(err, errSyntax) {
		return 400
	}
	return 488
}

// warning says in words why a description was refused (RFC 3261 §20.43).
func warning(err error) []sip.Header {
	return []sip.Header{sip.NewHeader("Warning", fmt.Sprintf("399 anteroom %q", err.Error()))}
}

// answer sends 200 with our description: an answer, or an offer when the INVITE had none.
func (c *call) answer(local softphone.LocalMedia) error {
	if c.phase != ringing {
		return wrongState
	}
	c.bind(local)
	var body []byte
	if c.first != nil {
		var err error
		if body, err = c.session.answer(*c.first); err != nil {
			c.reject(softphone.NoCommonCodec)
			return softphone.Reason{Code: softphone.NoCommonCodec, Detail: err.Error()}
		}
	} else {
		body = c.session.offer()
	}
	err := c.accept(c.in, body, c.first == nil)
	if errors.Is(err, sip.ErrTransactionCanceled) {
		return nil // the CANCEL came first; cancelledBy follows
	}
	if err != nil {
		return c.delivered(err)
	}
	c.phase = accepted
	c.agree(false)
	c.peerHolds()
	return nil
}

// delivered ends the call when a response could not be sent.
func (c *call) delivered(err error) error {
	if err == nil || errors.Is(err, sip.ErrTransactionCanceled) {
		return nil
	}
	why := softphone.Reason{Code: softphone.ConnectionCut, Detail: err.Error()}
	c.stopServer()
	c.in.release()
	c.ended(softphone.EndedByNetwork, why)
	return why
}

var rejections = map[softphone.ReasonCode]int{
	softphone.Busy: 486, softphone.Undisturbed: 486, softphone.Later: 480, softphone.Declined: 603, softphone.Unreachable: 480, softphone.NoCommonCodec: 488,
}

// reject refuses a call that rings.
func (c *call) reject(code softphone.ReasonCode) error {
	if c.phase != ringing {
		return wrongState
	}
	status, ok := rejections[code]
	if !ok {
		status = 486
	}
	c.in.refuse(status)
	why := softphone.Reason{Code: softphone.Rejected, Detail: fmt.Sprintf("%d %s", status, statusWords[status])}
	switch code {
	case softphone.NoCommonCodec, softphone.Unreachable, softphone.Later, softphone.Undisturbed:
		why.Code = code
	}
	c.ended(softphone.EndedByUs, why)
	return nil
}

var wrongState = softphone.Reason{Code: softphone.WrongState}

// cancelledBy: the caller gave up; sipgo has answered 487.
func (c *call) cancelledBy(req *sip.Request) {
	if c.phase != ringing {
		return
	}
	why := softphone.Reason{Code: softphone.Cancelled}
	for _, h := range req.GetHeaders("Reason") { // RFC 3326
		v := strings.ToLower(strings.ReplaceAll(h.Value(), " ", ""))
		if strings.HasPrefix(v, "sip;") && strings.Contains(v+";", ";cause=200;") {
			why.Code = softphone.AnsweredElse
		}
	}
	c.in.final.Store(true)
	c.in.release()
	c.ended(softphone.EndedByPeer, why)
}

// inviteLost: the transaction of the first INVITE ended by itself, because its connection has gone.
func (c *call) inviteLost() {
	if c.phase == ringing {
		c.in.release()
		c.ended(softphone.EndedByNetwork, softphone.Reason{Code: softphone.ConnectionCut})
	}
}

// accepting is a 2xx of ours, repeated until its ACK comes (RFC 3261 §13.3.1.4).
type accepting struct {
	in      *incoming
	offered bool // the answer comes in the ACK
	bye     bool // hang up as soon as it is acknowledged
	stop    func()
}

// accept sends a 2xx to an INVITE and repeats it until acked.
func (c *call) accept(in *incoming, body []byte, offered bool) error {
	res := c.success(in, body)
	err := in.answer(res)
	if err != nil {
		if errors.Is(err, sip.ErrTransactionCanceled) {
			in.tx.Respond(reply(in.req, 487, c.dialog.localTag)) // or sipgo would repeat our 200
		}
		return err
	}
	s := &accepting{in: in, offered: offered, stop: func() {}}
	c.server = s
	pause, spent := sip.T1, time.Duration(0)
	var again func()
	again = func() {
		if c.server != s {
			return
		}
		spent += pause
		if spent >= 64*sip.T1 {
			c.neverAcked()
			return
		}
		in.tx.Respond(res)
		pause = min(2*pause, sip.T2)
		s.stop = c.after(min(pause, 64*sip.T1-spent), again)
	}
	s.stop = c.after(pause, again)
	return nil
}

// success is a 200 to an INVITE or UPDATE.
func (c *call) success(in *incoming, body []byte) *sip.Response {
	res := reply(in.req, 200, c.dialog.localTag)
	res.AppendHeader(c.trunk.contactInDialog())
	res.AppendHeader(sip.NewHeader("Allow", methods))
	res.AppendHeader(sip.NewHeader("Supported", extensions))
	c.timers.answer(c, in.req, res)
	if body != nil {
		kind := sip.ContentTypeHeader("application/sdp")
		res.AppendHeader(&kind)
		res.SetBody(body)
	}
	return res
}

func (c *call) neverAcked() {
	c.stopServer()
	c.ended(softphone.EndedByNetwork, softphone.Reason{Code: softphone.ConnectionCut, Detail: "no ACK"})
	c.bye(&c.dialog)
}

// acked: the other side has our 2xx.
func (c *call) acked(req *sip.Request) {
	s := c.server
	if s == nil || !complete(req) || req.CSeq().SeqNo != s.in.req.CSeq().SeqNo {
		return
	}
	c.stopServer()
	if s.bye {
		c.bye(&c.dialog)
		return
	}
	if c.phase == leaving {
		return
	}
	if s.offered {
		body, _ := sessionBody(req)
		d, err := readDescription(body)
		switch {
		case err == nil && c.phase == talking && d.refused():
			c.session.silence(d)
		case err == nil:
			err = c.session.accept(d)
		}
		if err != nil && c.phase != talking { // a call that stands goes on as it was
			c.ended(softphone.EndedByUs, unusable(err))
			c.bye(&c.dialog)
			return
		}
	}
	c.confirmed()
	c.drain(0)
}

// confirmed: nothing is in the way of talking.
func (c *call) confirmed() {
	c.agree(false)
	if c.phase == accepted {
		c.phase = talking
		c.line.tell(softphone.CallAnswered{At: c.line.at(), Call: c.id})
	}
	c.peerHolds()
	c.next()
}
