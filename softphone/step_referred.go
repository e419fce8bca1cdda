package softphone

import "slices"

// Being sent on by others, and sending ringing calls on.

// deflectPressed sends a ringing call elsewhere.
func (t *turn) deflectPressed(e DeflectPressed) {
	c := t.ringingMeant(e.Press)
	if c == nil {
		return
	}
	number := CleanNumber(e.Number)
	if number == "" {
		t.reply(e.Press, c.ID, BadNumber, e.Number)
		return
	}
	c.Changing, c.TransferredTo = Ended, number
	c.Redirects++
	t.do(SendDeflect{onCall{c.ID}, number})
	t.saveCall(c)
	t.done(e.Press, c.ID)
}

// deflectFailed leaves the call ringing, with the reason shown.
func (t *turn) deflectFailed(id CallID, why Reason) {
	if c := t.call(id); c != nil && c.Live() && c.Changing == Ended && c.State == Ringing {
		c.Changing, c.TransferredTo, c.Trouble = "", "", why
		c.Redirects--
		t.saveCall(c)
	}
}

// callReplaced: a new call takes the place of one she has, because the other side was connected with somebody else
// there. It goes on as the old one stood, without ringing.
func (t *turn) callReplaced(e CallReplaced) {
	old, c := t.call(e.Old), t.call(e.Call)
	if c == nil || old == nil || !old.Live() || c.State != Ringing || c.Direction != In {
		return
	}
	t.forgetDraft(c.Draft)
	old, c = t.call(e.Old), t.call(e.Call)
	c.Draft, c.Caller, c.Principal, c.StoppedAt = old.Draft, old.Caller, old.Principal, old.StoppedAt
	c.Script, c.Operation, c.Situation = old.Script, old.Operation, old.Situation
	c.Caller.Number = c.Peer.Number
	old.Draft = ""
	t.inherit(old, c)
	waited := old.State == Held && t.talkingOther(e.Call)
	t.hangUp(old)
	if waited { // and so does the new one, behind the talk
		t.call(e.Call).Changing = Talking
		t.do(OpenVoice{onCall{e.Call}, t.s.binds[e.Call]})
		return
	}
	t.answerPressed(Press{At: At{t.at}, Call: e.Call})
}

// inherit lets a call go on for the same callers as the one it replaces: a consultation, or being connected.
func (t *turn) inherit(old, c *Call) {
	if caller := t.call(old.ConsultFor); caller != nil && caller.Transfer.With == old.ID {
		c.ConsultFor, caller.Transfer.With = caller.ID, c.ID
		t.saveCall(caller)
	}
	if b := t.call(old.Transfer.With); b != nil && b.ConsultFor == old.ID {
		b.ConsultFor = c.ID
		t.saveCall(b)
	}
	if s := old.Transfer.Step; s != Referred && s != Holding { // what was asked of the old telephone is void
		c.Transfer = old.Transfer
	} else if old.Transfer.With != "" {
		c.Transfer = old.Transfer
		c.Transfer.Step = Consulting
	}
	old.ConsultFor, old.Transfer = "", Transfer{}
}

func (t *turn) referAnswered(e ReferAnswered) {
	i := slices.IndexFunc(t.s.Refers, func(r ReferAsked) bool { return r.ID == e.Refer })
	if i < 0 {
		t.reply(e.Press, "", NothingToConnect, string(e.Refer))
		return
	}
	r := t.s.Refers[i]
	t.s.Refers = slices.Delete(slices.Clone(t.s.Refers), i, i+1)
	if !e.Yes {
		t.do(AnswerRefer{onCall{r.Call}, r.ID, false, ""})
		t.done(e.Press, r.Call)
		return
	}
	old := t.call(r.Call)
	line := LineID("")
	if old != nil {
		line = old.Line
	}
	c, why := t.dial(e.NewCall, line, r.Target)
	if c == nil {
		t.do(AnswerRefer{onCall{r.Call}, r.ID, false, ""})
		t.reply(e.Press, r.Call, why.Code, why.Detail)
		return
	}
	t.beginScript(c)
	t.beginDraft(c)
	t.saveCall(c)
	t.do(AnswerRefer{onCall{r.Call}, r.ID, true, c.ID})
	t.done(e.Press, c.ID)
}
