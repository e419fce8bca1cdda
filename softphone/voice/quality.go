package voice

import (
	"time"

	"anteroom/softphone"
)

// measuredEvery is how often the quality of a call that talks is told.
const measuredEvery = 5 * time.Second

// quality is how his sound has travelled so far; MOS is 0 before anything came.
func (c *call) quality() softphone.Quality {
	s := c.stats()
	if s.Received == 0 || c.in.now == nil {
		return softphone.Quality{}
	}
	missing := s.Lost + s.Late
	q := softphone.Quality{Loss: float64(missing) / float64(s.Received+s.Lost), Jitter: s.Jitter, RTT: s.RTT, Buffer: s.Delay}
	return q.Estimated()
}

// measure gives the quality where it is to be told now: while he is talked to, every five seconds.
func (c *call) measure(now time.Time) (softphone.Quality, bool) {
	if c.mode != softphone.VoiceTalk || !c.agreed {
		c.measured = time.Time{}
		return softphone.Quality{}, false
	}
	if c.measured.IsZero() {
		c.measured = now
	}
	if now.Sub(c.measured) < measuredEvery {
		return softphone.Quality{}, false
	}
	c.measured = now
	q := c.quality()
	return q, q.Measured()
}
