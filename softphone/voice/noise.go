package voice

import "math"

// loudestNoise keeps what a peer asks for as comfort noise from disturbing.
const loudestNoise = 45 // dB below overload

// comfortNoise is the soft hiss of a line whose other end sends nothing while nobody speaks (RFC 3389).
type comfortNoise struct {
	on    bool
	level float32 // peak
	seed  uint32
}

// start takes a comfort noise payload: its first byte is the level in dB below overload.
func (c *comfortNoise) start(payload []byte) {
	below := byte(127)
	if len(payload) > 0 {
		below = min(payload[0]&0x7f, 127)
	}
	below = max(below, loudestNoise)
	// even noise of peak p has the power p²/3
	c.level = float32(32768 * math.Sqrt(3) * math.Pow(10, -float64(below)/20))
	c.on = true
}

func (c *comfortNoise) stop() { c.on = false }

// add mixes noise into pcm.
func (c *comfortNoise) add(pcm []int16) {
	if !c.on {
		return
	}
	for i, v := range pcm {
		c.seed = c.seed*1664525 + 1013904223
		pcm[i] = clip(float32(v) + c.level*(float32(c.seed>>8)/(1<<23)-1))
	}
}
