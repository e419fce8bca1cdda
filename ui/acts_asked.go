package ui

import "anteroom/softphone"

// asked is what the desk wants to know about the call shown, whether it may call somebody: whom the other side of a talk
// asks it to call, or where a call of its own was sent.
func asked(s softphone.State) (refer softphone.ReferAsked, sent softphone.RedirectOffered, ok bool) {
	for _, r := range s.Refers {
		if r.Call == s.Selected {
			return r, sent, true
		}
	}
	for _, o := range s.Redirects {
		if o.Call == s.Selected {
			return refer, o, true
		}
	}
	return refer, sent, false
}

func someAsked(s softphone.State) bool { _, _, ok := asked(s); return ok }

// answerAsked says yes or no to it.
func (w *Window) answerAsked(yes bool) {
	refer, sent, ok := asked(w.state)
	if !ok {
		return
	}
	call := softphone.CallID(newMessageID())
	w.press(func(p softphone.Press) softphone.Event {
		if refer.ID != "" {
			return softphone.ReferAnswered{Press: p, Refer: refer.ID, NewCall: call, Yes: yes}
		}
		p.Call = sent.Call
		return softphone.RedirectAnswered{Press: p, NewCall: call, Yes: yes}
	})
}
