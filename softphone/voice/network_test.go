package voice

import (
	"math"
	"math/rand/v2"
	"net/netip"
	"testing"
	"time"

	"anteroom/softphone"
)

// network carries packets between two desks and spoils them as told; time goes in steps of a millisecond.
type network struct {
	a, b    *desk
	ca, cb  *call
	random  *rand.Rand
	loss    float64       // share
	delay   time.Duration // of every packet
	jitter  time.Duration // added at random, up to
	double  float64       // share sent twice
	stopped bool          // nothing comes through
	flying  []flight
	elapsed int     // milliseconds
	slower  float64 // of b's clock, e.g. 0.001
	bTicks  int
}

type flight struct {
	due  time.Time
	to   *call
	rtcp bool
	from netip.AddrPort
	data []byte
}

func newNetwork(t testing.TB, codec string) *network {
	t.Helper()
	clock := newTestClock()
	n := &network{a: newDesk(clock, 1000), b: newDesk(clock, 440), random: rand.New(rand.NewPCG(1, 2)), delay: 30 * time.Millisecond}
	var wa, wb *thread
	n.ca, wa = n.a.connect(t, "call", media(codec, softphone.SendRecv, there), softphone.VoiceTalk)
	n.cb, wb = n.b.connect(t, "call", media(codec, softphone.SendRecv, here), softphone.VoiceTalk)
	wa.rtp = func(p []byte, _ netip.AddrPort) { n.send(p, n.cb, here, false) }
	wb.rtp = func(p []byte, _ netip.AddrPort) { n.send(p, n.ca, there, false) }
	wa.rtcp = func(p []byte, _ netip.AddrPort) { n.send(p, n.cb, next(here), true) }
	wb.rtcp = func(p []byte, _ netip.AddrPort) { n.send(p, n.ca, next(there), true) }
	return n
}

func (n *network) send(p []byte, to *call, from netip.AddrPort, rtcp bool) {
	if n.stopped || n.random.Float64() < n.loss {
		return
	}
	copies := 1
	if n.random.Float64() < n.double {
		copies = 2
	}
	for range copies {
		delay := n.delay
		if n.jitter > 0 {
			delay += time.Duration(n.random.Int64N(int64(n.jitter)))
		}
		n.flying = append(n.flying, flight{n.a.clock.Now().Add(delay), to, rtcp, from, append([]byte(nil), p...)})
	}
}

// run lets a time pass.
func (n *network) run(d time.Duration) {
	for range d / time.Millisecond {
		now := n.a.clock.add(time.Millisecond)
		n.elapsed++
		rest := n.flying[:0]
		for _, f := range n.flying {
			switch {
			case f.due.After(now):
				rest = append(rest, f)
			case f.rtcp:
				f.to.rtcpBox.post(f.data, f.from, now)
			default:
				f.to.rtpBox.post(f.data, f.from, now)
			}
		}
		n.flying = rest
		if n.elapsed%10 == 0 {
			n.a.tick(now)
		}
		if float64(n.elapsed)*(1-n.slower) >= float64(10*(n.bTicks+1)) {
			n.bTicks++
			n.b.tick(now)
		}
	}
}

func TestNetwork_AToneSurvivesLossAndJitter(t *testing.T) {
	for _, codec := range []string{"g722", "pcma", "pcmu"} {
		n := newNetwork(t, codec)
		n.loss, n.jitter, n.double = 0.1, 60*time.Millisecond, 0.05
		n.run(10 * time.Second) // until the buffer knows the network
		n.b.deck.rest()
		before := n.cb.stats()
		n.run(10 * time.Second)
		s := n.cb.stats()
		got := toneLevel(n.b.deck.played[:len(n.b.deck.played)/frameSize*frameSize], 1000)
		// concealed frames keep the phase only nearly, so the level over all falls a little
		if d := decibels(loudness(n.b.deck.played)*math.Sqrt2, 8000); math.Abs(d) > 1 {
			t.Errorf("%s: loudness %.1f dB off", codec, d)
		}
		var frames, clean int
		for pcm := n.b.deck.played; len(pcm) >= frameSize; pcm = pcm[frameSize:] {
			if frames++; math.Abs(decibels(toneLevel(pcm[:frameSize], 1000), 8000)) < 1 {
				clean++
			}
		}
		if share := float64(clean) / float64(frames); share < 0.9 {
			t.Errorf("%s: only %.0f %% of all frames are the clean tone (whole: %.0f)", codec, share*100, got)
		}
		if late := s.Late - before.Late; late > 12 {
			t.Errorf("%s: %d of 500 packets too late", codec, late)
		}
		if s.Delay < 50*time.Millisecond || s.Delay > 70*time.Millisecond {
			t.Errorf("%s: a delay of %v for 60 ms of jitter", codec, s.Delay)
		}
		if lost := float64(s.Lost) / 1000; lost < 0.03 || lost > 0.15 { // doubles hide some (RFC 3550 §6.4.1)
			t.Errorf("%s: %.1f %% counted as lost", codec, lost*100)
		}
		if s.Jitter < 10*time.Millisecond || s.Jitter > 40*time.Millisecond {
			t.Errorf("%s: jitter %v", codec, s.Jitter)
		}
	}
}

