//go:build linux

package sound

import (
	"context"
	"encoding/binary"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"anteroom/softphone"
)

// server is a PulseAudio of the test's own, with two null sinks: spk for the headset, mic to feed the microphone.
type server struct {
	t    *testing.T
	dir  string
	proc *exec.Cmd
}

// newServer has the environment point to a server that does not run yet.
func newServer(t *testing.T) *server {
	t.Helper()
	for _, tool := range []string{"pulseaudio", "pactl", "parec", "pacat"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skip("this needs a real PulseAudio (packages pulseaudio and pulseaudio-utils): ", err)
		}
	}
	dir, err := os.MkdirTemp("", "pa") // short: the path of a socket has 108 bytes at most
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	for k, v := range map[string]string{
		"PULSE_SERVER": "unix:" + dir + "/native", "PULSE_RUNTIME_PATH": dir + "/run", "XDG_RUNTIME_DIR": dir,
		"HOME": dir, "XDG_CONFIG_HOME": dir + "/cfg", "PULSE_SINK": "", "PULSE_SOURCE": "",
	} {
		t.Setenv(k, v)
		if v == "" {
			os.Unsetenv(k) // until Setenv's cleanup puts it back
		}
	}
	s := &server{t: t, dir: dir}
	t.Cleanup(s.kill)
	return s
}

func (s *server) start() {
	s.t.Helper()
	os.Remove(filepath.Join(s.dir, "native"))
	os.RemoveAll(filepath.Join(s.dir, "run"))
	s.proc = exec.Command("pulseaudio", "-n", "--system=false", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no",
		"--disable-shm=yes", "--realtime=no", "--high-priority=no", "--log-target=stderr",
		"-L", "module-native-protocol-unix auth-anonymous=1 socket="+s.dir+"/native",
		"-L", "module-null-sink sink_name=spk rate=48000 channels=1 sink_properties=device.description=Headset",
		"-L", "module-null-sink sink_name=mic rate=48000 channels=1 sink_properties=device.description=Desk",
		"-L", "module-always-sink")
	if err := s.proc.Start(); err != nil {
		s.t.Fatal(err)
	}
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for end := time.After(20 * time.Second); exec.Command("pactl", "info").Run() != nil; {
		select {
		case <-tick.C:
		case <-end:
			s.t.Fatal("PulseAudio does not start")
		}
	}
}

func (s *server) kill() {
	if s.proc != nil {
		s.proc.Process.Kill()
		s.proc.Wait()
		s.proc = nil
	}
}

// pactl changes the server; it gives what pactl writes.
func (s *server) pactl(args ...string) string {
	s.t.Helper()
	out, err := exec.Command("pactl", args...).CombinedOutput()
	if err != nil {
		s.t.Fatalf("pactl %s: %v: %s", strings.Join(args, " "), err, out)
	}
	return strings.TrimSpace(string(out))
}

// ear records a source of the server.
type ear struct {
	mu     sync.Mutex // guards recent
	recent []int16    // the last 100 ms
	news   chan struct{}
}

