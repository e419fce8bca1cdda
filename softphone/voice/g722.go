package voice

import "math"

// ITU-T G.722 at 64 kbit/s: a quadrature mirror filter halves the band, and each half is coded by adaptive differential
// PCM, six bits for the lower and two for the upper. The names in capitals are the blocks of the Recommendation.

// g722's RTP clock is 8000 Hz although it samples at 16000: an old mistake that stays (RFC 3551 §4.5.2).
var g722 = &codec{
	name: "g722", payloadType: 9, clockRate: 8000, sampleRate: 16000,
	samples:    func(payload []byte) int { return 2 * len(payload) },
	newEncoder: func() encoder { return &g722Encoder{low: newLowBand(), high: newHighBand()} },
	newDecoder: func() decoder { return &g722Decoder{low: newLowBand(), high: newHighBand()} },
}

// mirror are the coefficients of both filters (table 11/G.722); the other half is the same backwards.
var mirror = [12]int{3, -11, 12, 32, -210, 951, 3876, -805, 362, -156, 53, -11}

// split is the last 24 samples on either side of a quadrature mirror filter.
type split [24]int

// run takes two samples more and gives the two phases of the filter.
func (x *split) run(a, b int) (odd, even int) {
	copy(x[:], x[2:])
	x[22], x[23] = a, b
	for i, c := range mirror {
		odd += x[2*i] * c
		even += x[2*i+1] * mirror[11-i]
	}
	return odd, even
}

type g722Encoder struct {
	filter    split
	low, high band
}

func (e *g722Encoder) encode(dst []byte, pcm []int16) []byte {
	for i := 0; i+1 < len(pcm); i += 2 {
		odd, even := e.filter.run(int(pcm[i]), int(pcm[i+1]))
		low := e.low.quantizeLow((even + odd) >> 14)
		high := e.high.quantizeHigh((even - odd) >> 14)
		e.low.followLow(low)
		e.high.followHigh(high)
		dst = append(dst, byte(high<<6|low))
	}
	return dst
}

type g722Decoder struct {
	filter    split
	low, high band
}

func (d *g722Decoder) decode(pcm []int16, payload []byte) []int16 {
	for _, b := range payload {
		low, high := int(b&63), int(b>>6)
		// LIMIT: each half band has 15 bits.
		rl := min(max(d.low.s+d.low.det*inverse6[low]>>15, -16384), 16383)
		rh := min(max(d.high.s+d.high.det*inverse2[high]>>15, -16384), 16383)
		d.low.followLow(low)
		d.high.followHigh(high)
		odd, even := d.filter.run(rl+rh, rl-rh)
		pcm = append(pcm, int16(saturate(even>>11)), int16(saturate(odd>>11)))
	}
	return pcm
}

// Tables of the quantizers (tables 13 to 21/G.722).
var (
	decision6 = [30]int{
		0, 35, 72, 110, 150, 190, 233, 276, 323, 370, 422, 473, 530, 587, 650,
		714, 786, 858, 940, 1023, 1121, 1219, 1339, 1458, 1612, 1765, 1980, 2195, 2557, 2919,
	}
	inverse6 = [64]int{
		-136, -136, -136, -136, -24808, -21904, -19008, -16704, -14984, -13512, -12280, -11192, -10232, -9360, -8576, -7856,
		-7192, -6576, -6000, -5456, -4944, -4464, -4008, -3576, -3168, -2776, -2400, -2032, -1688, -1360, -1040, -728,
		24808, 21904, 19008, 16704, 14984, 13512, 12280, 11192, 10232, 9360, 8576, 7856, 7192, 6576, 6000, 5456,
		4944, 4464, 4008, 3576, 3168, 2776, 2400, 2032, 1688, 1360, 1040, 728, 432, 136, -432, -136,
	}
	inverse4 = [16]int{
		0, -20456, -12896, -8968, -6288, -4240, -2584, -1200, 20456, 12896, 8968, 6288, 4240, 2584, 1200, 0,
	}
	inverse2    = [4]int{-7408, -1616, 7408, 1616}
	stepLow     = [8]int{-60, -30, 58, 172, 334, 538, 1198, 3042}
	stepLowCode = [16]int{0, 7, 6, 5, 4, 3, 2, 1, 7, 6, 5, 4, 3, 2, 1, 0}
	stepHigh    = [4]int{798, -214, 798, -214}
	octave      = func() (t [32]int) { // 2048 to 4096 in 32 equal ratios
		for i := range t {
			t[i] = int(math.Round(2048 * math.Pow(2, float64(i)/32)))
		}
		return t
	}()
)

