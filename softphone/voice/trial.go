package voice

import (
	"context"
	"fmt"
	"sync"
	"time"

	"anteroom/softphone"
)

const (
	trialRecords = 3 * time.Second
	trialRests   = 300 * time.Millisecond // between what is played and what is recorded
)

// trialPhrase is what the test of the sound plays first: a rising chord and its answer, as loud as a voice.
var trialPhrase = sync.OnceValue(func() []int16 {
	var notes []note
	for i, hz := range []float64{523.25, 659.26, 783.99, 1046.5, 783.99} {
		notes = append(notes, note{time.Duration(i) * 220 * time.Millisecond, hz, 200 * time.Millisecond, 6000})
	}
	return strike(samples(1700*time.Millisecond), notes...)
})

// trial is a test of the sound: a phrase in the headset, the microphone recorded, and that played back.
type trial struct {
	stage softphone.SoundTestStage
	left  int // ticks until the next stage
	sound crossPlayer
	take  []int16
	taken int
}

// TestSound begins a test of the sound, anew where one is on. A call that begins to sound cuts it off. The error is a
// Reason.
func (e *Engine) TestSound(context.Context) error {
	take, phrase := make([]int16, samples(trialRecords)), trialPhrase()
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.sounds() {
		return fmt.Errorf("voice: test: %w", softphone.Reason{Code: softphone.WrongState, Detail: "a call talks"})
	}
	t := &e.trial
	t.take, t.taken = take, 0
	t.sound.start(phrase, 0, false, 1)
	e.move(softphone.SoundTestPhrase, (len(phrase)+samples(trialRests))/frameSize)
	e.rouse()
	return nil
}

// sounds reports whether a call is heard, or is about to be; e.mu is held.
func (e *Engine) sounds() bool {
	for _, c := range e.order {
		if c.hearing() || c.mode == softphone.VoiceRingback {
			return true
		}
	}
	return false
}

// move tells of a stage; e.mu is held.
func (e *Engine) move(s softphone.SoundTestStage, ticks int) {
	e.trial.stage, e.trial.left = s, ticks
	e.news = append(e.news, softphone.SoundTestMoved{At: softphone.At{At: e.clock.Now()}, Stage: s})
}

// listens: the microphone is being recorded or is about to be.
func (t *trial) listens() bool {
	return t.stage == softphone.SoundTestPhrase || t.stage == softphone.SoundTestRecord
}

// busy: something is played, recorded or dying away.
func (t *trial) busy() bool { return t.stage != softphone.SoundTestOff || t.sound.playing() }

// record takes a tick of the microphone.
func (t *trial) record(f *frame) {
	if t.stage == softphone.SoundTestRecord && t.taken+frameSize <= len(t.take) {
		f.toPCM(t.take[t.taken : t.taken+frameSize])
		t.taken += frameSize
	}
}

// try carries the test through a tick and mixes what it plays; e.mu is held.
func (e *Engine) try(mix *frame) {
	t := &e.trial
	t.sound.add(mix)
	if t.stage == softphone.SoundTestOff {
		return
	}
	if e.sounds() {
		t.sound.stop()
		e.move(softphone.SoundTestOff, 0)
		return
	}
	if t.left--; t.left > 0 {
		return
	}
	switch t.stage {
	case softphone.SoundTestPhrase:
		e.move(softphone.SoundTestRecord, len(t.take)/frameSize)
	case softphone.SoundTestRecord:
		soften(t.take)
		t.sound.start(t.take, 0, false, 1)
		e.move(softphone.SoundTestPlaying, len(t.take)/frameSize)
	default:
		e.move(softphone.SoundTestOff, 0)
	}
}

// soften lets a piece begin and end within 10 ms without a click.
func soften(pcm []int16) {
	ramp := min(samples(10*time.Millisecond), len(pcm)/2)
	for i := range ramp {
		w := float32(i) / float32(ramp)
		pcm[i] = int16(float32(pcm[i]) * w)
		pcm[len(pcm)-1-i] = int16(float32(pcm[len(pcm)-1-i]) * w)
	}
}
