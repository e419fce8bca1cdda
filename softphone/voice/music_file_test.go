package voice

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"math"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/mewkiz/flac"
	flacframe "github.com/mewkiz/flac/frame"
	"github.com/mewkiz/flac/meta"

	"anteroom/softphone"
)

// wavOf is a second of 600 Hz in WAV of a kind and width.
func wavOf(kind uint16, bits int) []byte {
	var data bytes.Buffer
	for i := range 8000 {
		v := 6000 * math.Sin(2*math.Pi*600*float64(i)/8000)
		switch {
		case kind == 3:
			binary.Write(&data, binary.LittleEndian, float32(v/32768))
		case bits == 8:
			data.WriteByte(byte(int(v)>>8 + 128))
		case bits == 24:
			n := int32(v * 256)
			data.Write([]byte{byte(n), byte(n >> 8), byte(n >> 16)})
		default:
			binary.Write(&data, binary.LittleEndian, int32(v*65536))
		}
	}
	var out bytes.Buffer
	out.WriteString("RIFF\x00\x00\x00\x00WAVEfmt \x10\x00\x00\x00")
	for _, v := range []any{kind, uint16(1), uint32(8000), uint32(8000 * bits / 8), uint16(bits / 8), uint16(bits)} {
		binary.Write(&out, binary.LittleEndian, v)
	}
	out.WriteString("data")
	binary.Write(&out, binary.LittleEndian, uint32(data.Len()))
	out.Write(data.Bytes())
	return out.Bytes()
}

// flacOf is a second of 600 Hz in stereo.
func flacOf(t *testing.T, bits uint8) []byte {
	t.Helper()
	const block, rate = 4000, 8000
	var out bytes.Buffer
	e, err := flac.NewEncoder(&out, &meta.StreamInfo{BlockSizeMin: block, BlockSizeMax: block, SampleRate: rate, NChannels: 2, BitsPerSample: bits})
	if err != nil {
		t.Fatal(err)
	}
	for b := range rate / block {
		pcm := make([]int32, block)
		for i := range pcm {
			pcm[i] = int32(6000 * math.Pow(2, float64(bits)-16) * math.Sin(2*math.Pi*600*float64(b*block+i)/rate))
		}
		f := &flacframe.Frame{Header: flacframe.Header{HasFixedBlockSize: true, BlockSize: block, SampleRate: rate, Channels: flacframe.ChannelsLR, BitsPerSample: bits, Num: uint64(b)}}
		for range 2 {
			f.Subframes = append(f.Subframes, &flacframe.Subframe{SubHeader: flacframe.SubHeader{Pred: flacframe.PredVerbatim}, Samples: pcm, NSamples: block})
		}
		if err := e.WriteFrame(f); err != nil {
			t.Fatal(err)
		}
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestMusicFile_EveryKindGivesItsSound(t *testing.T) {
	mp3, err := os.ReadFile("testdata/600hz.mp3") // lame, 44.1 kHz mono, peak 16384
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		content []byte
		peak    float64
	}{
		"8 bits": {wavOf(1, 8), 6000}, "24 bits": {wavOf(1, 24), 6000}, "32 bits": {wavOf(1, 32), 6000}, "floating point": {wavOf(3, 32), 6000},
		"FLAC 16": {flacOf(t, 16), 6000}, "FLAC 24": {flacOf(t, 24), 6000},
		"MP3": {mp3, 16384}, "MP3 with a tag": {append([]byte("ID3\x03\x00\x00\x00\x00\x00\x04tags"), mp3...), 16384},
	} {
		pcm, err := readMusic(written(t, c.content))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if n := len(pcm); n < engineRate*9/10 || n > engineRate*12/10 {
			t.Errorf("%s: %d samples of a second", name, n)
		}
		middle := pcm[len(pcm)/4 : len(pcm)*3/4]
		if d := decibels(toneLevel(middle, 600), c.peak); math.Abs(d) > 1 {
			t.Errorf("%s: %.1f dB off", name, d)
		}
	}
}

func TestMusicFile_AnMP3ThatWouldBeNoiseIsRefused(t *testing.T) {
	if _, err := readMusic("testdata/600hz-22.mp3"); !errors.Is(err, errMP322) {
		t.Errorf("%v", err)
	}
}

func TestMusicFile_DamagedOnesAreRefusedOrShorterAndNeverMore(t *testing.T) {
	mp3, err := os.ReadFile("testdata/600hz.mp3")
	if err != nil {
		t.Fatal(err)
	}
	for _, whole := range [][]byte{mp3, flacOf(t, 16), wavOf(1, 24)} {
		for i := range 60 {
			broken := bytes.Clone(whole)
			for j := range 8 {
				broken[(i*97+j*389)%len(broken)] ^= byte(0x55 + i)
			}
			for _, content := range [][]byte{broken, whole[:len(whole)*i/60]} { // sound or an error; anything else fails the test
				if pcm, _, err := decodeMusic(bufio.NewReader(bytes.NewReader(content))); err != nil && pcm != nil {
					t.Errorf("%d samples and %v", len(pcm), err)
				}
			}
		}
	}
}

func TestHoldMusic_ALineHasItsOwnAndWithoutItHearsThatOfAll(t *testing.T) {
	a, b, _, _ := talk(t, "pcma")
	hears := func(hz float64) {
		t.Helper()
		both(a, b, 50)
		b.deck.rest()
		both(a, b, 100)
		if d := decibels(toneLevel(b.deck.played, hz)+1, 6000); math.Abs(d) > 1 {
			t.Errorf("%v Hz: %.1f dB off", hz, d)
		}
	}
	choose := func(line softphone.LineID, file string) error { return a.SetHoldMusic(t.Context(), line, file) }
	all, own := written(t, wav(8000, 1, 16, 600, time.Second)), written(t, wav(8000, 1, 16, 900, time.Second))
	if err := errors.Join(choose("", all), choose("shop", own), a.PlayMusicOf(t.Context(), "call", "shop"), a.Set(t.Context(), "call", softphone.VoiceMusic)); err != nil {
		t.Fatal(err)
	}
	hears(900)
	if err := choose("shop", ""); err != nil {
		t.Fatal(err)
	}
	hears(600)
	err := choose("shop", "/nowhere/at/all.mp3")
	var why softphone.Reason
	if !errors.As(err, &why) || why.Code != softphone.MusicUnplayed || !strings.Contains(why.Detail, "no such file") {
		t.Errorf("a file that is not there: %v", err)
	}
	both(a, b, 50)
	b.deck.rest()
	both(a, b, 200)
	if l := loudness(b.deck.played); l < 200 || toneLevel(b.deck.played, 600) > 2000 {
		t.Errorf("in its place the caller hears %.0f", l)
	}
	if a.PlayMusicOf(t.Context(), "nobody", "shop") == nil {
		t.Error("a call that is not there")
	}
}
