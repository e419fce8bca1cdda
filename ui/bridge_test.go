package ui

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"anteroom/softphone"
)

// uiLoop runs what crosses the bridge, one thing after another, until ctx ends; each takes a while.
func uiLoop(ctx context.Context, takes time.Duration) (cross func(func()), wait func()) {
	in := make(chan func(), 1000)
	var done sync.WaitGroup
	done.Go(func() {
		for {
			select {
			case f := <-in:
				time.Sleep(takes) // in a bubble of synctest: no real time
				f()
			case <-ctx.Done():
				return
			}
		}
	})
	return func(f func()) { in <- f }, done.Wait
}

func TestBridge_AFloodOfNewsIsPaintedAtMostTenTimesASecond(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		var paints atomic.Int32
		b := newBridge(func([]softphone.SavedKind) time.Duration { paints.Add(1); return 0 })
		cross, wait := uiLoop(ctx, 5*time.Millisecond)
		b.cross = cross
		var run sync.WaitGroup
		run.Go(func() { b.run(ctx) })
		start := time.Now()
		for range 500 {
			b.news(softphone.State{}, softphone.WokeUp{})
			time.Sleep(2 * time.Millisecond)
		}
		if took := time.Since(start); took > 1001*time.Millisecond {
			t.Errorf("telling 500 changes took %v", took)
		}
		time.Sleep(time.Second)
		if n := paints.Load(); n < 5 || n > 12 {
			t.Errorf("%d paints for 500 changes in a second", n)
		}
		cancel()
		run.Wait()
		wait()
	})
}

func TestBridge_AScreenThatHangsDoesNotBlockTheDesk(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		b := newBridge(nil)
		b.cross = func(func()) {} // never runs
		var run sync.WaitGroup
		run.Go(func() { b.run(ctx) })
		for range 10000 {
			b.news(softphone.State{}, softphone.WokeUp{})
			b.post(func() {})
		}
		cancel()
		run.Wait()
	})
}

func TestBridge_TicksWhenTheScreenAsksForIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		var at []time.Duration
		start := time.Now()
		b := newBridge(func([]softphone.SavedKind) time.Duration {
			at = append(at, time.Since(start))
			return time.Second
		})
		cross, wait := uiLoop(ctx, 0)
		b.cross = cross
		var run sync.WaitGroup
		run.Go(func() { b.run(ctx) })
		time.Sleep(3500 * time.Millisecond)
		cancel()
		run.Wait()
		wait()
		want := []time.Duration{0, time.Second, 2 * time.Second, 3 * time.Second}
		if len(at) != len(want) {
			t.Fatalf("painted at %v", at)
		}
		for i := range want {
			if at[i] != want[i] {
				t.Errorf("paint %d at %v, want %v", i, at[i], want[i])
			}
		}
	})
}

func TestBridge_JobsKeepTheirOrderAndSavesAreToldOnce(t *testing.T) {
	var saved []softphone.SavedKind
	b := newBridge(func(k []softphone.SavedKind) time.Duration { saved = append(saved, k...); return 0 })
	b.cross = func(f func()) { f() }
	var got []int
	for i := range 5 {
		b.post(func() { got = append(got, i) })
		b.news(softphone.State{}, softphone.Saved{What: softphone.SavedMessage})
	}
	if _, ok := b.carry(t.Context()); !ok {
		t.Fatal("nothing was carried over")
	}
	for i := range got {
		if got[i] != i {
			t.Fatalf("jobs ran in the order %v", got)
		}
	}
	if len(got) != 5 || len(saved) != 1 || saved[0] != softphone.SavedMessage {
		t.Errorf("%d jobs, saves %v", len(got), saved)
	}
}
