//go:build interop

package interop

import (
	"net"
	"os/exec"
	"testing"
)

func TestSipp_EchoesUsOnALineWithoutRegistration(t *testing.T) {
	needProgram(t, "sipp", "sip-tester")
	port := freePort(t)
	cmd := exec.Command("sipp", "-sn", "uas", "-rtp_echo", "-i", "127.0.0.1", "-mi", "127.0.0.1", "-p", port, "-mp", freePort(t), "-nostdin")
	cmd.Dir = t.TempDir()
	start(t, "sipp", cmd)
	awaitUDP(t, port)
	d := startDesk(t, micTone)
	d.join("", "127.0.0.1:"+port, "--user", "desk", "--no-register")
	c := d.ctlCall("call", "echo")
	d.awaitState(c.ID, "talking")
	d.hears(micTone)
	d.ctl("hangup", c.ID)
	d.ended(c.ID, "us", "hung_up")
}

func TestSipp_CallsOneAfterTheOther(t *testing.T) {
	needProgram(t, "sipp", "sip-tester")
	ours, theirs := freePort(t), freePort(t)
	d := startDesk(t, micTone)
	d.join("", "127.0.0.1:"+theirs, "--user", "desk", "--no-register", "--listen", "127.0.0.1:"+ours)
	d.ctl("set", "auto_answer", "1")
	cmd := exec.CommandContext(within(t, patience*3), "sipp", "-sn", "uac", "-i", "127.0.0.1", "-p", theirs, "-m", "10", "-l", "1", "-r", "10",
		"-d", "500", "-timeout", "50s", "-timeout_error", "-nostdin", "-s", "desk", "127.0.0.1:"+ours)
	cmd.Dir = t.TempDir()
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("sipp: %v\n%s", err, tail(out, 3000))
	}
}

// awaitUDP waits until somebody has a port who answers nothing but what he waits for.
func awaitUDP(t *testing.T, port string) {
	t.Helper()
	await(t, "sipp has its port", func() bool {
		c, err := net.ListenPacket("udp", "127.0.0.1:"+port)
		if err == nil {
			c.Close()
		}
		return err != nil
	})
}
