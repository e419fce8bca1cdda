package ui

import "anteroom/softphone"

// voicemailWords says how many new messages the mailboxes of all lines have; "" for none.
func voicemailWords(s softphone.State, say wording) string {
	waiting, fresh := false, 0
	for _, l := range s.Lines {
		waiting = waiting || l.Voicemail.Waiting
		fresh += l.Voicemail.New
	}
	switch {
	case fresh > 0:
		return plural(say, "frame.voicemail", fresh)
	case waiting:
		return say("frame.voicemail.some")
	}
	return ""
}

// lampWord says how a telephone stands; "" where nobody tells.
func lampWord(l softphone.LampState, say wording) string {
	if l == softphone.LampUnknown || l == "" {
		return ""
	}
	return say("desk.lamp." + string(l))
}
