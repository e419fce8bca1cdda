package line

import (
	"context"
	"errors"
	"net/netip"
	"testing"

	"anteroom/softphone"

	"github.com/emiago/sipgo/sip"
)

// pulled is a computer whose cable the test pulls.
func pulled(n *nomad) Options {
	o := n.options()
	had := o.LocalAddr
	o.LocalAddr = func(to netip.AddrPort) (netip.Addr, error) {
		if a, err := had(to); err != nil || a.IsValid() {
			return a, err
		}
		return netip.Addr{}, errors.New("network is unreachable")
	}
	return o
}

func (n *nomad) cut() {
	<-n.watched
	n.mu.Lock()
	n.addr = netip.Addr{}
	changed := n.changed
	n.mu.Unlock()
	changed()
}

func TestCable_ALineIsToldLostAtOnceAndRegistersWhenItIsBack(t *testing.T) {
	t.Parallel()
	s, n := newStage(t), newNomad("127.0.0.1")
	d := newDesk(t, pulled(n))
	d.open(softphone.Account{ID: "a", Address: s.addr.String(), User: "alice", Transport: softphone.UDP, Register: true}, "")
	s.answer(s.request(sip.REGISTER), 200, "x", "", "Expires: 3600")
	d.registered("a")
	picked(s, dialled(d, s, "c"), "x", sdpWith(4000))
	await[softphone.CallAnswered](t, d.ear, nil)

	n.cut()
	e := await(t, d.ear, func(e softphone.LineChanged) bool { return e.State == softphone.LineFailed })
	if e.Reason.Code != softphone.NoAnswerFromHost {
		t.Errorf("told %+v", e)
	}
	n.moveTo("127.0.0.1")
	s.answer(s.request(sip.REGISTER), 200, "x", "", "Expires: 3600")
	await(t, d.ear, func(e softphone.LineChanged) bool {
		return e.State == softphone.LineRegistered && count(d.ear, func(f softphone.LineChanged) bool { return f.State == softphone.LineRegistered }) == 2
	})
	if n := count[softphone.CallHungUp](d.ear, nil); n != 0 {
		t.Error("the call was given up")
	}
	d.must(d.SendHangUp(context.Background(), "c"))
	s.answer(s.request(sip.BYE), 200, "", "")
	s.letGo(d)
}

func TestCable_ALineWithoutRegistrationIsReadyAgain(t *testing.T) {
	t.Parallel()
	s, n := newStage(t), newNomad("127.0.0.1")
	d := newDesk(t, pulled(n))
	d.open(softphone.Account{ID: "a", Address: s.addr.String(), User: "alice", Transport: softphone.UDP}, "")
	d.registered("a")
	n.cut()
	await(t, d.ear, func(e softphone.LineChanged) bool { return e.State == softphone.LineFailed })
	n.moveTo("127.0.0.1")
	await(t, d.ear, func(e softphone.LineChanged) bool {
		return e.State == softphone.LineRegistered && count(d.ear, func(f softphone.LineChanged) bool { return f.State == softphone.LineRegistered }) == 2
	})
}

func TestUnplugged_KnowsInterfacesThatAreThere(t *testing.T) {
	if unplugged(netip.MustParseAddr("127.0.0.1")) {
		t.Error("this computer's own loopback is told as unplugged")
	}
	if unplugged(netip.MustParseAddr("192.0.2.77")) {
		t.Error("an address of nobody says nothing")
	}
}
