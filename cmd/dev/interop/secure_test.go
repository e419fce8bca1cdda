//go:build interop

package interop

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// needModule skips the test where Asterisk was built without one of its modules.
func (a asterisk) needModule(t *testing.T, name string) {
	t.Helper()
	if !strings.Contains(a.command(t, "module show like "+name), "Running") {
		t.Skipf("this Asterisk has no %s", name)
	}
}

func TestSecure_AsteriskEchoesUsEncryptedThroughHold(t *testing.T) {
	a := startAsterisk(t)
	a.needModule(t, "res_srtp.so")
	d := startDesk(t, micTone)
	d.join("secret1006", a.tlsAddress(), "--user", "1006", "--transport", "tls", "--trust", a.fingerprint)
	c := d.ctlCall("call", "600")
	if got := d.awaitState(c.ID, "talking"); !got.Encrypted {
		t.Error("the call does not say that it is encrypted")
	}
	d.hears(micTone)
	for range 2 {
		d.ctl("hold", c.ID)
		d.hearsNothing()
		d.ctl("resume", c.ID)
		d.hears(micTone)
	}
	d.ctl("dtmf", c.ID, "5")
	d.ctl("hangup", c.ID)
	d.ended(c.ID, "us", "hung_up")
	// Keys are nowhere on the disk.
	err := filepath.WalkDir(d.data, func(name string, e os.DirEntry, err error) error {
		if err != nil || !e.Type().IsRegular() {
			return err
		}
		text, err := os.ReadFile(name)
		if strings.Contains(string(text), "inline:") || strings.Contains(string(text), "AEAD_AES") {
			t.Errorf("%s has something about keys", name)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

func TestSecure_AsteriskCallsEncrypted(t *testing.T) {
	a := startAsterisk(t)
	a.needModule(t, "res_srtp.so")
	d := startDesk(t, micTone)
	d.join("secret1006", a.address(), "--user", "1006", "--srtp", "required")
	a.command(t, "channel originate PJSIP/1006 extension 608@office")
	c := d.awaitState("", "ringing")
	d.ctl("answer", c.ID)
	d.await("that the call is encrypted", func(e event) bool { return e.Call != nil && e.Call.Encrypted })
	d.hears(1004)
	a.command(t, "channel request hangup all")
	d.ended(c.ID, "peer", "hung_up")
}

func TestSecure_APreferenceGivesWayAtAsterisk(t *testing.T) {
	a := startAsterisk(t)
	d := startDesk(t, micTone)
	d.join("secret1001", a.address(), "--user", "1001", "--srtp", "preferred")
	c := d.ctlCall("call", "600")
	if got := d.awaitState(c.ID, "talking"); got.Encrypted {
		t.Error("the call says that it is encrypted")
	}
	d.hears(micTone)
}

func TestSecure_ARequirementIsNotMetByAnAsteriskInClear(t *testing.T) {
	a := startAsterisk(t)
	d := startDesk(t, micTone)
	d.join("secret1001", a.address(), "--user", "1001", "--srtp", "required")
	c := d.ctlCall("call", "600")
	d.ended(c.ID, "peer", "not_encrypted")
	a.command(t, "channel originate PJSIP/1001 extension 608@office")
	await(t, "Asterisk has no call any more", func() bool { return a.channels(t) == 0 })
	for _, line := range d.ctl("status") {
		if strings.Contains(line, `"ringing"`) {
			t.Errorf("a call in clear rings: %s", line)
		}
	}
}

// baresip's own SRTP and, through libopus, its own handling of Opus. It takes the strongest suite it knows of ours.
func TestSecure_BaresipAndWeHearEachOtherInEncryptedOpus(t *testing.T) {
	k := startKamailio(t, "MD5")
	b := startBaresipWith(t, k.port, "opus", ";mediaenc=srtp-mand", "opus.so", "srtp.so")
	await(t, "baresip is registered", func() bool { return len(k.contacts(t, "1002")) == 1 })
	d := startDesk(t, micTone)
	d.join("secret1001", k.address(), "--user", "1001", "--srtp", "required")
	c := d.ctlCall("call", "1002")
	if got := d.awaitState(c.ID, "talking"); got.Codec != "opus" || !got.Encrypted {
		t.Errorf("codec %q, encrypted %v", got.Codec, got.Encrypted)
	}
	d.hears(440)
	pause(2 * time.Second)
	d.ctl("hangup", c.ID)
	d.ended(c.ID, "us", "hung_up")
	await(t, "baresip heard our tone for a second", func() bool { return b.heard(t).Longest(micTone) >= 1 })

	b.do(t, "dial", "1001")
	c = d.awaitState("", "ringing")
	d.ctl("answer", c.ID)
	d.await("that the call is encrypted", func(e event) bool { return e.Call != nil && e.Call.Encrypted })
	d.hears(440)
	b.do(t, "hangup", "")
	d.ended(c.ID, "peer", "hung_up")
}

func TestOpus_AsteriskEchoesUs(t *testing.T) {
	a := startAsterisk(t)
	a.needModule(t, "codec_opus")
	d := startDesk(t, micTone)
	d.join("secret1005", a.address(), "--user", "1005")
	c := d.ctlCall("call", "600")
	if got := d.awaitState(c.ID, "talking"); got.Codec != "opus" {
		t.Errorf("codec %q", got.Codec)
	}
	d.hears(micTone)
	d.ctl("hold", c.ID)
	d.hearsNothing()
	d.ctl("resume", c.ID)
	d.hears(micTone)
	d.ctl("hangup", c.ID)
	d.ended(c.ID, "us", "hung_up")
}

// Here Asterisk codes and decodes itself.
func TestOpus_AsteriskTone(t *testing.T) {
	a := startAsterisk(t)
	a.needModule(t, "codec_opus")
	d := startDesk(t, micTone)
	d.join("secret1005", a.address(), "--user", "1005")
	c := d.ctlCall("call", "608")
	d.awaitState(c.ID, "talking")
	d.hears(1004)
	d.ctl("hangup", c.ID)
	c = d.ctlCall("call", "612")
	d.awaitState(c.ID, "talking")
	d.ctl("dtmf", c.ID, "0*44")
	await(t, "Asterisk has read 0*44", func() bool { return strings.Contains(a.command(t, "dialplan show globals"), "HEARD=0*44\n") })
}
