package voice

import (
	"context"
	"net"
	"net/netip"
	"sync"
	"time"

	"github.com/pion/stun/v3"

	"anteroom/softphone"
)

const (
	stunLimit    = 150 * time.Millisecond // how long an offer or an answer waits at the most
	stunRepeat   = 50 * time.Millisecond  // a question that may have been lost is asked again
	stunDistrust = time.Minute            // nobody waits for a server that was silent
	stunNameKept = 5 * time.Minute        // addresses of a name
	stunNameWait = 5 * time.Second        // a look-up
	holdOpen     = 15 * time.Second       // a router keeps a mapping for half a minute at least (RFC 4787 REQ-5: two)
)

// stunServers knows where STUN servers are, and which of them were silent.
type stunServers struct {
	ended chan struct{}  // closed when nothing more may be asked
	work  sync.WaitGroup // look-ups and questions

	mu    sync.Mutex // guards known and what it leads to
	known map[string]*stunServer
}

func newStunServers() stunServers {
	return stunServers{ended: make(chan struct{}), known: map[string]*stunServer{}}
}

// goes starts a goroutine that end waits for, unless it is too late.
func (s *stunServers) goes(f func()) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.over() {
		return false
	}
	s.work.Go(f)
	return true
}

func (s *stunServers) over() bool {
	select {
	case <-s.ended:
		return true
	default:
		return false
	}
}

func (s *stunServers) end() {
	s.mu.Lock()
	if !s.over() {
		close(s.ended)
	}
	s.mu.Unlock()
	s.work.Wait()
}

type stunServer struct {
	at     []netip.AddrPort
	until  time.Time     // at is good until then
	silent time.Time     // when it did not answer last
	looked chan struct{} // closed when the look-up that is under way ends; nil for none
}