func (s *server) listen(source string) *ear {
	s.t.Helper()
	cmd := exec.Command("parec", "-d", source, "--raw", "--rate=48000", "--channels=1", "--format=s16le", "--latency-msec=10")
	out, err := cmd.StdoutPipe()
	if err != nil {
		s.t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
	e := &ear{news: make(chan struct{}, 1)}
	var reader sync.WaitGroup
	reader.Go(func() {
		b := make([]byte, 960)
		for {
			n, err := io.ReadAtLeast(out, b, 2)
			if err != nil {
				return
			}
			e.mu.Lock()
			for i := 0; i+1 < n; i += 2 {
				e.recent = append(e.recent, int16(binary.LittleEndian.Uint16(b[i:])))
			}
			e.recent = e.recent[max(0, len(e.recent)-rate/10):]
			e.mu.Unlock()
			select {
			case e.news <- struct{}{}:
			default:
			}
		}
	})
	s.t.Cleanup(func() { cmd.Process.Kill(); reader.Wait(); cmd.Wait() })
	return e
}

// hears waits until the last so many ms are a tone of hz (0: silence) and says how long it took.
func (e *ear) hears(t *testing.T, hz float64, ms int, within time.Duration) time.Duration {
	t.Helper()
	begun, end := time.Now(), time.After(within)
	for {
		e.mu.Lock()
		s := e.recent[max(0, len(e.recent)-ms*48):]
		loud, pure := loudness(s), purity(s, hz)
		e.mu.Unlock()
		if len(s) == ms*48 && (hz == 0 && loud < 1 || hz > 0 && pure > 0.97 && loud > 100) {
			return time.Since(begun)
		}
		select {
		case <-e.news:
		case <-end:
			t.Fatalf("no tone of %.0f Hz within %v: the last %d samples have loudness %.0f, purity %.3f", hz, within, len(s), loud, pure)
		}
	}
}

// speak plays a tone into a sink of the server.
func (s *server) speak(sink string, hz float64) {
	cmd := exec.Command("pacat", "-d", sink, "--raw", "--rate=48000", "--channels=1", "--format=s16le", "--latency-msec=20")
	in, err := cmd.StdinPipe()
	if err != nil {
		s.t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
	var writer sync.WaitGroup
	writer.Go(func() {
		var b []byte
		for _, v := range sine(hz, rate, rate) { // whole periods for whole hertz
			b = binary.LittleEndian.AppendUint16(b, uint16(v))
		}
		for {
			if _, err := in.Write(b); err != nil {
				return
			}
		}
	})
	s.t.Cleanup(func() { cmd.Process.Kill(); writer.Wait(); cmd.Wait() })
}

// call is a deck with an engine: a tone of 440 Hz plays, 600 Hz rings, what the microphone hears is kept.
type call struct {
	t        *testing.T
	deck     *Deck
	statuses chan softphone.AudioStatus
	last     softphone.AudioStatus
	told     int
	end      func()
	mic      *ear
}

// ringing begins a call on the devices of the computer.
func ringing(t *testing.T, choice softphone.AudioChoice) *call {
	t.Helper()
	c := &call{t: t, statuses: make(chan softphone.AudioStatus, 1000), mic: &ear{news: make(chan struct{}, 1)}}
	deck, err := Open("default", func(e softphone.Event) { c.statuses <- e.(softphone.AudioChanged).Status }, Options{Choice: choice})
	if err != nil {
		t.Fatal(err)
	}
	c.deck = deck
	ctx, cancel := context.WithCancel(context.Background())
	var both sync.WaitGroup
	both.Go(func() {
		if err := deck.Run(ctx); err != nil {
			t.Error(err)
		}
	})
	both.Go(func() {
		voice, bells, heard := make([]int16, frameLen), make([]int16, frameLen), make([]int16, frameLen)
		begun := time.Now()
		for n := 0; ctx.Err() == nil; n++ {
			select {
			case <-ctx.Done():
			case <-time.After(time.Until(begun.Add(time.Duration(n) * 10 * time.Millisecond))):
			}
			for i := range voice {
				at := 2 * math.Pi * float64((n*frameLen+i)%rate) / rate
				voice[i], bells[i] = int16(8000*math.Sin(440*at)), int16(8000*math.Sin(600*at))
			}
			deck.Play(voice)
			deck.Ring(bells)
			deck.Capture(heard)
			c.mic.mu.Lock()
			c.mic.recent = append(c.mic.recent, heard...)
			c.mic.recent = c.mic.recent[max(0, len(c.mic.recent)-rate/10):]
			c.mic.mu.Unlock()
			select {
			case c.mic.news <- struct{}{}:
			default:
			}
		}
	})
	c.end = func() { cancel(); both.Wait() }
	t.Cleanup(c.end)
	return c
}

// until waits for a status.
func (c *call) until(what string, within time.Duration, is func(softphone.AudioStatus) bool) softphone.AudioStatus {
	c.t.Helper()
	for end := time.After(within); ; {
		select {
		case c.last = <-c.statuses:
			c.told++
			if is(c.last) {
				return c.last
			}
		case <-end:
			c.t.Fatalf("not within %v: %s; last told: %+v", within, what, c.last)
		}
	}
}

func working(s softphone.AudioStatus) bool { return s.Trouble.Zero() && s.Backend == "pulseaudio" }

// clickThrough plays clicks into the headset and finds them in its monitor, chosen as the microphone: the median of so
// many round trips, in samples played and captured by the same engine.
func clickThrough(t *testing.T, trials int) time.Duration {
	t.Helper()
	statuses := make(chan softphone.AudioStatus, 100)
	deck, err := Open("default", func(e softphone.Event) { statuses <- e.(softphone.AudioChanged).Status },
		Options{Choice: softphone.AudioChoice{Microphone: "spk.monitor", Ring: "mic"}})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error)
	go func() { ended <- deck.Run(ctx) }()
	defer func() { cancel(); <-ended }()

	const every = 50 // frames: a click each half second
	var played, captured int
	var trips []int
	frame, begun := make([]int16, frameLen), time.Now()
	warm := 5 * 100 // frames
	waiting := false
	for n := 0; len(trips) < trials; n++ {
		if n > warm+(trials+20)*every {
			t.Fatalf("only %d of %d clicks came back", len(trips), trials)
		}
		<-time.After(time.Until(begun.Add(time.Duration(n) * 10 * time.Millisecond)))
		clear(frame)
		if n > warm && n%every == 0 {
			for i := range 48 {
				frame[i] = 20000
			}
			played, waiting = n*frameLen, true
		}
		deck.Play(frame)
		deck.Capture(frame)
		for i, v := range frame {
			if captured = n*frameLen + i; waiting && v > 10000 {
				trips, waiting = append(trips, captured-played), false
			}
		}
	}
	slices.Sort(trips)
	t.Logf("round trips from %d to %d ms", trips[0]/48, trips[len(trips)-1]/48)
	return time.Duration(trips[len(trips)/2]) * time.Second / rate
}
