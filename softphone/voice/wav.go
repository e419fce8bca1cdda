package voice

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"time"
)

// longestMusic and mostMusic (bytes in the file) bound what music may take of memory; ten minutes of stereo at 48 kHz
// fit in.
const (
	longestMusic = 10 * time.Minute
	mostMusic    = 128 << 20
)

var (
	errNotWAV   = errors.New("not a WAV file")
	errNotPCM16 = errors.New("not 16-bit PCM")
	errCut      = errors.New("the file is cut short")
	errNoSound  = errors.New("the file has no sound in it")
	errTooLong  = fmt.Errorf("longer than %d minutes, or larger than %d MB", longestMusic/time.Minute, mostMusic>>20)
)

// readMusic reads a WAV file of 16-bit PCM, mono or stereo, at any usual rate, into mono at 48 kHz.
func readMusic(file string) ([]int16, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if info, err := f.Stat(); err != nil {
		return nil, err
	} else if !info.Mode().IsRegular() {
		return nil, errNotWAV
	}
	pcm, rate, err := readWAV(f)
	if err != nil {
		return nil, err
	}
	return toEngineRate(pcm, rate), nil
}

// readWAV reads mono samples and their rate in Hz.
func readWAV(r io.Reader) (pcm []int16, rate int, err error) {
	var riff [12]byte
	if _, err := io.ReadFull(r, riff[:]); err != nil || string(riff[:4]) != "RIFF" || string(riff[8:]) != "WAVE" {
		return nil, 0, errNotWAV
	}
	channels := 0
	for {
		var head [8]byte
		if _, err := io.ReadFull(r, head[:]); err != nil {
			return nil, 0, errNoSound
		}
		size := int64(binary.LittleEndian.Uint32(head[4:]))
		switch string(head[:4]) {
		case "fmt ":
			if channels, rate, err = readFormat(r, size); err != nil {
				return nil, 0, err
			}
		case "data":
			if channels == 0 {
				return nil, 0, errNotWAV
			}
			pcm, err = readSamples(r, size, channels, rate)
			return pcm, rate, err
		default:
			// chunks are padded to even sizes
			if _, err := io.CopyN(io.Discard, r, size+size%2); err != nil {
				return nil, 0, errCut
			}
		}
	}
}

// readFormat reads a "fmt " chunk.
func readFormat(r io.Reader, size int64) (channels, rate int, err error) {
	if size < 16 || size > 1024 {
		return 0, 0, errNotWAV
	}
	format := make([]byte, size+size%2)
	if _, err := io.ReadFull(r, format); err != nil {
		return 0, 0, errCut
	}
	kind := binary.LittleEndian.Uint16(format)
	if kind == 0xfffe && size >= 26 { // extensible: the kind is the beginning of the GUID
		kind = binary.LittleEndian.Uint16(format[24:])
	}
	channels, rate = int(binary.LittleEndian.Uint16(format[2:])), int(binary.LittleEndian.Uint32(format[4:]))
	if kind != 1 || binary.LittleEndian.Uint16(format[14:]) != 16 {
		return 0, 0, errNotPCM16
	}
	if channels < 1 || channels > 2 {
		return 0, 0, fmt.Errorf("%d channels, not one or two", channels)
	}
	if rate < 4000 || rate > 192000 {
		return 0, 0, fmt.Errorf("a rate of %d Hz", rate)
	}
	return channels, rate, nil
}

// readSamples reads a "data" chunk and mixes its channels. A program that wrote to a pipe left the size open; then the
// end of the file counts.
func readSamples(r io.Reader, size int64, channels, rate int) ([]int16, error) {
	most := min(mostMusic, int64(longestMusic/time.Second)*int64(rate*channels*2))
	open := size == 0 || size >= math.MaxUint32-1024 || size == math.MaxInt32
	if !open && size > most {
		return nil, errTooLong
	}
	if open {
		size = most + 1
	}
	data, err := io.ReadAll(io.LimitReader(r, size))
	switch {
	case err != nil:
		return nil, err
	case int64(len(data)) > most:
		return nil, errTooLong
	case !open && int64(len(data)) < size:
		return nil, errCut
	}
	pcm := make([]int16, len(data)/(2*channels))
	for i := range pcm {
		sum := 0
		for c := range channels {
			sum += int(int16(binary.LittleEndian.Uint16(data[2*(i*channels+c):])))
		}
		pcm[i] = int16(sum / channels)
	}
	if len(pcm) < rate/10 {
		return nil, errNoSound
	}
	return pcm, nil
}

// toEngineRate converts a whole piece to 48 kHz with a windowed sinc; the piece is taken as a loop.
func toEngineRate(pcm []int16, rate int) []int16 {
	if rate == engineRate {
		return pcm
	}
	const (
		lobes  = 12
		phases = 256
	)
	band := min(1, float64(engineRate)/float64(rate)) // of the file's band, what fits
	half := int(math.Ceil(lobes / band))
	rows := make([][]float32, phases)
	for p := range rows {
		row := make([]float32, 2*half)
		var sum float64
		for i := range row {
			x := float64(i-half+1) - float64(p)/phases
			v := sinc(band*0.95*x) * kaiser(min(1, math.Abs(x)/float64(half)))
			row[i] = float32(v)
			sum += v
		}
		for i := range row {
			row[i] /= float32(sum)
		}
		rows[p] = row
	}
	around := make([]float32, len(pcm)+2*half) // the end before the beginning and the beginning after the end
	for i := range around {
		around[i] = float32(pcm[((i-half)%len(pcm)+len(pcm))%len(pcm)])
	}
	out := make([]int16, int(int64(len(pcm))*engineRate/int64(rate)))
	for i := range out {
		// in units of a phase, rounded to the nearest
		at := (int64(i)*int64(rate)*phases + engineRate/2) / engineRate
		whole, phase := int(at/phases), int(at%phases)
		out[i] = clip(dot(rows[phase], around[whole+1:]))
	}
	return out
}
