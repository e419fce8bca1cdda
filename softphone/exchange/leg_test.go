package exchange

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"sync"
	"testing"
	"time"

	"github.com/emiago/sipgo/sip"
	"github.com/pion/rtp"
)

// leg is the console's side of a call.
type leg struct {
	c                           *console
	rtp                         *net.UDPConn
	callID, localTag, remoteTag string
	from                        sip.FromHeader
	to                          sip.ToHeader
	target                      sip.Uri
	far                         netip.AddrPort
	payload                     uint8
	seq, version                uint32
	acked                       chan *sip.Request
	ended                       chan struct{}
	once                        sync.Once
	packets                     chan rtp.Packet
}

func newLeg(c *console) *leg {
	c.t.Helper()
	conn, err := net.ListenUDP("udp4", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		c.t.Fatal(err)
	}
	l := &leg{c: c, rtp: conn, acked: make(chan *sip.Request, 8), ended: make(chan struct{}), packets: make(chan rtp.Packet, 4000)}
	read := make(chan struct{})
	go func() {
		defer close(read)
		buf := make([]byte, 1500)
		for {
			n, err := conn.Read(buf)
			if err != nil {
				return
			}
			var p rtp.Packet
			if p.Unmarshal(append([]byte(nil), buf[:n]...)) == nil {
				select {
				case l.packets <- p:
				default:
				}
			}
		}
	}()
	c.t.Cleanup(func() { _ = conn.Close(); <-read })
	return l
}

func (l *leg) sdp(direction, formats string) []byte {
	l.version++
	return fmt.Appendf(nil, "v=0\r\no=- 1 %d IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio %d RTP/AVP %s\r\n"+
		"a=rtpmap:101 telephone-event/8000\r\na=%s\r\n", l.version, l.rtp.LocalAddr().(*net.UDPAddr).Port, formats, direction)
}

func (l *leg) remote(t *testing.T, body []byte) media {
	t.Helper()
	m, err := parseMedia(body)
	if err != nil {
		t.Fatalf("their SDP: %v\n%s", err, body)
	}
	l.far, l.payload = m.remote, m.payload
	return m
}

func (l *leg) request(method sip.RequestMethod, body []byte) *sip.Request {
	if method != sip.ACK {
		l.seq++
	}
	req := sip.NewRequest(method, l.target)
	req.AppendHeader(sip.HeaderClone(&l.from))
	req.AppendHeader(sip.HeaderClone(&l.to))
	callID := sip.CallIDHeader(l.callID)
	req.AppendHeader(&callID)
	req.AppendHeader(&sip.CSeqHeader{SeqNo: l.seq, MethodName: method})
	req.AppendHeader(&sip.ContactHeader{Address: l.c.own})
	if body != nil {
		setSDP(req, body)
	}
	return req
}

// reinvite offers a direction and gives the answer; nil offers nothing and answers their offer in the ACK.
func (l *leg) reinvite(direction string) media {
	l.c.t.Helper()
	var body []byte
	if direction != "" {
		body = l.sdp(direction, "8 101")
	}
	res := l.c.send(l.request(sip.INVITE, body))
	if res.StatusCode != 200 {
		l.c.t.Fatalf("re-INVITE %s: %s", direction, res.StartLine())
	}
	var ackBody []byte
	if direction == "" {
		ackBody = l.sdp("sendrecv", "8 101")
	}
	if err := l.c.socket.write(l.request(sip.ACK, ackBody)); err != nil {
		l.c.t.Fatal(err)
	}
	return l.remote(l.c.t, res.Body())
}

func (l *leg) wait(what string, c <-chan *sip.Request) *sip.Request {
	l.c.t.Helper()
	select {
	case req := <-c:
		return req
	case <-time.After(soon):
		l.c.t.Fatalf("%s did not come", what)
		return nil
	}
}

func (l *leg) waitEnd() {
	l.c.t.Helper()
	select {
	case <-l.ended:
	case <-time.After(soon):
		l.c.t.Fatal("they did not hang up")
	}
}

// hear reads packets until n in a row are loud (or quiet), and gives them.
func (l *leg) hear(loud bool, n int) []rtp.Packet {
	l.c.t.Helper()
	deadline := time.After(soon)
	var row []rtp.Packet
	for {
		select {
		case p := <-l.packets:
			if (loudness(law(l.payload), p.Payload) > 1000) != loud {
				row = row[:0]
				continue
			}
			if row = append(row, p); len(row) == n {
				return row
			}
		case <-deadline:
			l.c.t.Fatalf("did not hear %d packets, loud %v", n, loud)
		}
	}
}

// speak says a tone of that many slices in real time.
func (l *leg) speak(slices int) {
	l.c.t.Helper()
	clip := tone(time.Duration(slices) * slice)
	ticker := time.NewTicker(slice)
	defer ticker.Stop()
	for i := range slices {
		p := rtp.Packet{Header: rtp.Header{Version: 2, PayloadType: l.payload, SequenceNumber: uint16(i), SSRC: 7,
			Timestamp: uint32(i * frameSamples)}, Payload: clip[i*frameSamples : (i+1)*frameSamples]}
		data, err := p.Marshal()
		if err == nil {
			_, err = l.rtp.WriteToUDPAddrPort(data, l.far)
		}
		if err != nil && !errors.Is(err, net.ErrClosed) {
			l.c.t.Errorf("speak: %v", err)
		}
		<-ticker.C
	}
}
