package interop

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
)

// Sound is mono sound.
type Sound struct {
	Rate    int // samples a second
	Samples []float64
}

// Tone is a sine of a frequency in Hz, as loud as a telephone tone (a quarter of full scale).
func Tone(rate int, hertz, seconds float64) Sound {
	s := Sound{Rate: rate, Samples: make([]float64, int(float64(rate)*seconds))}
	for i := range s.Samples {
		s.Samples[i] = 0.25 * math.Sin(2*math.Pi*hertz*float64(i)/float64(rate))
	}
	return s
}

// Share is how much of the sound's power lies at a frequency, from 0 to 1 (Goertzel's algorithm with a Hann window,
// over a band as wide as the window's own spread). Silence has none.
func (s Sound) Share(hertz float64) float64 {
	n := len(s.Samples)
	if n < 2 {
		return 0
	}
	total := 0.0
	windowed := make([]float64, n)
	for i, x := range s.Samples {
		windowed[i] = x * (0.5 - 0.5*math.Cos(2*math.Pi*float64(i)/float64(n)))
		total += windowed[i] * windowed[i]
	}
	if total == 0 {
		return 0
	}
	// A Hann window spreads a sine over its own bin and a half of it on either side; a real sine has a mirror image.
	power := 0.0
	for side := -1.0; side <= 1; side++ {
		power += goertzel(windowed, hertz/float64(s.Rate)+side/float64(n))
	}
	return 2 * power / (float64(n) * total)
}

// goertzel is the squared magnitude of the spectrum at a frequency in cycles a sample.
func goertzel(x []float64, cycles float64) float64 {
	k := 2 * math.Cos(2*math.Pi*cycles)
	var a, b float64
	for _, v := range x {
		a, b = v+k*a-b, a
	}
	return a*a + b*b - k*a*b
}

// Loudness is the root mean square, 1 being full scale.
func (s Sound) Loudness() float64 {
	sum := 0.0
	for _, x := range s.Samples {
		sum += x * x
	}
	return math.Sqrt(sum / math.Max(1, float64(len(s.Samples))))
}

// Last is the end of the sound, at most so many seconds.
func (s Sound) Last(seconds float64) Sound {
	n := min(len(s.Samples), int(seconds*float64(s.Rate)))
	return Sound{s.Rate, s.Samples[len(s.Samples)-n:]}
}

// Longest is the longest stretch, in seconds, in which a tone of a frequency is what is heard.
func (s Sound) Longest(hertz float64) float64 {
	const piece = 0.1
	size := int(piece * float64(s.Rate))
	longest, now := 0.0, 0.0
	for at := 0; at+size <= len(s.Samples); at += size {
		part := Sound{s.Rate, s.Samples[at : at+size]}
		if part.IsTone(hertz) {
			now += piece
		} else {
			now = 0
		}
		longest = math.Max(longest, now)
	}
	return longest
}

// IsTone says whether a tone of a frequency is what is heard: most of the power, and not faintly.
func (s Sound) IsTone(hertz float64) bool { return s.Loudness() > 0.01 && s.Share(hertz) > 0.6 }

// WriteWAV writes 16-bit PCM.
func (s Sound) WriteWAV(path string) error {
	data := make([]byte, wavHead, wavHead+2*len(s.Samples))
	size := 2 * len(s.Samples)
	copy(data, "RIFF")
	binary.LittleEndian.PutUint32(data[4:], uint32(36+size))
	copy(data[8:], "WAVEfmt ")
	for i, v := range []uint32{16, 1 | 1<<16, uint32(s.Rate), uint32(2 * s.Rate), 2 | 16<<16} {
		binary.LittleEndian.PutUint32(data[16+4*i:], v)
	}
	copy(data[36:], "data")
	binary.LittleEndian.PutUint32(data[40:], uint32(size))
	for _, x := range s.Samples {
		data = binary.LittleEndian.AppendUint16(data, uint16(int16(x*32767)))
	}
	return os.WriteFile(path, data, 0o644)
}

// ReadWAV reads 16-bit PCM, of several channels the first, also of a file that is still being written: what its header says of its length is not
// believed.
func ReadWAV(path string) (Sound, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return Sound{}, err
	}
	return readWAV(path, data)
}

// ReadEndOfWAV is ReadWAV for the last bytes of a long file that begins as WriteWAV has it.
func ReadEndOfWAV(path string, bytes int64) (Sound, error) {
	f, err := os.Open(path)
	if err != nil {
		return Sound{}, err
	}
	defer f.Close()
	about, err := f.Stat()
	if err != nil {
		return Sound{}, err
	}
	data := make([]byte, wavHead)
	if _, err := io.ReadFull(f, data); err != nil {
		return Sound{}, err
	}
	from := max(wavHead, (about.Size()-bytes)&^1)
	end, err := io.ReadAll(io.NewSectionReader(f, from, about.Size()-from))
	if err != nil {
		return Sound{}, err
	}
	return readWAV(path, append(data, end...))
}

const wavHead = 44 // bytes before the samples

func readWAV(path string, data []byte) (Sound, error) {
	if len(data) < 12 || string(data[:4]) != "RIFF" || string(data[8:12]) != "WAVE" {
		return Sound{}, fmt.Errorf("%s: %w", path, errors.Join(errors.New("not a WAV file yet"), io.ErrUnexpectedEOF))
	}
	var s Sound
	channels := 1
	for rest := data[12:]; len(rest) >= 8; {
		name, size := string(rest[:4]), int(binary.LittleEndian.Uint32(rest[4:]))
		rest = rest[8:]
		switch name {
		case "fmt ":
			if len(rest) < 16 || binary.LittleEndian.Uint16(rest[2:]) == 0 || binary.LittleEndian.Uint16(rest[14:]) != 16 {
				return Sound{}, fmt.Errorf("%s: not 16-bit sound", path)
			}
			channels = int(binary.LittleEndian.Uint16(rest[2:]))
			s.Rate = int(binary.LittleEndian.Uint32(rest[4:]))
		case "data":
			s.Samples = make([]float64, len(rest)/2/channels)
			for i := range s.Samples {
				s.Samples[i] = float64(int16(binary.LittleEndian.Uint16(rest[2*i*channels:]))) / 32768
			}
			return s, nil
		}
		rest = rest[min(len(rest), size+size%2):]
	}
	return Sound{}, fmt.Errorf("%s: no sound in it yet", path)
}
