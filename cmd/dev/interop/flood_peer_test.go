//go:build interop

package interop

import (
	"encoding/binary"
	"fmt"
	"net"
	"net/netip"
	"strings"
	"syscall"
	"testing"
	"time"
)

// flood sends datagrams to a SIP port from strangers' addresses and, with a sender's address that is forged, from the
// exchange's own. Forging takes root, as Asterisk does.
type flood struct {
	to        netip.AddrPort
	exchange  netip.AddrPort
	strangers []*net.UDPConn
	raw       int
	sent      int
}

func startFlood(t *testing.T, to, exchange string) *flood {
	t.Helper()
	f := &flood{to: netip.MustParseAddrPort(to), exchange: netip.MustParseAddrPort(exchange)}
	for i := range 8 {
		c, err := net.DialUDP("udp", &net.UDPAddr{IP: net.IPv4(127, 0, 1, byte(2+i))}, net.UDPAddrFromAddrPort(f.to))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { c.Close() })
		f.strangers = append(f.strangers, c)
	}
	var err error
	if f.raw, err = syscall.Socket(syscall.AF_INET, syscall.SOCK_RAW, syscall.IPPROTO_RAW); err != nil {
		t.Skipf("no raw socket: %v", err)
	}
	t.Cleanup(func() { syscall.Close(f.raw) })
	return f
}

// run sends so many a second. Every tenth comes from the exchange. It sends no INVITE that begins a call: that would be
// a call, and rightly ring until there is room for no more.
func (f *flood) run(lasts time.Duration, perSecond int) error {
	const beat = 10 * time.Millisecond
	begun := time.Now()
	tick := time.NewTicker(beat)
	defer tick.Stop()
	for time.Since(begun) < lasts {
		for due := int(time.Since(begun).Seconds() * float64(perSecond)); f.sent < due; f.sent++ {
			var err error
			if n := f.sent; n%10 == 9 {
				err = f.forge(f.exchange, f.message(n/10, f.exchange, true))
			} else {
				c := f.strangers[n%len(f.strangers)]
				_, err = c.Write(f.message(n, c.LocalAddr().(*net.UDPAddr).AddrPort(), false))
			}
			if err != nil && err != syscall.ECONNREFUSED && !strings.Contains(err.Error(), "refused") {
				return fmt.Errorf("flood: %w", err)
			}
		}
		<-tick.C
	}
	return nil
}

func (f *flood) message(n int, from netip.AddrPort, known bool) []byte {
	request := func(method, to string) []byte {
		return fmt.Appendf(nil, "%[1]s sip:1001@%[2]s SIP/2.0\r\nVia: SIP/2.0/UDP %[3]s;branch=z9hG4bK-flood-%[4]d;rport\r\n"+
			"Max-Forwards: 70\r\nFrom: <sip:mallory%[4]d@%[3]s>;tag=m%[4]d\r\nTo: <sip:1001@%[2]s>%[5]s\r\nCall-ID: flood-%[4]d@%[3]s\r\n"+
			"CSeq: 1 %[1]s\r\nContact: <sip:mallory@%[3]s>\r\nContent-Length: 0\r\n\r\n", method, f.to, from, n, to)
	}
	switch n % 6 {
	case 0:
		return request("OPTIONS", "")
	case 1:
		return request("REGISTER", "")
	case 2:
		if known {
			return request("INVITE", ";tag=nobody")
		}
		return request("INVITE", "")
	case 3:
		if known {
			return request("BYE", ";tag=nobody")
		}
		return request("INVITE", "")
	case 4:
		return []byte(strings.Repeat("\x00\xff garbage \r\n", 20))
	}
	whole := request("INVITE", "")
	return whole[:len(whole)/2] // cut off on the way
}

// forge sends a datagram from any address (IPv4; without the checksum, which UDP may leave out: RFC 768).
func (f *flood) forge(from netip.AddrPort, data []byte) error {
	p := make([]byte, 28, 28+len(data))
	p[0], p[8], p[9] = 0x45, 64, syscall.IPPROTO_UDP // version 4 with 5 words, time to live; the kernel fills in length and checksum
	source, target := from.Addr().As4(), f.to.Addr().As4()
	copy(p[12:], source[:])
	copy(p[16:], target[:])
	binary.BigEndian.PutUint16(p[20:], from.Port())
	binary.BigEndian.PutUint16(p[22:], f.to.Port())
	binary.BigEndian.PutUint16(p[24:], uint16(8+len(data)))
	return syscall.Sendto(f.raw, append(p, data...), 0, &syscall.SockaddrInet4{Addr: target})
}
