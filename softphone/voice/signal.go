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
func (e *Engine) StartRing(_ context.Context, s softphone.RingSound, t softphone.RingTune, c softphone.Cadence) error {
	if c.On <= 0 || c.Off < 0 {
		c = softphone.DefaultCadence
	}
	c.On, c.Off = min(c.On, longestRing), min(c.Off, time.Hour)
	if s != softphone.RingNormal && s != softphone.RingWaiting {
		return fmt.Errorf("voice: ring: %w", softphone.Reason{Code: softphone.BadValue, Detail: string(s)})
	}
	e.mu.Lock()
	same := e.ringing == s && e.tuned == t && e.cadence == c
	e.mu.Unlock()
	if same {
		return nil
	}
	render := tuneNamed(t).ring
	if s == softphone.RingWaiting {
		render = tuneNamed(t).waiting
	}
	sound := render(c.On) // takes a few milliseconds: not under the lock
	rest := max(samples(c.On+c.Off)-len(sound), 0)
	e.mu.Lock()
	defer e.mu.Unlock()
	e.ringing, e.tuned, e.cadence = s, t, c
	e.knock.stop()
	e.ring.start(sound, rest, true, 1)
	if s == softphone.RingWaiting {
		e.knock.start(sound, rest, true, 1)
	}
	e.rouse()
	return nil
}

// tried is how long a ring is heard that is only tried.
const tried = 2 * time.Second

// TryRing plays a ring once at the ring device, unless it rings. The error is a Reason.
func (e *Engine) TryRing(_ context.Context, t softphone.RingTune) error {
	if _, known := tunes[t]; !known {
		return fmt.Errorf("voice: ring: %w", softphone.Reason{Code: softphone.BadValue, Detail: string(t)})
	}
	sound := tuneNamed(t).ring(tried)
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.ringing == "" {
		e.ring.start(sound, 0, false, 1)
		e.rouse()
	}
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

// SetHoldMusic chooses the music of a line's held callers, or with "" that of all others: a sound file as readMusic
// takes it, or for "" the built-in tune, and on a line what all others hear. In the place of a file that cannot be played
// goes the built-in tune, and the error is a Reason that says why.
func (e *Engine) SetHoldMusic(_ context.Context, line softphone.LineID, file string) error {
	var own []int16
	var err error
	if file != "" {
		own, err = readMusic(file) // nil with an error
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	switch old := e.music[line]; {
	case line != "" && file == "":
		delete(e.music, line)
	case old == nil || own != nil || old.file != nil: // else the same goes on
		e.music[line] = &holdMusic{file: own}
	}
	if err != nil {
		return fmt.Errorf("voice: hold music: %w", softphone.Reason{Code: softphone.MusicUnplayed, Detail: err.Error()})
	}
	return nil
}

// PlayMusicOf has a call hear the music of a line on hold, as long as the line has some. The error is a Reason.
func (e *Engine) PlayMusicOf(_ context.Context, id softphone.CallID, line softphone.LineID) error {
	return e.with("choose the music of", id, func(c *call) error { c.musicOf = line; return nil })
}
