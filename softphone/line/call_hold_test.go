package line

import (
	"context"
	"strings"
	"testing"

	"anteroom/softphone"

	"github.com/emiago/sipgo/sip"
)

func TestHold_GlareIsRefusedAndTriedAgain(t *testing.T) {
	t.Parallel()
	d, s := direct(t)
	f, id := answered(d, s, sdpWith(4000))
	d.must(d.SendHold(context.Background(), id))
	ours := s.request(sip.INVITE)
	f.ask("INVITE", sdpWith(4000, "a=sendonly"))
	res := s.status(sip.INVITE, 491)
	f.send(strings.Replace(f.text("ACK", f.seq, ""), "z9hG4bK", "z9hG4bK"+random(2), 1))
	_ = res
	s.answer(ours, 491, "", "")
	s.request(sip.ACK)
	again := s.request(sip.INVITE)
	if again.CSeq().SeqNo != ours.CSeq().SeqNo+1 || !strings.Contains(string(again.Body()), "a=sendonly") {
		t.Errorf("tried again with\n%s", again)
	}
	s.answer(again, 200, "", sdpWith(4000, "a=recvonly"))
	s.request(sip.ACK)
	await[softphone.HoldConfirmed](t, d.ear, nil)
}

func TestHold_IsAskedForAgainWhenTheOtherSideSaysSo(t *testing.T) {
	t.Parallel()
	d, s := direct(t)
	_, id := answered(d, s, sdpWith(4000))
	d.must(d.SendHold(context.Background(), id))
	s.answer(s.request(sip.INVITE), 500, "", "", "Retry-After: 0 (busy)")
	s.request(sip.ACK)
	s.answer(s.request(sip.INVITE), 200, "", sdpWith(4000, "a=recvonly"))
	s.request(sip.ACK)
	await[softphone.HoldConfirmed](t, d.ear, nil)

	d.must(d.SendResume(context.Background(), id))
	for range 2 { // once more, and not for ever
		s.answer(s.request(sip.INVITE), 500, "", "", "Retry-After: 0")
		s.request(sip.ACK)
	}
	await[softphone.ResumeFailed](t, d.ear, nil)
}

func TestHold_RefusedLeavesTheCall(t *testing.T) {
	t.Parallel()
	d, s := direct(t)
	f, id := answered(d, s, sdpWith(4000))
	d.must(d.SendHold(context.Background(), id))
	s.answer(s.request(sip.INVITE), 488, "", "")
	s.request(sip.ACK)
	if e := await[softphone.HoldFailed](t, d.ear, nil); e.Reason != (softphone.Reason{Code: softphone.HoldRefused, Detail: "488 Not Acceptable Here"}) {
		t.Errorf("told %+v", e)
	}
	d.must(d.SendHold(context.Background(), id))
	r := s.request(sip.INVITE)
	if !strings.Contains(string(r.Body()), " 3 IN IP4") && !strings.Contains(string(r.Body()), " 2 IN IP4") {
		t.Errorf("version in\n%s", r.Body())
	}
	s.answer(r, 481, "", "")
	s.request(sip.ACK)
	s.answer(s.request(sip.BYE), 481, "", "")
	if e := hungUp(t, d, id); e.By != softphone.EndedByNetwork {
		t.Errorf("told %+v", e)
	}
	_ = f
}

func TestHold_ASecondWishWaitsForTheFirst(t *testing.T) {
	t.Parallel()
	d, s := direct(t)
	_, id := answered(d, s, sdpWith(4000))
	d.must(d.SendHold(context.Background(), id))
	r := s.request(sip.INVITE)
	d.must(d.SendResume(context.Background(), id))
	s.answer(r, 200, "", sdpWith(4000, "a=recvonly"))
	s.request(sip.ACK)
	await[softphone.HoldConfirmed](t, d.ear, nil)
	r = s.request(sip.INVITE)
	if !strings.Contains(string(r.Body()), "a=sendrecv") {
		t.Errorf("resumed with\n%s", r.Body())
	}
	s.answer(r, 200, "", sdpWith(4000))
	s.request(sip.ACK)
	await[softphone.ResumeConfirmed](t, d.ear, nil)
}

