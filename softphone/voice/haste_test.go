package voice

import (
	"testing"
	"time"
)

func TestHaste_BeginsWithLateWakesAndEndsAfterHalfAMinute(t *testing.T) {
	var h haste
	for range 20 { // one late wake every second is not worth it
		for i := range ticksASec {
			late := time.Duration(0)
			if i == 0 {
				late = 10 * time.Millisecond
			}
			if h.judge(late) {
				t.Fatal("in haste for single late wakes")
			}
		}
	}
	begun := -1
	for i := range 10 {
		if h.judge(3*time.Millisecond) && begun < 0 {
			begun = i
		}
	}
	if begun != 2 {
		t.Fatalf("in haste at late wake %d, want the third", begun)
	}
	ticks := 10 - begun
	for h.judge(time.Second) { // whatever haste itself brings
		ticks++
	}
	if ticks != hasteFor {
		t.Errorf("in haste for %d ticks, want %d", ticks, hasteFor)
	}
	if h.judge(0) {
		t.Error("in haste again without a reason")
	}
}

func TestSystemClock_IsInTimeInHasteTooAndComesToRest(t *testing.T) {
	c := newSystemClock()
	c.haste.left = 3
	c.haste.adjust(t.Context(), true)
	defer c.relax()
	for n := 0; c.haste.undo != nil; n++ {
		if n > 100 {
			t.Fatal("still in haste")
		}
		until := c.Now().Add(tickLength)
		if err := c.Wait(t.Context(), until); err != nil || c.Now().Before(until) {
			t.Errorf("waited: %v, %v too short", err, until.Sub(c.Now()))
		}
	}
}
