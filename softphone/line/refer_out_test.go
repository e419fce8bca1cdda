package line

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"anteroom/softphone"

	"github.com/emiago/sipgo/sip"
)

// notify sends a NOTIFY about a REFER; a status of 0 sends no body, event is what stands after "refer".
func (f *far) notify(event string, status int, state string) {
	f.t.Helper()
	body := ""
	if status != 0 {
		body = fmt.Sprintf("SIP/2.0 %d %s\r\n", status, statusWords[status])
	}
	f.ask("NOTIFY", body, "Event: refer"+event, "Subscription-State: "+state, "Content-Type: message/sipfrag;version=2.0")
}

// impatient is direct with short limits for whoever was asked something by REFER.
func impatient(t testing.TB) (*desk, *stage) {
	t.Helper()
	s, d := newStage(t), newDesk(t, Options{})
	short := 100 * time.Millisecond
	d.Line.patience = patienceWith{notify: short, progress: short, answer: short, call: short}
	d.open(softphone.Account{ID: "a", Address: s.addr.String(), User: "alice", Transport: softphone.UDP}, "secret")
	d.registered("a")
	return d, s
}

// referring has the desk transfer an answered call, and gives its REFER.
func referring(d *desk, s *stage, number string) (*far, softphone.CallID, *sip.Request) {
	d.t.Helper()
	f, id := answered(d, s, sdpWith(4000))
	d.must(d.SendTransfer(context.Background(), id, number, ""))
	return f, id, s.request(sip.REFER)
}

func transferFailed(d *desk) softphone.TransferFailed {
	d.t.Helper()
	return await[softphone.TransferFailed](d.t, d.ear, nil)
}

func noOutcome(d *desk) {
	d.t.Helper()
	if count[softphone.TransferDone](d.ear, nil)+count[softphone.TransferFailed](d.ear, nil) != 0 {
		d.t.Errorf("an outcome was told: %s", d.story())
	}
}

func TestRefer_ToANumberIsFollowedToItsEnd(t *testing.T) {
	t.Parallel()
	d, s := direct(t)
	f, id, r := referring(d, s, "22 33 44")
	if got, want := field(r, "Refer-To"), "<sip:223344@"+s.addr.String()+">"; got != want {
		t.Errorf("Refer-To %s, want %s", got, want)
	}
	if got := field(r, "Referred-By"); got != "<sip:alice@127.0.0.1>" {
		t.Errorf("Referred-By %s", got)
	}
	if tag, _ := r.To().Params.Get("tag"); tag != f.tag || r.Contact() == nil {
		t.Errorf("not inside the dialog:\n%s", r)
	}
	s.answer(r, 202, "", "")
	for _, n := range []struct {
		status int
		state  string
	}{{100, "active;expires=60"}, {180, "active"}, {0, "active"}, {200, "terminated;reason=noresource"}, {200, "terminated"}} {
		f.notify("", n.status, n.state)
		s.status(sip.NOTIFY, 200)
	}
	await[softphone.TransferDone](t, d.ear, nil)
	f.ask("BYE", "")
	s.status(sip.BYE, 200)
	if e := hungUp(t, d, id); e.By != softphone.EndedByPeer || e.Reason.Code != softphone.HungUp {
		t.Errorf("told %+v", e)
	}
	if n := count[softphone.TransferDone](d.ear, nil); n != 1 {
		t.Errorf("TransferDone came %d times", n)
	}
}

func TestRefer_ToACallNamesItsDialogFromTheOthersSide(t *testing.T) {
	t.Parallel()
	d, s := direct(t)
	_, id := answered(d, s, sdpWith(4000))
	i := dialled(d, s, "with")
	g := picked(s, i, "theirs", sdpWith(4002))
	await(t, d.ear, func(e softphone.CallAnswered) bool { return e.Call == "with" })
	d.must(d.SendTransfer(context.Background(), id, "ignored", "with"))
	want := fmt.Sprintf("<sip:far@%s?Replaces=%s%%3Bto-tag%%3Dtheirs%%3Bfrom-tag%%3D%s&Require=replaces>", s.addr, g.callID, g.theirTag)
	r := s.request(sip.REFER)
	if got := field(r, "Refer-To"); got != want {
		t.Errorf("Refer-To\n%s, want\n%s", got, want)
	}
	if !strings.Contains(field(r, "Supported"), "replaces") {
		t.Errorf("Supported: %s", field(r, "Supported"))
	}
	s.answer(r, 202, "", "")
}

