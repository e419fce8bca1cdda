package interop

import (
	"math/rand/v2"
	"path/filepath"
	"testing"
)

func TestShare_FindsTheToneAndNoOther(t *testing.T) {
	s := Tone(8000, 440, 0.5)
	if got := s.Share(440); got < 0.95 || got > 1.05 {
		t.Errorf("440 Hz has %.3f of the power of a 440 Hz tone", got)
	}
	for _, other := range []float64{400, 480, 620, 1000} {
		if got := s.Share(other); got > 0.01 {
			t.Errorf("%v Hz has %.3f of the power of a 440 Hz tone", other, got)
		}
	}
}

func TestIsTone_IsNotFooledByNoiseOrSilence(t *testing.T) {
	noise := Sound{Rate: 8000, Samples: make([]float64, 4000)}
	if noise.IsTone(440) {
		t.Error("silence is a tone")
	}
	random := rand.New(rand.NewPCG(1, 2))
	for i := range noise.Samples {
		noise.Samples[i] = random.Float64() - 0.5
	}
	if noise.IsTone(440) {
		t.Errorf("noise is a tone: %.3f", noise.Share(440))
	}
	for i, x := range Tone(8000, 440, 0.5).Samples {
		noise.Samples[i] = x + noise.Samples[i]*0.1
	}
	if !noise.IsTone(440) {
		t.Errorf("a noisy tone is none: %.3f", noise.Share(440))
	}
}

func TestLongest_MeasuresTheStretch(t *testing.T) {
	s := Tone(8000, 440, 1)
	s.Samples = append(s.Samples, make([]float64, 8000)...)
	s.Samples = append(s.Samples, Tone(8000, 440, 2).Samples...)
	if got := s.Longest(440); got < 1.9 || got > 2.1 {
		t.Errorf("longest stretch %.1f s, want 2", got)
	}
}

func TestWAV_ComesBackAsItWasWritten(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.wav")
	want := Tone(48000, 620, 0.2)
	if err := want.WriteWAV(path); err != nil {
		t.Fatal(err)
	}
	got, err := ReadWAV(path)
	if err != nil || got.Rate != 48000 || len(got.Samples) != len(want.Samples) || !got.IsTone(620) {
		t.Errorf("%d Hz, %d samples, %v", got.Rate, len(got.Samples), err)
	}
}
