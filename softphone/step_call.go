package softphone

import (
	"slices"
	"time"
)

// MaxCalls is how many calls may live at once.
const MaxCalls = 32

// keptEnded is how many ended calls stay on the desk; the journal has them all.
const keptEnded = 5

func (t *turn) stepCall(e Event) {
	switch e := e.(type) {
	case CallArrived:
		t.callArrived(e)
	case PeerRinging:
		if c := t.call(e.Call); c != nil && c.Direction == Out && c.State == Ringing {
			t.alert(c.ID, VoiceRingback)
		}
		t.queued(e.Call, false, "")
	case PeerQueued:
		t.queued(e.Call, true, e.Text)
	case VoiceOpened:
		t.voiceOpened(e)
	case VoiceFailed:
		t.voiceFailed(e.Call, e.Reason)
	case MediaAgreed:
		t.mediaAgreed(e)
	case CallAnswered:
		t.callAnswered(e)
	case PeerHeld:
		if c := t.call(e.Call); c != nil && c.Live() {
			c.PeerHolds = e.Held
		}
	case QualityMeasured:
		t.qualityMeasured(e)
	case VoiceSilent:
		t.voiceSilent(e)
	case DigitsFailed:
		if c := t.call(e.Call); c != nil && c.Live() {
			c.Trouble = e.Reason
		}
	case CallHungUp:
		t.callHungUp(e)
	case AnswerPressed:
		t.answerPressed(e.Press)
	case RejectPressed:
		t.rejectPressed(e.Press, Busy)
	case LaterPressed:
		t.rejectPressed(e.Press, Later)
	case HangUpPressed:
		t.hangUpPressed(e.Press)
	case DialPressed:
		t.dialPressed(e)
	case DigitsPressed:
		t.digitsPressed(e)
	case SelectPressed:
		if c := t.call(e.Call); c != nil {
			t.s.Selected = c.ID
			t.done(e.Press, c.ID)
		} else {
			t.reply(e.Press, e.Call, NoSuchCall, string(e.Call))
		}
	case SilencePressed:
		t.s.Silenced = true
		t.done(e.Press, "")
	default:
		t.stepHold(e)
	}
}

func (t *turn) callArrived(e CallArrived) {
	if _, known := t.s.Call(e.Call); known {
		return
	}
	l, ok := t.s.Line(e.Line)
	if !ok || t.live() >= MaxCalls || t.s.closing {
		t.do(SendReject{onCall{e.Call}, Busy})
		return
	}
	own := e.OwnNumber
	if own == "" {
		own = l.Account.OwnNumber
	}
	c := t.addCall(Call{
		ID: e.Call, Line: e.Line, Direction: In, Peer: e.Peer, OwnNumber: own, State: Ringing, Started: t.at,
		Caller: CallerFields{Number: e.Peer.Number},
	})
	t.beginScript(c)
	t.countRedirects(c)
	if t.undisturbed(c) {
		t.saveCall(c)
		return
	}
	t.beginDraft(c)
	t.s.Silenced = false
	if t.nothingInHand() || t.goesBefore(*c) {
		t.s.Selected = c.ID
	}
	t.s.binds = cloneMap(t.s.binds)
	t.s.binds[c.ID] = e.Bind
	t.saveCall(c)
	t.lookUp(*c)
	t.do(SendRinging{onCall{c.ID}}, RaiseWindow{Call: c.ID})
	t.forwardLater(c)
	if n := t.s.Settings.Number(SetAutoAnswer); n > 0 {
		cad := t.s.Settings.Cadence()
		t.do(WakeAt{At: t.at.Add((cad.On + cad.Off) * timesRing(n)), Key: WakeKey{What: WakeAutoAnswer, Call: c.ID}})
	}
}

// nothingInHand: no live call is shown and no draft is being written, so that a new call may take the middle.
func (t *turn) nothingInHand() bool {
	if c, ok := t.s.Call(t.s.Selected); ok {
		if c.Live() && c.Bridged == "" {
			return false
		}
		return !t.s.draftInHand(c.Draft)
	}
	return !t.s.draftInHand(t.s.OpenDraft)
}

func (t *turn) live() (n int) {
	for _, c := range t.s.Calls {
		if c.Live() {
			n++
		}
	}
	return n
}

// ringingIn is an incoming call that can still be answered.
func ringingIn(c Call) bool {
	return c.Direction == In && c.State == Ringing && c.Changing == ""
}

