package voice

import (
	"math"
	"sync"
)

// holdTune is the built-in music: eight bars of broken chords, quiet and without a voice, made so that its end goes over
// into its beginning. It stays below 2500 Hz, where a telephone is at its best, at a mean of -28 dB of full scale. To
// make it takes a tenth of a second and some megabytes, which neither a start nor a tick need wait for.
var holdTune = sync.OnceValue(func() []int16 {
	const (
		beat = 0.45 // seconds
		bars = 8
	)
	// C, A minor, F, G; then C, E minor, F, G: bass and the tones that are broken over eight beats
	chords := [bars]struct {
		bass float64
		up   [4]int
	}{
		{130.81, [4]int{0, 4, 7, 11}}, {220, [4]int{0, 3, 7, 10}}, {174.61, [4]int{0, 4, 7, 9}}, {196, [4]int{0, 4, 7, 9}},
		{130.81, [4]int{0, 4, 7, 14}}, {164.81, [4]int{0, 3, 7, 10}}, {174.61, [4]int{0, 4, 7, 11}}, {196, [4]int{0, 2, 7, 10}},
	}
	order := [8]int{0, 1, 2, 3, 2, 1, 3, 2}
	length := int(beat * 8 * bars * engineRate)
	mix := make([]float32, length)
	for b, c := range chords {
		start := float64(b) * 8 * beat
		pluck(mix, start, c.bass, 2.2, 1300)
		pluck(mix, start+4*beat, c.bass, 1.6, 800)
		root := c.bass
		for root < 260 {
			root *= 2
		}
		for i, n := range order {
			strength := 1500.0
			if i%4 == 0 {
				strength = 1900
			}
			pluck(mix, start+float64(i)*beat, root*math.Pow(2, float64(c.up[n])/12), 0.9, strength)
		}
	}
	out := make([]int16, length)
	for i, v := range mix {
		out[i] = clip(v)
	}
	return out
})

// pluck adds one soft note that begins at a second and dies away with a time constant in seconds; what sounds past the
// end sounds on at the beginning.
func pluck(mix []float32, at, hz, decay, peak float64) {
	from := int(at * engineRate)
	for harmonic, strength := range [3]float64{1, 0.25, 0.08} {
		h := float64(harmonic + 1)
		// a turning pointer gives the sine without asking for it at every sample
		turn := 2 * math.Pi * hz * h / engineRate
		fall := math.Exp(-h / (decay * engineRate))
		re, im := math.Cos(turn)*fall, math.Sin(turn)*fall
		x, y := peak*strength, 0.0
		for i := range int(min(6*decay/h*engineRate, float64(len(mix)))) {
			attack := min(1, float64(i)/(0.012*engineRate))
			mix[(from+i)%len(mix)] += float32(y * attack)
			x, y = x*re-y*im, x*im+y*re
		}
	}
}

// holdMusic is what held callers hear; all of a line hear the same.
type holdMusic struct {
	file   []int16 // nil: the built-in tune
	at     int
	now    frame
	played bool // in this tick
}

// tick is the sound of this tick; the tune goes on only while somebody hears it.
func (h *holdMusic) tick(builtIn []int16) *frame {
	if h.played {
		return &h.now
	}
	h.played = true
	tune := h.file
	if tune == nil {
		tune = builtIn
	}
	if len(tune) == 0 {
		h.now.clear()
		return &h.now
	}
	for i := range h.now {
		if h.at >= len(tune) {
			h.at = 0
		}
		h.now[i] = float32(tune[h.at])
		h.at++
	}
	return &h.now
}
