package voice

import (
	"context"
	"fmt"
	"time"

	"anteroom/softphone"
)

const longestRing = 20 * time.Second // of sound in one cycle

// StartRing plays a ring in a cadence until StopRing; the same one again goes on undisturbed. The waiting signal also
// sounds in the headset, softly. A cadence without sound is the default one.
func (e *Engine) StartRing(_ context.Context, s softphone.RingSound, c softphone.Cadence) error {
	if c.On <= 0 || c.Off < 0 {
		c = softphone.DefaultCadence
	}
	c.On, c.Off = min(c.On, longestRing), min(c.Off, time.Hour)
	if s != softphone.RingNormal && s != softphone.RingWaiting {
		return fmt.Errorf("voice: ring: %w", softphone.Reason{Code: softphone.BadValue, Detail: string(s)})
	}
	e.mu.Lock()
	same := e.ringing == s && e.cadence == c
	e.mu.Unlock()
	if same {
		return nil
	}
	render := ring
	if s == softphone.RingWaiting {
		render = waiting
	}
	sound := render(c.On) // takes a few milliseconds: not under the lock
	rest := max(samples(c.On+c.Off)-len(sound), 0)
	e.mu.Lock()
	defer e.mu.Unlock()
	e.ringing, e.cadence = s, c
	e.knock.stop()
	e.ring.start(sound, rest, true, 1)
	if s == softphone.RingWaiting {
		e.knock.start(sound, rest, true, 1)
	}
	e.rouse()
	return nil
}

// StopRing ends the ringing sound.
func (e *Engine) StopRing(context.Context) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.ringing = ""
	e.ring.stop()
	e.knock.stop()
	return nil
}

// PlayTone plays a signal in the headset, in the place of one that plays. The error is a Reason.
func (e *Engine) PlayTone(_ context.Context, t softphone.Tone) error {
	sound, ok := tones()[t]
	if !ok {
		return fmt.Errorf("voice: tone: %w", softphone.Reason{Code: softphone.BadValue, Detail: string(t)})
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.tone.start(sound, 0, false, 1)
	e.rouse()
	return nil
}

// SetHoldMusic plays a WAV file (16-bit PCM, mono or stereo, 10 minutes at most) to held callers, or the built-in tune
// for "". With a file that cannot be played the built-in tune goes on, and the error is a Reason that says why.
func (e *Engine) SetHoldMusic(_ context.Context, file string) error {
	var own []int16
	var err error
	if file != "" {
		own, err = readMusic(file) // nil with an error
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.music.own(own)
	if err != nil {
		return fmt.Errorf("voice: hold music: %w", softphone.Reason{Code: softphone.MusicUnplayed, Detail: err.Error()})
	}
	return nil
}
