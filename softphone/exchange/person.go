package exchange

import "time"

// moment is what somebody at the exchange notices in one slice of a call.
type moment struct {
	at     time.Duration // since the call began
	up     bool          // answered
	held   bool          // the other side does not listen
	hears  bool          // the other side speaks
	saying bool          // our clip is still playing
}

// act is what he does about it.
type act int

const (
	nothing  act = iota
	ring         // 180
	progress     // 183 with sound
	answer       // 200
	refuse       // deed.code
	say          // deed.clip
	hush         // stop speaking
	hangUp       // BYE, or CANCEL while it rings
)

type deed struct {
	act  act
	clip string
	code int
}

// behaviour is one who takes part in a call. live is called once in each slice, in order, from one goroutine.
type behaviour interface {
	live(moment) deed
}

type phase int

const (
	ringing   phase = iota
	speaking        // a clip is playing
	listening       // for an answer, or in a breath between two turns
	onHold
	returning // taken back, has not said anything yet
	parting   // goodbye is playing or has been said
	gone
)

// person is a practice caller, or somebody who is called, as a pure state machine: no clock, no sound.
type person struct {
	manners  Manners
	patience time.Duration
	called   bool // he is the one who is rung
	turns    []spoken

	phase   phase
	since   time.Duration // when the phase began
	turn    int           // next turn to say
	started bool          // has said something, or need not be greeted any more
	hellos  int
	after   bool          // the clip that plays is turn number turn: it counts when it has ended
	breath  time.Duration // in listening: only this pause is needed; 0 waits for an answer

	heard  bool          // the other side has spoken in this phase
	quiet  time.Duration // when the other side was last heard in this phase, or since
	sounds time.Duration // when the present unbroken sound began
	wasOn  bool          // the other side sounded in the last slice
}

// spoken is one turn: a clip, and the breath after it (0: he waits for an answer).
type spoken struct {
	clip   string
	breath time.Duration
}

func newCaller(s *Story, m Manners) *person {
	p := &person{manners: m, patience: s.patience(m.Patience)}
	for i, t := range s.Turns {
		p.turns = append(p.turns, spoken{turnClip(i), time.Duration(t.Pause) * time.Millisecond})
	}
	return p
}

// newCalled is somebody who is rung. A practice caller does not tell his story again, he thanks for being rung back.
func newCalled(s *Story, m Manners) *person {
	p := newCaller(s, m)
	p.called = true
	if s.Role == "" {
		p.turns = []spoken{{clip: sayThanks}}
	}
	return p
}

func (p *person) live(m moment) deed {
	p.listen(m)
	if m.up && p.phase != gone {
		if d, done := p.hold(m); done {
			return d
		}
	}
	switch p.phase {
	case ringing:
		return p.ringing(m)
	case speaking:
		if !m.saying {
			p.finished(m)
		}
	case listening:
		return p.listening(m)
	case returning:
		if !m.hears && m.at-p.quiet >= p.needed() {
			return p.say(m, sayBack, false)
		}
	case parting:
		if m.saying {
			p.since = m.at
		} else if m.at-p.since >= p.manners.Part {
			return p.leave()
		}
	}
	return deed{}
}

// listen keeps what is heard and since when.
func (p *person) listen(m moment) {
	if m.hears {
		if !p.wasOn {
			p.sounds = m.at
		}
		p.heard, p.quiet = true, m.at
	}
	p.wasOn = m.hears
}

func (p *person) enter(ph phase, m moment) {
	p.phase, p.since, p.quiet = ph, m.at, m.at
	p.heard = m.hears // speech that began while he spoke counts as an answer
}

// hold stops everything while the other side does not listen, and loses patience in the end.
func (p *person) hold(m moment) (deed, bool) {
	switch {
	case m.held && p.phase == ringing:
		return deed{}, false
	case m.held && p.phase != onHold:
		p.enter(onHold, m)
		p.after = false // an interrupted turn is said again
		return deed{act: hush}, true
	case m.held && m.at-p.since >= p.patience:
		return p.leave(), true // a goodbye would not be heard
	case m.held:
		return deed{}, true
	case p.phase == onHold:
		p.enter(returning, m)
	}
	return deed{}, false
}

func (p *person) ringing(m moment) deed {
	switch {
	case m.up && p.called:
		p.started = true
		return p.say(m, sayAnswer, false)
	case m.up:
		p.enter(listening, m)
	case p.called && m.at == 0:
		return deed{act: ring}
	case p.called && m.at >= p.manners.AnswerAfter:
		return deed{act: answer}
	case !p.called && m.at >= p.manners.RingFor:
		return p.leave()
	}
	return deed{}
}

// listening waits until the other side has spoken and paused, or says nothing for long.
func (p *person) listening(m moment) deed {
	if m.hears {
		if m.at-p.sounds >= p.patience { // hold music without a hold
			p.enter(parting, m)
			return deed{act: say, clip: sayAnnoyed}
		}
		return deed{}
	}
	if m.at-p.quiet < p.needed() {
		return deed{}
	}
	if !p.started && !p.heard && p.hellos < 2 && !p.called {
		p.hellos++
		return p.say(m, sayHello, false)
	}
	p.started = true
	if p.turn < len(p.turns) {
		return p.say(m, p.turns[p.turn].clip, true)
	}
	p.enter(parting, m)
	return deed{act: say, clip: sayBye}
}

// needed is the quiet after which it is his turn.
func (p *person) needed() time.Duration {
	switch {
	case p.heard:
		return p.manners.Pause
	case p.phase == returning:
		return p.manners.BackAfter
	case p.breath > 0:
		return p.breath
	case !p.started:
		return p.manners.HelloAfter
	}
	return p.manners.GoOnAfter
}

func (p *person) say(m moment, clip string, isTurn bool) deed {
	answered := p.phase == returning && p.heard
	p.enter(speaking, m)
	p.after, p.breath = isTurn, 0
	if answered {
		p.breath = p.manners.Pause // she has said already why she came back
	}
	return deed{act: say, clip: clip}
}

// finished follows the end of a clip.
func (p *person) finished(m moment) {
	if p.after {
		p.breath = p.turns[p.turn].breath
		p.turn++
		p.after = false
	}
	p.enter(listening, m)
}

func (p *person) leave() deed {
	p.phase = gone
	return deed{act: hangUp}
}
