package sound

/*
#cgo noescape lane_render
#cgo nocallback lane_render
#cgo noescape lane_listen
#cgo nocallback lane_listen
#cgo noescape lane_ring
#cgo nocallback lane_ring
#cgo noescape lane_age
#cgo nocallback lane_age
#include "lane.h"
*/
import "C"

import (
	"sync/atomic"
	"unsafe"
)

// Sound inside the house: mono, 48 kHz, 10 ms frames.
const (
	rate     = 48000
	frameLen = rate / 100
)

const (
	laneSize = 16384    // samples a lane can hold: 341 ms
	fadeLen  = 96       // 2 ms
	settle   = 3 * rate // samples: a wrong fill is halved in about 2 s
	maxBend  = 0.005    // 8 cents: nobody hears it
	slack    = 60 * rate / 1000
	glitches = 10                 // device calls (100 ms): a gap longer than that is a pause, not a glitch
	wider    = 3 * rate / 1000    // what a glitch adds to the fill aimed at
	calm     = 30 * rate          // samples without a glitch that take wider/2 off again
	usual    = 5 * rate / 1000    // samples a device moves at a time; where it is more, the rest is added to:
	outAim   = 10 * rate / 1000   // fill before a frame is written: 15 ms on average
	waitAim  = -9 * rate / 2000   // the same where the device waits for it
	largest  = 9 * rate / 1000    // samples that a device which waits moves at a time
	inAim    = 16 * rate / 1000   // fill before a frame is read: 11 ms on average
	nearAim  = 11 * rate / 1000   // the same where the tick keeps its distance to the pieces; see phase
	begins   = 200                // device calls, a second or two
	maxWider = 45 * rate / 1000   // on top of the aims above
	average  = 1.0 / float32(100) // weight of one fill in the running average: about a second
)

// lane joins the engine, which moves 10 ms frames on the computer's clock, with one opened device, which moves what it
// likes on its own. The engine's side steers the fill through a stretch, so that neither clock ever wins; the device's
// side only copies and fades, and is C: see lane.h. Every opened device has a lane of its own: one that comes back from
// the dead finds nobody at the other end.
type lane struct {
	c *C.lane_shared // in Go's memory; what follows points into it
	q *ring

	beats   *atomic.Uint32 // calls from the device
	starved *atomic.Uint32 // calls from the device at the moment a playing device found nothing
	hungry  *atomic.Uint32 // how often that was
	piece   *atomic.Int32  // most samples the device moved in a call
	aim     *atomic.Int32  // fill steered to
	waited  *atomic.Int32  // samples the device has waited for the last frame
	odd     *atomic.Int64  // samples the device played that were not from the engine, or took that had no room

	// The engine's side.
	bend     stretch
	mean     float32 // running average of the fill
	flowing  bool
	dropping bool
	last     int16
	seen     uint32 // hungry as last seen
	quiet    int    // samples since the last glitch
	base     int32
	patient  bool  // the device waits for a frame
	wide     int32 // added to base after glitches
	work     [2 * frameLen]int16
	path     float64 // how much longer the way through has become since the beginning, in samples
	seenOdd  int64
	fade     fader // of what is captured
	phase    phase
}

// newLane makes a lane for a device that captures or plays.
func newLane(captures bool, aim int32) *lane {
	c := new(C.lane_shared)
	if captures {
		c.captures = 1
	}
	l := &lane{
		c: c, base: aim, mean: float32(aim), phase: phase{off: lostBeyond},
		q: &ring{
			buf: unsafe.Slice((*int16)(&c.samples[0]), len(c.samples)),
			w:   (*atomic.Uint64)(unsafe.Pointer(&c.w)), r: (*atomic.Uint64)(unsafe.Pointer(&c.r)),
		},
		beats: counter(&c.beats), starved: counter(&c.starved), hungry: counter(&c.hungry),
		piece: (*atomic.Int32)(unsafe.Pointer(&c.piece)), aim: (*atomic.Int32)(unsafe.Pointer(&c.aim)),
		odd: (*atomic.Int64)(unsafe.Pointer(&c.odd)), waited: (*atomic.Int32)(unsafe.Pointer(&c.waited)),
	}
	l.aim.Store(aim)
	return l
}

// wait lets the device wait for frames, as long as what it holds itself lasts: it asks for pieces ahead of their time.
// Nothing need lie in the lane for it then. For whoever opens the device, before it begins.
func (l *lane) wait(holds int32) {
	l.c.patience = C.int32_t(holds)
	l.patient, l.base = true, waitAim
	l.aim.Store(waitAim)
	l.restart()
}

func counter(c *C.uint32_t) *atomic.Uint32 { return (*atomic.Uint32)(unsafe.Pointer(c)) }

// inC reports whether the device calls C without Go between.
func (l *lane) inC() bool { return counter(&l.c.inC).Load() != 0 }

// step is how fast to stretch for a fill, and remembers it.
func (l *lane) step(fill int) float64 {
	l.mean += (float32(fill) - l.mean) * average
	off := float64(l.mean-float32(l.aim.Load())) / settle
	return 1 + max(-maxBend, min(maxBend, off))
}

// restart makes the running average forget.
func (l *lane) restart() { l.mean = float32(l.aim.Load()) }

// oddities is what the device did by itself since asked last.
func (l *lane) oddities() float64 {
	now := l.odd.Load()
	n := now - l.seenOdd
	l.seenOdd = now
	return float64(n)
}

