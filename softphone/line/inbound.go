package line

import (
	"net/netip"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/emiago/sipgo/sip"
)

// incoming is one request of the other side and the transaction it is answered in. The handler that sipgo called
// waits for done: on TCP and TLS sipgo drops the transaction when its handler returns.
type incoming struct {
	req   *sip.Request
	tx    *sip.ServerTx
	trunk *trunk
	final atomic.Bool // a final response was given
	done  chan struct{}
}

// answer responds. An INVITE answered 2xx stays until it is released; everything else is over with the final answer.
func (in *incoming) answer(res *sip.Response) error {
	if in.final.Load() && !res.IsSuccess() {
		return nil
	}
	res.AppendHeader(sip.NewHeader("Server", in.trunk.account.line.options.UserAgent))
	err := in.tx.Respond(res)
	if res.StatusCode >= 200 {
		in.final.Store(true)
		if !in.req.IsInvite() || !res.IsSuccess() {
			in.release()
		}
	}
	return err
}

// refuse gives a plain final response.
func (in *incoming) refuse(status int, headers ...sip.Header) {
	res := reply(in.req, status, in.trunk.tag(in.req))
	for _, h := range headers {
		res.AppendHeader(h)
	}
	in.answer(res)
}

func (in *incoming) release() {
	select {
	case <-in.done:
	default:
		close(in.done)
	}
}

// receive is called by sipgo on a goroutine of its own for each new request. It hands over and waits.
func (t *trunk) receive(req *sip.Request, tx *sip.ServerTx) {
	defer tx.TerminateGracefully()
	if !t.begin() {
		return
	}
	defer t.work.Done()
	if !complete(req) {
		return
	}
	in := &incoming{req: req, tx: tx, trunk: t, done: make(chan struct{})}
	tag, _ := req.To().Params.Get("tag")
	fresh := req.IsInvite() && tag == t.tag(req)
	c, s := t.find(req.CallID().Value(), tag), t.following(req)
	switch {
	case t.network != "UDP" && c == nil && s == nil && !t.trustsSource(req): // a dialog that stands may go on, whoever was called
		if !req.IsAck() {
			in.refuse(403)
		}
	case req.IsAck():
		if c != nil {
			c.post(func() { c.acked(req) })
		}
	case fresh && c != nil:
		in.refuse(482) // the same INVITE over another path (RFC 3261 §8.2.2.2)
	case fresh:
		t.arrive(in)
	case c != nil:
		t.handOver(c, in)
	case s != nil:
		t.bring(s, in)
	case tag != "" || req.IsCancel():
		in.refuse(481)
	default:
		in.outside()
	}
}

func (t *trunk) trustsSource(req *sip.Request) bool {
	from, err := netip.ParseAddrPort(req.Source())
	return err == nil && (t.trusts(from) || from.Addr().Unmap() == t.nextHop().Addr())
}

// handOver gives an in-dialog request to its call and waits until the call has answered.
func (t *trunk) handOver(c *call, in *incoming) {
	if c.post(func() { c.requested(in) }) {
		for waiting := true; waiting; {
			select {
			case ack := <-in.tx.Acks(): // an ACK that wrongly carries the INVITE's branch
				if !in.final.Load() {
					continue
				}
				c.post(func() { c.acked(ack) })
			case <-in.done:
				return
			case <-in.tx.Done():
				return
			case <-c.done:
				waiting = false
			case <-t.closed:
				return
			}
		}
	}
	if !in.final.Load() {
		in.refuse(481)
	}
}

// outside answers requests that belong to no dialog and begin none.
func (in *incoming) outside() {
	switch in.req.Method {
	case sip.OPTIONS:
		in.answer(in.options())
	case sip.NOTIFY:
		in.trunk.outsideNotify(in)
	case sip.SUBSCRIBE:
		in.refuse(489) // nobody can subscribe to the desk (RFC 6665 §4.2.1.1)
	case sip.REFER:
		in.refuse(603)
	case sip.BYE, sip.INFO, sip.UPDATE, sip.PRACK:
		in.refuse(481)
	default:
		in.refuse(405, sip.NewHeader("Allow", methods))
	}
}

func (in *incoming) options() *sip.Response {
	res := reply(in.req, 200, in.trunk.tag(in.req))
	res.AppendHeader(in.trunk.contactHeader())
	res.AppendHeader(sip.NewHeader("Allow", methods))
	res.AppendHeader(sip.NewHeader("Accept", "application/sdp, message/sipfrag"))
	res.AppendHeader(sip.NewHeader("Supported", extensions))
	return res
}

// sessionBody gives the session description of a message, nil when there is none; ok is false when the body is of a kind we do not read.
func sessionBody(m sip.Message) (body []byte, ok bool) {
	if len(m.Body()) == 0 {
		return nil, true
	}
	if e := listed(m, "Content-Encoding", "e"); len(e) > 0 && !slices.Equal(e, []string{"identity"}) {
		return nil, false
	}
	kind, _, _ := strings.Cut(field(m, "Content-Type", "c"), ";")
	kind = strings.ToLower(strings.TrimSpace(kind))
	switch {
	case kind == "application/sdp":
		return m.Body(), true
	case strings.HasPrefix(kind, "multipart/"):
		return partOf(m)
	}
	return nil, false
}
