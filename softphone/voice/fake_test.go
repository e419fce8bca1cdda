package voice

import (
	"context"
	"math"
	"net/netip"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"anteroom/softphone"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// testClock stands still until a test moves it.
type testClock struct {
	mu  sync.Mutex // guards now
	now time.Time
}

func newTestClock() *testClock { return &testClock{now: time.Unix(1790000000, 0)} }

func (c *testClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *testClock) add(d time.Duration) time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
	return c.now
}

func (c *testClock) Wait(ctx context.Context, until time.Time) error { return ctx.Err() }

// testDeck is a microphone that hears a tone and keeps what is played.
type testDeck struct {
	hz, peak       float64
	at             int
	envelope       func(at int) float64 // of the tone, nil for 1
	played, ringed []int16
	deaf           bool // keeps nothing
}

func (d *testDeck) Capture(frame []int16) {
	for i := range frame {
		v := d.peak * math.Sin(2*math.Pi*d.hz*float64(d.at)/engineRate)
		if d.envelope != nil {
			v *= d.envelope(d.at)
		}
		frame[i] = int16(v)
		d.at++
	}
}

func (d *testDeck) Play(frame []int16) {
	if !d.deaf {
		d.played = append(d.played, frame...)
	}
}

func (d *testDeck) Ring(frame []int16) {
	if !d.deaf {
		d.ringed = append(d.ringed, frame...)
	}
}

// rest forgets what was played so far.
func (d *testDeck) rest() { d.played, d.ringed = nil, nil }

// toneLevel is the amplitude of one frequency in pcm (Goertzel), on the scale of 32768.
func toneLevel(pcm []int16, hz float64) float64 {
	w := 2 * math.Pi * hz / engineRate
	k := 2 * math.Cos(w)
	var s1, s2 float64
	for _, v := range pcm {
		s1, s2 = float64(v)+k*s1-s2, s1
	}
	return 2 * math.Sqrt(math.Max(0, s1*s1+s2*s2-k*s1*s2)) / float64(len(pcm))
}

// loudness is the root of the mean square.
func loudness(pcm []int16) float64 {
	var sum float64
	for _, v := range pcm {
		sum += float64(v) * float64(v)
	}
	return math.Sqrt(sum / float64(max(1, len(pcm))))
}

// decibels is the ratio of two amplitudes.
func decibels(a, b float64) float64 { return 20 * math.Log10(a/b) }

// steepest is the largest jump between two samples: a click shows in it.
func steepest(pcm []int16) (jump int) {
	for i := 1; i < len(pcm); i++ {
		jump = max(jump, int(abs(int64(pcm[i])-int64(pcm[i-1]))))
	}
	return jump
}

// desk is an engine with its devices and the events it told.
type desk struct {
	*Engine
	deck  *testDeck
	clock *testClock
	told  []softphone.Event
}

func newDesk(clock *testClock, hz float64) *desk {
	d := &desk{deck: &testDeck{hz: hz, peak: 8000}, clock: clock}
	d.Engine = New(func(e softphone.Event) { d.told = append(d.told, e) }, d.deck, Options{Clock: clock})
	return d
}

// ticks lets a time pass.
func (d *desk) ticks(n int) {
	for range n {
		d.tick(d.clock.add(tickLength))
	}
}

// digits are those heard so far.
func (d *desk) digits() string {
	var s string
	for _, e := range d.told {
		if digit, ok := e.(softphone.DigitReceived); ok {
			s += string(digit.Digit)
		}
	}
	return s
}

// thread is a wire in memory: what is sent goes to a function.
type thread struct {
	rtp, rtcp func(packet []byte, to netip.AddrPort)
	closed    bool
}

func (w *thread) sendRTP(p []byte, to netip.AddrPort) error {
	if w.rtp != nil {
		w.rtp(p, to)
	}
	return nil
}

func (w *thread) sendRTCP(p []byte, to netip.AddrPort) error {
	if w.rtcp != nil {
		w.rtcp(p, to)
	}
	return nil
}

func (w *thread) close() { w.closed = true }

var (
	here  = netip.MustParseAddrPort("192.0.2.1:4000")
	there = netip.MustParseAddrPort("192.0.2.2:5000")
)

func media(codec string, direction softphone.MediaDirection, to netip.AddrPort) softphone.Media {
	c := codecNamed(codec)
	return softphone.Media{
		RTP: to, Codec: softphone.Codec{Name: codec, PayloadType: c.payloadType, ClockRate: c.clockRate},
		EventType: 101, Direction: direction, Ptime: usualPacket,
	}
}

// connect puts a call on a thread into an engine, agreed and in a mode.
func (d *desk) connect(t testing.TB, id softphone.CallID, m softphone.Media, mode softphone.VoiceMode) (*call, *thread) {
	t.Helper()
	w := &thread{}
	c := newCall(id, w)
	d.mu.Lock()
	d.add(c)
	d.mu.Unlock()
	if err := d.Agree(t.Context(), id, m); err != nil {
		t.Fatal(err)
	}
	if err := d.Set(t.Context(), id, mode); err != nil {
		t.Fatal(err)
	}
	return c, w
}

// couple lets two calls of two desks hear each other at once.
func couple(a, b *desk, ca, cb *call, wa, wb *thread) {
	wa.rtp = func(p []byte, _ netip.AddrPort) { cb.rtpBox.post(p, here, b.clock.Now()) }
	wb.rtp = func(p []byte, _ netip.AddrPort) { ca.rtpBox.post(p, there, a.clock.Now()) }
	wa.rtcp = func(p []byte, _ netip.AddrPort) { cb.rtcpBox.post(p, next(here), b.clock.Now()) }
	wb.rtcp = func(p []byte, _ netip.AddrPort) { ca.rtcpBox.post(p, next(there), a.clock.Now()) }
}

func next(a netip.AddrPort) netip.AddrPort { return netip.AddrPortFrom(a.Addr(), a.Port()+1) }

// talk is two desks with one call between them.
func talk(t testing.TB, codec string) (a, b *desk, ca, cb *call) {
	t.Helper()
	clock := newTestClock()
	a, b = newDesk(clock, 1000), newDesk(clock, 440)
	ca, wa := a.connect(t, "call", media(codec, softphone.SendRecv, there), softphone.VoiceTalk)
	cb, wb := b.connect(t, "call", media(codec, softphone.SendRecv, here), softphone.VoiceTalk)
	couple(a, b, ca, cb, wa, wb)
	return a, b, ca, cb
}

// both lets time pass on two desks that share a clock.
func both(a, b *desk, n int) {
	for range n {
		now := a.clock.add(tickLength)
		a.tick(now)
		b.tick(now)
	}
}
