package voice

import (
	"net/netip"
	"testing"
	"time"

	"github.com/pion/rtcp"
	"github.com/pion/rtp"

	"anteroom/softphone"
)

func TestReception_CountsAsRFC3550(t *testing.T) {
	var r reception
	r.admit(7, 65530)
	for _, seq := range []uint16{65531, 65533, 65535, 0, 2, 1} { // 65532 and 65534 lost, one reordered
		if r.admit(7, seq) != admitted {
			t.Fatalf("%d not admitted", seq)
		}
	}
	if r.extended() != 1<<16+2 || r.expected() != 9 || r.lost() != 2 {
		t.Errorf("highest %d, expected %d, lost %d", r.extended(), r.expected(), r.lost())
	}
	if f := r.fraction(); f != 2*256/9 {
		t.Errorf("fraction %d", f)
	}
	if r.fraction() != 0 {
		t.Error("nothing new, yet something lost")
	}
	if r.admit(8, 1) != refused || r.admit(7, 3) != admitted || r.admit(8, 5) != refused || r.admit(8, 6) != newStream {
		t.Error("another SSRC is not believed from its second packet in a row on")
	}
	if r.admit(8, 30000) != refused || r.admit(8, 30001) != newStream {
		t.Error("a jump is not believed from its second packet on")
	}
	if r.lost() != 0 || r.earlierLost != 2 {
		t.Errorf("lost %d, earlier %d", r.lost(), r.earlierLost)
	}
}

func TestStream_AnotherSSRCGoesOnAfterOnePacket(t *testing.T) {
	n := newNetwork(t, "pcma")
	n.run(2 * time.Second)
	n.ca.out.ssrc, n.ca.out.seq, n.ca.out.ts = 99, 5, 77 // as after a transfer behind the exchange
	n.run(200 * time.Millisecond)
	n.b.deck.rest()
	n.run(time.Second)
	if got := toneLevel(n.b.deck.played, 1000); got < 7500 || n.cb.received.ssrc != 99 {
		t.Errorf("heard with %.0f from %d", got, n.cb.received.ssrc)
	}
}

func TestReports_TellLossJitterAndRoundTrip(t *testing.T) {
	n := newNetwork(t, "pcma")
	n.loss = 0.2
	n.run(40 * time.Second)
	s, ok := n.a.Stats("call")
	if !ok || s.RTT < 55*time.Millisecond || s.RTT > 90*time.Millisecond {
		t.Errorf("round trip %v of 60 ms", s.RTT)
	}
	if s.LostByPeer < 0.1 || s.LostByPeer > 0.3 || s.Codec != "pcma" || s.CodecHeard != "pcma" {
		t.Errorf("%+v", s)
	}
	if s.Sent != 2000 || s.Received < 1500 || s.Lost < 300 || s.Lost > 500 {
		t.Errorf("%+v", s)
	}
	if _, ok := n.a.Stats("nobody"); ok {
		t.Error("statistics of an unknown call")
	}
}

func TestReports_ComeEveryFiveSecondsAndEndWithAGoodbye(t *testing.T) {
	d := newDesk(newTestClock(), 1000)
	_, w := d.connect(t, "call", media("pcma", softphone.SendRecv, there), softphone.VoiceTalk)
	var got [][]rtcp.Packet
	w.rtcp = func(p []byte, to netip.AddrPort) {
		if to != next(there) {
			t.Errorf("sent to %v", to)
		}
		all, err := rtcp.Unmarshal(p)
		if err != nil {
			t.Error(err)
		}
		got = append(got, all)
	}
	d.ticks(100 * 60)
	if len(got) < 8 || len(got) > 20 {
		t.Errorf("%d reports in a minute", len(got))
	}
	if sr, ok := got[1][0].(*rtcp.SenderReport); !ok || sr.PacketCount == 0 || sr.OctetCount != sr.PacketCount*160 {
		t.Errorf("%+v", got[1][0])
	}
	if err := d.Close(t.Context(), "call"); err != nil {
		t.Error(err)
	}
	last := got[len(got)-1]
	if _, ok := last[len(last)-1].(*rtcp.Goodbye); !ok || !w.closed {
		t.Errorf("the last is %T, closed %v", last[len(last)-1], w.closed)
	}
}

