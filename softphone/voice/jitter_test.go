package voice

import (
	"math"
	"testing"
	"time"
)

// stream feeds a playout packets of a 1 kHz tone, each knowing the time it tells of.
type stream struct {
	p      *playout
	accept *acceptance
	start  time.Time
	seq    uint16
	ts     uint32
}

func toneStream(seq uint16, ts uint32) *stream {
	return &stream{newPlayout(8000), newAcceptance(8, pcma), time.Unix(1790000000, 0), seq, ts}
}

// packet is the n-th packet of samples samples.
func (s *stream) packet(n, samples int) []byte {
	out := make([]byte, samples)
	for i := range out {
		out[i] = encodeALaw(int16(8000 * math.Sin(2*math.Pi*float64(n*samples+i)/8)))
	}
	return out
}

// put brings the n-th packet of 20 ms at a time after the start.
func (s *stream) put(n int, at time.Duration) {
	s.p.put(s.seq+uint16(n), s.ts+uint32(n*160), s.accept, s.packet(n, 160), s.start.Add(at))
}

// tick is the sound of two ticks, the first of them half a packet after the k-th.
func (s *stream) tick(k int) []int16 {
	var pcm []int16
	for i := range usualPacket / tickLength {
		pcm = append(pcm, s.p.pull(s.start.Add(time.Duration(k)*usualPacket+usualPacket/2+i*tickLength))...)
	}
	return pcm
}

// sounds reports whether a tick is the whole tone.
func sounds(pcm []int16) bool { return len(pcm) == 160 && loudness(pcm) > 5000 && loudness(pcm) < 6300 }

func TestJitterBuffer_PutsReorderedAndDoubledPacketsRight(t *testing.T) {
	s := toneStream(100, 5000)
	order := [][]int{{0}, {2}, {1}, {3, 3}, {5}, {4, 4}, {6}, {7}, {9}, {8}, {10}, {11}, {12}, {13}}
	played := 0
	for k, ns := range order {
		for _, n := range ns {
			s.put(n, time.Duration(k)*usualPacket)
		}
		if pcm := s.tick(k); pcm != nil && sounds(pcm) {
			played++
		}
	}
	if s.p.concealed != 0 || s.p.late != 0 || s.p.buffer.doubled != 2 {
		t.Errorf("made up %d, late %d, doubled %d", s.p.concealed, s.p.late, s.p.buffer.doubled)
	}
	if played < 11 {
		t.Errorf("%d ticks of sound", played)
	}
}

func TestJitterBuffer_CountersMayWrapAround(t *testing.T) {
	s := toneStream(65530, math.MaxUint32-1000)
	for k := range 100 {
		s.put(k, time.Duration(k)*usualPacket)
		if pcm := s.tick(k); k > 5 && !sounds(pcm) {
			t.Fatalf("tick %d is not the tone", k)
		}
	}
	if s.p.concealed != 0 || s.p.late != 0 || s.p.resyncs != 0 {
		t.Errorf("made up %d, late %d, fresh starts %d", s.p.concealed, s.p.late, s.p.resyncs)
	}
}

func TestJitterBuffer_AStrayPacketIsThrownAndASecondOneBelieved(t *testing.T) {
	s := toneStream(1, 1000)
	for k := range 20 {
		s.put(k, time.Duration(k)*usualPacket)
		s.tick(k)
	}
	s.p.put(21, 900_000_000, s.accept, s.packet(0, 160), s.start.Add(20*usualPacket))
	for k := 20; k < 40; k++ {
		s.put(k, time.Duration(k)*usualPacket)
		if !sounds(s.tick(k)) {
			t.Fatalf("tick %d is disturbed by a stray packet", k)
		}
	}
	// now the sender counts anew
	s.ts = 3_000_000_000
	good := 0
	for k := 40; k < 60; k++ {
		s.put(k, time.Duration(k)*usualPacket)
		if sounds(s.tick(k)) {
			good++
		}
	}
	if s.p.resyncs != 1 || good < 15 {
		t.Errorf("%d fresh starts, %d of 20 ticks are the tone", s.p.resyncs, good)
	}
}

func TestPlayout_TakesPacketsOfAnyLength(t *testing.T) {
	for _, samples := range []int{40, 80, 160, 240, 320, 480, 800, 1600} {
		s := toneStream(1, 1000)
		length := time.Duration(samples) * time.Second / 8000
		n, good := 0, 0
		for k := range 100 {
			for ; time.Duration(n+1)*length <= time.Duration(k)*usualPacket; n++ {
				s.p.put(uint16(n), uint32(n*samples), s.accept, s.packet(n, samples), s.start.Add(time.Duration(n+1)*length))
			}
			if pcm := s.tick(k); k >= 50 && sounds(pcm) {
				good++
			}
		}
		if good < 49 {
			t.Errorf("packets of %v: %d of 50 ticks are the tone", length, good)
		}
	}
}

func TestPlayout_AHeapOfPacketsAtOnceIsPlayedWithoutItsAge(t *testing.T) {
	s := toneStream(1, 1000)
	for n := range 30 {
		s.put(n, 0) // a router held them back
	}
	for k := range 20 {
		s.put(30+k, time.Duration(k)*usualPacket)
		s.tick(k)
	}
	now := s.p.buffer.units(s.start.Add(20 * usualPacket))
	if d := clockTime(float64(s.p.delay(now)), 8000); d > 120*time.Millisecond {
		t.Errorf("the player is %v behind", d)
	}
}

