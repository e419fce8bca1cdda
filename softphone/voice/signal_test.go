package voice

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"anteroom/softphone"
)

// wav is a WAV file of a tone.
func wav(rate, channels, bits int, hz float64, length time.Duration) []byte {
	n := int(length * time.Duration(rate) / time.Second)
	var data bytes.Buffer
	for i := range n {
		for range channels {
			v := int16(6000 * math.Sin(2*math.Pi*hz*float64(i)/float64(rate)))
			if bits == 8 {
				data.WriteByte(byte(v>>8) + 128)
				continue
			}
			binary.Write(&data, binary.LittleEndian, v)
		}
	}
	var out bytes.Buffer
	out.WriteString("RIFF\x00\x00\x00\x00WAVELIST\x03\x00\x00\x00abc\x00fmt \x10\x00\x00\x00")
	block := channels * bits / 8
	for _, v := range []any{uint16(1), uint16(channels), uint32(rate), uint32(rate * block), uint16(block), uint16(bits)} {
		binary.Write(&out, binary.LittleEndian, v)
	}
	out.WriteString("data")
	binary.Write(&out, binary.LittleEndian, uint32(data.Len()))
	out.Write(data.Bytes())
	return out.Bytes()
}

func written(t *testing.T, content []byte) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "music.wav")
	if err := os.WriteFile(name, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

func TestHoldMusic_AFileOfAnyKindIsHeardByTheCaller(t *testing.T) {
	for _, k := range []struct{ rate, channels int }{{8000, 1}, {11025, 2}, {16000, 1}, {44100, 2}, {48000, 1}, {96000, 2}} {
		a, b, _, _ := talk(t, "pcma")
		if err := a.SetHoldMusic(t.Context(), "", written(t, wav(k.rate, k.channels, 16, 600, time.Second))); err != nil {
			t.Fatal(err)
		}
		if err := a.Set(t.Context(), "call", softphone.VoiceMusic); err != nil {
			t.Fatal(err)
		}
		both(a, b, 50)
		b.deck.rest()
		both(a, b, 300) // three times around
		if d := decibels(toneLevel(b.deck.played, 600), 6000); math.Abs(d) > 1 {
			t.Errorf("%d Hz, %d channels: %.1f dB off", k.rate, k.channels, d)
		}
		if own := toneLevel(b.deck.played, 1000); own > 40 {
			t.Errorf("the microphone is heard with %.0f", own)
		}
	}
}

func TestHoldMusic_ABadFileIsRefusedAndTheBuiltInGoesOn(t *testing.T) {
	good := wav(8000, 1, 16, 600, time.Second)
	for name, c := range map[string]struct {
		content []byte
		says    string
	}{
		"text":       {[]byte("not music at all"), "not a WAV"},
		"empty":      {nil, "not a WAV"},
		"Ogg":        {[]byte("OggS and so on"), "Ogg"},
		"4 bits":     {wav(8000, 1, 4, 600, time.Second), "4 bits"},
		"half FLAC":  {[]byte("fLaC\x00\x00\x00\x22half a header"), "FLAC"},
		"no MP3":     {append([]byte("ID3\x03\x00\x00\x00\x00\x00\x00\xff\xfb"), make([]byte, 500)...), "MP3"},
		"6 channels": {wav(8000, 6, 16, 600, time.Second), "6 channels"},
		"cut":        {good[:len(good)/2], "cut short"},
		"no data":    {good[:48], "no sound"},
		"too short":  {wav(8000, 1, 16, 600, time.Millisecond), "no sound"},
		"too long":   {append(append([]byte{}, good[:52]...), 0xff, 0xff, 0xff, 0x50), "10 minutes"},
	} {
		a, b, _, _ := talk(t, "pcma")
		err := a.SetHoldMusic(t.Context(), "", written(t, c.content))
		var r softphone.Reason
		if !errors.As(err, &r) || !strings.Contains(r.Detail, c.says) {
			t.Errorf("%s: %v", name, err)
		}
		if err := a.Set(t.Context(), "call", softphone.VoiceMusic); err != nil {
			t.Fatal(err)
		}
		both(a, b, 200)
		if l := loudness(b.deck.played); l < 200 {
			t.Errorf("%s: the caller hears %.0f", name, l)
		}
	}
	a, _, _, _ := talk(t, "pcma")
	if a.SetHoldMusic(t.Context(), "", t.TempDir()+"/none.wav") == nil || a.SetHoldMusic(t.Context(), "", t.TempDir()) == nil {
		t.Error("a file that is none is taken")
	}
}

func TestHoldMusic_TheBuiltInIsSoftAndWithoutASeam(t *testing.T) {
	tune := holdTune()
	if l := decibels(loudness(tune), 32768); l < -32 || l > -18 {
		t.Errorf("%.1f dB of full scale", l)
	}
	for i := 0; i+engineRate <= len(tune); i += engineRate {
		if l := decibels(loudness(tune[i:i+engineRate])+1, 32768); l < -40 {
			t.Errorf("second %d is nearly silent: %.1f dB", i/engineRate, l)
		}
	}
	round := append(append([]int16{}, tune[len(tune)-100:]...), tune[:100]...)
	if s := steepest(round); s > steepest(tune) {
		t.Errorf("a jump of %d at the seam", s)
	}
	if s := steepest(tune); s > 1200 {
		t.Errorf("a jump of %d", s)
	}
}

func TestRing_KeepsItsCadenceAndStopsWithoutAClick(t *testing.T) {
	d := newDesk(newTestClock(), 0)
	cadence := softphone.Cadence{On: 400 * time.Millisecond, Off: 600 * time.Millisecond}
	if err := d.StartRing(t.Context(), softphone.RingNormal, "", cadence); err != nil {
		t.Fatal(err)
	}
	d.ticks(150)
	if err := d.StartRing(t.Context(), softphone.RingNormal, "", cadence); err != nil { // again: undisturbed
		t.Fatal(err)
	}
	d.ticks(150)
	for s := range 3 {
		second := d.deck.ringed[s*engineRate : (s+1)*engineRate]
		if on, off := loudness(second[:engineRate*4/10]), loudness(second[engineRate*45/100:]); on < 1500 || off > 0 {
			t.Errorf("second %d: %.0f while on, %.0f while off", s, on, off)
		}
	}
	if l := loudness(d.deck.played); l > 0 {
		t.Errorf("the ring is in the headset with %.0f", l)
	}
	d.ticks(10)
	if err := d.StopRing(t.Context()); err != nil {
		t.Fatal(err)
	}
	d.ticks(1)
	if s := steepest(d.deck.ringed); s > 4000 {
		t.Errorf("a jump of %d", s)
	}
	d.deck.rest()
	d.ticks(100)
	if l := loudness(d.deck.ringed); l > 0 {
		t.Errorf("it goes on with %.0f", l)
	}
}

func TestRing_TheWaitingSignalIsSoftInTheHeadset(t *testing.T) {
	d := newDesk(newTestClock(), 0)
	if err := d.StartRing(t.Context(), softphone.RingWaiting, "", softphone.Cadence{}); err != nil {
		t.Fatal(err)
	}
	d.ticks(100)
	if l := loudness(d.deck.played[:engineRate/2]); l < 50 || l > 600 {
		t.Errorf("in the headset with %.0f", l)
	}
	if err := d.StartRing(t.Context(), "drum", "", softphone.Cadence{}); err == nil {
		t.Error("an unknown ring is taken")
	}
}

func TestTones_AreSoftAndToldApart(t *testing.T) {
	for _, tone := range []softphone.Tone{softphone.ToneReturnDue, softphone.ToneBusy, softphone.ToneEnded} {
		d := newDesk(newTestClock(), 0)
		if err := d.PlayTone(t.Context(), tone); err != nil {
			t.Fatal(err)
		}
		d.ticks(500)
		if l := decibels(loudness(d.deck.played[:engineRate/2]), 32768); l < -45 || l > -20 {
			t.Errorf("%s: %.1f dB", tone, l)
		}
		if s := steepest(d.deck.played); s > 700 {
			t.Errorf("%s: a jump of %d", tone, s)
		}
		if l := loudness(d.deck.played[len(d.deck.played)-engineRate/2:]); l > 0 {
			t.Errorf("%s: sounds for ever", tone)
		}
	}
	d := newDesk(newTestClock(), 0)
	if err := d.PlayTone(t.Context(), softphone.ToneReturnDue); err != nil {
		t.Fatal(err)
	}
	d.ticks(80)
	first, second := d.deck.played[:engineRate/5], d.deck.played[engineRate/4:engineRate/2]
	if toneLevel(first, 659.26) < 4*toneLevel(first, 880) || toneLevel(second, 880) < 2*toneLevel(second, 659.26) {
		t.Error("the two notes of a return do not rise")
	}
	if d.PlayTone(t.Context(), "gong") == nil {
		t.Error("an unknown tone is taken")
	}
}

func TestRingback_IsOneSecondOfFive(t *testing.T) {
	d := newDesk(newTestClock(), 0)
	d.connect(t, "call", media("pcma", softphone.SendRecv, there), softphone.VoiceRingback)
	d.ticks(1000)
	for s := range 10 {
		second := d.deck.played[s*engineRate : (s+1)*engineRate]
		if on := toneLevel(second, 425) > 2000; on != (s%5 == 0) {
			t.Errorf("second %d: tone %v", s, on)
		}
	}
}
