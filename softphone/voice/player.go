package voice

// player plays one piece of sound, once or over and over with a pause, and never starts or stops with a click.
type player struct {
	sound  []int16
	pause  int // samples between two rounds
	repeat bool
	at     int
	gain   float32 // at the end of the last tick
	wanted float32
}

// start plays sound from its beginning.
func (p *player) start(sound []int16, pause int, repeat bool, gain float32) {
	*p = player{sound: sound, pause: pause, repeat: repeat, gain: gain, wanted: gain}
}

// stop lets the sound die away within a tick.
func (p *player) stop() { p.wanted = 0 }

func (p *player) playing() bool { return p.sound != nil }

// add mixes one tick into f.
func (p *player) add(f *frame) {
	if p.sound == nil {
		return
	}
	step := (p.wanted - p.gain) / frameSize
	for i := range f {
		p.gain += step
		if p.at < len(p.sound) {
			f[i] += float32(p.sound[p.at]) * p.gain
		}
		if p.at++; p.at >= len(p.sound)+p.pause && p.repeat {
			p.at = 0
		}
	}
	p.gain = p.wanted
	if p.gain == 0 || !p.repeat && p.at >= len(p.sound) {
		p.sound = nil
	}
}

// crossPlayer replaces what plays without cutting it off.
type crossPlayer struct{ now, before player }

func (c *crossPlayer) start(sound []int16, pause int, repeat bool, gain float32) {
	c.stop()
	c.now.start(sound, pause, repeat, gain)
}

func (c *crossPlayer) stop() {
	if c.now.playing() {
		c.before = c.now
		c.before.stop()
		c.now = player{}
	}
}

func (c *crossPlayer) playing() bool { return c.now.playing() || c.before.playing() }

func (c *crossPlayer) add(f *frame) {
	c.before.add(f)
	c.now.add(f)
}
