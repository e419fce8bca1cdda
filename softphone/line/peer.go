package line

import (
	"crypto/rand"
	"encoding/binary"
	"net/netip"
	"slices"
	"strings"

	"anteroom/softphone"

	"github.com/emiago/sipgo/sip"
)

// peerOf names the caller: P-Asserted-Identity (RFC 3325) where the exchange gives it, else the Remote-Party-ID of older
// ones, else From. All of it is as good as whoever sent it: calls are taken from the exchange only (admit.go).
func peerOf(req *sip.Request) softphone.Peer {
	p := person(req.From().DisplayName, &req.From().Address)
	if withheld(req) {
		return p
	}
	for _, asserted := range slices.Concat(addresses(req, "P-Asserted-Identity"), remoteParties(req)) {
		if asserted.Name == "" {
			asserted.Name = p.Name
		}
		return asserted.Peer
	}
	return p
}

// withheld reports whether the caller does not want his number shown (RFC 3323 §4.2, RFC 3325 §9.3): an exchange that
// trusts us may send it all the same.
func withheld(req *sip.Request) bool {
	for _, w := range strings.Split(strings.ToLower(field(req, "Privacy")), ";") {
		switch strings.TrimSpace(w) {
		case "id", "user", "header":
			return true
		}
	}
	return false
}

// remoteParties are the callers in Remote-Party-ID (draft-ietf-sip-privacy-04), which Cisco and others send.
func remoteParties(req *sip.Request) []named {
	return slices.DeleteFunc(addresses(req, "Remote-Party-ID"), func(n named) bool {
		party := n.param("party")
		return !n.open() || party != "" && party != "calling"
	})
}

func person(name string, u *sip.Uri) softphone.Peer {
	p := softphone.Peer{Name: unquote(name)}
	if raw := u.Raw(); raw != "" { // tel: and others
		p.Number = unescapeUser(raw)
		p.URI = clean(u.Scheme + ":" + raw)
		return p
	}
	p.Number = unescapeUser(u.User)
	p.URI = clean(u.Addr())
	return p
}

// splitAddresses splits at commas outside quotes and angle brackets.
func splitAddresses(s string) []string {
	var out []string
	quoted, inside, from := false, false, 0
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '\\' && quoted:
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '<':
			inside = true
		case c == '>':
			inside = false
		case c == ',' && !inside:
			out = append(out, strings.TrimSpace(s[from:i]))
			from = i + 1
		}
	}
	if last := strings.TrimSpace(s[from:]); last != "" {
		out = append(out, last)
	}
	return out
}

func withAddr(ap netip.AddrPort, a netip.Addr) netip.AddrPort {
	return netip.AddrPortFrom(a, ap.Port())
}

// sessionID is the number of the o= line: random, and small enough for anybody's integers.
func sessionID() uint64 {
	var b [8]byte
	rand.Read(b[:])
	return binary.BigEndian.Uint64(b[:]) >> 2
}
