package softphone

import (
	"slices"
	"time"
)

// WaitForPressed has a caller wait on hold until somebody who was busy is free; pressed again, he does not any more.
type WaitForPressed struct{ Press }

// FreeNow reports whether whom a caller waits for has become free.
func (s State) FreeNow(c Call) bool { return c.WaitsFor != "" && s.Lamp(c.WaitsFor) == LampIdle }

// CanWait reports whether a caller could wait for whoever was busy: his last connection failed so, and the exchange will
// tell when that one is free.
func (s State) CanWait(c Call) bool {
	return c.BusyAt != "" && !c.Transfer.Active() && (c.State == Talking || c.State == Held) && s.Lamp(c.BusyAt) != LampUnknown
}

func (t *turn) waitForPressed(p Press) {
	c := t.callerMeant(p)
	switch {
	case c == nil:
	case c.WaitsFor != "":
		c.WaitsFor = ""
		t.done(p, c.ID)
	case c.Transfer.Active():
		t.reply(p, c.ID, WrongState, string(c.Transfer.Step))
	case c.BusyAt == "":
		t.reply(p, c.ID, NobodyBusy, "")
	case t.s.Lamp(c.BusyAt) == LampUnknown:
		t.reply(p, c.ID, NotWatched, c.BusyAt)
	default:
		id := c.ID
		if c.Conference {
			t.leaveConference(id)
			c = t.call(id)
		}
		if c.Changing == Talking || c.State == Talking && c.Changing == "" { // he may just be on his way back
			t.hold(c)
		}
		c.WaitsFor, c.Trouble, c.Failed = c.BusyAt, Reason{}, Failure{}
		if t.s.FreeNow(*c) { // he has hung up meanwhile
			t.tellFree(*c)
		}
		t.done(p, id)
	}
}

// busyFor notes who was busy when a caller was to be connected; any other outcome leaves nobody to wait for.
func (c *Call) busyFor(number string, why Reason) {
	c.BusyAt, c.WaitsFor = "", ""
	if why.Code == Busy {
		c.BusyAt = CleanNumber(number)
	}
}

// stopWaiting: he has been taken back, or somebody is called for him; who was busy can be waited for again.
func (c *Call) stopWaiting() { c.WaitsFor = "" }

// lampIdle: whoever waits for this number can be connected now. The one who waits longest comes first.
func (t *turn) lampIdle(number string) {
	var first *Call
	for _, c := range t.s.Calls {
		if c.Live() && c.WaitsFor == number && (first == nil || waitingSince(c).Before(waitingSince(*first))) {
			first = &c
		}
	}
	if first != nil {
		t.tellFree(*first)
	}
}

// waitingSince is when the stretch of waiting that lasts began; zero before it is confirmed.
func waitingSince(c Call) time.Time {
	if n := len(c.Holds); n > 0 {
		return c.Holds[n-1].Start
	}
	return time.Time{}
}

// tellFree signals that a caller can be connected; his card comes to the middle unless somebody is talked to.
func (t *turn) tellFree(c Call) {
	t.do(PlayTone{Tone: ToneReturnDue}, RaiseWindow{Call: c.ID})
	if !slices.ContainsFunc(t.s.Calls, hasVoice) {
		t.s.Selected = c.ID
	}
}
