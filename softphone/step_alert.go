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
