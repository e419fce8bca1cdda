package benchmark

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"anteroom/cmd/dev/interop"
	"anteroom/cmd/dev/process"
	"anteroom/cmd/dev/xvfb"
)

// role is what a telephone is started for.
type role struct {
	sip, peer       int // its port, and the port of whoever it talks with: a bridge, or the probe
	microphone, ear string
	codec           string // pcmu or opus
	answers         bool
	registers       bool          // at the peer, as "desk"
	screen          *xvfb.Display // for its window, if it has one; nil: it is to have none
	bare            bool          // nothing is done to the microphone: what is compared is the line
}

const startPatience = 30 * time.Second

// phone is a running telephone.
type phone struct {
	name    string
	process *process.Process
	said    *os.File
	begun   time.Time
	call    func(ctx context.Context) error // calls "desk" at the peer
	answer  func() error                    // takes the call that rings
	again   func() (*phone, error)          // starts it again where it was ended, as it was
	stop    func()
}

// maker starts telephones of one kind.
type maker struct {
	name  string
	busy  bool // it refuses calls beside the one it has
	start func(ctx context.Context, d *devices, r role) (*phone, error)
}

func run(name, dir string, cmd *exec.Cmd) (*phone, error) {
	said, err := os.OpenFile(filepath.Join(dir, "said"), os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return nil, err
	}
	cmd.Stdout, cmd.Stderr = said, said
	p := &phone{name: name, said: said, begun: time.Now()}
	if p.process, err = process.Start(cmd); err != nil {
		said.Close()
		return nil, fmt.Errorf("benchmark: start %s: %w", name, err)
	}
	return p, nil
}

// anteroom makes telephones of the built program.
func anteroom(program string) maker {
	m := maker{name: "Anteroom"}
	m.start = func(ctx context.Context, d *devices, r role) (*phone, error) {
		dir, err := os.MkdirTemp(d.dir, "anteroom")
		if err != nil {
			return nil, err
		}
		ctl := func(args ...string) error {
			cmd := exec.CommandContext(ctx, program, append([]string{"ctl", "--data", dir}, args...)...)
			if out, err := cmd.CombinedOutput(); err != nil {
				return fmt.Errorf("benchmark: ctl %s: %w: %s", strings.Join(args, " "), err, bytes.TrimSpace(out))
			}
			return nil
		}
		var begin func() (*phone, error)
		begin = func() (*phone, error) {
			cmd := d.command(program, "--headless", "--data", dir)
			if r.screen != nil {
				cmd = d.command(program, "--data", dir)
				cmd.Env = append(cmd.Env, "DISPLAY="+r.screen.Name, "WAYLAND_DISPLAY=")
			}
			p, err := run(m.name, dir, cmd)
			if err != nil {
				return nil, err
			}
			p.again = begin
			p.stop = func() {
				_ = ctl("quit") // the polite end; Stop is the other
				p.process.Stop(5 * time.Second)
				p.said.Close()
			}
			p.call = func(context.Context) error { return ctl("call", "desk") }
			p.answer = func() error { return ctl("answer") }
			return p, nil
		}
		p, err := begin()
		if err != nil {
			return nil, err
		}
		err = await(ctx, startPatience, "Anteroom answers on its socket", func() bool { return ctl("set", "first_call_done", "yes") == nil })
		set := [][]string{{"microphone", r.microphone}, {"speaker", r.ear}, {"ring_device", "dump"}}
		if r.answers {
			set = append(set, []string{"auto_answer", "1"})
		}
		if r.bare {
			set = append(set, []string{"echo_cancel", "off"}, []string{"noise_suppress", "off"})
		}
		for _, s := range set {
			err = errors.Join(err, ctl("set", s[0], s[1]))
		}
		line := []string{"line", "add", address(r.peer), "--user", "desk", "--listen", address(r.sip), "--codecs", r.codec, "--name", "bench"}
		if !r.registers {
			line = append(line, "--no-register")
		}
		if err = errors.Join(err, ctl(line...)); err != nil {
			p.stop()
			return nil, err
		}
		return p, nil
	}
	return m
}

