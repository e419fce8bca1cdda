package sound

import "math"

// lobes is how many zero crossings of the sinc are kept on each side, phases how finely it is tabled; between two
// phases it is interpolated. Together about 90 dB below full scale.
const (
	lobes  = 8
	phases = 128
	beta   = 8.0 // of the Kaiser window
)

// kernel is a windowed sinc for reading a signal between its samples.
type kernel struct {
	half  int         // samples on each side
	table [][]float32 // phases+1 rows of 2*half
}

// newKernel makes a kernel that passes cutoff (0…1) of the band; 1 changes nothing at whole samples.
func newKernel(cutoff float64) kernel {
	half := int(math.Ceil(lobes / cutoff))
	k := kernel{half: half, table: make([][]float32, phases+1)}
	for p := range k.table {
		row := make([]float32, 2*half)
		frac := float64(p) / phases
		var sum float64
		for i := range row {
			x := float64(i-half+1) - frac
			v := cutoff * sinc(cutoff*x) * kaiser(x/float64(half))
			row[i] = float32(v)
			sum += v
		}
		for i := range row {
			row[i] /= float32(sum) // the same loudness at every phase
		}
		k.table[p] = row
	}
	return k
}

// between is the signal frac (0…1) after the sample s[half-1]; s holds 2*half samples.
func (k *kernel) between(s []float32, frac float64) float32 {
	at := frac * phases
	p := int(at)
	mix := float32(at - float64(p))
	a, b := k.table[p], k.table[min(p+1, phases)]
	s = s[:len(a)]
	b = b[:len(a)]
	var x, y float32
	for i, v := range s {
		x += v * a[i]
		y += v * b[i]
	}
	return x + (y-x)*mix
}

func sinc(x float64) float64 {
	if x == 0 {
		return 1
	}
	return math.Sin(math.Pi*x) / (math.Pi * x)
}

// kaiser is the Kaiser window over -1…1.
func kaiser(x float64) float64 {
	if x <= -1 || x >= 1 {
		return 0
	}
	return bessel(beta*math.Sqrt(1-x*x)) / bessel(beta)
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

func toSample(v float32) int16 {
	switch {
	case v >= math.MaxInt16:
		return math.MaxInt16
	case v <= math.MinInt16:
		return math.MinInt16
	case v < 0:
		return int16(v - 0.5)
	}
	return int16(v + 0.5)
}

// convert gives s, taken at from Hz, at to Hz.
func convert(s []int16, from, to int) []int16 {
	if from == to || len(s) == 0 {
		return s
	}
	cutoff := 1.0
	if to < from {
		cutoff = 0.95 * float64(to) / float64(from) // nothing may fold back
	}
	k := newKernel(cutoff)
	wide := make([]float32, len(s)+2*k.half)
	for i, v := range s {
		wide[i+k.half-1] = float32(v)
	}
	out := make([]int16, int64(len(s))*int64(to)/int64(from))
	for i := range out {
		whole, rest := int64(i)*int64(from)/int64(to), int64(i)*int64(from)%int64(to)
		out[i] = toSample(k.between(wide[whole:], float64(rest)/float64(to)))
	}
	return out
}
