//go:build interop

package interop

import (
	"bytes"
	"context"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"anteroom/cmd/dev/process"
)

// patience is how long anything may take that normally takes well under a second.
const patience = 20 * time.Second

// needProgram skips the test, and says so, where a peer is not installed.
func needProgram(t *testing.T, name, pkg string) {
	t.Helper()
	if _, err := exec.LookPath(name); err != nil {
		t.Skipf("%s is not installed (package %s)", name, pkg)
	}
}

// await asks again and again until it is so. It is for what cannot tell by itself, such as another program's files.
func await(t *testing.T, what string, ready func() bool) {
	t.Helper()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	late := time.After(patience)
	for !ready() {
		select {
		case <-tick.C:
		case <-late:
			t.Fatalf("waited %v in vain: %s", patience, what)
		}
	}
}

func freePort(t *testing.T) string {
	t.Helper()
	port, err := FreePort()
	if err != nil {
		t.Fatal(err)
	}
	return port
}

func furnish(t *testing.T, peer, dir string, values map[string]string) {
	t.Helper()
	if err := Furnish(peer, dir, values); err != nil {
		t.Fatal(err)
	}
}

// start runs a program until the end of the test, and shows the end of what it said when the test has failed.
func start(t *testing.T, name string, cmd *exec.Cmd) *process.Process {
	t.Helper()
	log, err := os.Create(filepath.Join(t.TempDir(), name+".log"))
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stdout, cmd.Stderr = log, log
	p, err := process.Start(cmd)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	t.Cleanup(func() {
		p.Stop(10 * time.Second)
		log.Close()
		if t.Failed() {
			said, err := os.ReadFile(log.Name())
			t.Logf("%s ended with code %d and said (%v):\n%s", name, p.ExitCode(), err, tail(said, 4000))
		}
	})
	return p
}

func tail(text []byte, n int) []byte { return text[max(0, len(text)-n):] }

// answersOptions says whether a SIP server answers an OPTIONS request (RFC 3261 §11) on UDP.
func answersOptions(p place, port string) bool {
	var c net.Conn
	err := p.within(func() (err error) {
		c, err = net.Dial("udp", p.host()+":"+port)
		return err
	})
	if err != nil {
		return false
	}
	defer c.Close()
	me := c.LocalAddr().String()
	request := strings.Join([]string{
		"OPTIONS sip:" + p.host() + ":" + port + " SIP/2.0", "Via: SIP/2.0/UDP " + me + ";branch=z9hG4bK" + me, "Max-Forwards: 1",
		"From: <sip:probe@" + p.host() + ">;tag=probe", "To: <sip:" + p.host() + ":" + port + ">", "Call-ID: probe-" + me, "CSeq: 1 OPTIONS",
		"Content-Length: 0", "", "",
	}, "\r\n")
	if _, err := c.Write([]byte(request)); err != nil {
		return false
	}
	if err := c.SetReadDeadline(time.Now().Add(300 * time.Millisecond)); err != nil {
		return false
	}
	answer := make([]byte, 2000)
	n, err := c.Read(answer)
	return err == nil && bytes.HasPrefix(answer[:n], []byte("SIP/2.0 "))
}

func within(t *testing.T, d time.Duration) context.Context {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(t.Context()), d)
	t.Cleanup(cancel)
	return ctx
}
