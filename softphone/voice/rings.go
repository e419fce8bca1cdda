package voice

import (
	"time"

	"anteroom/softphone"
)

// tune is one way to ring.
type tune struct {
	ring  func(on time.Duration) []int16
	knock [2]float64 // the two notes of the soft signal while she talks, in Hz
}

// tunes are the ways to ring. They differ in pace and pitch, so that they are told apart without thinking; all are
// about as loud.
var tunes = map[softphone.RingTune]tune{
	softphone.TuneChime: {func(on time.Duration) []int16 {
		return rhythm(on, 500*time.Millisecond, 125*time.Millisecond, 140*time.Millisecond, ringPeak, 783.99, 987.77, 1174.66, 987.77) // G B D B
	}, [2]float64{523.25, 523.25}},
	softphone.TuneBell: {func(on time.Duration) []int16 {
		return rhythm(on, 80*time.Millisecond, 40*time.Millisecond, 110*time.Millisecond, ringPeak*2/5, 1318.51, 1661.22)
	}, [2]float64{880, 880}},
	softphone.TuneWarble: {func(on time.Duration) []int16 {
		var out []int16
		const half = 60 * time.Millisecond
		for len(out) < samples(on) {
			out = join(out, steady(659.26, half, ringPeak/2), steady(830.61, half, ringPeak/2))
		}
		return faded(out[:samples(on)])
	}, [2]float64{587.33, 783.99}},
	softphone.TuneWood: {func(on time.Duration) []int16 {
		return rhythm(on, 500*time.Millisecond, 130*time.Millisecond, 55*time.Millisecond, ringPeak*8/5, 293.66, 392)
	}, [2]float64{349.23, 349.23}},
	softphone.TuneHarp: {func(on time.Duration) []int16 {
		return rhythm(on, time.Second, 250*time.Millisecond, 260*time.Millisecond, ringPeak*4/5, 1046.5, 880, 698.46, 523.25)
	}, [2]float64{783.99, 587.33}},
}

// rhythm strikes notes, one each beat, and begins anew every phrase, as often as fits.
func rhythm(on, phrase, beat, decay time.Duration, peak float64, hz ...float64) []int16 {
	var notes []note
	for at := time.Duration(0); at < on; at += phrase {
		for i, f := range hz {
			if t := at + time.Duration(i)*beat; t < on-beat/2 {
				notes = append(notes, note{t, f, decay, peak})
			}
		}
	}
	return strike(samples(on), notes...)
}

// faded brings sound to silence at its end.
func faded(pcm []int16) []int16 {
	ramp := min(samples(20*time.Millisecond), len(pcm))
	for i := range ramp {
		pcm[len(pcm)-1-i] = int16(int(pcm[len(pcm)-1-i]) * i / ramp)
	}
	return pcm
}

// tuneNamed is a way to ring; the usual one for a name nobody knows.
func tuneNamed(t softphone.RingTune) tune {
	if tune, ok := tunes[t]; ok {
		return tune
	}
	return tunes[softphone.TuneChime]
}

// waiting renders the soft double knock that says another call waits.
func (t tune) waiting(on time.Duration) []int16 {
	return strike(samples(min(on, 600*time.Millisecond)),
		note{0, t.knock[0], 90 * time.Millisecond, waitingPeak},
		note{180 * time.Millisecond, t.knock[1], 90 * time.Millisecond, waitingPeak})
}
