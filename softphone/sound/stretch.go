package sound

// straight is the kernel for steps near one.
var straight = newKernel(1)

// stretch reads a stream of samples a little faster or slower than it was taken. step is how many samples taken make
// one sample given: 1.001 shortens by a thousandth.
type stretch struct {
	held [2*lobes + 4*frameLen + 64]float32
	n    int     // samples held
	pos  float64 // of the next sample given, from held[lobes-1]
}

// need is how many samples must be pushed before pull can give n.
func (t *stretch) need(n int, step float64) int {
	last := int(t.pos + float64(n-1)*step)
	return max(0, last+2*lobes-t.n)
}

// forget begins anew, and says how many samples were held and not given.
func (t *stretch) forget() float64 {
	held := float64(t.n) - t.pos
	t.n, t.pos = 0, 0
	return held
}

// push takes samples; what there is no place for is dropped.
func (t *stretch) push(s []int16) {
	s = s[:min(len(s), len(t.held)-t.n)]
	for i, v := range s {
		t.held[t.n+i] = float32(v)
	}
	t.n += len(s)
}

// pull fills out as far as the samples held reach and says how far.
func (t *stretch) pull(out []int16, step float64) int {
	given := 0
	for given < len(out) {
		i := int(t.pos)
		if i+2*lobes > t.n {
			break
		}
		out[given] = toSample(straight.between(t.held[i:i+2*lobes], t.pos-float64(i)))
		given++
		t.pos += step
	}
	used := min(int(t.pos), t.n)
	copy(t.held[:], t.held[used:t.n])
	t.n -= used
	t.pos -= float64(used)
	return given
}
