package process

import (
	"bufio"
	"io"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestStop_EndsAProgramThatIgnoresTheAsking(t *testing.T) {
	cmd := exec.Command("sh", "-c", "trap '' TERM; echo ready; while :; do sleep 0.1; done")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	p, err := Start(cmd)
	if err != nil {
		t.Fatal(err)
	}
	if line, err := bufio.NewReader(out).ReadString('\n'); line != "ready\n" {
		t.Fatalf("read %q, %v", line, err)
	}
	begun := time.Now()
	p.Stop(200 * time.Millisecond)
	if took := time.Since(begun); took < 200*time.Millisecond {
		t.Errorf("killed after %v, before the time it was given", took)
	}
	if p.ExitCode() != 128+int(syscall.SIGKILL) {
		t.Errorf("exit code %d", p.ExitCode())
	}
	p.Stop(time.Second) // a second time is harmless
}

func TestStop_EndsWhatTheProgramHasStarted(t *testing.T) {
	cmd := exec.Command("sh", "-c", "trap '' TERM; sleep 1000 & echo ready; while :; do wait; done")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	held, holder, err := os.Pipe() // closed when the last of them has ended
	if err != nil {
		t.Fatal(err)
	}
	defer held.Close()
	cmd.ExtraFiles = []*os.File{holder}
	p, err := Start(cmd)
	holder.Close()
	if err != nil {
		t.Fatal(err)
	}
	if line, err := bufio.NewReader(out).ReadString('\n'); line != "ready\n" {
		t.Fatalf("read %q, %v", line, err)
	}
	p.Stop(50 * time.Millisecond)
	if err := held.SetReadDeadline(time.Now().Add(10 * time.Second)); err != nil {
		t.Fatal(err)
	}
	if _, err := held.Read(make([]byte, 1)); err != io.EOF {
		t.Errorf("something lives on: %v", err)
	}
}

func TestExitCode_IsTheProgramsOwn(t *testing.T) {
	p, err := Start(exec.Command("sh", "-c", "exit 7"))
	if err != nil {
		t.Fatal(err)
	}
	<-p.Done()
	if p.ExitCode() != 7 {
		t.Errorf("exit code %d, want 7", p.ExitCode())
	}
}

func TestStart_SaysThatAProgramIsMissing(t *testing.T) {
	if _, err := Start(exec.Command("no-such-program-anywhere")); err == nil || !strings.Contains(err.Error(), "no-such-program") {
		t.Errorf("error %v", err)
	}
}
