package line

import (
	"context"
	"errors"
	"strings"
	"testing"

	"anteroom/softphone"

	"github.com/emiago/sipgo/sip"
)

func arrived(d *desk) softphone.CallArrived {
	d.t.Helper()
	return await[softphone.CallArrived](d.t, d.ear, nil)
}

// answered brings a call up from the stage to the desk.
func answered(d *desk, s *stage, body string, extra ...string) (*far, softphone.CallID) {
	d.t.Helper()
	f := s.dial(d, "a", body, extra...)
	id := arrived(d).Call
	d.must(d.SendAnswer(context.Background(), id, media(30000)))
	f.took(s.status(sip.INVITE, 200))
	f.ack(1, "")
	await[softphone.CallAnswered](d.t, d.ear, nil)
	return f, id
}

func TestCallIn_NamesTheCaller(t *testing.T) {
	t.Parallel()
	d, s := direct(t)
	f := s.dial(d, "a", sdpWith(4000), `P-Asserted-Identity: "Kari Å" <sip:+4799887766@example.org>, <tel:+4799887766>`,
		"P-Called-Party-ID: <sip:22001100@example.org>")
	e := arrived(d)
	if e.Peer != (softphone.Peer{Name: "Kari Å", Number: "+4799887766", URI: "sip:+4799887766@example.org"}) || e.OwnNumber != "22001100" || len(e.Call) != 32 {
		t.Errorf("arrived %+v", e)
	}
	f.send(strings.Replace(f.invite, "INVITE", "INVITE", 1)) // a repetition changes nothing
	d.must(d.SendRinging(context.Background(), e.Call))
	ring := s.status(sip.INVITE, 180)
	d.must(d.SendReject(context.Background(), e.Call, softphone.Busy))
	busy := s.status(sip.INVITE, 486)
	r, _ := ring.To().Params.Get("tag")
	if b, _ := busy.To().Params.Get("tag"); r != b || r == "" {
		t.Errorf("tags %q and %q", r, b)
	}
	f.ackRefusal(busy)
	if e := hungUp(t, d, e.Call); e.By != softphone.EndedByUs {
		t.Errorf("told %+v", e)
	}
	if n := count[softphone.CallArrived](d.ear, nil); n != 1 {
		t.Errorf("CallArrived came %d times", n)
	}
}

func TestCallIn_RejectionsHaveTheirStatus(t *testing.T) {
	t.Parallel()
	for code, status := range map[softphone.ReasonCode]int{softphone.Busy: 486, softphone.Undisturbed: 486, softphone.Later: 480, softphone.Declined: 603, softphone.Unreachable: 480, softphone.NoCommonCodec: 488} {
		d, s := direct(t)
		f := s.dial(d, "a", sdpWith(4000))
		d.must(d.SendReject(context.Background(), arrived(d).Call, code))
		f.ackRefusal(s.status(sip.INVITE, status))
	}
}

func TestCallIn_TheCallerGivesUp(t *testing.T) {
	t.Parallel()
	for header, want := range map[string]softphone.ReasonCode{
		"X-Nothing: 1": softphone.Cancelled,
		`Reason: SIP ;cause=200 ;text="Call completed elsewhere"`: softphone.AnsweredElse,
	} {
		d, s := direct(t)
		f := s.dial(d, "a", sdpWith(4000))
		e := arrived(d)
		d.must(d.SendRinging(context.Background(), e.Call))
		ring := s.status(sip.INVITE, 180)
		cancel := strings.Replace(f.invite, "INVITE ", "CANCEL ", 1)
		cancel = strings.Replace(cancel, "CSeq: 1 INVITE", "CSeq: 1 CANCEL\r\n"+header, 1)
		head, body, _ := strings.Cut(cancel, "\r\n\r\n")
		f.send(strings.Replace(head, "Content-Length: "+itoa(len(body)), "Content-Length: 0", 1) + "\r\n\r\n")
		s.status(sip.CANCEL, 200)
		gone := s.status(sip.INVITE, 487)
		f.ackRefusal(gone)
		a, _ := ring.To().Params.Get("tag")
		if b, _ := gone.To().Params.Get("tag"); a != b {
			t.Errorf("487 has tag %q, 180 had %q", b, a)
		}
		if h := hungUp(t, d, e.Call); h.By != softphone.EndedByPeer || h.Reason.Code != want {
			t.Errorf("told %+v", h)
		}
	}
}

