package voice

import (
	"math"
	"sync/atomic"

	"anteroom/softphone"
)

// levelFalls is how fast a level shown goes down, in decibels a tick: 25 a second, so that the eye can follow.
const levelFalls = 25.0 / ticksASec

// level is the loudness of one direction, for whoever looks at it without a lock.
type level struct {
	now float32       // of the tick, in decibels above silence
	at  atomic.Uint32 // the same, as bits of a float32
}

func (l *level) take(pcm []int16) {
	var sum int64
	for _, v := range pcm {
		sum += int64(v) * int64(v)
	}
	var decibels float32
	if sum > 0 {
		decibels = max(decibels, float32(10*math.Log10(float64(sum)/float64(len(pcm))/(32768*32768)))-softphone.SilentLevel)
	}
	l.now = max(decibels, l.now-levelFalls)
	l.at.Store(math.Float32bits(l.now))
}

func (l *level) read() float32 { return math.Float32frombits(l.at.Load()) + softphone.SilentLevel }

// Levels is how loud the microphone (as the device gives it) and the headset are. Whoever asks keeps both open for a
// while; so the first answers after a rest are silence.
func (e *Engine) Levels() softphone.Levels {
	if e.watched.Swap(watchFor) == 0 {
		e.rouse()
	}
	return softphone.Levels{Microphone: e.micLevel.read(), Headset: e.headsetLevel.read()}
}
