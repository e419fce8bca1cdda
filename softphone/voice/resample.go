package voice

import "math"

// tapsPerPhase is how long the low-pass is: 36 samples of the lower rate, a delay of 2.3 ms at 8 kHz. With the window
// below it passes 3.4 of 4 kHz and keeps 60 dB of what would fold back into that band away.
const (
	tapsPerPhase = 36
	kaiserBeta   = 5.65
	cutoff       = 0.95 // of half the lower rate, at -6 dB
)

// lowpass is a windowed sinc for a step of factor between two rates, with unit gain.
func lowpass(factor int) []float32 {
	n := tapsPerPhase * factor
	taps := make([]float64, n)
	var sum float64
	middle := float64(n-1) / 2
	for i := range taps {
		x := (float64(i) - middle) / float64(factor) * cutoff
		taps[i] = sinc(x) * kaiser((float64(i)-middle)/(middle+1))
		sum += taps[i]
	}
	out := make([]float32, n)
	for i, t := range taps {
		out[i] = float32(t / sum)
	}
	return out
}

func sinc(x float64) float64 {
	if x == 0 {
		return 1
	}
	return math.Sin(math.Pi*x) / (math.Pi * x)
}

// kaiser is the Kaiser window over -1…1.
func kaiser(x float64) float64 {
	return bessel(kaiserBeta*math.Sqrt(max(0, 1-x*x))) / bessel(kaiserBeta)
}

// bessel is the modified Bessel function of order zero, by its power series.
func bessel(x float64) float64 {
	sum, term := 1.0, 1.0
	for n := 1.0; term > 1e-12*sum; n++ {
		term *= (x / 2 / n) * (x / 2 / n)
		sum += term
	}
	return sum
}

// dot is the sum of products; b is at least as long as a. Four sums side by side let the processor overlap them.
func dot(a, b []float32) float32 {
	b = b[:len(a)]
	var s0, s1, s2, s3 float32
	i := 0
	for ; i+4 <= len(a); i += 4 {
		s0 += a[i] * b[i]
		s1 += a[i+1] * b[i+1]
		s2 += a[i+2] * b[i+2]
		s3 += a[i+3] * b[i+3]
	}
	for ; i < len(a); i++ {
		s0 += a[i] * b[i]
	}
	return s0 + s1 + s2 + s3
}

// upsampler takes a codec's rate to the engine's, a tick at a time.
type upsampler struct {
	factor  int
	phases  [][]float32 // one filter for each of the samples put in, turned round
	history []float32   // tapsPerPhase-1 old samples, then those of this tick
}

func newUpsampler(rate int) *upsampler {
	u := &upsampler{factor: engineRate / rate}
	if u.factor == 1 {
		return u
	}
	taps := lowpass(u.factor)
	for p := range u.factor {
		row := make([]float32, tapsPerPhase)
		for i := range row {
			row[tapsPerPhase-1-i] = taps[i*u.factor+p] * float32(u.factor)
		}
		u.phases = append(u.phases, row)
	}
	u.history = make([]float32, tapsPerPhase-1+rate/ticksASec)
	return u
}

// run fills dst from one tick of pcm.
func (u *upsampler) run(dst *frame, pcm []int16) {
	if u.factor == 1 {
		dst.fromPCM(pcm)
		return
	}
	for i, s := range pcm {
		u.history[tapsPerPhase-1+i] = float32(s)
	}
	for i := range pcm {
		h := u.history[i : i+tapsPerPhase]
		for p, row := range u.phases {
			dst[i*u.factor+p] = dot(row, h)
		}
	}
	copy(u.history, u.history[len(pcm):])
}

// downsampler takes the engine's rate to a codec's, a tick at a time.
type downsampler struct {
	factor  int
	taps    []float32 // symmetrical: no turning round
	history []float32 // len(taps)-1 old samples, then those of this tick
}

func newDownsampler(rate int) *downsampler {
	d := &downsampler{factor: engineRate / rate}
	if d.factor > 1 {
		d.taps = lowpass(d.factor)
		d.history = make([]float32, len(d.taps)-1+frameSize)
	}
	return d
}

// run fills pcm, one tick at the lower rate, from src.
func (d *downsampler) run(pcm []int16, src *frame) {
	if d.factor == 1 {
		src.toPCM(pcm)
		return
	}
	old := len(d.taps) - 1
	copy(d.history[old:], src[:])
	for i := range pcm {
		pcm[i] = clip(dot(d.taps, d.history[i*d.factor:]))
	}
	copy(d.history, d.history[frameSize:])
}
