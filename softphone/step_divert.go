package softphone

// undisturbed refuses a call that arrives while she is not to be disturbed; it stands in the journal. The caller hears
// busy.
func (t *turn) undisturbed(c *Call) bool {
	if t.s.Settings.Get(SetDoNotDisturb) != "on" || c.Line == PracticeLine || letThrough(t.s.Settings.Get(SetAlwaysThrough), c.Peer.Number) {
		return false
	}
	c.Changing = Ended
	t.do(SendReject{onCall{c.ID}, Undisturbed})
	return true
}

// forwardLater has a call sent on when nobody has answered it in time.
func (t *turn) forwardLater(c *Call) {
	n := t.s.Settings.Number(SetForwardAfter)
	if n == 0 || CleanNumber(t.s.Settings.Get(SetForwardTo)) == "" {
		return
	}
	cad := t.s.Settings.Cadence()
	t.do(WakeAt{At: t.at.Add((cad.On + cad.Off) * timesRing(n+1)), Key: WakeKey{What: WakeForward, Call: c.ID}})
}

func (t *turn) forward(id CallID) {
	if c, ok := t.s.Call(id); ok && ringingIn(c) && t.s.Settings.Number(SetForwardAfter) > 0 {
		t.deflectPressed(DeflectPressed{Press: Press{At: At{t.at}, Call: id}, Number: t.s.Settings.Get(SetForwardTo)})
	}
}
