package voice

import (
	"context"
	"math"
)

const (
	// What a line's own noise is taken for is between these, in dB below overload: softer is not heard, louder disturbs.
	softestNoise, loudestNoise = 70, 50
	// loudestTold is the loudest noise that the other side may ask for.
	loudestTold = 35
	noiseShape  = 10 // reflection coefficients that are followed
	// noiseTurn is how many samples noise takes to come and to go, a 64th of a second at 8 kHz.
	noiseTurn = 128
)

// comfortNoise is the soft hiss of a line whose other end sends nothing while nobody speaks: dead silence sounds as if
// it were cut. It is as loud and has the colour that the other side says (RFC 3389), or else as loud as the line in its
// pauses.
type comfortNoise struct {
	off   bool    // not wanted
	told  bool    // the other side said what it is like, and no sound has come since
	level float32 // root of the mean square, as told
	shape [noiseShape]float32
	floor float32 // of the line in its pauses; 0 before anything was heard
	gain  float32 // 0 … 1
	past  [noiseShape + 1]float32
	seed  uint32
}

// Comfort lets comfort noise be heard where a caller's end sends nothing, or leaves such places silent.
func (e *Engine) Comfort(_ context.Context, on bool) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.uncomforted = !on
	for _, c := range e.order {
		c.in.noise.off = !on
	}
	return nil
}

// overload is the loudness of a level so many dB below it.
func overload(below float64) float32 { return float32(32768 * math.Pow(10, -below/20)) }

var leastFloor, mostFloor = overload(softestNoise), overload(loudestNoise)

// start takes a comfort noise payload (RFC 3389 §3): the level in dB below overload, then the reflection coefficients
// of its colour, those of an all-pole filter.
func (c *comfortNoise) start(payload []byte) {
	below := byte(softestNoise)
	if len(payload) > 0 {
		below = payload[0] & 0x7f
	}
	c.told, c.level, c.shape = true, overload(max(float64(below), loudestTold)), [noiseShape]float32{}
	for i, k := range payload[min(1, len(payload)):min(1+noiseShape, len(payload))] {
		c.shape[i] = max(-0.99, min(0.99, 258*(float32(k)-127)/32768))
		c.level *= float32(math.Sqrt(float64(1 - c.shape[i]*c.shape[i]))) // the filter makes it louder by that
	}
}

// stop is for sound that has come.
func (c *comfortNoise) stop() {
	if c.told {
		c.told, c.shape = false, [noiseShape]float32{}
	}
}

// hear takes sound that was really sent: its softest is what a pause sounds like.
func (c *comfortNoise) hear(pcm []int16) {
	var sum float32
	for _, v := range pcm {
		sum += float32(v) * float32(v)
	}
	level := float32(math.Sqrt(float64(sum / float32(len(pcm)))))
	level = max(leastFloor, min(mostFloor, level))
	if c.floor == 0 || level < c.floor {
		c.floor = level
	} else {
		c.floor *= 1.002 // 0.9 dB a second: the noise of a room changes slowly
	}
}

// add mixes noise into pcm as long as it is wanted, coming and going softly.
func (c *comfortNoise) add(pcm []int16, wanted bool) {
	target := float32(0)
	if wanted && !c.off {
		target = 1
	}
	if target == 0 && c.gain == 0 {
		return
	}
	level := c.level
	if !c.told {
		level = max(leastFloor, min(mostFloor, c.floor))
	}
	for i, v := range pcm {
		switch {
		case c.gain < target:
			c.gain = min(1, c.gain+1.0/noiseTurn)
		case c.gain > target:
			c.gain = max(0, c.gain-1.0/noiseTurn)
		}
		pcm[i] = clip(float32(v) + c.gain*level*c.next())
	}
}

// next is a sample of noise with a loudness of 1 before the filter, which is a lattice of the reflection coefficients.
func (c *comfortNoise) next() float32 {
	c.seed = c.seed*1664525 + 1013904223
	f := float32(math.Sqrt(3)) * (float32(c.seed>>8)/(1<<23) - 1) // even noise of peak p has the power p²/3
	for i := noiseShape - 1; i >= 0; i-- {
		f -= c.shape[i] * c.past[i]
		c.past[i+1] = c.past[i] + c.shape[i]*f
	}
	c.past[0] = f
	return f
}
