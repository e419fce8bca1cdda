package exchange

import (
	"context"
	"fmt"

	"github.com/emiago/sipgo/sip"
)

// answerRequest answers what the console sends. Each request comes on a goroutine of its own.
func (e *Exchange) answerRequest(ctx context.Context, req *sip.Request, tx sip.ServerTransaction) {
	// The console sends its request again when an answer is lost: errors of Respond have nothing to tell here.
	switch {
	case req.Method == sip.REGISTER:
		_ = tx.Respond(e.registrar.register(req))
	case !complete(req):
		if req.Method != sip.ACK {
			_ = tx.Respond(respond(req, 400, "Bad Request"))
		}
	case req.Method == sip.ACK:
		if c := e.find(req); c != nil {
			c.post(func() { c.acknowledged(ctx, req) })
		}
	case req.Method == sip.INVITE && tag(req.To().Params) == e.freshTag(req):
		e.rungUp(req, tx)
	case req.Method == sip.OPTIONS && tag(req.To().Params) == "":
		res := respond(req, 200, "OK")
		res.AppendHeader(sip.NewHeader("Allow", allowed))
		res.AppendHeader(sip.NewHeader("Accept", "application/sdp"))
		_ = tx.Respond(res)
	case req.Method == sip.CANCEL: // of an INVITE that is not there
		_ = tx.Respond(respond(req, 481, "Call/Transaction Does Not Exist"))
	case req.Method == sip.INVITE, req.Method == sip.BYE, req.Method == sip.OPTIONS:
		e.inDialog(req, tx)
	default:
		res := respond(req, 405, "Method Not Allowed")
		res.AppendHeader(sip.NewHeader("Allow", allowed))
		_ = tx.Respond(res)
	}
}

// freshTag is our tag for a call from the console: the same for every copy of its INVITE.
func (e *Exchange) freshTag(req *sip.Request) string {
	return e.registrar.mark(fmt.Sprint(req.CallID().Value(), "\x00", tag(req.From().Params), "\x00", req.CSeq().SeqNo))
}

// tagInvite puts our tag into an INVITE that begins a call, before sipgo can answer it by itself: every response has the
// same one then (RFC 3261 §8.2.6.2).
func (e *Exchange) tagInvite(m sip.Message) {
	if req, ok := m.(*sip.Request); ok && req.IsInvite() && complete(req) && tag(req.To().Params) == "" {
		req.To().Params.Add("tag", e.freshTag(req))
	}
}

// inDialog hands a request to its call, and stays until that has answered: sipgo ends the transaction on return.
func (e *Exchange) inDialog(req *sip.Request, tx sip.ServerTransaction) {
	c := e.find(req)
	answered := make(chan struct{})
	if c == nil || !c.post(func() {
		_ = tx.Respond(c.requested(req, tx))
		close(answered)
	}) {
		_ = tx.Respond(respond(req, 481, "Call/Transaction Does Not Exist"))
		return
	}
	<-answered // what was posted is done: the call's goroutine has taken it
}

// rungUp begins a call from the console, and stays until its final response.
func (e *Exchange) rungUp(req *sip.Request, tx sip.ServerTransaction) {
	if refusal := e.refusal(req); refusal != nil {
		_ = tx.Respond(refusal)
		return
	}
	if e.find(req) != nil {
		_ = tx.Respond(respond(req, 482, "Loop Detected")) // another copy of it (RFC 3261 §8.2.2.2)
		return
	}
	p := e.partyAt(req.Recipient.User)
	if p == nil {
		_ = tx.Respond(respond(req, 404, "Not Found"))
		return
	}
	in := &incoming{request: req, tx: tx, final: make(chan struct{}), cancelled: make(chan struct{})}
	if in.hasOffer = hasSDP(req); in.hasOffer {
		var err error
		if in.offered, err = parseMedia(req.Body()); err != nil {
			_ = tx.Respond(respond(req, 488, "Not Acceptable Here"))
			return
		}
	}
	c, err := e.newCall(p)
	if err != nil {
		_ = tx.Respond(respond(req, 503, "Service Unavailable"))
		return
	}
	c.incoming = in
	c.localTag = tag(req.To().Params)
	c.callID, c.remoteTag, c.remoteSeq = req.CallID().Value(), tag(req.From().Params), req.CSeq().SeqNo
	c.dialog.local, c.remote = *req.To().Address.Clone(), *req.From().Address.Clone()
	c.target, c.destination = *req.Contact().Address.Clone(), req.Source()
	if !tx.OnCancel(func(*sip.Request) { in.once.Do(func() { close(in.cancelled) }) }) {
		in.once.Do(func() { close(in.cancelled) })
	}
	if !e.start(c) {
		_ = tx.Respond(respond(req, 503, "Service Unavailable"))
		return
	}
	select {
	case <-in.final:
	case <-c.done:
	}
}

// refusal checks an INVITE from the console: its password, what it requires, where it can be answered.
func (e *Exchange) refusal(req *sip.Request) *sip.Response {
	if res := e.registrar.challenge(req, "Proxy-Authorization"); res != nil {
		return res
	}
	if h := req.GetHeader("Require"); h != nil {
		res := respond(req, 420, "Bad Extension")
		res.AppendHeader(sip.NewHeader("Unsupported", h.Value()))
		return res
	}
	if contact := req.Contact(); contact == nil || contact.Address.Wildcard {
		return respond(req, 400, "Bad Request")
	}
	return nil
}
