package line

import (
	"strings"

	"github.com/emiago/sipgo/sip"
)

// dialog is the state RFC 3261 §12 keeps at each end. It belongs to the call's goroutine; callID and localTag never
// change.
type dialog struct {
	callID, localTag, remoteTag string
	local                       sip.FromHeader // us, tag included
	remote                      sip.ToHeader   // them, without tag
	target                      sip.Uri
	routes                      []sip.Uri
	localSeq, remoteSeq         uint32
}

// request begins a request of ours in this dialog, or the INVITE that makes it; Via and destination come later.
func (d *dialog) request(t *trunk, method sip.RequestMethod, seq uint32) *sip.Request {
	to := d.target.Clone()
	to.Headers = nil
	routes := d.routes
	if len(routes) > 0 && !routes[0].UriParams.Has("lr") {
		// A strict router wants to stand in the request line itself (RFC 3261 §12.2.1.1).
		routes = append(routes[1:len(routes):len(routes)], *to)
		to = d.routes[0].Clone()
	}
	req := sip.NewRequest(method, *to)
	req.AppendHeader(t.via())
	forwards := sip.MaxForwardsHeader(70)
	req.AppendHeader(&forwards)
	for _, r := range routes {
		req.AppendHeader(&sip.RouteHeader{Address: *r.Clone()})
	}
	req.AppendHeader(sip.HeaderClone(&d.local))
	remote := sip.HeaderClone(&d.remote).(*sip.ToHeader)
	if d.remoteTag != "" {
		remote.Params.Add("tag", d.remoteTag)
	}
	req.AppendHeader(remote)
	id := sip.CallIDHeader(d.callID)
	req.AppendHeader(&id)
	req.AppendHeader(&sip.CSeqHeader{SeqNo: seq, MethodName: method})
	if method != sip.BYE && method != sip.CANCEL {
		req.AppendHeader(t.contactInDialog())
	}
	req.AppendHeader(sip.NewHeader("User-Agent", t.account.line.options.UserAgent))
	return req
}

// established fills in what a response of the other side settles (RFC 3261 §12.1.2). A first provisional with a tag
// makes an early dialog, a 2xx the one that counts.
func (d *dialog) established(res *sip.Response) {
	was := d.remoteTag
	d.remoteTag, _ = res.To().Params.Get("tag")
	if d.remoteTag != was {
		d.remoteSeq = 0 // each fork counts by itself
	}
	d.routes = nil
	all := res.GetHeaders("Record-Route")
	for i := len(all) - 1; i >= 0; i-- {
		if rr, ok := all[i].(*sip.RecordRouteHeader); ok {
			d.routes = append(d.routes, rr.Address)
		}
	}
	d.refreshed(res)
}

// refreshed takes over a new remote target (RFC 3261 §12.2).
func (d *dialog) refreshed(m sip.Message) {
	if c, ok := first(m, "Contact", "m").(*sip.ContactHeader); ok && !c.Address.Wildcard && c.Address.Host != "" &&
		strings.HasPrefix(strings.ToLower(c.Address.Scheme), "sip") {
		d.target = *c.Address.Clone()
		d.target.Scheme = "sip"
	}
}

func first(m sip.Message, names ...string) sip.Header {
	for _, n := range names {
		if hs := m.GetHeaders(n); len(hs) > 0 {
			return hs[0]
		}
	}
	return nil
}

// cancel builds the CANCEL of an INVITE: same branch, same route, no tag (RFC 3261 §9.1).
func cancel(invite *sip.Request) *sip.Request {
	req := sip.NewRequest(sip.CANCEL, *invite.Recipient.Clone())
	req.AppendHeader(invite.Via().Clone())
	forwards := sip.MaxForwardsHeader(70)
	req.AppendHeader(&forwards)
	sip.CopyHeaders("Route", invite, req)
	req.AppendHeader(sip.HeaderClone(invite.From()))
	req.AppendHeader(sip.HeaderClone(invite.To()))
	req.AppendHeader(sip.HeaderClone(invite.CallID()))
	req.AppendHeader(&sip.CSeqHeader{SeqNo: invite.CSeq().SeqNo, MethodName: sip.CANCEL})
	sip.CopyHeaders("User-Agent", invite, req)
	req.SetDestination(invite.Destination())
	return req
}
