package voice

import (
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"time"
)

// readWAV reads mono samples and their rate in Hz.
func readWAV(r io.Reader) (pcm []int16, rate int, err error) {
	var riff [12]byte
	if _, err := io.ReadFull(r, riff[:]); err != nil || string(riff[:4]) != "RIFF" || string(riff[8:]) != "WAVE" {
		return nil, 0, errNotMusic
	}
	var format wavFormat
	for {
		var head [8]byte
		if _, err := io.ReadFull(r, head[:]); err != nil {
			return nil, 0, errNoSound
		}
		size := int64(binary.LittleEndian.Uint32(head[4:]))
		switch string(head[:4]) {
		case "fmt ":
			if format, err = readFormat(r, size); err != nil {
				return nil, 0, err
			}
		case "data":
			if format.channels == 0 {
				return nil, 0, errNotMusic
			}
			pcm, err = readSamples(r, size, format)
			return pcm, format.rate, err
		default:
			// chunks are padded to even sizes
			if _, err := io.CopyN(io.Discard, r, size+size%2); err != nil {
				return nil, 0, errCut
			}
		}
	}
}

// wavFormat is how a WAV file's samples are coded.
type wavFormat struct {
	channels, rate int
	width          int // bytes of a sample
	float          bool
}

// readFormat reads a "fmt " chunk.
func readFormat(r io.Reader, size int64) (f wavFormat, err error) {
	if size < 16 || size > 1024 {
		return f, errNotMusic
	}
	format := make([]byte, size+size%2)
	if _, err := io.ReadFull(r, format); err != nil {
		return f, errCut
	}
	kind := binary.LittleEndian.Uint16(format)
	if kind == 0xfffe && size >= 26 { // extensible: the kind is the beginning of the GUID
		kind = binary.LittleEndian.Uint16(format[24:])
	}
	bits := int(binary.LittleEndian.Uint16(format[14:]))
	f = wavFormat{int(binary.LittleEndian.Uint16(format[2:])), int(binary.LittleEndian.Uint32(format[4:])), bits / 8, kind == 3}
	switch {
	case kind == 1 && (bits == 8 || bits == 16 || bits == 24 || bits == 32), kind == 3 && bits == 32:
	default:
		return wavFormat{}, fmt.Errorf("WAV of kind %d with %d bits, not PCM", kind, bits)
	}
	if f.channels < 1 || f.channels > 2 {
		return wavFormat{}, fmt.Errorf("%d channels, not one or two", f.channels)
	}
	if f.rate < 4000 || f.rate > 192000 {
		return wavFormat{}, fmt.Errorf("a rate of %d Hz", f.rate)
	}
	return f, nil
}

// sample is one sample on the scale of 16 bits.
func (f wavFormat) sample(b []byte) int {
	switch {
	case f.float:
		return int(clip(math.Float32frombits(binary.LittleEndian.Uint32(b)) * 32768))
	case f.width == 1:
		return (int(b[0]) - 128) << 8
	}
	return int(int16(binary.LittleEndian.Uint16(b[f.width-2:]))) // the upper two bytes
}

// readSamples reads a "data" chunk and mixes its channels. A program that wrote to a pipe left the size open; then the
// end of the file counts.
func readSamples(r io.Reader, size int64, f wavFormat) ([]int16, error) {
	whole := f.width * f.channels
	most := min(mostMusic, int64(longestMusic/time.Second)*int64(f.rate*whole))
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
	pcm := make([]int16, len(data)/whole)
	for i := range pcm {
		sum := 0
		for c := range f.channels {
			sum += f.sample(data[i*whole+c*f.width:])
		}
		pcm[i] = int16(sum / f.channels)
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
