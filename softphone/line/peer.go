package line

import (
	"crypto/rand"
	"encoding/binary"
	"net/netip"
	"strings"

	"anteroom/softphone"

	"github.com/emiago/sipgo/sip"
)

// peerOf names the caller: P-Asserted-Identity (RFC 3325) where the exchange gives it, else From.
func peerOf(req *sip.Request) softphone.Peer {
	p := person(req.From().DisplayName, &req.From().Address)
	for _, v := range splitAddresses(field(req, "P-Asserted-Identity")) {
		var u sip.Uri
		name, err := sip.ParseAddressValue(v, &u, nil)
		if err != nil {
			continue
		}
		if asserted := person(name, &u); asserted.Number != "" {
			if asserted.Name == "" {
				asserted.Name = p.Name
			}
			return asserted
		}
	}
	return p
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

// ownNumber is the number that was rung: P-Called-Party-ID (RFC 7315 §5.2), else To, else the request line.
func ownNumber(req *sip.Request) string {
	if v := splitAddresses(field(req, "P-Called-Party-ID")); len(v) > 0 {
		var u sip.Uri
		if _, err := sip.ParseAddressValue(v[0], &u, nil); err == nil {
			if n := person("", &u).Number; n != "" {
				return n
			}
		}
	}
	if n := person("", &req.To().Address).Number; n != "" {
		return n
	}
	return person("", &req.Recipient).Number
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
