package desk

import (
	"slices"
	"testing"
	"time"

	"anteroom/softphone"
)

func TestAlarms_WhatFellDueWhileTheComputerSleptIsToldAtOnce(t *testing.T) {
	a := newAlarms()
	defer a.timer.Stop()
	wall, run := a.clocks()
	keys := []softphone.WakeKey{{What: softphone.WakeReturn, Call: "a"}, {What: softphone.WakeCallbackDue, ID: "cb"}, {What: softphone.WakePresence}}
	a.wake(keys[1], wall.Add(20*time.Minute))
	a.wake(keys[0], wall.Add(40*time.Second))
	a.wake(keys[2], wall.Add(2*time.Hour))
	if got := a.due(wall.Add(time.Second), run+time.Second); len(got) != 0 {
		t.Fatalf("too early: %v", got)
	}
	// It slept an hour: the wall's clock went on, the running one did not.
	if got := a.due(wall.Add(time.Hour), run+2*time.Second); !slices.Equal(got, []woken{{keys[0], true}, {keys[1], true}}) {
		t.Fatalf("due %v", got)
	}
	if got := a.due(wall.Add(time.Hour), run+2*time.Second); len(got) != 0 {
		t.Errorf("told twice: %v", got)
	}
}

func TestAlarms_AClockThatIsSetBackHoldsNobodyUp(t *testing.T) {
	a := newAlarms()
	defer a.timer.Stop()
	wall, run := a.clocks()
	key := softphone.WakeKey{What: softphone.WakeReturn, Call: "a"}
	a.wake(key, wall.Add(40*time.Second))
	if got := a.due(wall.Add(-time.Hour), run+41*time.Second); !slices.Equal(got, []woken{{key, false}}) {
		t.Errorf("due %v", got)
	}
}
