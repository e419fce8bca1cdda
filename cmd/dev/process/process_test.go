package process

import (
	"bufio"
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
