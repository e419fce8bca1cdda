// Package process starts other programs that must not outlive the one that started them.
package process

import (
	"errors"
	"os"
	"os/exec"
	"runtime"
	"syscall"
	"time"
)

// Process is one running program. It is in a process group of its own, so that Ctrl-C in a terminal reaches it only
// through Signal, and the system ends it when we are killed (where the system can do that: Linux).
type Process struct {
	cmd  *exec.Cmd
	done chan struct{}
	err  error // of Wait; read after done
}

// Start starts cmd. The caller must Stop the process or wait for Done.
func Start(cmd *exec.Cmd) (*Process, error) {
	p := &Process{cmd: cmd, done: make(chan struct{})}
	detach(cmd)
	started := make(chan error)
	go func() {
		// The kernel ties a child to the thread that made it: this thread has to live as long as the child does.
		runtime.LockOSThread()
		err := cmd.Start()
		started <- err
		if err != nil {
			return
		}
		p.err = cmd.Wait()
		close(p.done)
	}()
	if err := <-started; err != nil {
		return nil, err
	}
	return p, nil
}

// Pid is the process id.
func (p *Process) Pid() int { return p.cmd.Process.Pid }

// Done is closed when the program has ended and its output was read to the end.
func (p *Process) Done() <-chan struct{} { return p.done }

// Err says how the program ended (see exec.Cmd.Wait); to be called after Done.
func (p *Process) Err() error { return p.err }

// ExitCode is the program's exit code, 128 + n when signal n ended it, as shells have it; to be called after Done.
func (p *Process) ExitCode() int {
	var exit *exec.ExitError
	if errors.As(p.err, &exit) {
		if s, ok := exit.Sys().(syscall.WaitStatus); ok && s.Signaled() {
			return 128 + int(s.Signal())
		}
	}
	if p.cmd.ProcessState == nil {
		return 1
	}
	return p.cmd.ProcessState.ExitCode()
}

// Signal sends a signal; a program that has ended already is no error.
func (p *Process) Signal(s os.Signal) error {
	if err := p.cmd.Process.Signal(s); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return err
	}
	return nil
}

// Stop asks the program to end (SIGTERM), insists after grace (SIGKILL, for what it has started itself, too), and returns
// when it has ended.
func (p *Process) Stop(grace time.Duration) {
	if p.Signal(syscall.SIGTERM) == nil {
		late := time.NewTimer(grace)
		defer late.Stop()
		select {
		case <-p.done:
			return
		case <-late.C:
		}
	}
	killAll(p.cmd.Process) // it may have ended this very moment; Done tells
	<-p.done
}
