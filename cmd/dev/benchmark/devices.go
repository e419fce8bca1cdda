package benchmark

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"anteroom/cmd/dev/process"
)

// devices is a PulseAudio of our own. A wire is a null sink with two channels: what is played on the left is a
// telephone's microphone, and another telephone's headset plays on the right. One recording of the wire has both, to
// the sample.
type devices struct {
	dir    string
	server *process.Process
}

const soundPatience = 20 * time.Second

func openDevices(ctx context.Context) (*devices, error) {
	dir, err := os.MkdirTemp("", "pa") // short: a socket's path has 108 bytes at most
	if err != nil {
		return nil, err
	}
	d := &devices{dir: dir}
	cmd := exec.Command("pulseaudio", "-n", "--system=false", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no",
		"--disable-shm=yes", "--realtime=no", "--high-priority=no", "--log-target=stderr",
		"-L", "module-native-protocol-unix auth-anonymous=1 socket="+dir+"/native",
		"-L", "module-null-sink sink_name=dump rate=48000 channels=1",
		"-L", "module-null-sink sink_name=quiet rate=48000 channels=1")
	cmd.Env = d.environment()
	if d.server, err = process.Start(cmd); err != nil {
		os.RemoveAll(dir)
		return nil, fmt.Errorf("benchmark: PulseAudio: %w", err)
	}
	err = await(ctx, soundPatience, "PulseAudio answers", func() bool { return d.pactl("info") == nil })
	if err != nil {
		d.close()
		return nil, err
	}
	return d, nil
}

func (d *devices) close() {
	d.server.Stop(5 * time.Second)
	os.RemoveAll(d.dir)
}

// environment points programs to this server, and more.
func (d *devices) environment(more ...string) []string {
	return append(append(os.Environ(), "PULSE_SERVER=unix:"+d.dir+"/native", "PULSE_RUNTIME_PATH="+d.dir+"/run", "XDG_RUNTIME_DIR="+d.dir,
		"HOME="+d.dir, "XDG_CONFIG_HOME="+filepath.Join(d.dir, "cfg")), more...)
}

func (d *devices) command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(name, args...)
	cmd.Env = d.environment()
	return cmd
}

func (d *devices) pactl(args ...string) error {
	out, err := d.command("pactl", args...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("benchmark: pactl %s: %w: %s", strings.Join(args, " "), err, bytes.TrimSpace(out))
	}
	return nil
}

// wire makes a wire; its microphone is NAMEmic, its headset NAMEear.
func (d *devices) wire(name string) error {
	return errors.Join(
		d.pactl("load-module", "module-null-sink", "sink_name="+name, "rate=48000", "channels=2"),
		d.pactl("load-module", "module-remap-source", "source_name="+name+"mic", "master="+name+".monitor", "channels=1",
			"channel_map=mono", "master_channel_map=front-left", "remix=no"),
		d.pactl("load-module", "module-remap-sink", "sink_name="+name+"ear", "master="+name, "channels=1",
			"channel_map=mono", "master_channel_map=front-right", "remix=no"))
}

var pulseFormat = []string{"--raw", "--rate=8000", "--channels=2", "--format=s16le", "--latency-msec=20"}

// say plays a sound into a wire's microphone, and gives what went into the microphone and what came to the headset
// meanwhile and for half a second more.
func (d *devices) say(ctx context.Context, wire string, s []float64) (sent, got []float64, err error) {
	var recording bytes.Buffer
	ear := d.command("parec", append([]string{"-d", wire + ".monitor"}, pulseFormat...)...)
	ear.Stdout = &recording
	recorder, err := process.Start(ear)
	if err != nil {
		return nil, nil, err
	}
	defer recorder.Stop(5 * time.Second)
	if err := pause(ctx, 300*time.Millisecond); err != nil {
		return nil, nil, err
	}
	var text []byte
	for _, x := range s {
		text = binary.LittleEndian.AppendUint16(text, uint16(int16(x*32767)))
		text = append(text, 0, 0)
	}
	mouth := d.command("pacat", append([]string{"-d", wire}, pulseFormat...)...)
	mouth.Stdin = bytes.NewReader(text)
	if out, err := mouth.CombinedOutput(); err != nil {
		return nil, nil, fmt.Errorf("benchmark: pacat: %w: %s", err, out)
	}
	if err := pause(ctx, 500*time.Millisecond); err != nil {
		return nil, nil, err
	}
	recorder.Stop(5 * time.Second)
	for b := recording.Bytes(); len(b) >= 4; b = b[4:] {
		sent = append(sent, float64(int16(binary.LittleEndian.Uint16(b)))/32768)
		got = append(got, float64(int16(binary.LittleEndian.Uint16(b[2:])))/32768)
	}
	return sent, got, nil
}

// await asks again and again until it is so. It is for what cannot tell by itself, such as another program's state.
func await(ctx context.Context, patience time.Duration, what string, ready func() bool) error {
	for end := time.Now().Add(patience); !ready(); {
		if time.Now().After(end) {
			return fmt.Errorf("benchmark: waited %v in vain: %s", patience, what)
		}
		if err := pause(ctx, 20*time.Millisecond); err != nil {
			return err
		}
	}
	return nil
}

// pause lets real time pass: what is measured takes its time.
func pause(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}
