//go:build linux

package sound

import (
	"runtime"
	"testing"
	"time"
)

// waiting is a lane whose device plays, can do without for 100 ms, and has taken everything.
func waiting(t *testing.T) *lane {
	l := newLane(false, outAim)
	l.wait(rate / 10)
	frame, piece := sine(500, frameLen, rate), make([]int16, frameLen)
	for range begins + 1 {
		l.play(frame)
		l.render(piece)
	}
	for l.q.fill() > 0 {
		l.render(piece[:1])
	}
	if l.hungry.Load() > 0 {
		t.Fatal("ran dry")
	}
	return l
}

func TestLane_ADeviceWaitsForTheEngineAsLongAsItCan(t *testing.T) {
	l := waiting(t)
	piece, played := make([]int16, frameLen/2), make(chan struct{})
	go func() {
		l.render(piece)
		close(played)
	}()
	for deadline := time.Now().Add(5 * time.Second); counter(&l.c.waits).Load() == 0; runtime.Gosched() {
		if time.Now().After(deadline) {
			t.Fatal("does not wait")
		}
	}
	l.play(sine(500, frameLen, rate))
	<-played
	if l.hungry.Load() > 0 || loudness(piece) < 5000 {
		t.Errorf("ran dry %d times; loudness %.0f", l.hungry.Load(), loudness(piece))
	}
	if w := l.waited.Load(); w <= 0 {
		t.Errorf("waited %d samples", w)
	}
	before := l.mean
	if l.play(sine(500, frameLen, rate)); l.mean >= before {
		t.Errorf("who waits is taken to have %.0f samples, after %.0f", l.mean, before)
	}
}

func TestLane_ADeviceThatHasWaitedInVainPlaysSilence(t *testing.T) {
	l := waiting(t)
	piece := make([]int16, frameLen/2)
	begun := time.Now()
	l.render(piece)
	if took := time.Since(begun); took < 90*time.Millisecond {
		t.Errorf("waited %v, can do without for 95 ms", took)
	}
	if l.hungry.Load() != 1 || loudness(piece[fadeLen:]) > 0 {
		t.Errorf("ran dry %d times", l.hungry.Load())
	}
	before := l.aim.Load()
	l.play(sine(500, frameLen, rate))
	if now := l.aim.Load(); now <= before {
		t.Errorf("aims at %d samples, after %d", now, before)
	}
}

func TestLane_ADeviceOfLargePiecesDoesNotWait(t *testing.T) {
	l := newLane(false, outAim)
	l.wait(rate / 100)
	frame, piece := sine(500, frameLen, rate), make([]int16, 2*frameLen)
	for range 400 {
		l.play(frame)
		l.play(frame)
		l.render(piece)
	}
	if l.patient || l.aim.Load() < outAim {
		t.Errorf("waits: %v; aims at %d", l.patient, l.aim.Load())
	}
}