func TestPlayout_FollowsTheCodecOfThePackets(t *testing.T) {
	s := toneStream(1, 1000)
	mu := newAcceptance(0, pcmu)
	for k := range 60 {
		if k%20 < 10 {
			s.put(k, time.Duration(k)*usualPacket)
		} else {
			payload := s.packet(k, 160)
			for i, b := range payload {
				payload[i] = encodeMuLaw(decodeALaw(b))
			}
			s.p.put(s.seq+uint16(k), s.ts+uint32(k*160), mu, payload, s.start.Add(time.Duration(k)*usualPacket))
		}
		if pcm := s.tick(k); k > 4 && !sounds(pcm) {
			t.Fatalf("tick %d is not the tone", k)
		}
	}
	if s.p.concealed != 0 {
		t.Errorf("%d samples made up", s.p.concealed)
	}
}

// vowel is a voice whose pitch glides, with three formants' worth of colour.
func vowel(n int) []int16 {
	out := make([]int16, n)
	phase := 0.0
	for i := range out {
		t := float64(i) / 8000
		phase += (120 + 15*math.Sin(2*math.Pi*1.5*t)) / 8000
		var v float64
		for h := 1; h <= 20; h++ {
			f := 120 * float64(h)
			strength := 1/(1+math.Pow((f-700)/200, 2)) + 0.6/(1+math.Pow((f-1200)/200, 2)) + 0.2/(1+math.Pow((f-2500)/300, 2))
			v += strength * math.Sin(2*math.Pi*float64(h)*phase)
		}
		out[i] = int16(2500 * v)
	}
	return out
}

func TestConcealer_FillsAVoiceBetterThanSilence(t *testing.T) {
	voice := vowel(8000 * 4)
	c := newConcealer(8000)
	var missed, wrong float64
	out := make([]int16, 0, len(voice))
	for k := range len(voice) / 160 {
		part := append([]int16(nil), voice[k*160:k*160+160]...)
		if k%10 == 9 {
			c.fill(part)
			for i := range part[:80] { // after 10 ms the gliding pitch has left it behind
				d := float64(part[i]) - float64(voice[k*160+i])
				wrong += d * d
				missed += float64(voice[k*160+i]) * float64(voice[k*160+i])
			}
		} else {
			c.real(part)
		}
		out = append(out, part...)
	}
	if gain := 10 * math.Log10(missed/wrong); gain < 3 {
		t.Errorf("only %.1f dB better than silence", gain)
	}
	if a, b := steepest(out), steepest(voice); a > b*3/2 {
		t.Errorf("a jump of %d, the voice itself has %d", a, b)
	}
}

func TestConcealer_FadesToSilenceWithin60Milliseconds(t *testing.T) {
	c := newConcealer(8000)
	c.real(vowel(1600))
	gap := make([]int16, 1600)
	c.fill(gap)
	if first, end := loudness(gap[:80]), loudness(gap[480:]); first < 500 || end > 0 {
		t.Errorf("loudness %.0f at first and %.0f after 60 ms", first, end)
	}
}

func TestResampler_PassesSpeechAndKeepsAliasesAway(t *testing.T) {
	for _, rate := range []int{8000, 16000, 48000} {
		for _, hz := range []float64{100, 1000, 3000, 3400, 4600, 5000, 9000} {
			up, down := newUpsampler(rate), newDownsampler(rate)
			pcm := make([]int16, rate/ticksASec)
			var in, out frame
			var all, low []int16
			for k := range 50 {
				for i := range in {
					in[i] = float32(8000 * math.Sin(2*math.Pi*hz*float64(k*frameSize+i)/engineRate))
				}
				down.run(pcm, &in)
				up.run(&out, pcm)
				if k >= 10 {
					low = append(low, pcm...)
					for _, v := range out {
						all = append(all, clip(v))
					}
				}
			}
			switch level := decibels(toneLevel(all, hz), 8000); {
			case hz <= 0.42*float64(rate) && math.Abs(level) > 0.5:
				t.Errorf("%d Hz: %v Hz comes through %.2f dB off", rate, hz, level)
			case hz > 0.57*float64(rate) && decibels(loudness(low)+0.1, 8000) > -55:
				t.Errorf("%d Hz: %v Hz leaves an alias of %.1f dB", rate, hz, decibels(loudness(low)+0.1, 8000))
			case hz <= 0.42*float64(rate) && decibels(math.Abs(loudness(all)-toneLevel(all, hz)/math.Sqrt2)+0.1, 8000) > -50:
				t.Errorf("%d Hz: %v Hz has images", rate, hz)
			}
		}
	}
}

func TestPlayout_ALateCopyIsNothingToShortenWith(t *testing.T) {
	s := toneStream(1, 1000)
	for n := range 6 {
		s.p.put(s.seq+uint16(n), s.ts+uint32(n*280), s.accept, s.packet(n, 280), s.start.Add(time.Duration(n)*35*time.Millisecond))
	}
	k := 0
	for ; s.p.buffer.count > 0; k++ {
		if k > 40 {
			t.Fatal("never came to that")
		}
		s.tick(k)
	}
	s.p.queue = s.p.queue[:200] // more than a tick, but less than two, is all there is
	s.p.put(s.seq+2, s.ts+2*280, s.accept, s.packet(2, 280), s.start.Add(time.Duration(k)*usualPacket))
	before := len(s.p.queue)
	if s.p.have(before+1, s.p.buffer.units(s.start.Add(time.Duration(k)*usualPacket))) || len(s.p.queue) != before {
		t.Errorf("%d samples were queued, %d are", before, len(s.p.queue))
	}
}
