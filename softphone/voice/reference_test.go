package voice

import (
	"math"
	"testing"
	"time"

	"anteroom/softphone"
)

// hum is a tone of which every sample, and what lies between two, is known.
func hum(at float64) float64 { return 8000 * math.Sin(2*math.Pi*1000*at/engineRate) }

func hummed(ticks int) *played {
	p := &played{}
	var pcm [frameSize]int16
	for i := range ticks {
		for k := range pcm {
			pcm[k] = int16(math.Round(hum(float64(i*frameSize + k))))
		}
		p.keep(pcm[:])
	}
	return p
}

func TestReference_IsReadBetweenTheSamplesToo(t *testing.T) {
	p := hummed(100) // longer than the ring
	var got [frameSize]int16
	for _, c := range []struct{ from, to float64 }{{0, 0}, {1500, 1500}, {1500.5, 1500.5}, {1500.25, 1503.75}, {900.9, 899.1}} {
		p.before(c.from, c.to, got[:])
		for i, v := range got {
			held := c.from + (c.to-c.from)*float64(i+1)/frameSize
			if want := hum(float64(99*frameSize+i) - held); math.Abs(float64(v)-want) > 12 {
				t.Fatalf("%+v: sample %d is %d, want %.0f", c, i, v, want)
			}
		}
	}
}

func TestReference_FollowsTheWayAndIsSetAnewWhenItIsAnother(t *testing.T) {
	var l lag
	l.follow(2400, 7, 1)
	if l.now != 2400-lagMargin || l.before != l.now {
		t.Fatalf("%+v", l)
	}
	for range 10 { // creeps
		l.follow(2400, l.path+0.3, 1)
	}
	if math.Abs(l.now-1923) > 1e-6 || math.Abs(l.now-l.before-0.3) > 1e-6 {
		t.Fatalf("%+v", l)
	}
	l.follow(2400, l.path+480, 1) // and jumps after a glitch, before the average knows
	if math.Abs(l.now-2403) > 1e-6 {
		t.Fatalf("%+v", l)
	}
	for range lagPatience {
		l.follow(2400, l.path, 1)
	}
	if l.now != 2400-lagMargin { // the average never came to know
		t.Fatalf("%+v", l)
	}
	l.follow(9600, l.path, 1) // something was not counted
	if l.now != 9600-lagMargin {
		t.Fatalf("%+v", l)
	}
	l.follow(0, 1e6, 2) // another device
	if l.now != 0 || l.before != 0 {
		t.Fatalf("%+v", l)
	}
}

func BenchmarkReference(b *testing.B) {
	p := hummed(100)
	var pcm [frameSize]int16
	b.ReportAllocs()
	for b.Loop() {
		p.before(1500.3, 1500.4, pcm[:])
	}
}

// creepingDeck is a room whose way from headset to microphone grows by a sample in 50 ticks, and by 20 ms at once in
// the middle.
type creepingDeck struct {
	*roomDeck
	ticks int
	tells bool
}

func (d *creepingDeck) way() float64 {
	jump := 0.0
	if d.ticks > 14*ticksASec {
		jump = 2 * frameSize
	}
	return float64(d.ticks)/50 + jump
}

func (d *creepingDeck) Capture(pcm []int16) {
	d.ticks++
	way := d.way() + frameSize
	for i := range pcm {
		at := float64(d.at) - way
		whole := math.Floor(at)
		var v float64
		for k, delay := range d.delays[:20] {
			if n := int(whole) - delay; n >= 0 && n+1 < len(d.played) {
				v += d.gains[k] * (float64(d.played[n])*(1-at+whole) + float64(d.played[n+1])*(at-whole))
			}
		}
		pcm[i] = clip(float32(v + d.noise*d.random.NormFloat64()))
		d.at++
	}
}

func (d *creepingDeck) EchoPath() (int, float64, int) {
	if !d.tells {
		return 0, 0, 0
	}
	return int(d.way()) + frameSize, d.way(), 1
}

func TestReference_AWayThatGrowsIsNoMatterToTheCanceller(t *testing.T) {
	far := speech(t, "leverandor", 20*time.Second)
	left := func(tells bool, c softphone.Cleaning) float64 {
		deck := &creepingDeck{roomDeck: newRoomDeck(2 * tickLength), tells: tells}
		d := &desk{clock: newTestClock()}
		d.Engine = New(func(softphone.Event) {}, deck, Options{Clock: d.clock})
		t.Cleanup(d.end)
		d.connect(t, "call", media("pcma", softphone.SendRecv, there), softphone.VoiceTalk)
		d.tone.start(far, 0, false, 1)
		if err := d.Clean(t.Context(), c); err != nil {
			t.Fatal(err)
		}
		d.taken(12 * time.Second)
		return loudness(d.taken(8 * time.Second))
	}
	echo := left(true, softphone.Cleaning{})
	known, unknown := decibels(echo, left(true, softphone.Cleaning{Echo: true})), decibels(echo, left(false, softphone.Cleaning{Echo: true}))
	if known < 25 || known < unknown+6 {
		t.Errorf("the echo falls by %.1f dB with the way known, by %.1f dB without", known, unknown)
	}
}
