package voice

// concealer makes up sound where a packet is missing: the last pitch period over and over, fading away, after the idea
// of ITU-T G.711 Appendix I but with no delay of its own.
type concealer struct {
	perMs   int       // samples a millisecond
	history []int16   // what was played last
	cycle   []float32 // the periods repeated
	at      int       // next sample of cycle
	step    float32   // jump between the real sound and the cycle, spread over the first blend
	lost    int       // samples made up since the last real one
}

const (
	shortestPitch = 5  // ms, 200 Hz; of higher voices two or three periods are repeated
	longestPitch  = 15 // ms, 66 Hz
	pitchWindow   = 14 // ms compared; a longer one is late when the pitch glides
	blendLength   = 4  // ms over which sounds go into each other
	fadeAfter     = 10 // ms at full loudness …
	fadeUntil     = 60 // … and silence from here
)

func newConcealer(rate int) *concealer {
	ms := rate / 1000
	return &concealer{
		perMs:   ms,
		history: make([]int16, (pitchWindow+longestPitch+2*longestPitch+blendLength)*ms),
		cycle:   make([]float32, 0, 2*longestPitch*ms),
	}
}

// reset forgets everything, for sound that does not go on from before.
func (c *concealer) reset() {
	clear(c.history)
	c.lost = 0
}

// real takes sound that came; after a loss its beginning is blended with what was made up.
func (c *concealer) real(pcm []int16) {
	if c.lost > 0 {
		// The longer the gap, the less the two fit: blend longer, up to 10 ms (Appendix I, I.2.7).
		n := min(len(pcm), (blendLength+min(c.lost/(10*c.perMs), 6))*c.perMs)
		for i := range n {
			w := float32(i+1) / float32(n+1)
			pcm[i] = clip(float32(pcm[i])*w + c.next()*(1-w))
		}
		c.lost = 0
	}
	c.remember(pcm)
}

// fill makes pcm up.
func (c *concealer) fill(pcm []int16) {
	if c.lost == 0 {
		c.listen()
	}
	for i := range pcm {
		pcm[i] = clip(c.next())
	}
	c.remember(pcm)
}

func (c *concealer) remember(pcm []int16) {
	if len(pcm) >= len(c.history) {
		copy(c.history, pcm[len(pcm)-len(c.history):])
		return
	}
	copy(c.history, c.history[len(pcm):])
	copy(c.history[len(c.history)-len(pcm):], pcm)
}

// next is one made-up sample, fading with how long nothing real has come.
func (c *concealer) next() float32 {
	v := c.cycle[c.at]
	if c.at++; c.at == len(c.cycle) {
		c.at = 0
	}
	if blend := blendLength * c.perMs; c.lost < blend {
		v += c.step * float32(blend-c.lost) / float32(blend)
	}
	if c.lost > fadeAfter*c.perMs {
		v *= max(0, float32(fadeUntil*c.perMs-c.lost)/float32((fadeUntil-fadeAfter)*c.perMs))
	}
	c.lost++
	return v
}

// listen finds the pitch and cuts the last period out of the history so that its end flows into its beginning. Where
// there is no pitch, as in an s, a longer piece is taken: a short one over and over would hum.
func (c *concealer) listen() {
	h := c.history
	n, clear := c.pitch()
	if !clear {
		n = 2 * longestPitch * c.perMs
	}
	start := len(h) - n
	c.cycle = c.cycle[:n]
	for i := range c.cycle {
		c.cycle[i] = float32(h[start+i])
	}
	blend := min(blendLength*c.perMs, n/4)
	for i := range blend {
		w := float32(i+1) / float32(blend)
		at := n - blend + i
		c.cycle[at] = c.cycle[at]*(1-w) + float32(h[start-blend+i])*w
	}
	c.at = 0
	c.step = float32(h[len(h)-1]) - float32(h[start-1])
}

// pitch is the distance at which the last sound is most like itself, in samples: first coarsely, then around the best.
// It is clear when the two are half alike at least.
func (c *concealer) pitch() (period int, clear bool) {
	coarse := max(1, c.perMs/4)
	best, most := longestPitch*c.perMs, float32(-1)
	for lag := shortestPitch * c.perMs; lag <= longestPitch*c.perMs; lag += coarse {
		if r := c.likeness(lag, coarse); r > most {
			best, most = lag, r
		}
	}
	middle := best
	most = -1
	for lag := max(middle-coarse, shortestPitch*c.perMs); lag <= min(middle+coarse, longestPitch*c.perMs); lag++ {
		if r := c.likeness(lag, max(1, coarse/2)); r > most {
			best, most = lag, r
		}
	}
	return best, most > 0.25
}

// likeness is the squared correlation of the last sound with that a lag before, from every stride-th sample: 1 for the
// same shape.
func (c *concealer) likeness(lag, stride int) float32 {
	h := c.history
	var cross, now, before float32
	for i := len(h) - pitchWindow*c.perMs; i < len(h); i += stride {
		a, b := float32(h[i]), float32(h[i-lag])
		cross += a * b
		now += a * a
		before += b * b
	}
	if cross <= 0 {
		return 0
	}
	return cross * cross / (now*before + 1)
}
