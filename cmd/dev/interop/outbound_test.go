//go:build interop

package interop

import (
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// A registrar that keeps flows (RFC 5626): the line answers its timer, over UDP by STUN, and calls come over the flow.
func TestOutbound_KamailioKeepsTheFlow(t *testing.T) {
	if found, _ := filepath.Glob("/usr/lib/*/kamailio/modules/outbound.so"); len(found) == 0 {
		t.Skip("kamailio has no outbound (package kamailio-outbound-modules)")
	}
	for _, transport := range []string{"udp", "tcp"} {
		t.Run(transport, func(t *testing.T) {
			k := startKamailioWith(t, here, "OUTBOUND")
			d, colleague := startDesk(t, micTone), startDesk(t, 440)
			d.join("secret1001", k.address(), "--user", "1001", "--transport", transport)
			colleague.join("secret1002", k.address(), "--user", "1002")
			said := k.lookUp(t, "1001")
			if !strings.Contains(said, "urn:uuid:") || !regexp.MustCompile(`Reg-Id: [1-9]`).MatchString(said) {
				t.Errorf("the registrar knows of no flow:\n%s", said)
			}
			pause(17 * time.Second) // three times the flow's timer, and the ten seconds of a pong
			if again := k.lookUp(t, "1001"); seq(again) != seq(said) {
				t.Errorf("registered anew meanwhile, so that keep-alives are not answered:\n%s", again)
			}
			out := colleague.ctlCall("call", "1001")
			in := d.awaitState("", "ringing")
			d.ctl("answer", in.ID)
			d.hears(440)
			colleague.hears(micTone)
			d.ctl("hangup", in.ID)
			colleague.ended(out.ID, "peer", "hung_up")
		})
	}
}

// lookUp is all that the registrar knows of a user.
func (k kamailio) lookUp(t *testing.T, user string) string {
	t.Helper()
	out, err := exec.Command("kamcmd", "-s", "unix:"+filepath.Join(k.run, "ctl"), "ul.lookup", "location", "s:"+user).CombinedOutput()
	if err != nil {
		t.Fatalf("kamcmd: %v: %s", err, out)
	}
	return string(out)
}

// seq is the CSeq of the registration.
func seq(said string) string { return regexp.MustCompile(`CSeq: \d+`).FindString(said) }
