package voice

import "sync"

// lag is how many samples the canceller's reference is held back: as the queues between engine and devices grow and
// shrink, so that the echo stays where the canceller has learned to expect it. Both are steered all the time, by
// fractions of a sample, and jump after a glitch; either would make the canceller begin anew.
type lag struct {
	before, now float64 // at the end of the last tick and of this one
	path        float64
	era         int
	early       int // ticks in a row in which an echo could have come before its reference
}

// follow takes what the deck says of the way.
func (l *lag) follow(queued int, path float64, era int) {
	l.before = l.now
	l.now = min(max(l.now+path-l.path, 0), engineRate)
	want := float64(min(max(queued-lagMargin, 0), engineRate))
	off := l.now - want
	if l.early++; off <= lagMargin {
		l.early = 0
	}
	if era != l.era || off > lagSlack || off < -lagSlack || l.early > lagPatience {
		l.before, l.now, l.early = want, want, 0
	}
	if jump := l.now - l.before; jump > lagJump || jump < -lagJump {
		l.before = l.now
	}
	l.path, l.era = path, era
}

// playedSize is how much of what was played is remembered, 1.4 s; a power of two.
const playedSize = 1 << 16

// played remembers what the headset was given, as the device got it.
type played struct {
	ring [playedSize]int16
	end  int
}

func (p *played) keep(pcm []int16) {
	for _, v := range pcm {
		p.ring[p.end&(playedSize-1)] = v
		p.end++
	}
}

func (p *played) at(i int) float32 { return float32(p.ring[i&(playedSize-1)]) }

// before fills dst with what ended lag samples ago; from and to are the lag at its beginning and its end. Between the
// samples it is interpolated; what has not been played yet is silence there.
func (p *played) before(from, to float64, dst []int16) {
	if from == to && from == float64(int(from)) {
		start := p.end - int(from) - len(dst)
		for i := range dst {
			dst[i] = p.ring[(start+i)&(playedSize-1)]
		}
		return
	}
	k := between()
	for i := range dst {
		held := from + (to-from)*float64(i+1)/float64(len(dst))
		whole := int(held)
		after := 1 - (held - float64(whole)) // of a sample, from the one before
		first := p.end - len(dst) + i - whole - 1
		phase := after * betweenPhases
		row := min(int(phase), betweenPhases-1)
		mix := float32(phase - float64(row))
		var a, b float32
		for j := range betweenTaps {
			v := float32(0)
			if at := first + j - betweenTaps/2 + 1; at < p.end {
				v = p.at(at)
			}
			a += v * k[row][j]
			b += v * k[row+1][j]
		}
		dst[i] = clip(a + (b-a)*mix)
	}
}

const (
	betweenTaps   = 16
	betweenPhases = 128
)

// between are the filters that read a signal between two of its samples, by phase.
var between = sync.OnceValue(func() *[betweenPhases + 1][betweenTaps]float32 {
	var k [betweenPhases + 1][betweenTaps]float32
	for p := range k {
		frac := float64(p) / betweenPhases
		for j := range k[p] {
			x := float64(j-betweenTaps/2+1) - frac
			k[p][j] = float32(sinc(x) * kaiser(min(1, max(-1, x/(betweenTaps/2)))))
		}
	}
	return &k
})
