package voice

import "time"

const (
	maxDropout  = 3000 // packets that may be missing in a row
	maxMisorder = 100
)

// reception counts one incoming stream as RFC 3550 appendices A.1, A.3 and A.8 do.
type reception struct {
	active   bool
	ssrc     uint32
	first    uint32 // extended sequence number it began with
	highest  uint16
	cycles   uint32 // times 65536
	bad      uint32 // the number that would show that the sender began to count anew
	received uint32
	pardoned bool // what is missing before the next packet was not meant for us
	// of streams before this one, e.g. before a transfer
	earlierReceived, earlierLost uint32

	expectedPrior, receivedPrior uint32

	epoch   time.Time
	transit int64
	jitter  float64 // clock units

	rival     uint32 // another SSRC seen last, and the sequence number it would go on with
	rivalNext uint16
	rivalSeen bool
}

// admission is what a packet's SSRC and sequence number say about it.
type admission int

const (
	refused admission = iota
	admitted
	newStream
)

// admit counts a packet. Another SSRC is believed from its second packet in a row (RFC 3550 A.1, probation).
func (r *reception) admit(ssrc uint32, seq uint16) admission {
	switch {
	case !r.active:
		r.begin(ssrc, seq)
		return newStream
	case ssrc != r.ssrc:
		if !r.rivalSeen || r.rival != ssrc || r.rivalNext != seq {
			r.rivalSeen, r.rival, r.rivalNext = true, ssrc, seq+1
			return refused
		}
		r.begin(ssrc, seq)
		return newStream
	}
	r.rivalSeen = false
	switch ahead := seq - r.highest; {
	case ahead < maxDropout && ahead > 0 && r.pardoned:
		r.rebase(seq)
		return admitted
	case ahead < maxDropout:
		if seq < r.highest {
			r.cycles += 1 << 16
		}
		r.highest = seq
	case ahead <= 1<<16-1-maxMisorder:
		if uint32(seq) != r.bad {
			r.bad = uint32(seq + 1)
			return refused
		}
		r.begin(ssrc, seq)
		return newStream
	}
	r.received++
	return admitted
}

// rebase counts on from a packet as if nothing had been expected since the one before: an exchange that has us on hold
// passes nothing on, but counts the sender's packets.
func (r *reception) rebase(seq uint16) {
	before := *r
	r.begin(r.ssrc, seq)
	r.epoch, r.transit, r.jitter = before.epoch, before.transit, before.jitter
	if r.cycles = before.cycles; seq < before.highest { // what we report as highest never falls (RFC 3550 §6.4.1)
		r.cycles += 1 << 16
	}
	r.first = r.extended()
}

func (r *reception) begin(ssrc uint32, seq uint16) {
	if r.active {
		r.earlierReceived += r.received
		r.earlierLost += r.lost()
	}
	*r = reception{
		active: true, ssrc: ssrc, first: uint32(seq), highest: seq, bad: 1 << 17, received: 1,
		earlierReceived: r.earlierReceived, earlierLost: r.earlierLost,
	}
}

// measure takes a packet of sound into the interarrival jitter (A.8).
func (r *reception) measure(timestamp uint32, arrived time.Time, rate int) {
	if r.epoch.IsZero() {
		r.epoch = arrived
	}
	d := arrived.Sub(r.epoch)
	arrival := int64(d/time.Second)*int64(rate) + int64(d%time.Second)*int64(rate)/int64(time.Second)
	transit := int64(uint32(arrival) - timestamp)
	if r.transit != 0 {
		change := abs(int64(int32(uint32(transit) - uint32(r.transit))))
		if change < int64(rate) { // a jump of the timestamp is no jitter
			r.jitter += (float64(change) - r.jitter) / 16
		}
	}
	r.transit = transit
}

func (r *reception) extended() uint32 { return r.cycles + uint32(r.highest) }

func (r *reception) expected() uint32 { return r.extended() - r.first + 1 }

// lost is how many are missing so far; doubles can hide some.
func (r *reception) lost() uint32 { return missing(r.expected(), r.received) }

func missing(expected, received uint32) uint32 {
	if expected < received {
		return 0
	}
	return expected - received
}

// fraction is the share lost since it was asked last, in 256ths (A.3).
func (r *reception) fraction() uint8 {
	expected, received := r.expected()-r.expectedPrior, r.received-r.receivedPrior
	r.expectedPrior, r.receivedPrior = r.expected(), r.received
	lost := missing(expected, received)
	if expected == 0 || lost == 0 {
		return 0
	}
	return uint8(min(255, uint64(lost)<<8/uint64(expected)))
}
