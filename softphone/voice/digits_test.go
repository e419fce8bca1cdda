package voice

import (
	"net/netip"
	"testing"
	"time"

	"anteroom/softphone"

	"github.com/pion/rtp"
)

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
	d.ticks(10)
	if err := d.SoundDigits(t.Context(), "call", "5#", softphone.DigitsAuto); err != nil {
		t.Fatal(err)
	}
	d.deck.rest()
	d.ticks(60)
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
		if d.SoundDigits(t.Context(), "call", bad, softphone.DigitsAuto) == nil {
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
	both(a, b, 40)
	if err := a.SoundDigits(t.Context(), "call", "1", softphone.DigitsAuto); err != nil {
		t.Fatal(err)
	}
	b.deck.rest()
	both(a, b, 24)
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

func TestDigits_OneCutOffByAHoldIsBroughtToItsEnd(t *testing.T) {
	d := newDesk(newTestClock(), 1000)
	_, w := d.connect(t, "call", media("pcma", softphone.SendRecv, there), softphone.VoiceTalk)
	var events []rtp.Packet
	w.rtp = func(b []byte, _ netip.AddrPort) {
		var p rtp.Packet
		if err := p.Unmarshal(append([]byte{}, b...)); err != nil {
			t.Fatal(err)
		}
		if p.PayloadType == 101 {
			events = append(events, p)
		}
	}
	if err := d.SoundDigits(t.Context(), "call", "12", softphone.DigitsAuto); err != nil {
		t.Fatal(err)
	}
	d.ticks(6)
	if err := d.Agree(t.Context(), "call", media("pcma", softphone.RecvOnly, there)); err != nil {
		t.Fatal(err)
	}
	d.ticks(60)
	if len(events) != 6 {
		t.Fatalf("%d event packets, not three of the key and three of its end", len(events))
	}
	for i, p := range events {
		if p.Payload[0] != 1 || p.Payload[1]&0x80 != 0 != (i >= 3) {
			t.Errorf("packet %d: digit %d, end %v", i, p.Payload[0], p.Payload[1]&0x80 != 0)
		}
	}
}