// rough widens the fill aimed at after a glitch, but for those of a device that begins.
func (l *lane) rough() {
	if l.beats.Load() > begins {
		l.wide, l.quiet = min(l.wide+wider, maxWider), 0
	}
}

// settleAim says which fill to steer to, and takes back in calm times what rough added.
func (l *lane) settleAim(n int) (aim int) {
	if l.quiet += n; l.quiet >= calm {
		l.quiet, l.wide = 0, max(l.wide-wider/2, 0)
		l.piece.Store(0) // a piece of twice the length, once, is no reason to wait for ever
	}
	aim32 := l.base + l.wide
	switch {
	case l.phase.kept: // pieces are whole: only one more helps against a glitch
		aim32 = nearAim + (l.wide+usual-1)/usual*usual
	case l.patient:
		// A device of large pieces does not wait.
		if beats := uint64(l.beats.Load()); beats > 100 && l.q.r.Load() > largest*beats {
			l.patient, l.base = false, outAim
		}
	default:
		aim32 += max(0, min(l.piece.Load(), 4*usual)-usual)
	}
	l.aim.Store(aim32)
	return int(aim32)
}

// play hands a frame to the device. For the engine.
func (l *lane) play(frame []int16) {
	if l.beats.Load() < 2 {
		l.path -= float64(len(frame))
		return // not running yet: a device may take seconds to begin
	}
	l.path += l.oddities()
	if h := l.hungry.Load(); h != l.seen {
		l.seen = h
		if l.beats.Load()-l.starved.Load() < glitches {
			l.rough()
		}
		l.restart()
	}
	fill, aim := l.q.fill()-int(l.waited.Swap(0)), l.settleAim(len(frame))
	if l.dropping && fill > aim {
		l.path -= float64(len(frame))
		return
	}
	l.bend.push(frame)
	step := l.step(fill)
	out := l.work[:l.bend.pull(l.work[:], step)]
	n, exact := len(out), float64(len(frame))/step // what is not given yet stays in the stretch
	switch {
	case l.dropping: // low enough: in again, softly
		l.dropping = false
		l.restart()
		for i := range min(fadeLen, len(out)) {
			out[i] = int16(int(out[i]) * i / fadeLen)
		}
	case fill > aim+slack: // the device has stood still: out, softly
		l.dropping = true
		out = out[:min(fadeLen, len(out))]
		for i := range out {
			out[i] = int16(int(out[i]) * (len(out) - 1 - i) / len(out))
		}
	}
	l.path += exact - float64(n-l.q.write(out)) - float64(len(frame))
	if l.patient {
		C.lane_ring(l.c)
	}
}

// render fills what a playing device asks for. For the device's thread, where it cannot call C itself.
func (l *lane) render(out []int16) {
	C.lane_render(l.c, (*C.int16_t)(unsafe.SliceData(out)), C.int32_t(len(out)))
}

// listen takes what a capturing device heard. For the device's thread, as above.
func (l *lane) listen(in []int16) {
	C.lane_listen(l.c, (*C.int16_t)(unsafe.SliceData(in)), C.int32_t(len(in)))
}

// capture fills a frame with what was heard, or silence. For the engine.
func (l *lane) capture(frame []int16) { l.captureAt(int(C.lane_age(l.c)), frame) }

// captureAt is capture so many samples after the last piece came; less than 0 where that is not known.
func (l *lane) captureAt(age int, frame []int16) {
	l.phase.follow(age)
	fill, aim := l.q.fill(), l.settleAim(len(frame))
	step := l.step(fill)
	l.path += float64(len(frame)) - l.oddities()
	switch {
	case !l.flowing && fill < aim:
		l.fade.out(frame)
		return
	case !l.flowing || fill > aim+slack:
		l.q.skip(fill - aim)
		l.path -= float64(fill-aim) + l.bend.forget() // else the break came in the midst of the fade
		l.flowing = true
		l.fade.begin(l.fade.last)
		l.restart()
		step = 1
	}
	n := l.q.read(l.work[:min(l.bend.need(len(frame), step), len(l.work))])
	l.bend.push(l.work[:n])
	got := l.bend.pull(frame, step)
	l.path -= float64(got) * step
	l.fade.apply(frame[:got])
	if got < len(frame) {
		l.fade.out(frame[got:])
		l.flowing = false
		l.rough()
	}
}

// fader joins pieces of sound without a click: it leads from the last sample into what comes, or down to silence.
type fader struct {
	last int16 // sample given last
	from int32 // sample to lead away from
	left int   // samples of the way still to go
	down bool  // the way leads to silence
}

// begin leads from a sample into the samples applied next.
func (f *fader) begin(from int16) { f.from, f.left, f.down = int32(from), fadeLen, false }

// apply passes s on, led into where begin was called.
func (f *fader) apply(s []int16) {
	if len(s) == 0 {
		return
	}
	for i := 0; i < len(s) && f.left > 0; i++ {
		f.left--
		s[i] = int16((f.from*int32(f.left) + int32(s[i])*int32(fadeLen-f.left)) / fadeLen)
	}
	f.last = s[len(s)-1]
}

// out fills s with the way down to silence.
func (f *fader) out(s []int16) {
	if !f.down {
		f.begin(f.last)
		f.down = true
	}
	clear(s)
	f.apply(s)
}
