package ui

import (
	"time"

	"anteroom/softphone"
)

// ringingView is the pop-up of an incoming call while no other call is up.
type ringingView struct {
	Call     softphone.CallID
	Name     string
	Ring, By int
	RingText string
	Facts    [3]nameValue
	Say      []softphone.Run
	Ruling   rulingView // what the sheet says of the call; the zero one where nobody can tell
	More     string     // others that ring too
	Silenced bool
	Waiting  bool // somebody waits on hold
}

func presentRinging(s softphone.State, now time.Time, say wording) ringingView {
	v := ringingView{}
	others := 0
	first, _ := toAnswer(s)
	for _, c := range s.Calls {
		switch {
		case canAnswer(c) && c.ID == first.ID:
			v.Call, v.Name = c.ID, titleOf(c, say)
			v.Ring, v.By = softphone.RingNumber(c.Started, now, s.Settings.Cadence()), s.Settings.Number(softphone.SetAnswerBy)
			v.RingText = say("desk.ring_of", v.Ring, v.By)
			line := string(c.Line)
			if l, ok := s.Line(c.Line); ok {
				line = lineName(l.Account, say)
			}
			if own := s.LineOf(c).Account.Own.Company; own != "" {
				line = own
			}
			v.Facts = [3]nameValue{
				{say("ringing.number"), orDash(groupIfDigits(c.Peer.Number))},
				{say("desk.fact.own"), orDash(groupIfDigits(c.OwnNumber))},
				{say("ringing.line"), orDash(line)},
			}
			v.Ruling = foretold(s, c, now, say)
		case canAnswer(c):
			others++
		case c.Live() && c.State != softphone.Held || c.Changing == softphone.Talking:
			return ringingView{} // never over a sentence being read: the card at the left is the signal
		}
	}
	if v.Call == "" {
		return v
	}
	if others > 0 {
		v.More = say("ringing.more", others)
	}
	v.Silenced, v.Waiting = s.Silenced, someHeld(s)
	if g, ok := softphone.GuideFor(s, v.Call, now); ok {
		v.Say = g.Sentence
	}
	return v
}

func orDash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}
