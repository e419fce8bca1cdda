package voice

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync/atomic"
	"syscall"
	"time"

	"anteroom/softphone"
)

const (
	// recordRate is in Hz: wide-band speech, both sides as 16-bit PCM, 64 kB a second.
	recordRate  = 16000
	recordFrame = recordRate / ticksASec
	// tapeSeconds is how far a slow disk may fall behind before a piece is left out.
	tapeSeconds = 8
	// flushEvery is how often what was recorded is written, with a header that tells of it: after a power cut the file
	// ends there, and plays.
	flushEvery = 500 * time.Millisecond
	wavHeader  = 44
)

// recorder keeps both sides of one call in a file: the caller on the left, the secretary on the right. The tick fills
// the tape and never waits; a goroutine of its own writes it out.
type recorder struct {
	file   *os.File
	paused atomic.Bool

	left, right *downsampler // of the tick alone
	pair        [2][recordFrame]int16
	tape        []int16       // pairs of samples, as a ring
	head, tail  atomic.Uint64 // pairs written by the tick, and taken by the writer
	left0       uint64        // pairs left out, for want of room

	stop, stopped chan struct{}
	written       int64 // bytes of sound in the file; of the writer alone
	buffer        []byte
}

// openRecorder makes the file, which must not be there, and the folders on the way, all for this user only.
func openRecorder(path string, failed func(error)) (*recorder, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, err
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, err
	}
	r := &recorder{
		file: f, left: newDownsampler(recordRate), right: newDownsampler(recordRate),
		tape: make([]int16, 2*tapeSeconds*recordRate), buffer: make([]byte, 0, 4*recordRate),
		stop: make(chan struct{}), stopped: make(chan struct{}),
	}
	if err := r.header(); err != nil {
		return nil, errors.Join(err, f.Close(), os.Remove(path))
	}
	go r.write(failed)
	return r, nil
}

// tap takes one tick of both sides; a pause is silence, so that the time in the file stays the time of the call.
func (r *recorder) tap(caller, secretary *frame) {
	if r.paused.Load() {
		caller, secretary = &silence, &silence
	}
	r.left.run(r.pair[0][:], caller)
	r.right.run(r.pair[1][:], secretary)
	head, room := r.head.Load(), uint64(len(r.tape)/2)
	if head-r.tail.Load()+recordFrame > room {
		r.left0 += recordFrame
		return
	}
	for i := range recordFrame {
		at := (head + uint64(i)) % room * 2
		r.tape[at], r.tape[at+1] = r.pair[0][i], r.pair[1][i]
	}
	r.head.Store(head + recordFrame)
}

// write empties the tape into the file until it is closed or the disk refuses.
func (r *recorder) write(failed func(error)) {
	defer close(r.stopped)
	tick := time.NewTicker(flushEvery)
	defer tick.Stop()
	for last := false; !last; {
		select {
		case <-r.stop:
			last = true
		case <-tick.C:
		}
		if err := r.flush(); err != nil {
			r.file.Close() // what is in it up to here plays
			failed(err)
			return
		}
	}
	if err := errors.Join(r.file.Sync(), r.file.Close()); err != nil {
		failed(err)
	}
}

// flush writes what is on the tape, and then a header that tells of it.
func (r *recorder) flush() error {
	head, tail, room := r.head.Load(), r.tail.Load(), uint64(len(r.tape)/2)
	if head == tail {
		return nil
	}
	for tail < head {
		r.buffer = r.buffer[:0]
		for ; tail < head && len(r.buffer)+4 <= cap(r.buffer); tail++ {
			at := tail % room * 2
			r.buffer = binary.LittleEndian.AppendUint16(r.buffer, uint16(r.tape[at]))
			r.buffer = binary.LittleEndian.AppendUint16(r.buffer, uint16(r.tape[at+1]))
		}
		if _, err := r.file.WriteAt(r.buffer, wavHeader+r.written); err != nil {
			return err
		}
		r.written += int64(len(r.buffer))
		r.tail.Store(tail)
	}
	return r.header()
}

// header writes the head of a RIFF WAVE file of 16-bit PCM, two channels.
func (r *recorder) header() error {
	const blockAlign = 4
	h := append(make([]byte, 0, wavHeader), "RIFF"...)
	h = binary.LittleEndian.AppendUint32(h, uint32(wavHeader-8+r.written))
	h = append(h, "WAVEfmt "...)
	h = binary.LittleEndian.AppendUint32(h, 16)
	h = binary.LittleEndian.AppendUint16(h, 1) // PCM
	h = binary.LittleEndian.AppendUint16(h, 2)
	h = binary.LittleEndian.AppendUint32(h, recordRate)
	h = binary.LittleEndian.AppendUint32(h, recordRate*blockAlign)
	h = binary.LittleEndian.AppendUint16(h, blockAlign)
	h = binary.LittleEndian.AppendUint16(h, 16)
	h = append(h, "data"...)
	h = binary.LittleEndian.AppendUint32(h, uint32(r.written))
	_, err := r.file.WriteAt(h, 0)
	return err
}

// close ends the file and waits for it.
func (r *recorder) close() {
	close(r.stop)
	<-r.stopped
}

// Record begins to keep both sides of a call in a WAV file, named relative to Options.Recordings: 16-bit PCM at 16 kHz,
// the caller on the left channel, the secretary on the right. RecordingFailed tells when it cannot go on. The error is a
// Reason.
func (e *Engine) Record(_ context.Context, id softphone.CallID, name string) error {
	if e.recordings == "" || !filepath.IsLocal(name) {
		return fmt.Errorf("voice: record call %s: %w", id, softphone.Reason{Code: softphone.RecordingBroken, Detail: name})
	}
	r, err := openRecorder(filepath.Join(e.recordings, name), func(err error) {
		e.tell(softphone.RecordingFailed{At: softphone.At{At: e.clock.Now()}, Call: id, Reason: diskReason(err)})
	})
	if err != nil {
		return fmt.Errorf("voice: record call %s: %w", id, diskReason(err))
	}
	var old *recorder
	err = e.with("record", id, func(c *call) error {
		old, c.recorder = c.recorder, r
		return nil
	})
	if err != nil {
		r.close()
		return errors.Join(err, os.Remove(r.file.Name()))
	}
	if old != nil {
		old.close()
	}
	return nil
}

// PauseRecording has silence recorded, for what must not be kept, or goes on.
func (e *Engine) PauseRecording(_ context.Context, id softphone.CallID, paused bool) error {
	return e.with("pause the recording of", id, func(c *call) error {
		if c.recorder != nil {
			c.recorder.paused.Store(paused)
		}
		return nil
	})
}

// StopRecording ends the file of a call; it is on disk when this returns.
func (e *Engine) StopRecording(_ context.Context, id softphone.CallID) error {
	var r *recorder
	err := e.with("stop the recording of", id, func(c *call) error {
		r, c.recorder = c.recorder, nil
		return nil
	})
	if r != nil {
		r.close()
	}
	return err
}

// diskReason says why a recording cannot be written.
func diskReason(err error) softphone.Reason {
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		return softphone.Reason{Code: softphone.DiskFull}
	}
	var at *fs.PathError
	if errors.As(err, &at) {
		err = at.Err
	}
	return softphone.Reason{Code: softphone.RecordingBroken, Detail: err.Error()}
}
