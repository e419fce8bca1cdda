package voice

import (
	"context"
	"math"
	"time"

	"anteroom/softphone"
)

// spokeAgain is the least time between two warnings that she speaks with the microphone off.
const spokeAgain = 5 * time.Second

// mouth is the way of her voice from the microphone to the calls.
type mouth struct {
	muted    bool
	gain     float32 // towards the calls, at the end of the last tick
	ear      speechEar
	warnedAt time.Time
}

// Mute takes the microphone from every call, or gives it back; hold music and digits go on.
func (e *Engine) Mute(_ context.Context, on bool) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.mouth.muted = on
	e.mouth.ear.hits = 0
	return nil
}

// speak makes micFrame what the calls get of the microphone, without a click where that changes; e.mu is held.
func (e *Engine) speak() {
	m := &e.mouth
	if e.echo != nil {
		e.cleaning.lag.follow(e.echo.EchoPath())
	}
	if !e.talks() && !e.trial.listens() {
		e.cleaning.idle()
		e.micFrame.fromPCM(e.mic[:])
	} else {
		e.cleaning.run(&e.micFrame, e.mic[:])
	}
	e.trial.record(&e.micFrame)
	if e.talks() && m.ear.hear(&e.micFrame) && m.muted {
		if now := e.clock.Now(); m.warnedAt.IsZero() || now.Sub(m.warnedAt) >= spokeAgain {
			m.warnedAt = now
			e.news = append(e.news, softphone.SpokeMuted{At: softphone.At{At: now}})
		}
	}
	before := towards(&m.gain, !m.muted)
	switch {
	case before == 1 && m.gain == 1:
	case before == 0 && m.gain == 0:
		e.micFrame.clear()
	default:
		e.out = e.micFrame
		e.micFrame.clear()
		e.micFrame.add(&e.out, before, m.gain)
	}
}

// talks reports whether the microphone is connected to a call; e.mu is held.
func (e *Engine) talks() bool {
	for _, c := range e.order {
		if c.mode == softphone.VoiceTalk {
			return true
		}
	}
	return false
}

const (
	// Speech stands this far above the noise of the room (a factor of 4 is 12 dB), and is never softer than leastSpeech.
	aboveNoise  = 4
	leastSpeech = 150 // -47 dB of full scale
	// speechTicks of the last ticks must sound like speech; a cough or a key is shorter.
	speechTicks = 24
)

// speechEar tells speech from the noise of a room by loudness alone: noise is what is there between the words.
type speechEar struct {
	noise float32 // loudness of the room; 0 before anything was heard
	hits  int
}

// hear takes a tick and reports whether she speaks.
func (s *speechEar) hear(f *frame) bool {
	level := loudnessOf(f)
	switch {
	case s.noise == 0 || level < s.noise:
		s.noise = max(level, 1)
	default:
		s.noise *= 1.001 // 0.9 dB a second: the noise of a room changes slowly
	}
	if level > leastSpeech && level > aboveNoise*s.noise {
		s.hits = min(s.hits+1, 2*speechTicks)
	} else {
		s.hits = max(s.hits-1, 0)
	}
	return s.hits >= speechTicks
}

// loudnessOf is the root of the mean square of a frame.
func loudnessOf(f *frame) float32 { return float32(math.Sqrt(float64(dot(f[:], f[:]) / frameSize))) }
