//go:build interop

package interop

import (
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// atAsterisk is a desk registered at Asterisk as 1001.
func atAsterisk(t *testing.T) (asterisk, *desk) {
	t.Helper()
	a := startAsterisk(t)
	d := startDesk(t, micTone)
	d.join("secret1001", a.address(), "--user", "1001")
	return a, d
}

// besideBaresip is a desk registered at kamailio as 1001, with baresip as 1002.
func besideBaresip(t *testing.T) (baresip, *desk) {
	t.Helper()
	k := startKamailio(t, "MD5")
	b := startBaresip(t, k.port)
	await(t, "baresip is registered", func() bool { return len(k.contacts(t, "1002")) == 1 })
	d := startDesk(t, micTone)
	d.join("secret1001", k.address(), "--user", "1001")
	return b, d
}

func (d *desk) ended(id, by, reason string) {
	d.t.Helper()
	c := d.awaitState(id, "ended")
	if c.EndedBy != by || !strings.HasPrefix(c.EndReason, reason) {
		d.t.Errorf("the call was ended by %s, %q; want %s, %s", c.EndedBy, c.EndReason, by, reason)
	}
}

func TestCall_BaresipBothHearEachOther(t *testing.T) {
	b, d := besideBaresip(t)
	c := d.ctlCall("call", "1002")
	if got := d.awaitState(c.ID, "talking"); got.Codec != "pcmu" {
		t.Errorf("codec %q, want the only one baresip has, pcmu", got.Codec)
	}
	d.hears(440)
	pause(2 * time.Second)
	d.ctl("hangup", c.ID)
	d.ended(c.ID, "us", "hung_up")
	await(t, "baresip heard our tone for a second", func() bool { return b.heard(t).Longest(micTone) >= 1 })
}

func TestCall_BaresipCallsAndHangsUp(t *testing.T) {
	b, d := besideBaresip(t)
	b.do(t, "dial", "1001")
	c := d.awaitState("", "ringing")
	if c.Direction != "in" || c.Peer.Number != "1002" {
		t.Errorf("it rings from %+v, %s; want 1002", c.Peer, c.Direction)
	}
	d.ctl("answer", c.ID)
	d.hears(440)
	pause(2 * time.Second)
	b.do(t, "hangup", "")
	d.ended(c.ID, "peer", "hung_up")
	await(t, "baresip heard our tone for a second", func() bool { return b.heard(t).Longest(micTone) >= 1 })
}

func TestCall_BaresipGivesUpWhileItRings(t *testing.T) {
	b, d := besideBaresip(t)
	b.do(t, "dial", "1001")
	c := d.awaitState("", "ringing")
	await(t, "baresip gives up, which it does not before it has heard the ringing", func() bool {
		b.do(t, "hangup", "")
		return strings.Contains(strings.Join(d.ctl("status"), ""), `"end_reason":"cancelled`)
	})
	d.ended(c.ID, "peer", "cancelled")
}

// What baresip hears after the first re-INVITE cannot be had from it: its recorder is fed no more, though the packets go
// on without a break. What a peer hears while he waits is judged at Asterisk.
func TestHold_BaresipIsHeldAndTakenBackTwice(t *testing.T) {
	b, d := besideBaresip(t)
	c := d.ctlCall("call", "1002")
	d.awaitState(c.ID, "talking")
	pause(2 * time.Second)
	for range 2 {
		d.hears(440)
		if held := d.ctlCall("hold", c.ID); held.State != "held" {
			t.Fatalf("after hold the call is %s", held.State)
		}
		d.hearsNothing()
		if back := d.ctlCall("resume", c.ID); back.State != "talking" {
			t.Fatalf("after resume the call is %s", back.State)
		}
	}
	d.hears(440)
	d.ctl("hangup", c.ID)
	d.ended(c.ID, "us", "hung_up")
	await(t, "baresip heard our tone for a second", func() bool { return b.heard(t).Longest(micTone) >= 1 })
}

func TestHold_BaresipHoldsUs(t *testing.T) {
	b, d := besideBaresip(t)
	c := d.ctlCall("call", "1002")
	d.awaitState(c.ID, "talking")
	d.hears(440)
	b.do(t, "hold", "")
	d.await("that the other side holds", func(e event) bool { return e.Event == "peer_held" })
	b.do(t, "resume", "")
	d.await("that the other side is back", func(e event) bool { return e.Event == "peer_held" })
	d.hears(440)
	d.ctl("hangup", c.ID)
	d.ended(c.ID, "us", "hung_up")
}

func TestCall_AsteriskEchoesUs(t *testing.T) {
	a, d := atAsterisk(t)
	c := d.ctlCall("call", "600")
	d.awaitState(c.ID, "talking")
	d.hears(micTone)
	d.ctl("hold", c.ID)
	d.hearsNothing()
	d.ctl("resume", c.ID)
	d.hears(micTone)
	d.ctl("hangup", c.ID)
	d.ended(c.ID, "us", "hung_up")
	await(t, "Asterisk has no call any more", func() bool { return a.channels(t) == 0 })
}

func TestCall_AsteriskTone(t *testing.T) {
	_, d := atAsterisk(t)
	c := d.ctlCall("call", "608")
	d.awaitState(c.ID, "talking")
	d.hears(1004)
}

func TestCall_AsteriskQueuePlaysItsMusic(t *testing.T) {
	_, d := atAsterisk(t)
	c := d.ctlCall("call", "603")
	d.awaitState(c.ID, "talking")
	d.hears(850)
}

func TestCall_EarlyMediaIsHeardBeforeTheAnswer(t *testing.T) {
	_, d := atAsterisk(t)
	c := d.ctlCall("call", "604")
	d.awaitState(c.ID, "early")
	d.hears(700)
	d.awaitState(c.ID, "talking")
	d.hears(micTone)
}

func TestCall_EarlyMediaIsHeardBeforeARefusal(t *testing.T) {
	_, d := atAsterisk(t)
	c := d.ctlCall("call", "605")
	d.awaitState(c.ID, "early")
	d.hears(500)
	d.ended(c.ID, "peer", "busy")
}

func TestCall_Busy(t *testing.T) {
	_, d := atAsterisk(t)
	c := d.ctlCall("call", "609")
	d.ended(c.ID, "peer", "busy")
}

func TestCall_UnknownNumber(t *testing.T) {
	_, d := atAsterisk(t)
	c := d.ctlCall("call", "999")
	d.ended(c.ID, "peer", "not_found")
}

func TestCall_GivenUpWhileItRings(t *testing.T) {
	a, d := atAsterisk(t)
	c := d.ctlCall("call", "606")
	await(t, "Asterisk rings", func() bool { return a.channels(t) == 1 })
	d.ctl("hangup", c.ID)
	d.ended(c.ID, "us", "cancelled")
	await(t, "Asterisk has no call any more", func() bool { return a.channels(t) == 0 })
}

func TestCall_AsteriskCalls(t *testing.T) {
	a, d := atAsterisk(t)
	a.command(t, "channel originate PJSIP/1001 extension 608@office")
	c := d.awaitState("", "ringing")
	d.ctl("answer", c.ID)
	d.hears(1004)
	a.command(t, "channel request hangup all")
	d.ended(c.ID, "peer", "hung_up")
}

func TestCall_RejectedIsBusyForTheCaller(t *testing.T) {
	a, d := atAsterisk(t)
	a.command(t, "channel originate Local/1001@office application Wait 5")
	c := d.awaitState("", "ringing")
	d.ctl("reject", c.ID)
	d.ended(c.ID, "us", "rejected")
	await(t, "Asterisk has no call any more", func() bool { return a.channels(t) == 0 })
}

func TestDigits_ReachAsterisk(t *testing.T) {
	a, d := atAsterisk(t)
	c := d.ctlCall("call", "612")
	d.awaitState(c.ID, "talking")
	d.ctl("dtmf", c.ID, "19#5")
	d.ctl("dtmf", c.ID, "7")
	// Read ends at "#".
	await(t, "Asterisk has read 19", func() bool { return strings.Contains(a.command(t, "dialplan show globals"), "HEARD=19\n") })
}

func TestDigits_FourInARow(t *testing.T) {
	a, d := atAsterisk(t)
	c := d.ctlCall("call", "612")
	d.awaitState(c.ID, "talking")
	d.ctl("dtmf", c.ID, "0*44")
	await(t, "Asterisk has read 0*44", func() bool { return strings.Contains(a.command(t, "dialplan show globals"), "HEARD=0*44\n") })
}

func TestHold_AsteriskHearsUsThenOurMusicThenUs(t *testing.T) {
	a, d := atAsterisk(t)
	c := d.ctlCall("call", "615")
	d.awaitState(c.ID, "talking")
	pause(2 * time.Second)
	d.ctl("hold", c.ID)
	pause(2 * time.Second)
	d.ctl("resume", c.ID)
	pause(2 * time.Second)
	d.ctl("hangup", c.ID)
	recording := filepath.Join(a.root, a.run, "heard.wav")
	await(t, "the recording is finished", func() bool { s, err := ReadWAV(recording); return err == nil && len(s.Samples) > 8000 })
	await(t, "Asterisk has no call any more", func() bool { return a.channels(t) == 0 })
	s, err := ReadWAV(recording)
	if err != nil {
		t.Fatal(err)
	}
	if us, music := s.Longest(micTone), s.Longest(musicTone); us < 1 || music < 1 {
		t.Errorf("of %.1f s Asterisk heard us for %.1f s and our music for %.1f s on end", float64(len(s.Samples))/float64(s.Rate), us, music)
	}
	if !s.Last(0.8).IsTone(micTone) {
		t.Error("at the end Asterisk did not hear us")
	}
}

func TestHold_ThroughAsteriskBothWays(t *testing.T) {
	a, d := atAsterisk(t)
	other := startDesk(t, 540)
	other.join("secret1002", a.address(), "--user", "1002")
	other.ctl("set", "auto_answer", "1")
	c := d.ctlCall("call", "1002")
	d.awaitState(c.ID, "talking")
	d.hears(540)
	other.hears(micTone)
	there := other.awaitState("", "talking")

	d.ctl("hold", c.ID)
	other.hears(850) // Asterisk's music, when it is we who hold
	d.ctl("resume", c.ID)
	other.hears(micTone)
	d.hears(540)

	other.ctl("hold", there.ID)
	d.hears(850)
	other.ctl("resume", there.ID)
	d.hears(540)

	other.ctl("hangup", there.ID)
	d.ended(c.ID, "peer", "hung_up")
}
