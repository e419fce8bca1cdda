package ui

import "anteroom/softphone"

// waitable: the caller shown waits for somebody, or could.
func waitable(s softphone.State) bool {
	c, ok := callerShown(s)
	return ok && (c.WaitsFor != "" || s.CanWait(c))
}

// waitFor lets the caller wait until whoever was busy is free, or not any more.
func (w *Window) waitFor() {
	if c, ok := callerShown(w.state); ok {
		w.press(func(p softphone.Press) softphone.Event { p.Call = c.ID; return softphone.WaitForPressed{Press: p} })
	}
}

// readyShown is the caller whose third party has become free: the one shown, or, while nobody is talked to, the only one.
func readyShown(s softphone.State) (softphone.Call, bool) {
	if c, ok := s.Call(s.Selected); ok && s.FreeNow(c) {
		return c, true
	}
	var ready []softphone.Call
	for _, c := range s.Calls {
		if s.FreeNow(c) {
			ready = append(ready, c)
		}
	}
	if _, talks := talkingCall(s); len(ready) != 1 || talks {
		return softphone.Call{}, false
	}
	return ready[0], true
}

// ringFree rings for a caller whom he has waited for.
func (w *Window) ringFree(c softphone.Call) {
	w.press(func(p softphone.Press) softphone.Event {
		p.Call = c.ID
		return softphone.ConsultPressed{Press: p, NewCall: softphone.CallID(newMessageID()), Number: c.WaitsFor}
	})
}
