package sound

import (
	"math"
	"math/rand/v2"
	"runtime"
	"sync"
	"testing"
)

func TestRing_CarriesEverySampleInOrderBetweenTwoGoroutines(t *testing.T) {
	const total = 1 << 18
	q := newRing(1024)
	var both sync.WaitGroup
	both.Go(func() {
		for n := 0; n < total; {
			piece := make([]int16, 1+rand.IntN(700))
			for i := range piece {
				piece[i] = int16(n + i)
			}
			n += q.write(piece[:min(len(piece), total-n)])
			runtime.Gosched()
		}
	})
	both.Go(func() {
		piece := make([]int16, 700)
		for n := 0; n < total; {
			got := q.read(piece[:1+rand.IntN(700)])
			for i, v := range piece[:got] {
				if v != int16(n+i) {
					t.Errorf("sample %d came as %d", n+i, v)
					return
				}
			}
			n += got
			runtime.Gosched()
		}
	})
	both.Wait()
}

func TestLane_CarriesEverySampleInOrderFromCToGo(t *testing.T) {
	const total = 1 << 18
	l := newLane(true, inAim)
	var both sync.WaitGroup
	both.Go(func() {
		piece := make([]int16, 700)
		for n := 0; n < total; runtime.Gosched() {
			part := piece[:min(1+rand.IntN(700), total-n)]
			for i := range part {
				part[i] = int16(n + i)
			}
			before := l.odd.Load()
			if l.listen(part); l.odd.Load() == before { // else there was no room
				n += len(part)
			}
		}
	})
	both.Go(func() {
		piece := make([]int16, 700)
		for n := 0; n < total; runtime.Gosched() {
			got := l.q.read(piece[:1+rand.IntN(700)])
			for i, v := range piece[:got] {
				if v != int16(n+i) {
					t.Errorf("sample %d came as %d", n+i, v)
					return
				}
			}
			n += got
		}
	})
	both.Wait()
}

func TestRing_TakesAndGivesNoMoreThanItHas(t *testing.T) {
	q := newRing(8)
	if n := q.write([]int16{1, 2, 3, 4, 5, 6, 7, 8, 9}); n != 8 || q.fill() != 8 {
		t.Errorf("wrote %d, holds %d", n, q.fill())
	}
	q.skip(6)
	s := make([]int16, 4)
	if n := q.read(s); n != 2 || s[0] != 7 || s[1] != 8 {
		t.Errorf("read %d: %v", n, s)
	}
	q.skip(3)
	if q.fill() != 0 {
		t.Errorf("holds %d after everything was taken", q.fill())
	}
}

// clocks runs an engine's 10 ms clock against a device's, in virtual time, for so many seconds. The device moves piece
// samples at a time on a clock wrong by ppm, called up to jitter seconds late.
func clocks(seconds float64, ppm float64, piece int, jitter float64, engine, device func(now float64)) {
	random := rand.New(rand.NewPCG(1, 2))
	period := float64(piece) / (rate * (1 + ppm/1e6))
	frames, calls := 0, 0
	late := 0.0
	for {
		e, d := float64(frames)*0.01, 0.007+float64(calls)*period+late
		if min(e, d) > seconds {
			return
		}
		if e <= d {
			engine(e)
			frames++
			continue
		}
		device(d)
		calls++
		late = random.Float64() * jitter
	}
}

// roughest is the greatest second difference: a sine of 500 Hz at half loudness has 69, a click thousands.
func roughest(s []int16) (worst int) {
	for i := 2; i < len(s); i++ {
		d := int(s[i]) - 2*int(s[i-1]) + int(s[i-2])
		worst = max(worst, d, -d)
	}
	return worst
}

var drifts = []struct {
	name   string
	ppm    float64
	piece  int
	jitter float64
}{
	{"the same clock", 0, 480, 0},
	{"a device 300 ppm fast", 300, 480, 0.002},
	{"a device 300 ppm slow", -300, 480, 0.002},
	{"a device of 21 ms pieces, 100 ppm slow", -100, 1024, 0.003},
	{"a device of 5 ms pieces, 1000 ppm fast", 1000, 240, 0.004},
}

func TestLane_PlaysThroughDriftWithoutAClick(t *testing.T) {
	for _, c := range drifts {
		t.Run(c.name, func(t *testing.T) {
			l := newLane(false, outAim)
			frame, piece, n := make([]int16, frameLen), make([]int16, c.piece), 0
			var out []int16
			var fill, fills float64
			var hungry uint32
			clocks(90, c.ppm, c.piece, c.jitter, func(now float64) {
				for i := range frame {
					frame[i] = int16(16000 * math.Sin(2*math.Pi*500*float64(n+i)/rate))
				}
				n += len(frame)
				l.play(frame)
				if now > 40 {
					fill, fills = fill+float64(l.q.fill()), fills+1
				} else {
					hungry = l.hungry.Load()
				}
			}, func(now float64) {
				l.render(piece)
				if now > 40 {
					out = append(out, piece...)
				}
			})
			ms := fill/fills/48 - 5 // of sound, on average
			t.Logf("fill %.1f ms, aim %d", ms, l.aim.Load()/48)
			if w := roughest(out); w > 90 {
				t.Errorf("a step of %d in what is a sine", w)
			}
			if h := l.hungry.Load() - hungry; h > 0 {
				t.Errorf("ran dry %d times", h)
			}
			if ms < 10 || ms > 40 {
				t.Errorf("holds %.1f ms", ms)
			}
		})
	}
}

