package softphone

import "strings"

// CallRedirected: our INVITE was answered 3xx; Targets is where it was sent, best first. CallHungUp follows.
type CallRedirected struct {
	At
	Call    CallID
	Targets []string
}

// RedirectAnswered is her yes or no to calling where a call was sent; Call is that call, "" the newest.
type RedirectAnswered struct {
	Press
	NewCall CallID
	Yes     bool
}

// RedirectOffered is a call of ours that was sent elsewhere (RFC 3261 §8.1.3.4), until she says whether to call there.
type RedirectOffered struct {
	Call   CallID // the one that has ended
	Line   LineID
	For    CallID // the waiting caller for whose sake it was made; "" for none
	Target string // whom to call, as dialled
}

// Number is whom to call, as a person names it: a number at the line's own exchange, else the whole address.
func (o RedirectOffered) Number(from Account) string {
	p := dialledPeer(o.Target, from)
	if p.Number == "" || hostOf(p.URI) != hostOf(dialledPeer("x", from).URI) {
		return strings.TrimPrefix(p.URI, "sip:")
	}
	return p.Number
}

// sameAddress reports whether two things dialled lead to the same place: same user, same host.
func sameAddress(a, b Peer) bool { return a.Number == b.Number && hostOf(a.URI) == hostOf(b.URI) }

// hostOf is the host of an address, without port and parameters.
func hostOf(uri string) string {
	_, rest, _ := strings.Cut(uri, ":")
	rest = rest[strings.IndexByte(rest, '@')+1:]
	if i := strings.IndexAny(rest, ";?"); i >= 0 {
		rest = rest[:i]
	}
	if end := strings.IndexByte(rest, ']'); end >= 0 {
		rest = rest[:end+1]
	} else {
		rest, _, _ = strings.Cut(rest, ":")
	}
	return strings.ToLower(rest)
}
