package line

import (
	"context"
	"strconv"
	"testing"

	"anteroom/softphone"

	"github.com/emiago/sipgo/sip"
)

func rackOf(r *sip.Request) string { return field(r, "RAck") }

func TestPrack_AReliableProvisionalIsAcknowledgedOnceAndInOrder(t *testing.T) {
	t.Parallel()
	d, s := direct(t)
	i := dialled(d, s, "c")
	if got := field(i, "Supported"); got != extensions {
		t.Errorf("Supported: %s", got)
	}
	seq := strconv.Itoa(int(i.CSeq().SeqNo))
	s.answer(i, 180, "x", "", "Require: 100rel", "RSeq: 7")
	p := s.request(sip.PRACK)
	if tag, _ := p.To().Params.Get("tag"); rackOf(p) != "7 "+seq+" INVITE" || tag != "x" || p.CSeq().SeqNo != i.CSeq().SeqNo+1 {
		t.Errorf("PRACK\n%s", p)
	}
	s.answer(p, 200, "", "")
	s.answer(i, 180, "x", "", "Require: 100rel", "RSeq: 7")             // its PRACK crossed the repetition
	s.answer(i, 183, "x", sdpWith(4002), "Require: 100rel", "RSeq: 11") // before its turn
	s.answer(i, 183, "x", sdpWith(4000), "Require: 100rel", "RSeq: 8")  // its turn
	p = s.request(sip.PRACK)
	if rackOf(p) != "8 "+seq+" INVITE" || p.CSeq().SeqNo != i.CSeq().SeqNo+2 {
		t.Errorf("second PRACK\n%s", p)
	}
	s.answer(p, 200, "", "")
	if m := await[softphone.MediaAgreed](t, d.ear, nil); !m.Early || m.Media.RTP.Port() != 4000 {
		t.Errorf("agreed %+v", m)
	}
	picked(s, i, "x", "") // it looks at the CSeq of the ACK
	await[softphone.CallAnswered](t, d.ear, nil)
	d.must(d.SendHangUp(context.Background(), "c"))
	bye := s.request(sip.BYE)
	if bye.CSeq().SeqNo != i.CSeq().SeqNo+3 {
		t.Errorf("BYE\n%s", bye)
	}
	s.answer(bye, 200, "", "")
}

func TestPrack_TheAnswerMadeSureOfIsTheAnswer(t *testing.T) {
	t.Parallel()
	d, s := direct(t)
	i := dialled(d, s, "c")
	s.answer(i, 183, "x", sdpWith(4000), "Require: 100rel", "RSeq: 1")
	s.answer(s.request(sip.PRACK), 200, "", "")
	f := s.answering(i, "x")
	f.ask("UPDATE", sdpWith(4004)) // an announcement moves
	s.status(sip.UPDATE, 200)
	picked(s, i, "x", sdpWith(4000))
	await[softphone.CallAnswered](t, d.ear, nil)
	if last := await(t, d.ear, func(e softphone.MediaAgreed) bool { return e.Media.RTP.Port() == 4004 }); !last.Early {
		t.Errorf("moved %+v", last)
	}
	if n := count(d.ear, func(e softphone.MediaAgreed) bool { return true }); n != 2 {
		t.Errorf("MediaAgreed came %d times", n)
	}
}

func TestPrack_EachForkIsAcknowledgedAndTheOneThatAnswersCounts(t *testing.T) {
	t.Parallel()
	d, s := direct(t)
	i := dialled(d, s, "c")
	for n, tag := range []string{"f1", "f2"} {
		s.answer(i, 183, tag, sdpWith(4000+2*n), "Require: 100rel", "RSeq: 5")
		p := s.request(sip.PRACK)
		if got, _ := p.To().Params.Get("tag"); got != tag {
			t.Errorf("PRACK to %s\n%s", tag, p)
		}
		s.answer(p, 200, "", "")
	}
	picked(s, i, "f1", "")
	await[softphone.CallAnswered](t, d.ear, nil)
	if n := count(d.ear, func(e softphone.MediaAgreed) bool { return !e.Early && e.Media.RTP.Port() == 4000 }); n != 1 {
		t.Errorf("the sound went %d times to the fork that answered", n)
	}
}

func TestPrack_IsAuthorised(t *testing.T) {
	t.Parallel()
	s, d := newStage(t), newDesk(t, Options{})
	d.open(softphone.Account{ID: "a", Address: s.addr.String(), User: "alice", Transport: softphone.UDP}, "secret")
	d.registered("a")
	i := dialled(d, s, "c")
	s.answer(i, 180, "x", "", "Require: 100rel", "RSeq: 1")
	challenge := `Digest realm="x", nonce="n", qop="auth", algorithm=MD5`
	p := s.request(sip.PRACK)
	s.answer(p, 401, "", "", "WWW-Authenticate: "+challenge)
	again := s.request(sip.PRACK)
	if !checkDigest(again, "Authorization", challenge, "alice", "secret") || rackOf(again) != rackOf(p) {
		t.Errorf("repeated as\n%s", again)
	}
	s.answer(again, 200, "", "")
	picked(s, i, "x", sdpWith(4000))
	await[softphone.CallAnswered](t, d.ear, nil)
}

