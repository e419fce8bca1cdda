package voice

import (
	"bytes"
	"errors"
	"math"
	"net/netip"
	"runtime/debug"
	"slices"
	"testing"
	"time"

	"anteroom/softphone"
)

// keysFor are the keys of two sides, made of two letters.
func keysFor(suite softphone.CryptoSuite, a, b byte) (ofA, ofB softphone.MediaKeys) {
	key, salt := suite.KeyLength()
	ours := softphone.NewMasterKey(bytes.Repeat([]byte{a}, key+salt))
	theirs := softphone.NewMasterKey(bytes.Repeat([]byte{b}, key+salt))
	return softphone.MediaKeys{Suite: suite, Ours: ours, Theirs: theirs}, softphone.MediaKeys{Suite: suite, Ours: theirs, Theirs: ours}
}

// sealed is two desks with an encrypted call, and everything that went over the wire.
type sealed struct {
	a, b   *desk
	ca, cb *call
	onWire [][]byte // RTP towards b
	spoil  func(packet []byte) []byte
}

func talkSealed(t testing.TB, codec string, ofA, ofB softphone.MediaKeys) *sealed {
	t.Helper()
	clock := newTestClock()
	s := &sealed{a: newDesk(clock, 1000), b: newDesk(clock, 440), spoil: func(p []byte) []byte { return p }}
	ma, mb := media(codec, softphone.SendRecv, there), media(codec, softphone.SendRecv, here)
	ma.Keys, mb.Keys = ofA, ofB
	var wa, wb *thread
	s.ca, wa = s.a.connect(t, "call", ma, softphone.VoiceTalk)
	s.cb, wb = s.b.connect(t, "call", mb, softphone.VoiceTalk)
	couple(s.a, s.b, s.ca, s.cb, wa, wb)
	through := wa.rtp
	wa.rtp = func(p []byte, to netip.AddrPort) {
		s.onWire = append(s.onWire, append([]byte(nil), p...))
		if p = s.spoil(append([]byte(nil), p...)); p != nil {
			through(p, to)
		}
	}
	return s
}

func (s *sealed) hear(t testing.TB, deck *testDeck, hz float64) {
	t.Helper()
	deck.rest()
	both(s.a, s.b, 100)
	if d := decibels(toneLevel(deck.played, hz), 8000); math.Abs(d) > 1 {
		t.Errorf("%v Hz is heard %.1f dB off", hz, d)
	}
}

func TestSeal_BothSidesHearEachOtherWithEverySuite(t *testing.T) {
	for _, suite := range softphone.CryptoSuites {
		ofA, ofB := keysFor(suite, 'a', 'b')
		s := talkSealed(t, "pcma", ofA, ofB)
		both(s.a, s.b, 500) // a report, too
		s.hear(t, s.a.deck, 440)
		s.hear(t, s.b.deck, 1000)
		if st := s.cb.stats(); st.Refused > 0 || st.Unopened > 0 || st.RTT > time.Second {
			t.Errorf("%s: %+v", suite, st)
		}
		if s.ca.reports.lastSR == 0 {
			t.Errorf("%s: no report came through", suite)
		}
		if n, quiet := len(s.onWire[100]), s.onWire[100][rtpHeader:]; n <= rtpHeader+160 || bytes.Count(quiet, quiet[:1]) > 100 {
			t.Errorf("%s: %d bytes on the wire: %x", suite, n, s.onWire[100])
		}
	}
}

func TestSeal_WhoHasAnotherKeyHearsNothing(t *testing.T) {
	ofA, _ := keysFor(softphone.AESCM128SHA80, 'a', 'b')
	_, wrong := keysFor(softphone.AESCM128SHA80, 'x', 'b')
	s := talkSealed(t, "pcma", ofA, wrong)
	both(s.a, s.b, 600)
	if l := loudness(s.b.deck.played); l > 0 {
		t.Errorf("heard with %.0f", l)
	}
	if st := s.cb.stats(); st.Unopened < 300 || st.Received > 0 {
		t.Errorf("%+v", st)
	}
	s.hear(t, s.a.deck, 440) // his own key is right
}

