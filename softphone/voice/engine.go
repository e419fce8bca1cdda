package voice

import (
	"context"
	"fmt"
	"net/netip"
	"slices"
	"sync"
	"time"

	"anteroom/softphone"
)

// Deck is what the engine needs from the sound devices: mono frames of 480 samples, 10 ms at 48 kHz. The engine calls
// each of them once a tick, also when there is nothing to hear. None may block, hold a lock for long, or allocate.
type Deck interface {
	// Capture fills frame from the microphone; silence where nothing came.
	Capture(frame []int16)
	// Play queues frame for the headset.
	Play(frame []int16)
	// Ring queues frame for the ring device.
	Ring(frame []int16)
}

// Options change what the engine does by itself.
type Options struct {
	// FirstPort and LastPort bound the UDP ports of calls; 0 stands for 16384 and 32767.
	FirstPort, LastPort uint16
	// Clock is the time to live in; nil is the system's.
	Clock Clock
	// Recordings is the folder that recordings go to; "" refuses them.
	Recordings string
}

const (
	// fallenBehind is when the engine gives up catching up, e.g. after the machine slept.
	fallenBehind = 200 * time.Millisecond
	// silenceNoticed is after how long a call that hears nothing at all is told about first, so that the other side can
	// be asked: longer than from one report to the next (RFC 3550 §6.3.1). silenceReported is how often from then on.
	silenceNoticed  = 8 * time.Second
	silenceReported = 30 * time.Second
)

// Engine is the sound of all calls. Its methods may be called from any goroutine, also before Run; they satisfy
// softphone.Voice.
type Engine struct {
	tell  softphone.Tell
	deck  Deck
	echo  echoTeller // nil for a deck that does not know
	needy needer     // nil for a deck that is always there
	leans leaner     // nil for a deck that has no clock
	idleness
	ports [2]uint16
	clock Clock

	recordings             string // folder
	stun                   stunServers
	micLevel, headsetLevel level

	mu          sync.Mutex // guards everything below
	ended       bool
	calls       map[softphone.CallID]*call
	order       []*call // the same, as they were opened
	conference  bool
	uncomforted bool                            // no comfort noise
	music       map[softphone.LineID]*holdMusic // "" is for all that have none of their own
	builtIn     []int16                         // the tune for those without a file; nil before somebody is to hear it
	tone        crossPlayer                     // a signal in the headset
	ring        crossPlayer                     // at the ring device
	knock       crossPlayer                     // the waiting signal, in the headset
	ringing     softphone.RingSound
	tuned       softphone.RingTune
	cadence     softphone.Cadence
	cleaning    cleaning
	mouth       mouth
	trial       trial
	news        []softphone.Event // told once the lock is open again

	// Of the tick alone.
	telling            []softphone.Event // the same, once it is
	mic, headset, bell [frameSize]int16
	micFrame, mix, out frame
}

// New makes an engine; nothing sounds before Run. tell gets DigitReceived, VoiceSilent,
// SpokeMuted, SoundTestMoved and QualityMeasured.
func New(tell softphone.Tell, deck Deck, o Options) *Engine {
	e := &Engine{
		tell: tell, deck: deck, clock: o.Clock, recordings: o.Recordings, ports: [2]uint16{o.FirstPort, o.LastPort},
		calls: map[softphone.CallID]*call{}, stun: newStunServers(), music: map[softphone.LineID]*holdMusic{"": {}}, mouth: mouth{gain: 1},
		news: make([]softphone.Event, 0, 16), telling: make([]softphone.Event, 0, 16),
	}
	e.echo, _ = deck.(echoTeller)
	e.needy, _ = deck.(needer)
	e.leans, _ = deck.(leaner)
	e.roused = make(chan struct{}, 1)
	if e.clock == nil {
		e.clock = newSystemClock()
	}
	if e.ports[0] == 0 {
		e.ports[0] = 16384
	}
	if e.ports[1] == 0 {
		e.ports[1] = 32767
	}
	return e
}

// Run ticks every 10 ms, as the microphone counts them, until ctx ends, closes all calls and returns nil. Deadlines are absolute: a late tick is
// followed by the next ones at once. With nothing to do for a while it rests until there is. It has a thread of its own
// only while haste makes it worth that.
func (e *Engine) Run(ctx context.Context) error {
	if c, ok := e.clock.(*systemClock); ok {
		defer c.relax()
	}
	defer e.end()
	hasty := 0 // ticks in a row that had no wait before them
	for next := e.clock.Now(); ; next = next.Add(tickLength + e.lean()) {
		next = e.pause(ctx, next)
		if e.clock.Wait(ctx, next) != nil {
			return nil
		}
		late := e.clock.Now().Sub(next)
		if hasty++; late < tickLength {
			hasty = 0
		} else if hasty%4 == 0 {
			nap(time.Millisecond) // see hurry
		}
		if late > fallenBehind {
			missed := late / tickLength
			e.skip(uint32(missed))
			next = next.Add(missed * tickLength)
		}
		e.tick(next)
	}
}

// leaner is a deck whose microphone has a clock of its own; see sound.Deck.
type leaner interface {
	Lean() time.Duration
}

// lean is by how much later than usual the next tick is due.
func (e *Engine) lean() time.Duration {
	if e.leans == nil {
		return 0
	}
	return e.leans.Lean()
}

// skip lets the streams' clocks go on over ticks that were missed, so that what follows is not late for whoever hears.
func (e *Engine) skip(ticks uint32) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, c := range e.order {
		c.out.skip(ticks)
	}
}

// end closes whatever is open; nothing can be opened after it.
func (e *Engine) end() {
	e.mu.Lock()
	e.ended = true
	left := e.order
	e.calls, e.order = map[softphone.CallID]*call{}, nil
	e.cleaning.close()
	now := e.clock.Now()
	for _, c := range left {
		c.tell(now, true)
	}
	e.mu.Unlock()
	for _, c := range left {
		c.close()
	}
	e.stun.end()
}

