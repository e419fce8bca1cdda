package line

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"anteroom/softphone"

	"github.com/emiago/sipgo/sip"
)

// asked has the far end of a talk ask the desk to call somebody.
func asked(d *desk, f *far, target string, extra ...string) softphone.ReferAsked {
	d.t.Helper()
	known := count[softphone.ReferArrived](d.ear, nil)
	f.ask("REFER", "", append([]string{"Refer-To: " + target}, extra...)...)
	return await(d.t, d.ear, func(e softphone.ReferArrived) bool { known--; return known < 0 }).Refer
}

// reported takes the next NOTIFY, which must be about a REFER with that CSeq and say that.
func reported(s *stage, seq, status int, state string) *sip.Request {
	s.t.Helper()
	n := s.request(sip.NOTIFY)
	got, _, ok := readFragment(n.Body())
	if !ok || got != status || !strings.HasPrefix(field(n, "Subscription-State"), state) ||
		field(n, "Event") != fmt.Sprintf("refer;id=%d", seq) || !strings.HasPrefix(field(n, "Content-Type"), "message/sipfrag") {
		s.t.Errorf("expected %s with %d of REFER %d, got\n%s", state, status, seq, n)
	}
	return n
}

func TestReferred_NobodyIsCalledAndNothingAnsweredBeforeTheYes(t *testing.T) {
	t.Parallel()
	d, s := direct(t)
	ctx := context.Background()
	f, id := answered(d, s, sdpWith(4000))
	to := "sip:carol@" + s.addr.String()
	r := asked(d, f, `"Carol <x>" <`+to+`;method=INVITE?Subject=x>`, "Referred-By: <sip:boss@pbx.example>;x=y")
	if r.Call != id || r.Target != to || r.By != "sip:boss@pbx.example" || r.ID == "" {
		t.Errorf("asked %+v", r)
	}
	seq := f.seq
	f.ask("OPTIONS", "")
	s.status(sip.OPTIONS, 200) // and not a word to the REFER
	d.must(d.AnswerRefer(ctx, r.ID, true, "n"))
	if res := s.status(sip.REFER, 202); res.Contact() == nil {
		t.Errorf("202 without Contact\n%s", res)
	}
	s.answer(reported(s, seq, 100, "active"), 200, "", "")
	d.must(d.SendInvite(ctx, "n", "a", r.Target, media(20000)))
	i := s.request(sip.INVITE)
	if i.Recipient.String() != to || field(i, "Referred-By") != "<sip:boss@pbx.example>;x=y" || field(i, "Subject") != "" || field(i, "Replaces") != "" {
		t.Errorf("called with\n%s", i)
	}
	s.answer(i, 180, "x", "")
	s.answer(reported(s, seq, 180, "active"), 200, "", "")
	s.answer(i, 200, "x", sdpWith(4002))
	s.request(sip.ACK)
	s.answer(reported(s, seq, 200, "terminated"), 200, "", "")
	f.ask("BYE", "")
	s.status(sip.BYE, 200)
	hungUp(t, d, id)
	if count(d.ear, func(e softphone.CallHungUp) bool { return e.Call == "n" }) != 0 {
		t.Error("the new call went with the old one")
	}
}

func TestReferred_DeclinedOrNotAnsweredIsDeclined(t *testing.T) {
	t.Parallel()
	d, s := impatient(t)
	f, _ := answered(d, s, sdpWith(4000))
	r := asked(d, f, "sip:carol@127.0.0.1")
	d.must(d.AnswerRefer(context.Background(), r.ID, false, ""))
	s.status(sip.REFER, 603)
	r = asked(d, f, "sip:carol@127.0.0.1")
	s.status(sip.REFER, 603)
	await(t, d.ear, func(e softphone.ReferLapsed) bool { return e.Refer == r.ID })
	if err := d.AnswerRefer(context.Background(), r.ID, true, "n"); !errors.Is(err, softphone.Reason{Code: softphone.NothingToConnect, Detail: string(r.ID)}) {
		t.Errorf("answered too late: %v", err)
	}
}

