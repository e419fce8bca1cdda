package softphone

// SwapPressed holds the one she talks to and takes the other: the caller, or whoever was called for his sake.
type SwapPressed struct{ Press }

// CanSwap reports whether she can go to and fro between a caller and whoever was called for him.
func (s State) CanSwap(c Call) bool {
	b, _ := s.Call(c.Transfer.With)
	return c.Transfer.Step == Consulting && !c.Conference && (c.State == Talking || c.State == Held) && c.Changing != Ended &&
		b.Live() && b.ID != "" && b.Changing != Ended
}

// swapPressed: while the other one still rings, she goes to the caller and it rings on; back again, she hears it ring.
// Where both wait, because a third call came between, the caller comes first.
func (t *turn) swapPressed(p Press) {
	c := t.waitingFor(p)
	if c == nil {
		return
	}
	if !t.s.CanSwap(*c) {
		t.reply(p, c.ID, WrongState, string(c.Transfer.Step))
		return
	}
	caller := c.ID
	b := t.call(c.Transfer.With)
	with := b.ID
	switch {
	case !hasVoice(*c):
		t.resume(c)
		t.done(p, caller)
	case b.State == Ringing || b.State == Early:
		t.hold(c)
		t.s.Selected = with
		t.done(p, with)
	default:
		t.resume(b)
		t.done(p, with)
	}
}
