package voice

import "time"

const (
	jitterSlots = 64   // packets kept, 1.3 s of the usual ones
	payloadSize = 1600 // bytes kept of one

	leastDelay = 40 * time.Millisecond
	mostDelay  = 200 * time.Millisecond
	// outOfLine is how far from the expected time a packet's timestamp must lie to be of another timeline.
	outOfLine = 300 * time.Millisecond
	// baseWindow is how long the fastest packet is remembered: clocks that drift apart shift it.
	baseWindow = 5 * time.Second
	// calmDown is how fast the delay asked for falls once the network is quiet: 8 ms a second.
	calmDown = 8
)

// jitterHead is what the buffer knows of one packet.
type jitterHead struct {
	used    bool
	seq     uint16
	ts      int64 // unwrapped timestamp, in units of the clock rate
	length  int64 // in the same units
	slot    int   // where its payload lies
	payload int   // bytes
	accept  *acceptance
}

// jitterBuffer keeps packets in the order of their timestamps and measures how late they come. Times are in units of
// the RTP clock since the first packet. It allocates nothing after it is made.
type jitterBuffer struct {
	rate     int64 // of the RTP clock, Hz
	heads    [jitterSlots]jitterHead
	payloads [jitterSlots][payloadSize]byte
	count    int

	epoch  time.Time
	known  bool // a timeline has begun
	lastTS int64
	// The transit time (arrival less timestamp) of the fastest packets in this window and in the one before.
	fastest, fastestBefore int64
	windowEnds             int64
	peak                   float64 // how late a packet can be, in clock units; up at once, down slowly
	peakAt                 int64
	odd                    bool // the last packet was out of line, by oddTransit
	oddTransit             int64
	doubled                uint32
}

// restart forgets all packets and the timeline; how late packets can be is remembered.
func (j *jitterBuffer) restart(rate int) {
	if int64(rate) != j.rate {
		j.rate, j.peak = int64(rate), 0
	}
	j.known, j.odd = false, false
	j.empty()
}

func (j *jitterBuffer) empty() {
	for i := range j.heads {
		j.heads[i].used = false
	}
	j.count = 0
}

// units turns a time into clock units since the epoch.
func (j *jitterBuffer) units(t time.Time) int64 {
	d := t.Sub(j.epoch)
	return int64(d/time.Second)*j.rate + int64(d%time.Second)*j.rate/int64(time.Second)
}

func (j *jitterBuffer) span(d time.Duration) int64 { return int64(d) * j.rate / int64(time.Second) }

// base is the transit time of the fastest packets lately.
func (j *jitterBuffer) base() int64 { return min(j.fastest, j.fastestBefore) }

// target is how far the player should stay behind the fastest packets.
func (j *jitterBuffer) target() int64 {
	return min(max(int64(j.peak)+j.span(tickLength), j.span(leastDelay)), j.span(mostDelay))
}

// verdict is what became of a packet.
type verdict int

const (
	kept verdict = iota
	thrown
	newTimeline // kept, and everything before it is void
)

// put takes one packet.
func (j *jitterBuffer) put(seq uint16, timestamp uint32, accept *acceptance, payload []byte, arrived time.Time) verdict {
	length := int64(accept.codec.samples(payload)) * j.rate / int64(accept.codec.sampleRate)
	if length <= 0 || len(payload) > payloadSize {
		return thrown
	}
	if !j.known {
		j.epoch = arrived
		j.begin(int64(timestamp), 0)
	}
	ts := j.lastTS + int64(int32(timestamp-uint32(j.lastTS)))
	arrival := j.units(arrived)
	what := kept
	if late := arrival - ts - j.base(); late > j.span(outOfLine) || late < -j.span(outOfLine) {
		// One stray packet is not believed, the second of its kind is: the sender began to count anew.
		again := j.odd && abs(arrival-ts-j.oddTransit) < j.span(mostDelay)
		j.odd, j.oddTransit = true, arrival-ts
		if !again {
			return thrown
		}
		j.empty()
		j.begin(ts, arrival)
		what = newTimeline
	}
	j.odd, j.lastTS = false, ts
	j.learn(arrival-ts, arrival)
	if !j.store(jitterHead{used: true, seq: seq, ts: ts, length: length, payload: len(payload), accept: accept}, payload) {
		return thrown
	}
	return what
}

// begin starts a timeline with a packet that came at arrival.
func (j *jitterBuffer) begin(ts, arrival int64) {
	j.known, j.lastTS = true, ts
	j.fastest, j.fastestBefore = arrival-ts, arrival-ts
	j.windowEnds, j.peakAt = arrival+j.span(baseWindow), arrival
}

// learn adjusts the idea of the network from one packet's transit time.
func (j *jitterBuffer) learn(transit, arrival int64) {
	if arrival >= j.windowEnds {
		before := j.base()
		j.fastestBefore, j.fastest = j.fastest, transit
		j.windowEnds = arrival + j.span(baseWindow)
		// The same lateness counts from a later base now.
		j.peak = max(0, j.peak-float64(max(0, j.base()-before)))
	}
	j.fastest = min(j.fastest, transit)
	if passed := arrival - j.peakAt; passed > 0 {
		j.peak = max(0, j.peak-float64(passed)*calmDown/1000)
		j.peakAt = arrival
	}
	j.peak = max(j.peak, float64(min(transit-j.base(), j.span(mostDelay))))
}

// store keeps a packet; false for one that is there already. When all slots are full the oldest goes.
func (j *jitterBuffer) store(h jitterHead, payload []byte) bool {
	free, oldest := -1, 0
	for i := range j.heads {
		o := &j.heads[i]
		switch {
		case !o.used:
			free = i
		case o.ts == h.ts:
			j.doubled++
			return false
		case !j.heads[oldest].used || o.ts < j.heads[oldest].ts:
			oldest = i
		}
	}
	if free < 0 {
		free = oldest
		j.count--
	}
	h.slot = free
	j.heads[free] = h
	copy(j.payloads[free][:], payload)
	j.count++
	return true
}

// first is the packet with the lowest timestamp; nil when there is none.
func (j *jitterBuffer) first() *jitterHead {
	var found *jitterHead
	for i := range j.heads {
		if h := &j.heads[i]; h.used && (found == nil || h.ts < found.ts) {
			found = h
		}
	}
	return found
}

// payload is the content of a packet that first gave; valid until the next put.
func (j *jitterBuffer) payload(h *jitterHead) []byte { return j.payloads[h.slot][:h.payload] }

func (j *jitterBuffer) drop(h *jitterHead) {
	h.used = false
	j.count--
}

func abs(v int64) int64 {
	if v < 0 {
		return -v
	}
	return v
}
