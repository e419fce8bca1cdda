package line

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"os"
	"time"

	"github.com/emiago/sipgo/sip"
)

// canaryEvery is how often the canary sings, 2 s.
func canaryEvery() time.Duration { return 4 * sip.T1 }

// canary notices that nobody listens at a server's UDP port any more, which nothing else tells: a socket of its own,
// connected, so that the system hands ICMP's errors up (RFC 1122 §4.1.3.3), sends a keep-alive that no server answers.
// Two errors in a row, after it was well once, give the verdict errSilent and end it; so does ctx. A server that is silent
// for another reason is not noticed here.
func canary(ctx context.Context, hop netip.AddrPort, verdict chan<- error) {
	conn, err := net.DialUDP("udp", nil, net.UDPAddrFromAddrPort(hop))
	if err != nil {
		return
	}
	defer conn.Close()
	stop := context.AfterFunc(ctx, func() { conn.Close() })
	defer stop()
	buf := make([]byte, 64)
	well := false // a firewall that lets nothing but SIP's own port through must not count
	for errs := 0; ; {
		next := time.Now().Add(canaryEvery())
		_, err := conn.Write([]byte(ping))
		for err == nil {
			conn.SetReadDeadline(next)
			_, err = conn.Read(buf)
		}
		switch {
		case ctx.Err() != nil, errors.Is(err, net.ErrClosed):
			return
		case errors.Is(err, os.ErrDeadlineExceeded):
			errs, well = 0, true
			continue
		}
		if errs++; well && errs >= 2 {
			select {
			case verdict <- errSilent:
			default:
			}
			return
		}
		pause := time.NewTimer(canaryEvery() / 2)
		select {
		case <-pause.C:
		case <-ctx.Done():
			pause.Stop()
			return
		}
	}
}
