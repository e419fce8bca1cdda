//go:build interop

package interop

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"anteroom/cmd/dev/xvfb/xvfbtest"
	"anteroom/softphone"
	"anteroom/store"
)

const (
	micTone   = 620 // Hz, what the secretary "says"
	musicTone = 330 // Hz, her hold music
)

// desk is a running Anteroom without a window, driven through its local socket.
type desk struct {
	t      *testing.T
	place  place
	bin    string
	data   string
	out    string // what the headset got
	events <-chan event
}

type line struct {
	ID, State, Reason string
	Voicemail         struct{ New, Old int }
}

type call struct {
	ID, State, Direction string
	Peer                 struct{ Name, Number string }
	Codec                string
	Encrypted, Queued    bool
	QueueText            string `json:"queue_text"`
	EndReason            string `json:"end_reason"`
	EndedBy              string `json:"ended_by"`
}

type event struct {
	Event  string
	What   string
	ID     string
	Reason string
	Call   *call
	Line   *line
}

// status is what `anteroom ctl status` prints, as far as it is looked at here.
type status struct {
	Program struct {
		PID        int
		Goroutines float64
		HeapBytes  float64 `json:"heap_bytes"`
	}
	Lines []line
	Audio struct{ Backend, Microphone, Speaker, Trouble string }
	Calls []struct {
		call
		Quality *struct{ Loss float64 }
	}
}

func (d *desk) status() (s status) {
	d.t.Helper()
	if err := json.Unmarshal([]byte(d.ctl("status")[0]), &s); err != nil {
		d.t.Fatal(err)
	}
	return s
}

// startDesk starts a desk whose microphone gives a tone and whose hold music is another.
func startDesk(t *testing.T, hertz float64) *desk {
	t.Helper()
	return startDeskFor(t, hertz)
}

// startDeskAt is startDesk in another place.
func startDeskAt(t *testing.T, hertz float64, p place) *desk {
	t.Helper()
	return startDeskIn(t, hertz, p)
}

// startDeskFor is startDesk with principals in its books.
func startDeskFor(t *testing.T, hertz float64, principals ...softphone.Principal) *desk {
	t.Helper()
	return startDeskIn(t, hertz, here, principals...)
}

func startDeskIn(t *testing.T, hertz float64, where place, principals ...softphone.Principal) *desk {
	t.Helper()
	dir := t.TempDir()
	microphone, headset := filepath.Join(dir, "microphone.wav"), filepath.Join(dir, "headset.wav")
	if err := Tone(8000, hertz, 300).WriteWAV(microphone); err != nil {
		t.Fatal(err)
	}
	d := startDeskWith(t, where, "file:"+microphone+","+headset, principals...)
	d.out = headset
	return d
}

// startDeskWith is startDeskIn with other sound than files.
func startDeskWith(t *testing.T, where place, audio string, principals ...softphone.Principal) *desk {
	t.Helper()
	dir := t.TempDir()
	d := &desk{t: t, place: where, bin: xvfbtest.Program(t), data: filepath.Join(dir, "data")}
	music := filepath.Join(dir, "music.wav")
	if err := Tone(8000, musicTone, 20).WriteWAV(music); err != nil {
		t.Fatal(err)
	}
	if len(principals) > 0 {
		books, err := store.Open(t.Context(), d.data)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range principals {
			err = errors.Join(err, books.SavePrincipal(t.Context(), p))
		}
		if err = errors.Join(err, books.Close()); err != nil {
			t.Fatal(err)
		}
	}
	p := start(t, "anteroom", where.command(d.bin, "--headless", "--data", d.data, "--audio", audio, "--log", "debug"))
	await(t, "the desk answers on its socket", func() bool {
		_, err := d.ask("", "set", "first_call_done", "yes") // no practice caller between ours
		return err == nil
	})
	d.ctl("set", "hold_music", music)
	// A tone that goes on, and comes back, is what the first two take away; and where nothing comes, nothing is to be heard.
	for _, key := range []string{"echo_cancel", "noise_suppress", "comfort_noise"} {
		d.ctl("set", key, "off")
	}
	d.listen()
	t.Cleanup(func() { // the polite end first: it un-registers
		if t.Failed() {
			status, err := d.ask("", "status")
			t.Logf("the desk at the end: %s %v", status, err)
		}
		_, err := d.ask("", "quit")
		select {
		case <-p.Done():
		case <-time.After(patience):
			t.Errorf("the desk does not end: %v", err)
		}
	})
	return d
}

