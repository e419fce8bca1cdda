package voice

import (
	"math"
	"testing"
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
