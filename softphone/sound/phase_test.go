package sound

import (
	"math/rand/v2"
	"testing"
)

// leaning runs an engine that leans against a microphone of 5 ms pieces for so many seconds, in virtual time. The engine
// comes up to jitter seconds late. It says how many ms the oldest sample of a frame is old, on average and lately, and
// how often the lane ran dry lately.
func leaning(seconds, ppm, begins, jitter float64) (old float64, dry int) {
	random := rand.New(rand.NewPCG(3, 4))
	l := newLane(true, inAim)
	frame, piece := make([]int16, frameLen), make([]int16, 240)
	period := 0.005 / (1 + ppm/1e6)
	next, brought, pieces, frames := begins, 0.0, 0, 0.0
	for next < seconds {
		now := next + random.Float64()*jitter
		for ; float64(pieces)*period <= now; pieces++ {
			brought = float64(pieces) * period
			l.listen(piece)
		}
		age := now - brought
		fill := float64(l.q.fill()) / rate
		l.captureAt(int(age*rate), frame)
		if next > seconds/2 {
			old, frames = old+fill+age, frames+1
			if !l.flowing {
				dry++
			}
		}
		next += 0.01 + l.phase.lean/rate
	}
	return old / frames * 1000, dry
}

func TestPhase_TheTickGoesWithTheMicrophone(t *testing.T) {
	for _, c := range []struct{ ppm, begins, jitter float64 }{
		{0, 0.0001, 0}, {0, 0.0013, 0.0005}, {0, 0.0026, 0}, {0, 0.0049, 0.0005}, {300, 0.001, 0.001}, {-300, 0.004, 0.001},
	} {
		old, dry := leaning(60, c.ppm, c.begins, c.jitter)
		if old > 14.5 || old < 12.5 || dry > 0 {
			t.Errorf("%+v: a frame begins %.1f ms ago, ran dry %d times", c, old, dry)
		}
	}
}

func TestPhase_IsNotKeptWherePiecesComeAtAnyTime(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	p := phase{off: lostBeyond}
	for range 2000 {
		if p.follow(random.IntN(1024)); p.kept {
			t.Fatal("kept")
		}
	}
	for range 1000 {
		p.follow(pieceAge)
	}
	if !p.kept {
		t.Fatal("not kept")
	}
	if p.follow(-1); p.kept || p.lean != 0 {
		t.Errorf("kept without a clock: %+v", p)
	}
}