// Open binds RTP and RTCP for a call on an address. Opening a call again gives what it has.
func (e *Engine) Open(ctx context.Context, id softphone.CallID, bind netip.Addr) (softphone.LocalMedia, error) {
	if local, ok, err := e.opened(id); ok || err != nil {
		return local, err
	}
	s, err := openSockets(ctx, bind, e.ports[0], e.ports[1])
	if err != nil {
		return softphone.LocalMedia{}, fmt.Errorf("voice: open call %s: %w", id, err)
	}
	c := newCall(id, s)
	at := netip.AddrPortFrom(bind.Unmap(), s.rtp.LocalAddr().(interface{ AddrPort() netip.AddrPort }).AddrPort().Port())
	c.local = softphone.LocalMedia{RTP: at, Codecs: offeredCodecs(), EventType: offeredEventType, WideEventType: offeredWideEventType}
	c.socket = s
	s.read(c, e.clock)
	e.mu.Lock()
	other, twice := e.calls[id]
	ended := e.ended
	if !twice && !ended {
		e.add(c)
	}
	e.mu.Unlock()
	switch {
	case twice:
		s.close()
		return other.local, nil
	case ended:
		s.close()
		return softphone.LocalMedia{}, errEnded
	}
	return c.local, nil
}

// errEnded answers what is asked of an engine that has stopped.
var errEnded = softphone.Reason{Code: softphone.SoundFailed, Detail: "the sound engine has stopped"}

func (e *Engine) opened(id softphone.CallID) (softphone.LocalMedia, bool, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.ended {
		return softphone.LocalMedia{}, false, errEnded
	}
	if c, ok := e.calls[id]; ok {
		return c.local, true, nil
	}
	return softphone.LocalMedia{}, false, nil
}

// add takes a call in; e.mu is held.
func (e *Engine) add(c *call) {
	c.in.noise.off = e.uncomforted
	e.calls[c.id] = c
	e.order = append(e.order, c)
	e.rouse()
}

// with does something with a call.
func (e *Engine) with(deed string, id softphone.CallID, do func(c *call) error) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	c, ok := e.calls[id]
	if !ok {
		return fmt.Errorf("voice: %s call %s: %w", deed, id, softphone.Reason{Code: softphone.NoSuchCall})
	}
	if err := do(c); err != nil {
		return fmt.Errorf("voice: %s call %s: %w", deed, id, err)
	}
	return nil
}

// Agree sets what an offer and its answer settled: where to send, the codec, the events, the direction. It may come
// again at any time. The error is a Reason.
func (e *Engine) Agree(_ context.Context, id softphone.CallID, m softphone.Media) error {
	now := e.clock.Now()
	return e.with("agree on", id, func(c *call) error { return c.agree(m, now) })
}

// Set connects a call's sound. The error is a Reason.
func (e *Engine) Set(_ context.Context, id softphone.CallID, mode softphone.VoiceMode) error {
	now := e.clock.Now()
	err := e.with("set", id, func(c *call) error { return c.set(mode, now) })
	if err == nil && mode == softphone.VoiceMusic {
		tune := holdTune() // not under the lock; and he is on hold already, with silence for as long as it takes
		e.mu.Lock()
		defer e.mu.Unlock()
		e.builtIn = tune
	}
	return err
}

// SoundDigits sends 0-9 * # A-D one after the other, as telephone-events where they were agreed and as tones otherwise,
// or as tones in any case, or only lets her hear them. The error is a Reason: for other characters, too many, or a side
// that does not listen.
func (e *Engine) SoundDigits(_ context.Context, id softphone.CallID, digits string, how softphone.Digits) error {
	return e.with("send digits in", id, func(c *call) error {
		c.out.to = c.source.target()
		if !c.sends() && how != softphone.DigitsInfo {
			return softphone.Reason{Code: softphone.WrongState, Detail: "the other side does not listen"}
		}
		if !c.digits.add(digits, how) {
			return softphone.Reason{Code: softphone.BadValue, Detail: "not digits, or too many"}
		}
		return nil
	})
}

// Close ends a call's sound, saying goodbye by RTCP, and tells how it travelled; an unknown call is closed already.
func (e *Engine) Close(_ context.Context, id softphone.CallID) error {
	e.mu.Lock()
	c, ok := e.calls[id]
	var last softphone.Quality
	if ok {
		last = c.quality()
		delete(e.calls, id)
		e.order = slices.DeleteFunc(e.order, func(o *call) bool { return o == c })
		if c.bridged != nil {
			c.bridged.bridged = nil
		}
		c.tell(e.clock.Now(), true)
	}
	e.mu.Unlock()
	if ok {
		c.close()
	}
	if last.Measured() {
		e.tell(softphone.QualityMeasured{At: softphone.At{At: e.clock.Now()}, Call: id, Quality: last})
	}
	return nil
}

// Conference lets all talking calls hear each other, or only the secretary.
func (e *Engine) Conference(_ context.Context, on bool) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.conference = on
	return nil
}

// Bridge lets two calls hear each other while both are in VoiceBridge. The error is a Reason.
func (e *Engine) Bridge(_ context.Context, a, b softphone.CallID) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	one, other := e.calls[a], e.calls[b]
	if one == nil || other == nil || one == other {
		return fmt.Errorf("voice: join calls %s and %s: %w", a, b, softphone.Reason{Code: softphone.NoSuchCall})
	}
	for _, c := range []*call{one, other} {
		if c.bridged != nil {
			c.bridged.bridged = nil
		}
	}
	one.bridged, other.bridged = other, one
	return nil
}
