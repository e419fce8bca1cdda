package voice

import "time"

// acceptance is one payload type that we take from a caller, with all that is needed to hear it.
type acceptance struct {
	payloadType uint8
	codec       *codec
	decoder     decoder
	concealer   *concealer
	restorer    restorer // the decoder, if it makes up for losses itself
	madeUp      int      // samples it made up since the last real one
	up          *upsampler
}

func newAcceptance(payloadType uint8, c *codec) *acceptance {
	a := &acceptance{payloadType: payloadType, codec: c, decoder: c.newDecoder(), concealer: newConcealer(c.sampleRate), up: newUpsampler(c.sampleRate)}
	a.restorer, _ = a.decoder.(restorer)
	return a
}

// queueRoom is what the queue can hold, in samples: the longest packet there is, twice, and what is made up beside.
const queueRoom = 3 * opusLongest

// real takes sound that came.
func (a *acceptance) real(pcm []int16) {
	a.madeUp = 0
	if a.restorer == nil {
		a.concealer.real(pcm)
	}
}

// fill makes pcm up, fading away when nothing comes any more. next is the packet after the gap, if it has come.
func (a *acceptance) fill(pcm []int16, next []byte) {
	if a.restorer == nil {
		a.concealer.fill(pcm)
		return
	}
	whole, none := 2*fadeUntil*engineRate/1000, 4*fadeUntil*engineRate/1000
	if a.madeUp >= none {
		clear(pcm)
		return
	}
	a.restorer.restore(pcm[:0:len(pcm)], len(pcm), next)
	for i := range pcm {
		if a.madeUp > whole {
			pcm[i] = int16(int(pcm[i]) * max(0, none-a.madeUp) / (none - whole))
		}
		a.madeUp++
	}
}

const (
	// giveUpAfter is how many empty ticks end a spurt of talk; the concealer has faded out by then.
	giveUpAfter = 8
	// fadedAfter is how many empty ticks leave so little of the made-up sound that noise has to stand in.
	fadedAfter = 6
	// backlog is how much too late packets may be that are played all the same after a standstill, and then caught up.
	backlog = 100 * time.Millisecond
)

// playout turns the packets of one stream into an even flow of sound, staying behind the fastest packets by what the
// jitter buffer asks for.
type playout struct {
	buffer  jitterBuffer
	now     *acceptance // what the sound being played is coded in; nil before the first packet
	playing bool
	head    int64   // timestamp of what is to be decoded next
	queue   []int16 // decoded and not yet played
	out     [frameSize]int16
	empty   int   // ticks in a row with nothing to play
	owed    int64 // made up while nothing came and the head stood still, in clock units
	changed int64 // when the delay was last shortened
	fitted  int64 // when it was last not too long
	noise   comfortNoise

	concealed, late, resyncs uint32 // samples made up; packets too late; fresh starts
}

func newPlayout(clockRate int) *playout {
	p := &playout{queue: make([]int16, 0, queueRoom)}
	p.buffer.restart(clockRate)
	return p
}

// put takes one packet of sound.
func (p *playout) put(seq uint16, timestamp uint32, a *acceptance, payload []byte, arrived time.Time) {
	if int64(a.codec.clockRate) != p.buffer.rate {
		p.buffer.restart(a.codec.clockRate)
		p.playing = false
		p.queue = p.queue[:0] // counted in the units of before
	}
	switch p.buffer.put(seq, timestamp, a, payload, arrived) {
	case newTimeline:
		p.resyncs++
		p.playing = false // what is decoded already is played out first, by begin
	case kept:
		p.noise.stop()
	}
}

// comfort takes what the other side says of the noise at its end; a is what its sound is coded in, nil where that is not
// known.
func (p *playout) comfort(payload []byte, a *acceptance) {
	p.noise.start(payload)
	if p.now == nil && a != nil {
		p.play(a)
	}
}

// restart is for a new stream in the old one's place.
func (p *playout) restart() {
	p.buffer.restart(int(p.buffer.rate))
	p.playing = false
}

// delay is how far the player is behind the fastest packets at a moment.
func (p *playout) delay(t int64) int64 {
	return t - p.buffer.base() - (p.head - p.decoded())
}

// decoded is how much sound is queued, in clock units.
func (p *playout) decoded() int64 {
	if p.now == nil {
		return 0
	}
	return int64(len(p.queue)) / p.perUnit()
}

// perUnit is how many samples the present codec has in one unit of its RTP clock.
func (p *playout) perUnit() int64 { return int64(p.now.codec.sampleRate / p.now.codec.clockRate) }