func TestCallIn_The200IsRepeatedUntilTheACK(t *testing.T) {
	t.Parallel()
	d, s := direct(t)
	f := s.dial(d, "a", sdpWith(4000))
	id := arrived(d).Call
	d.must(d.SendAnswer(context.Background(), id, media(30000)))
	for range 3 {
		f.took(s.status(sip.INVITE, 200))
	}
	if count[softphone.CallAnswered](d.ear, nil) != 0 {
		t.Error("told as answered before the ACK")
	}
	f.ack(1, "")
	await[softphone.CallAnswered](t, d.ear, nil)
	f.ask("BYE", "")
	s.status(sip.BYE, 200)
	if h := hungUp(t, d, id); h.By != softphone.EndedByPeer || h.Reason.Code != softphone.HungUp {
		t.Errorf("told %+v", h)
	}
}

func TestCallIn_WithoutAnACKItIsHungUp(t *testing.T) {
	t.Parallel()
	d, s := direct(t)
	f := s.dial(d, "a", sdpWith(4000))
	id := arrived(d).Call
	d.must(d.SendAnswer(context.Background(), id, media(30000)))
	f.took(s.status(sip.INVITE, 200))
	s.answer(s.request(sip.BYE), 200, "", "")
	if h := hungUp(t, d, id); h.By != softphone.EndedByNetwork {
		t.Errorf("told %+v", h)
	}
}

func TestCallIn_HungUpBeforeTheACKItSendsByeAfterIt(t *testing.T) {
	t.Parallel()
	d, s := direct(t)
	f := s.dial(d, "a", sdpWith(4000))
	id := arrived(d).Call
	d.must(d.SendAnswer(context.Background(), id, media(30000)))
	f.took(s.status(sip.INVITE, 200))
	d.must(d.SendHangUp(context.Background(), id))
	s.status(sip.INVITE, 200) // still repeated
	f.ack(1, "")
	s.answer(s.request(sip.BYE), 200, "", "")
	hungUp(t, d, id)
}

func TestCallIn_DelayedOfferIsAnsweredInTheACK(t *testing.T) {
	t.Parallel()
	d, s := direct(t)
	f := s.dial(d, "a", "")
	id := arrived(d).Call
	d.must(d.SendAnswer(context.Background(), id, media(30000)))
	ok := s.status(sip.INVITE, 200)
	offer, err := readDescription(ok.Body())
	if err != nil || len(offer.codecs) != 2 || offer.rtp.Port() != 30000 {
		t.Fatalf("offer %+v, %v", offer, err)
	}
	f.took(ok)
	f.ack(1, sdpWith(4000, "a=ptime:40"))
	m := await[softphone.MediaAgreed](t, d.ear, nil)
	if m.Media.RTP.Port() != 4000 || m.Media.Ptime.Milliseconds() != 40 || m.Media.EventType != 101 {
		t.Errorf("agreed %+v", m)
	}
	await[softphone.CallAnswered](t, d.ear, nil)
	f.ask("BYE", "")
	s.status(sip.BYE, 200)
	hungUp(t, d, id)
}