func TestRefer_ToACallThatIsNotTheirsToReplaceIsNotSent(t *testing.T) {
	t.Parallel()
	d, s := direct(t)
	_, id := answered(d, s, sdpWith(4000))
	dialled(d, s, "ringing")
	if err := d.SendTransfer(context.Background(), id, "", "ringing"); !errors.Is(err, wrongState) {
		t.Errorf("with a ringing call: %v", err)
	}
	if err := d.SendTransfer(context.Background(), id, "", "none"); !errors.Is(err, softphone.Reason{Code: softphone.NoSuchCall, Detail: "none"}) {
		t.Errorf("with no call: %v", err)
	}
	if err := d.SendTransfer(context.Background(), id, "(", ""); !errors.Is(err, softphone.Reason{Code: softphone.BadNumber, Detail: "("}) {
		t.Errorf("to no number: %v", err)
	}
	if err := d.SendTransfer(context.Background(), "ringing", "1", ""); !errors.Is(err, wrongState) {
		t.Errorf("of a ringing call: %v", err)
	}
}

func TestRefer_RefusedOutrightSaysWhy(t *testing.T) {
	t.Parallel()
	d, s := direct(t)
	f, id, r := referring(d, s, "1")
	s.answer(r, 603, "", "")
	if e := transferFailed(d); e.Call != id || !e.Refused || e.Reason != (softphone.Reason{Code: softphone.Declined, Detail: "603 Decline"}) {
		t.Errorf("told %+v", e)
	}
	f.notify("", 200, "terminated") // whatever that is about
	s.status(sip.NOTIFY, 200)
	d.must(d.SendTransfer(context.Background(), id, "2", "")) // and once more
	s.answer(s.request(sip.REFER), 405, "", "")
	await(t, d.ear, func(e softphone.TransferFailed) bool { return e.Reason.Code == softphone.Rejected })
}

func TestRefer_BusyAfterRingingIsNoRefusal(t *testing.T) {
	t.Parallel()
	d, s := direct(t)
	f, id, r := referring(d, s, "1")
	s.answer(r, 202, "", "")
	f.notify("", 180, "active")
	s.status(sip.NOTIFY, 200)
	f.notify("", 486, "terminated;reason=noresource")
	s.status(sip.NOTIFY, 200)
	if e := transferFailed(d); e.Call != id || e.Refused || e.Reason != (softphone.Reason{Code: softphone.Busy, Detail: "486 Busy Here"}) {
		t.Errorf("told %+v", e)
	}
	f.ask("OPTIONS", "")
	s.status(sip.OPTIONS, 200) // the call stands
	if count[softphone.CallHungUp](d.ear, nil) != 0 {
		t.Error("the call has ended")
	}
}

func TestRefer_SilenceIsNoAnswer(t *testing.T) {
	t.Parallel()
	for _, said := range []string{"nothing", "ringing", "the end without an outcome"} {
		d, s := impatient(t)
		f, _, r := referring(d, s, "1")
		s.answer(r, 202, "", "")
		switch said {
		case "ringing":
			f.notify("", 180, "active")
			s.status(sip.NOTIFY, 200)
		case "the end without an outcome":
			f.notify("", 100, "Terminated ;reason=timeout")
			s.status(sip.NOTIFY, 200)
		}
		if e := transferFailed(d); e.Refused || e.Reason.Code != softphone.NoAnswer {
			t.Errorf("%s: told %+v", said, e)
		}
		f.notify("", 200, "terminated")
		s.status(sip.NOTIFY, 200)
		if count[softphone.TransferDone](d.ear, nil) != 0 {
			t.Errorf("%s: done after it had failed", said)
		}
	}
}

