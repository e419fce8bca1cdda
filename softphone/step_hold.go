package softphone

import "slices"

func (t *turn) stepHold(e Event) {
	switch e := e.(type) {
	case HoldPressed:
		t.holdPressed(e.Press)
	case ResumePressed:
		t.resumePressed(e.Press, t.heldToResume(e.Call))
	case ReturnPressed:
		c := t.heldNearestZero()
		if e.Call != "" {
			c = t.call(e.Call)
		}
		t.resumePressed(e.Press, c)
	case HoldConfirmed:
		t.holdConfirmed(e.Call, Reason{})
	case HoldFailed:
		// The caller hears our music whether or not his side was told: he waits all the same.
		t.holdConfirmed(e.Call, Reason{HoldRefused, e.Reason.Error()})
	case ResumeConfirmed:
		t.resumeConfirmed(e.Call)
	case ResumeFailed:
		t.resumeFailed(e.Call, e.Reason)
	default:
		t.stepTransfer(e)
	}
}

func (t *turn) holdPressed(p Press) {
	c := t.call(p.Call)
	if p.Call == "" {
		c = t.find(func(c Call) bool { return c.State == Talking && c.Changing == "" && c.Bridged == "" })
	}
	switch {
	case c == nil && p.Call == "":
		t.reply(p, "", NothingTalking, "")
	case c == nil:
		t.reply(p, p.Call, NoSuchCall, string(p.Call))
	case c.State != Talking || c.Changing != "":
		t.reply(p, c.ID, WrongState, string(c.State))
	default:
		c.Failed = Failure{}
		t.hold(c)
		t.done(p, c.ID)
	}
}

// hold asks for a hold; the caller hears music at once.
func (t *turn) hold(c *Call) {
	c.Changing = Held
	if l := t.s.LineOf(*c); l.Account.Own.HoldMusic != "" {
		t.do(PlayMusicOf{onCall{c.ID}, l.Account.ID})
	}
	t.do(SetVoice{onCall{c.ID}, VoiceMusic}, SendHold{onCall{c.ID}})
}

func (t *turn) holdConfirmed(id CallID, trouble Reason) {
	c := t.call(id)
	if c == nil || c.Changing != Held {
		return
	}
	c.Changing, c.Trouble = "", trouble
	if c.State != Held { // else set aside again while being taken back: the same wait goes on
		c.State = Held
		c.Holds = append(slices.Clone(c.Holds), Hold{Start: t.at, Asked: t.askedFirst(c)})
		c.ReturnDue = t.at.Add(t.s.Settings.ReturnAfter())
		t.do(WakeAt{At: c.ReturnDue, Key: WakeKey{What: WakeReturn, Call: id}})
		t.saveCall(c)
	}
	if c.Transfer.Step == Holding {
		t.refer(c)
	}
}

// returnDue: a caller has waited as long as may be; again after each further stretch.
func (t *turn) returnDue(id CallID) {
	c := t.call(id)
	if c == nil || c.State != Held || len(c.Holds) == 0 {
		return
	}
	holds := slices.Clone(c.Holds)
	h := &holds[len(holds)-1]
	after := t.s.Settings.ReturnAfter()
	if due := c.ReturnDue.Add(after * timesRing(h.ReturnsDue+1)); t.at.Before(due) { // of an earlier hold or setting
		t.do(WakeAt{At: due, Key: WakeKey{What: WakeReturn, Call: id}})
		return
	}
	h.ReturnsDue++
	if h.FirstDue.IsZero() {
		h.FirstDue = c.ReturnDue
	}
	c.Holds = holds
	t.do(PlayTone{Tone: ToneReturnDue}, RaiseWindow{Call: id},
		WakeAt{At: t.at.Add(after), Key: WakeKey{What: WakeReturn, Call: id}})
	t.saveCall(c)
}

func (t *turn) heldToResume(id CallID) *Call {
	if id != "" {
		return t.call(id)
	}
	if c := t.call(t.s.Selected); c != nil && c.State == Held {
		return c
	}
	return t.heldNearestZero()
}

func (t *turn) heldNearestZero() *Call {
	var best *Call
	for _, c := range t.s.Calls {
		if c.State == Held && c.Changing == "" && (best == nil || c.ReturnDue.Before(best.ReturnDue)) {
			best = &c
		}
	}
	if best == nil {
		return nil
	}
	return t.call(best.ID)
}

func (t *turn) resumePressed(p Press, c *Call) {
	switch {
	case c == nil && p.Call == "":
		t.reply(p, "", NothingHeld, "")
	case c == nil:
		t.reply(p, p.Call, NoSuchCall, string(p.Call))
	case c.Changing == Held && c.State == Talking: // changed her mind before the hold was confirmed
		t.resume(c)
		t.done(p, c.ID)
	case c.State != Held || c.Changing == Ended || c.Changing == Talking:
		t.reply(p, c.ID, WrongState, string(c.State))
	default:
		t.resume(c)
		t.done(p, c.ID)
	}
}

func (t *turn) resume(c *Call) {
	id := c.ID
	t.setAside(id)
	c = t.call(id)
	c.stopWaiting()
	t.s.Selected = id
	if c.State == Held {
		t.layReturn(c)
	}
	t.resumeInto(c)
	t.stopConnecting(id)
}

// resumeInto takes a caller back beside whoever is talked to.
func (t *turn) resumeInto(c *Call) {
	c.Changing = Talking
	t.do(SetVoice{onCall{c.ID}, VoiceTalk}, SendResume{onCall{c.ID}})
}

func (t *turn) resumeConfirmed(id CallID) {
	c := t.call(id)
	if c == nil || c.Changing != Talking || (c.State != Held && c.State != Talking) {
		return
	}
	t.closeHold(c)
	c.State, c.Changing, c.ReturnDue, c.Trouble = Talking, "", zeroTime, Reason{}
	t.saveCall(c)
}

// resumeFailed leaves the caller waiting, with music and his clock; also one taken back before his hold was confirmed,
// whose hold stands.
func (t *turn) resumeFailed(id CallID, why Reason) {
	c := t.call(id)
	if c == nil || c.Changing != Talking || c.State != Held && c.State != Talking {
		return
	}
	t.do(SetVoice{onCall{id}, VoiceMusic})
	c.Changing = Held
	t.holdConfirmed(id, why)
}

// closeHold ends the open stretch of waiting. A return is made when she came back after being due.
func (t *turn) closeHold(c *Call) {
	n := len(c.Holds)
	if n == 0 || !c.Holds[n-1].End.IsZero() {
		return
	}
	c.Holds = slices.Clone(c.Holds)
	h := &c.Holds[n-1]
	h.End = t.at
	if h.ReturnsDue > 0 && c.Changing == Talking {
		h.ReturnsMade, h.Lateness = 1, t.at.Sub(h.FirstDue)
	}
}
