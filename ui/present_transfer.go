package ui

import "anteroom/softphone"

// tieWord says how a call is tied to others: that the caller is being connected, and how far that has come; "" for none.
func tieWord(s softphone.State, c softphone.Call, say wording) string {
	if !c.Live() {
		return ""
	}
	whom := whomFor(s, c, say)
	switch {
	case c.Conference:
		return say("desk.tie.conference")
	case c.Bridged != "":
		o, _ := s.Call(c.Bridged)
		return say("desk.tie.joined", titleOf(o, say))
	case c.ConsultFor != "" && c.State == softphone.Held:
		o, _ := s.Call(c.ConsultFor)
		return say("desk.tie.asked_for", titleOf(o, say))
	case c.ConsultFor != "" && c.State != softphone.Talking:
		return ""
	case c.ConsultFor != "":
		o, _ := s.Call(c.ConsultFor)
		return say("desk.tie.for", titleOf(o, say))
	}
	switch {
	case s.FreeNow(c):
		return say("desk.tie.free_now", nameOfNumber(s, c.WaitsFor))
	case c.WaitsFor != "":
		return say("desk.tie.waits_for", nameOfNumber(s, c.WaitsFor))
	}
	switch c.Transfer.Step {
	case softphone.Consulting:
		b, _ := s.Call(c.Transfer.With)
		switch {
		case !withHim(c):
			return say("desk.tie.consulting", whom)
		case b.State == softphone.Ringing || b.State == softphone.Early:
			return say("desk.tie.swapped_rings", whom)
		}
		return say("desk.tie.swapped", whom)
	case softphone.Holding, softphone.Referred:
		return say("desk.tie.connecting", whom)
	case softphone.Dialling:
		return say("desk.tie.dialling", whom)
	}
	return ""
}

// failureWords says whom a caller could not have, why, and that he is back, where he was away.
func failureWords(s softphone.State, c softphone.Call, say wording) string {
	whom, why := nameOfNumber(s, c.Failed.Number), reasonWords(c.Failed.Reason, say)
	if c.State == softphone.Held && c.Changing != softphone.Talking {
		return say("desk.failed.waits", whom, why)
	}
	if c.Failed.Stayed {
		return say("desk.failed.stays", whom, why)
	}
	return say("desk.failed", whom, why)
}

// withHim: she talks to the caller while the other one waits or rings.
func withHim(c softphone.Call) bool { return talkedTo(c) && c.Changing == "" }

// whomFor is whom a caller is to get: a principal by name, else the number.
func whomFor(s softphone.State, c softphone.Call, say wording) string {
	return nameOfNumber(s, c.Transfer.Number)
}

// nameOfNumber is the principal who has a number, else the number as it is read.
func nameOfNumber(s softphone.State, number string) string {
	for _, p := range s.Principals {
		if n := softphone.CleanNumber(p.Number); n != "" && n == softphone.CleanNumber(number) {
			return p.Name()
		}
	}
	return groupIfDigits(number)
}