func TestSeal_SoundInClearIsNotHeard(t *testing.T) {
	_, ofB := keysFor(softphone.AESGCM128, 'a', 'b')
	s := talkSealed(t, "pcma", softphone.MediaKeys{}, ofB)
	both(s.a, s.b, 600)
	if st := s.cb.stats(); loudness(s.b.deck.played) > 0 || st.Received > 0 || st.Unopened < 300 || s.cb.reports.lastSR != 0 {
		t.Errorf("heard with %.0f, %+v", loudness(s.b.deck.played), st)
	}
}

func TestSeal_ChangedAndRepeatedPacketsAreDroppedAndCounted(t *testing.T) {
	for _, suite := range softphone.CryptoSuites {
		ofA, ofB := keysFor(suite, 'a', 'b')
		s := talkSealed(t, "pcma", ofA, ofB)
		n := 0
		s.spoil = func(p []byte) []byte {
			n++
			for i, at := range []int{2, rtpHeader + 3, len(p) - 1} { // number, sound, tag
				if n%10 == i {
					p[at] ^= 1
				}
			}
			return p
		}
		both(s.a, s.b, 200)
		if st := s.cb.stats(); st.Unopened != 30 || st.Received != 70 {
			t.Errorf("%s: of 30 changed packets %d were found, %d taken", suite, st.Unopened, st.Received)
		}
		s.spoil = func(p []byte) []byte { return p }
		before := s.cb.stats()
		for _, p := range s.onWire[50:60] { // somebody has listened and says it again
			s.cb.rtpBox.post(p, here, s.a.clock.Now())
		}
		both(s.a, s.b, 2)
		// Of the ten, those that had come through are repetitions; the three spoilt ones come for the first time.
		if st := s.cb.stats(); st.Unopened-before.Unopened != 7 {
			t.Errorf("%s: of ten packets said again, %d were dropped", suite, st.Unopened-before.Unopened)
		}
	}
}

func TestSeal_TheRolloverCounterLivesThroughAReinvite(t *testing.T) {
	ofA, ofB := keysFor(softphone.AESCM128SHA80, 'a', 'b')
	s := talkSealed(t, "pcma", ofA, ofB)
	both(s.a, s.b, 20)
	s.ca.out.seq = 65530 // the receiver's guess needs a number near the last one
	for _, w := range []wire{s.ca.wire, s.cb.wire} {
		c := w.(*seal)
		c.out.SetROC(s.ca.out.ssrc, 3)
		c.in.SetROC(s.ca.out.ssrc, 3)
	}
	both(s.a, s.b, 100)
	if roc, _ := s.cb.wire.(*seal).in.ROC(s.ca.out.ssrc); roc != 4 {
		t.Fatalf("the counter is %d", roc)
	}
	again := func(keysA, keysB softphone.MediaKeys) {
		t.Helper()
		ma, mb := media("pcma", softphone.SendRecv, there), media("pcma", softphone.SendRecv, here)
		ma.Keys, mb.Keys = keysA, keysB
		if err := errors.Join(s.a.Agree(t.Context(), "call", ma), s.b.Agree(t.Context(), "call", mb)); err != nil {
			t.Fatal(err)
		}
		before := s.cb.stats().Unopened
		s.hear(t, s.b.deck, 1000)
		s.hear(t, s.a.deck, 440)
		if got := s.cb.stats().Unopened - before; got > 0 {
			t.Errorf("%d packets could not be opened", got)
		}
	}
	old := s.ca.wire
	again(ofA, ofB)
	if s.ca.wire != old {
		t.Error("the same keys made a new state")
	}
	again(keysFor(softphone.AESCM128SHA80, 'c', 'b')) // one side has a new key
	again(keysFor(softphone.AESGCM256, 'd', 'e'))     // and both with another suite
	again(softphone.MediaKeys{}, softphone.MediaKeys{})
	if _, still := s.ca.wire.(*seal); still {
		t.Error("in clear there is nothing to seal with")
	}
	again(ofA, ofB)
}

func TestSeal_AKeyOfTheWrongLengthIsRefused(t *testing.T) {
	d := newDesk(newTestClock(), 1000)
	c := newCall("call", &thread{})
	d.add(c)
	m := media("pcma", softphone.SendRecv, there)
	m.Keys = softphone.MediaKeys{Suite: softphone.AESGCM256, Ours: softphone.NewMasterKey([]byte("short")), Theirs: softphone.NewMasterKey([]byte("short"))}
	var r softphone.Reason
	if err := d.Agree(t.Context(), "call", m); !errors.As(err, &r) || r.Code != softphone.NotEncrypted || c.agreed {
		t.Errorf("got %v", err)
	}
}

