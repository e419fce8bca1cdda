package voice

import (
	"context"
	"fmt"
	"time"

	"anteroom/softphone"
	"anteroom/softphone/voice/speex"
)

const (
	// echoTail is how long after it was given to the device a sound may still come back: the device's own queues, the
	// air, and the room.
	echoTail = 200 * time.Millisecond
	// warmUp is how many ticks a new cleaner runs unheard, getting to know the room, before it takes over.
	warmUp = 20
	// lagMargin is by how much less than measured the reference is held back: an echo must never come before it.
	lagMargin = frameSize
	// lagSlack is how far the reference may be from where the queues want it before it is set anew, and the canceller
	// has to begin anew too.
	lagSlack = 6 * frameSize
	// lagJump is by how much the way can change within a tick and still be steered; it is more where a queue was emptied
	// or filled at once.
	lagJump = frameSize / 8
	// lagPatience is how many ticks it may be too late for an echo: the averages of the queues need a second or two.
	lagPatience = 300
)

// echoTeller is a deck that knows the way from Play to Capture; see sound.Deck.
type echoTeller interface {
	EchoPath() (queued int, path float64, era int)
}

// cleaning takes echo and noise out of the microphone. It works at the engine's own rate: a voice keeps its whole band,
// and the canceller comes as far as at 16 kHz. With nothing asked for, every sample passes as it is.
type cleaning struct {
	now, next    *speex.Cleaner // nil lets the microphone pass
	has, will    softphone.Cleaning
	swap         int // ticks until next takes over; 0: nothing to change
	lag          lag
	heard        played
	far          [frameSize]int16
	clean, fresh [frameSize]int16
	coming       frame
}

// Clean sets what is done to the microphone. What is on stays on undisturbed; a change is not heard as a click.
func (e *Engine) Clean(_ context.Context, want softphone.Cleaning) error {
	var made *speex.Cleaner
	if want.Any() {
		var err error
		if made, err = speex.New(engineRate, echoTail, speex.Options(want)); err != nil { // not under the lock: it computes tables
			return fmt.Errorf("voice: clean: %w", err)
		}
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.ended {
		closeCleaner(made)
		return nil
	}
	e.cleaning.change(want, made)
	return nil
}

func closeCleaner(c *speex.Cleaner) {
	if c != nil {
		c.Close()
	}
}

// change takes over what was asked for; made does it, nil where it is nothing.
func (c *cleaning) change(want softphone.Cleaning, made *speex.Cleaner) {
	if c.swap > 0 {
		closeCleaner(c.next)
		c.next, c.swap = nil, 0
	}
	switch {
	case want == c.has:
		closeCleaner(made)
	case want.Any() && c.has.Any() && want.Echo == c.has.Echo:
		closeCleaner(made) // the one at work keeps what it knows of the room
		c.now.Set(speex.Options(want))
		c.has = want
	default:
		c.next, c.will, c.swap = made, want, warmUp
	}
}

// takeOver lets next be the one at work.
func (c *cleaning) takeOver() {
	closeCleaner(c.now)
	c.now, c.has, c.next, c.swap = c.next, c.will, nil, 0
}

// close frees everything; what comes after passes as it is.
func (c *cleaning) close() {
	closeCleaner(c.now)
	closeCleaner(c.next)
	c.now, c.next, c.swap, c.has = nil, nil, 0, softphone.Cleaning{}
}

// idle is a tick in which nobody hears the microphone: a change needs no care, and no work is done.
func (c *cleaning) idle() {
	if c.swap > 0 {
		c.takeOver()
	}
}

// run makes voice of what the microphone took.
func (c *cleaning) run(voice *frame, mic []int16) {
	if c.now == nil && c.swap == 0 {
		voice.fromPCM(mic)
		return
	}
	c.heard.before(c.lag.before, c.lag.now, c.far[:])
	voice.fromPCM(through(c.now, c.clean[:], mic, c.far[:]))
	if c.swap == 0 {
		return
	}
	c.coming.fromPCM(through(c.next, c.fresh[:], mic, c.far[:]))
	if c.swap--; c.swap > 0 {
		return
	}
	c.takeOver()
	for i := range voice {
		w := float32(i+1) / frameSize
		voice[i] += (c.coming[i] - voice[i]) * w
	}
}

// through is mic cleaned, or mic itself.
func through(c *speex.Cleaner, out, mic, far []int16) []int16 {
	if c == nil {
		return mic
	}
	c.Run(out, mic, far)
	return out
}
