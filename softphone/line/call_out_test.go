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

// dialled makes the desk call the stage and gives the INVITE.
func dialled(d *desk, s *stage, id softphone.CallID) *sip.Request {
	d.t.Helper()
	d.must(d.SendInvite(context.Background(), id, "a", "4790001122", media(20000)))
	return s.request(sip.INVITE)
}

// picked answers the INVITE and takes the ACK.
func picked(s *stage, invite *sip.Request, tag, body string, extra ...string) *far {
	s.t.Helper()
	s.answer(invite, 200, tag, body, extra...)
	ack := s.request(sip.ACK)
	if got, _ := ack.To().Params.Get("tag"); got != tag || ack.CSeq().SeqNo != invite.CSeq().SeqNo {
		s.t.Errorf("ACK\n%s", ack)
	}
	return s.answering(invite, tag)
}

func TestCallOut_RefusalsHaveTheirReasons(t *testing.T) {
	t.Parallel()
	d, s := direct(t)
	for status, want := range map[int]softphone.ReasonCode{
		302: softphone.Rejected, 305: softphone.Rejected, 403: softphone.Forbidden, 404: softphone.NotFound, 408: softphone.NoAnswer, 480: softphone.Unreachable,
		486: softphone.Busy, 487: softphone.Cancelled, 488: softphone.NoCommonCodec, 503: softphone.ServerTrouble, 603: softphone.Declined,
	} {
		id := softphone.CallID(fmt.Sprint("c", status))
		i := dialled(d, s, id)
		s.answer(i, status, "x", "")
		if ack := s.request(sip.ACK); ack.Via().Value() != i.Via().Value() {
			t.Errorf("ACK of %d has another branch", status)
		}
		e := hungUp(t, d, id)
		if e.Reason.Code != want || !strings.HasPrefix(e.Reason.Detail, fmt.Sprint(status)) || e.By == softphone.EndedByUs {
			t.Errorf("%d told as %+v", status, e)
		}
	}
}

func TestCallOut_HearsEarlyMediaAndManyProvisionals(t *testing.T) {
	t.Parallel()
	d, s := direct(t)
	i := dialled(d, s, "c")
	for range 12 {
		s.answer(i, 182, "x", "")
	}
	await[softphone.PeerQueued](t, d.ear, nil) // sipgo may let a later response overtake all of them
	s.answer(i, 183, "x", sdpWith(4000))
	early := await[softphone.MediaAgreed](t, d.ear, nil)
	if !early.Early || early.Media.RTP.Port() != 4000 || early.Media.Codec != pcma {
		t.Errorf("early %+v", early)
	}
	picked(s, i, "x", "") // no description: what came early counts
	await[softphone.CallAnswered](t, d.ear, nil)
	if n := count[softphone.MediaAgreed](d.ear, nil); n != 1 {
		t.Errorf("MediaAgreed came %d times", n)
	}
	if n := count[softphone.PeerQueued](d.ear, nil); n != 1 {
		t.Errorf("PeerQueued came %d times", n)
	}
	d.must(d.SendHangUp(context.Background(), "c"))
	s.answer(s.request(sip.BYE), 200, "", "")
}

func TestCallOut_AQueueIsToldWithWhatTheExchangeSaysOfItAndEndsWithRinging(t *testing.T) {
	t.Parallel()
	d, s := direct(t)
	i := dialled(d, s, "c")
	say := func(status int, reason string) {
		res := sip.NewResponseFromRequest(i, status, reason, nil)
		res.To().Params.Add("tag", "x")
		s.send(res.String())
	}
	for _, c := range []struct{ reason, text string }{{"Queued", ""}, {"Queued, 2 calls before yours", "Queued, 2 calls before yours"}} {
		say(182, c.reason)
		await(t, d.ear, func(e softphone.PeerQueued) bool { return e.Call == "c" && e.Text == c.text })
	}
	say(180, "Ringing")
	await[softphone.PeerRinging](t, d.ear, nil)
	say(182, "Queued")
	await(t, d.ear, func(e softphone.PeerQueued) bool { return e.Text == "" })
	picked(s, i, "x", sdpWith(4000))
	await[softphone.CallAnswered](t, d.ear, nil)
	d.must(d.SendHangUp(context.Background(), "c"))
	s.answer(s.request(sip.BYE), 200, "", "")
}

