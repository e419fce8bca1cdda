package softphone

import (
	"fmt"
	"slices"
)

// stepTransfer is connecting callers with others, and being connected.
func (t *turn) stepTransfer(e Event) {
	switch e := e.(type) {
	case ConsultPressed:
		t.consultPressed(e)
	case ConnectPressed:
		t.connectPressed(e.Press)
	case WaitForPressed:
		t.waitForPressed(e.Press)
	case TakeBackPressed:
		t.takeBackPressed(e.Press)
	case SwapPressed:
		t.swapPressed(e.Press)
	case TransferPressed:
		t.transferPressed(e)
	case TransferDone:
		t.transferDone(e.Call)
	case TransferFailed:
		t.transferFailed(e)
	case DeflectPressed:
		if c := t.ringingOf(e.Press); c == nil || !t.against(c, e.Press, e.Number) {
			t.deflectPressed(e)
		}
	case CallReplaced:
		t.callReplaced(e)
	case ReferArrived:
		if c := t.call(e.Refer.Call); c != nil && c.Live() {
			t.s.Refers = append(slices.Clone(t.s.Refers), e.Refer)
			t.do(RaiseWindow{Call: c.ID})
		}
	case ReferLapsed:
		t.s.Refers = slices.DeleteFunc(slices.Clone(t.s.Refers), func(r ReferAsked) bool { return r.ID == e.Refer })
	case ReferAnswered:
		t.referAnswered(e)
	case CallRedirected:
		t.callRedirected(e)
	case RedirectAnswered:
		t.redirectAnswered(e)
	default:
		t.stepConference(e)
	}
}

// callerMeant is the caller a transfer press is about: the one named, else the one talked to, else the one shown. A call
// made for the sake of a caller stands for him. Nil, and the press refused, where there is none that could be connected.
func (t *turn) callerMeant(p Press) *Call {
	c := t.call(p.Call)
	if p.Call == "" {
		c = t.find(func(c Call) bool { return c.State == Talking && c.Changing != Ended && c.Bridged == "" })
		if sel := t.call(t.s.Selected); c == nil && sel != nil {
			c = sel
		}
	}
	if c != nil && c.ConsultFor != "" {
		c = t.call(c.ConsultFor)
	}
	switch {
	case c == nil && p.Call == "":
		t.reply(p, "", NothingTalking, "")
	case c == nil:
		t.reply(p, p.Call, NoSuchCall, string(p.Call))
	case c.State != Talking && c.State != Held || c.Changing == Ended:
		t.reply(p, c.ID, WrongState, string(c.State))
	default:
		return c
	}
	return nil
}

func (t *turn) consultPressed(e ConsultPressed) {
	c := t.callerMeant(e.Press)
	if c == nil {
		return
	}
	id := c.ID
	if c.Transfer.Active() {
		t.reply(e.Press, id, WrongState, string(c.Transfer.Step))
		return
	}
	if e.Number == "" {
		c.Failed = Failure{}
		if c.State == Talking && c.Changing == "" {
			t.hold(c)
		}
		t.s.Selected = id
		t.do(FocusField{Field: "consult"})
		t.done(e.Press, id)
		return
	}
	if t.against(c, e.Press, e.Number) {
		return
	}
	line := e.Line
	if line == "" {
		line = c.Line
	}
	b, why := t.dial(e.NewCall, line, e.Number)
	if b == nil {
		t.reply(e.Press, id, why.Code, why.Detail)
		return
	}
	b.ConsultFor = id
	t.saveCall(b)
	c = t.call(id)
	c.stopWaiting()
	c.Transfer, c.Trouble, c.Failed = Transfer{Step: Consulting, With: e.NewCall, Number: b.Peer.Number}, Reason{}, Failure{}
	t.saveCall(c)
	t.done(e.Press, e.NewCall)
}

// waitingFor is the caller for whom somebody is called or talked to at present.
func (t *turn) waitingFor(p Press) *Call {
	if p.Call != "" {
		return t.callerMeant(p)
	}
	if sel := t.call(t.s.Selected); sel != nil && (sel.ConsultFor != "" || sel.Transfer.Active()) {
		return t.callerMeant(Press{At: p.At, Ask: p.Ask, Call: sel.ID})
	}
	c := t.find(func(c Call) bool { return c.Live() && c.Transfer.Active() })
	if c == nil {
		t.reply(p, "", NothingToConnect, "")
	}
	return c
}

