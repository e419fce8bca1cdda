package voice

import (
	"math"
	"strings"

	"anteroom/softphone"
)

// digitWay is what becomes of a digit in the stream.
type digitWay int

const (
	onlyHeard digitWay = iota // by her; it goes another way
	asEvent
	asTone
)

const (
	digitsQueued = 64
	// One digit's ticks: 120 ms of sound (RFC 4733 asks for 40 at least, our peers for 100), the end said three
	// times (§2.5.1.4), the last two in the gap, then plain sound until the next one.
	digitTicks  = 12
	endTicks    = 4
	digitPeriod = 22
	eventTicks  = 2  // from one packet of an event to the next
	eventVolume = 10 // -dBm0
)

// queued is one digit to be sent.
type queued struct {
	event byte
	how   softphone.Digits
}

// digitsOut sends digits one after the other.
type digitsOut struct {
	queue [digitsQueued]queued
	n     int
	step  int    // tick within the first digit
	ts    uint32 // where its event began
	tone  dualTone
}

// add queues digits; false when one is none or there are too many.
func (d *digitsOut) add(digits string, how softphone.Digits) bool {
	if len(digits) > digitsQueued-d.n || len(digits) == 0 {
		return false
	}
	digits = strings.ToUpper(digits)
	for i := range len(digits) {
		if strings.IndexByte(eventDigits, digits[i]) < 0 {
			return false
		}
	}
	for i := range len(digits) {
		d.queue[d.n] = queued{byte(strings.IndexByte(eventDigits, digits[i])), how}
		d.n++
	}
	return true
}

// sounding reports whether the key is down in this tick.
func (d *digitsOut) sounding() bool { return d.n > 0 && d.step < digitTicks }

// signalling reports whether this tick belongs to event packets.
func (d *digitsOut) signalling() bool { return d.n > 0 && d.step < digitTicks+endTicks }

// way is how the first digit goes, where events were agreed or not.
func (d *digitsOut) way(events bool) digitWay {
	switch {
	case d.n == 0 || d.queue[0].how == softphone.DigitsInfo:
		return onlyHeard
	case events && d.queue[0].how == softphone.DigitsAuto:
		return asEvent
	}
	return asTone
}

// payload is this tick's event packet (RFC 4733 §2.3); a tick is perTick units of the timestamp long.
func (d *digitsOut) payload(p *[4]byte, perTick int) {
	duration := min(d.step+eventTicks, digitTicks) * perTick
	p[0], p[1] = d.queue[0].event, eventVolume
	if d.step >= digitTicks-eventTicks {
		p[1] |= 0x80
	}
	p[2], p[3] = byte(duration>>8), byte(duration)
}

// advance ends a tick.
func (d *digitsOut) advance() {
	if d.n == 0 {
		return
	}
	if d.step++; d.step == digitPeriod {
		d.step = 0
		d.n--
		copy(d.queue[:], d.queue[1:d.n+1])
	}
}

func (d *digitsOut) clear() { d.n, d.step = 0, 0 }

// cut lets go of all digits; one whose event has begun is only brought to its end, so that it is not heard for ever.
func (d *digitsOut) cut() {
	if d.n == 0 || d.step == 0 {
		d.clear()
		return
	}
	d.n, d.step = 1, max(d.step, digitTicks-eventTicks)
}

// dtmf are the two frequencies of each event, in Hz (ITU-T Q.23).
var dtmf = [16][2]float64{
	{941, 1336}, {697, 1209}, {697, 1336}, {697, 1477}, {770, 1209}, {770, 1336}, {770, 1477}, {852, 1209},
	{852, 1336}, {852, 1477}, {941, 1209}, {941, 1477}, {697, 1633}, {770, 1633}, {852, 1633}, {941, 1633},
}

// dualTone sounds a digit.
type dualTone struct{ low, high float64 }

// add mixes one tick of the key being down into f, each frequency with the given peak; the first and the last tick
// begin and end softly.
func (t *dualTone) add(f *frame, event byte, step int, peak float64) {
	if step == 0 {
		t.low, t.high = 0, 0
	}
	pair := dtmf[event]
	for i := range f {
		v := peak * (math.Sin(2*math.Pi*t.low) + math.Sin(2*math.Pi*t.high))
		t.low += pair[0] / engineRate
		t.high += pair[1] / engineRate
		const ramp = 240 // 5 ms
		if step == 0 && i < ramp {
			v *= float64(i) / ramp
		}
		if left := frameSize - i; step == digitTicks-1 && left < ramp {
			v *= float64(left) / ramp
		}
		f[i] += float32(v)
	}
	t.low -= math.Floor(t.low)
	t.high -= math.Floor(t.high)
}
