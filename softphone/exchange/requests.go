package exchange

import (
	"context"

	"github.com/emiago/sipgo"
	"github.com/emiago/sipgo/sip"
)

// answerRequests sets who answers what the console sends. Each request comes on a goroutine of its own.
func (e *Exchange) answerRequests(ctx context.Context, s *sipgo.Server) {
	reply := func(tx sip.ServerTransaction, res *sip.Response) {
		// The console sends its request again when the answer is lost.
		_ = tx.Respond(res)
	}
	s.OnRegister(func(req *sip.Request, tx sip.ServerTransaction) {
		reply(tx, e.registrar.register(req))
	})
	s.OnInvite(func(req *sip.Request, tx sip.ServerTransaction) {
		switch {
		case !complete(req):
			reply(tx, respond(req, 400, "Bad Request"))
		case tag(req.To().Params) != "":
			e.inDialog(req, tx)
		default:
			e.rungUp(req, tx)
		}
	})
	s.OnAck(func(req *sip.Request, tx sip.ServerTransaction) {
		if !complete(req) {
			return
		}
		if c := e.find(req); c != nil {
			c.post(func() { c.acknowledged(ctx, req) })
		}
	})
	s.OnBye(func(req *sip.Request, tx sip.ServerTransaction) { e.inDialog(req, tx) })
	s.OnOptions(func(req *sip.Request, tx sip.ServerTransaction) {
		if complete(req) && tag(req.To().Params) != "" {
			e.inDialog(req, tx)
			return
		}
		res := respond(req, 200, "OK")
		res.AppendHeader(sip.NewHeader("Allow", allowed))
		res.AppendHeader(sip.NewHeader("Accept", "application/sdp"))
		reply(tx, res)
	})
	s.OnCancel(func(req *sip.Request, tx sip.ServerTransaction) { // of an INVITE that is not there
		reply(tx, respond(req, 481, "Call/Transaction Does Not Exist"))
	})
	s.OnNoRoute(func(req *sip.Request, tx sip.ServerTransaction) {
		res := respond(req, 405, "Method Not Allowed")
		res.AppendHeader(sip.NewHeader("Allow", allowed))
		reply(tx, res)
	})
}

// inDialog hands a request to its call, and stays until that has answered: sipgo ends the transaction on return.
func (e *Exchange) inDialog(req *sip.Request, tx sip.ServerTransaction) {
	if !complete(req) {
		_ = tx.Respond(respond(req, 400, "Bad Request"))
		return
	}
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
	c.callID, c.remoteTag, c.remoteSeq = req.CallID().Value(), tag(req.From().Params), req.CSeq().SeqNo
	c.dialog.local, c.remote = *req.To().Address.Clone(), *req.From().Address.Clone()
	c.target, c.destination = *req.Contact().Address.Clone(), req.Source()
	req.To().Params.Add("tag", c.localTag) // the same tag in every response (RFC 3261 §8.2.6.2)
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

// refusal checks an INVITE from the console: its password, what it requires, and that there is room.
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
