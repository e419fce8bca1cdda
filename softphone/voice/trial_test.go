package voice

import (
	"errors"
	"slices"
	"testing"
	"time"

	"anteroom/softphone"
)

// stages are those the engine told of.
func (d *desk) stages() (all []softphone.SoundTestStage) {
	for _, e := range d.told {
		if m, ok := e.(softphone.SoundTestMoved); ok {
			all = append(all, m.Stage)
		}
	}
	return all
}

func TestTrial_PlaysAPhraseRecordsAndPlaysThatBack(t *testing.T) {
	d := newDesk(newTestClock(), 300)
	d.ticks(10)
	if err := d.TestSound(t.Context()); err != nil {
		t.Fatal(err)
	}
	d.ticks(160)
	if toneLevel(d.deck.played[:samples(200*time.Millisecond)], 300) > 100 || loudness(d.deck.played) < 500 {
		t.Fatalf("the phrase is %.0f loud", loudness(d.deck.played))
	}
	d.ticks(40) // into the recording
	d.deck.rest()
	d.ticks(280)
	if l := loudness(d.deck.played); l > 1 {
		t.Fatalf("%.0f loud while it records", l)
	}
	d.ticks(40)
	d.deck.rest()
	d.ticks(240)
	if l := toneLevel(d.deck.played, 300); l < 7000 {
		t.Fatalf("played back at %.0f", l)
	}
	d.ticks(200)
	want := []softphone.SoundTestStage{softphone.SoundTestPhrase, softphone.SoundTestRecord, softphone.SoundTestPlaying, softphone.SoundTestOff}
	if got := d.stages(); !slices.Equal(got, want) {
		t.Fatalf("%q", got)
	}
	d.deck.rest()
	d.ticks(100)
	if l := loudness(d.deck.played); l > 1 {
		t.Errorf("%.0f loud after the end", l)
	}
}

func TestTrial_ACallThatTalksIsNeverDisturbed(t *testing.T) {
	d := newDesk(newTestClock(), 300)
	d.connect(t, "call", media("pcma", softphone.SendRecv, there), softphone.VoiceMusic)
	if err := d.TestSound(t.Context()); err != nil {
		t.Fatal(err)
	}
	d.ticks(40)
	if err := d.Set(t.Context(), "call", softphone.VoiceTalk); err != nil {
		t.Fatal(err)
	}
	d.ticks(4)
	d.deck.rest()
	d.ticks(100)
	if l := loudness(d.deck.played); l > 1 {
		t.Errorf("%.0f loud", l)
	}
	if got := d.stages(); !slices.Equal(got, []softphone.SoundTestStage{softphone.SoundTestPhrase, softphone.SoundTestOff}) {
		t.Fatalf("%q", got)
	}
	var why softphone.Reason
	if err := d.TestSound(t.Context()); !errors.As(err, &why) || why.Code != softphone.WrongState {
		t.Errorf("%v", err)
	}
}

func TestLevels_RiseAtOnceAndFallSoThatTheEyeCanFollow(t *testing.T) {
	d := newDesk(newTestClock(), 1000)
	d.ticks(1)
	if l := d.Levels(); l.Microphone < -16 || l.Microphone > -15 || l.Headset > -80 { // a sine of 8000: -12.2 dB less 3
		t.Fatalf("%+v", l)
	}
	d.deck.peak = 0
	d.ticks(20)
	if l := d.Levels(); l.Microphone > -19 || l.Microphone < -22 {
		t.Fatalf("%+v", l)
	}
	d.ticks(400)
	if l := d.Levels(); l.Microphone != softphone.SilentLevel {
		t.Fatalf("%+v", l)
	}
}
