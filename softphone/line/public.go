package line

import (
	"context"
	"fmt"
	"net/netip"

	"anteroom/softphone"
)

// Mirror tells under which addresses others see the sound of a call.
type Mirror interface {
	// Prepare is told of a STUN server that will be asked.
	Prepare(server string)
	// Public asks it where it sees RTP and RTCP of an open call, zero where it does not know in a moment.
	Public(ctx context.Context, id softphone.CallID, server string) (rtp, rtcp netip.AddrPort)
}

// publicMedia is where others see the sound of a call; zero where it has not been asked, or there was no answer in time.
type publicMedia struct{ rtp, rtcp netip.AddrPort }

// public asks the line's STUN server, if it has one.
func (a *account) public(ctx context.Context, id softphone.CallID) publicMedia {
	m := a.line.options.Mirror
	if m == nil || a.STUN == "" {
		return publicMedia{}
	}
	rtp, rtcp := m.Public(ctx, id, a.STUN)
	if !rtp.IsValid() {
		return publicMedia{}
	}
	return publicMedia{rtp, rtcp}
}

func (l *Line) public(ctx context.Context, id softphone.CallID) publicMedia {
	l.mu.Lock()
	c := l.calls[id]
	l.mu.Unlock()
	if c == nil {
		return publicMedia{}
	}
	return c.trunk.account.public(ctx, id)
}

// rtcpLine says where RTCP is, if not on the next port (RFC 3605 §2.1).
func (p publicMedia) rtcpLine() string {
	if !p.rtcp.IsValid() || p.rtcp == netip.AddrPortFrom(p.rtp.Addr(), p.rtp.Port()+1) {
		return ""
	}
	return fmt.Sprintf("a=rtcp:%d IN %s %s\r\n", p.rtcp.Port(), ipFamily(p.rtcp.Addr()), p.rtcp.Addr())
}

// address is where our descriptions say that we listen.
func (s *session) address() netip.AddrPort {
	if s.public.rtp.IsValid() {
		return s.public.rtp
	}
	return s.local.RTP
}

// seenAnew has a call that moved to another network ask again where it is seen, and then tell the other side.
func (c *call) seenAnew() {
	if c.line.options.Mirror == nil || c.trunk.account.STUN == "" {
		c.refreshTarget()
		return
	}
	c.trunk.goes(func() {
		ctx, cancel := c.trunk.within(dialTimeout)
		defer cancel()
		seen := c.trunk.account.public(ctx, c.id)
		c.post(func() {
			moved := seen != c.session.public
			c.session.public = seen
			c.showTarget(c.moveSound() || moved)
		})
	})
}
