package sound

import (
	"time"

	"anteroom/softphone"
)

const (
	silent    = 5                      // looks without a beat, 250 ms: the device is gone
	beginning = 3 * time.Second        // in which an opened device has to begin; some need two
	wellLived = 5 * time.Second        // a device that worked so long is opened again at once
	listEvery = time.Second            // how often devices are listed
	retryFast = 250 * time.Millisecond // between attempts to reach a sound system just lost
	retrySlow = time.Second
	mourning  = 5 * time.Second  // how long a lost server is waited for before another sound system is taken
	lingers   = 10 * time.Second // how long a device stays open that nobody needs any more
	newsLasts = 10 * time.Second // how long a default device that vanished is told
)

// worker is the device at one post.
type worker struct {
	end       func()
	lane      *lane // nil while it rests: it is closed then, and opened again when it is needed
	device    found
	byDefault bool
	opened    time.Time
	beats     uint32
	still     int // looks without a beat
	flowing   bool
}

// keeper sees to it that every post has a device, if there is one at all. It belongs to one goroutine.
type keeper struct {
	d        *devices
	host     host
	last     string // backend lost
	lostAt   time.Time
	retryAt  time.Time
	listAt   time.Time
	feltAt   time.Time        // when beats were last felt
	needed   [posts]time.Time // when each was last needed
	devices  inventory
	choice   softphone.AudioChoice
	workers  [posts]*worker
	refused  [posts]map[string]refusal
	names    map[string]string // of devices seen, by ID
	failure  string            // of the last device that would not open
	lost     string            // default device that vanished
	lostTill time.Time
}

func newKeeper(d *devices) *keeper {
	k := &keeper{d: d, names: map[string]string{}}
	for p := range k.refused {
		k.refused[p] = map[string]refusal{}
	}
	return k
}

// look is one round: who still works, what is there, what is to change.
func (k *keeper) look(now time.Time) {
	due := !now.Before(k.listAt)
	if c := k.d.wanted(); c != k.choice {
		for p := range posts {
			if chosen(c, p) != chosen(k.choice, p) {
				clear(k.refused[p]) // somebody wants it now
				due = true
			}
		}
		k.choice = c
	}
	if k.rest(now) {
		due = true
	}
	if k.host != nil && due && k.d.sys.better(k.host.name()) {
		k.leaveHost(now)
	}
	for range 2 { // a second time with a new connection when the first has gone
		fresh := k.host == nil
		if fresh {
			if !k.connect(now) {
				return
			}
			due = true
		}
		dead := k.dead(now)
		if !due && len(dead) == 0 {
			return
		}
		k.listAt = now.Add(listEvery)
		v, err := k.host.list()
		if err != nil {
			k.last, k.lostAt = k.host.name(), now
			k.leaveHost(now)
			if fresh {
				k.retryAt = now.Add(retrySlow) // it answers, but is of no use
				return
			}
			continue
		}
		k.devices = v
		k.bury(dead, now)
		// Speakers first: which monitor may be a microphone depends on them.
		for _, p := range []post{speaker, bell, microphone} {
			k.fill(p, now)
		}
		k.remember()
		return
	}
}

// rest closes the devices that nobody has needed for a while. wanted: one that rests is needed.
func (k *keeper) rest(now time.Time) (wanted bool) {
	for p, w := range k.workers {
		need := k.d.needs[p].Load()
		if need {
			k.needed[p] = now
		}
		switch {
		case w == nil:
		case w.lane == nil:
			wanted = wanted || need
		case !need && w.flowing && now.Sub(k.needed[p]) > lingers && now.Sub(w.opened) > lingers: // it is known to work
			k.d.lanes[p].Store(nil)
			w.lane = nil
			w.end()
		}
	}
	return wanted
}

// pace is how long after a look the next is due.
func (k *keeper) pace() time.Duration {
	if k.host == nil {
		return watchEvery
	}
	for _, w := range k.workers {
		if w != nil && w.lane != nil {
			return watchEvery
		}
	}
	return listEvery // there is no beat to be felt
}

// remember keeps the names of all devices, for telling of one that is gone, and forgets the loss of one that is back.
func (k *keeper) remember() {
	for _, list := range [][]found{k.devices.microphones, k.devices.speakers} {
		for _, f := range list {
			k.names[f.ID] = f.Name
			if f.Name == k.lost {
				k.lost = ""
			}
		}
	}
}

// connect reaches for a sound system, not too often.
func (k *keeper) connect(now time.Time) bool {
	if now.Before(k.retryAt) {
		return false
	}
	if now.Sub(k.lostAt) > mourning {
		k.last = ""
	}
	h, err := k.d.sys.connect(k.last)
	if err != nil {
		k.retryAt = now.Add(retrySlow)
		if k.last != "" {
			k.retryAt = now.Add(retryFast)
		}
		return false
	}
	k.host, k.last = h, ""
	return true
}

// leaveHost lets everything of the present connection go.
func (k *keeper) leaveHost(now time.Time) <-chan struct{} {
	for p := range posts {
		k.dismiss(p)
		clear(k.refused[p])
	}
	k.devices, k.failure = inventory{}, ""
	h := k.host
	k.host, k.retryAt = nil, now
	return h.close()
}

// leave ends everything, waiting for what does end.
func (k *keeper) leave() {
	if k.host == nil {
		return
	}
	select {
	case <-k.leaveHost(time.Now()):
	case <-time.After(goodbye / 2):
	}
}

