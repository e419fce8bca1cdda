//go:build interop

package interop

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"anteroom/cmd/dev/process"
)

// kamailio is a running registrar and proxy.
type kamailio struct {
	place
	port, run string
	args      []string
	process   *process.Process
}

// startKamailio starts it, with digest algorithm "MD5" or "SHA-256".
func startKamailio(t *testing.T, algorithm string) kamailio {
	t.Helper()
	return startKamailioAt(t, algorithm, here)
}

func startKamailioAt(t *testing.T, algorithm string, p place) kamailio {
	t.Helper()
	if algorithm == "SHA-256" {
		return startKamailioWith(t, p, "SHA256")
	}
	return startKamailioWith(t, p)
}

// startKamailioWith defines some of the words that its settings ask for.
func startKamailioWith(t *testing.T, p place, words ...string) kamailio {
	t.Helper()
	needProgram(t, "kamailio", "kamailio")
	modules, err := filepath.Glob("/usr/lib/*/kamailio/modules")
	if err != nil || len(modules) == 0 {
		t.Skip("kamailio is there, its modules are not")
	}
	// Its sockets are in the folder: the name must be short.
	run, err := os.MkdirTemp("", "kam")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(run) })
	k := kamailio{place: p, port: freePort(t), run: run}
	furnish(t, "kamailio", run, map[string]string{"RUN": run, "HOST": p.host(), "SIP": k.port, "MODULES": modules[0] + "/"})
	args := []string{"-f", filepath.Join(run, "kamailio.cfg"), "-DD", "-E", "-w", run, "-P", filepath.Join(run, "pid"), "-Y", run}
	for _, w := range words {
		args = append(args, "-A", w)
	}
	k.args = args
	k.start(t)
	return k
}

// start starts it, also again after its end.
func (k *kamailio) start(t *testing.T) {
	t.Helper()
	k.process = start(t, "kamailio", k.command("kamailio", k.args...))
	await(t, "kamailio answers", func() bool { return answersOptions(k.place, k.port) })
}

// freeze leaves its port open and has it do nothing any more.
func (k kamailio) freeze(t *testing.T) {
	t.Helper()
	stop := func(s syscall.Signal) error { return syscall.Kill(-k.process.Pid(), s) }
	if err := stop(syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { stop(syscall.SIGCONT) })
}

func (k kamailio) address() string { return k.host() + ":" + k.port }

// contacts lists the addresses registered for a user. kamcmd takes digits for a number unless "s:" stands before them.
func (k kamailio) contacts(t *testing.T, user string) []string {
	t.Helper()
	out, err := exec.Command("kamcmd", "-s", "unix:"+filepath.Join(k.run, "ctl"), "ul.lookup", "location", "s:"+user).CombinedOutput()
	if err != nil && !strings.Contains(string(out), "AOR not found") {
		t.Fatalf("kamcmd: %v: %s", err, out)
	}
	var list []string
	for line := range strings.Lines(string(out)) {
		if name, value, _ := strings.Cut(strings.TrimSpace(line), ": "); name == "Address" {
			list = append(list, value)
		}
	}
	return list
}
