package sound

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"anteroom/softphone"
)

// heard collects what a deck tells.
type heard struct{ statuses []softphone.AudioStatus }

func (h *heard) tell(e softphone.Event) {
	h.statuses = append(h.statuses, e.(softphone.AudioChanged).Status)
}

func TestOpen_RefusesInASentence(t *testing.T) {
	dir := t.TempDir()
	text := filepath.Join(dir, "text.wav")
	good := filepath.Join(dir, "good.wav")
	os.WriteFile(text, []byte("no sound at all, only words"), 0o600)
	os.WriteFile(good, wav(8000, 1, []int16{1}), 0o600)
	for choice, want := range map[string]string{
		"":                             "use default, null or file:",
		"loud":                         `"loud" is no way of having sound`,
		"file:":                        "is not two files",
		"file:,":                       "is not two files",
		"file:a.wav":                   "is not two files",
		"file:a.wav,b,c":               "is not two files",
		"file:" + dir + "/none.wav,":   "none.wav: no such file",
		"file:" + text + ",":           "text.wav: not a WAV file",
		"file:," + dir + "/no/out.wav": "out.wav: no such file",
		"file:" + good + "," + good:    "heard and recorded at once",
	} {
		if _, err := Open(choice, (&heard{}).tell, Options{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: want %q, got %v", choice, want, err)
		}
	}
}

func TestFiles_HearOneAndRecordTheOther(t *testing.T) {
	dir := t.TempDir()
	in, out := filepath.Join(dir, "in.wav"), filepath.Join(dir, "out.wav")
	os.WriteFile(in, wav(8000, 1, sine(500, 8000, 8000)), 0o600)
	synctest.Test(t, func(t *testing.T) {
		var h heard
		d, err := Open("file:"+in+","+out, h.tell, Options{})
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error)
		go func() { ended <- d.Run(ctx) }()

		var captured []int16
		frame := make([]int16, frameLen)
		tone := sine(700, rate*2, rate)
		for i := range 200 { // two seconds
			time.Sleep(10 * time.Millisecond) // the bubble's clock
			d.Capture(frame)
			captured = append(captured, frame...)
			d.Play(tone[i*frameLen:][:frameLen])
			d.Ring(frame)
		}
		if p := purity(captured[480:rate-480], 500); p < 0.999 {
			t.Errorf("the microphone heard a tone of purity %.4f", p)
		}
		if l := loudness(captured[rate:]); l != 0 {
			t.Errorf("after the end of the file there is sound: %.0f", l)
		}
		if s, err := loadWAV(out); err != nil || len(s) < rate {
			t.Errorf("while still running the recording has %d samples, %v", len(s), err)
		}
		cancel()
		if err := <-ended; err != nil {
			t.Fatal(err)
		}
		s, err := loadWAV(out)
		if err != nil || len(s) != 2*rate || purity(s, 700) < 0.9999 {
			t.Errorf("recorded %d samples of purity %.5f, %v", len(s), purity(s, 700), err)
		}
		if len(h.statuses) != 1 || h.statuses[0].Backend != "file" || h.statuses[0].Microphone != in || !h.statuses[0].Trouble.Zero() {
			t.Errorf("told %+v", h.statuses)
		}
	})
}

func TestFiles_AFullDiskEndsTheRecordingOnly(t *testing.T) {
	if _, err := os.Stat("/dev/full"); err != nil {
		t.Skip("no /dev/full here: ", err)
	}
	synctest.Test(t, func(t *testing.T) {
		var h heard
		d := &files{tell: func(s softphone.AudioStatus) { h.statuses = append(h.statuses, s) }, played: newRing(1 << 12), scratch: make([]int16, 1<<12)}
		f, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
		if err != nil {
			t.Fatal(err)
		}
		d.writer = &wavWriter{f: f}
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error)
		go func() { ended <- d.run(ctx) }()
		for range 100 {
			d.play(make([]int16, frameLen))
			time.Sleep(10 * time.Millisecond) // the bubble's clock
		}
		cancel()
		<-ended
		if last := h.statuses[len(h.statuses)-1]; last.Trouble.Code != softphone.DiskFull {
			t.Errorf("told %+v", last)
		}
	})
}

func TestNull_IsSilent(t *testing.T) {
	var h heard
	d, err := Open("null", h.tell, Options{Now: func() time.Time { return time.Unix(1, 0) }})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := d.Run(ctx); err != nil {
		t.Fatal(err)
	}
	frame := sine(440, frameLen, rate)
	d.Play(frame)
	d.Ring(frame)
	d.Capture(frame)
	if loudness(frame) != 0 {
		t.Error("the null microphone hears something")
	}
	if len(h.statuses) != 1 || h.statuses[0].Backend != "null" || !h.statuses[0].Trouble.Zero() {
		t.Errorf("told %+v", h.statuses)
	}
	if err := d.Choose(ctx, softphone.AudioChoice{RingVolume: 101}); err == nil {
		t.Error("a ring volume of 101 percent was taken")
	}
}
