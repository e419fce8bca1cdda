package exchange

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/netip"
	"time"

	"github.com/pion/rtp"
)

// sound is the RTP of one call: its sockets, what is to be said, what was heard. The readers have goroutines of their
// own; all else belongs to the call's.
type sound struct {
	conn    *net.UDPConn
	reports reports
	heard   chan []byte // packets as they came; while it is full, what comes is lost
	agree   bool
	media   media
	local   direction // of our newest SDP

	ssrc     uint32
	sequence uint16
	start    uint32 // timestamp of slice 0
	talking  bool   // the last slice was sent
	clip     []byte // rest of what is being said, A-law
	echoing  bool
	echoed   [][]byte // payloads with their header, to be sent back in the next slices
	hearing  hearing
}

// echoDepth is how many packets the echo may run behind.
const echoDepth = 10

// openSound binds an even port for RTP and the next for RTCP (RFC 3550 §11) on loopback.
func openSound(r *rand.Rand) (*sound, error) {
	var last error
	for range 50 {
		conn, err := listenUDP(0)
		if err != nil {
			return nil, fmt.Errorf("exchange: bind RTP: %w", err)
		}
		port := conn.LocalAddr().(*net.UDPAddr).Port
		if port%2 == 0 {
			control, err := listenUDP(port + 1)
			if err == nil {
				return &sound{conn: conn, reports: reports{conn: control}, heard: make(chan []byte, 50), local: sendRecv,
					ssrc: r.Uint32(), sequence: uint16(r.Uint32()), start: r.Uint32()}, nil
			}
			last = err
		}
		if err := conn.Close(); err != nil {
			return nil, fmt.Errorf("exchange: bind RTP: %w", err)
		}
	}
	return nil, fmt.Errorf("exchange: bind RTP: no even port with a free one above in fifty tries: %w", last)
}

func listenUDP(port int) (*net.UDPConn, error) {
	return net.ListenUDP("udp4", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1), Port: port})
}

func (s *sound) port() uint16 { return uint16(s.conn.LocalAddr().(*net.UDPAddr).Port) }

// read hands on the RTP that comes until the socket is closed.
func (s *sound) read() {
	readAll(s.conn, func(packet []byte) {
		select {
		case s.heard <- append([]byte(nil), packet...):
		default:
		}
	})
}

// readReports empties the RTCP socket until it is closed.
func (s *sound) readReports() { readAll(s.reports.conn, func([]byte) {}) }

func readAll(conn *net.UDPConn, take func([]byte)) {
	buf := make([]byte, 1500)
	for failures := 0; failures < 100; {
		n, _, err := conn.ReadFromUDPAddrPort(buf)
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err != nil { // Windows reports here that an earlier packet of ours was refused
			failures++
			continue
		}
		failures = 0
		take(buf[:n])
	}
}

// listen takes in what came since the last slice and tells whether somebody speaks.
func (s *sound) listen() bool {
	var loudest float64
	for {
		select {
		case packet := <-s.heard:
			var p rtp.Packet
			if err := p.Unmarshal(packet); err != nil || !s.agree {
				continue
			}
			if s.echoing && len(s.echoed) < echoDepth {
				s.echoed = append(s.echoed, packet)
			}
			if p.PayloadType == s.media.payload {
				loudest = max(loudest, loudness(s.media.law, p.Payload))
			}
			continue
		default:
		}
		return s.hearing.slice(loudest)
	}
}

// held tells whether the other side does not listen.
func (s *sound) held() bool { return s.agree && !s.media.direction.receives() }

func (s *sound) say(clip []byte) { s.clip = clip }

func (s *sound) saying() bool { return len(s.clip) > 0 }

// send sends slice number i of the call, if we may: the clip, the echo, or silence.
func (s *sound) send(i int64) {
	if !s.agree || !s.local.sends() || s.held() || !s.media.remote.IsValid() || s.media.remote.Addr().IsUnspecified() {
		s.talking = false
		s.echoed = nil
		return
	}
	header := rtp.Header{Version: 2, PayloadType: s.media.payload, SSRC: s.ssrc, Marker: !s.talking,
		Timestamp: s.start + uint32(i)*frameSamples}
	if i%reportEvery == 0 {
		s.reports.report(s.media.remote, s.ssrc, header.Timestamp, time.Now())
	}
	if s.echoing {
		s.sendEcho(header)
		return
	}
	frame := make([]byte, frameSamples)
	n := copy(frame, s.clip)
	s.clip = s.clip[n:]
	s.media.law.fromALaw(frame[:n])
	for j := n; j < frameSamples; j++ {
		frame[j] = s.media.law.silence()
	}
	s.write(rtp.Packet{Header: header, Payload: frame})
}

// sendEcho sends back what has come, once two packets are there, so that an uneven arrival is evened out.
func (s *sound) sendEcho(header rtp.Header) {
	if len(s.echoed) == 0 || !s.talking && len(s.echoed) < 2 {
		s.talking = false
		return
	}
	var p rtp.Packet
	packet := s.echoed[0]
	s.echoed = s.echoed[1:]
	if err := p.Unmarshal(packet); err != nil {
		return
	}
	if p.PayloadType == s.media.event { // an event's packets share their timestamp and keep their marks (RFC 4733)
		header.PayloadType, header.Marker, header.Timestamp = p.PayloadType, p.Marker, p.Timestamp
	}
	s.write(rtp.Packet{Header: header, Payload: p.Payload})
}

func (s *sound) write(p rtp.Packet) {
	p.SequenceNumber = s.sequence
	s.sequence++
	s.talking = true
	data, err := p.Marshal()
	if err != nil {
		return
	}
	s.reports.sent(len(p.Payload))
	// A lost packet is a lost packet: the other side may have gone already.
	_, _ = s.conn.WriteToUDPAddrPort(data, s.media.remote)
}

func (s *sound) agreed(m media, local direction) {
	s.media, s.local, s.agree = m, local, true
}

func (s *sound) close() error { return errors.Join(s.conn.Close(), s.reports.conn.Close()) }

// isLoopback tells whether a packet came from this machine's 127.0.0.1.
func isLoopback(addrPort string) bool {
	a, err := netip.ParseAddrPort(addrPort)
	return err == nil && a.Addr().Unmap() == netip.AddrFrom4([4]byte{127, 0, 0, 1})
}
