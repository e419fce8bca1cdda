package voice

import (
	"bytes"
	"encoding/binary"
	"os"
	"os/exec"
	"testing"
)

func TestG711_EveryCodeSurvivesDecodingAndEncoding(t *testing.T) {
	for i := range 256 {
		b := byte(i)
		if got := encodeALaw(decodeALaw(b)); got != b {
			t.Errorf("A-law %#x came back as %#x", b, got)
		}
		// µ-law has two zeros; the negative one is sent by nobody
		if got := encodeMuLaw(decodeMuLaw(b)); got != b && b != 0x7f {
			t.Errorf("µ-law %#x came back as %#x", b, got)
		}
	}
}

func TestG711_KnownValuesOfTheRecommendation(t *testing.T) {
	for _, c := range []struct {
		law    string
		pcm    int16
		code   byte
		decode int16
	}{
		{"A", 0, 0xd5, 8}, {"A", -1, 0x55, -8}, {"A", 32767, 0xaa, 32256}, {"A", -32768, 0x2a, -32256},
		{"µ", 0, 0xff, 0}, {"µ", 32767, 0x80, 32124}, {"µ", -32768, 0x00, -32124},
	} {
		encode, decode := encodeALaw, decodeALaw
		if c.law == "µ" {
			encode, decode = encodeMuLaw, decodeMuLaw
		}
		if got := encode(c.pcm); got != c.code || decode(got) != c.decode {
			t.Errorf("%s-law of %d is %#x, back %d; want %#x, back %d", c.law, c.pcm, got, decode(got), c.code, c.decode)
		}
	}
}

func TestG711_DecodesAsStoredFromSox(t *testing.T) {
	for name, decode := range map[string]func(byte) int16{"alaw": decodeALaw, "mulaw": decodeMuLaw} {
		want, err := os.ReadFile("testdata/" + name + ".pcm") // sox -t raw -e a-law … of the bytes 0 to 255
		if err != nil {
			t.Fatal(err)
		}
		for i := range 256 {
			if got, want := decode(byte(i)), int16(binary.LittleEndian.Uint16(want[2*i:])); got != want {
				t.Errorf("%s %#x decodes to %d, by sox to %d", name, i, got, want)
			}
		}
	}
}

func TestG711_CodesEverySampleWithinHalfAStep(t *testing.T) {
	for _, law := range []struct {
		encode func(int16) byte
		decode func(byte) int16
		cut    int64 // bits that the law cuts off
	}{{encodeALaw, decodeALaw, 8}, {encodeMuLaw, decodeMuLaw, 4}} {
		last := int64(-32768)
		for i := int64(-32768); i < 32768; i++ {
			got := int64(law.decode(law.encode(int16(i))))
			if got < last {
				t.Fatalf("%d is coded lower than %d", i, i-1)
			}
			last = got
			// a segment has 16 steps and is as long as all below it: half a step is a 32nd of the value at most,
			// the bias included
			if off := abs(got - i); off > max((abs(i)+muBias)/32, 8)+law.cut && abs(i) < 32256 {
				t.Fatalf("%d comes back as %d", i, got)
			}
		}
	}
}

func TestG711_IsWhatSoxDoes(t *testing.T) {
	sox, err := exec.LookPath("sox")
	if err != nil {
		t.Skip("sox is not installed; what it decodes is stored, what it encodes is not")
	}
	all := make([]byte, 0, 2*65536)
	for i := -32768; i < 32768; i++ {
		all = binary.LittleEndian.AppendUint16(all, uint16(int16(i)))
	}
	codes := make([]byte, 256)
	for i := range codes {
		codes[i] = byte(i)
	}
	for _, law := range []struct {
		name, format string
		encode       func(int16) byte
		decode       func(byte) int16
		step         int // of the linear input: 13 bits for A, 14 for µ
	}{{"A", "al", encodeALaw, decodeALaw, 8}, {"µ", "ul", encodeMuLaw, decodeMuLaw, 4}} {
		coded := []string{"-D", "-t", law.format, "-r", "8000", "-c", "1", "-"}
		linear := []string{"-t", "s16", "-L", "-r", "8000", "-c", "1", "-"}
		decoded := pipe(t, sox, codes, append(coded, linear...)...)
		for i, c := range codes {
			if got, want := law.decode(c), int16(binary.LittleEndian.Uint16(decoded[2*i:])); got != want {
				t.Errorf("%s-law %#x decodes to %d, by sox to %d", law.name, c, got, want)
			}
		}
		encoded := pipe(t, sox, all, append(append([]string{"-D"}, linear...), coded[1:]...)...)
		for i, want := range encoded {
			pcm := int16(i - 32768)
			got := law.encode(pcm)
			if got == want {
				continue
			}
			// sox rounds the sample to the linear width first, the Recommendation cuts it: within that step both hold.
			if other := law.encode(int16(min(max(int(pcm)+law.step/2, -32768), 32767))); other != want {
				if other = law.encode(int16(max(int(pcm)-law.step/2, -32768))); other != want {
					t.Errorf("%s-law of %d is %#x, by sox %#x", law.name, pcm, got, want)
				}
			}
		}
	}
}

func pipe(t *testing.T, command string, input []byte, args ...string) []byte {
	t.Helper()
	cmd := exec.Command(command, args...)
	cmd.Stdin = bytes.NewReader(input)
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s %v: %v", command, args, err)
	}
	return out
}
