// Package sound lends the house a microphone, a headset and a bell: the devices of the computer through miniaudio, or
// two files, or nothing.
package sound

import (
	"context"
	"fmt"
	"reflect"
	"strings"
	"time"

	"anteroom/softphone"
)

// Options is what a deck begins with; the zero value is good.
type Options struct {
	Choice softphone.AudioChoice // devices to begin with; a RingVolume of 0 is silent
	Now    func() time.Time      // time of events; nil is time.Now
}

// Deck is the sound in use. Capture, Play, Ring and Need are for the engine's one goroutine and never block, lock or
// allocate; Run is started once; Choose may be called from anywhere, at any time.
type Deck struct{ source source }

// source is a way of having sound; its methods are those of Deck.
type source interface {
	run(ctx context.Context) error
	choose(softphone.AudioChoice)
	capture(frame []int16)
	play(frame []int16)
	ring(frame []int16)
}

// Open understands "default" (the computer's devices), "null" (none) and "file:IN.wav,OUT.wav" (either name may be
// empty). It opens and checks files; devices are opened by Run. The error is a sentence for whoever started the
// program.
func Open(choice string, tell softphone.Tell, o Options) (*Deck, error) {
	now := o.Now
	if now == nil {
		now = time.Now
	}
	var told *softphone.AudioStatus
	say := func(s softphone.AudioStatus) { // only from run's goroutine
		if told != nil && reflect.DeepEqual(*told, s) {
			return
		}
		told = &s
		tell(softphone.AudioChanged{At: softphone.At{At: now()}, Status: s})
	}
	names, isFile := strings.CutPrefix(choice, "file:")
	switch {
	case choice == "default":
		return &Deck{newDevices(new(miniaudio), say, o.Choice)}, nil
	case choice == "null":
		return &Deck{nowhere{say}}, nil
	case isFile:
		f, err := openFiles(names, say)
		if err != nil {
			return nil, err
		}
		return &Deck{f}, nil
	}
	return nil, fmt.Errorf("sound: %q is no way of having sound: use default, null or file:IN.wav,OUT.wav", choice)
}

// Run has the devices open until ctx ends, and tells AudioChanged at the start and upon every change. It returns when
// they are closed and files are whole. Trouble with devices is told, never returned.
func (d *Deck) Run(ctx context.Context) error { return d.source.run(ctx) }

// Choose names devices by ID or by name, and how loud they are. What comes of it is told as AudioChanged; a
// device that is not there is waited for, with the default in its place. Files and null have nothing to choose.
func (d *Deck) Choose(ctx context.Context, c softphone.AudioChoice) error {
	if c.RingVolume < 0 || c.RingVolume > 100 {
		return softphone.Reason{Code: softphone.BadValue, Detail: fmt.Sprintf("ring volume %d is not 0 to 100 percent", c.RingVolume)}
	}
	for what, percent := range map[string]int{"microphone": c.MicrophoneVolume, "speaker": c.SpeakerVolume} {
		if percent < 0 || percent > softphone.LoudestVolume {
			return softphone.Reason{Code: softphone.BadValue, Detail: fmt.Sprintf("%s volume %d is not 0 to %d percent", what, percent, softphone.LoudestVolume)}
		}
	}
	d.source.choose(c)
	return nil
}

// Capture fills a frame of mono 48 kHz sound (480 samples, 10 ms) from the microphone, with silence where nothing came.
func (d *Deck) Capture(frame []int16) { d.source.capture(frame) }

// Play gives a frame to the headset.
func (d *Deck) Play(frame []int16) { d.source.play(frame) }

// EchoPath is the way of a sample from Play to Capture. queued is what waits on it, in samples and on average, less the
// frame captured last; what a device holds itself is not known. path is exact, but for a constant that is another one
// whenever era is: how it changes is how the way changes. For the engine's goroutine.
func (d *Deck) EchoPath() (queued int, path float64, era int) {
	if s, ok := d.source.(interface{ echoPath() (int, float64, int) }); ok {
		return s.echoPath()
	}
	return 0, 0, 0
}

// Need says which devices are in use from now on: microphone and headset, and the bell. Those that are not rest after
// a while: closed, so that the computer may sleep and no microphone listens without a reason. Until it is called all are
// in use. It reports whether the engine may rest too: not with files, which are heard and written at its pace. For the
// engine's goroutine.
func (d *Deck) Need(headset, bell bool) (mayRest bool) {
	s, ok := d.source.(interface{ need(headset, bell bool) })
	if ok {
		s.need(headset, bell)
	}
	return ok
}

// Ring gives a frame to the bell.
func (d *Deck) Ring(frame []int16) { d.source.ring(frame) }
