package voice

import (
	"time"

	"anteroom/softphone"
)

// Stats tells how well a call's sound travels.
type Stats struct {
	Codec          string // in which we send
	CodecHeard     string // in which the other side was heard last; "" before
	Sent, Received uint32 // packets
	Lost           uint32 // packets that never came
	Late           uint32 // came, but too late to be played
	Concealed      time.Duration
	Jitter         time.Duration // mean deviation of arrival (RFC 3550 §6.4.1)
	Delay          time.Duration // at which the jitter buffer aims
	RTT            time.Duration // round trip; 0 before the first report about us
	LostByPeer     float64       // share of our packets the other side missed lately, 0…1
	JitterAtPeer   time.Duration
	Refused        uint32 // packets that were malformed, not from the other side, or too many for one tick
	Unopened       uint32 // of those: not encrypted with the key agreed, changed on the way, or sent again
	SendFailed     uint32
}

// Stats are a call's statistics up to now; false for an unknown call.
func (e *Engine) Stats(id softphone.CallID) (Stats, bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	c, ok := e.calls[id]
	if !ok {
		return Stats{}, false
	}
	return c.stats(), true
}

func (c *call) stats() Stats {
	s := Stats{
		Sent: c.out.packets, SendFailed: c.out.failed, Refused: c.refused + c.rtpBox.refused(),
		Unopened: c.unopened,
		Received: c.received.received + c.received.earlierReceived,
		Late:     c.in.late, RTT: c.reports.rtt, LostByPeer: c.reports.peerLost,
	}
	if c.received.active {
		s.Lost = c.received.lost() + c.received.earlierLost
	}
	if o := c.out.codec; o != nil {
		s.Codec = o.name
		s.JitterAtPeer = clockTime(float64(c.reports.peerJitter), o.clockRate)
	}
	if h := c.in.now; h != nil {
		s.CodecHeard = h.codec.name
		s.Concealed = clockTime(float64(c.in.concealed), h.codec.sampleRate)
		s.Jitter = clockTime(c.received.jitter, h.codec.clockRate)
		s.Delay = clockTime(float64(c.in.buffer.target()), h.codec.clockRate)
	}
	return s
}

func clockTime(units float64, rate int) time.Duration {
	return time.Duration(units / float64(rate) * float64(time.Second))
}
