package line

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"net"
	"net/netip"
	"strings"

	"anteroom/softphone"

	"github.com/emiago/sipgo/sip"
	"github.com/pion/stun/v3"
)

// filter looks at every datagram before sipgo does. Requests of strangers, and calls beyond the limit, are answered
// from here without any state (RFC 3261 §8.2.7), so that a flood costs nothing that lasts.
func (t *trunk) filter(info sip.TransportReadProps, data []byte) ([]byte, error) {
	if info.Transport != "UDP" {
		return data, nil // who may connect over TCP is settled when connecting
	}
	udp, ok := info.RemoteAddr.(*net.UDPAddr)
	if !ok || len(data) <= 4 {
		return nil, nil
	}
	from := netip.AddrPortFrom(udp.AddrPort().Addr().Unmap(), udp.AddrPort().Port())
	if data[0] < 4 && stun.IsMessage(data) { // RFC 5626 §8: no SIP message begins so
		t.stunAnswer(data, from)
		return nil, nil
	}
	msg := readMessage(data)
	switch m := msg.(type) {
	case nil:
		if t.trusts(from) {
			if answer := unreadable(data, from); answer != nil {
				t.datagram(answer, from)
			}
		}
		return nil, nil
	case *sip.Request:
		m.SetTransport(info.Transport)
		m.SetSource(from.String())
		status := t.admit(m, from)
		if status > 0 {
			res := reply(m, status, t.tag(m))
			t.datagram([]byte(res.String()), answerTo(m, from))
		}
		if status != 0 {
			return nil, nil
		}
	case *sip.Response: // sipgo would remember every address that anything comes from
		if !t.asked(m) {
			return nil, nil
		}
	}
	return data, nil
}

// readMessage parses a datagram and checks that what every message must have is there (RFC 3261 §8.1.1); nil for
// anything else. A parser that panics must not end the program.
func readMessage(data []byte) (msg sip.Message) {
	defer func() {
		if recover() != nil {
			msg = nil
		}
	}()
	m, err := parser.ParseSIP(data)
	if err != nil {
		return nil
	}
	if !complete(m) {
		return nil
	}
	return m
}

func complete(m sip.Message) bool {
	cseq, id, from, to, via := m.CSeq(), m.CallID(), m.From(), m.To(), m.Via()
	if cseq == nil || id == nil || *id == "" || from == nil || to == nil || via == nil || via.Host == "" {
		return false
	}
	if tag, _ := from.Params.Get("tag"); tag == "" {
		return false
	}
	switch m := m.(type) {
	case *sip.Request:
		return flaw(m) == 0
	case *sip.Response:
		return m.StatusCode >= 100 && m.StatusCode <= 699
	}
	return false
}

// admit gives 0 for a request that may pass, a status to refuse it with, or -1 to drop it.
func (t *trunk) admit(req *sip.Request, from netip.AddrPort) int {
	tag, _ := req.To().Params.Get("tag")
	known := t.find(req.CallID().Value(), tag) != nil || t.following(req) != nil
	switch {
	case known:
		return 0
	case !t.trusts(from) && req.IsAck():
		return -1
	case !t.trusts(from):
		return 403
	case req.IsInvite() && tag == "" && t.account.line.full() && t.find(req.CallID().Value(), t.tag(req)) == nil:
		return 486
	}
	return 0
}

// trusts reports whether calls are taken from an address: the exchange and the proxy, or the one peer of a direct
// line. On this computer itself the address alone proves nothing, so that a registered line asks for the port too.
func (t *trunk) trusts(from netip.AddrPort) bool {
	for _, a := range t.trusted {
		if a.Addr() == from.Addr() && (!t.account.Register || !a.Addr().IsLoopback() || t.network != "UDP" || a.Port() == from.Port()) {
			return true
		}
	}
	return false
}

func (t *trunk) mayConnect(a netip.Addr) bool { return t.trusts(netip.AddrPortFrom(a, 0)) }

