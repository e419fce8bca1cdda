package voice

import "math"

// What makes two tones a digit. A pure pair has nearly all the sound's power; a voice hardly ever has, and then not for
// as long (ITU-T Q.24 asks for 40 ms to be heard, and for gaps of 40 ms to be told).
const (
	toneLeast = 300.0 // of each tone, as a peak on the scale of 32768: -32 dBm0
	toneShare = 0.65  // of the power in the pair; the tones may be 1 % off
	toneTwist = 6.3   // the one may be 8 dB louder than the other, as power
	toneAlone = 6.3   // and 8 dB louder than the others of its group
	toneTicks = 2     // pieces, of 20 ms: as long as that
	toneEnds  = 2     // and gone for as long
)

// tonesIn hears digits that come as tones in the sound.
type tonesIn struct {
	rate  int
	turn  [8]float64 // 2·cos of each frequency's step: rows, then columns
	last  int8       // event of the piece before, +1; 0 for none
	run   int        // pieces it has lasted
	now   int8       // the digit being pressed, +1
	quiet int        // pieces without it
	// What is heard at once is of two ticks: 10 ms do not tell 697 Hz from 770.
	piece [2 * frameSize]int16
	n     int
	half  bool // the first tick of them has come
}

var toneGroups = [8]float64{697, 770, 852, 941, 1209, 1336, 1477, 1633}

// eventAt is the event of a row and a column.
var eventAt = [4][4]int8{{1, 2, 3, 12}, {4, 5, 6, 13}, {7, 8, 9, 14}, {10, 0, 11, 15}}

// take takes one tick of sound; digit is set when it begins one.
func (d *tonesIn) take(pcm []int16, rate int) (digit rune, begun bool) {
	if rate != d.rate {
		d.rate, d.n = rate, 0
		if rate > 0 {
			for i, hz := range toneGroups {
				d.turn[i] = 2 * math.Cos(2*math.Pi*hz/float64(rate))
			}
		}
	}
	d.n += copy(d.piece[d.n:], pcm)
	if d.half = !d.half; d.half {
		return 0, false
	}
	heard := int8(0)
	if d.n > 0 && rate > 0 {
		heard = d.hear(d.piece[:d.n])
	}
	d.n = 0
	if heard == d.last {
		d.run++
	} else {
		d.last, d.run = heard, 1
	}
	if heard == d.now {
		d.quiet = 0
	} else if d.quiet++; d.quiet >= toneEnds {
		d.now = 0
	}
	if heard == 0 || heard == d.now || d.run < toneTicks {
		return 0, false
	}
	d.now, d.quiet = heard, 0
	return rune(eventDigits[heard-1]), true
}

// hear gives the event in a piece of sound, +1; 0 for none.
func (d *tonesIn) hear(pcm []int16) int8 {
	var all float64
	for _, v := range pcm {
		all += float64(v) * float64(v)
	}
	n := float64(len(pcm))
	all /= n
	if all < toneLeast*toneLeast {
		return 0
	}
	var power [8]float64 // of a sine of that frequency
	for i, turn := range d.turn {
		var s1, s2 float64 // Goertzel
		for _, v := range pcm {
			s1, s2 = float64(v)+turn*s1-s2, s1
		}
		power[i] = 2 * (s1*s1 + s2*s2 - turn*s1*s2) / (n * n)
	}
	row, alone := loudest(power[:4])
	column, too := loudest(power[4:])
	r, c := power[row], power[4+column]
	switch {
	case !alone || !too, min(r, c) < toneLeast*toneLeast/2, r+c < toneShare*all, max(r, c) > toneTwist*min(r, c):
		return 0
	}
	return eventAt[row][column] + 1
}

// loudest is the index of the greatest, and whether it stands out.
func loudest(power []float64) (at int, alone bool) {
	for i, p := range power {
		if p > power[at] {
			at = i
		}
	}
	for i, p := range power {
		if i != at && p*toneAlone > power[at] {
			return at, false
		}
	}
	return at, true
}
