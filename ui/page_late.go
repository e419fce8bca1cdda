package ui

import (
	"maps"
	"slices"
	"sync"
	"time"

	"anteroom/softphone"
)

// typingPause is how long a page waits after the last key before it tells the desk.
const typingPause = 600 * time.Millisecond

// lateSave tells the desk what was typed once typing pauses, so that not every key writes to the disk. What waits can
// be sent at once, when a field or the page is left.
type lateSave struct {
	tell  func(softphone.Event)
	after func(time.Duration, func()) (stop func() bool)
	held  *lateSaves // the window's

	mu      sync.Mutex // guards waiting, order, stop, closing
	waiting map[string]func() softphone.Event
	order   []string
	stop    func() bool
	closing func() // takes back that the window sends what waits as it closes; nil while nothing waits
}

// newLateSave sends to the window's desk; what waits when the window closes is sent then. With nothing waiting, nothing holds it.
func newLateSave(w *Window) *lateSave {
	return &lateSave{tell: w.desk.Tell, held: &w.lates, waiting: map[string]func() softphone.Event{},
		after: func(d time.Duration, f func()) func() bool { return time.AfterFunc(d, f).Stop }}
}

// put keeps an event until typing pauses; a newer one of the same key replaces it. make runs on any goroutine.
func (l *lateSave) put(key string, make func() softphone.Event) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.waiting[key] == nil {
		l.order = append(l.order, key)
	}
	l.waiting[key] = make
	if l.closing == nil {
		l.closing = l.held.add(l)
	}
	if l.stop != nil {
		l.stop()
	}
	l.stop = l.after(typingPause, l.flush)
}

// forget drops what waits under a key.
func (l *lateSave) forget(key string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.waiting, key)
}

// flush sends everything now.
func (l *lateSave) flush() {
	l.mu.Lock()
	if l.stop != nil {
		l.stop()
		l.stop = nil
	}
	if l.closing != nil {
		l.closing()
		l.closing = nil
	}
	var all []func() softphone.Event
	for _, k := range l.order {
		if f := l.waiting[k]; f != nil {
			all = append(all, f)
		}
	}
	clear(l.waiting)
	l.order = nil
	l.mu.Unlock()
	for _, f := range all {
		l.tell(f())
	}
}

// pending tells whether something waits under a key.
func (l *lateSave) pending(key string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.waiting[key] != nil
}

// lateSaves are those of a window with which something waits.
type lateSaves struct {
	mu  sync.Mutex // guards all
	all map[*lateSave]bool
}

func (a *lateSaves) add(l *lateSave) (remove func()) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.all == nil {
		a.all = map[*lateSave]bool{}
	}
	a.all[l] = true
	return func() {
		a.mu.Lock()
		defer a.mu.Unlock()
		delete(a.all, l)
	}
}

// flush sends everything that waits, in any of them.
func (a *lateSaves) flush() {
	a.mu.Lock()
	all := slices.Collect(maps.Keys(a.all))
	a.mu.Unlock()
	for _, l := range all {
		l.flush()
	}
}