func TestHold_OfTheOldKindAndWithTheSameVersion(t *testing.T) {
	t.Parallel()
	d, s := direct(t)
	f, _ := answered(d, s, sdpWith(4000))
	f.ask("INVITE", strings.Replace(sdpWith(4000), "c=IN IP4 127.0.0.1", "c=IN IP4 0.0.0.0", 1))
	s.status(sip.INVITE, 200)
	f.ack(f.seq, "")
	await(t, d.ear, func(e softphone.PeerHeld) bool { return e.Held })
	f.ask("INVITE", sdpWith(4000))
	first := s.status(sip.INVITE, 200)
	f.ack(f.seq, "")
	await(t, d.ear, func(e softphone.PeerHeld) bool { return !e.Held })
	f.ask("INVITE", sdpWith(4000))
	second := s.status(sip.INVITE, 200)
	f.ack(f.seq, "")
	if string(first.Body()) != string(second.Body()) {
		t.Errorf("the description changed for nothing:\n%s\n%s", first.Body(), second.Body())
	}
}

func TestHold_ReinviteWithoutOfferGetsOurs(t *testing.T) {
	t.Parallel()
	d, s := direct(t)
	f, id := answered(d, s, sdpWith(4000))
	f.ask("INVITE", "")
	ok := s.status(sip.INVITE, 200)
	if o, err := readDescription(ok.Body()); err != nil || len(o.codecs) != 2 || o.direction != softphone.SendRecv {
		t.Errorf("offer %+v %v", o, err)
	}
	f.ack(f.seq, sdpWith(4004))
	await(t, d.ear, func(e softphone.MediaAgreed) bool { return e.Media.RTP.Port() == 4004 })
	f.ask("BYE", "")
	s.status(sip.BYE, 200)
	hungUp(t, d, id)
}

func TestHold_AnOfferItCannotTakeLeavesTheCallAsItWas(t *testing.T) {
	t.Parallel()
	d, s := direct(t)
	f, id := answered(d, s, sdpWith(4000))
	f.ask("INVITE", strings.Replace(sdpWith(4000), "8 0 101", "18", 1))
	s.status(sip.INVITE, 488)
	f.ask("OPTIONS", "")
	s.status(sip.OPTIONS, 200)
	if n := count[softphone.MediaAgreed](d.ear, nil); n != 1 {
		t.Errorf("MediaAgreed came %d times", n)
	}
	d.must(d.SendHangUp(context.Background(), id))
	bye := s.request(sip.BYE)
	f.ask("BYE", "") // they cross
	s.status(sip.BYE, 200)
	s.answer(bye, 200, "", "")
	hungUp(t, d, id)
}

func TestSessionTimer_IsKeptToAsAsked(t *testing.T) {
	t.Parallel()
	d, s := direct(t)
	f := s.dial(d, "a", sdpWith(4000), "Session-Expires: 90;refresher=uas", "Supported: timer", "Allow: INVITE, UPDATE, BYE")
	id := arrived(d).Call
	d.must(d.SendAnswer(context.Background(), id, media(30000)))
	ok := s.status(sip.INVITE, 200)
	if field(ok, "Session-Expires") != "90;refresher=uas" || field(ok, "Require") != "timer" {
		t.Errorf("answered with\n%s", ok)
	}
	f.took(ok)
	f.ack(1, "")
	await[softphone.CallAnswered](t, d.ear, nil)
	f.ask("UPDATE", "", "Session-Expires: 120;refresher=uac", "Supported: timer")
	if ok := s.status(sip.UPDATE, 200); field(ok, "Session-Expires") != "120;refresher=uac" {
		t.Errorf("answered with\n%s", ok)
	}
}

func TestSessionTimer_IsRefreshedByUs(t *testing.T) {
	t.Parallel()
	for _, allow := range []string{"INVITE, UPDATE", "INVITE"} {
		d, s := direct(t)
		i := dialled(d, s, "c")
		f := picked(s, i, "x", sdpWith(4000), "Session-Expires: 1;refresher=uac", "Require: timer", "Allow: "+allow)
		if allow == "INVITE" {
			r := s.request(sip.INVITE)
			if field(r, "Session-Expires") != "1;refresher=uac" {
				t.Errorf("refreshed with\n%s", r)
			}
			s.answer(r, 200, "", sdpWith(4000), "Session-Expires: 3600;refresher=uac")
			s.request(sip.ACK)
			continue
		}
		s.answer(s.request(sip.UPDATE), 200, "", "", "Session-Expires: 1;refresher=uas")
		s.answer(s.request(sip.BYE), 200, "", "") // nobody refreshed
		if e := hungUp(t, d, "c"); e.By != softphone.EndedByNetwork {
			t.Errorf("told %+v", e)
		}
		_ = f
	}
}

