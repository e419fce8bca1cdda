package voice

import (
	"bytes"
	"net/netip"
	"testing"
	"time"

	"anteroom/softphone"
)

// FuzzRTP throws a row of packets at a talking call, among good ones: nothing may fall over, and the good ones are
// heard again afterwards.
func FuzzRTP(f *testing.F) {
	f.Add([]byte{0x80, 8, 0, 1, 0, 0, 0, 160, 0, 0, 0, 1, 0xd5}, uint8(20))
	f.Add([]byte{0x80, 0x80 | 101, 0, 1, 0, 0, 0, 160, 0, 0, 0, 1, 5, 10, 0, 160}, uint8(3))
	f.Add([]byte{0xb0, 13, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 1, 0, 0, 0, 0, 200}, uint8(1))
	f.Add([]byte{0x80, 200, 0, 6}, uint8(9))
	f.Fuzz(func(t *testing.T, data []byte, step uint8) {
		clock := newTestClock()
		d := newDesk(clock, 1000)
		c, w := d.connect(t, "call", media("pcma", softphone.SendRecv, there), softphone.VoiceTalk)
		good := newOutgoing()
		good.agree(media("pcma", softphone.SendRecv, here))
		w.rtp = func([]byte, netip.AddrPort) {}
		into := &thread{rtp: func(p []byte, _ netip.AddrPort) { c.rtpBox.post(p, there, clock.Now()) }}
		var tone frame
		phase := testDeck{hz: 700, peak: 8000}
		pass := func(bad bool) {
			var pcm [frameSize]int16
			phase.Capture(pcm[:])
			tone.fromPCM(pcm[:])
			if bad {
				for rest := data; len(rest) > 0; { // cut into packets
					n := min(len(rest), int(step)+1)
					c.rtpBox.post(rest[:n], there, clock.Now())
					rest = rest[n:]
				}
				c.rtpBox.post(data, there, clock.Now())
			}
			good.sound(&tone, into, clock.Now())
			d.ticks(1)
		}
		for i := range 20 {
			pass(i%2 == 1)
		}
		for range 100 {
			pass(false)
		}
		d.deck.rest()
		for range 5 {
			pass(false)
		}
		if level := toneLevel(d.deck.played, 700); level < 7000 || level > 9000 {
			t.Errorf("good packets are heard with %.0f afterwards", level)
		}
	})
}

// FuzzRTCP does the same with reports.
func FuzzRTCP(f *testing.F) {
	clock := newTestClock()
	seed := newDesk(clock, 1000)
	c, w := seed.connect(f, "call", media("pcma", softphone.SendRecv, there), softphone.VoiceTalk)
	w.rtcp = func(p []byte, _ netip.AddrPort) { f.Add(append([]byte(nil), p...)) }
	c.received.begin(5, 6)
	seed.ticks(1000)
	c.tell(clock.Now(), true)
	f.Fuzz(func(t *testing.T, data []byte) {
		d := newDesk(newTestClock(), 1000)
		c, w := d.connect(t, "call", media("pcma", softphone.SendRecv, there), softphone.VoiceTalk)
		c.received.begin(5, 6)
		c.rtcpBox.post(data, next(there), d.clock.Now())
		c.rtpBox.post(data, there, d.clock.Now())
		d.ticks(1)
		c.rtcpBox.post(data, next(there), d.clock.Now().Add(-time.Hour))
		c.reports.due = d.clock.Now()
		d.ticks(4)
		if w.closed || c.reports.rtt < 0 || c.reports.rtt > time.Minute {
			t.Errorf("round trip %v", c.reports.rtt)
		}
	})
}

// FuzzWAV reads anything as hold music.
func FuzzWAV(f *testing.F) {
	f.Add(wav(8000, 1, 16, 600, 200*time.Millisecond))
	f.Add(wav(44100, 2, 16, 600, 100*time.Millisecond)[:60])
	f.Fuzz(func(t *testing.T, data []byte) {
		pcm, rate, err := readWAV(bytes.NewReader(data))
		if err == nil {
			if out := toEngineRate(pcm, rate); len(out) == 0 {
				t.Error("no sound and no error")
			}
		}
	})
}
