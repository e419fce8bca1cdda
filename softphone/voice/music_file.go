package voice

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/hajimehoshi/go-mp3"
	"github.com/mewkiz/flac"
)

// longestMusic and mostMusic (bytes in the file) bound what music may take of memory; ten minutes of stereo at 48 kHz
// fit in.
const (
	longestMusic = 10 * time.Minute
	mostMusic    = 128 << 20
)

var (
	errNotMusic = errors.New("not a WAV, MP3 or FLAC file")
	errOgg      = errors.New("Ogg files are not read, only WAV, MP3 and FLAC")
	errMP322    = errors.New("MP3 at 22.05 kHz is not read: 44.1 kHz, or WAV, is")
	errCut      = errors.New("the file is cut short")
	errNoSound  = errors.New("the file has no sound in it")
	errTooLong  = fmt.Errorf("longer than %d minutes, or larger than %d MB", longestMusic/time.Minute, mostMusic>>20)
)

// readMusic reads a sound file, mono or stereo, at any usual rate, into mono at 48 kHz: WAV (PCM of 8, 16, 24 or 32 bits,
// or 32-bit floating point), MP3 (MPEG-1 and 2, Layer III), or FLAC. What it is shows in its content, whatever its name.
func readMusic(file string) ([]int16, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if info, err := f.Stat(); err != nil {
		return nil, err
	} else if !info.Mode().IsRegular() {
		return nil, errNotMusic
	} else if info.Size() > mostMusic {
		return nil, errTooLong
	}
	pcm, rate, err := decodeMusic(bufio.NewReaderSize(f, 1<<16))
	if err != nil {
		return nil, err
	}
	if rate < 4000 || rate > 192000 {
		return nil, fmt.Errorf("a rate of %d Hz", rate)
	}
	if len(pcm) < rate/10 {
		return nil, errNoSound
	}
	return toEngineRate(pcm, rate), nil
}

// decodeMusic gives mono samples and their rate in Hz.
func decodeMusic(in *bufio.Reader) (pcm []int16, rate int, err error) {
	defer func() {
		if broken := recover(); broken != nil { // others' decoders, and files that anybody may have made
			pcm, err = nil, fmt.Errorf("the file is damaged: %v", broken)
		}
	}()
	head, _ := in.Peek(4)
	switch {
	case bytes.HasPrefix(head, []byte("RIFF")):
		return readWAV(in)
	case bytes.HasPrefix(head, []byte("fLaC")):
		return readFLAC(in)
	case bytes.HasPrefix(head, []byte("OggS")):
		return nil, 0, errOgg
	case bytes.HasPrefix(head, []byte("ID3")), len(head) == 4 && head[0] == 0xff && head[1]&0xe6 == 0xe2: // sync, Layer III
		return readMP3(in)
	}
	return nil, 0, errNotMusic
}

// readMP3 reads MPEG audio; the decoder gives 16-bit stereo, whatever is in the file.
func readMP3(in io.Reader) ([]int16, int, error) {
	d, err := mp3.NewDecoder(in)
	if err != nil {
		return nil, 0, fmt.Errorf("the MP3 file cannot be read: %w", err)
	}
	rate := d.SampleRate()
	if rate == 22050 { // the decoder takes the padding of some frames amiss at this rate, and gives noise
		return nil, 0, errMP322
	}
	most := int(longestMusic/time.Second) * rate
	var pcm []int16
	block := make([]byte, 4*1152)
	for {
		n, err := io.ReadFull(d, block)
		for b := block[:n-n%4]; len(b) > 0; b = b[4:] {
			left, right := int16(binary.LittleEndian.Uint16(b)), int16(binary.LittleEndian.Uint16(b[2:]))
			pcm = append(pcm, int16((int(left)+int(right))/2))
		}
		switch {
		case len(pcm) > most:
			return nil, 0, errTooLong
		case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
			return pcm, rate, nil // tags often stand behind the last frame
		case err != nil:
			return nil, 0, fmt.Errorf("the MP3 file cannot be read: %w", err)
		}
	}
}

func readFLAC(in io.Reader) ([]int16, int, error) {
	s, err := flac.New(in)
	if err != nil {
		return nil, 0, fmt.Errorf("the FLAC file cannot be read: %w", err)
	}
	rate, channels, bits := int(s.Info.SampleRate), int(s.Info.NChannels), int(s.Info.BitsPerSample)
	if channels < 1 || channels > 2 {
		return nil, 0, fmt.Errorf("%d channels, not one or two", channels)
	}
	most := int(longestMusic/time.Second) * rate
	var pcm []int16
	for {
		f, err := s.ParseNext()
		switch {
		case errors.Is(err, io.EOF):
			return pcm, rate, nil
		case err != nil:
			return nil, 0, fmt.Errorf("the FLAC file cannot be read: %w", err)
		case len(f.Subframes) != channels:
			return nil, 0, errCut
		case len(pcm) > most:
			return nil, 0, errTooLong
		}
		for i, v := range f.Subframes[0].Samples {
			sum := int64(v)
			if channels == 2 {
				sum = (sum + int64(f.Subframes[1].Samples[i])) / 2
			}
			if bits >= 16 {
				sum >>= bits - 16
			} else {
				sum <<= 16 - bits
			}
			pcm = append(pcm, int16(sum))
		}
	}
}
