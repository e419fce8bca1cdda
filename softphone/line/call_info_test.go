package line

import (
	"strings"
	"testing"

	"anteroom/softphone"

	"github.com/emiago/sipgo/sip"
)

// digitTold is the nth digit (1…) that was told.
func digitTold(t testing.TB, d *desk, n int) rune {
	t.Helper()
	return await(t, d.ear, func(softphone.DigitReceived) bool { n--; return n == 0 }).Digit
}

func TestInfo_DigitsThatComeAsMessagesAreTold(t *testing.T) {
	t.Parallel()
	d, s := direct(t)
	f, _ := answered(d, s, sdpWith(4000))
	relay, plain := "Content-Type: application/dtmf-relay", "Content-Type: application/DTMF; charset=utf-8"
	for i, c := range []struct {
		kind, body string
		digit      rune
	}{
		{relay, "Signal=5\r\nDuration=160\r\n", '5'}, {relay, "Signal= *\nDuration= 250", '*'}, {relay, "Duration=100\r\nsignal=#", '#'},
		{relay, "Signal=11\r\n", '#'}, {relay, "Signal=c", 'C'}, {plain, "7\r\n", '7'}, {plain, "10", '*'},
	} {
		f.ask("INFO", c.body, c.kind)
		s.status(sip.INFO, 200)
		if got := digitTold(t, d, i+1); got != c.digit {
			t.Errorf("%q is told as %q", c.body, got)
		}
	}
}

func TestInfo_WhatIsNoDigitIsAnsweredAndNotTold(t *testing.T) {
	t.Parallel()
	d, s := direct(t)
	f, _ := answered(d, s, sdpWith(4000))
	for _, c := range []struct {
		kind, body string
		status     int
	}{
		{"Content-Type: application/dtmf-relay", "Signal=16\r\n", 200}, {"Content-Type: application/dtmf-relay", "Signal=99\r\n", 400},
		{"Content-Type: application/dtmf-relay", "nothing", 400}, {"Content-Type: application/dtmf", "12345", 400},
		{"Content-Type: application/media_control+xml", "<x/>", 415}, {"Info-Package: foo\r\nContent-Type: application/dtmf-relay", "Signal=1", 469},
	} {
		f.ask("INFO", c.body, c.kind)
		res := s.status(sip.INFO, c.status)
		if c.status == 415 && !strings.Contains(field(res, "Accept"), "application/dtmf-relay") {
			t.Errorf("a 415 that does not say what is taken: %s", res)
		}
		if c.status == 469 && res.GetHeader("Recv-Info") == nil {
			t.Errorf("a 469 without Recv-Info: %s", res)
		}
	}
	f.ask("INFO", "Signal=9", "Content-Type: application/dtmf-relay")
	s.status(sip.INFO, 200)
	if got := digitTold(t, d, 1); got != '9' { // the first that is told
		t.Errorf("told %q", got)
	}
}

func TestInfo_DigitsGoOneAfterTheOther(t *testing.T) {
	t.Parallel()
	d, s := direct(t)
	_, id := answered(d, s, sdpWith(4000))
	if err := d.SendDigits(t.Context(), id, "4#"); err != nil {
		t.Fatal(err)
	}
	if err := d.SendDigits(t.Context(), id, "2"); err != nil { // while the first is under way
		t.Fatal(err)
	}
	var last uint32
	for _, digit := range "4#2" {
		r := s.request(sip.INFO)
		if got := string(r.Body()); got != "Signal="+string(digit)+"\r\nDuration=160\r\n" || field(r, "Content-Type") != "application/dtmf-relay" {
			t.Errorf("%q in %s", got, field(r, "Content-Type"))
		}
		if seq := r.CSeq().SeqNo; seq <= last {
			t.Errorf("CSeq %d after %d", seq, last)
		}
		last = r.CSeq().SeqNo
		s.answer(r, 200, "", "")
	}
	if d.SendDigits(t.Context(), id, "") == nil || d.SendDigits(t.Context(), id, strings.Repeat("1", 65)) == nil {
		t.Error("no digits, and too many, are taken")
	}
}

