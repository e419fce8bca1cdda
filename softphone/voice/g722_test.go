package voice

import (
	"bytes"
	"encoding/binary"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"testing"
)

// g722Sound is a second of a voice, noise, tones and overload at 16 kHz.
func g722Sound() []int16 {
	random := rand.New(rand.NewPCG(7, 22))
	out := make([]int16, 16000)
	for i := range out {
		t := float64(i) / 16000
		var v float64
		switch i / 3200 {
		case 0:
			v = 9000*math.Sin(2*math.Pi*440*t) + 5000*math.Sin(2*math.Pi*5200*t)
		case 1:
			v = random.NormFloat64() * 4000
		case 2:
			v = 12000 * math.Sin(2*math.Pi*(200+2000*t)*t) * math.Exp(-float64(i%1600)/400)
		case 3:
			v = 50000 * math.Sin(2*math.Pi*900*t)
		}
		out[i] = clip(float32(v))
	}
	return out
}

func bytesOf(pcm []int16) []byte {
	var out []byte
	for _, v := range pcm {
		out = binary.LittleEndian.AppendUint16(out, uint16(v))
	}
	return out
}

// stored is a file of testdata, made anew by ffmpeg when ANTEROOM_UPDATE is set.
func stored(t *testing.T, name string, input []byte, args ...string) []byte {
	t.Helper()
	file := "testdata/" + name
	if os.Getenv("ANTEROOM_UPDATE") != "" {
		if _, err := exec.LookPath("ffmpeg"); err != nil {
			t.Fatal(err)
		}
		made := pipe(t, "ffmpeg", input, append([]string{"-v", "error"}, args...)...)
		if err := os.WriteFile(file, made, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	out, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestG722_IsWhatFFmpegDoesToTheBit(t *testing.T) {
	pcm := g722Sound()
	raw := []string{"-f", "s16le", "-ar", "16000", "-ac", "1", "-i", "-"}
	want := stored(t, "sound.g722", bytesOf(pcm), append(raw, "-c:a", "g722", "-f", "g722", "-")...)
	got := g722.newEncoder().encode(nil, pcm)
	if !bytes.Equal(got, want) {
		t.Errorf("coded differently from byte %d on; %d bytes, want %d", firstDifference(got, want), len(got), len(want))
	}
	back := stored(t, "sound.pcm", want, "-f", "g722", "-i", "-", "-f", "s16le", "-")
	if decoded := bytesOf(g722.newDecoder().decode(nil, want)); !bytes.Equal(decoded, back) {
		t.Errorf("decoded differently from byte %d on", firstDifference(decoded, back))
	}
}

func firstDifference(a, b []byte) int {
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return i
		}
	}
	return min(len(a), len(b))
}

func TestG722_AnyBytesAreSomeSound(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 1))
	d := g722.newDecoder()
	payload := make([]byte, 160)
	pcm := make([]int16, 0, 320)
	for range 1000 {
		for i := range payload {
			payload[i] = byte(random.Uint32())
		}
		pcm = d.decode(pcm[:0], payload)
	}
	silent := g722.newEncoder()
	for range 250 { // and it finds back to silence
		pcm = d.decode(pcm[:0], silent.encode(payload[:0], make([]int16, 320)))
	}
	if l := loudness(pcm); l > 100 {
		t.Errorf("%.0f is left", l)
	}
}
