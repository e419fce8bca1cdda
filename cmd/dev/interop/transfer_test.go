//go:build interop

package interop

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

const (
	callerTone = 440 // Hz, what the caller says
	bossTone   = 540 // Hz, what whoever he wants says
	waitTone   = 850 // Hz, Asterisk's hold music
)

// office is a secretary, a caller who talks to her, and somebody he may want, all at one exchange.
type office struct {
	asterisk
	desk, caller, boss *desk
	in, out            call // the caller's call at the desk, and at his own end
}

// atOffice has the caller talk to the secretary, who is registered as a user; the boss answers by himself if he may.
func atOffice(t *testing.T, user string, answers bool) office {
	t.Helper()
	o := office{asterisk: startAsterisk(t), desk: startDesk(t, micTone), caller: startDesk(t, callerTone), boss: startDesk(t, bossTone)}
	o.desk.join("secret"+user, o.address(), "--user", user)
	o.caller.join("secret1002", o.address(), "--user", "1002")
	o.boss.join("secret1003", o.address(), "--user", "1003")
	if answers {
		o.boss.ctl("set", "auto_answer", "1")
	}
	o.ring(user)
	return o
}

// ring has the caller call, and the secretary answer.
func (o *office) ring(user string) {
	o.desk.t.Helper()
	o.out = o.caller.ctlCall("call", user)
	before := o.in.ID
	o.in = *o.desk.await("the caller ringing", func(e event) bool {
		return e.Call != nil && e.Call.Direction == "in" && e.Call.State == "ringing" && e.Call.ID != before
	}).Call
	o.desk.ctl("answer", o.in.ID)
	o.desk.hears(callerTone)
	o.caller.hears(micTone)
}

// connected judges by ear that the caller has the boss, and by its calls that the desk is out of it.
func (o *office) connected() {
	o.desk.t.Helper()
	o.caller.hears(bossTone)
	o.boss.hears(callerTone)
	o.desk.idle()
}

// back judges that the caller is with the secretary again.
func (o *office) back() {
	o.desk.t.Helper()
	pause(time.Second) // what was heard before is no proof
	o.desk.hears(callerTone)
	o.caller.hears(micTone)
}

// idle waits until a desk has no call any more.
func (d *desk) idle() {
	d.t.Helper()
	await(d.t, "the desk has no call", func() bool {
		lines, err := d.ask("", "status")
		s := strings.Join(lines, "")
		return err == nil && !strings.Contains(s, `"talking"`) && !strings.Contains(s, `"held"`) && !strings.Contains(s, `"ringing"`)
	})
}

// begin is ask for a verb that takes its time; the channel gives its error.
func (d *desk) begin(args ...string) <-chan error {
	done := make(chan error, 1)
	go func() { // ends with the command, which the desk's end ends
		_, err := d.ask("", args...)
		done <- err
	}()
	return done
}

// hearsBoth waits until the headset gives two tones at once.
func (d *desk) hearsBoth(a, b float64) {
	d.t.Helper()
	await(d.t, fmt.Sprintf("the headset gives %v and %v Hz", a, b), func() bool {
		s := d.headset(0.5)
		return s.Loudness() > 0.01 && s.Share(a) > 0.25 && s.Share(b) > 0.25
	})
}

func TestTransfer_AnnouncedThroughAsterisk(t *testing.T) {
	o := atOffice(t, "1001", true)
	o.desk.ctl("consult", "1003")
	o.caller.hears(waitTone)
	o.desk.hears(bossTone)
	o.boss.hears(micTone)
	o.desk.ctl("swap")
	o.boss.hears(waitTone)
	o.caller.hears(micTone)
	o.desk.hears(callerTone)
	o.desk.ctl("swap")
	o.caller.hears(waitTone)
	o.desk.hears(bossTone)
	o.desk.ctl("connect")
	o.connected()
	o.caller.ctl("hangup", o.out.ID)
	o.boss.idle()
}

