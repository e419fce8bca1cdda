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

// reachView is whether a colleague can be had, as the exchange tells it: his telephone where it is in use, else he
// himself, else that it is free or he can be reached.
type reachView struct {
	Lamp softphone.LampState // of a telephone that rings or is in use
	Told softphone.ToldKind  // else what is told of its owner
	Word string              // "" where nobody tells
	Note string              // his own words
}

func presentReach(s softphone.State, number string, say wording) reachView {
	lamp, told := s.Lamp(number), s.Told(number)
	v := reachView{Note: told.Note}
	switch {
	case lamp == softphone.LampRinging || lamp == softphone.LampBusy:
		v.Lamp, v.Word = lamp, say("desk.lamp."+string(lamp))
	case told.Kind != softphone.ToldNothing && told.Kind != softphone.ToldOpen:
		v.Told, v.Word = told.Kind, say("desk.told."+string(told.Kind))
	case lamp == softphone.LampIdle:
		v.Told, v.Word = softphone.ToldOpen, say("desk.lamp.idle")
	case told.Kind == softphone.ToldOpen: // which says nothing of his telephone (RFC 3863 section 4.1.4)
		v.Told, v.Word = told.Kind, say("desk.told.open")
	}
	return v
}