// pull gives one tick of sound in the rate of p.now; nil before anything was ever heard.
func (p *playout) pull(now time.Time) []int16 {
	t := p.buffer.units(now)
	if !p.playing && !p.begin(t) {
		if p.now == nil {
			return nil
		}
		out := p.out[:p.now.codec.perTick()]
		n := copy(out, p.queue)
		p.queue = p.queue[:copy(p.queue, p.queue[n:])]
		p.now.fill(out[n:], nil)
		p.noise.add(out, true)
		return out
	}
	p.steer(t)
	for len(p.queue) < p.now.codec.perTick() {
		p.decode(t)
	}
	n := copy(p.out[:p.now.codec.perTick()], p.queue)
	p.queue = p.queue[:copy(p.queue, p.queue[n:])]
	p.noise.add(p.out[:n], p.empty >= fadedAfter)
	return p.out[:n]
}

// rate is the rate of what pull gives, in Hz.
func (p *playout) rate() int {
	if p.now == nil {
		return 0
	}
	return p.now.codec.sampleRate
}

// begin starts playing once the first packet has waited long enough; false as long as there is nothing to play.
func (p *playout) begin(t int64) bool {
	frame := p.buffer.span(tickLength)
	for {
		h := p.buffer.first()
		if h == nil {
			return false
		}
		delay := t - p.buffer.base() - h.ts
		if delay < p.buffer.target() {
			return false
		}
		most := max(frame, h.length) // what came before anybody was to hear it is no loss
		if p.now != nil {
			most = p.buffer.span(backlog)
		}
		if p.buffer.count > 1 && delay >= p.buffer.target()+most {
			p.buffer.drop(h) // a heap of old ones came at once
			if p.now != nil {
				p.late++
			}
			continue
		}
		p.head, p.playing, p.empty, p.owed, p.changed, p.fitted = h.ts, true, 0, 0, t, t
		p.play(h.accept)
		return true
	}
}

// play changes to the codec of the next packet; the payload type may change at any packet (RFC 3551 §6).
func (p *playout) play(a *acceptance) {
	if p.now == a {
		return
	}
	if p.now != nil && p.now.codec.sampleRate == a.codec.sampleRate {
		a.concealer, p.now.concealer = p.now.concealer, a.concealer // the sound goes on
		a.up, p.now.up = p.now.up, a.up
	} else {
		a.concealer.reset()
		p.queue = p.queue[:0]
	}
	p.now = a
}

// decode appends to the queue: the next packet, or what stands for it.
func (p *playout) decode(t int64) {
	need := p.now.codec.perTick() - len(p.queue)
	for {
		h := p.buffer.first()
		if h == nil {
			p.wait(t, need, int64(need)/p.perUnit())
			return
		}
		if h.ts+h.length <= p.head {
			p.late++
			p.buffer.drop(h)
			p.buffer.found()
			continue
		}
		if h.ts > p.head && p.owed > 0 { // lost: what was made up stood for it
			p.head, p.owed = min(p.head+p.owed, h.ts), 0
			continue
		}
		if h.ts > p.head {
			gap := min(int64(need), (h.ts-p.head)*p.perUnit())
			var next []byte
			if p.now.restorer != nil && h.accept == p.now {
				if whole := (h.ts - p.head) * p.perUnit(); whole <= h.length*p.perUnit() {
					gap, next = whole, p.buffer.payload(h) // it may repeat all that is missing
				}
			}
			p.conceal(int(gap), next)
			p.head += max(1, gap/p.perUnit())
			return
		}
		p.play(h.accept)
		from := len(p.queue)
		p.queue = p.now.decoder.decode(p.queue, p.buffer.payload(h))
		if skip := int((p.head - h.ts) * p.perUnit()); skip > 0 { // it overlaps what was played
			p.queue = append(p.queue[:from], p.queue[min(from+skip, len(p.queue)):]...)
		}
		p.now.real(p.queue[from:])
		p.noise.hear(p.queue[from:])
		p.head = h.ts + h.length
		p.buffer.drop(h)
		p.buffer.played(h)
		p.empty, p.owed = 0, 0 // had it stood still, the packet was late only
		return
	}
}

// wait stands for a packet that has not come and after which none has come either: the player stands still for it, up
// to the longest delay there may be.
func (p *playout) wait(t int64, samples int, units int64) {
	if p.empty++; p.empty > giveUpAfter || p.noise.told {
		p.playing = false
	}
	p.conceal(samples, nil)
	if p.delay(t)+units > p.buffer.span(mostDelay) {
		p.head += units
	} else {
		p.owed += units
	}
}

func (p *playout) conceal(samples int, next []byte) {
	from := len(p.queue)
	p.queue = p.queue[:from+samples]
	p.now.fill(p.queue[from:], next)
	p.concealed += uint32(samples)
}
