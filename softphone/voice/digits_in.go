package voice

import (
	"encoding/binary"
	"time"
)

// eventDigits are the events of RFC 4733 §3.2 that are digits.
const eventDigits = "0123456789*#ABCD"

// eventGap ends an event whose end was lost.
const eventGap = 150 * time.Millisecond

// digitsIn hears telephone-events, each once however often its packets come.
type digitsIn struct {
	known    bool
	event    byte
	ts       uint32 // where the event began
	duration uint16
	ended    bool
	seen     time.Time
}

// take takes one packet's content; digit is set when it begins a new one.
func (d *digitsIn) take(timestamp uint32, marker bool, payload []byte, at time.Time) (digit rune, begun bool) {
	if len(payload) < 4 || int(payload[0]) >= len(eventDigits) {
		return 0, false
	}
	event, end, duration := payload[0], payload[1]&0x80 != 0, binary.BigEndian.Uint16(payload[2:])
	if d.known && d.same(timestamp, marker, event, at) {
		d.ended = d.ended || end
		d.duration, d.seen = max(d.duration, duration), at
		return 0, false
	}
	if d.known && int32(timestamp-d.ts) < 0 && at.Sub(d.seen) < 2*time.Second {
		return 0, false // a straggler of the one before
	}
	*d = digitsIn{true, event, timestamp, duration, end, at}
	return rune(eventDigits[event]), true
}

// same reports whether a packet goes on with the event known.
func (d *digitsIn) same(timestamp uint32, marker bool, event byte, at time.Time) bool {
	if timestamp == d.ts {
		return true
	}
	if event != d.event || d.ended || marker {
		return false
	}
	if timestamp == d.ts+0xffff { // the next segment of a very long one (RFC 4733 §2.5.1.3)
		d.ts, d.duration = timestamp, 0
		return true
	}
	// Some gateways let the timestamp run on during the event.
	if at.Sub(d.seen) < eventGap && timestamp-d.ts < 0x7fff {
		d.ts = timestamp
		return true
	}
	return false
}
