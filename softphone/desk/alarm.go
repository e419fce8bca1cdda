package desk

import (
	"slices"
	"time"

	"anteroom/softphone"
)

// lookAgain is how soon what fell due while the computer slept is told after it woke.
const lookAgain = 2 * time.Second

// alarms are the moments that the desk asked to be woken at. While a computer sleeps, the clock that timers run by stands
// still; and the clock on the wall may be set back. What is due by either of them is due.
type alarms struct {
	begun time.Time // when the running clock showed zero
	set   map[softphone.WakeKey]alarm
	timer *time.Timer
}

type alarm struct {
	wall time.Time
	run  time.Duration // on the running clock
}

func newAlarms() *alarms {
	a := &alarms{begun: time.Now(), set: map[softphone.WakeKey]alarm{}, timer: time.NewTimer(time.Hour)}
	a.timer.Stop()
	return a
}

// clocks reads the clock on the wall, and the one that runs by itself.
func (a *alarms) clocks() (wall time.Time, run time.Duration) {
	now := time.Now()
	return now.Round(0), now.Sub(a.begun) // Round takes the reading of the running clock off
}

// wake sets an alarm, in place of an earlier one of its key.
func (a *alarms) wake(key softphone.WakeKey, at time.Time) {
	wall, run := a.clocks()
	a.set[key] = alarm{wall: at.Round(0), run: run + time.Until(at)}
	a.wind(wall, run)
}

// woken is an alarm that rings.
type woken struct {
	key   softphone.WakeKey
	slept bool // due by the wall only: the running clock stood still meanwhile
}

// due takes out what is due by either clock, the earliest first.
func (a *alarms) due(wall time.Time, run time.Duration) []woken {
	var all []woken
	for key, x := range a.set {
		if !wall.Before(x.wall) || run >= x.run {
			all = append(all, woken{key, run < x.run})
		}
	}
	slices.SortFunc(all, func(x, y woken) int { return a.set[x.key].wall.Compare(a.set[y.key].wall) })
	for _, x := range all {
		delete(a.set, x.key)
	}
	return all
}

// ring gives what is due now, and winds the timer for what is next. After a sleep, the time told is the wall's alone: the
// running clock would say that nothing is due yet.
func (a *alarms) ring() (out []softphone.WokeUp) {
	wall, run := a.clocks()
	for _, x := range a.due(wall, run) {
		e := softphone.WokeUp{At: softphone.At{At: time.Now()}, Key: x.key}
		if x.slept {
			e.At.At = wall
		}
		out = append(out, e)
	}
	a.wind(wall, run)
	return out
}

func (a *alarms) wind(wall time.Time, run time.Duration) {
	if len(a.set) == 0 {
		a.timer.Stop()
		return
	}
	wait := lookAgain
	for _, x := range a.set {
		wait = min(wait, x.wall.Sub(wall), x.run-run)
	}
	a.timer.Reset(max(0, wait))
}
