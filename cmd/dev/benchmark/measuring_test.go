package benchmark

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"
)

func practice(t *testing.T) []float64 {
	t.Helper()
	s, err := speech(6)
	if err != nil || loudness(s) < 0.01 {
		t.Fatalf("no practice voice: %v", err)
	}
	return s
}

// lossy is a sound 100 ms later with a share of its 20 ms frames silent.
func lossy(s []float64, share float64) []float64 {
	random := rand.New(rand.NewPCG(1, 2))
	out := append(make([]float64, 800), s...)
	for at := 800; at+160 <= len(out); at += 160 {
		if random.Float64() < share {
			clear(out[at : at+160])
		}
	}
	return out
}

func TestDistortion_RanksLinesByTheirLoss(t *testing.T) {
	s := practice(t)
	clean, delay := distortion(s, lossy(s, 0), 4000)
	few, _ := distortion(s, lossy(s, 0.03), 4000)
	many, _ := distortion(s, lossy(s, 0.1), 4000)
	if delay != 800 || clean > 0.01 || few < 0.2 || many < 2*few {
		t.Errorf("delay %d; no loss %.2f dB, 3 %% %.2f dB, 10 %% %.2f dB", delay, clean, few, many)
	}
}

func TestDistortion_IsDeafToLevelAndToSlowlyChangingDelay(t *testing.T) {
	s := practice(t)
	moved := append(make([]float64, 300), s[:24000]...)
	moved = append(append(moved, make([]float64, 160)...), s[24000:]...)
	for i := range moved {
		moved[i] *= 0.3
	}
	if got, _ := distortion(s, moved, 4000); got > 0.1 {
		t.Errorf("a third as loud, 20 ms later in the middle: %.2f dB", got)
	}
}

// A quarter of the frames 12 dB lower in every band are 3 dB in the mean.
func TestDifference_OfAKnownCase(t *testing.T) {
	a, b := make([][]float64, 400), make([][]float64, 400)
	for i := range a {
		a[i], b[i] = []float64{0, -5, -10}, []float64{-6, -11, -16}
		if i%4 == 0 {
			b[i] = []float64{-18, -23, -28}
		}
	}
	if got := difference(a, b); math.Abs(got-3) > 1e-9 {
		t.Errorf("%.3f dB", got)
	}
}

func TestFourier_FindsASine(t *testing.T) {
	x := make([]complex128, 64)
	for i := range x {
		x[i] = complex(math.Cos(2*math.Pi*5*float64(i)/64), 0)
	}
	fourier(x)
	for k := range x {
		want := 0.0
		if k == 5 || k == 59 {
			want = 32
		}
		if math.Abs(real(x[k])-want) > 1e-9 || math.Abs(imag(x[k])) > 1e-9 {
			t.Errorf("line %d is %v", k, x[k])
		}
	}
}

func TestClickDelays_MeasuresEachClick(t *testing.T) {
	sent := clicks(20)
	got := append(make([]float64, 533), sent...) // 66.6 ms
	for i := range got {
		got[i] *= 0.5
	}
	clear(got[533+4000 : 533+4000+clickSize]) // one is lost
	delays := clickDelays(append(sent, make([]float64, 4000)...), append(got, make([]float64, 4000)...))
	if len(delays) != 19 || math.Abs(quantile(delays, 0)-66.6) > 0.2 || math.Abs(quantile(delays, 1)-66.6) > 0.2 {
		t.Errorf("%d: %v", len(delays), delays)
	}
}

func TestFromALaw_KnownCodes(t *testing.T) {
	for code, want := range map[byte]float64{0xd5: 8, 0x55: -8, 0xaa: 32256, 0x2a: -32256, 0xc5: 264} {
		if got := fromALaw(code) * 32768; got != want {
			t.Errorf("code %#x is %v, want %v", code, got, want)
		}
	}
}

func TestQuantile_NearestRank(t *testing.T) {
	values := []float64{15, 20, 35, 40, 50}
	for q, want := range map[float64]float64{0: 15, 0.05: 15, 0.3: 20, 0.4: 20, 0.5: 35, 1: 50} {
		if got := quantile(values, q); got != want {
			t.Errorf("%v: %v, want %v", q, got, want)
		}
	}
	if !math.IsNaN(quantile(nil, 0.5)) {
		t.Error("nothing has a median")
	}
}

func TestLateness_IsAgainstTheEarliest(t *testing.T) {
	start := time.Unix(1000, 0)
	var packets []arrival
	for i := range 1000 {
		late := time.Millisecond
		switch i % 250 {
		case 100:
			late = 9 * time.Millisecond
		case 200:
			late = 0
		}
		packets = append(packets, arrival{uint16(65000 + i), start.Add(time.Duration(i)*20*time.Millisecond + late)})
	}
	late := lateness(packets)
	if got := quantile(late, 1); math.Abs(got-9) > 1e-6 {
		t.Errorf("latest %v ms", got)
	}
	if got := median(late); math.Abs(got-1) > 1e-6 {
		t.Errorf("median %v ms", got)
	}
}
