package voice

import (
	"math"
	"testing"
	"time"

	"anteroom/softphone"
)

func TestRings_AreAllThereAboutAsLoudAndToldApart(t *testing.T) {
	if len(tunes) != len(softphone.RingTunes) {
		t.Fatalf("%d tunes for %d names", len(tunes), len(softphone.RingTunes))
	}
	sounds := map[softphone.RingTune][]int16{}
	for _, name := range softphone.RingTunes {
		for _, on := range []time.Duration{200 * time.Millisecond, time.Second, 3100 * time.Millisecond} {
			s := tunes[name].ring(on)
			if len(s) != samples(on) {
				t.Fatalf("%s: %d samples for %v", name, len(s), on)
			}
			if l := decibels(loudness(s), 32768); l < -24 || l > -10 {
				t.Errorf("%s for %v: %.1f dB of full scale", name, on, l)
			}
			if abs(int64(s[len(s)-1])) > 50 || abs(int64(s[0])) > 50 {
				t.Errorf("%s for %v begins or ends with a click", name, on)
			}
			if s := steepest(s); s > 6000 {
				t.Errorf("%s for %v: a jump of %d", name, on, s)
			}
		}
		sounds[name] = tunes[name].ring(time.Second)
	}
	for a, x := range sounds {
		for b, y := range sounds {
			if a < b && likeness(x, y) > 0.8 {
				t.Errorf("%s and %s are alike: %.2f", a, b, likeness(x, y))
			}
		}
	}
}

// likeness compares how the loudness of two sounds goes in time, by quarter tones: 1 is the same.
func likeness(a, b []int16) float64 {
	var both, x, y float64
	const step = engineRate / 20
	for i := 0; i+step <= min(len(a), len(b)); i += step {
		for hz := 250.0; hz < 3500; hz *= math.Pow(2, 1.0/12) {
			p, q := toneLevel(a[i:i+step], hz), toneLevel(b[i:i+step], hz)
			both, x, y = both+p*q, x+p*p, y+q*q
		}
	}
	return both / math.Sqrt(x*y)
}

func TestRing_AnotherTuneTakesTheOldOnesPlaceAndTheKnockDiffersToo(t *testing.T) {
	d := newDesk(newTestClock(), 0)
	for _, s := range []softphone.RingSound{softphone.RingNormal, softphone.RingWaiting} {
		var heard [][]int16
		for _, tune := range []softphone.RingTune{softphone.TuneWood, softphone.TuneHarp} {
			if err := d.StartRing(t.Context(), s, tune, softphone.Cadence{}); err != nil {
				t.Fatal(err)
			}
			d.ticks(4) // the one before dies away
			d.deck.rest()
			d.ticks(90)
			heard = append(heard, d.deck.ringed)
		}
		if l := likeness(heard[0], heard[1]); l > 0.8 {
			t.Errorf("%s: the two tunes sound alike: %.2f", s, l)
		}
	}
}

func TestRing_IsTriedOnceAndNeverOverOneThatRings(t *testing.T) {
	d := newDesk(newTestClock(), 0)
	if err := d.TryRing(t.Context(), softphone.TuneBell); err != nil {
		t.Fatal(err)
	}
	d.ticks(200)
	if l := loudness(d.deck.ringed); l < 1500 {
		t.Errorf("it is tried with %.0f", l)
	}
	if l := loudness(d.deck.played); l > 0 {
		t.Errorf("it is in the headset with %.0f", l)
	}
	d.ticks(10)
	d.deck.rest()
	d.ticks(600)
	if l := loudness(d.deck.ringed); l > 0 {
		t.Errorf("it goes on with %.0f", l)
	}
	cadence := softphone.Cadence{On: time.Second, Off: time.Second}
	if err := d.StartRing(t.Context(), softphone.RingNormal, softphone.TuneWood, cadence); err != nil {
		t.Fatal(err)
	}
	if err := d.TryRing(t.Context(), softphone.TuneBell); err != nil {
		t.Fatal(err)
	}
	d.deck.rest()
	d.ticks(100)
	if l := likeness(d.deck.ringed, tunes[softphone.TuneWood].ring(time.Second)); l < 0.9 {
		t.Errorf("it rings otherwise: %.2f", l)
	}
	if d.TryRing(t.Context(), "gong") == nil {
		t.Error("an unknown tune is taken")
	}
}
