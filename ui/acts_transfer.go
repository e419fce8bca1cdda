package ui

import "anteroom/softphone"

// Connecting callers with others.

// callerShown is the caller that a transfer is about: whoever is talked to, else the one shown, else whoever is being
// connected. Somebody called for a caller's sake stands for him.
func callerShown(s softphone.State) (softphone.Call, bool) {
	c, ok := s.Call(s.Selected)
	if !ok || c.State != softphone.Talking {
		for _, x := range s.Calls {
			if talkedTo(x) && x.Changing != softphone.Ended {
				c, ok = x, true
				break
			}
		}
	}
	if caller, tied := s.Call(c.ConsultFor); tied {
		c = caller
	}
	return c, ok && (c.State == softphone.Talking || c.State == softphone.Held) && c.Bridged == ""
}

func connectable(s softphone.State) bool {
	_, ok := callerShown(s)
	_, ready := readyShown(s)
	return ok || ready
}

// connecting tells whether anything is under way for a caller.
func connecting(s softphone.State) bool {
	return anyCall(s, func(c softphone.Call) bool { return c.Transfer.Active() })
}

// tiedShown: the call in the middle is one that is being connected, or was made for one. Where she talks to the caller
// himself, there is nothing to go back to.
func tiedShown(s softphone.State) bool {
	c, ok := s.Call(s.Selected)
	return ok && c.Live() && (c.Transfer.Active() && !withHim(c) || c.ConsultFor != "")
}

func conferable(s softphone.State) bool {
	return anyCall(s, func(c softphone.Call) bool {
		b, _ := s.Call(c.Transfer.With)
		return c.Conference || c.Transfer.Step == softphone.Consulting && (b.State == softphone.Talking || b.State == softphone.Held)
	})
}

// swappable: she can go to and fro between the caller shown and whoever was called for him, or between the only two.
func swappable(s softphone.State) bool {
	_, ok := swapCaller(s)
	return ok
}

func swapCaller(s softphone.State) (softphone.Call, bool) {
	if c, ok := callerShown(s); ok && s.CanSwap(c) {
		return c, true
	}
	for _, c := range s.Calls {
		if s.CanSwap(c) {
			return c, true
		}
	}
	return softphone.Call{}, false
}

func swap(w *Window, p softphone.Press) softphone.Event {
	c, _ := swapCaller(w.state)
	p.Call = c.ID
	return softphone.SwapPressed{Press: p}
}

// someForThree: there is a caller to have a third one in with, or three already.
func someForThree(s softphone.State) bool {
	_, ok := callerShown(s)
	return ok || conferable(s)
}

// confer joins all three, or parts them. Where nobody has been called for the caller yet, it asks whom, as putting through
// does: press conference, call the third, press again.
func (w *Window) confer() {
	c, ok := callerShown(w.state)
	switch {
	case conferable(w.state):
		w.press(func(p softphone.Press) softphone.Event { return softphone.ConferencePressed{Press: p} })
	case !ok:
	case !c.Transfer.Active() && w.dial.ready(c.ID):
		w.dial.enter()
	case c.Transfer.Active(): // whoever is called has not answered yet
		w.notify(noticeRefused, w.tr("key.not_now", w.tr("key.conference")))
	default:
		w.press(func(p softphone.Press) softphone.Event { p.Call = c.ID; return softphone.ConsultPressed{Press: p} })
	}
}

func takeBack(_ *Window, p softphone.Press) softphone.Event {
	return softphone.TakeBackPressed{Press: p}
}

// consultOrConnect has the caller wait and asks whom to call for him; where somebody has been called, it connects.
func (w *Window) consultOrConnect() {
	if c, ok := readyShown(w.state); ok {
		w.ringFree(c)
		return
	}
	c, ok := callerShown(w.state)
	switch {
	case !ok:
	case !c.Transfer.Active() && w.dial.ready(c.ID): // the number stands there already
		w.dial.enter()
	case c.Transfer.Step == softphone.Consulting:
		w.press(func(p softphone.Press) softphone.Event { p.Call = c.ID; return softphone.ConnectPressed{Press: p} })
	case c.Transfer.Active():
		w.notify(noticeRefused, w.tr("key.not_now", w.tr("key.consult")))
	default:
		w.press(func(p softphone.Press) softphone.Event { p.Call = c.ID; return softphone.ConsultPressed{Press: p} })
	}
}

// askWhom opens the field for whom the caller is to get, with the number of the principal he wants.
func (w *Window) askWhom(p purpose) {
	c, ok := callerShown(w.state)
	if !ok {
		return
	}
	who, _ := w.state.AskedFor(c)
	number := who.Number
	switch x := w.state.ColleagueFor(c, w.now()); {
	case p == forColleague:
		number = ""
	case c.Situation == softphone.SituationRedirect && x.Number != "":
		number = x.Number
	}
	w.dial.ask(p, c.ID, number)
}

func (w *Window) transferTo() { w.askWhom(forTransfer) }

// deflectTo asks where a ringing call is to be sent.
func (w *Window) deflectTo() {
	c, _ := toAnswer(w.state)
	w.dial.ask(forDeflect, c.ID, "")
}

// turnDoNotDisturb lets nobody ring but those who always get through, or lets everybody ring again.
func (w *Window) turnDoNotDisturb() {
	v := "on"
	if w.state.Settings.Get(softphone.SetDoNotDisturb) == v {
		v = "off"
	}
	w.press(func(p softphone.Press) softphone.Event {
		return softphone.SettingChanged{Press: p, Key: softphone.SetDoNotDisturb, Value: v}
	})
}
