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

func TestCleaner_RestsWhileNothingIsPlayedWithoutAClick(t *testing.T) {
	c, err := New(rate, 200*time.Millisecond, Options{Echo: true})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	var all []int16
	out, far, none := make([]int16, rate/50), make([]int16, rate/50), make([]int16, rate/50)
	rested := 0
	for i := range 200 {
		played := none
		if i%80 < 20 { // what is played does not come back: the microphone is another room's
			copy(far, tone(i))
			played = far
		}
		c.Run(out, tone(i), played)
		if c.c.rests != 0 {
			rested++
		}
		if i > 10 {
			all = append(all, out...)
		}
	}
	if rested < 60 || rested > 120 {
		t.Errorf("rests in %d of 200 frames", rested)
	}
	worst := 0
	for i := 2; i < len(all); i++ {
		d := int(all[i]) - 2*int(all[i-1]) + int(all[i-2])
		worst = max(worst, d, -d)
	}
	if worst > 60 { // the tone's own is 22
		t.Errorf("a step of %d in what is a sine", worst)
	}
}
