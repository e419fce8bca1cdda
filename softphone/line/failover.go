package line

import (
	"errors"
	"net/netip"
	"slices"
	"time"

	"anteroom/softphone"

	"github.com/emiago/sipgo/sip"
)

// An exchange of several servers: SRV records, or a name with several addresses (RFC 3263 §4.3).

// probeEvery is how often a server is asked over UDP, where nothing else tells that it has gone: 10 s. probeLimit is how
// long it may take to answer: 3 s, and never less than one.
func probeEvery() time.Duration { return 20 * sip.T1 }
func probeLimit() time.Duration { return max(6*sip.T1, time.Second) }

// errSilent: the server does not answer any more, though it did.
var errSilent = errors.New("line: the server has fallen silent")

// several reports whether there is another server to go to.
func (a *account) several() bool { return len(a.hops) > 1 }

// choose gives the first of an exchange's servers, or after failures the next, and never the one that has just failed.
func (a *account) choose(hops []netip.AddrPort, fails int) netip.AddrPort {
	a.hops = hops
	rest := slices.DeleteFunc(slices.Clone(hops), func(h netip.AddrPort) bool { return h == a.avoid })
	if len(rest) == 0 {
		rest = hops
	}
	return rest[max(fails-1, 0)%len(rest)]
}

// turn leads a trunk with calls on to the next server; they stay.
func (a *account) turn(t *trunk) {
	next := a.choose(a.hops, a.fails+1)
	if next == t.nextHop() {
		return
	}
	t.mu.Lock()
	t.hop, t.talks, t.seenAt, t.asking = next, false, netip.AddrPort{}, nil
	t.mu.Unlock()
	t.cut()
	a.turned = true
}

// arrivedThere has INVITEs that nobody has heard made at the server that a trunk was led on to, and those whose connection
// went at the one that it has come back to.
func (a *account) arrivedThere(t *trunk) {
	if !t.several {
		return
	}
	turned := a.turned
	a.turned = false
	t.mu.Lock()
	t.arrivals++
	var calls []*call
	for _, c := range t.dialogs {
		calls = append(calls, c)
	}
	t.mu.Unlock()
	for _, c := range calls {
		c.post(func() { c.inviteUnheard(turned) })
	}
}

// inviteUnheard sends an INVITE again that not even a 100 came to, where the line has turned to another server or the
// connection went.
func (c *call) inviteUnheard(turned bool) {
	if o := c.out; c.phase == calling && o != nil && (turned || o.orphan) && !o.again && !o.provisional && !o.cancelled && o.req != nil {
		o.stop()
		c.repeatInvite()
	}
}

// maxRemade is how often an INVITE is made again whose connections go: perhaps they go because of it.
const maxRemade = 2

// orphaned keeps an INVITE whose connection went before anybody had answered, for 32 s, until the line is registered
// again, here or elsewhere. It gives false where there is nothing to wait for.
func (c *call) orphaned(o *invitation, err error) bool {
	t := c.trunk
	if o.again || o.provisional || o.cancelled || c.phase != calling || o.remade >= maxRemade || final(err) ||
		!t.several || !t.account.Register || t.network == "UDP" {
		return false
	}
	o.remade++
	if t.arrived() != o.arrivals && t.connected() { // it is already
		c.repeatInvite()
		return true
	}
	o.orphan = true
	req := o.req
	c.after(64*sip.T1, func() {
		if c.out == o && o.orphan && o.req == req {
			c.inviteFailed(o, sip.ErrTransactionTimeout)
		}
	})
	t.doubt()
	return true
}

// arrived counts the registrations on this trunk.
func (t *trunk) arrived() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.arrivals
}

// doubtUnheard has the server looked at when an INVITE stays without any answer and there is another to go to.
func (c *call) doubtUnheard(o *invitation, req *sip.Request) {
	c.after(probeLimit(), func() {
		if c.out == o && o.req == req && !o.provisional {
			c.trunk.doubt()
		}
	})
}

// lost is what follows when a registration cannot be made, or its server has gone.
func (a *account) lost(t *trunk, err error) {
	a.avoid = t.nextHop()
	switch {
	case !t.busy():
		a.setTrunk(nil)
		t.close()
	case a.several() && !everywhere(err):
		a.turn(t)
	case errors.Is(err, sip.ErrTransactionTimeout):
		t.cut() // what swallows our REGISTER swallows the calls' requests too
	}
}

// everywhere reports whether the exchange's other servers would say the same.
func everywhere(err error) bool {
	var why softphone.Reason
	if !errors.As(err, &why) {
		return false
	}
	switch why.Code {
	case softphone.WrongPassword, softphone.Forbidden, softphone.UnknownUser, softphone.WeakDigest:
		return true
	}
	return false
}

// untried reports whether the exchange has a server that has not failed since the line worked last: no reason to wait.
func (a *account) untried(why softphone.ReasonCode) bool {
	return a.several() && a.fails < len(a.hops)-1 && !everywhere(softphone.Reason{Code: why})
}

// probe asks the server whether it is there (OPTIONS, RFC 3261 §11) and gives its verdict later: nil or errSilent. One
// that never answered OPTIONS is not judged by it.
func (t *trunk) probe(verdict chan<- error) {
	req := t.account.options(t)
	hop := t.nextHop()
	t.ask(req, probeLimit(), func(res *sip.Response, err error) {
		if err == nil && res.IsProvisional() {
			return
		}
		t.mu.Lock()
		talked := t.talks
		if t.hop == hop && err == nil && res.StatusCode != 503 {
			t.talks = true
		}
		t.mu.Unlock()
		if err == nil && res.StatusCode != 503 {
			err = nil
		} else if talked {
			err = errSilent
		} else {
			err = nil
		}
		select {
		case verdict <- err:
		default:
		}
	})
}

// options is an OPTIONS to the exchange itself.
func (a *account) options(t *trunk) *sip.Request {
	req := sip.NewRequest(sip.OPTIONS, a.domain.uri(""))
	req.AppendHeader(t.via())
	forwards := sip.MaxForwardsHeader(70)
	req.AppendHeader(&forwards)
	a.route(req)
	from := &sip.FromHeader{Address: t.aor()}
	from.Params.Add("tag", random(8))
	req.AppendHeader(from)
	req.AppendHeader(&sip.ToHeader{Address: a.domain.uri("")})
	id := sip.CallIDHeader(random(16))
	req.AppendHeader(&id)
	req.AppendHeader(&sip.CSeqHeader{SeqNo: 1, MethodName: sip.OPTIONS})
	req.AppendHeader(sip.NewHeader("User-Agent", a.line.options.UserAgent))
	req.SetDestination(t.nextHop().String())
	return req
}
