package voice

import (
	"context"
	"errors"
	"math"
	"net/netip"
	"runtime"
	"testing"
	"time"

	"anteroom/softphone"
)

var _ softphone.Voice = (*Engine)(nil)

func TestTalk_BothSidesHearTheOtherOneUnchanged(t *testing.T) {
	for _, codec := range []string{"g722", "pcma", "pcmu"} {
		a, b, _, _ := talk(t, codec)
		both(a, b, 100)
		a.deck.rest()
		b.deck.rest()
		both(a, b, 200)
		for _, c := range []struct {
			who   string
			pcm   []int16
			hears float64
			own   float64
		}{{"a", a.deck.played, 440, 1000}, {"b", b.deck.played, 1000, 440}} {
			if d := decibels(toneLevel(c.pcm, c.hears), 8000); math.Abs(d) > 0.5 {
				t.Errorf("%s: %s hears %v Hz %.1f dB off", codec, c.who, c.hears, d)
			}
			if own := toneLevel(c.pcm, c.own); own > 40 {
				t.Errorf("%s: %s hears itself with %.0f", codec, c.who, own)
			}
		}
	}
}

func TestModes_ConnectWhatTheySay(t *testing.T) {
	for _, c := range []struct {
		mode                    softphone.VoiceMode
		hears, isHeard, hasTone bool
		hearsMusic, packetsGoOn bool
	}{
		{mode: softphone.VoiceQuiet, packetsGoOn: true},
		{mode: softphone.VoiceRingback, hasTone: true, packetsGoOn: true},
		{mode: softphone.VoiceEarly, hears: true, packetsGoOn: true},
		{mode: softphone.VoiceTalk, hears: true, isHeard: true, packetsGoOn: true},
		{mode: softphone.VoiceMusic, hearsMusic: true, packetsGoOn: true},
	} {
		a, b, _, cb := talk(t, "pcma")
		if err := a.Set(t.Context(), "call", c.mode); err != nil {
			t.Fatal(err)
		}
		both(a, b, 20)
		a.deck.rest()
		b.deck.rest()
		before := cb.received.received
		both(a, b, 60)
		if got := toneLevel(a.deck.played, 440) > 1000; got != c.hears {
			t.Errorf("%s: hears him: %v", c.mode, got)
		}
		if got := toneLevel(b.deck.played, 1000) > 1000; got != c.isHeard {
			t.Errorf("%s: is heard: %v", c.mode, got)
		}
		if got := toneLevel(a.deck.played, 425) > 300; got != c.hasTone && !c.hears {
			t.Errorf("%s: ringing tone: %v", c.mode, got)
		}
		if got := !c.isHeard && loudness(b.deck.played) > 200; got != c.hearsMusic {
			t.Errorf("%s: caller hears music: %v (%.0f)", c.mode, got, loudness(b.deck.played))
		}
		if got := cb.received.received-before == 30; got != c.packetsGoOn {
			t.Errorf("%s: %d packets in 30 ticks", c.mode, cb.received.received-before)
		}
	}
}

func TestModes_ChangeWithoutAClick(t *testing.T) {
	a, b, _, _ := talk(t, "pcma")
	both(a, b, 50)
	a.deck.rest()
	steady := 2 * math.Pi * 440 / engineRate * 8000 * 1.3 // what the tone itself does, and the coding's noise
	for range 5 {
		for _, m := range []softphone.VoiceMode{softphone.VoiceQuiet, softphone.VoiceTalk, softphone.VoiceMusic, softphone.VoiceTalk} {
			if err := a.Set(t.Context(), "call", m); err != nil {
				t.Fatal(err)
			}
			both(a, b, 6)
		}
	}
	if got := float64(steepest(a.deck.played)); got > steady {
		t.Errorf("a jump of %.0f, a click; the tone itself makes %.0f", got, steady)
	}
}

func TestDirection_IsObeyed(t *testing.T) {
	for _, c := range []struct {
		direction softphone.MediaDirection
		sends     bool
	}{{softphone.SendRecv, true}, {softphone.SendOnly, true}, {softphone.RecvOnly, false}, {softphone.Inactive, false}} {
		a, b, _, cb := talk(t, "pcma")
		if err := a.Agree(t.Context(), "call", media("pcma", c.direction, there)); err != nil {
			t.Fatal(err)
		}
		both(a, b, 20)
		if got := cb.received.received > 0; got != c.sends {
			t.Errorf("%s: sends: %v", c.direction, got)
		}
	}
}

