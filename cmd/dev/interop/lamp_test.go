//go:build interop

package interop

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"anteroom/softphone"
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

func TestLamp_FollowsATelephoneAtAsterisk(t *testing.T) {
	a := startAsterisk(t)
	principal := softphone.Principal{ID: "chef", Surname: "Chef", Number: "1002", Presence: softphone.Presence{Kind: softphone.PresenceIn}}
	d := startDeskFor(t, micTone, principal, softphone.Principal{ID: "nobody", Surname: "Nobody", Number: "1999"})
	chef := startDesk(t, micTone)
	chef.join("secret1002", a.address(), "--user", "1002")
	d.join("secret1001", a.address(), "--user", "1001")
	lamp := func(state string) {
		t.Helper()
		d.await("the lamp "+state, func(e event) bool { return e.Event == "lamp_changed" && e.ID == "1002" && e.What == state })
	}
	lamp("idle")
	c := d.ctlCall("call", "1002")
	lamp("ringing")
	chef.ctl("answer")
	lamp("busy")
	d.ctl("hangup", c.ID)
	lamp("idle")
	var status struct {
		Lamps []struct{ Number, State string }
	}
	if err := json.Unmarshal([]byte(d.ctl("status")[0]), &status); err != nil {
		t.Fatal(err)
	}
	if l := status.Lamps; len(l) != 2 || l[0].Number != "1002" || l[0].State != "idle" || l[1].State != "unknown" {
		t.Errorf("lamps %+v, want 1002 idle and 1999, which Asterisk does not know, unknown", l)
	}
	if now := a.command(t, "pjsip show subscriptions inbound"); !strings.Contains(now, "1002") {
		t.Errorf("nobody is told of 1002: %s", now)
	}
	d.ctl("line", "remove", "1001@"+a.address())
	if left := a.command(t, "pjsip show subscriptions inbound"); strings.Contains(left, "1002") {
		t.Errorf("a desk that has gone is still told: %s", left)
	}
}

// Asterisk makes presence of its hints: a telephone that is not there is closed, one that rings or is in use is on the phone.
func TestPresence_FollowsAHintAtAsterisk(t *testing.T) {
	a := startAsterisk(t)
	principal := softphone.Principal{ID: "chef", Surname: "Chef", Number: "1002", Presence: softphone.Presence{Kind: softphone.PresenceIn}}
	d := startDeskFor(t, micTone, principal)
	d.join("secret1001", a.address(), "--user", "1001")
	told := func(kind string) {
		t.Helper()
		d.await("presence "+kind, func(e event) bool { return e.Event == "presence_told" && e.ID == "1002" && e.What == kind })
	}
	told("closed") // its lamp says idle
	chef := startDesk(t, micTone)
	chef.join("secret1002", a.address(), "--user", "1002")
	told("open")
	c := d.ctlCall("call", "1002")
	chef.awaitState("", "ringing")
	told("on_phone")
	chef.ctl("answer")
	var status struct {
		Lamps []struct{ Number, State, Presence, Note string }
	}
	if err := json.Unmarshal([]byte(d.ctl("status")[0]), &status); err != nil {
		t.Fatal(err)
	}
	if l := status.Lamps; len(l) != 1 || l[0].Presence != "on_phone" || l[0].Note == "" {
		t.Errorf("%+v", l)
	}
	d.ctl("hangup", c.ID)
	told("open")
	d.ctl("line", "remove", "1001@"+a.address())
	if left := a.command(t, "pjsip show subscriptions inbound"); strings.Contains(left, "1002") {
		t.Errorf("a desk that has gone is still told: %s", left)
	}
}

func TestWaitFor_TheCallerWaitsUntilATelephoneAtAsteriskIsFree(t *testing.T) {
	a := startAsterisk(t)
	principal := softphone.Principal{ID: "chef", Surname: "Chef", Number: "1002", Presence: softphone.Presence{Kind: softphone.PresenceIn}}
	d := startDeskFor(t, micTone, principal)
	chef, caller := startDesk(t, micTone), startDesk(t, micTone)
	chef.join("secret1002", a.address(), "--user", "1002")
	caller.join("secret1003", a.address(), "--user", "1003")
	d.join("secret1001", a.address(), "--user", "1001")
	lamp := func(state string) {
		t.Helper()
		d.await("the lamp "+state, func(e event) bool { return e.Event == "lamp_changed" && e.ID == "1002" && e.What == state })
	}
	lamp("idle")
	chef.ctl("set", "do_not_disturb", "on")
	talk := chef.ctlCall("call", "608")
	lamp("busy")
	caller.ctl("call", "1001")
	c := d.awaitState("", "ringing")
	d.ctl("answer", c.ID)
	d.ctl("consult", "1002", c.ID)
	d.await("he is busy, and the caller back", func(e event) bool { return e.Event == "resume_confirmed" && e.Call != nil && e.Call.ID == c.ID })
	d.ctl("waitfor", c.ID)
	d.await("the caller waits", func(e event) bool { return e.Event == "hold_confirmed" && e.Call != nil && e.Call.ID == c.ID })
	chef.ctl("set", "do_not_disturb", "off")
	chef.ctl("hangup", talk.ID)
	lamp("idle")
	asked := d.ctlCall("consult", "1002", c.ID)
	chef.awaitState("", "ringing")
	chef.ctl("answer")
	d.awaitState(asked.ID, "talking")
	d.ctl("connect", c.ID)
	chef.hears(micTone) // the caller's
}
