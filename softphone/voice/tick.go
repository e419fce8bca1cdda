package voice

import (
	"time"

	"anteroom/softphone"
)

// tick carries the sound of 10 ms; now is the moment it was due. It allocates nothing unless something happened.
func (e *Engine) tick(now time.Time) {
	e.deck.Capture(e.mic[:])
	e.mu.Lock()
	e.carry(now)
	headset, bell := e.needs()
	e.news, e.telling = e.telling[:0], e.news
	e.mu.Unlock()
	e.tellNeeds(headset, bell)
	e.micLevel.take(e.mic[:])
	e.headsetLevel.take(e.headset[:])
	e.deck.Play(e.headset[:])
	e.deck.Ring(e.bell[:])
	for i, n := range e.telling {
		e.tell(n)
		e.telling[i] = nil
	}
}

// carry is the part of a tick between the devices; e.mu is held.
func (e *Engine) carry(now time.Time) {
	e.speak()
	e.mix.clear()
	for _, c := range e.order {
		c.listen(now, e.digit)
		e.hear(c)
	}
	for _, m := range e.music {
		m.played = false
	}
	clock := e.clock.Now() // what is told of the time must be right after a sleep and a change of the clock, too
	for _, c := range e.order {
		towards := e.towards(c)
		c.send(towards, e.tuneOf(c), clock)
		c.record(towards)
		c.report(clock)
		if q, due := c.measure(clock); due {
			e.news = append(e.news, softphone.QualityMeasured{At: softphone.At{At: clock}, Call: c.id, Quality: q})
		}
		if d, changed := c.silent(clock); changed {
			e.news = append(e.news, softphone.VoiceSilent{At: softphone.At{At: clock}, Call: c.id, For: d})
		}
	}
	e.tone.add(&e.mix)
	e.knock.add(&e.mix)
	e.try(&e.mix)
	e.mix.toPCM(e.headset[:])
	e.cleaning.heard.keep(e.headset[:])
	e.mix.clear()
	e.ring.add(&e.mix)
	e.mix.toPCM(e.bell[:])
}

// hear mixes what the headset has of a call: the caller, the ringing tone, the digits being sent.
func (e *Engine) hear(c *call) {
	before := towards(&c.rxGain, c.hearing())
	e.mix.add(&c.heard, before, c.rxGain)
	c.ringback.add(&e.mix)
	if c.digits.sounding() {
		c.key.clear()
		c.digits.tone.add(&c.key, c.digits.queue[0].event, c.digits.step, 1)
		e.mix.add(&c.key, keyPeak, keyPeak)
	}
}

// towards is what a caller hears of this end: the microphone, in a conference everybody else too (mix-minus), and of
// two who are joined the other one alone.
func (e *Engine) towards(c *call) *frame {
	if c.mode == softphone.VoiceBridge {
		if c.bridged == nil || c.bridged.mode != softphone.VoiceBridge {
			return &silence
		}
		return &c.bridged.heard
	}
	if !e.conference || c.mode != softphone.VoiceTalk {
		return &e.micFrame
	}
	e.out = e.micFrame
	for _, o := range e.order {
		if o != c && o.mode == softphone.VoiceTalk {
			e.out.add(&o.heard, 1, 1)
		}
	}
	return &e.out
}

// tuneOf is what a call hears on hold in this tick: the music of its line, else that of all.
func (e *Engine) tuneOf(c *call) *frame {
	if c.mode != softphone.VoiceMusic && c.musicGain == 0 {
		return &silence // it goes on where it stopped when somebody hears it again
	}
	m := e.music[c.musicOf]
	if m == nil {
		m = e.music[""]
	}
	return m.tick(e.builtIn)
}

// digit notes a digit to be told; e.mu is held.
func (e *Engine) digit(c *call, d rune, at time.Time) {
	e.news = append(e.news, softphone.DigitReceived{At: softphone.At{At: at}, Call: c.id, Digit: d})
}

// set connects the call's sound.
func (c *call) set(mode softphone.VoiceMode, now time.Time) error {
	switch mode {
	case softphone.VoiceQuiet, softphone.VoiceRingback, softphone.VoiceEarly, softphone.VoiceTalk, softphone.VoiceMusic, softphone.VoiceBridge:
	default:
		return softphone.Reason{Code: softphone.BadValue, Detail: string(mode)}
	}
	if mode == c.mode {
		return nil
	}
	c.mode = mode
	c.lastHeard = now // the watch over a talk begins with it
	if mode == softphone.VoiceRingback {
		c.ringback.start(ringback(), samples(ringbackPause), true, 1)
	} else {
		c.ringback.stop()
	}
	return nil
}

// record has a tick kept, of what is said: on hold neither side talks to the other.
func (c *call) record(towards *frame) {
	switch {
	case c.recorder == nil:
	case c.mode == softphone.VoiceTalk:
		c.recorder.tap(&c.heard, towards)
	default:
		c.recorder.tap(&silence, &silence)
	}
}
