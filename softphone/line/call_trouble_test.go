package line

import (
	"context"
	"runtime"
	"strings"
	"testing"

	"anteroom/softphone"

	"github.com/emiago/sipgo/sip"
)

// taken answers REGISTERs, which come whenever a connection was cut, until a request of another kind comes.
func (s *stage) taken() *sip.Request {
	s.t.Helper()
	for {
		r, ok := s.next().(*sip.Request)
		if ok && r.Method != sip.REGISTER {
			return r
		}
		if ok {
			s.answer(r, 200, "x", "", "Expires: 3600")
		}
	}
}

// want fails unless a request is of the method.
func want(t testing.TB, r *sip.Request, method sip.RequestMethod) *sip.Request {
	t.Helper()
	if r.Method != method {
		t.Fatalf("expected %s, got\n%s", method, r)
	}
	return r
}

func TestTrouble_AConnectionCutDuringAHoldLeavesTheCall(t *testing.T) {
	t.Parallel()
	d, s := overTCP(t, Options{})
	picked(s, dialled(d, s, "c"), "x", sdpWith(4000))
	await[softphone.CallAnswered](t, d.ear, nil)
	d.must(d.SendHold(context.Background(), "c"))
	s.request(sip.INVITE)
	s.drop()
	if e := await[softphone.HoldFailed](t, d.ear, nil); e.Reason.Code != softphone.HoldRefused {
		t.Errorf("told %+v", e)
	}
	r := want(t, s.taken(), sip.INVITE) // the new contact is shown
	s.answer(r, 200, "", sdpWith(4000))
	s.request(sip.ACK)
	d.must(d.SendHold(context.Background(), "c"))
	s.answer(s.request(sip.INVITE), 200, "", sdpWith(4000, "a=recvonly"))
	s.request(sip.ACK)
	await[softphone.HoldConfirmed](t, d.ear, nil)
	d.must(d.SendHangUp(context.Background(), "c"))
	s.answer(s.request(sip.BYE), 200, "", "")
	s.letGo(d)
}

func TestTrouble_ARefreshThatFailsIsTriedAgain(t *testing.T) {
	t.Parallel()
	for name, fail := range map[string]func(*stage, *sip.Request){
		"refused": func(s *stage, r *sip.Request) { s.answer(r, 500, "", ""); s.request(sip.ACK) },
		"cut off": func(s *stage, r *sip.Request) { s.drop() },
	} {
		t.Run(name, func(t *testing.T) {
			d, s := overTCP(t, Options{})
			picked(s, dialled(d, s, "c"), "x", sdpWith(4000), "Session-Expires: 8;refresher=uac", "Require: timer")
			fail(s, s.request(sip.INVITE))
			r := want(t, s.taken(), sip.INVITE)
			s.answer(r, 200, "", sdpWith(4000), "Session-Expires: 3600;refresher=uac")
			s.request(sip.ACK)
			if n := count[softphone.CallHungUp](d.ear, nil); n != 0 {
				t.Error("the call was given up")
			}
		})
	}
}

func TestTrouble_ARefreshThatNeverSucceedsEndsTheCallInTime(t *testing.T) {
	t.Parallel()
	d, s := direct(t)
	picked(s, dialled(d, s, "c"), "x", sdpWith(4000), "Session-Expires: 2;refresher=uac", "Require: timer")
	refused := 0
	for r := s.request(sip.INVITE); ; {
		s.answer(r, 503, "", "")
		s.request(sip.ACK)
		refused++
		if r = s.next().(*sip.Request); r.Method == sip.BYE {
			s.answer(r, 200, "", "")
			break
		}
	}
	if e := hungUp(t, d, "c"); e.By != softphone.EndedByNetwork || refused < 2 {
		t.Errorf("after %d refusals told %+v", refused, e)
	}
}

func TestTrouble_AnUpdateThatCannotBeAuthorisedIsTriedAgain(t *testing.T) {
	t.Parallel()
	d, s := direct(t)
	picked(s, dialled(d, s, "c"), "x", sdpWith(4000), "Session-Expires: 3;refresher=uac", "Require: timer", "Allow: INVITE, UPDATE")
	s.answer(s.request(sip.UPDATE), 401, "", "", `WWW-Authenticate: Digest realm="x", nonce="n", algorithm=MD5-sess`)
	s.answer(s.request(sip.UPDATE), 200, "", "", "Session-Expires: 3600;refresher=uac")
	if n := count[softphone.CallHungUp](d.ear, nil); n != 0 {
		t.Error("the call was given up")
	}
}

func TestTrouble_AReinviteLeftOpenByTheirByeLeavesNothing(t *testing.T) {
	d, s := direct(t)
	f, id := answered(d, s, sdpWith(4000))
	before := runtime.NumGoroutine()
	d.must(d.SendHold(context.Background(), id))
	s.answer(s.request(sip.INVITE), 100, "", "")
	f.ask("BYE", "")
	s.status(sip.BYE, 200)
	hungUp(t, d, id)
	back(t, before-1, func() {}) // without the call's own
}

