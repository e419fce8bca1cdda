package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"anteroom/cmd/dev/process"
	"anteroom/cmd/dev/xvfb/xvfbtest"
	"anteroom/softphone/control"
)

// program is the real program, running with a data folder of its own.
type program struct {
	t    *testing.T
	data string
	proc *process.Process
	err  *bytes.Buffer
}

// startProgram starts the built program with no sound devices, and waits until it answers.
func startProgram(t *testing.T, data string, env []string, args ...string) *program {
	t.Helper()
	p := &program{t: t, data: data, err: new(bytes.Buffer)}
	cmd := exec.Command(xvfbtest.Program(t), append([]string{"--data", data, "--audio", "null"}, args...)...)
	cmd.Env = append(append(os.Environ(), "ANTEROOM_SECRETS=file"), env...)
	cmd.Stderr = p.err
	proc, err := process.Start(cmd)
	if err != nil {
		t.Fatal(err)
	}
	p.proc = proc
	t.Cleanup(func() {
		proc.Stop(10 * time.Second)
		if t.Failed() {
			t.Logf("the program said:\n%s", p.err)
		}
	})
	p.until("it answers", 30*time.Second, func() bool {
		select {
		case <-proc.Done():
			t.Fatalf("the program ended: %v\n%s", proc.Err(), p.err)
		default:
		}
		return control.Send(t.Context(), data, []string{"status"}, "", new(bytes.Buffer)) == nil
	})
	return p
}

// kill ends the program as a power cut would.
func (p *program) kill() {
	p.t.Helper()
	if err := p.proc.Signal(syscall.SIGKILL); err != nil {
		p.t.Fatal(err)
	}
	<-p.proc.Done()
}

// ctl runs a verb, which must not be refused, and decodes its first answer.
func (p *program) ctl(into any, args ...string) {
	p.t.Helper()
	var out bytes.Buffer
	if err := control.Send(p.t.Context(), p.data, args, "", &out); err != nil {
		p.t.Fatalf("ctl %s: %v", strings.Join(args, " "), err)
	}
	line, _, _ := strings.Cut(out.String(), "\n")
	if into != nil {
		if err := json.Unmarshal([]byte(line), into); err != nil {
			p.t.Fatalf("ctl %s answered %q: %v", args[0], line, err)
		}
	}
}

type callSeen struct {
	ID, State, Codec string
	Ring             int
	EndReason        string `json:"end_reason"`
	EndedBy          string `json:"ended_by"`
	ReturnsDue       int    `json:"returns_due"`
	ReturnsMade      int    `json:"returns_made"`
	Peer             struct{ Name, Number string }
}

type statusSeen struct {
	Lines []struct{ ID, State string }
	Calls []callSeen
}

func (p *program) status() (s statusSeen) {
	p.t.Helper()
	p.ctl(&s, "status")
	return s
}

func (p *program) registered() {
	p.t.Helper()
	p.until("the line is registered", 15*time.Second, func() bool {
		s := p.status()
		return len(s.Lines) > 0 && s.Lines[0].State == "registered"
	})
}

// callIn waits until the newest call is in a state.
func (p *program) callIn(state string, patience time.Duration) (c callSeen) {
	p.t.Helper()
	p.until("a call is "+state, patience, func() bool {
		s := p.status()
		if len(s.Calls) == 0 {
			return false
		}
		c = s.Calls[len(s.Calls)-1]
		return c.State == state
	})
	return c
}

// until asks again at every event of the program, and at least five times a second, until ok holds.
func (p *program) until(what string, patience time.Duration, ok func() bool) {
	p.t.Helper()
	late := time.After(patience)
	again := time.NewTicker(200 * time.Millisecond)
	defer again.Stop()
	for !ok() {
		select {
		case <-again.C:
		case <-late:
			p.t.Fatalf("not within %v: %s", patience, what)
		}
	}
}

// event does something and waits for an event whose line holds all the words.
func (p *program) event(do func(), patience time.Duration, words ...string) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.t.Context(), patience)
	defer cancel()
	r, w := io.Pipe()
	ended := make(chan error, 1)
	go func() {
		ended <- control.Send(ctx, p.data, []string{"events"}, "", w)
		w.Close()
	}()
	defer func() {
		cancel()
		r.Close()
		<-ended
	}()
	for lines := bufio.NewScanner(r); lines.Scan(); {
		if strings.Contains(lines.Text(), `"listening"`) {
			do()
		}
		if !slices.ContainsFunc(words, func(word string) bool { return !strings.Contains(lines.Text(), word) }) {
			return
		}
	}
	p.t.Fatalf("no event with %v within %v", words, patience)
}

// startSecond starts the program once more with the same folder, waits for its end and gives its exit code.
func startSecond(t *testing.T, data string, args ...string) int {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, xvfbtest.Program(t), append([]string{"--data", data, "--headless"}, args...)...)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Logf("the second start: %v\n%s", err, out)
	}
	return cmd.ProcessState.ExitCode()
}
