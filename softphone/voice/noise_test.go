package voice

import (
	"math"
	"testing"
	"time"
)

// pause lets the other side fall silent and gives what is heard then.
func (n *network) pause(d time.Duration) []int16 {
	n.stopped = true
	n.run(300 * time.Millisecond)
	n.b.deck.rest()
	n.run(d)
	return n.b.deck.played
}

// inject brings b a packet of comfort noise.
func (n *network) inject(payload ...byte) {
	packet := append(make([]byte, rtpHeader), payload...)
	copy(packet, n.ca.out.buffer[:rtpHeader])
	packet[0], packet[1] = 0x80, comfortNoiseType
	n.ca.out.seq++
	packet[2], packet[3] = byte(n.ca.out.seq>>8), byte(n.ca.out.seq)
	n.cb.rtpBox.post(packet, here, n.a.clock.Now())
	n.ca.out.seq++
}

func TestNetwork_WhereNothingComesSoftNoiseIsHeardUnlessItIsOff(t *testing.T) {
	for _, on := range []bool{true, false} {
		n := newNetwork(t, "pcma")
		if err := n.b.Comfort(t.Context(), on); err != nil {
			t.Fatal(err)
		}
		n.run(2 * time.Second)
		heard := n.pause(time.Second)
		if l := float32(loudness(heard)); (l > leastFloor/2 && l < 2*mostFloor) != on || !on && l > 1 {
			t.Errorf("comfort noise %v: %.1f is heard", on, l)
		}
		if n.cb.in.concealed > 8000/2 {
			t.Errorf("%d samples made up", n.cb.in.concealed)
		}
		n.stopped = false
		n.run(300 * time.Millisecond)
		n.b.deck.rest()
		n.run(time.Second)
		if d := decibels(toneLevel(n.b.deck.played, 1000), 8000); math.Abs(d) > 0.2 || n.cb.in.noise.gain > 0 {
			t.Errorf("comfort noise %v: it goes on under speech", on)
		}
	}
}

func TestNetwork_NoiseIsAsLoudAsTheLineInItsPauses(t *testing.T) {
	for _, peak := range []float64{20, 60, 1000} {
		n := newNetwork(t, "pcma")
		n.a.deck.peak = peak
		n.run(2 * time.Second)
		want := max(leastFloor, min(mostFloor, float32(peak/math.Sqrt2)))
		if d := decibels(loudness(n.pause(2*time.Second)), float64(want)); math.Abs(d) > 6 { // A-law is coarse down there, and some of the noise is lost on the way
			t.Errorf("a line with %.0f in its pauses: noise is %.1f dB off", peak/math.Sqrt2, d)
		}
	}
}

func TestNetwork_NoiseIsWhatTheOtherSideSays(t *testing.T) {
	low := byte(127 - 100) // the filter 1/(1-0.79/z) keeps the lower half
	for _, c := range []struct {
		payload []byte
		below   float64
		colour  bool
	}{{[]byte{40}, 40, false}, {[]byte{60}, 60, false}, {[]byte{20}, loudestTold, false}, {[]byte{45, low}, 45, true}} {
		n := newNetwork(t, "pcma")
		n.run(time.Second)
		n.stopped = true
		n.run(60 * time.Millisecond)
		n.inject(c.payload...)
		heard := n.pause(2 * time.Second)
		if d := decibels(loudness(heard), float64(overload(c.below))); math.Abs(d) > 1.5 {
			t.Errorf("%v: %.1f dB off", c.payload, d)
		}
		var deep, high float64
		for hz := 100.0; hz <= 900; hz += 50 {
			deep += toneLevel(heard, hz)
			high += toneLevel(heard, 2400+hz)
		}
		if ratio := decibels(deep, high); ratio > 8 != c.colour || math.Abs(ratio) > 3 && !c.colour {
			t.Errorf("%v: the deep half is %.1f dB louder than the high one", c.payload, ratio)
		}
		n.stopped = false
		n.run(300 * time.Millisecond)
		if n.cb.in.noise.told || n.cb.in.noise.gain > 0 {
			t.Errorf("%v: it goes on under speech", c.payload)
		}
	}
}

func TestNetwork_ACallThatBeginsWithNoiseIsHeardToLive(t *testing.T) {
	n := newNetwork(t, "pcma")
	n.stopped = true
	n.run(100 * time.Millisecond)
	n.inject(50)
	n.b.deck.rest()
	n.run(time.Second)
	if d := decibels(loudness(n.b.deck.played), float64(overload(50))); math.Abs(d) > 2 {
		t.Errorf("noise before the first word is %.1f dB off", d)
	}
}
