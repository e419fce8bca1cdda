package sound

import (
	"math"
	"testing"
)

// inside is what waits in a lane, in samples.
func (l *lane) inside() float64 { return float64(l.q.fill()+l.bend.n) - l.bend.pos }

func TestPath_OfAMicrophoneGrowsWithWhatWaits(t *testing.T) {
	l := newLane(true, inAim)
	var frame [frameLen]int16
	given := 0
	round := func(device int) {
		l.listen(make([]int16, device))
		given += device - frameLen
		l.capture(frame[:])
	}
	for range 20 {
		round(frameLen)
	}
	path, inside := l.path, l.inside()
	given = 0
	for i := range 600 {
		switch i {
		case 100:
			round(frameLen + 500) // a device in a hurry: steered away slowly
		case 300:
			round(frameLen + 5000) // too much: skipped
		case 450, 451, 452, 453:
			round(0) // nothing comes
		case 454:
			round(5 * frameLen)
		default:
			round(frameLen)
		}
		// What the device gave beyond its time is in the lane without having made the way longer.
		if off := (l.inside() - inside - float64(given)) - (l.path - path); math.Abs(off) > 2 {
			t.Fatalf("round %d: %.1f samples wait more, the way is %.1f longer", i, l.inside()-inside, l.path-path)
		}
	}
}

func TestPath_OfAHeadsetGrowsWithWhatWaits(t *testing.T) {
	l := newLane(false, outAim)
	var frame [frameLen]int16
	out := make([]int16, frameLen)
	for range 100 {
		l.play(frame[:])
		l.render(out)
	}
	path, inside := l.path, l.inside()
	for i := range 600 {
		switch i {
		case 100: // the engine is late and catches up: the device has played silence meanwhile
			for range 3 {
				l.render(out)
			}
			for range 3 {
				l.play(frame[:])
			}
		case 300: // the device stands still, what is too much is dropped, and it catches up
			for range 10 {
				l.play(frame[:])
			}
			for range 10 {
				l.render(out)
			}
		default:
			l.play(frame[:])
			l.render(out)
		}
		l.path += l.oddities() // as the next frame would
		if off := (l.inside() - inside) - (l.path - path); math.Abs(off) > 2 {
			t.Fatalf("round %d: %.1f samples wait more, the way is %.1f longer", i, l.inside()-inside, l.path-path)
		}
	}
}

func TestPath_IsAnotherOneWithAnotherDevice(t *testing.T) {
	d := &devices{}
	_, _, before := d.echoPath()
	d.lanes[microphone].Store(newLane(true, inAim))
	d.lanes[speaker].Store(newLane(false, outAim))
	queued, _, now := d.echoPath()
	if now == before || queued != inAim+outAim-frameLen {
		t.Errorf("era %d after %d, %d samples wait", now, before, queued)
	}
	if _, _, again := d.echoPath(); again != now {
		t.Error("another one without a cause")
	}
}
