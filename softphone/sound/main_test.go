package sound

import (
	"math"
	"testing"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m,
		// miniaudio never returns from the end of a device that is gone, nor then of the connection it was on; the
		// program leaves those goroutines behind, and so do the tests that take devices away.
		goleak.IgnoreAnyFunction("github.com/gen2brain/malgo.(*Device).Uninit"),
		goleak.IgnoreAnyFunction("anteroom/softphone/sound.(*malgoHost).close.func1"),
	)
}

// sine is a tone of so many samples at half loudness.
func sine(hz float64, n, hzRate int) []int16 {
	s := make([]int16, n)
	for i := range s {
		s[i] = int16(16000 * math.Sin(2*math.Pi*hz*float64(i)/float64(hzRate)))
	}
	return s
}

// purity is which part (0…1) of the power in s, at 48 kHz, is a tone of hz.
func purity(s []int16, hz float64) float64 {
	var re, im, all float64
	for i, v := range s {
		x := float64(v)
		w := 2 * math.Pi * hz * float64(i) / rate
		re += x * math.Cos(w)
		im += x * math.Sin(w)
		all += x * x
	}
	if all == 0 {
		return 0
	}
	return 2 * (re*re + im*im) / float64(len(s)) / all
}

// loudness is the root of the mean square.
func loudness(s []int16) float64 {
	var all float64
	for _, v := range s {
		all += float64(v) * float64(v)
	}
	return math.Sqrt(all / float64(len(s)))
}
