// Package desk runs the one loop that owns the State of the desk and carries effects out.
package desk

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"anteroom/softphone"
)

// closingTime is how long the ends of calls and the last saves may take when the program ends.
const closingTime = 5 * time.Second

// World is everything around the desk. All of it must be there.
type World struct {
	Telephone softphone.Telephone
	Voice     softphone.Voice
	Sound     softphone.Sound
	Books     softphone.Books
	Exchange  softphone.Exchange
	Calendars softphone.CalendarReader
	Screen    softphone.Screen
	Post      softphone.Post
	Callers   softphone.CallerBook // nil: nobody is known
}

// Desk is the loop. Only Run touches the state; everybody else tells it events and reads what it published.
type Desk struct {
	log   *slog.Logger
	in    *mailbox
	state atomic.Pointer[softphone.State]
	asks  atomic.Uint64

	mu       sync.Mutex // guards watchers, waiting
	watchers map[int]func(softphone.State, softphone.Event)
	next     int
	waiting  map[softphone.AskID]chan softphone.Reply
}

var _ softphone.Desk = (*Desk)(nil)

// New makes a desk that takes events at once and works on them once Run is called.
func New(log *slog.Logger) *Desk {
	d := &Desk{
		log: log, in: newMailbox(),
		watchers: map[int]func(softphone.State, softphone.Event){}, waiting: map[softphone.AskID]chan softphone.Reply{},
	}
	d.state.Store(&softphone.State{})
	return d
}

// Tell hands in an event; after the end of Run it is dropped.
func (d *Desk) Tell(e softphone.Event) { d.in.put(e) }

// State is the newest state; nobody may write into it.
func (d *Desk) State() softphone.State { return *d.state.Load() }

// Watch calls fn after every step, on the desk's goroutine.
func (d *Desk) Watch(fn func(softphone.State, softphone.Event)) (cancel func()) {
	d.mu.Lock()
	defer d.mu.Unlock()
	id := d.next
	d.next++
	d.watchers[id] = fn
	return func() {
		d.mu.Lock()
		defer d.mu.Unlock()
		delete(d.watchers, id)
	}
}

// Ask tells a press and waits for its reply. The error is a softphone.Reason, or ctx's.
func (d *Desk) Ask(ctx context.Context, make_ func(softphone.AskID) softphone.Event) (softphone.CallID, error) {
	id, answer := softphone.AskID(d.asks.Add(1)), make(chan softphone.Reply, 1)
	d.mu.Lock()
	d.waiting[id] = answer
	d.mu.Unlock()
	defer func() {
		d.mu.Lock()
		delete(d.waiting, id)
		d.mu.Unlock()
	}()
	d.Tell(make_(id))
	select {
	case r := <-answer:
		if !r.Reason.Zero() {
			return r.Call, r.Reason
		}
		return r.Call, nil
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

// Run works until ctx ends, then hangs up what lives, lets the last saves finish and returns. It is called once.
func (d *Desk) Run(ctx context.Context, w World) error {
	// Effects outlive ctx, so that the last calls can be ended and the last rows written.
	work, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	r := &runner{desk: d, world: w, queues: newQueues(), alarms: newAlarms(), ctx: work}
	r.mailTime, r.cutMail = context.WithCancel(work)
	defer r.cutMail()
	defer r.alarms.timer.Stop()
	ended := ctx.Done()
	var giveUp <-chan time.Time
	for {
		select {
		case <-ended:
			ended, giveUp = nil, time.After(closingTime)
			r.cutMail()
			r.step(softphone.DeskClosing{At: softphone.At{At: time.Now()}})
		case <-giveUp:
			d.in.close()
			return errors.Join(errors.New("desk: calls or saves did not end in time"), r.queues.close(0, stop))
		case <-d.in.ready():
			for _, e := range d.in.take() {
				r.step(e)
			}
		case <-r.alarms.timer.C:
			for _, e := range r.alarms.ring() {
				r.desk.Tell(e)
			}
		case <-r.queues.idle():
		}
		if ended == nil && r.settled() && d.in.empty() {
			d.in.close()
			return r.queues.close(closingTime, stop)
		}
	}
}

// runner is one Run at work.
type runner struct {
	desk   *Desk
	world  World
	queues *queues
	alarms *alarms         // touched by the loop only
	ctx    context.Context // of the effects; lives as long as the runner

	mailTime context.Context // of mails, which do not hold the end up
	cutMail  func()
}

// settled: no call lives and nothing is under way.
func (r *runner) settled() bool {
	for _, c := range r.desk.State().Calls {
		if c.Live() {
			return false
		}
	}
	return r.queues.quiet()
}

// step works on one event. A fault in the rules costs that event, not the calls: the old state still stands.
func (r *runner) step(e softphone.Event) {
	defer func() {
		if fault := recover(); fault != nil {
			r.desk.log.Error("event failed", "event", fmt.Sprintf("%T", e), "fault", fault, "stack", string(debug.Stack()))
		}
	}()
	s, effects := softphone.Step(r.desk.State(), e)
	r.desk.state.Store(&s)
	r.desk.log.Debug("event", "kind", fmt.Sprintf("%T", e))
	for _, effect := range effects {
		r.start(effect)
	}
	r.desk.mu.Lock()
	watchers := make([]func(softphone.State, softphone.Event), 0, len(r.desk.watchers))
	for _, w := range r.desk.watchers {
		watchers = append(watchers, w)
	}
	r.desk.mu.Unlock()
	for _, w := range watchers {
		w(s, e)
	}
}

// start carries out what needs no waiting, and queues the rest.
func (r *runner) start(effect softphone.Effect) {
	switch e := effect.(type) {
	case softphone.WakeAt:
		r.alarms.wake(e.Key, e.At)
	case softphone.RaiseWindow:
		r.world.Screen.Raise(e.Call)
	case softphone.FocusField:
		r.world.Screen.Focus(e.Field)
	case softphone.Reply:
		r.desk.mu.Lock()
		answer := r.desk.waiting[e.Ask]
		r.desk.mu.Unlock()
		if answer != nil {
			answer <- e
		}
	default:
		r.queues.put(effect.Queue(), func() { r.carry(effect) })
	}
}
