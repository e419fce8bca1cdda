package voice

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"
)

func TestStretch_KeepsToneLengthAndJoints(t *testing.T) {
	for _, rate := range []int{8000, 16000, 48000} {
		s := stretch{rate / 1000}
		tone := make([]int16, 60*s.perMs, 120*s.perMs)
		for _, hz := range []float64{100, 173, 440, 1000} {
			for i := range tone {
				tone[i] = int16(8000 * math.Sin(2*math.Pi*hz*float64(i)/float64(rate)))
			}
			steep := steepest(tone)
			short := s.shorten(append(make([]int16, 0, cap(tone)), tone...), 20*s.perMs, alike)
			long := s.lengthen(append(make([]int16, 0, cap(tone)), tone...), 20*s.perMs, alike)
			gone, more := len(tone)-len(short), len(long)-len(tone)
			if gone < 12*s.perMs || gone > 20*s.perMs || gone != more {
				t.Errorf("%d Hz, tone of %v Hz: %d samples shorter, %d longer", rate, hz, gone, more)
			}
			if a, b := steepest(short), steepest(long); a > steep*12/10 || b > steep*12/10 {
				t.Errorf("%d Hz, tone of %v Hz: jumps of %d and %d, it has %d itself", rate, hz, a, b, steep)
			}
			if math.Abs(float64(short[0])-float64(tone[0])) > float64(steep) || long[0] != tone[0] || long[len(long)-1] != tone[len(tone)-1] {
				t.Errorf("%d Hz, tone of %v Hz: the ends do not fit what is around", rate, hz)
			}
		}
	}
}

func TestStretch_LeavesSpeechThatIsNotAlikeAndTakesAnythingOfSilence(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	s := stretch{8}
	pcm := make([]int16, 480, 960)
	for i := range pcm {
		pcm[i] = int16(3000 * random.NormFloat64())
	}
	if n := len(s.shorten(pcm, 160, alike)); n != 480 {
		t.Errorf("%d samples taken out of noise", 480-n)
	}
	clear(pcm)
	if n := len(s.shorten(pcm, 137, alike)); n != 480-137 {
		t.Errorf("%d samples taken out of silence, not 137", 480-n)
	}
	if n := len(s.lengthen(pcm[:480:500], 160, alike)); n != 500 {
		t.Errorf("%d samples where 500 have room", n)
	}
	for _, n := range []int{0, 1, 64, 83, 84} { // nothing may happen with too little
		if got := len(s.shorten(pcm[:n], 160, urgent)); got > n || n < 84 && got != n {
			t.Errorf("%d of %d samples are left", got, n)
		}
	}
}

// Speech that is a twelfth longer or shorter has the same loudness and no steeper places.
func TestStretch_BendsSpeechUnheard(t *testing.T) {
	voice := narrow(speech(t, "leverandor", 20*time.Second))
	s := stretch{8}
	for _, longer := range []bool{false, true} {
		queue, out := make([]int16, 0, 1000), []int16{}
		asked, done := 0, 0
		for k := 0; (k+3)*160 <= len(voice); k++ {
			queue = append(queue, voice[k*160:k*160+160]...)
			if k%3 == 2 {
				before := len(queue)
				if longer {
					queue = s.lengthen(queue, 80, alike)
				} else {
					queue = s.shorten(queue, 160, alike)
				}
				if asked++; len(queue) != before {
					done++
				}
				out = append(out, queue...)
				queue = queue[:0]
			}
		}
		if d := decibels(loudness(out), loudness(voice)); math.Abs(d) > 0.5 || steepest(out) > steepest(voice)*11/10 {
			t.Errorf("longer %v: %.1f dB louder, jumps of %d where there were %d", longer, d, steepest(out), steepest(voice))
		}
		if share := float64(done) / float64(asked); share < 0.5 {
			t.Errorf("longer %v: only %.0f %% of the places were good for it", longer, 100*share)
		}
	}
}

func TestPlayout_AllocatesNothingWhateverComes(t *testing.T) {
	for _, c := range []*codec{pcma, opusCodec} {
		p, accept, start := newPlayout(c.clockRate), newAcceptance(c.payloadType, c), time.Unix(1790000000, 0)
		e, random := c.newEncoder(), rand.New(rand.NewPCG(3, 4))
		voice := speech(t, "leverandor", 4*time.Second)
		if c == pcma {
			voice = narrow(voice)
		}
		var packets [][]byte
		for ; len(voice) >= 2*c.perTick(); voice = voice[2*c.perTick():] {
			packets = append(packets, append([]byte(nil), e.encode(make([]byte, 0, packetSize), voice[:2*c.perTick()])...))
		}
		k, late := 0, [8][]int{}
		for i := range late {
			late[i] = make([]int, 0, 8)
		}
		tick := func() {
			now := start.Add(time.Duration(k) * usualPacket)
			due := &late[k%8]
			if jitter := 1 + 6*(k/400%2); random.Float64() > 0.1 { // calm and wild in turns, so that it is bent both ways
				at := (k + random.IntN(jitter)) % 8
				late[at] = append(late[at], k)
			}
			for _, n := range *due {
				p.put(uint16(n), uint32(2*n*c.clockRate/ticksASec), accept, packets[n%len(packets)], now)
			}
			*due = (*due)[:0]
			if k%400 > 380 {
				p.comfort([]byte{50, 100, 140}, accept)
			}
			p.pull(now)
			p.pull(now.Add(tickLength))
			k++
		}
		for range 800 {
			tick()
		}
		if n := testing.AllocsPerRun(1600, tick); n > 0 {
			t.Errorf("%s: %.2f allocations a tick", c.name, n)
		}
		if p.concealed == 0 || p.late == 0 {
			t.Errorf("%s: nothing happened", c.name)
		}
	}
}