func (t *turn) connectPressed(p Press) {
	c := t.waitingFor(p)
	switch {
	case c == nil:
	case c.Transfer.Step != Consulting:
		t.reply(p, c.ID, WrongState, string(c.Transfer.Step))
	default:
		id := c.ID
		switch b := t.call(c.Transfer.With); {
		case b == nil || !b.Live() || b.Changing == Ended:
			t.reply(p, id, NothingToConnect, "")
			return
		case b.State == Ringing || b.State == Early: // an early dialog cannot be replaced (RFC 3891 §3)
			c.Transfer.Step = Dialling
			c.Redirects++
			t.saveCall(c)
		default:
			c.Redirects++
			t.handOver(c, b)
		}
		t.done(p, id)
	}
}

// handOver lets the caller take our place with whoever was called for him.
func (t *turn) handOver(c, b *Call) {
	if b.Changing != Held {
		t.do(SetVoice{onCall{b.ID}, VoiceQuiet})
	}
	t.refer(c)
}

func (t *turn) transferPressed(e TransferPressed) {
	c := t.callerMeant(e.Press)
	if c == nil {
		return
	}
	number := CleanNumber(e.Number)
	switch {
	case number == "":
		t.reply(e.Press, c.ID, BadNumber, e.Number)
	case c.Transfer.Active():
		t.reply(e.Press, c.ID, WrongState, string(c.Transfer.Step))
	case t.against(c, e.Press, number):
	default:
		t.ringFor(c, e.Press, number)
	}
}

// ringFor rings somebody whom the caller gets as soon as he answers. It is the desk that rings, not the caller's
// telephone: an exchange that is asked to connect him with a number lets go of us, and the caller is lost when nobody
// answers there, or when he is to be taken back.
func (t *turn) ringFor(c *Call, p Press, number string) {
	id := c.ID
	b, why := t.place(CallID(fmt.Sprintf("%s-%d", id, c.Redirects+1)), c.Line, number)
	if b == nil {
		t.reply(p, id, why.Code, why.Detail)
		return
	}
	b.ConsultFor = id
	t.saveCall(b)
	with := b.ID
	c = t.call(id)
	c.stopWaiting()
	c.Transfer, c.Trouble, c.Failed = Transfer{Step: Dialling, With: with, Number: number}, Reason{}, Failure{}
	c.Redirects++
	t.leaveConference(id)
	if c = t.call(id); c.State == Talking && c.Changing == "" || c.State == Held && c.Changing == Talking {
		t.hold(c)
	}
	t.saveCall(c)
	t.done(p, id)
}

// refer asks the caller's telephone to go elsewhere, once his hold is confirmed.
func (t *turn) refer(c *Call) {
	if c.State != Held || c.Changing != "" {
		t.leaveConference(c.ID)
		c = t.call(c.ID)
		c.Transfer.Step = Holding
		if c.State == Talking && c.Changing == "" || c.State == Held && c.Changing == Talking {
			t.hold(c)
		}
		t.saveCall(c)
		return
	}
	c.Transfer.Step = Referred
	t.do(SendTransfer{onCall{c.ID}, c.Transfer.Number, c.Transfer.With})
	t.saveCall(c)
}

func (t *turn) transferDone(id CallID) {
	c := t.call(id)
	if c == nil || !c.Live() || c.Transfer.Step != Referred {
		return
	}
	t.connected(c)
	t.hangUp(c)
}

// connected notes that the caller has whom he wanted; the call with that one is over for the secretary.
func (t *turn) connected(c *Call) {
	id := c.ID
	c.TransferredTo = c.Transfer.Number
	if b := t.call(c.Transfer.With); b != nil && b.Live() {
		b.ConsultFor = ""
		t.hangUp(b)
	}
	c = t.call(id)
	c.Transfer = Transfer{}
	t.saveCall(c)
}

// transferFailed: the desk joins the two itself where the caller's telephone would not, or could not reach the other one
// who is on the line here. Where that one has gone, or nothing is known of what the telephone did, the caller is brought
// back with the reason.
func (t *turn) transferFailed(e TransferFailed) {
	c := t.call(e.Call)
	if c == nil || !c.Live() || c.Transfer.Step != Referred {
		return
	}
	b := t.call(c.Transfer.With)
	switch {
	case (e.Refused || e.Reason.Code != NoAnswer) && b != nil && (b.State == Talking || b.State == Held) && b.Changing != Ended:
		t.bridge(c, b)
	default:
		t.callerBack(c, e.Reason)
	}
}

// transferUnsent: his telephone was not even asked.
func (t *turn) transferUnsent(id CallID, why Reason) {
	if c := t.call(id); c != nil && c.Live() && c.Transfer.Step == Referred {
		t.callerBack(c, why)
	}
}