const (
	decision2   = 564   // of the upper band
	highestLow  = 18432 // of the logarithmic scale factors
	highestHigh = 22528
)

// band is the adaptive predictor and scale factor of one half band; encoder and decoder keep the same one.
type band struct {
	s   int    // SL, SH: the sample predicted
	sz  int    // the part of it from the zeros
	r   [2]int // reconstructed samples, newest first
	p   [2]int // partly reconstructed ones
	a   [2]int // coefficients of the poles
	d   [6]int // differences, newest first
	b   [6]int // coefficients of the zeros
	nb  int    // logarithm of the scale factor
	det int    // the scale factor
}

func newLowBand() band  { return band{det: 32} }
func newHighBand() band { return band{det: 8} }

// quantizeLow codes a sample of the lower band with six bits (QUANTL).
func (b *band) quantizeLow(x int) int {
	e := saturate(x - b.s)
	size := e
	if e < 0 {
		size = ^e
	}
	i := 1
	for i < len(decision6) && size >= decision6[i]*b.det>>12 {
		i++
	}
	switch {
	case e >= 0:
		return 62 - i
	case i <= 2:
		return 64 - i
	}
	return 34 - i
}

// quantizeHigh codes a sample of the upper band with two bits (QUANTH).
func (b *band) quantizeHigh(x int) int {
	e := saturate(x - b.s)
	size, code := e, 2
	if e < 0 {
		size, code = ^e, 0
	}
	if size < decision2*b.det>>12 {
		code++
	}
	return code
}

// followLow adapts to a code of the lower band (INVQAL, LOGSCL, SCALEL); the two lowest bits do not count.
func (b *band) followLow(code int) {
	d := b.det * inverse4[code>>2] >> 15
	b.nb = min(max(b.nb*127>>7+stepLow[stepLowCode[code>>2]], 0), highestLow)
	b.det = scale(b.nb, 8)
	b.adapt(d)
}

// followHigh adapts to a code of the upper band (INVQAH, LOGSCH, SCALEH).
func (b *band) followHigh(code int) {
	d := b.det * inverse2[code] >> 15
	b.nb = min(max(b.nb*127>>7+stepHigh[code], 0), highestHigh)
	b.det = scale(b.nb, 10)
	b.adapt(d)
}

// scale turns a logarithm into a scale factor.
func scale(nb, shift int) int {
	v := octave[nb>>6&31]
	if down := shift - nb>>11; down >= 0 {
		return v >> down << 2
	} else {
		return v << -down << 2
	}
}

// adapt takes the quantized difference into the predictor and predicts the next sample.
func (b *band) adapt(d int) {
	r := saturate(b.s + d)  // RECONS
	p := saturate(b.sz + d) // PARREC
	same0, same1 := p < 0 == (b.p[0] < 0), p < 0 == (b.p[1] < 0)

	// UPPOL2
	w := saturate(b.a[0] << 2)
	if same0 {
		w = min(-w, 32767)
	}
	a1 := signed(128, same1) + w>>7 + b.a[1]*32512>>15
	a1 = min(max(a1, -12288), 12288)
	// UPPOL1
	a0 := saturate(signed(192, same0) + b.a[0]*32640>>15)
	limit := saturate(15360 - a1)
	a0 = min(max(a0, -limit), limit)

	// UPZERO
	gain := 128
	if d == 0 {
		gain = 0
	}
	for i := range b.b {
		b.b[i] = saturate(signed(gain, d < 0 == (b.d[i] < 0)) + b.b[i]*32640>>15)
	}
	// DELAYA
	copy(b.d[1:], b.d[:5])
	b.d[0] = d
	b.r = [2]int{r, b.r[0]}
	b.p = [2]int{p, b.p[0]}
	b.a = [2]int{a0, a1}

	// FILTEP, FILTEZ, PREDIC
	sp := saturate(a0*saturate(2*b.r[0])>>15 + a1*saturate(2*b.r[1])>>15)
	b.sz = 0
	for i := range b.b {
		b.sz += b.b[i] * saturate(2*b.d[i]) >> 15
	}
	b.sz = saturate(b.sz)
	b.s = saturate(sp + b.sz)
}

func signed(v int, positive bool) int {
	if positive {
		return v
	}
	return -v
}

// saturate keeps a value to 16 bits.
func saturate(v int) int { return min(max(v, -32768), 32767) }
