package softphone

import "time"

// Quality is how well the sound of a call travels, over the whole call so far.
type Quality struct {
	Loss   float64       // share of his packets that never came, or came too late to be played; 0…1
	Jitter time.Duration // mean deviation of arrival (RFC 3550 §6.4.1)
	RTT    time.Duration // round trip on the network; 0: the other side has not reported yet
	Buffer time.Duration // how long his sound waits in the jitter buffer
	MOS    float64       // estimated mean opinion, 1 (bad) to 4.4 (as good as a telephone can be); 0: nothing measured
}

// Measured reports whether there is anything to tell.
func (q Quality) Measured() bool { return q.MOS > 0 }

// Grade is a mean opinion in one word.
type Grade string

const (
	GradeGood Grade = "good"
	GradeFair Grade = "fair" // some users dissatisfied
	GradePoor Grade = "poor" // many, or nearly all, are
)

// Grade puts the mean opinion into the categories of ITU-T G.109, table 1: R of 80 and 70 are opinions of 4.03 and 3.6.
func (q Quality) Grade() Grade {
	switch {
	case q.MOS >= 4.03:
		return GradeGood
	case q.MOS >= 3.6:
		return GradeFair
	}
	return GradePoor
}

// packetTime is what lies in a packet before it can be sent.
const packetTime = 20 * time.Millisecond

// Estimated is q with its mean opinion, after the E-model (ITU-T G.107, 06/2015) with its default values but for delay
// and loss, on which the rest depends in no way:
//
//	R   = 93.2 − Id − Ie,eff
//	Id  = 0.024·d + 0.11·(d − 177.3)·H(d − 177.3), d in ms: the fit of Cole and Rosenbluth, "Voice over IP Performance
//	      Monitoring", ACM SIGCOMM CCR 31(2), 2001, for the delay curve of G.107 §7.4
//	Ie,eff = Ie + (95 − Ie)·Ppl/(Ppl + Bpl)                                  G.107 (7-29), losses at random
//	MOS = 1 + 0.035·R + R·(R − 60)·(100 − R)·7·10⁻⁶                          G.107 Annex B (B-4)
//
// Ie and Bpl are those of G.711 with concealment (ITU-T G.113 Appendix I: 0 and 25.1). The scale is that of the
// telephone's narrow band, on which G.722 and Opus can do no better.
func (q Quality) Estimated() Quality {
	const ie, bpl = 0, 25.1
	d := float64(q.RTT/2+q.Buffer+packetTime) / float64(time.Millisecond)
	id := 0.024 * d
	if d > 177.3 {
		id += 0.11 * (d - 177.3)
	}
	lost := 100 * min(max(q.Loss, 0), 1)
	r := min(max(93.2-id-ie-(95-ie)*lost/(lost+bpl), 0), 100)
	q.MOS = max(1, 1+0.035*r+r*(r-60)*(100-r)*7e-6)
	return q
}

// qualityMeasured keeps the newest figures with the call; those of its end, which come after it, also in the journal.
func (t *turn) qualityMeasured(e QualityMeasured) {
	c := t.call(e.Call)
	if c == nil || !e.Quality.Measured() {
		return
	}
	c.Quality = e.Quality
	if !c.Live() {
		t.saveCall(c)
	}
}
