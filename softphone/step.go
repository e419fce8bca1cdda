package softphone

import (
	"maps"
	"slices"
	"time"
)

// Step is all behaviour of the desk: the state after an event, and what is to be done about it. It never fails;
// late, doubled and unknown events change nothing.
func Step(s State, e Event) (State, []Effect) {
	t := &turn{s: s, at: e.When()}
	t.s.Now = t.at
	switch e := e.(type) {
	case DeskOpened:
		t.deskOpened(e.Snapshot)
	case DeskClosing:
		t.deskClosing()
	case Saved:
		t.saved(e)
	case SaveFailed:
		t.saveFailed(e)
	case EffectFailed:
		t.effectFailed(e)
	case WokeUp:
		t.wokeUp(e.Key)
	default:
		t.stepCall(e)
		t.stepScript(e)
		t.stepMessage(e)
		t.stepWay(e)
		t.stepHouse(e)
		t.stepMute(e)
		t.stepPerson(e)
		t.stepRole(e)
		t.stepOffice(e)
		t.stepCallback(e)
		t.stepScriptEdit(e)
		t.stepBegun(e)
		t.stepPromise(e)
		t.stepPolicy(e)
		t.stepKnown(e)
	}
	t.settleRing()
	t.settleAlerts()
	t.settleMute()
	t.settleLamps()
	return t.s, t.out
}

// turn is one Step at work. It copies what it changes.
type turn struct {
	s        State
	at       time.Time
	out      []Effect
	ownCalls bool
}

func (t *turn) do(e ...Effect) { t.out = append(t.out, e...) }

// save sends a save and forgets an older one of the same thing that failed.
func (t *turn) save(e Effect) {
	key := saveKey(e)
	t.s.unsaved = slices.DeleteFunc(slices.Clone(t.s.unsaved), func(u Effect) bool { return saveKey(u) == key })
	t.do(e)
}

// call gives a call to change; nil when unknown.
func (t *turn) call(id CallID) *Call {
	for i := range t.s.Calls {
		if t.s.Calls[i].ID != id {
			continue
		}
		if !t.ownCalls {
			t.s.Calls, t.ownCalls = slices.Clone(t.s.Calls), true
		}
		return &t.s.Calls[i]
	}
	return nil
}

func (t *turn) addCall(c Call) *Call {
	t.s.Calls, t.ownCalls = append(slices.Clip(slices.Clone(t.s.Calls)), c), true
	return &t.s.Calls[len(t.s.Calls)-1]
}

// find gives the first call, in order of arrival, that ok accepts.
func (t *turn) find(ok func(Call) bool) *Call {
	for _, c := range t.s.Calls {
		if ok(c) {
			return t.call(c.ID)
		}
	}
	return nil
}

func (t *turn) saveCall(c *Call) { t.save(SaveCall{Call: *c}) }

func (t *turn) reply(p Press, id CallID, why ReasonCode, detail string) {
	if p.Ask != 0 {
		t.do(Reply{Ask: p.Ask, Call: id, Reason: Reason{why, detail}})
	}
}

func (t *turn) done(p Press, id CallID) { t.reply(p, id, NoReason, "") }

// replyWhenSaved answers a press once the save e is on disk.
func (t *turn) replyWhenSaved(p Press, e Effect) {
	if p.Ask == 0 {
		return
	}
	t.s.awaiting = cloneMap(t.s.awaiting)
	saved, _ := SavedBy(e, t.at)
	key := awaitKey(saved)
	t.s.awaiting[key] = append(slices.Clip(t.s.awaiting[key]), pendingAsk{p.Ask, p.Call})
}

func cloneMap[K comparable, V any](m map[K]V) map[K]V {
	if m == nil {
		return map[K]V{}
	}
	return maps.Clone(m)
}

// settleRing starts, changes or stops the ring so that it fits the calls.
func (t *turn) settleRing() {
	var want ringing
	talking := false
	for _, c := range t.s.Calls {
		if c.Direction == In && c.State == Ringing && c.Changing == "" && !t.s.Silenced {
			if want.sound == "" { // the one that would be answered
				want = ringing{RingNormal, t.s.ringTuneOf(c)}
			}
		}
		talking = talking || c.State == Talking
	}
	if want.sound != "" && talking {
		want.sound = RingWaiting
	}
	if want == t.s.ringSound {
		return
	}
	t.s.ringSound, t.s.Ringing = want, want.sound != ""
	if want.sound == "" {
		t.do(StopRing{})
		return
	}
	t.do(StartRing{Sound: want.sound, Tune: want.tune, Cadence: t.s.Settings.Cadence()})
}
