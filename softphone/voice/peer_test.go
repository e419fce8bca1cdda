package voice

import (
	"net/netip"
	"testing"
	"time"

	"github.com/pion/rtcp"
	"github.com/pion/rtp"

	"anteroom/softphone"
)

func TestSource_WhoIsBelieved(t *testing.T) {
	agreed := netip.MustParseAddrPort("192.0.2.2:5000")
	otherPort := netip.MustParseAddrPort("192.0.2.2:6000")
	nat := netip.MustParseAddrPort("198.51.100.7:7000")
	stranger := netip.MustParseAddrPort("203.0.113.9:9000")
	type step struct {
		from   netip.AddrPort
		after  time.Duration
		taken  bool
		target netip.AddrPort
	}
	for name, steps := range map[string][]step{
		"the negotiated one, nobody else": {
			{agreed, 0, true, agreed}, {stranger, 0, false, agreed}, {stranger, time.Hour, false, agreed},
		},
		"another port of the same host at once, and back": {
			{otherPort, 0, true, otherPort}, {agreed, 0, true, agreed}, {otherPort, 20 * time.Millisecond, false, agreed},
			{otherPort, time.Second, true, otherPort}, {stranger, time.Second, false, otherPort},
		},
		"another host once": {
			{nat, 0, true, nat}, {stranger, time.Second, false, nat}, {nat, 0, true, nat},
			{agreed, 0, true, agreed}, {nat, time.Hour, false, agreed}, {stranger, 0, false, agreed},
		},
	} {
		var s source
		s.agree(agreed)
		now := time.Unix(1790000000, 0)
		for i, st := range steps {
			now = now.Add(st.after)
			if got := s.take(st.from, now); got != st.taken || s.target() != st.target {
				t.Errorf("%s: step %d: taken %v, target %v", name, i, got, s.target())
			}
		}
	}
	var s source
	if s.take(agreed, time.Now()) {
		t.Error("a packet is taken before anything was agreed")
	}
}

func TestSource_TheSameAddressAgreedAgainKeepsWhatWasLearned(t *testing.T) {
	var s source
	nat := netip.MustParseAddrPort("198.51.100.7:7000")
	s.agree(there)
	s.take(nat, time.Now())
	s.agree(netip.AddrPortFrom(netip.AddrFrom16(there.Addr().As16()), there.Port()))
	if s.target() != nat {
		t.Errorf("after hold we send to %v", s.target())
	}
	s.agree(next(there))
	if s.target() != next(there) {
		t.Errorf("after a move we send to %v", s.target())
	}
}

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
	d.ticks(50 * 60)
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

