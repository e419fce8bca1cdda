package voice

import "math"

const (
	shortestCut = 2.5 // ms that are taken out or put in at once …
	longestCut  = 20  // … and at most
	joint       = 8   // ms over which the two ends go into each other
	// alike is the correlation of the two ends from which nobody hears the joint; urgent, one that is worth it.
	alike, urgent = 0.85, 0.3
	// quietLevel is the mean loudness under which any piece may be left out or doubled without being noticed.
	quietLevel = 300
)

// stretch makes sound longer or shorter without changing its pitch: by whole periods where there are some, with their
// ends going into each other (waveform similarity overlap-add, Verhelst and Roelands 1993).
type stretch struct{ perMs int } // samples

// shorten takes at most so many samples out of the beginning of pcm, and gives what is left; how alike the two ends must
// be at least is said by least, and if nothing is, all is left.
func (s stretch) shorten(pcm []int16, most int, least float32) []int16 {
	n := s.joint()
	lag, ok := s.lag(pcm, most, least)
	if !ok {
		return pcm
	}
	for i := n - 1; i >= 0; i-- { // from the end: the joint may be longer than lag
		w := float32(i+1) / float32(n+1)
		pcm[lag+i] = clip(float32(pcm[i])*(1-w) + float32(pcm[lag+i])*w)
	}
	return pcm[:copy(pcm, pcm[lag:])]
}

// lengthen doubles at most so many samples at the beginning of pcm, as far as its capacity allows.
func (s stretch) lengthen(pcm []int16, most int, least float32) []int16 {
	n := s.joint()
	lag, ok := s.lag(pcm, min(most, cap(pcm)-len(pcm)), least)
	if !ok {
		return pcm
	}
	old := len(pcm)
	pcm = pcm[:old+lag]
	copy(pcm[lag:], pcm[:old])
	// What follows on the first lag samples is what followed on them, going into the beginning.
	for i := range n {
		w := float32(i+1) / float32(n+1)
		after := pcm[lag+lag+i]
		pcm[lag+i] = clip(float32(after)*(1-w) + float32(pcm[lag+i])*w)
	}
	return pcm
}

func (s stretch) joint() int { return joint * s.perMs }

// lag is the distance, up to most, at which the beginning of pcm is most like itself; false where it is not alike enough
// or too little is there. In silence it is all that was asked for.
func (s stretch) lag(pcm []int16, most int, least float32) (int, bool) {
	n := s.joint()
	first, last := int(shortestCut*float64(s.perMs)), min(most, longestCut*s.perMs, len(pcm)-n)
	if last < first {
		return 0, false
	}
	var sum int64
	for _, v := range pcm[:last+n] {
		sum += abs(int64(v))
	}
	if sum < int64(last+n)*quietLevel {
		return last, true
	}
	coarse := max(1, s.perMs/8)
	best, most32 := s.best(pcm, first, last, coarse, coarse)
	if coarse > 1 {
		best, most32 = s.best(pcm, max(first, best-coarse), min(last, best+coarse), 1, max(1, coarse/2))
	}
	return best, most32 >= least
}

// best compares the beginning with that a lag later, from every stride-th sample; of two alike the longer one is better.
func (s stretch) best(pcm []int16, first, last, step, stride int) (best int, correlation float32) {
	value := float32(-1)
	for lag := first; lag <= last; lag += step {
		var cross, here, there float32
		for i := 0; i < s.joint(); i += stride {
			a, b := float32(pcm[i]), float32(pcm[lag+i])
			cross += a * b
			here += a * a
			there += b * b
		}
		c := cross / float32(math.Sqrt(float64(here)*float64(there)+1))
		if v := c + 0.1*float32(lag)/float32(longestCut*s.perMs); v > value {
			best, value, correlation = lag, v, c
		}
	}
	return best, correlation
}