func TestPrack_OursIsRepeatedUntilItIsAcknowledged(t *testing.T) {
	t.Parallel()
	d, s := direct(t)
	f := s.dial(d, "a", sdpWith(4000), "Require: 100rel")
	id := arrived(d).Call
	d.must(d.SendRinging(context.Background(), id))
	first := s.status(sip.INVITE, 180)
	rseq := field(first, "RSeq")
	if n, err := strconv.Atoi(rseq); err != nil || n < 1 || field(first, "Require") != "100rel" {
		t.Fatalf("180\n%s", first)
	}
	if again := s.status(sip.INVITE, 180); field(again, "RSeq") != rseq {
		t.Errorf("repeated as\n%s", again)
	}
	f.took(first)
	for rack, status := range map[string]int{"1 1 INVITE": 481, rseq + " 2 INVITE": 481, rseq + " 1 BYE": 481, "x": 481} {
		f.ask("PRACK", "", "RAck: "+rack)
		s.status(sip.PRACK, status)
	}
	f.ask("PRACK", "", "RAck: "+rseq+" 1 INVITE")
	s.status(sip.PRACK, 200)
	f.ask("PRACK", "", "RAck: "+rseq+" 1 INVITE") // it is acknowledged
	s.status(sip.PRACK, 481)
	d.must(d.SendAnswer(context.Background(), id, media(30000)))
	s.status(sip.INVITE, 200)
	f.ack(1, "")
	await[softphone.CallAnswered](t, d.ear, nil)
	f.ask("BYE", "")
	s.status(sip.BYE, 200)
}

func TestPrack_OneThatComesAfterTheAnswerIsTaken(t *testing.T) {
	t.Parallel()
	d, s := direct(t)
	f := s.dial(d, "a", sdpWith(4000), "Require: 100rel")
	id := arrived(d).Call
	d.must(d.SendRinging(context.Background(), id))
	ring := s.status(sip.INVITE, 180)
	f.took(ring)
	d.must(d.SendAnswer(context.Background(), id, media(30000)))
	s.status(sip.INVITE, 200)
	f.ask("PRACK", "", "RAck: "+field(ring, "RSeq")+" 1 INVITE")
	s.status(sip.PRACK, 200)
	f.ack(1, "")
	await[softphone.CallAnswered](t, d.ear, nil)
}

func TestPrack_WithoutOneTheCallIsGivenUp(t *testing.T) {
	t.Parallel()
	d, s := direct(t)
	f := s.dial(d, "a", sdpWith(4000), "Require: 100rel")
	id := arrived(d).Call
	d.must(d.SendRinging(context.Background(), id))
	f.ackRefusal(s.status(sip.INVITE, 504))
	if e := hungUp(t, d, id); e.By != softphone.EndedByNetwork || e.Reason.Code != softphone.ConnectionCut {
		t.Errorf("told %+v", e)
	}
}

func TestPrack_AnOfferInOneIsRefusedAndTheRingingGoesOn(t *testing.T) {
	t.Parallel()
	d, s := direct(t)
	f := s.dial(d, "a", sdpWith(4000), "Require: 100rel")
	id := arrived(d).Call
	d.must(d.SendRinging(context.Background(), id))
	ring := s.status(sip.INVITE, 180)
	f.took(ring)
	f.ask("PRACK", sdpWith(4002), "RAck: "+field(ring, "RSeq")+" 1 INVITE")
	s.status(sip.PRACK, 488)
	d.must(d.SendAnswer(context.Background(), id, media(30000)))
	s.status(sip.INVITE, 200)
	f.ack(1, "")
	if m := await[softphone.MediaAgreed](t, d.ear, nil).Media; m.RTP.Port() != 4000 {
		t.Errorf("sound goes to %s", m.RTP)
	}
}

func TestPrack_WhereItIsOnlySupportedA180IsAPlainOne(t *testing.T) {
	t.Parallel()
	d, s := direct(t)
	s.dial(d, "a", sdpWith(4000), "Supported: 100rel")
	d.must(d.SendRinging(context.Background(), arrived(d).Call))
	if ring := s.status(sip.INVITE, 180); field(ring, "RSeq") != "" || field(ring, "Require") != "" {
		t.Errorf("180\n%s", ring)
	}
}