func TestReferred_WhatCannotBeDialledIsRefused(t *testing.T) {
	t.Parallel()
	d, s := direct(t)
	f, _ := answered(d, s, sdpWith(4000))
	for _, x := range []struct {
		headers string
		status  int
	}{
		{"X: y", 400},
		{"Refer-To: <sip:a@b>\r\nRefer-To: <sip:c@d>", 400},
		{"Refer-To: <sip:a@b>, <sip:c@d>", 400},
		{"Refer-To: <sip:a@b", 400},
		{"Refer-To: <sip:>", 400},
		{"Refer-To: <sip:a@b?Replaces=x>", 400},
		{"Refer-To: <sip:a@b?Replaces=x%3Bto-tag%3D1%3Bfrom-tag%3D2&replaces=x%3Bto-tag%3D1%3Bfrom-tag%3D2>", 400},
		{"Refer-To: <sip:a@b?Replaces=x%0D%0AX:y%3Bto-tag%3D1%3Bfrom-tag%3D2>", 400},
		{"Refer-To: <sip:a@b;Method=BYE>", 405},
		{"Refer-To: <http://example.org/>", 416},
		{"Refer-To: <sip:a@b>\r\nRequire: norefersub", 420},
	} {
		f.ask("REFER", "", x.headers)
		if res := s.status(sip.REFER, x.status); x.status == 405 && field(res, "Allow") == "" {
			t.Error("405 without Allow")
		}
	}
	if n := count[softphone.ReferArrived](d.ear, nil); n != 0 {
		t.Errorf("asked %d times", n)
	}
	if r := asked(d, f, "<tel:+47-2233>"); r.Target != "+472233" {
		t.Errorf("asked %+v", r)
	}
}

func TestReferred_TheReplacedDialogIsNamedInTheInvite(t *testing.T) {
	t.Parallel()
	d, s := direct(t)
	ctx := context.Background()
	f, _ := answered(d, s, sdpWith(4000))
	r := asked(d, f, "<sip:carol@"+s.addr.String()+";x=1?Replaces=call%40host%3bfrom-tag%3D2%3Bto-tag%3D1&Require=replaces&Body=x>")
	d.must(d.AnswerRefer(ctx, r.ID, true, "n"))
	s.status(sip.REFER, 202)
	n := s.request(sip.NOTIFY)
	s.answer(n, 200, "", "")
	d.must(d.SendInvite(ctx, "n", "a", r.Target, media(20000)))
	i := s.request(sip.INVITE)
	if field(i, "Replaces") != "call@host;to-tag=1;from-tag=2" || field(i, "Require") != "replaces" ||
		i.Recipient.String() != "sip:carol@"+s.addr.String()+";x=1" || i.To().Address.Headers.Length() != 0 {
		t.Errorf("called with\n%s", i)
	}
	s.answer(i, 401, "x", "", `WWW-Authenticate: Digest realm="a", nonce="n", qop="auth"`)
	s.request(sip.ACK)
	again := s.request(sip.INVITE)
	if field(again, "Replaces") != field(i, "Replaces") {
		t.Errorf("repeated with\n%s", again)
	}
	s.answer(again, 486, "x", "")
	s.request(sip.ACK)
	s.answer(reported(s, f.seq, 486, "terminated"), 200, "", "")
	hungUp(t, d, "n")
}

func TestReferred_ACallThatIsNeverMadeIsReportedAsFailed(t *testing.T) {
	t.Parallel()
	d, s := impatient(t)
	f, _ := answered(d, s, sdpWith(4000))
	r := asked(d, f, "sip:carol@127.0.0.1")
	d.must(d.AnswerRefer(context.Background(), r.ID, true, "n"))
	s.status(sip.REFER, 202)
	n := reported(s, f.seq, 100, "active")
	s.answer(n, 401, "", "", `WWW-Authenticate: Digest realm="a", nonce="n", qop="auth"`)
	again := s.request(sip.NOTIFY) // with what is newest by then
	if again.GetHeader("Authorization") == nil {
		t.Errorf("sent again\n%s", again)
	}
	s.answer(again, 200, "", "")
	if got, _, _ := readFragment(again.Body()); got == 100 {
		s.answer(reported(s, f.seq, 503, "terminated"), 200, "", "")
	} else if got != 503 {
		t.Errorf("reported\n%s", again)
	}
}