func TestAgree_RefusesACodecWeCannotDo(t *testing.T) {
	d := newDesk(newTestClock(), 1000)
	d.connect(t, "call", media("pcma", softphone.SendRecv, there), softphone.VoiceTalk)
	m := media("pcma", softphone.SendRecv, there)
	m.Codec.Name = "g729"
	var r softphone.Reason
	if err := d.Agree(t.Context(), "call", m); !errors.As(err, &r) || r.Code != softphone.NoCommonCodec {
		t.Errorf("got %v", err)
	}
	if err := d.Agree(t.Context(), "nobody", m); !errors.As(err, &r) || r.Code != softphone.NoSuchCall {
		t.Errorf("got %v", err)
	}
}

// meet waits until a packet lies in a call's box; the sockets are real, so it takes a moment.
func meet(t *testing.T, e *Engine, id softphone.CallID) {
	t.Helper()
	e.mu.Lock()
	c := e.calls[id]
	e.mu.Unlock()
	for deadline := time.Now().Add(5 * time.Second); c.rtpBox.next() == nil; runtime.Gosched() {
		if time.Now().After(deadline) {
			t.Fatal("no packet came")
		}
	}
}

func TestLoopback_TwoEnginesTalkThroughRealSockets(t *testing.T) {
	clock := newTestClock()
	a, b := newDesk(clock, 1000), newDesk(clock, 440)
	loop := netip.MustParseAddr("127.0.0.1")
	la, err := a.Open(t.Context(), "a", loop)
	if err != nil {
		t.Fatal(err)
	}
	lb, err := b.Open(t.Context(), "b", loop)
	if err != nil {
		t.Fatal(err)
	}
	if la.RTP.Port()%2 != 0 || la.EventType != 101 || len(la.Codecs) < 2 || la.RTP.Addr() != loop {
		t.Errorf("local media %+v", la)
	}
	if again, err := a.Open(t.Context(), "a", loop); err != nil || again.RTP != la.RTP {
		t.Errorf("opened again: %+v, %v", again, err)
	}
	for _, x := range []struct {
		d  *desk
		id softphone.CallID
		to netip.AddrPort
	}{{a, "a", lb.RTP}, {b, "b", la.RTP}} {
		if err := x.d.Agree(t.Context(), x.id, media("pcmu", softphone.SendRecv, x.to)); err != nil {
			t.Fatal(err)
		}
		if err := x.d.Set(t.Context(), x.id, softphone.VoiceTalk); err != nil {
			t.Fatal(err)
		}
	}
	for range 100 {
		first := clock.add(tickLength)
		second := clock.add(tickLength)
		a.tick(first)
		a.tick(second)
		meet(t, b.Engine, "b")
		b.tick(first)
		b.tick(second)
		meet(t, a.Engine, "a")
	}
	for _, x := range []struct {
		d  *desk
		hz float64
	}{{a, 440}, {b, 1000}} {
		pcm := x.d.deck.played[100*frameSize:]
		if d := decibels(toneLevel(pcm, x.hz), 8000); math.Abs(d) > 1 {
			t.Errorf("%v Hz arrives %.1f dB off", x.hz, d)
		}
	}
	if err := a.Close(t.Context(), "a"); err != nil {
		t.Error(err)
	}
	if err := a.Close(t.Context(), "a"); err != nil {
		t.Error(err)
	}
	if err := b.Close(t.Context(), "b"); err != nil {
		t.Error(err)
	}
}

func TestOpen_FailsWithAReason(t *testing.T) {
	d := newDesk(newTestClock(), 0)
	var r softphone.Reason
	if _, err := d.Open(t.Context(), "x", netip.Addr{}); !errors.As(err, &r) || r.Code != softphone.BadAddress {
		t.Errorf("no address: %v", err)
	}
	if _, err := d.Open(t.Context(), "x", netip.MustParseAddr("192.0.2.77")); !errors.As(err, &r) || r.Code != softphone.BadAddress {
		t.Errorf("somebody else's address: %v", err)
	}
}

