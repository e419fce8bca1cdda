package softphone

// alert is what the secretary hears of a call of hers that is not answered yet: the ringing tone, or sound of the other
// side's own.
type alert struct {
	wants VoiceMode // when she talks to nobody else
	has   VoiceMode
}

// alert sets what an outgoing call sounds like until it is answered.
func (t *turn) alert(id CallID, mode VoiceMode) {
	t.s.alerting = cloneMap(t.s.alerting)
	t.s.alerting[id] = alert{wants: mode, has: t.s.alerting[id].has}
}

// queued: the other side's exchange says that a call of ours waits in a queue, or no more. Until there is sound from
// there, the ringing tone tells that it goes on.
func (t *turn) queued(id CallID, waits bool, text string) {
	c := t.call(id)
	if c == nil || c.Direction != Out || c.State != Ringing && c.State != Early {
		return
	}
	c.Queued, c.QueueText = waits, text
	if waits && c.State == Ringing {
		t.alert(id, VoiceRingback)
	}
}

// settleAlerts keeps unanswered calls quiet while she talks to somebody, and lets them sound again afterwards.
func (t *turn) settleAlerts() {
	for _, c := range t.s.Calls {
		a, ok := t.s.alerting[c.ID]
		if !ok || c.Direction != Out || c.Changing == Ended || c.State != Ringing && c.State != Early {
			continue
		}
		mode := a.wants
		if t.talkingOther(c.ID) {
			mode = VoiceQuiet
		}
		if mode == a.has {
			continue
		}
		t.s.alerting = cloneMap(t.s.alerting)
		t.s.alerting[c.ID] = alert{wants: a.wants, has: mode}
		t.do(SetVoice{onCall{c.ID}, mode})
	}
}