func TestHold_NoAnswerToTheReinviteEndsTheCall(t *testing.T) {
	t.Parallel()
	d, s := direct(t)
	_, id := answered(d, s, sdpWith(4000))
	d.must(d.SendHold(context.Background(), id))
	s.request(sip.INVITE)
	s.answer(s.request(sip.BYE), 200, "", "")
	if e := hungUp(t, d, id); e.By != softphone.EndedByNetwork || e.Reason.Code != softphone.ConnectionCut {
		t.Errorf("told %+v", e)
	}
}

func TestHold_ARefusedResumeIsToldAndTheCallStaysHeld(t *testing.T) {
	t.Parallel()
	d, s := direct(t)
	f, id := answered(d, s, sdpWith(4000))
	d.must(d.SendHold(context.Background(), id))
	s.answer(s.request(sip.INVITE), 200, "", sdpWith(4000, "a=recvonly"))
	s.request(sip.ACK)
	await[softphone.HoldConfirmed](t, d.ear, nil)
	d.must(d.SendResume(context.Background(), id))
	s.answer(s.request(sip.INVITE), 500, "", "")
	s.request(sip.ACK)
	await[softphone.ResumeFailed](t, d.ear, nil)
	f.ask("INVITE", sdpWith(4000))
	ok := s.status(sip.INVITE, 200)
	if !strings.Contains(string(ok.Body()), "a=sendonly") {
		t.Errorf("still held, but answered\n%s", ok.Body())
	}
	f.ack(f.seq, "")
}

func TestHold_HangingUpWhileTheReinviteIsUnderWay(t *testing.T) {
	t.Parallel()
	d, s := direct(t)
	_, id := answered(d, s, sdpWith(4000))
	d.must(d.SendHold(context.Background(), id))
	r := s.request(sip.INVITE)
	d.must(d.SendHangUp(context.Background(), id))
	bye := s.request(sip.BYE)
	s.answer(bye, 200, "", "")
	s.answer(r, 200, "", sdpWith(4000, "a=recvonly"))
	s.request(sip.ACK)
	hungUp(t, d, id)
	if n := count[softphone.HoldConfirmed](d.ear, nil); n != 0 {
		t.Error("a call that is over was told as held")
	}
}

func TestSessionTimer_FallsBackToReinviteAndKeepsToMinSE(t *testing.T) {
	t.Parallel()
	d, s := direct(t)
	i := dialled(d, s, "c")
	picked(s, i, "x", sdpWith(4000), "Session-Expires: 1;refresher=uac", "Require: timer", "Allow: INVITE, UPDATE")
	s.answer(s.request(sip.UPDATE), 422, "", "", "Min-SE: 120")
	u := s.request(sip.UPDATE)
	if field(u, "Session-Expires") != "120;refresher=uac" || field(u, "Min-SE") != "120" {
		t.Errorf("refreshed with\n%s", u)
	}
	s.answer(u, 501, "", "")
	r := s.request(sip.INVITE)
	if !strings.Contains(string(r.Body()), "a=sendrecv") || strings.Count(string(r.Body()), " 1 IN IP4") != 1 {
		t.Errorf("refreshed with\n%s", r)
	}
	s.answer(r, 200, "", sdpWith(4000))
	s.request(sip.ACK)
	d.must(d.SendHangUp(context.Background(), "c"))
	s.answer(s.request(sip.BYE), 200, "", "")
}

func TestHold_UpdateWithAnOfferIsAnsweredAtOnce(t *testing.T) {
	t.Parallel()
	d, s := direct(t)
	f, id := answered(d, s, sdpWith(4000))
	f.ask("UPDATE", sdpWith(4008, "a=sendonly"))
	if ok := s.status(sip.UPDATE, 200); !strings.Contains(string(ok.Body()), "a=recvonly") {
		t.Errorf("answered\n%s", ok)
	}
	await(t, d.ear, func(e softphone.MediaAgreed) bool {
		return e.Media.RTP.Port() == 4008 && e.Media.Direction == softphone.RecvOnly
	})
	await(t, d.ear, func(e softphone.PeerHeld) bool { return e.Held && e.Call == id })
}
