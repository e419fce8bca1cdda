package benchmark

import (
	"math"
	"math/cmplx"
	"slices"
)

// Sound is measured at 8000 Hz: the band every telephone has.
const (
	soundRate  = 8000
	frameSize  = 256  // 32 ms
	blockSize  = 2000 // 250 ms are moved as one when two sounds are laid over each other
	searchLag  = 960  // 120 ms by which a block may lie elsewhere than the whole
	activeDB   = 35.0 // a frame this far below the loudest is a pause
	dynamicsDB = 45.0 // a band this far below the loudest counts as empty
)

// barkEdges are the critical bands' edges in Hz (Zwicker 1961), from the third band to the seventeenth: what a
// telephone of 300 to 3400 Hz carries.
var barkEdges = []float64{200, 300, 400, 510, 630, 770, 920, 1080, 1270, 1480, 1720, 2000, 2320, 2700, 3150, 3700}

// distortion is the log-spectral distortion in Bark bands, in dB, of a received sound against the sent one, both at
// 8000 Hz: for each 32 ms of speech the root mean square, over the bands, of the difference of levels; the mean of that
// over the speech. 0 is the same sound. Lower is better; a lost frame counts with what is missing of it (20 to 30 dB).
// The sounds may differ in level and in delay, up to maxLag samples, and the delay may change from one quarter of a
// second to the next, as it does behind a jitter buffer: delay is measured elsewhere.
//
// It is an ear's measure only as far as its bands are. It is checked against known cases in the test of this file, and
// ranks a line by its loss; it does not say what PESQ or a listener would.
// The delay of the whole, in samples, is given beside it.
func distortion(sent, got []float64, maxLag int) (dB float64, delay int) {
	whole := bestLag(sent, got, 0, maxLag)
	var a, b [][]float64
	for at := 0; at+blockSize <= len(sent); at += blockSize {
		lag := bestLag(sent[at:at+blockSize], got, at+whole-searchLag, at+whole+searchLag)
		for f := at; f+frameSize <= at+blockSize; f += frameSize / 2 {
			a = append(a, bands(sent, f))
			b = append(b, bands(got, f-at+lag))
		}
	}
	return difference(a, b), whole
}

// difference compares levels in dB by frame and band.
func difference(a, b [][]float64) float64 {
	loudest := math.Inf(-1)
	for _, frame := range a {
		loudest = max(loudest, slices.Max(frame))
	}
	// The levels are made equal by their median difference: what was lost does not move it.
	var apart []float64
	for i, frame := range a {
		for j, level := range frame {
			if level > loudest-activeDB {
				apart = append(apart, level-b[i][j])
			}
		}
	}
	gain := median(apart)
	floor := loudest - dynamicsDB
	sum, n := 0.0, 0.0
	for i, frame := range a {
		if slices.Max(frame) < loudest-activeDB {
			continue
		}
		square := 0.0
		for j, level := range frame {
			d := max(level, floor) - max(b[i][j]+gain, floor)
			square += d * d
		}
		sum += math.Sqrt(square / float64(len(frame)))
		n++
	}
	return sum / n
}

// bestLag is where in a sound, between two places, a piece lies best: where the normalised correlation is highest.
func bestLag(piece, in []float64, from, to int) int {
	best, at := math.Inf(-1), max(0, from)
	for lag := max(0, from); lag <= to && lag < len(in); lag++ {
		n := min(len(piece), len(in)-lag)
		dot, power := 0.0, 1e-9
		for i, x := range in[lag : lag+n] {
			dot += piece[i] * x
			power += x * x
		}
		if c := dot / math.Sqrt(power); c > best {
			best, at = c, lag
		}
	}
	return at
}

var hann = func() (w [frameSize]float64) {
	for i := range w {
		w[i] = 0.5 - 0.5*math.Cos(2*math.Pi*float64(i)/frameSize)
	}
	return w
}()

// bands are the levels, in dB, of the Bark bands of a frame; beyond its ends a sound is silent.
func bands(s []float64, at int) []float64 {
	x := make([]complex128, frameSize)
	for i := range x {
		if at+i >= 0 && at+i < len(s) {
			x[i] = complex(s[at+i]*hann[i], 0)
		}
	}
	fourier(x)
	levels := make([]float64, len(barkEdges)-1)
	for b := range levels {
		power := 1e-12
		for k := int(math.Ceil(barkEdges[b] * frameSize / soundRate)); float64(k)*soundRate/frameSize < barkEdges[b+1]; k++ {
			power += real(x[k])*real(x[k]) + imag(x[k])*imag(x[k])
		}
		levels[b] = 10 * math.Log10(power)
	}
	return levels
}

// fourier transforms in place; the length is a power of two (Cooley and Tukey, decimation in time).
func fourier(x []complex128) {
	if len(x) == 1 {
		return
	}
	half := len(x) / 2
	even, odd := make([]complex128, half), make([]complex128, half)
	for i := range half {
		even[i], odd[i] = x[2*i], x[2*i+1]
	}
	fourier(even)
	fourier(odd)
	for k := range half {
		t := cmplx.Rect(1, -math.Pi*float64(k)/float64(half)) * odd[k]
		x[k], x[k+half] = even[k]+t, even[k]-t
	}
}
