package interop

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"
)

func trendOf(value func(i int) float64) *Trend {
	t := &Trend{Name: "x", Allowed: 5}
	for i := range 100 {
		t.Add(time.Duration(i)*10*time.Second, value(i))
	}
	return t
}

func TestTrend_SeesALeakInNoise(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	leak := trendOf(func(i int) float64 { return 50 + 0.1*float64(i) + 3*random.Float64() })
	if g, _ := leak.Growth(0); math.Abs(g-9.9) > 1 {
		t.Errorf("growth %.2f, want about 9.9", g)
	}
	if text, grows := leak.Verdict(0); !grows {
		t.Error(text)
	}
}

func TestTrend_IsNotTiltedByTheBeginningNorByAFewFarOff(t *testing.T) {
	steady := trendOf(func(i int) float64 {
		switch {
		case i < 10:
			return float64(i)
		case i > 90 && i%3 == 0:
			return 500
		}
		return 20
	})
	if text, grows := steady.Verdict(100 * time.Second); grows {
		t.Error(text)
	}
}

func TestTrend_OfNothingDoesNotGrow(t *testing.T) {
	if g, middle := new(Trend).Growth(0); g != 0 || !math.IsNaN(middle) {
		t.Errorf("%v, %v", g, middle)
	}
}
