package speex

import (
	"math"
	"testing"
	"time"
)

const rate = 48000

// tone is one frame of 20 ms.
func tone(frame int) []int16 {
	out := make([]int16, rate/50)
	for i := range out {
		out[i] = int16(8000 * math.Sin(2*math.Pi*400*float64(frame*len(out)+i)/rate))
	}
	return out
}

func power(pcm []int16) (sum float64) {
	for _, v := range pcm {
		sum += float64(v) * float64(v)
	}
	return sum
}

func TestCleaner_LeavesAMicrophoneThatHearsNoEchoAlone(t *testing.T) {
	c, err := New(rate, 200*time.Millisecond, Options{Echo: true})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	out, far := make([]int16, rate/50), make([]int16, rate/50)
	for i := range 50 {
		c.Run(out, tone(i), far)
	}
	if change := 10 * math.Log10(power(out)/power(tone(0))); math.Abs(change) > 1 {
		t.Errorf("changed by %.1f dB", change)
	}
}

func TestCleaner_TakesOnlyWholeBlocks(t *testing.T) {
	c, err := New(rate, 100*time.Millisecond, Options{Noise: true})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	defer func() {
		if recover() == nil {
			t.Error("half a block was taken")
		}
	}()
	c.Run(make([]int16, 700), make([]int16, 700), make([]int16, 700))
}
