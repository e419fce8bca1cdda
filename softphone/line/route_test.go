package line

import (
	"context"
	"testing"

	"anteroom/softphone"

	"github.com/emiago/sipgo/sip"
)

// overTCP gives a registered line over TCP and its exchange.
func overTCP(t testing.TB, o Options) (*desk, *stage) {
	t.Helper()
	s, d := newStreamStage(t, nil), newDesk(t, o)
	a := registering(s)
	a.Transport = softphone.TCP
	d.open(a, "secret")
	s.answer(s.request(sip.REGISTER), 200, "x", "")
	d.registered("a")
	return d, s
}

func TestRoute_TheACKGoesWhereTheByeGoes(t *testing.T) {
	t.Parallel()
	t.Run("over the connection that stands", func(t *testing.T) {
		d, s := overTCP(t, Options{})
		i := dialled(d, s, "c")
		picked(s, i, "x", sdpWith(4000), "Contact: <sip:far@127.0.0.1:1;transport=tcp>")
		clear(s.seen)
		s.answer(i, 200, "x", sdpWith(4000), "Contact: <sip:far@127.0.0.1:1;transport=tcp>")
		s.request(sip.ACK) // the repeated one, too
		d.must(d.SendHangUp(context.Background(), "c"))
		s.answer(s.request(sip.BYE), 200, "", "")
		s.letGo(d)
	})
	t.Run("to a name that only the exchange's own address stands for", func(t *testing.T) {
		proxy, d := newStage(t), newDesk(t, Options{})
		a := registering(proxy)
		a.Address, a.Proxy = "pbx.invalid", proxy.addr.String()
		d.open(a, "secret")
		proxy.answer(proxy.request(sip.REGISTER), 200, "x", "")
		d.registered("a")
		i := dialled(d, proxy, "c")
		picked(proxy, i, "x", sdpWith(4000), "Contact: <sip:far@pbx.invalid>")
		d.must(d.SendHangUp(context.Background(), "c"))
		proxy.answer(proxy.request(sip.BYE), 200, "", "")
		proxy.letGo(d)
	})
}

func TestRoute_AnotherPortOnADirectLineIsKeptTo(t *testing.T) {
	t.Parallel()
	d, s := direct(t)
	other := newStage(t)
	d.must(d.SendInvite(context.Background(), "c", "a", "sip:bob@"+other.addr.String(), media(20000)))
	other.answer(other.request(sip.INVITE), 486, "x", "")
	if e := hungUp(t, d, "c"); e.Reason.Code != softphone.Busy {
		t.Errorf("told %+v", e)
	}
	select {
	case h := <-s.in:
		t.Errorf("the line's own peer got\n%s", h.msg)
	default:
	}
}

func TestRoute_ADirectCallOverTCPMayBeEndedByWhoeverWasCalled(t *testing.T) {
	t.Parallel()
	s, d := newStreamStage(t, nil), newDesk(t, Options{})
	d.open(softphone.Account{ID: "a", Address: "192.0.2.1", User: "alice", Transport: softphone.TCP, Listen: "127.0.0.1:0"}, "")
	d.registered("a")
	d.must(d.SendInvite(context.Background(), "c", "a", "sip:bob@"+s.addr.String(), media(20000)))
	i := s.request(sip.INVITE)
	f := picked(s, i, "x", sdpWith(4000))
	await[softphone.CallAnswered](t, d.ear, nil)
	f.ask("INVITE", sdpWith(4000, "a=sendonly"))
	s.status(sip.INVITE, 200)
	f.ack(f.seq, "")
	await[softphone.PeerHeld](t, d.ear, nil)
	f.ask("BYE", "")
	s.status(sip.BYE, 200)
	if e := hungUp(t, d, "c"); e.By != softphone.EndedByPeer {
		t.Errorf("told %+v", e)
	}
	g := &far{stage: s, callID: random(8), tag: "q", target: "sip:a@x", local: "<sip:f@x>", remote: "<sip:a@x>"}
	g.ask("INVITE", sdpWith(4000)) // but it may not call
	s.status(sip.INVITE, 403)
}