// answerTo is where a stateless answer goes (RFC 3261 §18.2.2, RFC 3581 §4).
func answerTo(req *sip.Request, from netip.AddrPort) netip.AddrPort {
	via := req.Via()
	if via.Params.Has("rport") {
		return from
	}
	port := via.Port
	if port <= 0 || port > 65535 {
		port = 5060
	}
	return netip.AddrPortFrom(from.Addr(), uint16(port))
}

// tag is our tag for a call that arrives. It is the same for every copy of the INVITE and for every answer to it,
// also those that sipgo gives by itself and those given without state.
func (t *trunk) tag(req *sip.Request) string {
	mac := hmac.New(sha256.New, t.secret[:])
	from, _ := req.From().Params.Get("tag")
	mac.Write([]byte(req.CallID().Value() + "\x00" + from + "\x00"))
	mac.Write(binary.BigEndian.AppendUint32(nil, req.CSeq().SeqNo))
	return hex.EncodeToString(mac.Sum(nil)[:8])
}

// tagInvite puts our tag into an INVITE that begins a call, on the reader's goroutine, before sipgo's transaction can
// answer a CANCEL with a tag of its own.
func (t *trunk) tagInvite(msg sip.Message) {
	req, ok := msg.(*sip.Request)
	if !ok || !req.IsInvite() || !complete(req) || req.To().Params.Has("tag") {
		return
	}
	req.To().Params.Add("tag", t.tag(req))
}

// statusWords are the phrases of RFC 3261 §21 that we use ourselves.
var statusWords = map[int]string{
	100: "Trying", 180: "Ringing", 200: "OK", 202: "Accepted", 302: "Moved Temporarily", 400: "Bad Request", 403: "Forbidden", 405: "Method Not Allowed",
	415: "Unsupported Media Type", 416: "Unsupported URI Scheme", 420: "Bad Extension", 469: "Bad Info Package", 422: "Session Interval Too Small",
	480: "Temporarily Unavailable", 481: "Call/Transaction Does Not Exist", 482: "Loop Detected", 486: "Busy Here",
	487: "Request Terminated", 488: "Not Acceptable Here", 489: "Bad Event", 491: "Request Pending",
	500: "Server Internal Error", 503: "Service Unavailable", 504: "Server Time-out", 505: "Version Not Supported", 603: "Decline",
}

// methods are what we understand; they go into every Allow.
const methods = "INVITE, ACK, CANCEL, BYE, OPTIONS, PRACK, UPDATE, INFO, REFER, NOTIFY"

// extensions are what we can do beyond RFC 3261; they go into every Supported.
const extensions = "100rel, replaces, timer"

// reply begins a response with our tag in it.
func reply(req *sip.Request, status int, tag string) *sip.Response {
	res := sip.NewResponseFromRequest(req, status, statusWords[status], nil)
	if to := res.To(); to != nil && tag != "" && status != 100 && !req.To().Params.Has("tag") {
		to.Params.Add("tag", tag)
	}
	return res
}

// field gives the values of a header that may be split over lines, and its compact form.
func field(m sip.Message, names ...string) string {
	var all []string
	for _, n := range names {
		for _, h := range m.GetHeaders(n) {
			all = append(all, h.Value())
		}
	}
	return strings.Join(all, ",")
}

// listed are the tokens of such a header.
func listed(m sip.Message, names ...string) []string {
	var out []string
	for _, w := range strings.Split(field(m, names...), ",") {
		if w = strings.ToLower(strings.TrimSpace(w)); w != "" {
			out = append(out, w)
		}
	}
	return out
}

// unsupported lists the extensions a request requires that we do not have (RFC 3261 §8.2.2.3).
func unsupported(req *sip.Request) (tags []string) {
	for _, w := range listed(req, "Require") {
		if w != "timer" && w != "replaces" && w != "100rel" {
			tags = append(tags, w)
		}
	}
	return tags
}

var lineNotReady = softphone.Reason{Code: softphone.LineNotReady}