// find gives a server's address of one family, looking its name up where that is not known. Trusted is false for one
// that was silent a moment ago.
func (s *stunServers) find(ctx context.Context, server string, v4 bool) (at netip.AddrPort, trusted bool) {
	now := time.Now()
	s.mu.Lock()
	k := s.known[server]
	if k == nil {
		k = &stunServer{}
		s.known[server] = k
	}
	if k.looked == nil && now.After(k.until) && !s.over() {
		k.looked = make(chan struct{})
		s.work.Go(func() { s.lookUp(k, server) })
	}
	looked, known := k.looked, len(k.at) > 0
	s.mu.Unlock()
	if looked != nil && !known {
		select {
		case <-looked:
		case <-ctx.Done():
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, a := range k.at {
		if a.Addr().Is4() == v4 {
			return a, now.Sub(k.silent) > stunDistrust
		}
	}
	return netip.AddrPort{}, false
}

// lookUp keeps the old addresses where there are no new ones.
func (s *stunServers) lookUp(k *stunServer, server string) {
	ctx, cancel := context.WithTimeout(context.Background(), stunNameWait)
	defer cancel()
	s.work.Go(func() {
		select {
		case <-s.ended:
			cancel()
		case <-ctx.Done():
		}
	})
	var found []netip.AddrPort
	if name, port, ok := softphone.SplitSTUN(server); ok {
		ips, err := net.DefaultResolver.LookupNetIP(ctx, "ip", name)
		for _, ip := range ips {
			if err == nil {
				found = append(found, netip.AddrPortFrom(ip.Unmap(), port))
			}
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	k.until = time.Now().Add(stunDistrust)
	if len(found) > 0 {
		k.at, k.until = found, time.Now().Add(stunNameKept)
	}
	close(k.looked)
	k.looked = nil
}

// heard notes whether a server answered.
func (s *stunServers) heard(server string, answered bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if k := s.known[server]; k != nil {
		k.silent = time.Time{}
		if !answered {
			k.silent = time.Now()
		}
	}
}

// question is what a socket has asked a STUN server (RFC 8489 §6.2.1): one at a time.
type question struct {
	mu     sync.Mutex // guards the rest
	id     [stun.TransactionIDSize]byte
	server netip.AddrPort
	answer chan netip.AddrPort // nil where nothing is asked
}

// isSTUN tells a STUN message from RTP and RTCP (RFC 7983 §7).
func isSTUN(packet []byte) bool {
	return len(packet) > 0 && packet[0] < 4 && stun.IsMessage(packet)
}

// take reads an answer: from the server that was asked, to the question that was asked, and of use.
func (q *question) take(packet []byte, from netip.AddrPort) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.answer == nil || from != q.server {
		return
	}
	m := stun.Message{Raw: packet}
	if m.Decode() != nil || m.Type != stun.BindingSuccess || m.TransactionID != q.id {
		return
	}
	var seen stun.XORMappedAddress
	if seen.GetFrom(&m) != nil {
		return
	}
	addr, ok := netip.AddrFromSlice(seen.IP)
	if !ok || addr.IsUnspecified() || addr.IsMulticast() || seen.Port <= 0 || seen.Port > 65535 {
		return
	}
	select {
	case q.answer <- netip.AddrPortFrom(addr.Unmap(), uint16(seen.Port)):
	default:
	}
}

// ask asks a server under which address it sees a socket; zero when no answer came before ctx ended. silent is false
// where that says nothing of the server: the question was put anew meanwhile, or not at all.
func (q *question) ask(ctx context.Context, conn *net.UDPConn, server netip.AddrPort) (seen netip.AddrPort, silent bool) {
	m, err := stun.Build(stun.TransactionID, stun.BindingRequest)
	if err != nil {
		return seen, false
	}
	answer := make(chan netip.AddrPort, 1)
	q.mu.Lock()
	q.id, q.server, q.answer = m.TransactionID, server, answer
	q.mu.Unlock()
	again := time.NewTicker(stunRepeat)
	defer again.Stop()
	for {
		if _, err := conn.WriteToUDPAddrPort(m.Raw, server); err != nil {
			return seen, true
		}
		select {
		case seen = <-answer:
			return seen, false
		case <-again.C:
		case <-ctx.Done():
			q.mu.Lock()
			defer q.mu.Unlock()
			return seen, q.id == m.TransactionID
		}
	}
}

// Prepare looks a STUN server (host or host:port) up, so that the first call need not wait for its name.
func (e *Engine) Prepare(server string) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	e.stun.find(ctx, server, true)
}

// Public asks a STUN server (host or host:port; RFC 8489 §12, without SRV) under which addresses it sees the RTP and the
// RTCP of an open call. Each is zero where no answer came in 150 ms, and at once where the server was silent in the last
// minute; it is asked all the same, so that the next call knows.
func (e *Engine) Public(ctx context.Context, id softphone.CallID, server string) (rtp, rtcp netip.AddrPort) {
	e.mu.Lock()
	c := e.calls[id]
	e.mu.Unlock()
	if c == nil || c.socket == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), stunLimit) // a question goes on when nobody waits
	at, trusted := e.stun.find(ctx, server, c.local.RTP.Addr().Is4())
	if !at.IsValid() {
		cancel()
		return
	}
	type addresses struct{ rtp, rtcp netip.AddrPort }
	got := make(chan addresses, 1)
	asked := e.stun.goes(func() { // ends with ctx
		defer cancel()
		var all sync.WaitGroup
		var seen addresses
		var silent bool
		all.Go(func() { seen.rtp, silent = c.socket.rtpAsked.ask(ctx, c.socket.rtp, at) })
		all.Go(func() { seen.rtcp, _ = c.socket.rtcpAsked.ask(ctx, c.socket.rtcp, at) })
		all.Wait()
		if silent || seen.rtp.IsValid() {
			e.stun.heard(server, !silent)
		}
		got <- seen
	})
	switch {
	case !asked:
		cancel()
		return
	case !trusted:
		return
	}
	seen := <-got
	if seen.rtp.IsValid() {
		e.mu.Lock()
		c.mirror = at
		e.mu.Unlock()
	}
	return seen.rtp, seen.rtcp
}

// indication keeps a mapping alive and asks for no answer (RFC 8489 §6.2.1).
var indication = stun.MustBuild(stun.TransactionID, stun.NewType(stun.MethodBinding, stun.ClassIndication)).Raw

// keepOpen keeps the router's mapping of a public address that was told, while no sound is sent from it (RFC 6263 §4.6).
func (c *call) keepOpen(now time.Time) {
	if !c.mirror.IsValid() || now.Before(c.openUntil) {
		return
	}
	c.openUntil = now.Add(holdOpen)
	c.socket.rtp.WriteToUDPAddrPort(indication, c.mirror)
	c.socket.rtcp.WriteToUDPAddrPort(indication, c.mirror)
}