func TestVoiceSilent_IsToldAfterEightSecondsAndThenEveryThirtyOfATalk(t *testing.T) {
	d := newDesk(newTestClock(), 1000)
	c, _ := d.connect(t, "call", media("pcma", softphone.SendRecv, there), softphone.VoiceTalk)
	seconds := func(n int) {
		for range n { // for a watch, a tick a second will do
			d.tick(d.clock.add(time.Second))
		}
	}
	told := func() (all []time.Duration) {
		for _, e := range d.told {
			if s, ok := e.(softphone.VoiceSilent); ok && s.Call == "call" {
				all = append(all, s.For)
			}
		}
		d.told = nil
		return all
	}
	seconds(7)
	if got := told(); len(got) > 0 {
		t.Errorf("told %v too early", got)
	}
	peer := newOutgoing()
	peer.agree(media("pcma", softphone.SendRecv, here))
	peer.sound(nil, &thread{rtp: func(p []byte, _ netip.AddrPort) { c.rtpBox.post(p, there, d.clock.Now()) }}, d.clock.Now())
	seconds(95)
	if got := told(); len(got) != 4 || got[0] != 8*time.Second || got[1] != 30*time.Second || got[3] != 90*time.Second {
		t.Errorf("told %v", got)
	}
	report, err := rtcp.Marshal([]rtcp.Packet{&rtcp.ReceiverReport{SSRC: 1}})
	if err != nil {
		t.Fatal(err)
	}
	for range 20 { // who is on hold over there sends reports alone
		c.rtcpBox.post(report, next(there), d.clock.Now())
		seconds(5)
	}
	if got := told(); len(got) != 1 || got[0] != 0 {
		t.Errorf("told %v when reports came, not once that it is over", got)
	}
	if err := d.Agree(t.Context(), "call", media("pcma", softphone.SendOnly, there)); err != nil {
		t.Fatal(err)
	}
	seconds(100)
	if got := told(); len(got) > 0 {
		t.Errorf("told %v of a held call", got)
	}
}

func TestPtime_IsWhatTheOtherSideAskedFor(t *testing.T) {
	for _, ptime := range []time.Duration{0, 10 * time.Millisecond, 30 * time.Millisecond, 60 * time.Millisecond, time.Hour} {
		d := newDesk(newTestClock(), 1000)
		m := media("pcma", softphone.SendRecv, there)
		m.Ptime = ptime
		_, w := d.connect(t, "call", m, softphone.VoiceTalk)
		var ts []uint32
		size := 0
		w.rtp = func(p []byte, _ netip.AddrPort) {
			var r rtp.Packet
			if err := r.Unmarshal(p); err != nil {
				t.Fatal(err)
			}
			ts, size = append(ts, r.Timestamp), len(r.Payload)
		}
		d.ticks(60)
		want := map[time.Duration]int{0: 160, time.Hour: 800}[ptime]
		if want == 0 {
			want = int(ptime * 8000 / time.Second)
		}
		if size != want || len(ts) != 30*160/want || ts[1]-ts[0] != uint32(want) {
			t.Errorf("ptime %v: %d packets of %d samples", ptime, len(ts), size)
		}
	}
}

func TestReception_WhatIsReportedAsHighestNeverFallsOverAHold(t *testing.T) {
	var r reception
	r.admit(7, 65534)
	for _, seq := range []uint16{65535, 0, 1} {
		r.admit(7, seq)
	}
	before := r.extended()
	r.pardoned = true // he was on hold, and his exchange counted on
	r.admit(7, 500)
	if after := r.extended(); after != before+499 || r.lost() != 0 {
		t.Errorf("highest %d, then %d; %d lost", before, after, r.lost())
	}
	r.admit(7, 502)
	if r.lost() != 1 {
		t.Errorf("%d lost, want 1", r.lost())
	}
	var o reception
	o.admit(7, 65534)
	o.pardoned = true
	if o.admit(7, 3); o.extended() != 1<<16+3 || o.lost() != 0 {
		t.Errorf("highest %d over the end of the numbers", o.extended())
	}
}
