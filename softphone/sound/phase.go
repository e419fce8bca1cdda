package sound

import "time"

const (
	// pieceAge is how old the microphone's last piece should be when the engine takes a frame, in samples: so late may
	// the next one come. Without it the age is anything, and the lane must hold a whole piece more.
	pieceAge = 5 * rate / 2000
	// mostLean is by how much a tick moves at most until the distance is right, in samples: 0.1 %, which no jitter buffer
	// minds; keepLean is enough for two clocks, and for them alone, so that a busy computer's late ticks move nothing.
	mostLean, keepLean = 0.5, 0.15
	// leanShare of what is wrong is mended in a tick, and weighs in the average of how wrong it is: a second.
	leanShare = 1.0 / 100
	// The distance is kept when it is right by keptWithin on average, until it is wrong by lostBeyond.
	keptWithin, lostBeyond = rate / 1500, rate / 750
)

// phase is where the engine's tick lies between the pieces that the microphone brings. The two have different clocks;
// the tick leans until the distance is right, and from then on goes with the microphone.
type phase struct {
	lean float64 // samples by which the next tick should come later
	off  float64 // running average of how wrong the distance is, in samples
	kept bool
}

// follow takes the age of the last piece at a tick, in samples; less than 0 where it is not known.
func (p *phase) follow(age int) {
	if age < 0 {
		*p = phase{off: lostBeyond}
		return
	}
	late := float64(age - pieceAge)
	most := mostLean
	if p.kept {
		most = keepLean
	}
	p.lean = max(-most, min(most, -late*leanShare))
	p.off += (max(late, -late) - p.off) * leanShare
	p.kept = p.off < keptWithin || p.kept && p.off < lostBeyond
}

// Lean is by how much later than 10 ms after this one the next tick should come, so that it finds the microphone's sound
// fresh; at most 0.01 ms. For the engine's goroutine, after Capture.
func (d *Deck) Lean() time.Duration {
	if s, ok := d.source.(*devices); ok {
		if l := s.lanes[microphone].Load(); l != nil {
			return time.Duration(l.phase.lean * float64(time.Second) / rate)
		}
	}
	return 0
}
