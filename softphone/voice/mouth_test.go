package voice

import (
	"math"
	"testing"

	"anteroom/softphone"
)

func TestMute_TakesTheMicrophoneButNotTheMusicAndMakesNoClick(t *testing.T) {
	a, b, _, _ := talk(t, "pcma")
	both(a, b, 200)
	b.deck.rest()
	both(a, b, 100)
	before := steepest(b.deck.played)
	if err := a.Mute(t.Context(), true); err != nil {
		t.Fatal(err)
	}
	both(a, b, 40)
	if jump := steepest(b.deck.played); jump > before+200 {
		t.Errorf("a jump of %d where %d is usual", jump, before)
	}
	b.deck.rest()
	both(a, b, 100)
	if l := loudness(b.deck.played); l > 10 {
		t.Errorf("still heard at %.0f", l)
	}
	if err := a.Set(t.Context(), "call", softphone.VoiceMusic); err != nil {
		t.Fatal(err)
	}
	both(a, b, 40)
	b.deck.rest()
	both(a, b, 100)
	if l := loudness(b.deck.played); l < 200 {
		t.Errorf("music at %.0f", l)
	}
	if err := a.Set(t.Context(), "call", softphone.VoiceTalk); err != nil {
		t.Fatal(err)
	}
	if err := a.Mute(t.Context(), false); err != nil {
		t.Fatal(err)
	}
	both(a, b, 40)
	b.deck.rest()
	both(a, b, 100)
	if l := toneLevel(b.deck.played, 1000); l < 6000 {
		t.Errorf("heard at %.0f after it was switched on", l)
	}
}

// babble gives the tone of a test's microphone the pauses of speech: 400 ms on, 200 ms off, over a soft room.
func (d *testDeck) babble(on float64) { d.envelope = func(at int) float64 { return babbleAt(at, on) } }

func babbleAt(at int, on float64) float64 {
	if at/(engineRate/10)%6 < 4 {
		return on
	}
	return 0.002
}

func (d *desk) spoken() (n int) {
	for _, e := range d.told {
		if _, ok := e.(softphone.SpokeMuted); ok {
			n++
		}
	}
	return n
}

func TestMute_SpeakingIsToldAtMostEveryFiveSeconds(t *testing.T) {
	d := newDesk(newTestClock(), 300)
	d.deck.babble(0.3)
	d.connect(t, "call", media("pcma", softphone.SendRecv, there), softphone.VoiceTalk)
	d.ticks(1000)
	if d.spoken() != 0 {
		t.Fatal("told while the microphone is on")
	}
	if err := d.Mute(t.Context(), true); err != nil {
		t.Fatal(err)
	}
	d.ticks(200)
	if n := d.spoken(); n != 1 {
		t.Fatalf("told %d times in two seconds", n)
	}
	d.ticks(1200)
	if n := d.spoken(); n < 2 || n > 3 {
		t.Errorf("told %d times in 14 seconds", n)
	}
	if err := d.Set(t.Context(), "call", softphone.VoiceMusic); err != nil {
		t.Fatal(err)
	}
	n := d.spoken()
	d.ticks(1200)
	if d.spoken() != n {
		t.Error("told while nobody is talked to")
	}
}

func TestMute_TheNoiseOfARoomIsNotSpeech(t *testing.T) {
	d := newDesk(newTestClock(), 120)
	d.deck.envelope = func(at int) float64 { // a fan, louder and softer by 3 dB
		return 0.05 * (1 + 0.3*math.Sin(2*math.Pi*float64(at)/engineRate))
	}
	d.connect(t, "call", media("pcma", softphone.SendRecv, there), softphone.VoiceTalk)
	if err := d.Mute(t.Context(), true); err != nil {
		t.Fatal(err)
	}
	d.ticks(2000)
	if n := d.spoken(); n != 0 {
		t.Errorf("told %d times", n)
	}
}
