package voice

const (
	// slackShare of a tick is how much more than a whole one the delay must be too long before it is shortened: what is
	// asked for moves a little all the time.
	slackShare = 0.25
	// sureTicks is for how long it must be so: where packets are lost and come when they like, each fresh idea of them would
	// bend the sound anew.
	sureTicks = 50
	// cutEvery is how many ticks lie between two cuts, unless the delay is hurryFrames or more too long.
	cutEvery    = 6
	hurryFrames = 8
	// stretched is how many ticks of sound are looked at to find a period in.
	stretched = 2
)

// steer brings the delay to what the buffer asks for. Sound is wanted a tick at a time, so what a packet's lateness may
// be goes in steps of a tick: sound left over beside whole ticks is only delay. In speech it is whole periods that are
// left out or doubled, in pauses anything.
func (p *playout) steer(t int64) {
	b := &p.buffer
	frame := b.span(tickLength)
	n := p.now.codec.perTick()
	if over := p.delay(t) - b.target(); over > b.span(mostDelay) || over < -b.span(mostDelay) {
		p.resyncs++
		p.playing = false
		if !p.begin(t) {
			p.playing = true
			p.head = t - b.base() - b.target()
		}
		return
	}
	if p.owed > 0 {
		return // it is not known yet what is missing
	}
	left := len(p.queue) % n
	allowed := t - b.base() - p.head + int64(len(p.queue)/n)*frame
	over := allowed - b.target()
	if over < frame+int64(slackShare*float64(frame)) {
		p.fitted = t
	}
	switch {
	case over < 0:
		if p.have(stretched*n, t) {
			// A period may be longer than what is missing to a whole tick; the rest is cut again.
			p.queue = p.cutter().lengthen(p.queue, max(n-left, longestPitch*p.cutter().perMs), urgent)
		}
	case t-p.changed < cutEvery*frame && over < hurryFrames*frame:
	case over >= 2*frame || t-p.fitted > sureTicks*frame:
		p.cut(t, left+int(over/frame)*n, over)
	case left > 0:
		p.cut(t, left, over)
	}
}

func (p *playout) cutter() stretch { return stretch{p.now.codec.sampleRate / 1000} }

// cut leaves up to so many samples out, where that is not heard or the delay is much too long. Of what is left over a
// whole tick must be at hand.
func (p *playout) cut(t int64, most int, over int64) {
	n := p.now.codec.perTick()
	most = min(most, stretched*n)
	p.have(n+most, t)
	least := float32(alike)
	if over > 4*p.buffer.span(tickLength) {
		least = urgent
	}
	before := len(p.queue)
	p.queue = p.cutter().shorten(p.queue, min(most, before-n), least)
	if len(p.queue) < before {
		p.changed = t
	}
}

// have decodes until so many samples are queued, as long as they are there.
func (p *playout) have(samples int, t int64) bool {
	for len(p.queue) < samples {
		h := p.buffer.first()
		if h == nil || h.ts > p.head || h.ts+h.length <= p.head || h.accept != p.now {
			return false // nothing that goes on from here
		}
		p.decode(t)
	}
	return true
}
