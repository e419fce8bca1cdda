package voice

import (
	"encoding/hex"
	"math/rand/v2"
	"net/netip"
	"time"

	"github.com/pion/rtcp"
)

// reportEvery is the mean time between reports (RFC 3550 §6.2); each is taken between half and one and a half of it.
const reportEvery = 5 * time.Second

// reports sends and reads one call's RTCP.
type reports struct {
	name string // CNAME, a new one for each call (RFC 7022)
	to   netip.AddrPort
	due  time.Time

	lastSR   uint32    // middle of the NTP time of the peer's last sender report
	lastSRAt time.Time // when it came

	rtt        time.Duration
	peerLost   float64 // share the peer lost lately, 0…1
	peerJitter uint32  // clock units
}

func newReports() reports {
	var id [12]byte
	for i := range id {
		id[i] = byte(rand.Uint32())
	}
	return reports{name: hex.EncodeToString(id[:])}
}

// ntp is a moment as 64-bit NTP time (RFC 3550 §4).
func ntp(t time.Time) uint64 {
	const to1900 = 2208988800
	return uint64(t.Unix()+to1900)<<32 | uint64(t.Nanosecond())<<32/1e9
}

func middle(ntp uint64) uint32 { return uint32(ntp >> 16) }

// schedule sets the moment of the next report; the first comes sooner.
func (r *reports) schedule(now time.Time) {
	every := reportEvery
	if r.due.IsZero() {
		every /= 2
	}
	r.due = now.Add(every/2 + rand.N(every))
}

// compose is a compound packet: a sender report if we sent since the last one, else a receiver report, our name, and
// a goodbye at the end.
func (r *reports) compose(now time.Time, o *outgoing, in *reception, bye bool) ([]byte, error) {
	var heard []rtcp.ReceptionReport
	if in.active {
		rr := rtcp.ReceptionReport{
			SSRC: in.ssrc, FractionLost: in.fraction(), TotalLost: min(in.lost(), 1<<23-1),
			LastSequenceNumber: in.extended(), Jitter: uint32(in.jitter), LastSenderReport: r.lastSR,
		}
		if r.lastSR != 0 {
			rr.Delay = uint32(now.Sub(r.lastSRAt) * 65536 / time.Second)
		}
		heard = []rtcp.ReceptionReport{rr}
	}
	var first rtcp.Packet = &rtcp.ReceiverReport{SSRC: o.ssrc, Reports: heard}
	if o.packets > 0 && now.Sub(o.lastSent) < 2*reportEvery {
		first = &rtcp.SenderReport{
			SSRC: o.ssrc, NTPTime: ntp(now), RTPTime: o.ts, PacketCount: o.packets, OctetCount: o.octets, Reports: heard,
		}
	}
	all := []rtcp.Packet{first, &rtcp.SourceDescription{Chunks: []rtcp.SourceDescriptionChunk{{
		Source: o.ssrc, Items: []rtcp.SourceDescriptionItem{{Type: rtcp.SDESCNAME, Text: r.name}},
	}}}}
	if bye {
		all = append(all, &rtcp.Goodbye{Sources: []uint32{o.ssrc}})
	}
	return rtcp.Marshal(all)
}

// read takes what the peer reports; false for what is no RTCP.
func (r *reports) read(packet []byte, now time.Time, o *outgoing, in *reception) bool {
	all, err := rtcp.Unmarshal(packet)
	if err != nil {
		return false // anybody can send anything; it counts as not having come
	}
	for _, p := range all {
		switch p := p.(type) {
		case *rtcp.SenderReport:
			if in.active && p.SSRC == in.ssrc {
				r.lastSR, r.lastSRAt = middle(p.NTPTime), now
			}
			r.learn(p.Reports, now, o.ssrc)
		case *rtcp.ReceiverReport:
			r.learn(p.Reports, now, o.ssrc)
		}
	}
	return true
}

// learn takes what the peer says about our stream; the round trip after RFC 3550 §6.4.1.
func (r *reports) learn(about []rtcp.ReceptionReport, now time.Time, ssrc uint32) {
	for _, a := range about {
		if a.SSRC != ssrc {
			continue
		}
		r.peerLost, r.peerJitter = float64(a.FractionLost)/256, a.Jitter
		if a.LastSenderReport == 0 {
			continue
		}
		passed := middle(ntp(now)) - a.LastSenderReport - a.Delay
		if rtt := time.Duration(passed) * time.Second / 65536; rtt < time.Minute { // a wrong clock gives hours
			r.rtt = rtt
		}
	}
}