func TestTransfer_TakenBackThroughAsterisk(t *testing.T) {
	o := atOffice(t, "1001", true)
	o.desk.ctl("consult", "1003")
	o.desk.hears(bossTone)
	o.desk.ctl("takeback")
	o.back()
	o.boss.idle()
	o.desk.ctl("consult", "609")
	o.back() // he is busy
}

func TestTransfer_CompletedWhileItRingsThroughAsterisk(t *testing.T) {
	o := atOffice(t, "1001", false)
	o.desk.ctl("consult", "1003")
	rings := o.boss.awaitState("", "ringing")
	done := o.desk.begin("connect")
	o.caller.hears(waitTone)
	o.boss.ctl("answer", rings.ID)
	if err := <-done; err != nil {
		t.Error(err)
	}
	o.connected()
}

func TestTransfer_UnannouncedThroughAsterisk(t *testing.T) {
	o := atOffice(t, "1001", true)
	o.desk.ctl("transfer", "1003")
	o.connected()
}

func TestConference_ThreeTonesThroughAsterisk(t *testing.T) {
	o := atOffice(t, "1001", true)
	o.desk.ctl("consult", "1003")
	o.desk.hears(bossTone)
	o.desk.ctl("conference")
	o.desk.hearsBoth(callerTone, bossTone)
	o.caller.hearsBoth(micTone, bossTone)
	o.boss.hearsBoth(micTone, callerTone)
	o.desk.ctl("conference") // parted again
	o.caller.hears(waitTone)
	o.desk.hears(bossTone)
	o.boss.hears(micTone)
	o.desk.ctl("connect")
	o.connected()
}

func TestTransfer_RefusedByAsteriskTheDeskJoinsTheTwo(t *testing.T) {
	o := atOffice(t, "1004", true)
	o.desk.ctl("consult", "1003")
	o.desk.hears(bossTone)
	o.desk.ctl("connect")
	o.caller.hears(bossTone)
	o.boss.hears(callerTone)
	o.caller.ctl("hangup", o.out.ID)
	o.desk.idle()
	o.boss.idle()

	o.ring("1004")
	o.desk.ctl("transfer", "1003")
	o.caller.hears(bossTone)
	o.boss.hears(callerTone)
	o.caller.ctl("hangup", o.out.ID)
	o.desk.idle()

	o.ring("1004")
	if _, err := o.desk.ask("", "transfer", "609"); err == nil || !strings.Contains(err.Error(), "busy") {
		t.Errorf("connected with somebody busy: %v", err)
	}
	o.back()
}

func TestDeflect_AsteriskFollows(t *testing.T) {
	o := office{asterisk: startAsterisk(t), desk: startDesk(t, micTone), caller: startDesk(t, callerTone), boss: startDesk(t, bossTone)}
	o.desk.join("secret1001", o.address(), "--user", "1001")
	o.caller.join("secret1002", o.address(), "--user", "1002")
	o.boss.join("secret1003", o.address(), "--user", "1003")
	o.boss.ctl("set", "auto_answer", "1")
	o.caller.ctl("call", "1001")
	in := o.desk.awaitState("", "ringing")
	o.desk.ctl("deflect", "1003", in.ID)
	o.connected()
}

func TestTransfer_ToSomebodyBusyThroughAsterisk(t *testing.T) {
	o := atOffice(t, "1001", true)
	if _, err := o.desk.ask("", "transfer", "609"); err == nil || !strings.Contains(err.Error(), "busy") {
		t.Errorf("connected with somebody busy: %v", err)
	}
	o.back()
}

func TestTransfer_ToSomebodyWhoNeverAnswersThroughAsterisk(t *testing.T) {
	o := atOffice(t, "1001", true)
	done := o.desk.begin("transfer", "606")
	o.caller.hears(waitTone)
	pause(2 * time.Second)
	o.desk.ctl("takeback")
	if err := <-done; err == nil {
		t.Error("connected with nobody")
	}
	o.back()
}

