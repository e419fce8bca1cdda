package softphone

// Voicemail is what waits in a line's mailbox at the exchange (RFC 3842).
type Voicemail struct {
	Waiting  bool // something new is there
	New, Old int  // how much; both 0 where the exchange gives no numbers
}

// VoicemailChanged: the exchange tells what is in a line's mailbox.
type VoicemailChanged struct {
	At
	Line      LineID
	Voicemail Voicemail
}

func (t *turn) voicemailChanged(e VoicemailChanged) {
	if l, ok := t.s.Line(e.Line); ok {
		l.Voicemail = e.Voicemail
		t.putLine(l)
	}
}