func TestTrouble_AReinviteWithoutAFinalAnswerIsGivenUp(t *testing.T) {
	t.Parallel()
	d, s := direct(t)
	_, id := answered(d, s, sdpWith(4000))
	d.must(d.SendHold(context.Background(), id))
	r := s.request(sip.INVITE)
	s.answer(r, 100, "", "")
	s.answer(s.request(sip.CANCEL), 200, "", "")
	await[softphone.HoldFailed](t, d.ear, nil)
	s.answer(r, 487, "", "")
	s.request(sip.ACK)

	d.must(d.SendHold(context.Background(), id))
	r = s.request(sip.INVITE)
	s.answer(r, 100, "", "")
	s.answer(s.request(sip.CANCEL), 200, "", "")
	d.must(d.SendHold(context.Background(), id))
	third := s.request(sip.INVITE) // waits until the second is forgotten
	s.answer(r, 200, "", sdpWith(4000, "a=recvonly"))
	if ack := s.request(sip.ACK); ack.CSeq().SeqNo != r.CSeq().SeqNo {
		t.Errorf("acknowledged\n%s", ack)
	}
	s.answer(third, 200, "", sdpWith(4000, "a=recvonly"))
	s.request(sip.ACK)
	await[softphone.HoldConfirmed](t, d.ear, nil)
	again := s.request(sip.INVITE) // whatever they made of the second
	if !strings.Contains(string(again.Body()), "a=sendonly") {
		t.Errorf("put right with\n%s", again)
	}
	s.answer(again, 200, "", sdpWith(4000, "a=recvonly"))
	s.request(sip.ACK)
	if n := count[softphone.HoldFailed](d.ear, nil); n != 2 || count[softphone.CallHungUp](d.ear, nil) != 0 {
		t.Errorf("%d holds failed", n)
	}
}

func TestTrouble_ADelayedAnswerOfNoUseLeavesTheCallAsItWas(t *testing.T) {
	t.Parallel()
	d, s := direct(t)
	f, id := answered(d, s, sdpWith(4000))
	f.ask("INVITE", "")
	s.status(sip.INVITE, 200)
	f.ack(f.seq, "")
	f.ask("INVITE", "")
	s.status(sip.INVITE, 200)
	f.ack(f.seq, sdpWith(0))
	await(t, d.ear, func(e softphone.PeerHeld) bool { return e.Held })
	await(t, d.ear, func(e softphone.MediaAgreed) bool { return e.Media.Direction == softphone.Inactive })
	f.ask("INVITE", "")
	s.status(sip.INVITE, 200)
	f.ack(f.seq, sdpWith(4000))
	await(t, d.ear, func(e softphone.PeerHeld) bool { return !e.Held })
	f.ask("BYE", "")
	s.status(sip.BYE, 200)
	if e := hungUp(t, d, id); e.By != softphone.EndedByPeer {
		t.Errorf("told %+v", e)
	}
}

func TestTrouble_AHoldThatWaitedForALostACKGoesBeforeTheirs(t *testing.T) {
	t.Parallel()
	d, s := direct(t)
	f := s.dial(d, "a", sdpWith(4000))
	id := arrived(d).Call
	d.must(d.SendAnswer(context.Background(), id, media(30000)))
	f.took(s.status(sip.INVITE, 200))
	d.must(d.SendHold(context.Background(), id))
	f.ask("INVITE", sdpWith(4000))
	var ours *sip.Request
	for glare := false; !glare || ours == nil; {
		switch m := s.next().(type) {
		case *sip.Request:
			ours = want(t, m, sip.INVITE)
		case *sip.Response:
			if int(m.CSeq().SeqNo) == f.seq && m.StatusCode >= 200 {
				if glare = m.StatusCode == 491; !glare {
					t.Fatalf("both INVITEs go on\n%s", m)
				}
			}
		}
	}
	f.ack(f.seq, "")
	s.answer(ours, 200, "", sdpWith(4000, "a=recvonly"))
	s.request(sip.ACK)
	await[softphone.HoldConfirmed](t, d.ear, nil)
}

func TestTrouble_AByeIsSentAgainWhenItsConnectionGoes(t *testing.T) {
	t.Parallel()
	d, s := overTCP(t, Options{})
	picked(s, dialled(d, s, "c"), "x", sdpWith(4000))
	await[softphone.CallAnswered](t, d.ear, nil)
	d.must(d.SendHangUp(context.Background(), "c"))
	s.request(sip.BYE)
	s.drop()
	s.answer(want(t, s.taken(), sip.BYE), 200, "", "")
	hungUp(t, d, "c")
}

func TestTrouble_ACancelledInviteThatIsNeverAnsweredLeavesNothing(t *testing.T) {
	d, s := direct(t)
	base := runtime.NumGoroutine()
	i := dialled(d, s, "c")
	s.answer(i, 180, "x", "")
	await[softphone.PeerRinging](t, d.ear, nil)
	d.must(d.SendHangUp(context.Background(), "c"))
	s.answer(s.request(sip.CANCEL), 200, "x", "")
	back(t, base, func() {})
	s.answer(i, 200, "x", sdpWith(4000)) // somebody took it all the same
	if ack := s.request(sip.ACK); ack.CSeq().SeqNo != i.CSeq().SeqNo {
		t.Errorf("acknowledged\n%s", ack)
	}
	bye := s.request(sip.BYE)
	if tag, _ := bye.To().Params.Get("tag"); tag != "x" || bye.From().Value() != i.From().Value() || bye.CSeq().SeqNo != i.CSeq().SeqNo+1 {
		t.Errorf("ended with\n%s", bye)
	}
	s.answer(bye, 200, "", "")
}

func TestTrouble_EachForkCountsItsOwnRequests(t *testing.T) {
	t.Parallel()
	d, s := direct(t)
	i := dialled(d, s, "c")
	s.answer(i, 180, "f1", "")
	await[softphone.PeerRinging](t, d.ear, nil)
	f := s.answering(i, "f1")
	f.seq = 50
	f.ask("UPDATE", "")
	s.status(sip.UPDATE, 200)
	f = picked(s, i, "f2", sdpWith(4000))
	await[softphone.CallAnswered](t, d.ear, nil)
	f.ask("BYE", "")
	s.status(sip.BYE, 200)
	hungUp(t, d, "c")
}