func TestTransfer_ToNobodyThroughAsterisk(t *testing.T) {
	o := atOffice(t, "1001", true)
	if _, err := o.desk.ask("", "transfer", "4711"); err == nil || !strings.Contains(err.Error(), "not_found") {
		t.Errorf("connected with nobody: %v", err)
	}
	o.back()
}

// atProxy is an office whose telephones speak with each other through a proxy: REFER and Replaces reach them as sent.
func atProxy(t *testing.T) office {
	t.Helper()
	k := startKamailio(t, "MD5")
	o := office{desk: startDesk(t, micTone), caller: startDesk(t, callerTone), boss: startDesk(t, bossTone)}
	o.desk.join("secret1001", k.address(), "--user", "1001")
	o.caller.join("secret1002", k.address(), "--user", "1002")
	o.boss.join("secretbob", k.address(), "--user", "bob")
	o.boss.ctl("set", "auto_answer", "1")
	o.ring("1001")
	return o
}

// refer answers, as soon as it comes, a request to call somebody else.
func (d *desk) refer(answer string) {
	d.t.Helper()
	await(d.t, "somebody asks the desk to call somebody else", func() bool {
		_, err := d.ask("", "refer", answer)
		return err == nil
	})
}

func TestTransfer_AnnouncedBetweenDesks(t *testing.T) {
	o := atProxy(t)
	o.desk.ctl("consult", "bob")
	o.desk.hears(bossTone)
	done := o.desk.begin("connect")
	o.caller.refer("yes")
	if err := <-done; err != nil {
		t.Error(err)
	}
	o.connected()
}

func TestTransfer_DeclinedByTheCallersDeskThisOneJoins(t *testing.T) {
	o := atProxy(t)
	done := o.desk.begin("transfer", "bob")
	o.caller.refer("no")
	if err := <-done; err != nil {
		t.Error(err)
	}
	o.caller.hears(bossTone)
	o.boss.hears(callerTone)
	o.caller.ctl("hangup", o.out.ID)
	o.desk.idle()
	o.boss.idle()
}

func TestReferred_BaresipSendsUsToAnother(t *testing.T) {
	k := startKamailio(t, "MD5")
	b := startBaresip(t, k.port)
	await(t, "baresip is registered", func() bool { return len(k.contacts(t, "1002")) == 1 })
	d, boss := startDesk(t, micTone), startDesk(t, bossTone)
	d.join("secret1001", k.address(), "--user", "1001")
	boss.join("secretbob", k.address(), "--user", "bob")
	boss.ctl("set", "auto_answer", "1")
	c := d.ctlCall("call", "1002")
	d.awaitState(c.ID, "talking")
	d.hears(callerTone)
	b.do(t, "transfer", "sip:bob@"+k.address())
	d.refer("yes")
	d.hears(bossTone)
	boss.hears(micTone)
}

// Baresip calls the boss's desk directly, past the proxy, and is a stranger there: this desk joins the two itself.
func TestTransfer_BaresipCannotReachHimAndTheDeskJoins(t *testing.T) {
	k := startKamailio(t, "MD5")
	b := startBaresip(t, k.port)
	await(t, "baresip is registered", func() bool { return len(k.contacts(t, "1002")) == 1 })
	d, boss := startDesk(t, micTone), startDesk(t, bossTone)
	d.join("secret1001", k.address(), "--user", "1001")
	boss.join("secretbob", k.address(), "--user", "bob")
	boss.ctl("set", "auto_answer", "1")
	b.do(t, "dial", "1001")
	in := d.awaitState("", "ringing")
	d.ctl("answer", in.ID)
	d.hears(callerTone)
	d.ctl("transfer", "bob")
	boss.hears(callerTone)
	b.do(t, "hangup", "")
	d.idle()
	boss.idle()
}
