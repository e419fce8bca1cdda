package benchmark

import (
	"math"
	"math/rand/v2"
	"testing"
)

// mnru is speech with noise that follows its loudness, Q dB below it (ITU-T P.810): what listeners' and computers'
// verdicts on telephones are calibrated with.
func mnru(s []float64, q float64) []float64 {
	random := rand.New(rand.NewPCG(3, 4))
	out := make([]float64, len(s))
	for i, x := range s {
		out[i] = x * (1 + math.Pow(10, -q/20)*random.NormFloat64())
	}
	return out
}

// compand is once through G.711 A-law, as its curve has it: what one more exchange on the way does.
func compand(s []float64) []float64 {
	out := make([]float64, len(s))
	for i, x := range s {
		best, off := 0.0, math.Inf(1)
		for code := range 256 {
			if v := fromALaw(byte(code)); math.Abs(v-x) < off {
				best, off = v, math.Abs(v-x)
			}
		}
		out[i] = best
	}
	return out
}

func TestDistortion_FallsWithEveryStepOfMNRU(t *testing.T) {
	s, before := practice(t), math.Inf(1)
	for _, q := range []float64{5, 10, 15, 20, 25, 30, 35} {
		got, _ := distortion(s, mnru(s, q), 400)
		t.Logf("Q %2.0f dB: %.2f dB", q, got)
		if got > 0.9*before {
			t.Errorf("Q %.0f dB: %.2f dB, five dB more noise have %.2f", q, got, before)
		}
		before = got
	}
}

func TestDistortion_OfKnownLines(t *testing.T) {
	s := practice(t)
	for _, c := range []struct {
		what        string
		got         []float64
		least, most float64
	}{
		{"one G.711 in tandem", compand(scaled(s, 0.7)), 0.01, 0.4},
		{"3 % of the frames lost", lossy(s, 0.03), 0.15, 0.4},
		{"10 % of the frames lost", lossy(s, 0.1), 0.6, 1.4},
		{"20 % of the frames lost", lossy(s, 0.2), 1.4, 2.8},
	} {
		got, _ := distortion(s, c.got, 4000)
		t.Logf("%s: %.2f dB", c.what, got)
		if got < c.least || got > c.most {
			t.Errorf("%s: %.2f dB, not %.2f to %.2f", c.what, got, c.least, c.most)
		}
	}
}

func scaled(s []float64, by float64) []float64 {
	out := make([]float64, len(s))
	for i, x := range s {
		out[i] = by * x
	}
	return out
}