func TestCallIn_WhatItCannotTakeIsRefusedWithTheRightStatus(t *testing.T) {
	t.Parallel()
	d, s := direct(t)
	srtp := strings.Replace(sdpWith(4000), "RTP/AVP", "RTP/SAVP", 1)
	g729 := strings.Replace(sdpWith(4000), "8 0 101", "18", 1)
	for name, c := range map[string]struct {
		body   string
		extra  []string
		status int
	}{
		"srtp":       {srtp, nil, 488},
		"g729":       {g729, nil, 488},
		"nonsense":   {"v=1", nil, 400},
		"norefersub": {sdpWith(4000), []string{"Require: norefersub"}, 420},
		"text":       {"hello", []string{"Content-Type: text/plain"}, 415},
		"too short":  {sdpWith(4000), []string{"Session-Expires: 60", "Supported: timer"}, 422},
	} {
		f := s.dial(d, "a", c.body, c.extra...)
		res := f.status(sip.INVITE, c.status)
		f.ackRefusal(res)
		if c.status == 420 && field(res, "Unsupported") != "norefersub" || c.status == 422 && field(res, "Min-SE") != "90" {
			t.Errorf("%s: %s", name, res)
		}
	}
	if n := count[softphone.CallArrived](d.ear, nil); n != 0 {
		t.Errorf("%d calls arrived", n)
	}
}

func TestCallIn_AMergedRequestIsALoop(t *testing.T) {
	t.Parallel()
	d, s := direct(t)
	f := s.dial(d, "a", sdpWith(4000))
	arrived(d)
	branch := f.invite[strings.Index(f.invite, "branch="):]
	branch = branch[:strings.Index(branch, ";")]
	f.send(strings.Replace(f.invite, branch, "branch=z9hG4bKother", 1))
	s.status(sip.INVITE, 482)
}

func TestCallIn_RequestsOutsideADialogGetTheirStatus(t *testing.T) {
	t.Parallel()
	d, s := direct(t)
	s.peer = d.port("a")
	for method, status := range map[string]int{"OPTIONS": 200, "NOTIFY": 489, "SUBSCRIBE": 489, "MESSAGE": 405, "REFER": 603, "BYE": 481, "INFO": 481,
		"PUBLISH": 405, "FROBNICATE": 405} {
		f := &far{stage: s, callID: random(8), tag: "q", target: "sip:a@" + s.peer.String(), local: "<sip:f@x>", remote: "<sip:a@x>"}
		f.ask(method, "")
		res := s.status(sip.RequestMethod(method), status)
		if status == 405 && field(res, "Allow") == "" {
			t.Errorf("%s without Allow", method)
		}
	}
}

func TestCallIn_InTheDialogEveryMethodIsAnswered(t *testing.T) {
	t.Parallel()
	d, s := direct(t)
	f, id := answered(d, s, sdpWith(4000))
	for _, m := range []struct {
		method string
		status int
	}{{"OPTIONS", 200}, {"INFO", 200}, {"NOTIFY", 481}, {"REFER", 400}, {"MESSAGE", 405}, {"PRACK", 481}, {"SUBSCRIBE", 489}, {"UPDATE", 200}} {
		f.ask(m.method, "")
		s.status(sip.RequestMethod(m.method), m.status)
	}
	f.seq -= 3
	f.ask("OPTIONS", "")
	s.status(sip.OPTIONS, 500) // its CSeq was passed already
	f.seq += 5
	f.ask("BYE", "")
	s.status(sip.BYE, 200)
	hungUp(t, d, id)
	f.ask("BYE", "")
	s.status(sip.BYE, 481)
}

func TestCallIn_OvertakenRequestsAreTakenInOrder(t *testing.T) {
	t.Parallel()
	d, s := direct(t)
	f, _ := answered(d, s, sdpWith(4000))
	hold := f.text("INVITE", 2, sdpWith(4000, "a=sendonly"))
	f.send(f.text("OPTIONS", 4, ""))
	f.send(f.text("UPDATE", 3, ""))
	f.send(hold)
	s.status(sip.INVITE, 200)
	f.ack(2, "")
	left := map[sip.RequestMethod]bool{sip.UPDATE: true, sip.OPTIONS: true}
	for len(left) > 0 {
		if res, ok := s.next().(*sip.Response); ok && res.StatusCode == 200 {
			delete(left, res.CSeq().MethodName)
		} else if ok && res.StatusCode >= 300 {
			t.Fatalf("an overtaken request was refused\n%s", res)
		}
	}
	await(t, d.ear, func(e softphone.PeerHeld) bool { return e.Held })
}

