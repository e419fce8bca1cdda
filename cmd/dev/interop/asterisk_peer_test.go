//go:build interop

package interop

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"math/big"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"anteroom/cmd/dev/process"
)

// asterisk is a running private branch exchange; see peers/asterisk/etc/extensions.conf for what can be dialled.
type asterisk struct {
	place
	root        string // its small Debian
	run         string // its folder, as seen from inside
	sip, tls    string // ports
	fingerprint string // SHA-256 of its certificate, which it has signed itself
	running     *process.Process
}

func startAsterisk(t *testing.T) asterisk {
	t.Helper()
	return startAsteriskAt(t, here)
}

func startAsteriskAt(t *testing.T, p place) asterisk {
	t.Helper()
	root := os.Getenv("ANTEROOM_ASTERISK")
	if _, err := os.Stat(filepath.Join(root, "usr/sbin/asterisk")); root == "" || err != nil || os.Getuid() != 0 {
		t.Skip("Asterisk is not installed in its folder, or this is not root: `go run ./cmd/dev interop`, as root, sees to it")
	}
	outside, err := os.MkdirTemp(filepath.Join(root, "run"), "anteroom-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(outside) })
	a := asterisk{place: p, root: root, run: strings.TrimPrefix(outside, root), sip: freePort(t), tls: freePort(t)}
	modules, err := filepath.Glob(filepath.Join(root, "usr/lib/*/asterisk/modules"))
	if err != nil || len(modules) == 0 {
		t.Fatal("Asterisk has no modules")
	}
	furnish(t, "asterisk", outside, map[string]string{
		"RUN": a.run, "HOST": p.host(), "MEDIA": p.addr, "SIP": a.sip, "TLS": a.tls, "MODULES": strings.TrimPrefix(modules[0], root),
	})
	for _, dir := range []string{"music", "db", "spool", "log"} {
		if err := os.Mkdir(filepath.Join(outside, dir), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if err := Tone(8000, 850, 60).WriteWAV(filepath.Join(outside, "music", "tone.wav")); err != nil {
		t.Fatal(err)
	}
	a.fingerprint = writeCertificate(t, filepath.Join(outside, "etc", "key"))
	if out, err := exec.Command("chroot", root, "chown", "-R", "asterisk:asterisk", a.run).CombinedOutput(); err != nil {
		t.Fatalf("chown: %v: %s", err, out)
	}
	a.boot(t)
	return a
}

// boot starts it, also anew after a kill, and waits until it answers.
func (a *asterisk) boot(t *testing.T) {
	t.Helper()
	a.running = start(t, "asterisk", a.place.command("chroot", a.root, "/usr/sbin/asterisk", "-f", "-U", "asterisk", "-G", "asterisk", "-C", a.run+"/etc/asterisk.conf"))
	await(t, "Asterisk is booted", func() bool {
		_, err := a.ask("core waitfullybooted")
		return err == nil
	})
	await(t, "Asterisk answers", func() bool { return answersOptions(a.place, a.sip) })
}

// kill ends it as a power cut would: nobody is told. What it had written of who is registered is lost as well, as with
// exchanges that keep that in memory.
func (a *asterisk) kill(t *testing.T) {
	t.Helper()
	if err := a.running.Signal(os.Kill); err != nil {
		t.Fatal(err)
	}
	<-a.running.Done()
	db := filepath.Join(a.root, a.run, "db")
	files, err := os.ReadDir(db)
	for _, f := range files {
		err = errors.Join(err, os.Remove(filepath.Join(db, f.Name())))
	}
	if err != nil {
		t.Fatal(err)
	}
}

// ask gives Asterisk a command of its own console.
func (a asterisk) ask(command string) (string, error) {
	out, err := exec.Command("chroot", a.root, "/usr/sbin/asterisk", "-C", a.run+"/etc/asterisk.conf", "-rx", command).CombinedOutput()
	return string(out), err
}

func (a asterisk) command(t *testing.T, command string) string {
	t.Helper()
	out, err := a.ask(command)
	if err != nil {
		t.Fatalf("Asterisk, %s: %v: %s", command, err, out)
	}
	return out
}

func (a asterisk) address() string    { return a.host() + ":" + a.sip }
func (a asterisk) tlsAddress() string { return a.host() + ":" + a.tls }

// contacts counts what is registered for a user.
func (a asterisk) contacts(t *testing.T, user string) int {
	t.Helper()
	n := 0
	for line := range strings.Lines(a.command(t, "pjsip show contacts")) {
		if strings.Contains(line, "Contact:  "+user+"/sip") {
			n++
		}
	}
	return n
}

// channels counts the calls it knows of.
func (a asterisk) channels(t *testing.T) int {
	t.Helper()
	return strings.Count(a.command(t, "core show channels concise"), "PJSIP/")
}

// writeCertificate writes a self-signed certificate into base.crt and base.key, and gives its fingerprint.
func writeCertificate(t *testing.T, base string) string {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	paper := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "localhost"}, DNSNames: []string{"localhost"},
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(24 * time.Hour),
	}
	der, err := x509.CreateCertificate(rand.Reader, paper, paper, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	for name, block := range map[string]*pem.Block{
		".crt": {Type: "CERTIFICATE", Bytes: der}, ".key": {Type: "PRIVATE KEY", Bytes: secret},
	} {
		var text bytes.Buffer
		if err := pem.Encode(&text, block); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(base+name, text.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	sum := sha256.Sum256(der)
	return hex.EncodeToString(sum[:])
}