func TestNetwork_TheDelayFollowsTheNetwork(t *testing.T) {
	n := newNetwork(t, "pcma")
	behind := func() time.Duration {
		return clockTime(float64(n.cb.in.delay(n.cb.in.buffer.units(n.a.clock.Now()))), 8000)
	}
	n.run(5 * time.Second)
	if d := n.cb.stats().Delay; d > 2*time.Millisecond || behind() > 25*time.Millisecond {
		t.Fatalf("in a clean network %v are asked for, and the player is %v behind", d, behind())
	}
	n.jitter = 120 * time.Millisecond
	n.run(2 * time.Second)
	if d := n.cb.stats().Delay; d < 100*time.Millisecond || behind() < 100*time.Millisecond {
		t.Errorf("after two seconds of jitter %v are asked for, and the player is %v behind", d, behind())
	}
	n.jitter = 0
	n.run(8 * time.Second)
	if d := n.cb.stats().Delay; d > 2*time.Millisecond || behind() > 25*time.Millisecond {
		t.Errorf("after eight quiet seconds %v are asked for, and the player is %v behind", d, behind())
	}
}

func TestNetwork_ClocksThatDriftLoseNoPacket(t *testing.T) {
	for _, slower := range []float64{0.002, -0.002} { // twenty times worse than sound cards are
		n := newNetwork(t, "pcma")
		n.slower = slower
		n.a.deck.deaf = true
		n.run(5 * time.Second)
		n.b.deck.rest()
		n.run(30 * time.Second)
		s := n.cb.stats()
		if s.Late > 3 || n.cb.in.resyncs > 0 {
			t.Errorf("slower %v: %d late, %d fresh starts", slower, s.Late, n.cb.in.resyncs)
		}
		var clean, frames int
		for pcm := n.b.deck.played; len(pcm) >= frameSize; pcm = pcm[frameSize:] {
			if frames++; math.Abs(decibels(toneLevel(pcm[:frameSize], 1000), 8000)) < 1 {
				clean++
			}
		}
		if frames-clean > 20 {
			t.Errorf("slower %v: %d of %d frames are not clean", slower, frames-clean, frames)
		}
	}
}

func TestNetwork_APeerThatPausesIsHeardAgainAtOnce(t *testing.T) {
	for _, pause := range []time.Duration{60 * time.Millisecond, 160 * time.Millisecond, 260 * time.Millisecond, time.Second, 20 * time.Second} {
		for _, frozen := range []bool{false, true} { // some peers' timestamps stand still meanwhile
			n := newNetwork(t, "pcma")
			n.run(2 * time.Second)
			n.stopped = true
			n.run(pause)
			n.stopped = false
			if frozen {
				n.ca.out.ts -= uint32(pause * 8000 / time.Second)
				n.ca.out.seq -= uint16(pause / tickLength)
			}
			n.run(400 * time.Millisecond)
			n.b.deck.rest()
			n.run(10 * time.Second)
			var clean, frames int
			for pcm := n.b.deck.played; len(pcm) >= frameSize; pcm = pcm[frameSize:] {
				if frames++; math.Abs(decibels(toneLevel(pcm[:frameSize], 1000), 8000)) < 1 {
					clean++
				}
			}
			if frames-clean > 5 {
				t.Errorf("after a pause of %v, frozen %v: %d of %d frames are not clean", pause, frozen, frames-clean, frames)
			}
		}
	}
}

func TestNetwork_DigitsComeThroughOnceEach(t *testing.T) {
	const all = "0123456789*#ABCD11"
	n := newNetwork(t, "pcma")
	n.loss, n.jitter, n.double = 0.1, 30*time.Millisecond, 0.1
	n.run(time.Second)
	if err := n.a.SoundDigits(t.Context(), "call", all, softphone.DigitsAuto); err != nil {
		t.Fatal(err)
	}
	n.run(time.Duration(len(all)*digitPeriod)*tickLength + time.Second)
	if got := n.b.digits(); got != all {
		t.Errorf("heard %q, sent %q", got, all)
	}
	for _, e := range n.b.told {
		if d, ok := e.(softphone.DigitReceived); ok && (d.Call != "call" || d.When().IsZero()) {
			t.Errorf("told %+v", d)
		}
	}
}
