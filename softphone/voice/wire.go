package voice

import (
	"context"
	"errors"
	"math/rand/v2"
	"net"
	"net/netip"
	"sync"
	"time"

	"anteroom/softphone"
)

const (
	packetSize = 1664 // bytes; a longer packet is none of ours
	boxSize    = 64   // packets that may wait for a tick
	tries      = 200  // pairs of ports tried
)

// wire is how a call reaches the network.
type wire interface {
	sendRTP(packet []byte, to netip.AddrPort) error
	sendRTCP(packet []byte, to netip.AddrPort) error
	close()
}

// letter is one packet as it came.
type letter struct {
	size    int
	from    netip.AddrPort
	arrived time.Time
	content [packetSize]byte
}

// letterBox holds packets between a reader and the tick.
type letterBox struct {
	mu       sync.Mutex // guards everything below
	letters  [boxSize]letter
	first, n int
	lost     uint32 // came when the box was full, or too long
}

func (b *letterBox) post(packet []byte, from netip.AddrPort, arrived time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.n == boxSize || len(packet) > packetSize {
		b.lost++
		return
	}
	l := &b.letters[(b.first+b.n)%boxSize]
	l.size, l.from, l.arrived = copy(l.content[:], packet), from, arrived
	b.n++
}

// next is the oldest letter; nil when there is none. It is valid until taken away.
func (b *letterBox) next() *letter {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.n == 0 {
		return nil
	}
	return &b.letters[b.first]
}

func (b *letterBox) takeAway() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.first = (b.first + 1) % boxSize
	b.n--
}

// refused is how many could not be kept.
func (b *letterBox) refused() uint32 {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.lost
}

// sockets is the wire of a real call: RTP on an even port, RTCP on the next (RFC 3550 §11).
type sockets struct {
	rtp, rtcp           *net.UDPConn
	rtpAsked, rtcpAsked question
	readers             sync.WaitGroup
}

// openSockets binds a pair of ports for an address: on every address of its family, so that a call goes on when this
// computer moves to another network, but on this computer itself where the other side is on it.
func openSockets(ctx context.Context, bind netip.Addr, first, last uint16) (*sockets, error) {
	if !bind.IsValid() {
		return nil, softphone.Reason{Code: softphone.BadAddress, Detail: "no local address"}
	}
	network := "udp"
	switch bind = bind.Unmap(); {
	case bind.Is4():
		network = "udp4"
	case !bind.IsUnspecified():
		network = "udp6"
	}
	if !bind.IsLoopback() {
		probe, err := listen(ctx, network, netip.AddrPortFrom(bind, 0))
		if err != nil { // it is not ours
			return nil, softphone.Reason{Code: softphone.BadAddress, Detail: err.Error()}
		}
		probe.Close()
		if bind = netip.IPv6Unspecified(); network == "udp4" {
			bind = netip.IPv4Unspecified()
		}
	}
	pairs := (int(last) - int(first+first%2) + 1) / 2
	if pairs < 1 {
		return nil, softphone.Reason{Code: softphone.BadValue, Detail: "no pair of ports in the range"}
	}
	at := rand.IntN(pairs)
	var why error
	for try := range min(tries, pairs) {
		port := int(first+first%2) + 2*((at+try)%pairs)
		var s *sockets
		if s, why = openPair(ctx, network, bind, uint16(port)); why == nil {
			return s, nil
		}
		if ctx.Err() != nil || !inUse(why) {
			break
		}
	}
	if inUse(why) {
		return nil, softphone.Reason{Code: softphone.AddressInUse, Detail: why.Error()}
	}
	return nil, softphone.Reason{Code: softphone.BadAddress, Detail: why.Error()}
}

func openPair(ctx context.Context, network string, bind netip.Addr, port uint16) (*sockets, error) {
	rtp, err := listen(ctx, network, netip.AddrPortFrom(bind, port))
	if err != nil {
		return nil, err
	}
	rtcp, err := listen(ctx, network, netip.AddrPortFrom(bind, port+1))
	if err != nil {
		rtp.Close()
		return nil, err
	}
	return &sockets{rtp: rtp, rtcp: rtcp}, nil
}

func listen(ctx context.Context, network string, at netip.AddrPort) (*net.UDPConn, error) {
	var lc net.ListenConfig
	pc, err := lc.ListenPacket(ctx, network, at.String())
	if err != nil {
		return nil, err
	}
	return pc.(*net.UDPConn), nil
}

func (s *sockets) sendRTP(packet []byte, to netip.AddrPort) error {
	_, err := s.rtp.WriteToUDPAddrPort(packet, to)
	return err
}

func (s *sockets) sendRTCP(packet []byte, to netip.AddrPort) error {
	_, err := s.rtcp.WriteToUDPAddrPort(packet, to)
	return err
}

// read starts the readers; close ends them.
func (s *sockets) read(c *call, clock Clock) {
	s.readers.Go(func() { readInto(s.rtp, &s.rtpAsked, &c.rtpBox, clock) })
	s.readers.Go(func() { readInto(s.rtcp, &s.rtcpAsked, &c.rtcpBox, clock) })
}

func (s *sockets) close() {
	s.rtp.Close()
	s.rtcp.Close()
	s.readers.Wait()
}

// readInto posts what a socket hears until the socket is closed.
func readInto(conn *net.UDPConn, asked *question, box *letterBox, clock Clock) {
	buffer := make([]byte, packetSize+1) // a byte more shows what is too long
	for {
		n, from, err := conn.ReadFromUDPAddrPort(buffer)
		switch {
		case err == nil && isSTUN(buffer[:n]):
			asked.take(buffer[:n], plain(from))
		case err == nil:
			box.post(buffer[:n], plain(from), clock.Now())
		case errors.Is(err, net.ErrClosed):
			return
		default:
			// An ICMP answer to something we sent (Windows reports it here), or the system is short of memory.
			time.Sleep(time.Millisecond)
		}
	}
}
