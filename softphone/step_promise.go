package softphone

import (
	"slices"
	"time"
)

type (
	// SearchPromised: the caller was told how long looking something up will take.
	SearchPromised struct {
		Press
		Minutes int // 1…60
	}
	// CountRedirects asks the journal how often a number was put through since a moment, in other calls.
	CountRedirects struct {
		onStore
		Call   CallID
		Number string
		Since  time.Time
	}
	// RedirectsCounted is its answer.
	RedirectsCounted struct {
		At
		Call   CallID
		Number string
		Count  int
	}
)

// WakePromise: a promised time is over.
const WakePromise WakeKind = "promise"

// longestSearch is how many minutes a caller may be promised; longer is a callback.
const longestSearch = 60

func (t *turn) stepPromise(e Event) {
	switch e := e.(type) {
	case SearchPromised:
		c := t.shown(e.Press)
		switch {
		case c == nil:
			t.reply(e.Press, e.Call, NoSuchCall, string(e.Call))
		case c.State != Talking && c.State != Held:
			t.reply(e.Press, c.ID, WrongState, string(c.State))
		case e.Minutes < 1 || e.Minutes > longestSearch:
			t.reply(e.Press, c.ID, BadValue, "minutes")
		default:
			t.promise(c, e.Minutes)
			t.saveCall(c)
			t.done(e.Press, c.ID)
		}
	case RedirectsCounted:
		if c := t.call(e.Call); c != nil && t.s.SameNumber(e.Number, c.Caller.Number) {
			c.RedirectsBefore = e.Count
		}
	}
}

// promise starts the clock of a search; one that was running is over with it.
func (t *turn) promise(c *Call, minutes int) {
	t.promiseOver(c)
	p := Promise{Made: t.at, Due: t.at.Add(time.Duration(minutes) * time.Minute)}
	c.Promises = append(slices.Clone(c.Promises), p)
	t.do(WakeAt{At: p.Due, Key: WakeKey{What: WakePromise, Call: c.ID}})
}

// promiseOver: the caller has his answer, or something else was agreed.
func (t *turn) promiseOver(c *Call) {
	if _, open := c.Promised(); open {
		c.Promises = slices.Clone(c.Promises)
		c.Promises[len(c.Promises)-1].Over = t.at
	}
}

// promiseDue: what was promised takes longer. The desk signals; where the caller is talked to, he is offered to be rung
// back at once, else when she is back with him.
func (t *turn) promiseDue(id CallID) {
	c := t.call(id)
	if c == nil || !c.Live() {
		return
	}
	p, open := c.Promised()
	switch {
	case !open:
	case t.at.Before(p.Due): // of an earlier promise
		t.do(WakeAt{At: p.Due, Key: WakeKey{What: WakePromise, Call: id}})
	default:
		t.do(PlayTone{Tone: ToneReturnDue}, RaiseWindow{Call: id})
		if c.Situation == SituationReturn || c.Situation == situationLookup {
			t.layLonger(c)
		}
		t.saveCall(c)
	}
}

// layLonger offers to ring back, where the script has words for it.
func (t *turn) layLonger(c *Call) bool {
	sc, _ := t.s.scriptFor(*c)
	if _, _, ok := t.s.situation(sc, SituationLonger); !ok {
		return false
	}
	t.lay(c, SituationLonger)
	return true
}

// layReturn shows what to say to a caller one goes back to: thanks and where the talk stopped, or, where a promised time
// is over or he has waited too long, the offer to be rung back; that once for waiting too long.
func (t *turn) layReturn(c *Call) {
	p, open := c.Promised()
	late := open && !t.at.Before(p.Due)
	long := c.HeldFor(t.at) >= time.Duration(t.s.Settings.Number(SetLongWait))*time.Second
	offered := slices.ContainsFunc(c.Visits, func(v Visit) bool { return v.Situation == SituationLonger })
	if (late || long && !offered) && t.layLonger(c) {
		return
	}
	t.lay(c, SituationReturn)
}

// searchGoesOn are the situations through which a promise lasts: the caller waits, is thanked, or is asked to wait on.
func searchGoesOn(sit SituationID) bool {
	switch sit {
	case SituationReturn, SituationLonger, situationLookup, situationWait:
		return true
	}
	return false
}

// settlePromise ends a promise once the talk has gone on from the caller's return.
func (t *turn) settlePromise(c *Call, from, to SituationID) {
	if c.State == Talking && c.Changing == "" && (from == SituationReturn || from == SituationLonger) && !searchGoesOn(to) {
		t.promiseOver(c)
	}
}

// askedFirst reports whether the situation laid over a talk is one in which the caller is asked to wait.
func (t *turn) askedFirst(c *Call) bool {
	sc, _ := t.s.scriptFor(*c)
	x, _, ok := t.s.situation(sc, c.Situation)
	if !ok || c.Situation == "" {
		return false
	}
	switch x.Action {
	case ActHold, ActStopped, ActAnswer, ActRedirect, ActConsult, ActSearch:
		return true
	}
	return false
}

// countRedirects asks how often the caller was put through earlier today.
func (t *turn) countRedirects(c *Call) {
	c.RedirectsBefore = 0
	if c.Direction != In || bareNumber(c.Caller.Number) == "" {
		return
	}
	y, m, d := t.at.Date()
	t.do(CountRedirects{Call: c.ID, Number: c.Caller.Number, Since: time.Date(y, m, d, 0, 0, 0, 0, t.at.Location())})
}