func TestLane_CapturesThroughDriftWithoutAClick(t *testing.T) {
	for _, c := range drifts {
		t.Run(c.name, func(t *testing.T) {
			l := newLane(true, inAim)
			frame, piece, n := make([]int16, frameLen), make([]int16, c.piece), 0
			var out []int16
			var fill, fills float64
			clocks(90, c.ppm, c.piece, c.jitter, func(now float64) {
				if now > 40 {
					fill, fills = fill+float64(l.q.fill()), fills+1
				}
				l.capture(frame)
				if now > 40 {
					out = append(out, frame...)
					if !l.flowing {
						t.Fatalf("ran dry at %.2f s", now)
					}
				}
			}, func(float64) {
				for i := range piece {
					piece[i] = int16(16000 * math.Sin(2*math.Pi*500*float64(n+i)/rate))
				}
				n += len(piece)
				l.listen(piece)
			})
			ms := fill/fills/48 - 5
			t.Logf("fill %.1f ms, aim %d", ms, l.aim.Load()/48)
			if w := roughest(out); w > 90 {
				t.Errorf("a step of %d in what is a sine", w)
			}
			if ms < 8 || ms > 40 {
				t.Errorf("holds %.1f ms", ms)
			}
		})
	}
}

func TestLane_PausesOfEitherSideFadeAndHeal(t *testing.T) {
	gap := func(now, at, length float64) bool { return now > at && now < at+length }
	t.Run("the engine stalls for half a second, then catches up", func(t *testing.T) {
		l, frame, piece, n, owed := newLane(false, outAim), make([]int16, frameLen), make([]int16, 480), 0, 0
		var out []int16
		clocks(20, 50, 480, 0.001, func(now float64) {
			owed++
			if gap(now, 5, 0.5) {
				return
			}
			for ; owed > 0; owed-- {
				for i := range frame {
					frame[i] = int16(16000 * math.Sin(2*math.Pi*500*float64(n+i)/rate))
				}
				n += len(frame)
				l.play(frame)
			}
		}, func(float64) { l.render(piece); out = append(out, piece...) })
		if w := roughest(out); w > 1200 { // the corner of a 2 ms fade
			t.Errorf("a step of %d", w)
		}
		if f := l.q.fill(); f > rate*80/1000 {
			t.Errorf("still %d ms behind", f/48)
		}
		if end := out[len(out)-rate/10:]; purity(end, 500) < 0.99 {
			t.Errorf("did not heal: purity %.3f", purity(end, 500))
		}
	})
	t.Run("the microphone stalls for a second, then gives it all at once", func(t *testing.T) {
		l, frame, piece, n := newLane(true, inAim), make([]int16, frameLen), make([]int16, 480), 0
		var out []int16
		clocks(20, 50, 480, 0.001, func(float64) { l.capture(frame); out = append(out, frame...) }, func(now float64) {
			times := 1
			if gap(now, 5, 1) {
				return
			}
			if gap(now, 6, 0.011) {
				times = 100
			}
			for range times {
				for i := range piece {
					piece[i] = int16(16000 * math.Sin(2*math.Pi*500*float64(n+i)/rate))
				}
				n += len(piece)
				l.listen(piece)
			}
		})
		if w := roughest(out); w > 1200 {
			t.Errorf("a step of %d", w)
		}
		if f := l.q.fill(); f > rate*80/1000 {
			t.Errorf("still %d ms behind", f/48)
		}
		if end := out[len(out)-rate/10:]; purity(end, 500) < 0.99 {
			t.Errorf("did not heal: purity %.3f", purity(end, 500))
		}
	})
	t.Run("a device that never begins holds nothing back", func(t *testing.T) {
		l, frame := newLane(false, outAim), sine(500, frameLen, rate)
		l.render(make([]int16, 480)) // asks once before it begins
		for range 100 {
			l.play(frame)
		}
		if l.q.fill() != 0 {
			t.Errorf("%d old samples wait for it", l.q.fill())
		}
	})
}

func TestEngineSide_AllocatesNothing(t *testing.T) {
	d := newDevices(new(silentSystem), nil, allDefaults)
	for p := range posts {
		d.lanes[p].Store(newLane(false, outAim))
		d.lanes[p].Load().render(make([]int16, 480))
	}
	frame, piece := sine(500, frameLen, rate), make([]int16, 480)
	per := testing.AllocsPerRun(500, func() {
		d.lanes[microphone].Load().listen(piece)
		d.lanes[microphone].Load().listen(piece)
		d.capture(frame)
		d.play(frame)
		d.ring(frame)
		for p := speaker; p <= bell; p++ {
			d.lanes[p].Load().render(piece)
			d.lanes[p].Load().render(piece)
		}
	})
	if per != 0 {
		t.Errorf("%v allocations a frame", per)
	}
}

func BenchmarkEngineSide(b *testing.B) {
	d := newDevices(new(silentSystem), nil, allDefaults)
	for p := range posts {
		d.lanes[p].Store(newLane(false, outAim))
		d.lanes[p].Load().render(make([]int16, 480))
	}
	frame, piece := sine(500, frameLen, rate), make([]int16, frameLen)
	b.ReportAllocs()
	for b.Loop() {
		d.lanes[microphone].Load().listen(piece)
		d.capture(frame)
		d.play(frame)
		d.ring(frame)
		d.lanes[speaker].Load().render(piece)
		d.lanes[bell].Load().render(piece)
	}
}
