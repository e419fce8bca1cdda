package voice

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

// journey is how a packet fares in a trace: how much longer than the fastest it takes, or that it is lost.
type journey func(n int, random *rand.Rand) (late time.Duration, lost bool)

func ms(v float64) time.Duration { return time.Duration(v * float64(time.Millisecond)) }

// even is jitter evenly spread over 0 to j.
func even(j, loss float64) journey {
	return func(_ int, r *rand.Rand) (time.Duration, bool) { return ms(j * r.Float64()), r.Float64() < loss }
}

// small is what the clocks of two quiet computers do.
func small(r *rand.Rand) time.Duration { return ms(min(2, math.Abs(0.3*r.NormFloat64()))) }

// wlan is a radio link: some milliseconds with a long tail, and now and then a standstill after which everything comes
// at once.
func wlan() journey {
	still := 0.0 // ms to its end
	return func(_ int, r *rand.Rand) (time.Duration, bool) {
		if still = max(0, still-20); still == 0 && r.Float64() < 0.004 {
			still = 40 + 60*r.Float64()
		}
		return ms(max(still, min(30, 2*r.ExpFloat64()))), r.Float64() < 0.002
	}
}

// outcome is what a trace came to, after its first seconds.
type outcome struct {
	delay float64 // ms, mean and largest, from the arrival of the fastest packets to the tick that plays their beginning
	most  float64
	late  float64 // share of the sound that was made up, beyond what was lost on the way
}

const (
	traced  = 60 * time.Second
	learned = 5 * time.Second
)

// follow plays a trace out: packets of 20 ms, in the order of their arrival, and ticks at a phase of their own. drift is
// by how much the sender's clock runs faster.
func follow(j journey, phase time.Duration, drift float64, voice []int16) (o outcome) {
	type packet struct {
		n  int
		at time.Duration
	}
	random := rand.New(rand.NewPCG(7, 8))
	const all = int(traced / usualPacket)
	var packets []packet
	lost := 0.0
	for n := range all {
		sent := time.Duration(float64(n) * float64(usualPacket) / (1 + drift))
		late, gone := j(n, random)
		if gone {
			lost++
			continue
		}
		packets = append(packets, packet{n, sent + late + small(random)})
	}
	slices.SortStableFunc(packets, func(a, b packet) int { return int(a.at - b.at) })
	p, accept, start := newPlayout(8000), newAcceptance(8, pcma), time.Unix(1790000000, 0)
	payload := make([]byte, 160)
	ticks, before := 0.0, uint32(0)
	for k := range 2 * all {
		now := time.Duration(k)*tickLength + phase
		for ; len(packets) > 0 && packets[0].at <= now; packets = packets[1:] {
			n := packets[0].n
			for i := range payload {
				payload[i] = encodeALaw(voice[(n*160+i)%len(voice)])
			}
			p.put(uint16(n), uint32(n*160), accept, payload, start.Add(packets[0].at))
		}
		p.pull(start.Add(now))
		if now < learned {
			before = p.concealed
			continue
		}
		d := millis(p.delay(p.buffer.units(start.Add(now)))+80, 8000)
		o.delay, o.most, ticks = o.delay+d, max(o.most, d), ticks+1
	}
	o.delay /= ticks
	o.late = max(0, float64(p.concealed-before)/80/ticks-lost/float64(all))
	return o
}

func millis(units int64, rate float64) float64 { return float64(units) * 1000 / rate }

func TestPlayout_FollowsItsTrace(t *testing.T) {
	voice := narrow(speech(t, "leverandor", 20*time.Second))
	spikes := func(n int, _ *rand.Rand) (time.Duration, bool) {
		if n%250 == 249 {
			return ms(150), false
		}
		return 0, false
	}
	for _, c := range []struct {
		what  string
		way   journey
		drift float64
		// The least delay there could be is the jitter and, as ticks have any phase, 5 ms in the mean and 10 at most.
		delay, most, late float64
	}{
		{"a clean line", even(0, 0), 0, 7, 20, 0.0005},
		{"10 % loss", even(0, 0.1), 0, 9, 85, 0.005},
		{"20 ms of jitter", even(20, 0), 0, 30, 40, 0.001},
		{"40±20 ms", even(40, 0), 0, 46, 60, 0.002},
		{"40±20 ms, 10 % loss", even(40, 0.1), 0, 47, 110, 0.005},
		{"60 ms of jitter", even(60, 0), 0, 66, 80, 0.003},
		{"60 ms of jitter, 10 % loss", even(60, 0.1), 0, 66, 125, 0.005},
		{"a packet of 250 late by 150 ms", spikes, 0, 7, 40, 0.005},
		{"a clock too fast by 200 ppm", even(0, 0), 0.0002, 11, 32, 0.001},
		{"a clock too slow by 200 ppm", even(20, 0), -0.0002, 28, 42, 0.001},
		{"a radio link", wlan(), 0, 27, 120, 0.02},
	} {
		var delay, late float64
		phases := []time.Duration{ms(2), ms(7), ms(12), ms(17)}
		for _, phase := range phases {
			o := follow(c.way, phase, c.drift, voice)
			delay, late = delay+o.delay/float64(len(phases)), late+o.late/float64(len(phases))
			if o.most > c.most { // it stands still while nothing comes, and may have to catch up
				t.Errorf("%s: a delay of %.0f ms at times, at most %.0f are good", c.what, o.most, c.most)
			}
		}
		t.Logf("%-32s %5.1f ms, %.2f %% made up", c.what, delay, 100*late)
		if delay > c.delay || late > c.late {
			t.Errorf("%s: %.1f ms of delay, %.2f %% made up; at most %.1f ms and %.2f %% are good", c.what, delay, 100*late, c.delay, 100*c.late)
		}
	}
}

// narrow is sound of the engine at 8 kHz.
func narrow(pcm []int16) []int16 {
	down := newDownsampler(8000)
	var in frame
	out := make([]int16, 0, len(pcm)/6)
	for ; len(pcm) >= frameSize; pcm = pcm[frameSize:] {
		in.fromPCM(pcm[:frameSize])
		out = out[:len(out)+80]
		down.run(out[len(out)-80:], &in)
	}
	return out
}