func TestRefer_ATelephoneDeafToItIsARefusal(t *testing.T) {
	t.Parallel()
	d, s := direct(t)
	_, id, _ := referring(d, s, "1")
	if e := transferFailed(d); e.Call != id || !e.Refused || e.Reason.Code != softphone.NoAnswer {
		t.Errorf("told %+v", e)
	}
}

func TestRefer_NotifyBeforeTheAnswerCounts(t *testing.T) {
	t.Parallel()
	d, s := impatient(t)
	f, _, r := referring(d, s, "1")
	f.notify(fmt.Sprintf(";id=%d", r.CSeq().SeqNo), 200, "terminated")
	s.status(sip.NOTIFY, 200)
	await[softphone.TransferDone](t, d.ear, nil)
	s.answer(r, 202, "", "")
	f.ask("OPTIONS", "")
	s.status(sip.OPTIONS, 200)
	if count[softphone.TransferFailed](d.ear, nil) != 0 {
		t.Error("failed after it was done")
	}
}

func TestRefer_NotifiesOutOfOrderAreAllAnswered(t *testing.T) {
	t.Parallel()
	d, s := direct(t)
	f, _, r := referring(d, s, "1")
	s.answer(r, 202, "", "")
	f.seq += 2
	f.notify("", 486, "terminated")
	s.status(sip.NOTIFY, 200)
	transferFailed(d)
	f.seq -= 2
	f.notify("", 180, "active")
	s.status(sip.NOTIFY, 200)
	f.notify(";id=4711", 200, "terminated") // another subscription, and passed
	s.status(sip.NOTIFY, 500)
	f.seq += 10
	f.notify(";id=4711", 200, "terminated")
	s.status(sip.NOTIFY, 481)
	f.ask("NOTIFY", "", "Event: message-summary", "Subscription-State: active")
	s.status(sip.NOTIFY, 481)
	if count[softphone.TransferDone](d.ear, nil) != 0 || count[softphone.TransferFailed](d.ear, nil) != 1 {
		t.Errorf("told %s", d.story())
	}
}

func TestRefer_AByeBeforeTheOutcomeIsTheLastTheDeskHears(t *testing.T) {
	t.Parallel()
	d, s := direct(t)
	f, id, r := referring(d, s, "1")
	s.answer(r, 202, "", "")
	f.ask("BYE", "")
	s.status(sip.BYE, 200)
	if e := hungUp(t, d, id); e.By != softphone.EndedByPeer {
		t.Errorf("told %+v", e)
	}
	f.notify("", 100, "active")
	s.status(sip.NOTIFY, 200)
	f.notify("", 200, "terminated")
	s.status(sip.NOTIFY, 200)
	f.notify("", 200, "terminated") // nobody is left by now, or just leaving
	if m := s.next().(*sip.Response); m.StatusCode != 200 && m.StatusCode != 481 {
		t.Errorf("answered\n%s", m)
	}
	noOutcome(d)
}

func TestRefer_IsSentAgainWithCredentials(t *testing.T) {
	t.Parallel()
	d, s := impatient(t)
	f, id := answered(d, s, sdpWith(4000))
	d.must(d.SendTransfer(context.Background(), id, "1", ""))
	r := s.request(sip.REFER)
	challenge := `Digest realm="a", nonce="n1", qop="auth", algorithm=MD5`
	s.answer(r, 407, "", "", "Proxy-Authenticate: "+challenge)
	again := s.request(sip.REFER)
	if again.CSeq().SeqNo != r.CSeq().SeqNo+1 || !checkDigest(again, "Proxy-Authorization", challenge, "alice", "secret") {
		t.Errorf("sent again:\n%s", again)
	}
	s.answer(again, 200, "", "") // as before RFC 6665
	f.notify(fmt.Sprintf(";id=%d", r.CSeq().SeqNo), 200, "terminated")
	s.status(sip.NOTIFY, 481) // the challenged one began nothing
	f.notify(fmt.Sprintf(";id=%d", again.CSeq().SeqNo), 200, "terminated")
	s.status(sip.NOTIFY, 200)
	await[softphone.TransferDone](t, d.ear, nil)

	d.must(d.SendTransfer(context.Background(), id, "1", ""))
	s.answer(s.request(sip.REFER), 401, "", "", `WWW-Authenticate: Digest realm="a", nonce="n2", qop="auth"`)
	s.answer(s.request(sip.REFER), 401, "", "", `WWW-Authenticate: Digest realm="a", nonce="n3", qop="auth"`)
	if e := transferFailed(d); !e.Refused || e.Reason.Code != softphone.WrongPassword {
		t.Errorf("told %+v", e)
	}
}

