package voice

import (
	"net/netip"
	"time"
)

// sourceSilence is how long the present source must have been silent before another port of the same host is believed.
const sourceSilence = 200 * time.Millisecond

// source decides whose packets belong to a call and where ours go: the negotiated address, or, behind a NAT, the
// address that is seen to send (symmetric RTP, RFC 4961). Another port of the negotiated host, or of the one that is
// heard, is believed once the present port is silent (a NAT may bind anew); another host only once and only as long as
// nothing came from the negotiated one.
type source struct {
	agreed  netip.AddrPort
	current netip.AddrPort // who is heard; zero before the first packet
	heard   time.Time      // current's last packet
	genuine bool           // the negotiated host has been heard
	latched bool           // another host has been taken
}

// agree sets the negotiated address; the same one again changes nothing.
func (s *source) agree(a netip.AddrPort) {
	if a = plain(a); a != s.agreed {
		*s = source{agreed: a}
	}
}

// take reports whether a valid packet from an address belongs to the call.
func (s *source) take(from netip.AddrPort, at time.Time) bool {
	switch {
	case !s.agreed.IsValid():
		return false
	case from == s.current:
	case from == s.agreed:
		s.current = from
	case from.Addr() == s.agreed.Addr() || s.current.IsValid() && from.Addr() == s.current.Addr():
		if s.current.Addr() == from.Addr() && at.Sub(s.heard) < sourceSilence {
			return false // two streams side by side would only tear each other apart
		}
		s.current = from
	case !s.genuine && !s.latched:
		s.current, s.latched = from, true
	default:
		return false
	}
	s.genuine = s.genuine || from.Addr() == s.agreed.Addr()
	s.heard = at
	return true
}

// known reports whether an address is one whose reports we read.
func (s *source) known(from netip.Addr) bool {
	return s.agreed.IsValid() && from == s.agreed.Addr() || s.current.IsValid() && from == s.current.Addr()
}

// target is where our packets go.
func (s *source) target() netip.AddrPort {
	if s.current.IsValid() {
		return s.current
	}
	return s.agreed
}

// plain makes addresses comparable: IPv4 in IPv6 clothes and zones undone.
func plain(a netip.AddrPort) netip.AddrPort {
	return netip.AddrPortFrom(a.Addr().Unmap().WithZone(""), a.Port())
}