func TestSeal_DigitsComeThroughEncrypted(t *testing.T) {
	ofA, ofB := keysFor(softphone.AESGCM256, 'a', 'b')
	s := talkSealed(t, "opus", ofA, ofB)
	both(s.a, s.b, 20)
	if err := s.a.SoundDigits(t.Context(), "call", "42#", softphone.DigitsAuto); err != nil {
		t.Fatal(err)
	}
	both(s.a, s.b, 120)
	if got := s.b.digits(); got != "42#" {
		t.Errorf("heard %q", got)
	}
}

// racing reports whether the race detector watches.
func racing() bool {
	info, ok := debug.ReadBuildInfo()
	return ok && slices.Contains(info.Settings, debug.BuildSetting{Key: "-race", Value: "true"})
}

func TestSeal_ATickAllocatesNothing(t *testing.T) {
	for _, suite := range softphone.CryptoSuites {
		ofA, ofB := keysFor(suite, 'a', 'b')
		s := talkSealed(t, "pcma", ofA, ofB)
		s.a.deck.deaf, s.b.deck.deaf = true, true
		w := s.ca.wire.(*seal).wire.(*thread)
		w.rtp = func(p []byte, _ netip.AddrPort) { s.cb.rtpBox.post(p, here, s.b.clock.Now()) }
		both(s.a, s.b, 200)
		for _, c := range []*call{s.ca, s.cb} {
			c.reports.due = s.a.clock.Now().Add(1000 * reportEvery)
		}
		// Under the race detector the library's pool of buffers forgets some of them on purpose.
		if n := testing.AllocsPerRun(500, func() { both(s.a, s.b, 2) }); n > 0 && !racing() {
			t.Errorf("%s: %.2f allocations a tick", suite, n)
		}
		if st := s.cb.stats(); st.Received < 500 || st.Refused > 0 {
			t.Errorf("%s: %+v", suite, st)
		}
	}
}

// FuzzSeal throws anything at an encrypted call: nothing is let in, and the call goes on.
func FuzzSeal(f *testing.F) {
	f.Add([]byte{0x80, 8, 0, 1, 0, 0, 0, 160, 0, 0, 0, 1, 0xd5})
	f.Add([]byte{0x80, 200, 0, 6, 0, 0, 0, 1, 0x80, 0, 0, 1})
	f.Add([]byte{0x9f, 8, 0, 1, 0, 0, 0, 160, 0, 0, 0, 1})
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, suite := range []softphone.CryptoSuite{softphone.AESCM128SHA32, softphone.AESGCM128} {
			ofA, ofB := keysFor(suite, 'a', 'b')
			s := talkSealed(t, "pcma", ofA, ofB)
			both(s.a, s.b, 10)
			for range 3 {
				s.cb.rtpBox.post(data, here, s.a.clock.Now())
				s.cb.rtcpBox.post(data, next(here), s.a.clock.Now())
				both(s.a, s.b, 2)
			}
			if st := s.cb.stats(); st.Received != 8 || st.Unopened != 6 && len(data) <= packetSize {
				t.Errorf("%s: %+v", suite, st)
			}
		}
	})
}

func BenchmarkSeal(b *testing.B) {
	for _, suite := range softphone.CryptoSuites {
		b.Run(string(suite), func(b *testing.B) {
			ofA, ofB := keysFor(suite, 'a', 'b')
			var opened int
			in, err := reseal(&thread{}, ofB, 0, 0)
			if err != nil {
				b.Fatal(err)
			}
			out, err := reseal(&thread{rtp: func(p []byte, _ netip.AddrPort) {
				if plain, ok := in.(*seal).open(p); ok {
					opened += len(plain)
				}
			}}, ofA, 0, 0)
			if err != nil {
				b.Fatal(err)
			}
			o := newOutgoing()
			o.agree(media("pcma", softphone.SendRecv, there))
			b.ReportAllocs()
			for b.Loop() {
				o.sound(nil, out, time.Time{})
			}
			if opened < b.N*172 {
				b.Errorf("%d bytes opened", opened)
			}
		})
	}
}