func TestVoiceSilent_IsToldEveryThirtySecondsOfATalk(t *testing.T) {
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
	seconds(29)
	if got := told(); len(got) > 0 {
		t.Errorf("told %v too early", got)
	}
	peer := newOutgoing()
	peer.agree(media("pcma", softphone.SendRecv, here))
	peer.sound(nil, &thread{rtp: func(p []byte, _ netip.AddrPort) { c.rtpBox.post(p, there, d.clock.Now()) }}, d.clock.Now())
	seconds(95)
	if got := told(); len(got) != 3 || got[0] != 30*time.Second || got[2] != 90*time.Second {
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
	if got := told(); len(got) > 0 {
		t.Errorf("told %v though reports came", got)
	}
	if err := d.Agree(t.Context(), "call", media("pcma", softphone.SendOnly, there)); err != nil {
		t.Fatal(err)
	}
	seconds(100)
	if got := told(); len(got) > 0 {
		t.Errorf("told %v of a held call", got)
	}
}

func TestDigits_GoOutAsRFC4733Wants(t *testing.T) {
	d := newDesk(newTestClock(), 1000)
	_, w := d.connect(t, "call", media("pcma", softphone.SendRecv, there), softphone.VoiceTalk)
	var sent []rtp.Packet
	w.rtp = func(p []byte, _ netip.AddrPort) {
		var r rtp.Packet
		if err := r.Unmarshal(append([]byte(nil), p...)); err != nil {
			t.Fatal(err)
		}
		sent = append(sent, r)
	}
	d.ticks(5)
	if err := d.SendDigits(t.Context(), "call", "5#"); err != nil {
		t.Fatal(err)
	}
	d.deck.rest()
	d.ticks(30)
	if heard := toneLevel(d.deck.played[:digitTicks*frameSize], 770); heard < 300 || heard > 1000 {
		t.Errorf("the digit is in the headset with %.0f", heard)
	}
	var events []rtp.Packet
	for i, p := range sent {
		if i > 0 && p.SequenceNumber != sent[i-1].SequenceNumber+1 {
			t.Fatal("the sequence has a hole")
		}
		if p.PayloadType == 101 {
			events = append(events, p)
		}
	}
	if len(events) != 16 {
		t.Fatalf("%d event packets", len(events))
	}
	for i, p := range events[:8] {
		duration := int(p.Payload[2])<<8 | int(p.Payload[3])
		end := p.Payload[1]&0x80 != 0
		if p.Payload[0] != 5 || p.Marker != (i == 0) || p.Timestamp != events[0].Timestamp ||
			duration != min(i+1, 6)*160 || end != (i >= 5) {
			t.Errorf("packet %d: %v, % x", i, p.Header, p.Payload)
		}
	}
	gap := time.Duration(events[8].Timestamp-events[0].Timestamp-960) * time.Second / 8000
	if events[8].Payload[0] != 11 || gap < 50*time.Millisecond {
		t.Errorf("digit %d after a gap of %v", events[8].Payload[0], gap)
	}
	if last := sent[len(sent)-1]; last.Timestamp != sent[0].Timestamp+uint32(len(sent)-1)*160 {
		t.Error("the timestamp did not go on with the time")
	}
	for _, bad := range []string{"", "12x", "+47", "１"} {
		if d.SendDigits(t.Context(), "call", bad) == nil {
			t.Errorf("%q is taken", bad)
		}
	}
}

func TestDigits_AreTonesWhereNoEventsWereAgreed(t *testing.T) {
	a, b, _, _ := talk(t, "pcma")
	m := media("pcma", softphone.SendRecv, there)
	m.EventType = 0
	if err := a.Agree(t.Context(), "call", m); err != nil {
		t.Fatal(err)
	}
	both(a, b, 20)
	if err := a.SendDigits(t.Context(), "call", "1"); err != nil {
		t.Fatal(err)
	}
	b.deck.rest()
	both(a, b, 12)
	best := 0.0
	for pcm := b.deck.played; len(pcm) > 3*frameSize; pcm = pcm[frameSize:] {
		best = max(best, min(toneLevel(pcm[:3*frameSize], 697), toneLevel(pcm[:3*frameSize], 1209)))
	}
	if best < 7000 || best > 9000 {
		t.Errorf("the digit arrives with %.0f", best)
	}
}

func TestDigitsIn_HearsSloppySendersOnce(t *testing.T) {
	at := time.Unix(1790000000, 0)
	event := func(e byte, end bool, duration int) []byte {
		p := []byte{e, 10, byte(duration >> 8), byte(duration)}
		if end {
			p[1] |= 0x80
		}
		return p
	}
	var d digitsIn
	var got string
	take := func(ts uint32, marker bool, p []byte, after time.Duration) {
		at = at.Add(after)
		if r, begun := d.take(ts, marker, p, at); begun {
			got += string(r)
		}
	}
	for i := range 6 { // the timestamp runs on during the event
		take(1000+uint32(i)*160, i == 0, event(1, i == 5, (i+1)*160), tickLength)
	}
	take(5000, true, event(1, false, 160), 100*time.Millisecond)   // again, its end is lost
	take(9000, true, event(2, true, 960), 500*time.Millisecond)    // only its end comes
	take(5000, false, event(1, true, 960), tickLength)             // a straggler
	take(12000, false, event(2, false, 160), 400*time.Millisecond) // the marker is lost
	take(20000, true, event(16, true, 960), time.Second)           // a flash is no digit
	take(21000, true, []byte{3}, time.Second)
	if got != "1122" {
		t.Errorf("heard %q", got)
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
		d.ticks(30)
		want := map[time.Duration]int{0: 160, time.Hour: 800}[ptime]
		if want == 0 {
			want = int(ptime * 8000 / time.Second)
		}
		if size != want || len(ts) != 30*160/want || ts[1]-ts[0] != uint32(want) {
			t.Errorf("ptime %v: %d packets of %d samples", ptime, len(ts), size)
		}
	}
}
