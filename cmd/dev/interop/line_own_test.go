//go:build interop

package interop

import (
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// digitWays are the ways of digits at Asterisk: its user, and how our line is set.
var digitWays = []struct{ what, user, dtmf string }{
	{"as events", "1001", "auto"}, {"as messages", "1008", "info"}, {"as tones because no events are agreed", "1009", "auto"},
	{"as tones because the line says so", "1009", "inband"},
}

func TestDigits_GoEachWayToAsterisk(t *testing.T) {
	a := startAsterisk(t)
	for _, way := range digitWays {
		t.Run(way.what, func(t *testing.T) {
			a.command(t, "dialplan set global HEARD nothing")
			d := startDesk(t, micTone)
			d.join("secret"+way.user, a.address(), "--user", way.user, "dtmf="+way.dtmf)
			c := d.ctlCall("call", "612")
			d.awaitState(c.ID, "talking")
			d.ctl("dtmf", c.ID, "0*44")
			await(t, "Asterisk has read 0*44", func() bool { return strings.Contains(a.command(t, "dialplan show globals"), "HEARD=0*44\n") })
		})
	}
}

func TestDigits_ComeEachWayFromAsterisk(t *testing.T) {
	a := startAsterisk(t)
	for _, way := range digitWays {
		t.Run(way.what, func(t *testing.T) {
			d := startDesk(t, micTone)
			d.join("secret"+way.user, a.address(), "--user", way.user, "dtmf="+way.dtmf)
			d.ctlCall("call", "616")
			got := ""
			for len(got) < 6 {
				got += d.await("a digit after "+got, func(e event) bool { return e.Event == "digit_received" }).What
			}
			if got != "19#5*0" {
				t.Errorf("Asterisk pressed 19#5*0, and we heard %s", got)
			}
		})
	}
}

// The way may be changed in the middle of a call: a voice menu that hears nothing is where one notices.
func TestDigits_AnotherWayIsChosenDuringTheCall(t *testing.T) {
	a := startAsterisk(t)
	d := startDesk(t, micTone)
	l := d.join("secret1008", a.address(), "--user", "1008", "dtmf=inband")
	c := d.ctlCall("call", "612")
	d.awaitState(c.ID, "talking")
	d.ctl("line", "set", l.ID, "dtmf=info")
	d.ctl("dtmf", c.ID, "7#")
	await(t, "Asterisk has read 7", func() bool { return strings.Contains(a.command(t, "dialplan show globals"), "HEARD=7\n") })
	d.hearsNothing()
	d.ctl("hangup", c.ID)
	d.ended(c.ID, "us", "hung_up")
}

func TestRegister_AnExchangeThatKnowsOnlyMD5DoesNotGetThePasswordWhereTheLineRefuses(t *testing.T) {
	a, k := startAsterisk(t), startKamailio(t, "MD5")
	for address, contacts := range map[string]func() int{
		a.address(): func() int { return a.contacts(t, "1001") }, k.address(): func() int { return len(k.contacts(t, "1001")) },
	} {
		d := startDesk(t, micTone)
		l := d.addLine("secret1001", address, "--user", "1001", "refuse_md5=on")
		if l.State != "failed" || !strings.HasPrefix(l.Reason, "weak_digest") {
			t.Errorf("the line is %s, %q; want weak_digest", l.State, l.Reason)
		}
		if n := contacts(); n != 0 {
			t.Errorf("%d contacts at the registrar", n)
		}
		d.ctl("line", "set", l.ID, "refuse_md5=off")
		d.await("the line's registration", func(e event) bool { return e.Line != nil && e.Line.ID == l.ID && e.Line.State == "registered" })
	}
	d := startDesk(t, micTone)
	d.join("secret1003", a.address(), "--user", "1003", "refuse_md5=on") // SHA-256
	c := d.ctlCall("call", "608")
	d.awaitState(c.ID, "talking")
	d.hears(1004)
}

func TestHold_AsteriskHearsTheMusicOfTheLine(t *testing.T) {
	a, d := atAsterisk(t)
	own := filepath.Join(t.TempDir(), "own.wav")
	if err := Tone(44100, 910, 10).WriteWAV(own); err != nil {
		t.Fatal(err)
	}
	d.ctl("line", "set", "1001@"+a.address(), "hold_music="+own)
	c := d.ctlCall("call", "615")
	d.awaitState(c.ID, "talking")
	pause(time.Second)
	d.ctl("hold", c.ID)
	pause(2 * time.Second)
	d.ctl("hangup", c.ID)
	recording := filepath.Join(a.root, a.run, "heard.wav")
	await(t, "the recording is finished", func() bool { s, err := ReadWAV(recording); return err == nil && s.Longest(910) >= 1 })
	s, err := ReadWAV(recording)
	if err != nil {
		t.Fatal(err)
	}
	if general := s.Longest(musicTone); general > 0.1 {
		t.Errorf("Asterisk heard the music of all lines for %.1f s", general)
	}
}
