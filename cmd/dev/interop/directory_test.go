//go:build interop

package interop

import (
	"encoding/json"
	"net"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// startSlapd is OpenLDAP's server with a handful of people, which lets nobody in without encryption. Its package starts a
// server of the whole machine, so that it is not fetched: where it is not there, the test says so.
func startSlapd(t *testing.T) (address, certificate string) {
	t.Helper()
	if _, err := exec.LookPath("/usr/sbin/slapd"); err != nil {
		t.Skip("slapd is not installed (package slapd; it is not fetched, because it would serve the whole machine)")
	}
	run := t.TempDir()
	writeCertificate(t, filepath.Join(run, "server"))
	furnish(t, "slapd", run, map[string]string{"RUN": run})
	settings := filepath.Join(run, "slapd.conf")
	if out, err := exec.Command("/usr/sbin/slapadd", "-f", settings, "-l", filepath.Join(run, "people.ldif")).CombinedOutput(); err != nil {
		t.Fatalf("slapadd: %v: %s", err, out)
	}
	address = "localhost:" + freePort(t)
	start(t, "slapd", exec.Command("/usr/sbin/slapd", "-f", settings, "-h", "ldap://"+address+"/", "-d", "0"))
	await(t, "slapd takes connections", func() bool {
		c, err := net.Dial("tcp", address)
		if err == nil {
			c.Close()
		}
		return err == nil
	})
	return address, filepath.Join(run, "server.crt")
}

func TestDirectory_OpenLDAPIsAskedEncryptedAndByName(t *testing.T) {
	address, certificate := startSlapd(t)
	d := startDesk(t, micTone)
	for key, value := range map[string]string{"ldap_server": address, "ldap_base": "dc=example,dc=org", "ldap_bind": "cn=desk,dc=example,dc=org"} {
		d.ctl("set", key, value)
	}
	password := func(p string) {
		t.Helper()
		if _, err := d.ask(p, "contact", "ldap-password", "--password-stdin"); err != nil {
			t.Fatal(err)
		}
	}
	refused := func(why string) {
		t.Helper()
		if _, err := d.ask("", "contact", "ldap", "østby"); err == nil || !strings.Contains(err.Error(), why) {
			t.Errorf("%v, want %s", err, why)
		}
	}
	password("hemmelig")
	refused("directory_certificate") // that of nobody we know
	d.ctl("set", "ldap_ca", certificate)
	password("feil")
	refused("directory_refused")
	password("hemmelig")
	d.ctl("set", "ldap_security", "plain")
	refused("directory_refused") // it wants encryption
	d.ctl("set", "ldap_security", "starttls")
	var found struct {
		Name, Position, Organisation string
		Numbers, Emails              []string
	}
	for _, words := range []string{"ragnhild østby", "østby ragnhild", "styreleder", "22 41"} {
		found.Numbers = nil
		lines := d.ctl("contact", "ldap", words)
		if len(lines) != 1 || json.Unmarshal([]byte(lines[0]), &found) != nil || found.Name != "Ragnhild Østby" || found.Position != "Styreleder" ||
			found.Organisation != "Østby Invest AS" || !slices.Equal(found.Numbers, []string{"+47 22 41 30 77", "+47 910 00 011"}) || !slices.Equal(found.Emails, []string{"r@ostby.example"}) {
			t.Errorf("%q gives %q", words, lines)
		}
	}
	if lines := d.ctl("contact", "ldap", "lunde"); len(lines) != 3 { // the server gives no more
		t.Errorf("of four with one name: %q", lines)
	}
}
