package sound

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"syscall"
	"time"

	"anteroom/softphone"
)

// nowhere is the deck of a program without sound.
type nowhere struct{ tell func(softphone.AudioStatus) }

func (n nowhere) run(ctx context.Context) error {
	n.tell(softphone.AudioStatus{Backend: "null"})
	<-ctx.Done()
	return nil
}

func (nowhere) choose(softphone.AudioChoice) {}
func (nowhere) capture(frame []int16)        { clear(frame) }
func (nowhere) play([]int16)                 {}
func (nowhere) ring([]int16)                 {}
func (nowhere) need(bool, bool)              {}

// drainEvery is how often played sound goes to disk; a killed program loses no more than that.
const drainEvery = 200 * time.Millisecond

// files hears one WAV file and records what is played into another, at the engine's pace.
type files struct {
	tell    func(softphone.AudioStatus)
	status  softphone.AudioStatus
	in      []int16 // what is still to be heard; the engine's own
	played  *ring   // from the engine to run; nil without a recording
	writer  *wavWriter
	scratch []int16
}

// openFiles takes "IN.wav,OUT.wav", either part empty.
func openFiles(names string, tell func(softphone.AudioStatus)) (*files, error) {
	in, out, both := strings.Cut(names, ",")
	if !both || in == "" && out == "" || strings.Contains(out, ",") {
		return nil, fmt.Errorf("sound: %q is not two files: write file:IN.wav,OUT.wav, file:IN.wav, or file:,OUT.wav", "file:"+names)
	}
	f := &files{tell: tell, status: softphone.AudioStatus{Backend: "file", Microphone: in, Speaker: out}}
	if in != "" {
		var err error
		if f.in, err = loadWAV(in); err != nil {
			return nil, fmt.Errorf("sound: cannot hear %s: %w", in, bare(err))
		}
	}
	if out != "" {
		if a, err := os.Stat(out); err == nil && in != "" {
			if b, err := os.Stat(in); err == nil && os.SameFile(a, b) {
				return nil, fmt.Errorf("sound: %s cannot be heard and recorded at once", in)
			}
		}
		var err error
		if f.writer, err = createWAV(out); err != nil {
			return nil, fmt.Errorf("sound: cannot record into %s: %w", out, bare(err))
		}
		f.played = newRing(1 << 18) // 5 s, should the disk be slow
		f.scratch = make([]int16, 1<<18)
	}
	return f, nil
}

// bare takes the name out of a file error, for a sentence that has it already.
func bare(err error) error {
	if p := new(os.PathError); errors.As(err, &p) {
		return p.Err
	}
	return err
}

// loadWAV reads a whole file as mono at 48 kHz.
func loadWAV(name string) ([]int16, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	samples, hz, err := readWAV(f)
	if err != nil {
		return nil, err
	}
	return convert(samples, hz, rate), nil
}

// run writes what is played until ctx ends, then the rest of it. A disk that takes no more ends the recording, not
// the calls.
func (f *files) run(ctx context.Context) error {
	f.tell(f.status)
	if f.writer == nil {
		<-ctx.Done()
		return nil
	}
	tick := time.NewTicker(drainEvery)
	defer tick.Stop()
	for ctx.Err() == nil {
		select {
		case <-ctx.Done():
		case <-tick.C:
		}
		if err := f.drain(); err != nil {
			f.status.Speaker, f.status.Trouble = "", softphone.Reason{Code: softphone.SoundFailed, Detail: bare(err).Error()}
			if errors.Is(err, syscall.ENOSPC) {
				f.status.Trouble.Code = softphone.DiskFull
			}
			f.tell(f.status)
			<-ctx.Done()
			break
		}
	}
	if err := f.writer.close(); err != nil {
		return fmt.Errorf("sound: record: %w", err)
	}
	return nil
}

func (f *files) drain() error {
	n := f.played.read(f.scratch)
	if n == 0 {
		return nil
	}
	return f.writer.add(f.scratch[:n])
}

func (f *files) choose(softphone.AudioChoice) {}

func (f *files) capture(frame []int16) {
	n := copy(frame, f.in)
	f.in = f.in[n:]
	clear(frame[n:])
}

func (f *files) play(frame []int16) {
	if f.played != nil {
		f.played.write(frame)
	}
}

// ring is not recorded: the recording is what the headset got.
func (f *files) ring([]int16) {}
