//go:build interop

package interop

import (
	"testing"
	"time"
)

// replaced is within what time another device has to have taken over. Half a second is the aim; hearing a tone takes a
// tenth, and a loaded machine its time.
const replaced = time.Second

// Asterisk echoes us, so that what the microphone hears comes out of the speaker.
func TestUnplug_DevicesDuringACall(t *testing.T) {
	a := startAsterisk(t)
	p := startPulse(t)
	p.plugSpeaker("headset")
	p.plugSpeaker("spare")
	p.plugMicrophone("desk", micTone)
	p.plugMicrophone("camera", 540)
	p.prefer("spare", "camera")
	d := startDeskWith(t, here, "default")
	for _, s := range [][2]string{{"echo_cancel", "off"}, {"noise_suppress", "off"}, {"speaker", "headset"}, {"microphone", "desk"}} {
		d.ctl("set", s[0], s[1])
	}
	d.join("secret1001", a.address(), "--user", "1001")
	c := d.ctlCall("call", "600")
	d.awaitState(c.ID, "talking")
	talking := func() {
		t.Helper()
		for _, now := range d.status().Calls {
			if now.ID == c.ID && now.State != "talking" {
				t.Fatalf("the call is %s: %s", now.State, now.EndReason)
			}
		}
	}
	quick := func(what string, took time.Duration) {
		t.Helper()
		t.Logf("%s after %v", what, took.Round(time.Millisecond))
		if took > replaced {
			t.Errorf("%s only after %v", what, took)
		}
		talking()
	}
	p.listen("headset").hears(micTone)

	spare := p.listen("spare")
	spare.hearsNothing()
	p.unplug("headset")
	quick("another speaker", spare.hears(micTone))
	p.plugSpeaker("headset")
	headset := p.listen("headset")
	t.Logf("taken back after %v", headset.hears(micTone).Round(time.Millisecond))
	spare.hearsNothing()

	p.unplug("desk")
	quick("another microphone", headset.hears(540))
	p.plugMicrophone("desk", micTone)
	t.Logf("taken back after %v", headset.hears(micTone).Round(time.Millisecond))

	for _, name := range []string{"headset", "spare", "desk", "camera"} {
		p.unplug(name)
	}
	await(t, "the desk says that there is no device", func() bool { return d.status().Audio.Trouble != "" })
	t.Logf("it says: %s", d.status().Audio.Trouble)
	pause(2 * time.Second)
	talking()
	p.plugSpeaker("headset")
	p.plugMicrophone("desk", micTone)
	t.Logf("all back after %v", p.listen("headset").hears(micTone).Round(time.Millisecond))
	await(t, "the desk says nothing of trouble", func() bool { return d.status().Audio.Trouble == "" })
	talking()
	d.ctl("hangup", c.ID)
	d.ended(c.ID, "us", "hung_up")
}
