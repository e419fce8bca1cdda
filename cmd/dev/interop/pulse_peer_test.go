//go:build interop

package interop

import (
	"encoding/binary"
	"io"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"anteroom/cmd/dev/process"
)

// pulse is a PulseAudio of the test's own, with no device but those that are plugged in. Programs started from now on
// find it, and no other.
type pulse struct {
	t       *testing.T
	modules map[string][]string // of a device that is plugged in
}

func startPulse(t *testing.T) *pulse {
	t.Helper()
	for _, tool := range []string{"pulseaudio", "pactl", "parec", "pacat"} {
		needProgram(t, tool, "pulseaudio, pulseaudio-utils")
	}
	dir, err := os.MkdirTemp("", "pa") // short: a socket's path has 108 bytes at most
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	for k, v := range map[string]string{
		"PULSE_SERVER": "unix:" + dir + "/native", "PULSE_RUNTIME_PATH": dir + "/run", "XDG_RUNTIME_DIR": dir, "HOME": dir, "XDG_CONFIG_HOME": dir + "/cfg",
	} {
		t.Setenv(k, v)
	}
	start(t, "pulseaudio", exec.Command("pulseaudio", "-n", "--system=false", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no",
		"--disable-shm=yes", "--realtime=no", "--high-priority=no", "--log-target=stderr",
		"-L", "module-native-protocol-unix auth-anonymous=1 socket="+dir+"/native"))
	await(t, "PulseAudio answers", func() bool { return exec.Command("pactl", "info").Run() == nil })
	return &pulse{t: t, modules: map[string][]string{}}
}

func (p *pulse) load(device string, module ...string) {
	p.t.Helper()
	out, err := exec.Command("pactl", append([]string{"load-module"}, module...)...).CombinedOutput()
	if err != nil {
		p.t.Fatalf("pactl load-module %v: %v: %s", module, err, out)
	}
	p.modules[device] = append(p.modules[device], strings.TrimSpace(string(out)))
}

// plugSpeaker plugs in a null sink.
func (p *pulse) plugSpeaker(name string) {
	p.t.Helper()
	p.load(name, "module-null-sink", "sink_name="+name, "rate=48000", "channels=1", "sink_properties=device.description="+name)
}

// plugMicrophone plugs in a microphone that hears a tone for good: what a speaker that nobody is to use plays.
func (p *pulse) plugMicrophone(name string, hertz float64) {
	p.t.Helper()
	p.load(name, "module-null-sink", "sink_name="+name+"tone", "rate=48000", "channels=1")
	p.load(name, "module-sine", "sink="+name+"tone", "frequency="+strconv.Itoa(int(hertz)))
	p.load(name, "module-remap-source", "source_name="+name, "master="+name+"tone.monitor", "source_properties=device.description="+name)
}

// prefer makes a speaker and a microphone the system's defaults.
func (p *pulse) prefer(speaker, microphone string) {
	p.t.Helper()
	for what, name := range map[string]string{"set-default-sink": speaker, "set-default-source": microphone} {
		if out, err := exec.Command("pactl", what, name).CombinedOutput(); err != nil {
			p.t.Fatalf("pactl %s %s: %v: %s", what, name, err, out)
		}
	}
}

// unplug takes a device away.
func (p *pulse) unplug(name string) {
	p.t.Helper()
	for _, m := range slices.Backward(p.modules[name]) {
		if out, err := exec.Command("pactl", "unload-module", m).CombinedOutput(); err != nil {
			p.t.Fatalf("pactl unload-module %s (%s): %v: %s", m, name, err, out)
		}
	}
	delete(p.modules, name)
}

// ear listens to what a speaker plays.
type ear struct {
	t    *testing.T
	name string
	mu   sync.Mutex // guards last
	last []float64  // the last 100 ms
}

func (p *pulse) listen(speaker string) *ear {
	p.t.Helper()
	cmd := exec.Command("parec", "-d", speaker+".monitor", "--raw", "--rate=48000", "--channels=1", "--format=s16le", "--latency-msec=10")
	read, write, err := os.Pipe()
	if err != nil {
		p.t.Fatal(err)
	}
	cmd.Stdout = write
	proc, err := process.Start(cmd)
	write.Close()
	if err != nil {
		p.t.Fatal(err)
	}
	e := &ear{t: p.t, name: speaker}
	var reader sync.WaitGroup
	reader.Go(func() { // ends with parec
		b := make([]byte, 960)
		for {
			if _, err := io.ReadFull(read, b); err != nil {
				return
			}
			e.mu.Lock()
			for i := 0; i < len(b); i += 2 {
				e.last = append(e.last, float64(int16(binary.LittleEndian.Uint16(b[i:])))/32768)
			}
			e.last = e.last[max(0, len(e.last)-4800):]
			e.mu.Unlock()
		}
	})
	p.t.Cleanup(func() { proc.Stop(time.Second); read.Close(); reader.Wait() })
	return e
}

// hears waits until the speaker gives a tone and says how long that took.
func (e *ear) hears(hertz float64) time.Duration {
	e.t.Helper()
	return e.until("a tone", func(s Sound) bool { return s.IsTone(hertz) })
}

func (e *ear) hearsNothing() {
	e.t.Helper()
	e.until("silence", func(s Sound) bool { return s.Loudness() < 0.002 })
}

func (e *ear) until(what string, so func(Sound) bool) time.Duration {
	e.t.Helper()
	begun := time.Now()
	for {
		e.mu.Lock()
		s := Sound{48000, append([]float64(nil), e.last...)}
		e.mu.Unlock()
		switch {
		case len(s.Samples) == 4800 && so(s):
			return time.Since(begun)
		case time.Since(begun) > patience:
			e.t.Fatalf("waited %v in vain for %s from %s", patience, what, e.name)
		}
		pause(5 * time.Millisecond)
	}
}
