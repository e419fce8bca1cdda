//go:build interop

package interop

import (
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// baresip is telephone 1002 at an exchange. It answers at once, says 440 Hz and keeps what it hears.
type baresip struct {
	run, control string
}

func startBaresip(t *testing.T, exchange string) baresip {
	t.Helper()
	return startBaresipWith(t, exchange, "pcmu", "")
}

// startBaresipWith has other codecs, more settings of its account (";name=value"), and the modules they take; the test
// is skipped where one is not there.
func startBaresipWith(t *testing.T, exchange, codecs, more string, modules ...string) baresip {
	t.Helper()
	needProgram(t, "baresip", "baresip-core")
	lines := ""
	for _, m := range modules {
		if _, err := os.Stat(filepath.Join("/usr/lib/baresip/modules", m)); err != nil {
			t.Skipf("this baresip has no %s", m)
		}
		lines += "module " + m + "\n"
	}
	b := baresip{run: t.TempDir(), control: freePort(t)}
	furnish(t, "baresip", b.run, map[string]string{"RUN": b.run, "SIP": freePort(t), "CONTROL": b.control, "EXCHANGE": exchange,
		"CODECS": codecs, "MORE": more, "MODULES": lines})
	if err := Tone(8000, 440, 120).WriteWAV(filepath.Join(b.run, "say.wav")); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("baresip", "-f", b.run)
	cmd.Dir = b.run
	// It ends when its input does.
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stdin = read
	start(t, "baresip", cmd)
	read.Close()
	t.Cleanup(func() { write.Close() })
	await(t, "baresip takes commands", func() bool {
		c, err := net.Dial("tcp", "127.0.0.1:"+b.control)
		if err != nil {
			return false
		}
		c.Close()
		return true
	})
	return b
}

// do sends one command of its menu.
func (b baresip) do(t *testing.T, command, params string) {
	t.Helper()
	if err := TellBaresip(b.control, command, params); err != nil {
		t.Fatal(err)
	}
}

// heard is what it has heard in its last call.
func (b baresip) heard(t *testing.T) Sound {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(b.run, "dump-*-dec.wav"))
	if err != nil || len(files) == 0 {
		t.Fatal("baresip has kept nothing of what it heard")
	}
	s, err := ReadWAV(files[len(files)-1])
	if err != nil {
		t.Fatal(err)
	}
	return s
}
