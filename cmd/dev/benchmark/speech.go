package benchmark

import (
	"io/fs"
	"math"
	"math/rand/v2"

	"anteroom/assets"
)

// speech is so many seconds of a practice caller's voice, 1 being full scale.
func speech(seconds float64) ([]float64, error) {
	names, err := fs.Glob(assets.Practice(), "voices/chair/*.al")
	if err != nil {
		return nil, err
	}
	var s []float64
	for want := int(seconds * soundRate); len(s) < want; {
		for _, name := range names {
			code, err := fs.ReadFile(assets.Practice(), name)
			if err != nil {
				return nil, err
			}
			for _, c := range code {
				s = append(s, fromALaw(c))
			}
		}
	}
	return s[:int(seconds*soundRate)], nil
}

// fromALaw is the value of an A-law code (ITU-T G.711, table 1a), 1 being full scale.
func fromALaw(code byte) float64 {
	code ^= 0x55
	v := float64(code&0x0f)*16 + 8
	if e := code >> 4 & 7; e > 0 {
		v = (v + 256) * math.Pow(2, float64(e)-1)
	}
	if code&0x80 == 0 {
		v = -v
	}
	return v / 32768
}

const (
	clickEvery = 3300 // samples; no multiple of a frame, so that the clicks fall on all its places
	clickSize  = 80   // 10 ms
)

// click is 10 ms that lie in one place only: noise of the telephone's band.
var click = func() []float64 {
	random := rand.New(rand.NewPCG(3, 4))
	s := make([]float64, clickSize)
	for f := 500.0; f < 3000; f += 100 {
		phase := 2 * math.Pi * random.Float64()
		for i := range s {
			s[i] += 0.08 * math.Sin(2*math.Pi*f*float64(i)/soundRate+phase)
		}
	}
	return s
}()

// clicks is n clicks, the first after half a second.
func clicks(n int) []float64 {
	s := make([]float64, soundRate/2+n*clickEvery)
	for i := range n {
		copy(s[soundRate/2+i*clickEvery:], click)
	}
	return s
}

// clickDelays is by how many milliseconds each click of one sound comes later in the other; clicks that do not come
// are left out.
func clickDelays(sent, got []float64) []float64 {
	var delays []float64
	for at := 0; at+clickEvery < min(len(sent), len(got)); at++ {
		if math.Abs(sent[at]) < 0.1 {
			continue
		}
		from := max(0, at-clickSize)
		there := bestLag(click, sent, from, at+clickSize)
		back := bestLag(click, got, there, there+clickEvery-2*clickSize)
		if loudness(got[back:back+clickSize]) > 0.01 {
			delays = append(delays, float64(back-there)*1000/soundRate)
		}
		at += clickEvery / 2
	}
	return delays
}

func loudness(s []float64) float64 {
	sum := 0.0
	for _, x := range s {
		sum += x * x
	}
	return math.Sqrt(sum / float64(len(s)))
}
