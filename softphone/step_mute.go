package softphone

// stepMute is the microphone's own switch: it holds for the microphone as a whole, through holds and changes of call,
// and is switched on again when the last call has ended. What callers on hold hear is not its business.
func (t *turn) stepMute(e Event) {
	switch e := e.(type) {
	case MutePressed:
		t.mutePressed(e)
	case SpokeMuted:
		t.spokeMuted()
	}
}

func (t *turn) mutePressed(e MutePressed) {
	switch {
	case e.Off == !t.s.Muted: // as asked for already
	case e.Off:
		t.unmute()
	case t.live() == 0:
		t.reply(e.Press, "", NothingTalking, "")
		return
	default:
		t.s.Muted = true
		t.do(MuteVoice{On: true})
	}
	t.done(e.Press, "")
}

// spokeMuted warns her that nobody hears her: on the screen each time, in the headset once until the microphone has
// been on again.
func (t *turn) spokeMuted() {
	if !t.s.Muted || !t.anyTalking() {
		return
	}
	if t.s.SpokeMuted.IsZero() {
		t.do(PlayTone{Tone: ToneMuted})
	}
	t.s.SpokeMuted = t.at
}

func (t *turn) anyTalking() bool {
	for _, c := range t.s.Calls {
		if hasVoice(c) {
			return true
		}
	}
	return false
}

func (t *turn) unmute() {
	t.s.Muted, t.s.SpokeMuted = false, zeroTime
	t.do(MuteVoice{})
}

// settleMute switches the microphone on for the next call, once no call lives.
func (t *turn) settleMute() {
	if t.s.Muted && t.live() == 0 {
		t.unmute()
	}
}
