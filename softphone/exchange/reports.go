package exchange

import (
	"net"
	"net/netip"
	"time"

	"github.com/pion/rtcp"
)

// reports is the RTCP beside one call's RTP (RFC 3550 §6): sender reports out; what comes in is read and left.
type reports struct {
	conn           *net.UDPConn
	packets, bytes uint32
}

// reportEvery is the fixed minimum interval of RFC 3550 §6.2, in slices.
const reportEvery = int64(5 * time.Second / slice)

// sent counts what a sender report tells.
func (r *reports) sent(bytes int) {
	r.packets++
	r.bytes += uint32(bytes)
}

// report sends a sender report to the port above the RTP (RFC 3550 §11).
func (r *reports) report(to netip.AddrPort, ssrc, timestamp uint32, now time.Time) {
	if to.Port() == 65535 {
		return
	}
	data, err := rtcp.Marshal([]rtcp.Packet{
		&rtcp.SenderReport{SSRC: ssrc, NTPTime: ntp(now), RTPTime: timestamp, PacketCount: r.packets, OctetCount: r.bytes},
		&rtcp.SourceDescription{Chunks: []rtcp.SourceDescriptionChunk{{Source: ssrc,
			Items: []rtcp.SourceDescriptionItem{{Type: rtcp.SDESCNAME, Text: "practice@" + host}}}}},
	})
	if err != nil {
		return // only possible with values that are not ours
	}
	// A lost report is a lost report.
	_, _ = r.conn.WriteToUDPAddrPort(data, netip.AddrPortFrom(to.Addr(), to.Port()+1))
}

// ntp is a time in NTP's format: seconds since 1900 and their 2^32nd parts (RFC 3550 §4).
func ntp(t time.Time) uint64 {
	seconds := uint64(t.Unix()) + 2208988800
	return seconds<<32 | uint64(t.Nanosecond())<<32/1_000_000_000
}
