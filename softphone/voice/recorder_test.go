package voice

import (
	"encoding/binary"
	"errors"
	"math"
	"os"
	"path/filepath"
	"testing"
	"time"

	"anteroom/softphone"
)

// channels reads a recording: the caller's side and the secretary's.
func channels(t *testing.T, path string) (left, right []int16) {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if len(b) < wavHeader || string(b[:4]) != "RIFF" || int(binary.LittleEndian.Uint32(b[4:])) != len(b)-8 ||
		int(binary.LittleEndian.Uint32(b[40:])) != len(b)-wavHeader {
		t.Fatalf("%d bytes, header % x", len(b), b[:min(len(b), wavHeader)])
	}
	for at := wavHeader; at+4 <= len(b); at += 4 {
		left = append(left, int16(binary.LittleEndian.Uint16(b[at:])))
		right = append(right, int16(binary.LittleEndian.Uint16(b[at+2:])))
	}
	return left, right
}

// recordedTone is the amplitude of a frequency in a recording.
func recordedTone(pcm []int16, hz float64) float64 { return toneLevel(pcm, hz*engineRate/recordRate) }

func recordingDesk(t *testing.T) (a *desk, pass func(int), folder string) {
	t.Helper()
	a, b, _, _ := talk(t, "pcma")
	folder = t.TempDir()
	a.Engine.recordings = folder
	both(a, b, 40)
	return a, func(n int) { both(a, b, 2*n) }, folder
}

func TestRecorder_KeepsTheCallerLeftAndTheSecretaryRight(t *testing.T) {
	a, pass, folder := recordingDesk(t)
	if err := a.Record(t.Context(), "call", "2026-11/x.wav"); err != nil {
		t.Fatal(err)
	}
	pass(100)
	if err := a.StopRecording(t.Context(), "call"); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(folder, "2026-11", "x.wav")
	left, right := channels(t, path)
	if n := time.Duration(len(left)) * time.Second / recordRate; n != 2*time.Second {
		t.Errorf("2 s of the call are %v in the file", n)
	}
	if recordedTone(left, 440) < 7000 || recordedTone(left, 1000) > 100 {
		t.Errorf("left: %.0f of the caller, %.0f of the secretary", recordedTone(left, 440), recordedTone(left, 1000))
	}
	if recordedTone(right, 1000) < 7000 || recordedTone(right, 440) > 100 {
		t.Errorf("right: %.0f of the secretary, %.0f of the caller", recordedTone(right, 1000), recordedTone(right, 440))
	}
	for p, want := range map[string]os.FileMode{path: 0o600, filepath.Dir(path): 0o700} {
		if info, err := os.Stat(p); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v %v", p, info.Mode(), err)
		}
	}
}

func TestRecorder_APauseAndAHoldAreSilence(t *testing.T) {
	a, pass, folder := recordingDesk(t)
	if err := a.Record(t.Context(), "call", "x.wav"); err != nil {
		t.Fatal(err)
	}
	pass(50)
	for _, paused := range []bool{true, false} {
		if err := a.PauseRecording(t.Context(), "call", paused); err != nil {
			t.Fatal(err)
		}
		pass(50)
	}
	if err := a.Set(t.Context(), "call", softphone.VoiceMusic); err != nil {
		t.Fatal(err)
	}
	pass(50)
	if err := a.Close(t.Context(), "call"); err != nil { // the end of the call ends the file
		t.Fatal(err)
	}
	left, right := channels(t, filepath.Join(folder, "x.wav"))
	if len(left) != 4*recordRate {
		t.Fatalf("%d samples", len(left))
	}
	for second, speaks := range []bool{true, false, true, false} {
		from, to := second*recordRate+800, (second+1)*recordRate-800
		for _, side := range [][]int16{left, right} {
			if loud := loudness(side[from:to]) > 10; loud != speaks {
				t.Errorf("second %d: sound %v", second, loud)
			}
		}
	}
}

func TestRecorder_TellsWhenTheDiskRefusesAndTheCallGoesOn(t *testing.T) {
	a, pass, _ := recordingDesk(t)
	told := make(chan softphone.Event, 8)
	a.Engine.tell = func(e softphone.Event) { told <- e }
	if err := a.Record(t.Context(), "call", "x.wav"); err != nil {
		t.Fatal(err)
	}
	a.Engine.calls["call"].recorder.file.Close() // as good as a disk that refuses
	pass(50)
	select {
	case e := <-told:
		if f, ok := e.(softphone.RecordingFailed); !ok || f.Call != "call" || f.Reason.Code != softphone.RecordingBroken {
			t.Errorf("told %+v", e)
		}
	case <-time.After(5 * time.Second):
		t.Fatal("nothing is told")
	}
	a.deck.rest()
	pass(50)
	if toneLevel(a.deck.played, 440) < 7000 {
		t.Error("the call suffers")
	}
}

func TestRecorder_RefusesNamesThatLeaveItsFolderAndFilesThatAreThere(t *testing.T) {
	a, _, folder := recordingDesk(t)
	if err := os.WriteFile(filepath.Join(folder, "there.wav"), []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"../x.wav", "/x.wav", "", "there.wav"} {
		var why softphone.Reason
		if err := a.Record(t.Context(), "call", name); !errors.As(err, &why) || why.Code != softphone.RecordingBroken {
			t.Errorf("%q: %v", name, err)
		}
	}
	if b, _ := os.ReadFile(filepath.Join(folder, "there.wav")); string(b) != "old" {
		t.Error("an older recording is gone")
	}
	if err := a.Record(t.Context(), "nobody", "y.wav"); err == nil {
		t.Error("recorded a call that is not there")
	}
}

func TestRecorder_TheTickAllocatesNothing(t *testing.T) {
	a, pass, _ := recordingDesk(t)
	if err := a.Record(t.Context(), "call", "x.wav"); err != nil {
		t.Fatal(err)
	}
	pass(10)
	c := a.Engine.calls["call"]
	var f frame
	for i := range f {
		f[i] = float32(math.Sin(float64(i)))
	}
	if n := testing.AllocsPerRun(100, func() { c.recorder.tap(&f, &f) }); n > 0 {
		t.Errorf("%.1f allocations a tick", n)
	}
	if err := a.Close(t.Context(), "call"); err != nil {
		t.Fatal(err)
	}
}
