//go:build interop

package interop

import (
	"testing"
	"time"
)

// Asterisk tells of the mailbox of 1001 to whoever subscribes, of that of 1002 unasked (SUBSCRIBE is refused).
func TestVoicemail_IsToldByAsterisk(t *testing.T) {
	a := startAsterisk(t)
	for user, box := range map[string]string{"1001": "621", "1002": "622"} {
		t.Run(user, func(t *testing.T) {
			d := startDesk(t, micTone)
			d.join("secret"+user, a.address(), "--user", user)
			c := d.ctlCall("call", box)
			d.awaitState(c.ID, "talking")
			pause(2 * time.Second) // the message
			d.ctl("hangup", c.ID)
			d.await("a new voicemail", func(e event) bool { return e.Line != nil && e.Line.Voicemail.New == 1 })
		})
	}
}