// ask runs `anteroom ctl` and gives its lines; the error has what it said.
func (d *desk) ask(stdin string, args ...string) ([]string, error) {
	cmd := exec.Command(d.bin, append([]string{"ctl", "--data", d.data}, args...)...)
	cmd.Stdin = strings.NewReader(stdin)
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("ctl %s: %w: %s", strings.Join(args, " "), err, bytes.TrimSpace(out))
	}
	return slices.Collect(strings.Lines(string(out))), nil
}

func (d *desk) ctl(args ...string) []string {
	d.t.Helper()
	lines, err := d.ask("", args...)
	if err != nil {
		d.t.Fatal(err)
	}
	return lines
}

// ctlCall gives the call that a verb prints.
func (d *desk) ctlCall(args ...string) call {
	d.t.Helper()
	lines := d.ctl(args...)
	var c call
	if len(lines) != 1 || json.Unmarshal([]byte(lines[0]), &c) != nil {
		d.t.Fatalf("ctl %v printed %q, want one call", args, lines)
	}
	return c
}

// listen follows `anteroom ctl events` until the end of the test.
func (d *desk) listen() {
	cmd := exec.Command(d.bin, "ctl", "--data", d.data, "events")
	out, err := cmd.StdoutPipe()
	if err != nil {
		d.t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		d.t.Fatal(err)
	}
	events := make(chan event, 10000)
	d.events = events
	go func() { // ends with the command, which ends with the desk
		defer close(events)
		lines := bufio.NewScanner(out)
		lines.Buffer(nil, 1<<20)
		for lines.Scan() {
			var e event
			if json.Unmarshal(lines.Bytes(), &e) == nil {
				events <- e
			}
		}
		_ = cmd.Wait() // it has said what it had to say
	}()
	d.t.Cleanup(func() { _ = cmd.Process.Kill() })
	d.await("the first event", func(e event) bool { return e.Event == "listening" })
}

// await waits for an event; those before it are gone.
func (d *desk) await(what string, is func(event) bool) event {
	d.t.Helper()
	late := time.After(patience)
	var before []string
	for {
		select {
		case e, ok := <-d.events:
			if !ok {
				d.t.Fatalf("the desk ended while waiting for %s; before: %v", what, before)
			}
			if is(e) {
				return e
			}
			before = append(before, e.Event+" "+e.Reason)
		case <-late:
			d.t.Fatalf("waited %v in vain for %s; before: %v", patience, what, before)
		}
	}
}

// awaitState waits until an event shows a call in a state.
func (d *desk) awaitState(id, state string) call {
	d.t.Helper()
	return *d.await("call "+state, func(e event) bool {
		return e.Call != nil && (id == "" || e.Call.ID == id) && e.Call.State == state
	}).Call
}

// addLine adds a line and waits until it is registered or has failed.
func (d *desk) addLine(password string, args ...string) line {
	d.t.Helper()
	if _, err := d.ask(password, append([]string{"line", "add"}, append(args, "--password-stdin")...)...); err != nil {
		d.t.Fatal(err)
	}
	return *d.await("the line's registration", func(e event) bool {
		return e.Line != nil && e.Line.ID != "practice" && (e.Line.State == "registered" || e.Line.State == "failed")
	}).Line
}

// join is addLine for a line that has to be registered.
func (d *desk) join(password string, args ...string) line {
	d.t.Helper()
	l := d.addLine(password, args...)
	if l.State != "registered" {
		d.t.Fatalf("line %v is %s: %s", args, l.State, l.Reason)
	}
	return l
}

// headset is what the headset got in the last moments.
func (d *desk) headset(seconds float64) Sound {
	s, err := ReadWAV(d.out)
	if err != nil {
		d.t.Fatal(err)
	}
	return s.Last(seconds)
}

// hears waits until the headset gives a tone, and nothing much beside it, for half a second.
func (d *desk) hears(hertz float64) {
	d.t.Helper()
	await(d.t, fmt.Sprintf("the headset gives %v Hz", hertz), func() bool { return d.headset(0.5).IsTone(hertz) })
}

// hearsNothing waits until the headset has been silent for half a second.
func (d *desk) hearsNothing() {
	d.t.Helper()
	await(d.t, "the headset is silent", func() bool { return d.headset(0.5).Loudness() < 0.002 })
}

// pause lets real time pass: what is measured is sound, which takes its time.
func pause(d time.Duration) { <-time.After(d) }
