// Package calendar reads the principals' calendars (iCalendar, RFC 5545) from files and web addresses, over and over, and
// tells when they keep somebody away or busy.
//
// What stands in an event is not handed on, but for the place of one that is not private.
package calendar

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"sync"
	"time"

	"anteroom/softphone"
)

const (
	pollWeb  = 5 * time.Minute
	pollFile = 30 * time.Second
	// After failures a calendar is tried again after longer and longer.
	firstRetry = 30 * time.Second
	lastRetry  = 30 * time.Minute
	// window is how far ahead events are told; they are told again when much of it has passed.
	window  = 14 * 24 * time.Hour
	refresh = 6 * time.Hour
)

// Options are for tests and for `cmd`.
type Options struct {
	Client *http.Client     // nil: one that verifies certificates as the system does
	Now    func() time.Time // nil: time.Now
	Zone   *time.Location   // of times without a zone; nil: the computer's
	// Web, File and Retry shorten the pauses; 0: as above.
	Web, File, Retry time.Duration
}

// Reader reads calendars.
type Reader struct {
	tell softphone.Tell
	o    Options
	wake chan struct{}

	mu     sync.Mutex // guards wanted
	wanted map[softphone.PrincipalID]string
}

// New makes a reader that reads once Run is called.
func New(tell softphone.Tell, o Options) *Reader {
	if o.Client == nil {
		o.Client = webClient()
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Zone == nil {
		o.Zone = time.Local
	}
	or := func(d *time.Duration, usual time.Duration) {
		if *d == 0 {
			*d = usual
		}
	}
	or(&o.Web, pollWeb)
	or(&o.File, pollFile)
	or(&o.Retry, firstRetry)
	return &Reader{tell: tell, o: o, wake: make(chan struct{}, 1), wanted: map[softphone.PrincipalID]string{}}
}

// Follow has these calendars read from now on, and no others.
func (r *Reader) Follow(_ context.Context, all []softphone.Calendar) error {
	r.mu.Lock()
	r.wanted = map[softphone.PrincipalID]string{}
	for _, c := range all {
		r.wanted[c.Principal] = c.Address
	}
	r.mu.Unlock()
	select {
	case r.wake <- struct{}{}:
	default:
	}
	return nil
}

// Run reads until ctx ends.
func (r *Reader) Run(ctx context.Context) error {
	type reading struct {
		address string
		stop    func()
	}
	now := map[softphone.PrincipalID]reading{}
	var all sync.WaitGroup
	defer all.Wait()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-r.wake:
		}
		r.mu.Lock()
		wanted := maps.Clone(r.wanted)
		r.mu.Unlock()
		for id, x := range now {
			if wanted[id] != x.address {
				x.stop()
				delete(now, id)
			}
		}
		for id, address := range wanted {
			if _, runs := now[id]; runs {
				continue
			}
			own, stop := context.WithCancel(ctx)
			now[id] = reading{address, stop}
			all.Go(func() {
				defer stop()
				r.read(own, id, address)
			})
		}
	}
}

// read reads one calendar until ctx ends.
func (r *Reader) read(ctx context.Context, id softphone.PrincipalID, address string) {
	var from source
	var told time.Time // when its events were told last
	retry := r.o.Retry
	for {
		pause := r.o.Web
		text, changed, err := from.fetch(ctx, r.o.Client, address)
		if from.file {
			pause = r.o.File
		}
		now := r.o.Now()
		if err == nil && (changed || now.Sub(told) >= min(refresh, window/2) || told.IsZero()) {
			var busy []softphone.BusyTime
			if busy, err = busyTimes(text, now.Add(-24*time.Hour), now.Add(window), r.o.Zone); err == nil && ctx.Err() == nil {
				told = now
				r.tell(softphone.CalendarRead{At: softphone.At{At: now}, Principal: id, Address: address, Busy: busy})
			}
		}
		if ctx.Err() != nil {
			return
		}
		if err != nil {
			from.forget() // so that it is told again once it can be read
			told = time.Time{}
			r.tell(softphone.CalendarFailed{At: softphone.At{At: now}, Principal: id, Address: address, Reason: reasonOf(err)})
			pause, retry = retry, min(2*retry, lastRetry)
		} else {
			retry = r.o.Retry
		}
		wait := time.NewTimer(pause)
		select {
		case <-ctx.Done():
			wait.Stop()
			return
		case <-wait.C:
		}
	}
}

func reasonOf(err error) softphone.Reason {
	var why softphone.Reason
	if errors.As(err, &why) {
		return why
	}
	return softphone.Reason{Code: softphone.CalendarUnreadable, Detail: err.Error()}
}
