package softphone

import "slices"

// maxRedirects is how often one call may be sent on before nothing more is offered.
const maxRedirects = 5

// callRedirected keeps the best place that a call of ours was sent to as an offer. Nobody is called without a yes: the
// place may cost money, and was chosen by somebody else.
func (t *turn) callRedirected(e CallRedirected) {
	c := t.call(e.Call)
	if c == nil || !c.Live() || c.Direction != Out || !c.Answered.IsZero() || c.Changing == Ended {
		return
	}
	l, _ := t.s.Line(c.Line)
	own := dialledPeer(l.Account.User, l.Account)
	tried := append(slices.Clip(t.s.tried[c.ID]), c.Peer)
	if len(tried) > maxRedirects {
		return
	}
	for _, target := range e.Targets {
		there := dialledPeer(target, l.Account)
		if CleanNumber(target) == "" || sameAddress(there, own) ||
			slices.ContainsFunc(tried, func(p Peer) bool { return sameAddress(p, there) }) {
			continue
		}
		t.dropRedirect(c.ID)
		t.s.Redirects = append(t.s.Redirects, RedirectOffered{Call: c.ID, Line: c.Line, For: c.ConsultFor, Target: target})
		t.s.tried = cloneMap(t.s.tried)
		t.s.tried[c.ID] = tried
		t.do(RaiseWindow{Call: c.ID})
		return
	}
}

// redirectAnswered is her yes or no. The same rules hold as for what she dials herself; where they forbid the call, the
// offer stays.
func (t *turn) redirectAnswered(e RedirectAnswered) {
	i := slices.IndexFunc(t.s.Redirects, func(o RedirectOffered) bool { return o.Call == e.Call })
	if e.Call == "" {
		i = len(t.s.Redirects) - 1
	}
	if i < 0 {
		t.reply(e.Press, e.Call, NothingToConnect, string(e.Call))
		return
	}
	o := t.s.Redirects[i]
	if !e.Yes {
		t.dropRedirect(o.Call)
		t.done(e.Press, o.Call)
		return
	}
	tried := t.s.tried[o.Call]
	if caller, ok := t.s.Call(o.For); ok && caller.Live() {
		t.consultPressed(ConsultPressed{Press: Press{At: e.At, Ask: e.Ask, Call: o.For}, NewCall: e.NewCall, Line: o.Line, Number: o.Target})
	} else {
		t.dialPressed(DialPressed{Press: Press{At: e.At, Ask: e.Ask}, NewCall: e.NewCall, Line: o.Line, Number: o.Target})
	}
	if made, ok := t.s.Call(e.NewCall); !ok || made.Started != t.at {
		return
	}
	t.dropRedirect(o.Call)
	t.s.tried = cloneMap(t.s.tried)
	t.s.tried[e.NewCall] = tried
}

func (t *turn) dropRedirect(id CallID) {
	t.s.Redirects = slices.DeleteFunc(slices.Clone(t.s.Redirects), func(o RedirectOffered) bool { return o.Call == id })
	t.s.tried = cloneMap(t.s.tried)
	delete(t.s.tried, id)
}

// forgetRedirects lets go of what belongs to calls that are no longer on the desk.
func (t *turn) forgetRedirects() {
	gone := func(id CallID) bool { _, ok := t.s.Call(id); return !ok }
	t.s.Redirects = slices.DeleteFunc(slices.Clone(t.s.Redirects), func(o RedirectOffered) bool { return gone(o.Call) })
	t.s.tried = cloneMap(t.s.tried)
	for id := range t.s.tried {
		if gone(id) {
			delete(t.s.tried, id)
		}
	}
}
