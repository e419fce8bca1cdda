package sound

import (
	"cmp"
	"context"
	"sync"
	"sync/atomic"
	"time"

	"anteroom/softphone"
)

// devices is the deck of a computer's own microphone, headset and bell.
type devices struct {
	sys  system
	tell func(softphone.AudioStatus)

	lanes   [posts]atomic.Pointer[lane] // from the keeper to the engine; nil where no device works
	needs   [posts]atomic.Bool          // from the engine to the keeper
	volumes [posts]volume

	mu     sync.Mutex // guards choice
	choice softphone.AudioChoice
	wake   chan struct{}

	// The engine's own.
	heard  *lane
	onPath [2]*lane // microphone and headset as echoPath saw them last
	era    int
	scaled [frameLen]int16
}

func newDevices(sys system, tell func(softphone.AudioStatus), c softphone.AudioChoice) *devices {
	d := &devices{sys: sys, tell: tell, wake: make(chan struct{}, 1)}
	for p := range posts {
		d.needs[p].Store(true)
	}
	d.choose(c)
	return d
}

func (d *devices) need(headset, bells bool) {
	for p, want := range [posts]bool{microphone: headset, speaker: headset, bell: bells} {
		if d.needs[p].Swap(want) != want && want {
			d.lookNow()
		}
	}
}

// lookNow has the keeper look without waiting for its time.
func (d *devices) lookNow() {
	select {
	case d.wake <- struct{}{}:
	default:
	}
}

func (d *devices) choose(c softphone.AudioChoice) {
	d.volumes[bell].set(c.RingVolume)
	d.volumes[microphone].set(cmp.Or(c.MicrophoneVolume, 100))
	d.volumes[speaker].set(cmp.Or(c.SpeakerVolume, 100))
	d.mu.Lock()
	d.choice = c
	d.mu.Unlock()
	d.lookNow()
}

func (d *devices) wanted() softphone.AudioChoice {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.choice
}

func (d *devices) capture(frame []int16) {
	l := d.lanes[microphone].Load()
	if l != d.heard && l != nil && d.heard != nil {
		l.fade.last = d.heard.fade.last // from one device to the next without a click
	}
	if l != nil {
		d.heard = l
		l.capture(frame)
		d.volumes[microphone].scale(frame, frame)
		return
	}
	if d.heard == nil {
		clear(frame)
		return
	}
	d.heard.fade.out(frame)
	d.volumes[microphone].scale(frame, frame)
}

func (d *devices) play(frame []int16) {
	d.hand(speaker, frame)
}

// hand gives a frame to a playing device, as loud as it is to be.
func (d *devices) hand(p post, frame []int16) {
	l := d.lanes[p].Load()
	for l != nil && len(frame) > 0 {
		n := min(len(frame), len(d.scaled))
		d.volumes[p].scale(d.scaled[:n], frame[:n])
		l.play(d.scaled[:n])
		frame = frame[n:]
	}
}

// echoPath adds up the ways through the two lanes, whose devices are taken to share a clock, as those of a headset do.
func (d *devices) echoPath() (queued int, path float64, era int) {
	queued = -frameLen
	for i, p := range []post{microphone, speaker} {
		l := d.lanes[p].Load()
		if l != d.onPath[i] {
			d.onPath[i] = l
			d.era++
		}
		if l != nil {
			queued += int(l.mean)
			path += l.path
		}
	}
	return max(queued, 0), path, d.era
}

func (d *devices) ring(frame []int16) { d.hand(bell, frame) }

const (
	watchEvery = 50 * time.Millisecond
	patience   = time.Second     // for one look at the devices, before it is said that the sound system hangs
	goodbye    = 2 * time.Second // for closing everything at the end
)

// run keeps the devices open. Calls into the sound system can hang as long as its server does, so they are made by a
// goroutine beside this one, which at the end is left behind if it has to be.
func (d *devices) run(ctx context.Context) error {
	k := newKeeper(d)
	type sight struct {
		status softphone.AudioStatus
		next   time.Duration // until the next look
	}
	looks, seen, ended := make(chan time.Time), make(chan sight, 1), make(chan struct{})
	go func() {
		defer close(ended)
		defer k.leave()
		for now := range looks {
			k.look(now)
			seen <- sight{k.status(now), k.pace()}
		}
	}()
	pace := watchEvery
	tick := time.NewTicker(pace)
	defer tick.Stop()

	looking, since := true, time.Now()
	looks <- since
	for ctx.Err() == nil {
		select {
		case <-ctx.Done():
		case s := <-seen:
			looking = false
			if s.next != pace {
				pace = s.next
				tick.Reset(pace)
			}
			d.tell(s.status)
		case <-d.wakeUnless(looking):
			looking, since = true, time.Now()
			looks <- since
		case now := <-tick.C:
			if looking {
				if now.Sub(since) > patience {
					d.tell(softphone.AudioStatus{Trouble: softphone.Reason{Code: softphone.SoundFailed, Detail: "the sound system does not answer"}})
				}
				continue
			}
			looking, since = true, now
			looks <- now
		}
	}
	close(looks)
	select {
	case <-ended:
	case <-time.After(goodbye):
	}
	return nil
}

// wakeUnless is d.wake while nobody looks.
func (d *devices) wakeUnless(looking bool) <-chan struct{} {
	if looking {
		return nil
	}
	return d.wake
}
