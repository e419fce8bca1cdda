package voice

import "time"

const (
	jitterSlots = 64   // packets kept, 1.3 s of the usual ones
	payloadSize = 1600 // bytes kept of one

	mostDelay = 200 * time.Millisecond
	// outOfLine is how far from the expected time a packet's timestamp must lie to be of another timeline.
	outOfLine = 300 * time.Millisecond
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

	epoch      time.Time
	known      bool // a timeline has begun
	lastTS     int64
	delays     delays
	odd        bool // the last packet was out of line, by oddTransit
	oddTransit int64
	doubled    uint32

	losses     float32 // share of the packets that are missing, lately
	lossy      bool
	repairs    int   // packets until it is believed that no more have something of the one before
	lastLength int64 // of a packet
	end        int64 // timestamp after the packet played last
}

// restart forgets all packets and the timeline; how late packets can be is remembered.
func (j *jitterBuffer) restart(rate int) {
	if int64(rate) != j.rate {
		j.rate = int64(rate)
		j.delays.reset(j.rate)
		j.lossy, j.losses = false, 0
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
func (j *jitterBuffer) base() int64 { return j.delays.base() }

// target is how late after the fastest a packet may come and must still be played. Where packets are lost and each
// repeats the one before, the next one is to have come, too.
func (j *jitterBuffer) target() int64 {
	late := j.delays.within(sureShare)
	if j.lossy && j.repairs > 0 {
		late = max(late, j.lastLength+j.delays.within(repairShare))
	}
	return min(late, j.span(mostDelay))
}

const (
	// lossWeight is what one packet counts in the running average of losses; beyond lossMany, until it is lossFew
	// again, it is worth waiting for repair data.
	lossWeight        = 1.0 / 100
	lossMany, lossFew = 0.03, 0.01
	// repairMemory is how many packets without repair data may come, in pauses, before it is no longer waited for.
	repairMemory = 250
)

// played counts a packet that is played, and those missing since the one played before.
func (j *jitterBuffer) played(h *jitterHead) {
	if missing := (h.ts - j.end) / h.length; missing > 0 && missing < memory {
		j.losses += (1 - j.losses) * lossWeight * float32(missing)
	}
	j.losses -= j.losses * lossWeight
	j.lossy = j.losses > lossMany || j.lossy && j.losses > lossFew
	j.end = h.ts + h.length
}

// found counts one of those missing as late only.
func (j *jitterBuffer) found() { j.losses = max(0, j.losses-lossWeight) }

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
	j.delays.learn(arrival-ts, arrival)
	j.lastLength = length
	if accept.restorer != nil {
		j.repairs = max(0, j.repairs-1)
		if accept.restorer.repairs(payload) {
			j.repairs = repairMemory
		}
	}
	if !j.store(jitterHead{used: true, seq: seq, ts: ts, length: length, payload: len(payload), accept: accept}, payload) {
		return thrown
	}
	return what
}

// begin starts a timeline with a packet that came at arrival.
func (j *jitterBuffer) begin(ts, arrival int64) {
	j.known, j.lastTS, j.end = true, ts, ts
	j.delays.begin(arrival-ts, arrival)
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
