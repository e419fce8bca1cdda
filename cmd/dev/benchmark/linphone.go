package benchmark

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"anteroom/cmd/dev/interop"
)

// linphone is Debian's linphonec as it comes, but for the codec asked for, and without its echo canceller where nothing
// is to be done to the microphone. Its commands are lines on its input.
var linphone = maker{name: "Linphone", busy: true, start: func(ctx context.Context, d *devices, r role) (*phone, error) {
	dir, err := os.MkdirTemp(d.dir, "linphone")
	if err != nil {
		return nil, err
	}
	yes := func(b bool) string { return map[bool]string{false: "0", true: "1"}[b] }
	values := map[string]string{
		"SIP": strconv.Itoa(r.sip), "ACCOUNT": strconv.Itoa(r.peer), "PROXY": "-1", "REGISTERS": yes(r.registers),
		"PCMU": yes(r.codec == "pcmu"), "OPUS": yes(r.codec == "opus"), "ECHO": yes(!r.bare),
	}
	if r.registers {
		values["PROXY"] = "0"
	}
	// It keeps a database there and does not make the folder.
	err = errors.Join(interop.Furnish("linphone", dir, values), os.MkdirAll(filepath.Join(dir, ".local/share/linphone"), 0o700))
	if err != nil {
		return nil, err
	}
	var begin func() (*phone, error)
	begin = func() (*phone, error) {
		args := []string{"-c", filepath.Join(dir, "linphonerc")}
		if r.answers {
			args = append(args, "-a")
		}
		cmd := d.command("linphonec", args...)
		cmd.Env = d.environment("PULSE_SOURCE="+r.microphone, "PULSE_SINK="+r.ear, "HOME="+dir, "XDG_CONFIG_HOME=", "XDG_DATA_HOME=")
		cmd.Dir = dir
		input, tell, err := os.Pipe() // it ends when its input does
		if err != nil {
			return nil, err
		}
		cmd.Stdin = input
		p, err := run("Linphone", dir, cmd)
		input.Close()
		if err != nil {
			tell.Close()
			return nil, err
		}
		p.again = begin
		p.stop = func() {
			fmt.Fprintln(tell, "quit") // the polite end; Stop is the other
			p.process.Stop(5 * time.Second)
			tell.Close()
			p.said.Close()
		}
		p.call = func(context.Context) error {
			_, err := fmt.Fprintf(tell, "call sip:desk@%s\n", address(r.peer))
			return err
		}
		p.answer = func() error {
			_, err := fmt.Fprintln(tell, "answer")
			return err
		}
		return p, nil
	}
	p, err := begin()
	if err != nil {
		return nil, err
	}
	// Its port is open when it is ready; it has nothing else to ask.
	err = await(ctx, startPatience, "Linphone listens", func() bool { return listening(r.sip) })
	if err != nil {
		p.stop()
		return nil, err
	}
	return p, nil
}}

// listening reports whether somebody on this computer has a UDP port of 127.0.0.1, or of all addresses.
func listening(port int) bool {
	c, err := net.ListenUDP("udp4", loopback(port))
	if err != nil {
		return true
	}
	c.Close()
	return false
}
