package voice

import (
	"encoding/binary"
	"math/rand/v2"
	"net/netip"
	"time"

	"anteroom/softphone"
)

const rtpHeader = 12 // bytes, with no contributing sources

// outgoing is the stream of RTP that we send to one caller.
type outgoing struct {
	ssrc  uint32
	seq   uint16
	ts    uint32 // of the first sample waiting
	to    netip.AddrPort
	gap   bool // nothing was sent just before: the next packet is marked (RFC 3551 §4.1)
	codec *codec
	type_ uint8 // payload type of the codec
	event uint8 // payload type of telephone-event; 0 for none
	// eventTick is a tick's length in an event; some peers have only the clock of old for it, beside a codec with another.
	eventTick uint32
	encode    encoder
	down      *downsampler
	waiting   []int16 // samples not yet a packet
	packet    int     // samples of a packet
	usual     int     // samples of one where nothing speaks for short ones
	free      bool    // the other side did not say how long they are to be
	silence   int     // samples of nothing in a row, as far as the downsampler remembers
	buffer    [packetSize]byte

	packets, octets, failed uint32
	lastSent                time.Time
}

func newOutgoing() *outgoing {
	// The upper half is left out, so that the number does not roll over before the other side has one (RFC 3711 §3.3.1).
	return &outgoing{
		ssrc: rand.Uint32(), seq: uint16(rand.Uint32()) >> 1, ts: rand.Uint32(), gap: true,
		waiting: make([]int16, 0, engineRate/5),
	}
}

// agree sets what is sent; false for a codec we cannot do. A codec that stays goes on without a break.
func (o *outgoing) agree(m softphone.Media) bool {
	c := codecNamed(m.Codec.Name)
	if c == nil {
		return false
	}
	if c != o.codec {
		o.codec, o.encode, o.down = c, c.newEncoder(), newDownsampler(c.sampleRate)
		o.waiting = o.waiting[:0]
	}
	o.type_, o.event = m.Codec.PayloadType, m.EventType
	if s, ok := o.encode.(suitable); ok {
		s.suit(m.Codec.Params)
	}
	o.eventTick = o.perTick()
	if m.EventClock != 0 {
		o.eventTick = uint32(m.EventClock / ticksASec)
	}
	usual := int(c.packetLength(m.Ptime)/time.Millisecond) * c.sampleRate / 1000
	if o.usual != usual || o.free != (m.Ptime == 0) {
		o.usual, o.packet, o.free = usual, usual, m.Ptime == 0
	}
	return true
}

// expect takes what share of our packets the other side says it loses.
func (o *outgoing) expect(lost float64) {
	e, ok := o.encode.(expectant)
	if !ok {
		return
	}
	o.packet = o.usual
	if e.expect(lost) && o.free {
		o.packet = min(o.usual, o.codec.sampleRate/ticksASec)
	}
}

// perTick is a tick's length in units of the RTP clock.
func (o *outgoing) perTick() uint32 { return uint32(o.codec.clockRate / ticksASec) }

// skip lets ticks go by with nothing sent.
func (o *outgoing) skip(ticks uint32) {
	if o.codec == nil {
		return
	}
	o.ts += ticks*o.perTick() + o.clockUnits(len(o.waiting))
	o.waiting = o.waiting[:0]
	o.gap = true
}

func (o *outgoing) clockUnits(samples int) uint32 {
	return uint32(samples / (o.codec.sampleRate / o.codec.clockRate))
}

// sound sends one tick of sound, or keeps it until there is enough for a packet. A nil frame is silence.
func (o *outgoing) sound(f *frame, w wire, now time.Time) {
	n := o.codec.perTick()
	from := len(o.waiting)
	o.waiting = o.waiting[:from+n]
	switch {
	case f != nil:
		o.silence = 0
		o.down.run(o.waiting[from:], f)
	case o.silence < 2*n:
		o.silence += n
		o.down.run(o.waiting[from:], &silence)
	default:
		clear(o.waiting[from:])
	}
	for len(o.waiting) >= o.packet {
		o.header(o.type_, o.gap, o.ts)
		coded := o.encode.encode(o.buffer[rtpHeader:rtpHeader], o.waiting[:o.packet])
		o.send(len(coded), w, now)
		o.gap = false
		o.ts += o.clockUnits(o.packet)
		o.waiting = o.waiting[:copy(o.waiting, o.waiting[o.packet:])]
	}
}

// silence is a frame of nothing; it is only read.
var silence frame

// digit sends an event packet where one is due in this tick; its timestamp is that of the event's beginning (RFC 4733 §2.2).
func (o *outgoing) digit(d *digitsOut, w wire, now time.Time) {
	if d.step == 0 {
		o.ts += o.clockUnits(len(o.waiting)) // sound that is not a whole packet gives way
		o.waiting = o.waiting[:0]
		d.ts = o.ts
	}
	if d.step%eventTicks == 0 {
		o.header(o.event, d.step == 0, d.ts)
		d.payload((*[4]byte)(o.buffer[rtpHeader:]), int(o.eventTick))
		o.send(4, w, now)
	}
	o.ts += o.perTick()
}

func (o *outgoing) header(payloadType uint8, marker bool, ts uint32) {
	o.buffer[0], o.buffer[1] = 2<<6, payloadType&0x7f
	if marker {
		o.buffer[1] |= 0x80
	}
	binary.BigEndian.PutUint16(o.buffer[2:], o.seq)
	binary.BigEndian.PutUint32(o.buffer[4:], ts)
	binary.BigEndian.PutUint32(o.buffer[8:], o.ssrc)
}

func (o *outgoing) send(payload int, w wire, now time.Time) {
	o.seq++
	if err := w.sendRTP(o.buffer[:rtpHeader+payload], o.to); err != nil {
		o.failed++ // the next one may come through; the statistics tell
		return
	}
	o.packets++
	o.octets += uint32(payload)
	o.lastSent = now
}