func TestCallOut_CancelsOnlyAfterAProvisional(t *testing.T) {
	t.Parallel()
	d, s := direct(t)
	i := dialled(d, s, "c")
	d.must(d.SendHangUp(context.Background(), "c"))
	if e := hungUp(t, d, "c"); e.By != softphone.EndedByUs || e.Reason.Code != softphone.Cancelled {
		t.Errorf("told %+v", e)
	}
	s.answer(i, 180, "x", "")
	c := s.request(sip.CANCEL)
	if c.Via().Value() != i.Via().Value() || c.CSeq().SeqNo != i.CSeq().SeqNo || c.To().Params.Has("tag") {
		t.Errorf("CANCEL\n%s", c)
	}
	s.answer(c, 200, "x", "")
	s.answer(i, 487, "x", "")
	s.request(sip.ACK)
	if err := d.SendHangUp(context.Background(), "c"); !errors.Is(err, softphone.Reason{Code: softphone.NoSuchCall, Detail: "c"}) {
		t.Errorf("second hang-up: %v", err)
	}
}

func TestCallOut_CancelCrossingA200EndsTheCallAnyway(t *testing.T) {
	t.Parallel()
	d, s := direct(t)
	i := dialled(d, s, "c")
	s.answer(i, 180, "x", "")
	await[softphone.PeerRinging](t, d.ear, nil)
	d.must(d.SendHangUp(context.Background(), "c"))
	c := s.request(sip.CANCEL)
	s.answer(i, 200, "x", sdpWith(4000))
	s.answer(c, 481, "x", "")
	s.request(sip.ACK)
	bye := s.request(sip.BYE)
	if tag, _ := bye.To().Params.Get("tag"); tag != "x" || bye.CSeq().SeqNo != i.CSeq().SeqNo+1 {
		t.Errorf("BYE\n%s", bye)
	}
	s.answer(bye, 200, "", "")
	if n := count[softphone.CallAnswered](d.ear, nil); n != 0 {
		t.Error("a cancelled call was told as answered")
	}
	hungUp(t, d, "c")
}

func TestCallOut_EveryLosingForkIsAcknowledgedAndEnded(t *testing.T) {
	t.Parallel()
	d, s := direct(t)
	i := dialled(d, s, "c")
	for _, tag := range []string{"f1", "f2", "f3"} {
		s.answer(i, 180, tag, "")
	}
	picked(s, i, "f2", sdpWith(4000))
	await[softphone.CallAnswered](t, d.ear, nil)
	for _, tag := range []string{"f1", "f3"} {
		s.answer(i, 200, tag, sdpWith(4002))
		seen := map[sip.RequestMethod]string{}
		for range 2 {
			r := s.next().(*sip.Request)
			seen[r.Method], _ = r.To().Params.Get("tag")
			if r.Method == sip.BYE {
				s.answer(r, 200, "", "")
			}
		}
		if seen[sip.ACK] != tag || seen[sip.BYE] != tag {
			t.Errorf("fork %s got %v", tag, seen)
		}
	}
	if m := await[softphone.MediaAgreed](t, d.ear, nil).Media; m.RTP.Port() != 4000 {
		t.Errorf("sound goes to %s", m.RTP)
	}
	d.must(d.SendHangUp(context.Background(), "c"))
	bye := s.request(sip.BYE)
	if tag, _ := bye.To().Params.Get("tag"); tag != "f2" {
		t.Errorf("BYE to %s", tag)
	}
	s.answer(bye, 200, "", "")
}

func TestCallOut_ARepeated200IsAcknowledgedAgain(t *testing.T) {
	t.Parallel()
	d, s := direct(t)
	i := dialled(d, s, "c")
	picked(s, i, "x", sdpWith(4000))
	clear(s.seen)
	s.answer(i, 200, "x", sdpWith(4000))
	s.request(sip.ACK)
	if n := count[softphone.CallAnswered](d.ear, nil); n != 1 {
		t.Errorf("CallAnswered came %d times", n)
	}
}