func TestRefer_TakenBackItsOutcomeIsNotTold(t *testing.T) {
	t.Parallel()
	d, s := direct(t)
	ctx := context.Background()
	f, id := answered(d, s, sdpWith(4000))
	d.must(d.SendHold(ctx, id))
	s.answer(s.request(sip.INVITE), 200, "", sdpWith(4000, "a=recvonly"))
	s.request(sip.ACK)
	d.must(d.SendTransfer(ctx, id, "1", ""))
	first := s.request(sip.REFER)
	s.answer(first, 202, "", "")
	if err := d.SendTransfer(ctx, id, "2", ""); !errors.Is(err, wrongState) {
		t.Errorf("two at once: %v", err)
	}
	d.must(d.SendResume(ctx, id))
	s.answer(s.request(sip.INVITE), 200, "", sdpWith(4000))
	s.request(sip.ACK)
	await[softphone.ResumeConfirmed](t, d.ear, nil)
	d.must(d.SendTransfer(ctx, id, "2", ""))
	second := s.request(sip.REFER)
	s.answer(second, 202, "", "")
	f.notify("", 200, "terminated") // of the first, which may leave its id out
	s.status(sip.NOTIFY, 200)
	noOutcome(d)
	f.notify(fmt.Sprintf(";id=%d", second.CSeq().SeqNo), 404, "terminated")
	s.status(sip.NOTIFY, 200)
	if e := transferFailed(d); e.Reason.Code != softphone.NotFound {
		t.Errorf("told %+v", e)
	}
	d.must(d.SendTransfer(ctx, id, "3", ""))
	third := s.request(sip.REFER)
	d.must(d.SendHangUp(ctx, id))
	s.answer(s.request(sip.BYE), 200, "", "")
	s.answer(third, 603, "", "")
	hungUp(t, d, id)
	if n := count[softphone.TransferFailed](d.ear, nil); n != 1 {
		t.Errorf("TransferFailed came %d times", n)
	}
}

func TestRefer_ADialogTheOtherSideDoesNotKnowEndsTheCall(t *testing.T) {
	t.Parallel()
	d, s := direct(t)
	_, id, r := referring(d, s, "1")
	s.answer(r, 481, "", "")
	s.answer(s.request(sip.BYE), 481, "", "")
	if e := hungUp(t, d, id); e.By != softphone.EndedByNetwork || e.Reason.Code != softphone.ConnectionCut {
		t.Errorf("told %+v", e)
	}
	noOutcome(d)
}

func TestFragment_GivesItsStatusLineOnly(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]int{
		"SIP/2.0 200 OK\r\n": 200, "SIP/2.0 180 Ringing": 180, "\r\nsip/2.0 486 Busy Here\nTo: x": 486, "SIP/2.0 603 ": 603,
		"SIP/2.0 603": 603, "": 0, "OK": 0, "SIP/2.0 20 OK": 0, "SIP/2.0 +20 OK": 0, "SIP/2.0 999 OK": 0, "SIP/3.0 200 OK": 0, "SIP/2.0 2000": 0,
	} {
		status, _, ok := readFragment([]byte(body))
		if status != want || ok != (want != 0) {
			t.Errorf("%q read as %d %v", body, status, ok)
		}
	}
}
