package voice

import "time"

const (
	delayBuckets = 256 // of a millisecond each
	// sureShare of all packets are to be in time. The rest cost less as concealed sound than all the others would as delay.
	sureShare = 0.97
	// repairShare of all packets should come so early that they can stand in for the one before.
	repairShare = 0.8
	// memory is how many packets weigh in the histogram, the older the less: 2 s of the usual ones.
	memory = 100
	// guess is how late packets are taken to be before anything is known.
	guess = 20 * time.Millisecond
	// baseWindow is how long the fastest packet is remembered: clocks that drift apart shift it.
	baseWindow = 2 * time.Second
)

// delays learns how late packets come, all in units of the RTP clock: a histogram of transit times (arrival less
// timestamp) that forgets, of which a quantile is asked for. A solitary packet, however late, is hardly more than a
// hundredth and moves nothing; a network that changes is known after some dozen packets. After Moon, Kurose and Towsley,
// "Packet audio playout delay adjustment", Multimedia Systems 6 (1998), with the forgetting of a running average.
type delays struct {
	bucket int64 // units
	share  [delayBuckets]float32
	origin int64 // transit time at which the first bucket begins
	seen   int   // packets, up to memory
	// The transit time of the fastest packets in this window and in the one before.
	fastest, fastestBefore int64
	windowEnds, window     int64
}

// reset forgets everything, for a clock of rate Hz.
func (d *delays) reset(rate int64) {
	*d = delays{bucket: rate / 1000, window: int64(baseWindow/time.Millisecond) * rate / 1000, seen: 1}
	d.share[guess/time.Millisecond] = 1
}

// begin starts a timeline with a packet that came at arrival; how late packets come is remembered.
func (d *delays) begin(transit, arrival int64) {
	d.origin += transit - d.base()
	d.fastest, d.fastestBefore = transit, transit
	d.windowEnds = arrival + d.window
}

// base is the transit time of the fastest packets lately.
func (d *delays) base() int64 { return min(d.fastest, d.fastestBefore) }

// learn takes one packet's transit time.
func (d *delays) learn(transit, arrival int64) {
	if arrival >= d.windowEnds {
		d.fastestBefore, d.fastest = d.fastest, transit
		d.windowEnds = arrival + d.window
	}
	d.fastest = min(d.fastest, transit)
	d.follow()
	d.seen = min(d.seen+1, memory)
	keep := 1 - 1/float32(d.seen)
	for i := range d.share {
		d.share[i] *= keep
	}
	d.share[min(max((transit-d.origin)/d.bucket, 0), delayBuckets-1)] += 1 - keep
}

// follow lets the first bucket be the one of the fastest packets. When there are faster ones than ever, those before
// keep the place they had: a heap that was held back, or a better way since, says nothing of what is to come.
func (d *delays) follow() {
	off := d.base() - d.origin
	if off < 0 {
		d.origin += off
		return
	}
	n := min(off/d.bucket, delayBuckets)
	d.origin += off / d.bucket * d.bucket
	if n == 0 {
		return
	}
	var under float32
	for _, s := range d.share[:n] {
		under += s
	}
	copy(d.share[:], d.share[n:])
	clear(d.share[delayBuckets-n:])
	d.share[0] += under
}

// within is how much later than the fastest a share of the packets come at most.
func (d *delays) within(share float32) int64 {
	left := 1 - share
	for i := delayBuckets - 1; i > 0; i-- {
		if left -= d.share[i]; left < 0 {
			return d.origin + int64(i+1)*d.bucket - d.base()
		}
	}
	return d.origin + d.bucket - d.base()
}