// ringingMeant is the ringing call that a press means; nil, and the press refused, where there is none.
func (t *turn) ringingMeant(p Press) *Call {
	c := t.call(p.Call)
	if all := t.s.RingingIn(); p.Call == "" && len(all) > 0 {
		c = t.call(all[0].ID)
	}
	switch {
	case c == nil && p.Call == "":
		t.reply(p, "", NothingRinging, "")
	case c == nil:
		t.reply(p, p.Call, NoSuchCall, string(p.Call))
	case !ringingIn(*c):
		t.reply(p, c.ID, WrongState, string(c.State))
	default:
		return c
	}
	return nil
}

func (t *turn) answerPressed(p Press) {
	c := t.ringingMeant(p)
	if c == nil {
		return
	}
	id := c.ID
	t.setAside(id)
	c = t.call(id)
	c.Changing = Talking
	t.s.Selected, t.s.WelcomeCard = id, false
	t.do(OpenVoice{onCall{id}, t.s.binds[id]})
	t.done(p, id)
}

func (t *turn) rejectPressed(p Press, why ReasonCode) {
	if c := t.ringingMeant(p); c != nil {
		c.Changing = Ended
		t.do(SendReject{onCall{c.ID}, why})
		t.done(p, c.ID)
	}
}

// setAside holds whoever is talked to, for the sake of other calls.
func (t *turn) setAside(except ...CallID) {
	for _, c := range slices.Clone(t.s.Calls) {
		if c.Bridged != "" || slices.Contains(except, c.ID) { // joined: she is not in it
			continue
		}
		if c.State == Talking && c.Changing != Held && c.Changing != Ended || c.State == Held && c.Changing == Talking {
			t.leaveConference(c.ID)
			t.hold(t.call(c.ID))
		}
	}
}

func (t *turn) voiceOpened(e VoiceOpened) {
	c := t.call(e.Call)
	switch {
	case c == nil || !c.Live() || c.Changing == Ended:
		t.do(CloseVoice{onCall{e.Call}})
	case c.Direction == Out && c.State == Ringing && c.Changing == Talking:
		c.Changing = ""
		t.do(SendInvite{onCall{c.ID}, c.Line, t.s.dialled[c.ID], e.Local})
	case c.Direction == In && c.State == Ringing && c.Changing == Talking:
		// She speaks first, so the call is hers from the moment the answer leaves, not from the ACK.
		c.State, c.Changing, c.Answered = Talking, "", t.at
		c.AnsweredOnRing = RingNumber(c.Started, t.at, t.s.Settings.Cadence())
		t.beginPass(c)
		t.do(SendAnswer{onCall{c.ID}, e.Local}, SetVoice{onCall{c.ID}, VoiceTalk})
		t.recordByRule(c)
		t.saveCall(c)
		if t.s.Selected == c.ID {
			t.setAside(c.ID)
		} else if t.talkingOther(c.ID) { // another was answered meanwhile
			t.hold(c)
		}
	}
}

// voiceFailed leaves an incoming call ringing, with the reason shown, and ends an outgoing one.
func (t *turn) voiceFailed(id CallID, why Reason) {
	c := t.call(id)
	if c == nil || !c.Live() {
		return
	}
	if c.Direction == In && c.State == Ringing {
		c.Changing, c.Trouble = "", why
		return
	}
	if c.Direction == Out && c.State == Ringing {
		t.end(c, EndedByUs, why)
	}
}

func (t *turn) mediaAgreed(e MediaAgreed) {
	c := t.call(e.Call)
	if c == nil || !c.Live() {
		return
	}
	c.Media = e.Media
	t.do(AgreeVoice{onCall{c.ID}, e.Media})
	if e.Early && c.Direction == Out && c.State == Ringing {
		c.State = Early
		t.alert(c.ID, VoiceEarly)
	}
	t.saveCall(c)
}

// voiceSilent tells of a talk in which nothing comes any more, until something does.
func (t *turn) talkingOther(id CallID) bool {
	return slices.ContainsFunc(t.s.Calls, func(c Call) bool { return c.ID != id && hasVoice(c) })
}

// hasVoice: the secretary talks on it, or is about to.
func hasVoice(c Call) bool {
	if c.Bridged != "" {
		return false
	}
	return c.State == Talking && c.Changing != Held && c.Changing != Ended ||
		(c.State == Held || c.Direction == In && c.State == Ringing) && c.Changing == Talking
}

func (t *turn) callAnswered(e CallAnswered) {
	c := t.call(e.Call)
	if c == nil || c.Direction != Out || (c.State != Ringing && c.State != Early) || c.Changing == Ended {
		return
	}
	c.State, c.Changing, c.Answered = Talking, "", t.at
	t.beginPass(c)
	c.Queued, c.QueueText = false, ""
	if caller := t.call(c.ConsultFor); caller != nil && caller.Transfer.Step == Dialling && caller.Transfer.With == c.ID {
		if t.talkingOther(c.ID) {
			t.hold(c)
			caller = t.call(caller.ID)
		}
		t.handOver(caller, c)
	} else if t.talkingOther(c.ID) {
		t.hold(c) // answered while she talks to somebody else: he waits, with his clock running
	} else {
		t.do(SetVoice{onCall{c.ID}, VoiceTalk})
	}
	t.recordByRule(c)
	t.saveCall(c)
}

