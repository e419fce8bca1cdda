package ui

import (
	"context"
	"sync"
	"time"

	"fyne.io/fyne/v2"

	"anteroom/softphone"
)

// paintGap is the least time between two paints: at most ten a second, however fast the news come.
const paintGap = 100 * time.Millisecond

// bridge is the one way from the rest of the program to the UI goroutine. News only mark that something is new; jobs
// are kept in order; both are carried over together, one crossing at a time.
type bridge struct {
	cross func(func()) // runs a function on the UI goroutine, soon
	// paint draws the newest state and gives the time until it wants to be called again without news, 0 for never.
	paint func(saved []softphone.SavedKind) time.Duration
	wake  chan struct{}

	mu    sync.Mutex // guards jobs, saved
	jobs  []func()
	saved []softphone.SavedKind
}

func newBridge(paint func([]softphone.SavedKind) time.Duration) *bridge {
	return &bridge{cross: fyne.Do, paint: paint, wake: make(chan struct{}, 1)}
}

// news tells that the state has changed; called by the desk after every step. It never blocks.
func (b *bridge) news(_ softphone.State, e softphone.Event) {
	if s, ok := e.(softphone.Saved); ok && s.What != softphone.SavedNothing {
		b.mu.Lock()
		b.saved = appendNew(b.saved, s.What)
		b.mu.Unlock()
	}
	if _, ok := e.(softphone.PersonErased); ok {
		b.mu.Lock()
		b.saved = appendNew(b.saved, softphone.SavedErasure)
		b.mu.Unlock()
	}
	b.nudge()
}

func appendNew(all []softphone.SavedKind, k softphone.SavedKind) []softphone.SavedKind {
	for _, x := range all {
		if x == k {
			return all
		}
	}
	return append(all, k)
}

// post has a function run on the UI goroutine, before the next paint. It never blocks.
func (b *bridge) post(job func()) {
	b.mu.Lock()
	b.jobs = append(b.jobs, job)
	b.mu.Unlock()
	b.nudge()
}

func (b *bridge) nudge() {
	select {
	case b.wake <- struct{}{}:
	default:
	}
}

func (b *bridge) take() ([]func(), []softphone.SavedKind) {
	b.mu.Lock()
	defer b.mu.Unlock()
	jobs, saved := b.jobs, b.saved
	b.jobs, b.saved = nil, nil
	return jobs, saved
}

// run carries news over until ctx ends.
func (b *bridge) run(ctx context.Context) {
	tick := time.NewTimer(0)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-b.wake:
		case <-tick.C:
		}
		again, ok := b.carry(ctx)
		if !ok {
			return
		}
		rest := time.NewTimer(paintGap)
		select {
		case <-ctx.Done():
			rest.Stop()
			return
		case <-rest.C:
		}
		if again > 0 {
			tick.Reset(max(0, again-paintGap))
		} else {
			tick.Stop()
		}
	}
}

// carry crosses once and waits for it; false when ctx ended before.
func (b *bridge) carry(ctx context.Context) (again time.Duration, ok bool) {
	done := make(chan time.Duration, 1)
	b.cross(func() {
		jobs, saved := b.take()
		for _, job := range jobs {
			job()
		}
		done <- b.paint(saved)
	})
	select {
	case again = <-done:
		return again, true
	case <-ctx.Done():
		return 0, false
	}
}