// callerBack ends what was under way for a caller. He is with the secretary again, unless she talks to somebody else:
// then he waits on, with the reason shown. Where she was talking to him already, no tone is needed to call her.
func (t *turn) callerBack(c *Call, why Reason) {
	id := c.ID
	with := c.Transfer.With
	c.busyFor(c.Transfer.Number, why)
	stayed := hasVoice(*c)
	parted := stayed && (why.Zero() || why.Code == HungUp) // an end like any other, of a talk she had left
	if c.Failed = (Failure{}); !parted {
		c.Failed = Failure{c.Transfer.Number, why, stayed}
	}
	c.Transfer = Transfer{}
	if b := t.call(with); b != nil {
		b.ConsultFor = ""
		t.saveCall(b)
	}
	c = t.call(id)
	// Busy may come before his hold is confirmed; he is not to be left waiting then.
	if waits := c.State == Held && c.Changing == "" || c.Changing == Held; waits && !t.talkingOtherThan(id, with) {
		t.resume(c)
		c = t.call(id)
	}
	if !stayed {
		t.do(PlayTone{Tone: ToneReturnDue}, RaiseWindow{Call: id})
	}
	t.saveCall(c)
}

func (t *turn) talkingOtherThan(a, b CallID) bool {
	return slices.ContainsFunc(t.s.Calls, func(c Call) bool { return c.ID != a && c.ID != b && hasVoice(c) })
}

func (t *turn) takeBackPressed(p Press) {
	c := t.waitingFor(p)
	if c == nil {
		return
	}
	id := c.ID
	if !c.Transfer.Active() {
		t.reply(p, id, NothingToConnect, "")
		return
	}
	b := t.call(c.Transfer.With)
	c.Transfer = Transfer{}
	if b != nil && b.Live() {
		b.ConsultFor = ""
		t.hangUp(b)
	}
	c = t.call(id)
	switch {
	case c.State == Held && c.Changing != Ended && c.Changing != Talking, c.State == Talking && c.Changing == Held:
		t.resume(c)
	default:
		t.saveCall(c)
	}
	t.done(p, id)
}

// consultEnded: whoever was called for a caller's sake is gone, for whatever reason.
func (t *turn) consultEnded(b Call) {
	c := t.call(b.ConsultFor)
	if c == nil || !c.Live() || c.Transfer.With != b.ID {
		return
	}
	switch c.Transfer.Step {
	case Consulting, Holding, Dialling:
		t.callerBack(c, b.EndReason)
	case Referred: // replaced by the caller, as was asked; what comes of it is still to be told
		c.Transfer.With = ""
	}
}

// untie lets go of a call that has ended: of whom it was called for, of who was called for it, of a conference, of the
// one it was joined with.
func (t *turn) untie(id CallID) {
	c := t.call(id)
	gone := *c
	c.Transfer, c.ConsultFor, c.Bridged, c.Conference = Transfer{}, "", "", false
	c.BusyAt, c.WaitsFor, c.Failed = "", "", Failure{}
	t.s.Refers = slices.DeleteFunc(slices.Clone(t.s.Refers), func(r ReferAsked) bool { return r.Call == id })
	if gone.Conference {
		t.conferenceLeft()
	}
	if gone.ConsultFor != "" {
		t.consultEnded(gone)
	}
	if gone.Bridged != "" {
		t.bridgeEnded(gone.Bridged)
	}
	b := t.call(gone.Transfer.With)
	if b == nil || !b.Live() {
		return
	}
	b.ConsultFor = ""
	switch {
	case b.State == Ringing || b.State == Early: // nobody is left to be connected
		t.hangUp(b)
	case (gone.Transfer.Step == Referred || gone.Transfer.Step == Holding) && b.State == Talking && !t.talkingOther(b.ID):
		t.do(SetVoice{onCall{b.ID}, VoiceTalk})
	}
	t.saveCall(t.call(b.ID))
}

// stopConnecting: the secretary goes back to a caller whose connection was on its way.
func (t *turn) stopConnecting(id CallID) {
	c := t.call(id)
	b := t.call(c.Transfer.With)
	switch {
	case c.Transfer.Step == Holding && b != nil:
		c.Transfer.Step = Consulting
	case c.Transfer.Step == Holding, c.Transfer.Step == Referred:
		c.Transfer = Transfer{}
		if b != nil {
			b.ConsultFor = ""
		}
	case c.Transfer.Step == Dialling:
		c.Transfer = Transfer{}
		if b != nil && b.Live() {
			b.ConsultFor = ""
			t.hangUp(b)
		}
	}
}
