package exchange

import (
	"strings"

	"github.com/emiago/sipgo/sip"
)

// dialog is the identity of one call between the exchange and the console (RFC 3261 §12). Requests go to the address
// that the console's came from: there is nothing but loopback between the two.
type dialog struct {
	callID              string
	local, remote       sip.Uri
	localName           string
	localTag, remoteTag string
	target              sip.Uri // the console's contact
	destination         string  // host:port
	contact             sip.Uri // ours
	seq, remoteSeq      uint32
}

const (
	allowed   = "INVITE, ACK, CANCEL, BYE, OPTIONS"
	userAgent = "Anteroom practice exchange"
)

// request builds the next request of the dialog; ACK takes the sequence number of its INVITE from the caller.
func (d *dialog) request(method sip.RequestMethod, seq uint32) *sip.Request {
	req := sip.NewRequest(method, *d.target.Clone())
	req.SetDestination(d.destination)
	from := &sip.FromHeader{DisplayName: d.localName, Address: *d.local.Clone(), Params: sip.NewParams()}
	from.Params.Add("tag", d.localTag)
	to := &sip.ToHeader{Address: *d.remote.Clone(), Params: sip.NewParams()}
	if d.remoteTag != "" {
		to.Params.Add("tag", d.remoteTag)
	}
	callID := sip.CallIDHeader(d.callID)
	req.AppendHeader(from)
	req.AppendHeader(to)
	req.AppendHeader(&callID)
	req.AppendHeader(&sip.CSeqHeader{SeqNo: seq, MethodName: method})
	if method == sip.INVITE {
		req.AppendHeader(&sip.ContactHeader{Address: *d.contact.Clone()})
		req.AppendHeader(sip.NewHeader("Allow", allowed))
	}
	req.AppendHeader(sip.NewHeader("User-Agent", userAgent))
	return req
}

// next counts the local sequence up.
func (d *dialog) next() uint32 {
	d.seq++
	return d.seq
}

// cancelOf builds the CANCEL of an INVITE that is on its way (RFC 3261 §9.1): same branch, same number.
func cancelOf(invite *sip.Request) *sip.Request {
	req := sip.NewRequest(sip.CANCEL, *invite.Recipient.Clone())
	req.SetDestination(invite.Destination())
	req.AppendHeader(invite.Via().Clone())
	for _, name := range []string{"From", "To", "Call-ID"} {
		sip.CopyHeaders(name, invite, req)
	}
	req.AppendHeader(&sip.CSeqHeader{SeqNo: invite.CSeq().SeqNo, MethodName: sip.CANCEL})
	return req
}

// key finds the call that a request belongs to; "" when it names no dialog.
func key(callID, localTag string) string {
	if callID == "" || localTag == "" {
		return ""
	}
	return callID + "\x00" + localTag
}

func requestKey(req *sip.Request) string {
	return key(req.CallID().Value(), tag(req.To().Params))
}

func tag(p sip.HeaderParams) string {
	v, _ := p.Get("tag")
	return v
}

// complete tells whether a request has everything we look at (RFC 3261 §8.1.1).
func complete(req *sip.Request) bool {
	return req.From() != nil && req.To() != nil && req.CallID() != nil && req.CSeq() != nil && req.Via() != nil &&
		tag(req.From().Params) != ""
}

func hasSDP(m sip.Message) bool {
	if len(m.Body()) == 0 {
		return false
	}
	h := m.GetHeaders("Content-Type")
	return len(h) == 1 && strings.HasPrefix(strings.ToLower(h[0].Value()), "application/sdp")
}

func setSDP(m sip.Message, body []byte) {
	m.AppendHeader(sip.NewHeader("Content-Type", "application/sdp"))
	m.SetBody(body)
}