func (t *turn) hangUpPressed(p Press) {
	c := t.call(p.Call)
	if p.Call == "" {
		spoken := func(c Call) bool { return c.State == Talking && c.Changing != Held && c.Bridged == "" }
		if c = t.call(t.s.Selected); c == nil || !spoken(*c) {
			c = t.find(spoken)
		}
		if c == nil {
			c = t.find(func(c Call) bool { return c.Direction == Out && (c.State == Ringing || c.State == Early) })
		}
		if sel := t.call(t.s.Selected); c == nil && sel != nil && (sel.State == Held || sel.Bridged != "") {
			c = sel
		}
	}
	switch {
	case c == nil && p.Call == "":
		t.reply(p, "", NothingTalking, "")
	case c == nil:
		t.reply(p, p.Call, NoSuchCall, string(p.Call))
	case !c.Live():
		t.reply(p, c.ID, WrongState, string(c.State))
	case c.Changing == Ended: // pressed again: nothing came of it, and she must get rid of it
		t.do(SendHangUp{onCall{c.ID}})
		t.done(p, c.ID)
	default:
		t.hangUp(c)
		t.done(p, c.ID)
	}
}

func (t *turn) hangUp(c *Call) {
	if c.Changing == Ended {
		return
	}
	unheard := c.Direction == Out && c.State == Ringing
	c.Changing = Ended
	if c.Direction == In && c.State == Ringing {
		t.do(SendReject{onCall{c.ID}, Declined})
		return
	}
	if !unheard {
		t.do(SetVoice{onCall{c.ID}, VoiceQuiet})
	}
	t.do(SendHangUp{onCall{c.ID}})
}

func (t *turn) callHungUp(e CallHungUp) {
	if c := t.call(e.Call); c != nil && c.Live() {
		t.end(c, e.By, e.Reason)
	}
}

// end writes a call off, whatever its state.
func (t *turn) end(c *Call, by EndedBy, why Reason) {
	switch {
	case by != EndedByUs && c.State == Talking:
		t.do(PlayTone{Tone: ToneEnded})
	case by != EndedByUs && c.Direction == Out && c.Answered.IsZero():
		t.do(PlayTone{Tone: ToneBusy})
	}
	c.Changing = "" // what was asked for is not to come
	c.Queued, c.QueueText = false, ""
	t.closeHold(c)
	t.endPass(c)
	if _, on := c.Recording(); on { // closing its sound ends the file
		t.openRecording(c).End, c.RecordPaused = t.at, false
	}
	if c.Transfer.Step == Referred && by == EndedByPeer { // his telephone has left us for the other one
		c.TransferredTo = c.Transfer.Number
	}
	if c.TransferredTo != "" {
		why = Reason{Transferred, c.TransferredTo}
	}
	c.State, c.Ended, c.EndedBy, c.EndReason = Ended, t.at, by, why
	c.ReturnDue, c.Situation = zeroTime, ""
	t.do(CloseVoice{onCall{c.ID}})
	t.saveCall(c)
	t.calledBack(*c)
	if c.Contact != "" && !c.Answered.IsZero() {
		t.do(NoteContact{Contact: c.Contact, At: t.at})
	}
	t.flushDraft(c.Draft)
	t.s.binds, t.s.dialled, t.s.alerting = cloneMap(t.s.binds), cloneMap(t.s.dialled), cloneMap(t.s.alerting)
	delete(t.s.binds, c.ID)
	delete(t.s.dialled, c.ID)
	delete(t.s.alerting, c.ID)
	t.untie(c.ID)
	t.trim()
}

// trim lets go of all but the few calls that ended last; the one shown stays.
func (t *turn) trim() {
	var ended []time.Time
	for _, c := range t.s.Calls {
		if !c.Live() {
			ended = append(ended, c.Ended)
		}
	}
	if len(ended) <= keptEnded {
		return
	}
	slices.SortFunc(ended, time.Time.Compare)
	spare := len(ended) - keptEnded
	last := ended[spare-1] // of those to go; who rang first goes first where several ended at once
	t.s.Calls = slices.DeleteFunc(slices.Clone(t.s.Calls), func(c Call) bool {
		if c.Live() || c.ID == t.s.Selected || c.Ended.After(last) || spare == 0 {
			return false
		}
		spare--
		t.dropIfEmpty(c.Draft)
		return true
	})
	t.ownCalls = true
	t.forgetRedirects()
}
