package sound

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
)

// maxWAV is the most sound taken from a file, in bytes: at 48 kHz stereo over five minutes.
const maxWAV = 64 << 20

// readWAV reads RIFF WAVE with 16-bit PCM of any rate from 4 to 192 kHz and any number of channels up to 8, mixed to
// one. A data chunk longer than the file, as a killed recorder leaves it, is read as far as it goes.
func readWAV(r io.Reader) (samples []int16, hz int, err error) {
	var head [12]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return nil, 0, short(err)
	}
	if string(head[:4]) != "RIFF" || string(head[8:]) != "WAVE" {
		return nil, 0, errors.New("not a WAV file")
	}
	channels := 0
	for {
		var chunk [8]byte
		if _, err := io.ReadFull(r, chunk[:]); err != nil {
			return nil, 0, short(err)
		}
		size := int64(binary.LittleEndian.Uint32(chunk[4:]))
		switch string(chunk[:4]) {
		case "fmt ":
			if channels, hz, err = readFormat(r, size); err != nil {
				return nil, 0, err
			}
		case "data":
			if channels == 0 {
				return nil, 0, errors.New("WAV file without a format before its sound")
			}
			samples, err = readPCM(r, size, channels)
			return samples, hz, err
		default:
			if _, err := io.CopyN(io.Discard, r, size+size%2); err != nil {
				return nil, 0, short(err)
			}
		}
	}
}

func readFormat(r io.Reader, size int64) (channels, hz int, err error) {
	if size < 16 || size > 1024 {
		return 0, 0, fmt.Errorf("WAV format chunk of %d bytes", size)
	}
	b := make([]byte, size+size%2)
	if _, err := io.ReadFull(r, b); err != nil {
		return 0, 0, short(err)
	}
	tag := binary.LittleEndian.Uint16(b)
	if tag == 0xFFFE && size >= 26 { // WAVE_FORMAT_EXTENSIBLE: the real tag begins the sub-format
		tag = binary.LittleEndian.Uint16(b[24:])
	}
	channels = int(binary.LittleEndian.Uint16(b[2:]))
	hz = int(binary.LittleEndian.Uint32(b[4:]))
	bits := binary.LittleEndian.Uint16(b[14:])
	switch {
	case tag != 1 || bits != 16:
		return 0, 0, fmt.Errorf("WAV with format %d of %d bits, and only 16-bit PCM is read", tag, bits)
	case channels < 1 || channels > 8:
		return 0, 0, fmt.Errorf("WAV with %d channels", channels)
	case hz < 4000 || hz > 192000:
		return 0, 0, fmt.Errorf("WAV at %d Hz", hz)
	}
	return channels, hz, nil
}

func readPCM(r io.Reader, size int64, channels int) ([]int16, error) {
	// A recorder to a pipe writes 0 or the greatest number; the end of the file is the end then.
	if size == 0 || size > maxWAV {
		size = maxWAV + 1
	}
	b, err := io.ReadAll(io.LimitReader(r, size))
	if err != nil {
		return nil, err
	}
	if len(b) > maxWAV {
		return nil, fmt.Errorf("WAV with more than %d MB of sound", maxWAV>>20)
	}
	samples := make([]int16, len(b)/2/channels)
	for i := range samples {
		sum := 0
		for c := range channels {
			sum += int(int16(binary.LittleEndian.Uint16(b[2*(i*channels+c):])))
		}
		samples[i] = int16(sum / channels)
	}
	return samples, nil
}

func short(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return errors.New("WAV file cut short")
	}
	return err
}

// headLen is the length of a plain PCM WAV header.
const headLen = 44

// wavWriter writes 48 kHz mono 16-bit PCM. After every add the file is a whole WAV file, so that a killed program
// leaves one.
type wavWriter struct {
	f     *os.File
	bytes int64 // of sound written
	buf   []byte
}

// createWAV makes or empties a file.
func createWAV(name string) (*wavWriter, error) {
	f, err := os.OpenFile(name, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	w := &wavWriter{f: f}
	if _, err := f.Write(w.header()); err != nil {
		f.Close()
		return nil, err
	}
	return w, nil
}

func (w *wavWriter) header() []byte {
	b := make([]byte, 0, headLen)
	le := binary.LittleEndian
	b = append(b, "RIFF"...)
	b = le.AppendUint32(b, uint32(headLen-8+w.bytes))
	b = append(b, "WAVEfmt "...)
	b = le.AppendUint32(b, 16)
	b = le.AppendUint16(b, 1)      // PCM
	b = le.AppendUint16(b, 1)      // one channel
	b = le.AppendUint32(b, rate)   // samples a second
	b = le.AppendUint32(b, rate*2) // bytes a second
	b = le.AppendUint16(b, 2)      // bytes a sample
	b = le.AppendUint16(b, 16)     // bits
	b = append(b, "data"...)
	return le.AppendUint32(b, uint32(w.bytes))
}

// add writes samples behind those before, then the header that counts them.
func (w *wavWriter) add(s []int16) error {
	if w.bytes+int64(2*len(s)) > math.MaxUint32-headLen {
		return errors.New("a WAV file cannot be longer than 4 GB")
	}
	w.buf = w.buf[:0]
	for _, v := range s {
		w.buf = binary.LittleEndian.AppendUint16(w.buf, uint16(v))
	}
	if _, err := w.f.WriteAt(w.buf, headLen+w.bytes); err != nil {
		return err
	}
	w.bytes += int64(2 * len(s))
	_, err := w.f.WriteAt(w.header(), 0)
	return err
}

func (w *wavWriter) close() error { return w.f.Close() }
