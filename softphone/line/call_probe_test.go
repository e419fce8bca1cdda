package line

import (
	"context"
	"testing"

	"anteroom/softphone"

	"github.com/emiago/sipgo/sip"
)

func TestProbe_ACallTheOtherSideKnowsNothingOfIsOver(t *testing.T) {
	t.Parallel()
	for allow, method := range map[string]sip.RequestMethod{"INVITE, UPDATE": sip.UPDATE, "INVITE": sip.OPTIONS} {
		d, s := direct(t)
		picked(s, dialled(d, s, "c"), "x", sdpWith(4000), "Allow: "+allow)
		await[softphone.CallAnswered](t, d.ear, nil)
		d.must(d.SendProbe(context.Background(), "c"))
		p := s.request(method)
		if tag, _ := p.To().Params.Get("tag"); tag != "x" || len(p.Body()) > 0 {
			t.Errorf("asked\n%s", p)
		}
		s.answer(p, 481, "", "")
		s.answer(s.request(sip.BYE), 481, "", "")
		if e := hungUp(t, d, "c"); e.By != softphone.EndedByNetwork || e.Reason.Code != softphone.ConnectionCut {
			t.Errorf("told %+v", e)
		}
	}
}

// Whoever refuses or swallows the question may still talk.
func TestProbe_NothingElseEndsACall(t *testing.T) {
	t.Parallel()
	for allow, method := range map[string]sip.RequestMethod{"INVITE, UPDATE": sip.UPDATE, "INVITE": sip.OPTIONS} {
		for _, status := range []int{200, 405, 408, 500} {
			d, s := direct(t)
			picked(s, dialled(d, s, "c"), "x", sdpWith(4000), "Allow: "+allow)
			await[softphone.CallAnswered](t, d.ear, nil)
			d.must(d.SendProbe(context.Background(), "c"))
			s.answer(s.request(method), status, "", "")
			d.must(d.SendHold(context.Background(), "c")) // what comes next is this, not another question, nor a BYE
			s.answer(s.request(sip.INVITE), 200, "", sdpWith(4000, "a=recvonly"))
			s.request(sip.ACK)
			await[softphone.HoldConfirmed](t, d.ear, nil)
			d.must(d.SendHangUp(context.Background(), "c"))
			s.answer(s.request(sip.BYE), 200, "", "")
			hungUp(t, d, "c")
		}
	}
}

// An exchange that has started anew while a call stands has forgotten the registration too, which nobody tells over UDP.
func TestProbe_RegistersAgainOverUDP(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	d := newDesk(t, Options{})
	d.open(softphone.Account{ID: "a", Address: s.addr.String(), User: "alice", Transport: softphone.UDP, Register: true}, "")
	s.answer(s.request(sip.REGISTER), 200, "", "", "Expires: 3600")
	d.registered("a")
	picked(s, dialled(d, s, "c"), "x", sdpWith(4000), "Allow: INVITE, UPDATE")
	await[softphone.CallAnswered](t, d.ear, nil)
	d.must(d.SendProbe(context.Background(), "c"))
	asked := map[sip.RequestMethod]bool{}
	for range 2 {
		req := s.next().(*sip.Request)
		asked[req.Method] = true
		s.answer(req, 200, "", "", "Expires: 3600")
	}
	if !asked[sip.REGISTER] || !asked[sip.UPDATE] {
		t.Errorf("asked %v", asked)
	}
}
