package sound

import (
	"bytes"
	"encoding/binary"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// wav makes a WAV file in memory.
func wav(hz, channels int, data []int16) []byte {
	w := wavWriter{bytes: int64(2 * len(data))}
	b := w.header()
	binary.LittleEndian.PutUint16(b[22:], uint16(channels))
	binary.LittleEndian.PutUint32(b[24:], uint32(hz))
	for _, v := range data {
		b = binary.LittleEndian.AppendUint16(b, uint16(v))
	}
	return b
}

func TestReadWAV_MixesChannelsAndSkipsForeignChunks(t *testing.T) {
	b := wav(44100, 2, []int16{100, 300, -100, -300})
	withList := append(append(append([]byte{}, b[:36]...), "LIST\x03\x00\x00\x00abc\x00"...), b[36:]...)
	s, hz, err := readWAV(bytes.NewReader(withList))
	if err != nil || hz != 44100 || len(s) != 2 || s[0] != 200 || s[1] != -200 {
		t.Fatalf("got %v at %d Hz, %v", s, hz, err)
	}
}

func TestReadWAV_TakesWhatAKilledRecorderLeft(t *testing.T) {
	b := wav(48000, 1, []int16{1, 2, 3, 4})
	binary.LittleEndian.PutUint32(b[40:], 0xFFFFFFFF)
	s, _, err := readWAV(bytes.NewReader(b[:len(b)-1]))
	if err != nil || len(s) != 3 {
		t.Fatalf("got %v, %v", s, err)
	}
}

func TestReadWAV_SaysWhatIsWrong(t *testing.T) {
	float := wav(48000, 1, nil)
	float[20] = 3
	for want, b := range map[string][]byte{
		"not a WAV file":    []byte("ID3 this is some other kind of file"),
		"cut short":         wav(48000, 1, nil)[:20],
		"only 16-bit PCM":   float,
		"at 1000 Hz":        wav(1000, 1, nil),
		"with 200 channels": wav(48000, 200, nil),
		"without a format":  []byte("RIFF\x00\x00\x00\x00WAVEdata\x00\x00\x00\x00"),
	} {
		if _, _, err := readWAV(bytes.NewReader(b)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("want %q, got %v", want, err)
		}
	}
}

func TestWAVWriter_LeavesAWholeFileAfterEveryAdd(t *testing.T) {
	name := filepath.Join(t.TempDir(), "out.wav")
	w, err := createWAV(name)
	if err != nil {
		t.Fatal(err)
	}
	defer w.close()
	for n := 0; n < 3; n++ {
		b, err := os.ReadFile(name) // as a killed program would leave it
		if err != nil {
			t.Fatal(err)
		}
		if size := binary.LittleEndian.Uint32(b[4:]); int(size) != len(b)-8 {
			t.Fatalf("RIFF says %d, the file has %d behind it", size, len(b)-8)
		}
		s, hz, err := readWAV(bytes.NewReader(b))
		if err != nil || hz != 48000 || len(s) != n*960 {
			t.Fatalf("after %d frames: %d samples at %d Hz, %v", n, len(s), hz, err)
		}
		if err := w.add(sine(440, 960, rate)); err != nil {
			t.Fatal(err)
		}
	}
}

func FuzzReadWAV(f *testing.F) {
	f.Add(wav(8000, 1, []int16{1, 2, 3}))
	f.Add(wav(44100, 2, []int16{1, 2, 3, 4}))
	f.Add([]byte("RIFF\x00\x00\x00\x00WAVE"))
	f.Fuzz(func(t *testing.T, b []byte) {
		s, hz, err := readWAV(bytes.NewReader(b))
		if err == nil && (hz < 4000 || hz > 192000 || len(s) > len(b)) {
			t.Errorf("%d samples at %d Hz from %d bytes", len(s), hz, len(b))
		}
	})
}

func TestConvert_KeepsTheToneAndItsLoudness(t *testing.T) {
	for _, hz := range []int{8000, 16000, 22050, 44100, 96000} {
		got := convert(sine(1000, hz, hz), hz, rate)
		if len(got) != rate {
			t.Fatalf("%d Hz: one second became %d samples", hz, len(got))
		}
		mid := got[960 : len(got)-960] // whole periods
		if p, l := purity(mid, 1000), loudness(mid); p < 0.99995 || l < 11200 || l > 11430 {
			t.Errorf("%d Hz: purity %.6f, loudness %.0f", hz, p, l)
		}
	}
	if l := loudness(convert(sine(30000, 96000, 96000), 96000, rate)[1000:40000]); l > 20 {
		t.Errorf("a tone nobody hears came back as one of loudness %.0f", l)
	}
}
