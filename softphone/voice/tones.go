package voice

import (
	"math"
	"sync"
	"time"

	"anteroom/softphone"
)

// Loudness of signals, as peaks on the scale of 32768.
const (
	networkPeak = 2600  // ringing, busy and ended tones: -22 dB
	softPeak    = 1500  // signals beside a conversation
	ringPeak    = 14000 // the ring device has its own volume
	waitingPeak = 1100
	keyPeak     = 550  // each of a digit's two tones in the headset
	inBandPeak  = 8000 // and towards the other side: -9 dBm0
)

// callTone is the frequency of ringing and busy tone in Norway and most of Europe (ITU-T E.180).
const callTone = 425

func samples(d time.Duration) int { return int(d * engineRate / time.Second) }

// steady is a tone that comes and goes within 8 ms.
func steady(hz float64, d time.Duration, peak float64) []int16 {
	out := make([]int16, samples(d))
	ramp := min(samples(8*time.Millisecond), len(out)/2)
	for i := range out {
		v := peak * math.Sin(2*math.Pi*hz*float64(i)/engineRate)
		if edge := min(i, len(out)-1-i); edge < ramp {
			v *= 0.5 - 0.5*math.Cos(math.Pi*float64(edge)/float64(ramp))
		}
		out[i] = int16(v)
	}
	return out
}

// pause is silence inside a signal.
func pause(d time.Duration) []int16 { return make([]int16, samples(d)) }

func join(parts ...[]int16) (out []int16) {
	for _, p := range parts {
		out = append(out, p...)
	}
	return out
}

// note is one struck note for strike: when it begins, its pitch and how fast it dies away.
type note struct {
	at    time.Duration
	hz    float64
	decay time.Duration // to about a third
	peak  float64
}

// strike renders notes like those of a small glockenspiel into length samples, and brings all to silence at the end.
func strike(length int, notes ...note) []int16 {
	mix := make([]float64, length)
	for _, n := range notes {
		from := samples(n.at)
		for i := from; i < length; i++ {
			t := float64(i-from) / engineRate
			fall := math.Exp(-t / n.decay.Seconds())
			if fall < 0.001 {
				break
			}
			attack := min(1, t/0.004)
			w := 2 * math.Pi * n.hz * t
			// an octave and a twelfth above colour the beginning and are gone first
			mix[i] += n.peak * attack * fall * (0.8*math.Sin(w) + 0.15*fall*math.Sin(2*w) + 0.05*fall*fall*math.Sin(3*w))
		}
	}
	out := make([]int16, length)
	ramp := min(samples(20*time.Millisecond), length)
	for i, v := range mix {
		if left := length - 1 - i; left < ramp {
			v *= float64(left) / float64(ramp)
		}
		out[i] = clip(float32(v))
	}
	return out
}

// tones are the headset's signals, rendered when first wanted.
var tones = sync.OnceValue(func() map[softphone.Tone][]int16 {
	beep := join(steady(callTone, 200*time.Millisecond, networkPeak), pause(200*time.Millisecond))
	busy := join(steady(callTone, 500*time.Millisecond, networkPeak), pause(500*time.Millisecond))
	return map[softphone.Tone][]int16{
		// two rising notes, a fourth apart: nothing the network plays sounds like it
		softphone.ToneReturnDue: strike(samples(900*time.Millisecond),
			note{0, 659.26, 180 * time.Millisecond, 2 * softPeak},
			note{220 * time.Millisecond, 880, 260 * time.Millisecond, 2 * softPeak}),
		// one low soft note: something is amiss, and no caller's voice is to be covered
		softphone.ToneMuted: strike(samples(500*time.Millisecond), note{0, 349.23, 150 * time.Millisecond, 2 * softPeak}),
		softphone.ToneBusy:  join(busy, busy, busy, busy),
		softphone.ToneEnded: join(beep, beep, beep),
	}
})

// ringback is one second of ringing tone; the pause is in the player.
var ringback = sync.OnceValue(func() []int16 { return steady(callTone, time.Second, networkPeak) })

// ringbackPause is the silence of the ringing tone (ITU-T E.180, Norway).
const ringbackPause = 4 * time.Second