// dead lists the posts whose device gives no sign of life. It counts looks and not time, which also passes while the
// whole computer sleeps; but not looks that a choice brought forward.
func (k *keeper) dead(now time.Time) (gone []post) {
	full := now.Sub(k.feltAt) >= watchEvery/2
	if full {
		k.feltAt = now
	}
	for p, w := range k.workers {
		if w == nil || w.lane == nil {
			continue
		}
		if b := w.lane.beats.Load(); b != w.beats {
			w.beats, w.still = b, 0
			w.flowing = w.flowing || b >= 3 // a playing device asks once before it begins
		} else if full {
			w.still++
		}
		if w.flowing && w.still >= silent || !w.flowing && now.Sub(w.opened) > beginning {
			gone = append(gone, post(p))
		}
	}
	return gone
}

// bury takes dead devices from their posts. One that is still listed gets another chance if it worked well, else is
// refused for a while.
func (k *keeper) bury(gone []post, now time.Time) {
	for _, p := range gone {
		w := k.workers[p]
		k.dismiss(p)
		id := w.device.ID
		_, listed := named(k.devices.of(p), id)
		switch {
		case !listed:
			delete(k.refused[p], id) // when it returns it is another
			k.vanished(w, now)
		case w.flowing && now.Sub(w.opened) > wellLived:
			delete(k.refused[p], id)
		default:
			k.refused[p][id] = k.refused[p][id].again(now)
		}
	}
}

// vanished remembers for a while that a default device went away; a chosen one is told as long as it is missing.
func (k *keeper) vanished(w *worker, now time.Time) {
	if w.byDefault {
		k.lost, k.lostTill = w.device.Name, now.Add(newsLasts)
	}
}

func (k *keeper) dismiss(p post) {
	if w := k.workers[p]; w != nil {
		k.d.lanes[p].Store(nil)
		k.workers[p] = nil
		if w.lane != nil {
			w.end()
		}
	}
}

// fill puts the right device to work at a post.
func (k *keeper) fill(p post, now time.Time) {
	list := k.devices.of(p)
	usable := func(id string) bool { return !now.Before(k.refused[p][id].until) }
	for range len(list) + 1 {
		f, byDefault, ok := pick(list, chosen(k.choice, p), k.playing(p), usable)
		w := k.workers[p]
		if w != nil {
			if _, listed := named(list, w.device.ID); !listed {
				k.vanished(w, now)
			}
			if ok && k.stays(p, w, f, byDefault) {
				w.device, w.byDefault = f, byDefault
				return
			}
		}
		if !ok {
			k.dismiss(p)
			return
		}
		if k.hire(p, f, byDefault, now) {
			return
		}
		k.refused[p][f.ID] = k.refused[p][f.ID].again(now)
	}
}

// stays reports whether the present worker is the one wanted, be it that its stream moved with the default.
func (k *keeper) stays(p post, w *worker, f found, byDefault bool) bool {
	if w.lane == nil && k.d.needs[p].Load() {
		return false
	}
	follows := k.host.follows(p)
	if w.byDefault && byDefault && follows {
		return true
	}
	return w.device.ID == f.ID && (w.byDefault == byDefault || !follows)
}

// playing are the speakers we play into, for the microphone.
func (k *keeper) playing(p post) (ids []string) {
	if p != microphone {
		return nil
	}
	for _, w := range []*worker{k.workers[speaker], k.workers[bell]} {
		if w != nil {
			ids = append(ids, w.device.ID)
		}
	}
	return ids
}

// hire opens a device and puts it in the present one's place.
func (k *keeper) hire(p post, f found, byDefault bool, now time.Time) bool {
	aim := int32(outAim)
	if p == microphone {
		aim = inAim
	}
	w := &worker{lane: newLane(p == microphone, aim), device: f, byDefault: byDefault, opened: now}
	key := &f.key
	if byDefault && k.host.follows(p) {
		key = nil
	}
	var err error
	if w.end, err = k.host.open(p, key, w.lane); err != nil {
		k.failure = err.Error()
		return false
	}
	k.dismiss(p)
	k.failure = ""
	k.workers[p] = w
	k.d.lanes[p].Store(w.lane)
	return true
}

// status is what is told.
func (k *keeper) status(now time.Time) softphone.AudioStatus {
	var s softphone.AudioStatus
	if k.host != nil {
		s.Backend = k.host.name()
	}
	for p, name := range []*string{&s.Microphone, &s.Speaker, &s.Ring} {
		if w := k.workers[p]; w != nil {
			*name = w.device.Name
		}
	}
	s.Microphones = shown(k.devices.microphones, s.Microphone, k.choice.Microphone)
	s.Speakers = shown(k.devices.speakers)
	s.Trouble = k.trouble(now)
	return s
}

func (k *keeper) trouble(now time.Time) softphone.Reason {
	mic, spk := k.workers[microphone] != nil, k.workers[speaker] != nil
	switch {
	case !mic && !spk:
		return softphone.Reason{Code: softphone.NoSoundAtAll, Detail: k.failure}
	case !spk:
		return softphone.Reason{Code: softphone.NoSpeaker, Detail: k.failure}
	case !mic:
		return softphone.Reason{Code: softphone.NoMicrophone, Detail: k.failure}
	}
	for p := range posts {
		name, w := chosen(k.choice, p), k.workers[p]
		if name != "" && (w == nil || w.device.ID != name && w.device.Name != name) {
			if known, ok := k.names[name]; ok {
				name = known
			}
			return softphone.Reason{Code: softphone.DeviceVanished, Detail: name}
		}
	}
	if k.workers[bell] == nil {
		return softphone.Reason{Code: softphone.SoundFailed, Detail: k.failure}
	}
	if k.lost != "" && now.Before(k.lostTill) {
		return softphone.Reason{Code: softphone.DeviceVanished, Detail: k.lost}
	}
	return softphone.Reason{}
}