func TestCallOut_AnswersChallengesInAndOutOfTheDialog(t *testing.T) {
	t.Parallel()
	s, d := newStage(t), newDesk(t, Options{})
	d.open(softphone.Account{ID: "a", Address: s.addr.String(), User: "alice", AuthUser: "al", Transport: softphone.UDP}, "secret")
	d.registered("a")
	i := dialled(d, s, "c")
	s.answer(i, 407, "x", "", "Proxy-Authenticate: "+sha256Ask, "Proxy-Authenticate: "+md5Ask)
	s.request(sip.ACK)
	i2 := s.request(sip.INVITE)
	if !checkDigest(i2, "Proxy-Authorization", sha256Ask, "al", "secret") || i2.CSeq().SeqNo != 2 || i2.CallID().Value() != i.CallID().Value() {
		t.Errorf("second INVITE\n%s", i2)
	}
	s.answer(i2, 200, "y", sdpWith(4000))
	if ack := s.request(sip.ACK); ack.GetHeader("Proxy-Authorization") == nil {
		t.Error("the ACK carries no credentials")
	}
	await[softphone.CallAnswered](t, d.ear, nil)
	d.must(d.SendHold(context.Background(), "c"))
	r := s.request(sip.INVITE)
	s.answer(r, 401, "", "", "WWW-Authenticate: "+md5Ask)
	s.request(sip.ACK)
	r = s.request(sip.INVITE)
	if !checkDigest(r, "Authorization", md5Ask, "al", "secret") || !strings.Contains(string(r.Body()), "a=sendonly") {
		t.Errorf("re-INVITE\n%s", r)
	}
	s.answer(r, 200, "", sdpWith(4000, "a=recvonly"))
	s.request(sip.ACK)
	await[softphone.HoldConfirmed](t, d.ear, nil)
	d.must(d.SendHangUp(context.Background(), "c"))
	b := s.request(sip.BYE)
	s.answer(b, 407, "", "", "Proxy-Authenticate: "+md5Ask)
	b = s.request(sip.BYE)
	if !checkDigest(b, "Proxy-Authorization", md5Ask, "al", "secret") {
		t.Errorf("BYE\n%s", b)
	}
	s.answer(b, 200, "", "")
}

func TestCallOut_WrongPasswordEndsTheCall(t *testing.T) {
	t.Parallel()
	d, s := direct(t)
	i := dialled(d, s, "c")
	for range 2 {
		s.answer(i, 401, "x", "", "WWW-Authenticate: "+md5Ask)
		s.request(sip.ACK)
		if e := count[softphone.CallHungUp](d.ear, nil); e == 0 && i.CSeq().SeqNo == 1 {
			i = s.request(sip.INVITE)
		}
	}
	if e := hungUp(t, d, "c"); e.Reason.Code != softphone.WrongPassword {
		t.Errorf("told %+v", e)
	}
}

func TestCallOut_NoAnswerAtAllIsUnreachable(t *testing.T) {
	t.Parallel()
	d, s := direct(t)
	dialled(d, s, "c")
	if e := hungUp(t, d, "c"); e.By != softphone.EndedByNetwork || e.Reason.Code != softphone.Unreachable {
		t.Errorf("told %+v", e)
	}
}

func TestCallOut_AnAnswerWithoutACommonCodecIsHungUp(t *testing.T) {
	t.Parallel()
	d, s := direct(t)
	i := dialled(d, s, "c")
	picked(s, i, "x", "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 4000 RTP/AVP 18\r\n")
	s.answer(s.request(sip.BYE), 200, "", "")
	if e := hungUp(t, d, "c"); e.Reason.Code != softphone.NoCommonCodec {
		t.Errorf("told %+v", e)
	}
}

func TestCallOut_FollowsTheRouteThatWasRecorded(t *testing.T) {
	t.Parallel()
	d, s := direct(t)
	i := dialled(d, s, "c")
	rr := []string{"Record-Route: <sip:" + s.addr.String() + ";lr;n=2>", "Record-Route: <sip:" + s.addr.String() + ";lr;n=1>"}
	s.answer(i, 200, "x", sdpWith(4000), rr...)
	ack := s.request(sip.ACK)
	routes := ack.GetHeaders("Route")
	if len(routes) != 2 || !strings.Contains(routes[0].Value(), "n=1") || !strings.Contains(routes[1].Value(), "n=2") {
		t.Errorf("routes %v", routes)
	}
}

func TestCallOut_WhatCannotBeDialledIsSaid(t *testing.T) {
	t.Parallel()
	d, _ := direct(t)
	ctx := context.Background()
	for number, want := range map[string]softphone.ReasonCode{"": softphone.BadNumber, "12\r\nVia: x": softphone.BadNumber, "sip:": softphone.BadNumber} {
		var why softphone.Reason
		if err := d.SendInvite(ctx, "c", "a", number, media(1)); !errors.As(err, &why) || why.Code != want {
			t.Errorf("%q: %v", number, err)
		}
	}
	var why softphone.Reason
	if err := d.SendInvite(ctx, "c", "nobody", "1", media(1)); !errors.As(err, &why) || why.Code != softphone.NoSuchLine {
		t.Errorf("no line: %v", err)
	}
	if err := d.SendHold(ctx, "nobody"); !errors.As(err, &why) || why.Code != softphone.NoSuchCall {
		t.Errorf("no call: %v", err)
	}
}