func TestInfo_ARefusalEndsThemAndIsTold(t *testing.T) {
	t.Parallel()
	d, s := direct(t)
	f, id := answered(d, s, sdpWith(4000))
	if err := d.SendDigits(t.Context(), id, "123"); err != nil {
		t.Fatal(err)
	}
	s.answer(s.request(sip.INFO), 200, "", "")
	s.answer(s.request(sip.INFO), 415, "", "")
	e := await(t, d.ear, func(softphone.DigitsFailed) bool { return true })
	if e.Call != id || e.Reason.Code != softphone.DigitsRefused || !strings.HasPrefix(e.Reason.Detail, "415") {
		t.Errorf("told %+v", e)
	}
	if err := d.SendDigits(t.Context(), id, "9"); err != nil { // a new try is one
		t.Fatal(err)
	}
	r := s.request(sip.INFO)
	if got := string(r.Body()); !strings.HasPrefix(got, "Signal=9") {
		t.Errorf("then goes %q", got)
	}
	s.answer(r, 200, "", "")
	f.ask("BYE", "")
	s.status(sip.BYE, 200)
	hungUp(t, d, id)
	if d.SendDigits(t.Context(), id, "1") == nil {
		t.Error("digits in a call that is over")
	}
}

func TestInfo_IsAnsweredForWhenAsked(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	d := newDesk(t, Options{})
	d.open(softphone.Account{ID: "a", Address: s.addr.String(), User: "alice", Transport: softphone.UDP}, "secret")
	d.registered("a")
	_, id := answered(d, s, sdpWith(4000))
	if err := d.SendDigits(t.Context(), id, "1"); err != nil {
		t.Fatal(err)
	}
	s.answer(s.request(sip.INFO), 407, "", "", "Proxy-Authenticate: "+sha256Ask)
	r := s.request(sip.INFO)
	if !checkDigest(r, "Proxy-Authorization", sha256Ask, "alice", "secret") || !strings.HasPrefix(string(r.Body()), "Signal=1") {
		t.Errorf("answered with\n%s", r)
	}
	s.answer(r, 200, "", "")
}

func TestLine_WithDigitsAsTonesAgreesOnNoEvents(t *testing.T) {
	t.Parallel()
	for _, how := range []softphone.Digits{softphone.DigitsTones, softphone.DigitsInfo, softphone.DigitsAuto} {
		d, s := direct(t)
		if err := d.ChangeLine(t.Context(), softphone.Account{ID: "a", Digits: how}); err != nil {
			t.Fatal(err)
		}
		f := s.dial(d, "a", sdpWith(4000))
		id := arrived(d).Call
		if err := d.SendAnswer(t.Context(), id, media(30000)); err != nil {
			t.Fatal(err)
		}
		ok := s.status(sip.INVITE, 200)
		f.took(ok)
		f.ack(1, "")
		if events := strings.Contains(string(ok.Body()), "telephone-event"); events != (how != softphone.DigitsTones) {
			t.Errorf("%q answers\n%s", how, ok.Body())
		}
		m := await(t, d.ear, func(e softphone.MediaAgreed) bool { return e.Call == id }).Media
		if (m.EventType != 0) != (how != softphone.DigitsTones) {
			t.Errorf("%q: events %d", how, m.EventType)
		}
		if err := d.SendHold(t.Context(), id); err != nil { // an offer of ours
			t.Fatal(err)
		}
		r := s.request(sip.INVITE)
		if events := strings.Contains(string(r.Body()), "telephone-event"); events != (how != softphone.DigitsTones) {
			t.Errorf("%q offers\n%s", how, r.Body())
		}
		s.answer(r, 200, "", sdpWith(4000, "a=recvonly"))
		s.request(sip.ACK)
		f.ask("BYE", "")
		s.status(sip.BYE, 200)
		hungUp(t, d, id)
		if d.ChangeLine(t.Context(), softphone.Account{ID: "nobody"}) == nil {
			t.Error("a line that is not there is changed")
		}
	}
}