func TestReferred_WhoHasHungUpIsStillToldTheOutcome(t *testing.T) {
	t.Parallel()
	d, s := direct(t)
	ctx := context.Background()
	f, id := answered(d, s, sdpWith(4000))
	r := asked(d, f, "sip:carol@"+s.addr.String())
	seq := f.seq
	d.must(d.SendInvite(ctx, "n", "a", r.Target, media(20000))) // the call may be quicker than the yes
	i := s.request(sip.INVITE)
	s.answer(i, 180, "x", "")
	await[softphone.PeerRinging](t, d.ear, nil)
	d.must(d.AnswerRefer(ctx, r.ID, true, "n"))
	s.status(sip.REFER, 202)
	f.ask("BYE", "")
	for got := 0; got != 180; { // the BYE's 200 may come in between
		if n, ok := s.next().(*sip.Request); ok {
			got, _, _ = readFragment(n.Body())
			s.answer(n, 200, "", "")
		}
	}
	hungUp(t, d, id)
	d.must(d.SendHangUp(ctx, "n"))
	told, cancelled := 0, false
	for told != 487 || !cancelled { // each dialog for itself: the news may come before the CANCEL
		switch n, _ := s.next().(*sip.Request); {
		case n == nil:
		case n.Method == sip.CANCEL:
			s.answer(n, 200, "x", "")
			s.answer(i, 487, "x", "")
			cancelled = true
		case n.Method == sip.NOTIFY:
			told, _, _ = readFragment(n.Body())
			s.answer(n, 200, "", "")
			if field(n, "Event") != fmt.Sprintf("refer;id=%d", seq) {
				t.Errorf("about another REFER\n%s", n)
			}
		}
	}
}

func TestReferred_TwoAtOnceAreAskedAndAnsweredEachForItself(t *testing.T) {
	t.Parallel()
	d, s := direct(t)
	f, id := answered(d, s, sdpWith(4000))
	first := asked(d, f, "sip:carol@127.0.0.1")
	second := asked(d, f, "sip:dave@127.0.0.1")
	if first.ID == second.ID || second.Target != "sip:dave@127.0.0.1" {
		t.Errorf("asked %+v and %+v", first, second)
	}
	d.must(d.AnswerRefer(context.Background(), second.ID, false, ""))
	if res := s.status(sip.REFER, 603); int(res.CSeq().SeqNo) != f.seq {
		t.Errorf("the wrong one is declined\n%s", res)
	}
	f.ask("BYE", "") // and the other one is given up with the call
	left := map[sip.RequestMethod]int{sip.BYE: 200, sip.REFER: 481}
	for len(left) > 0 {
		if res := s.next().(*sip.Response); res.StatusCode == left[res.CSeq().MethodName] {
			delete(left, res.CSeq().MethodName)
		}
	}
	hungUp(t, d, id)
	if err := d.AnswerRefer(context.Background(), first.ID, true, "n"); err == nil {
		t.Error("answered after the call")
	}
}

func TestReferred_AnAskerWhoTakesNoReportGetsNoMore(t *testing.T) {
	t.Parallel()
	d, s := direct(t)
	ctx := context.Background()
	f, _ := answered(d, s, sdpWith(4000))
	r := asked(d, f, "sip:carol@"+s.addr.String())
	d.must(d.AnswerRefer(ctx, r.ID, true, "n"))
	s.status(sip.REFER, 202)
	s.answer(reported(s, f.seq, 100, "active"), 481, "", "")
	d.must(d.SendInvite(ctx, "n", "a", r.Target, media(20000)))
	i := s.request(sip.INVITE)
	s.answer(i, 404, "x", "")
	s.request(sip.ACK)
	hungUp(t, d, "n")
	f.ask("OPTIONS", "")
	s.status(sip.OPTIONS, 200) // a NOTIFY before it would be an error
}