func TestCallIn_StrangersGet403AndLeaveNoTrace(t *testing.T) {
	t.Parallel()
	d := newDesk(t, Options{})
	d.open(softphone.Account{ID: "a", Address: "192.0.2.1", User: "alice", Transport: softphone.UDP, Listen: "127.0.0.1:0"}, "")
	d.registered("a")
	s := newStage(t)
	s.dial(d, "a", sdpWith(4000))
	s.status(sip.INVITE, 403)
	f := &far{stage: s, callID: random(8), tag: "q", target: "sip:a@x", local: "<sip:f@x>", remote: "<sip:a@x>"}
	f.ask("OPTIONS", "")
	s.status(sip.OPTIONS, 403)
	if n := count[softphone.CallArrived](d.ear, nil); n != 0 {
		t.Error("a stranger's call arrived")
	}

	exchange := newStage(t)
	r := newDesk(t, Options{})
	r.open(registering(exchange), "")
	exchange.answer(exchange.request(sip.REGISTER), 200, "x", "")
	r.registered("a")
	s.dial(r, "a", sdpWith(4000))
	s.status(sip.INVITE, 403)
	f = exchange.dial(r, "a", sdpWith(4000))
	e := arrived(r)
	r.must(r.SendReject(context.Background(), e.Call, softphone.Busy))
	f.ackRefusal(exchange.status(sip.INVITE, 486))
	exchange.letGo(r)
}

func TestCallIn_TheDescriptionMayBeOneOfSeveralParts(t *testing.T) {
	t.Parallel()
	d, s := direct(t)
	body := "--b\r\nContent-Type: application/isup\r\n\r\nxx\r\n--b\r\nContent-Type: application/sdp\r\n\r\n" + sdpWith(4000) + "\r\n--b--\r\n"
	f := s.dial(d, "a", body, "Content-Type: multipart/mixed;boundary=b")
	id := arrived(d).Call
	d.must(d.SendAnswer(context.Background(), id, media(30000)))
	f.took(s.status(sip.INVITE, 200))
	f.ack(1, "")
	if m := await[softphone.MediaAgreed](t, d.ear, nil).Media; m.RTP.Port() != 4000 {
		t.Errorf("agreed %+v", m)
	}
	f.ask("BYE", "", "Reason: Q.850;cause=16")
	s.status(sip.BYE, 200)
	if e := hungUp(t, d, id); e.Reason.Detail != "Q.850;cause=16" {
		t.Errorf("told %+v", e)
	}
}

func TestCallIn_AnsweringWithoutACommonCodecRefusesTheCall(t *testing.T) {
	t.Parallel()
	d, s := direct(t)
	f := s.dial(d, "a", strings.Replace(sdpWith(4000), "8 0 101", "9", 1)) // G.722 is known, but not in the sound's list
	id := arrived(d).Call
	var why softphone.Reason
	if err := d.SendAnswer(context.Background(), id, media(30000)); !errors.As(err, &why) || why.Code != softphone.NoCommonCodec {
		t.Errorf("answering gave %v", err)
	}
	f.ackRefusal(s.status(sip.INVITE, 488))
	if e := hungUp(t, d, id); e.Reason.Code != softphone.NoCommonCodec {
		t.Errorf("told %+v", e)
	}
}

func TestCallIn_HoldOfACallThatRingsIsTheWrongState(t *testing.T) {
	t.Parallel()
	d, s := direct(t)
	s.dial(d, "a", sdpWith(4000))
	id := arrived(d).Call
	ctx := context.Background()
	if err := d.SendHold(ctx, id); !errors.Is(err, wrongState) {
		t.Errorf("hold: %v", err)
	}
	d.must(d.SendHangUp(ctx, id))
	s.status(sip.INVITE, 603)
	hungUp(t, d, id)
}