func TestRun_TicksInRealTimeAndClosesAllCalls(t *testing.T) {
	const ticks = 75
	loop := netip.MustParseAddr("127.0.0.1")
	decks := [2]*realDeck{newRealDeck(1000, ticks), newRealDeck(440, ticks)}
	var engines [2]*Engine
	var local [2]softphone.LocalMedia
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 2)
	for i := range engines {
		engines[i] = New(func(softphone.Event) {}, decks[i], Options{})
		var err error
		if local[i], err = engines[i].Open(ctx, "call", loop); err != nil {
			t.Fatal(err)
		}
	}
	started := time.Now()
	for i, e := range engines {
		if err := e.Agree(ctx, "call", media("pcma", softphone.SendRecv, local[1-i].RTP)); err != nil {
			t.Fatal(err)
		}
		if err := e.Set(ctx, "call", softphone.VoiceTalk); err != nil {
			t.Fatal(err)
		}
		go func() { ended <- e.Run(ctx) }()
	}
	for _, d := range decks {
		select {
		case <-d.enough:
		case <-time.After(20 * time.Second):
			t.Fatal("no 75 ticks in twenty seconds")
		}
	}
	if took := time.Since(started); took < (ticks-12)*tickLength { // what it lags behind at the start is caught up
		t.Errorf("%d ticks took %v only", ticks, took)
	}
	stop()
	for range engines {
		if err := <-ended; err != nil {
			t.Error(err)
		}
	}
	for i, d := range decks {
		best := 0.0 // a busy machine may spoil some of it
		for pcm := d.played; len(pcm) >= 10*frameSize; pcm = pcm[frameSize:] {
			best = max(best, toneLevel(pcm[:10*frameSize], decks[1-i].hz))
		}
		if off := decibels(best, 8000); math.Abs(off) > 1 {
			t.Errorf("engine %d hears the other one %.1f dB off", i, off)
		}
	}
	var r softphone.Reason
	if _, err := engines[0].Open(t.Context(), "late", loop); !errors.As(err, &r) {
		t.Errorf("opened after the end: %v", err)
	}
}

// realDeck is a testDeck that says when it has played enough.
type realDeck struct {
	testDeck
	left   int
	enough chan struct{}
}

func newRealDeck(hz float64, ticks int) *realDeck {
	return &realDeck{testDeck{hz: hz, peak: 8000}, ticks, make(chan struct{})}
}

func (d *realDeck) Play(frame []int16) {
	d.testDeck.Play(frame)
	if d.left--; d.left == 0 {
		close(d.enough)
	}
}

func TestOpen_TakesAnotherPairWhereAPortIsTaken(t *testing.T) {
	loop := netip.MustParseAddr("127.0.0.1")
	d := newDesk(newTestClock(), 0)
	first, err := d.Open(t.Context(), "first", loop)
	if err != nil {
		t.Fatal(err)
	}
	d.ports = [2]uint16{first.RTP.Port(), first.RTP.Port() + 1}
	var r softphone.Reason
	if _, err := d.Open(t.Context(), "second", loop); !errors.As(err, &r) || r.Code != softphone.AddressInUse {
		t.Errorf("the only pair is taken: %v", err)
	}
	d.ports = [2]uint16{first.RTP.Port(), first.RTP.Port() + 21}
	for i := range 3 { // ten pairs are free, or nearly so
		id := softphone.CallID(rune('a' + i))
		if _, err := d.Open(t.Context(), id, loop); err != nil {
			t.Error(err)
		}
		defer d.Close(t.Context(), id)
	}
	if err := d.Close(t.Context(), "first"); err != nil {
		t.Error(err)
	}
}

func TestReceive_NothingIsHeardBeforeAnAgreement(t *testing.T) {
	d := newDesk(newTestClock(), 1000)
	c := newCall("call", &thread{})
	d.add(c)
	if err := d.Set(t.Context(), "call", softphone.VoiceTalk); err != nil {
		t.Fatal(err)
	}
	peer := newOutgoing()
	peer.agree(media("pcma", softphone.SendRecv, here))
	for range 2 * 20 { // packets of two ticks
		peer.sound(nil, &thread{rtp: func(p []byte, _ netip.AddrPort) { c.rtpBox.post(p, there, d.clock.Now()) }}, d.clock.Now())
		d.ticks(1)
	}
	if s, _ := d.Stats("call"); s.Received != 0 || s.Sent != 0 || s.Refused != 20 {
		t.Errorf("%+v", s)
	}
}
