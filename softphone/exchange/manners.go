package exchange

import "time"

// Manners are how long people on the telephone wait. The zero value is not useful; see defaultManners.
type Manners struct {
	RingFor     time.Duration // a caller gives up when nobody has answered
	AnswerAfter time.Duration // somebody rung takes the receiver
	HelloAfter  time.Duration // of quiet instead of a greeting before he says hello?
	Pause       time.Duration // of quiet after speech: the other has finished
	GoOnAfter   time.Duration // of quiet instead of an answer before he goes on
	BackAfter   time.Duration // of quiet after a hold before he says that he is there
	Patience    time.Duration // in one hold, or in one unbroken sound
	Part        time.Duration // between his goodbye and hanging up
}

func defaultManners() Manners {
	return Manners{
		RingFor:     29 * time.Second, // six rings of 1 s on, 4 s off
		AnswerAfter: 6 * time.Second,
		HelloAfter:  4 * time.Second,
		Pause:       700 * time.Millisecond,
		GoOnAfter:   7 * time.Second,
		BackAfter:   900 * time.Millisecond,
		Patience:    3 * time.Minute,
		Part:        400 * time.Millisecond,
	}
}
