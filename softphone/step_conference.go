package softphone

func (t *turn) stepConference(e Event) {
	if e, ok := e.(ConferencePressed); ok {
		t.conferencePressed(e.Press)
		return
	}
	t.stepRecord(e)
}

// conferencePressed joins the caller and whoever was called for him with the secretary, or parts them again.
func (t *turn) conferencePressed(p Press) {
	if c := t.find(func(c Call) bool { return c.Live() && c.Conference }); c != nil && p.Call == "" {
		t.part()
		t.done(p, c.ID)
		return
	}
	c := t.waitingFor(p)
	if c == nil {
		return
	}
	b := t.call(c.Transfer.With)
	if c.Transfer.Step != Consulting || b == nil || b.State != Talking && b.State != Held || b.Changing == Ended {
		t.reply(p, c.ID, WrongState, string(c.Transfer.Step))
		return
	}
	t.setAside(c.ID, b.ID)
	c, b = t.call(c.ID), t.call(b.ID)
	c.Conference, b.Conference = true, true
	for _, x := range []*Call{c, b} {
		switch {
		case x.State == Held && x.Changing != Talking:
			t.resumeInto(x)
		case x.State == Talking && x.Changing == Held:
			t.resumeInto(x)
		}
		t.saveCall(x)
	}
	t.do(ConferVoice{On: true})
	t.done(p, c.ID)
}

// part lets the caller wait and the secretary talk to the other one, as before.
func (t *turn) part() {
	for _, c := range t.s.Calls {
		if !c.Conference {
			continue
		}
		x := t.call(c.ID)
		x.Conference = false
		if x.Transfer.Active() && x.State == Talking && x.Changing == "" {
			t.hold(x)
		}
		t.saveCall(x)
	}
	t.do(ConferVoice{})
}

// leaveConference takes one call out of a conference, because another call needs the secretary.
func (t *turn) leaveConference(id CallID) {
	if c := t.call(id); c.Conference {
		c.Conference = false
		t.do(ConferVoice{})
		t.conferenceLeft()
	}
}

// conferenceLeft: one is left alone with the secretary, which is a talk again.
func (t *turn) conferenceLeft() {
	n := 0
	for _, c := range t.s.Calls {
		if c.Live() && c.Conference {
			n++
		}
	}
	if n != 1 {
		return
	}
	c := t.find(func(c Call) bool { return c.Live() && c.Conference })
	c.Conference = false
	t.do(ConferVoice{})
	t.saveCall(c)
}

// bridge joins two calls here, without the secretary, where the exchange would not connect them.
func (t *turn) bridge(c, b *Call) {
	c.Bridged, b.Bridged = b.ID, c.ID
	c.TransferredTo = c.Transfer.Number
	c.Transfer, b.ConsultFor = Transfer{}, ""
	c.Changing = Talking
	t.do(SendResume{onCall{c.ID}}, BridgeVoice{onCall{c.ID}, b.ID},
		SetVoice{onCall{c.ID}, VoiceBridge}, SetVoice{onCall{b.ID}, VoiceBridge})
	if b.State == Held || b.Changing == Held {
		b.Changing = Talking
		t.do(SendResume{onCall{b.ID}})
	}
	if t.s.Selected == c.ID || t.s.Selected == b.ID { // she is free for the next one
		t.s.Selected = ""
	}
	t.saveCall(c)
	t.saveCall(b)
}

// bridgeEnded: one of two joined calls is over, and so is the other.
func (t *turn) bridgeEnded(with CallID) {
	if o := t.call(with); o != nil && o.Live() {
		o.Bridged = ""
		t.hangUp(o)
	}
}