// baresip is Debian's, with the settings its package suggests.
var baresip = maker{name: "baresip", start: func(ctx context.Context, d *devices, r role) (*phone, error) {
	dir, err := os.MkdirTemp(d.dir, "baresip")
	if err != nil {
		return nil, err
	}
	control, err := interop.FreePort()
	if err != nil {
		return nil, err
	}
	values := map[string]string{
		"USER": "desk", "ACCOUNT": strconv.Itoa(r.peer), "SIP": strconv.Itoa(r.sip), "CONTROL": control, "CODECS": r.codec,
		"ANSWER": "manual", "REGINT": "0",
	}
	if r.answers {
		values["ANSWER"] = "auto"
	}
	if r.registers {
		values["REGINT"] = "3600"
	}
	if err := interop.Furnish("baresip-sound", dir, values); err != nil {
		return nil, err
	}
	var begin func() (*phone, error)
	begin = func() (*phone, error) {
		cmd := d.command("baresip", "-f", dir)
		cmd.Env = d.environment("PULSE_SOURCE="+r.microphone, "PULSE_SINK="+r.ear)
		cmd.Dir = dir
		input, hold, err := os.Pipe() // it ends when its input does
		if err != nil {
			return nil, err
		}
		cmd.Stdin = input
		p, err := run("baresip", dir, cmd)
		input.Close()
		if err != nil {
			hold.Close()
			return nil, err
		}
		p.again = begin
		p.stop = func() {
			p.process.Stop(5 * time.Second)
			hold.Close()
			p.said.Close()
		}
		p.call = func(context.Context) error {
			return interop.TellBaresip(control, "dial", "sip:desk@"+address(r.peer))
		}
		p.answer = func() error { return interop.TellBaresip(control, "accept", "") }
		return p, nil
	}
	p, err := begin()
	if err != nil {
		return nil, err
	}
	err = await(ctx, startPatience, "baresip takes commands", func() bool { return interop.TellBaresip(control, "uastat", "") == nil })
	if err != nil {
		p.stop()
		return nil, err
	}
	return p, nil
}}

func address(port int) string { return "127.0.0.1:" + strconv.Itoa(port) }

// freePort is one that no telephone of ours has yet.
func freePort() (int, error) {
	text, err := interop.FreePort()
	if err != nil {
		return 0, err
	}
	return strconv.Atoi(text)
}

// pair is two telephones of one kind with a bridge between them, in a call: the first one's microphone and the
// second one's headset are on a wire.
type pair struct {
	phones [2]*phone
	bridge *bridge
	wire   string
}

// startPair has its wire's name for itself.
func startPair(ctx context.Context, d *devices, m maker, wire, codec string, bare bool) (*pair, error) {
	if err := d.wire(wire); err != nil {
		return nil, err
	}
	a, errA := freePort()
	b, errB := freePort()
	if err := errors.Join(errA, errB); err != nil {
		return nil, err
	}
	p := &pair{wire: wire}
	var err error
	if p.bridge, err = openBridge(a, b); err != nil {
		return nil, err
	}
	roles := [2]role{
		{sip: a, peer: p.bridge.port(0), microphone: wire + "mic", ear: "dump", codec: codec, bare: bare},
		{sip: b, peer: p.bridge.port(1), microphone: "quiet.monitor", ear: wire + "ear", codec: codec, bare: bare, answers: true},
	}
	for i, r := range roles {
		if p.phones[i], err = m.start(ctx, d, r); err != nil {
			p.close()
			return nil, err
		}
	}
	heard := p.bridge.note()
	if err := p.phones[0].call(ctx); err != nil {
		p.close()
		return nil, err
	}
	err = await(ctx, startPatience, m.name+" talks with "+m.name, func() bool {
		p.bridge.mu.Lock()
		defer p.bridge.mu.Unlock()
		return len(p.bridge.arrivals[0]) > 50 && len(p.bridge.arrivals[1]) > 50
	})
	heard()
	if err == nil {
		err = pause(ctx, 4*time.Second) // null sinks give nothing in their first two
	}
	if err != nil {
		p.close()
		return nil, err
	}
	return p, nil
}

func (p *pair) close() {
	for _, t := range p.phones {
		if t != nil {
			t.stop()
		}
	}
	p.bridge.close()
}
