package line

import (
	"context"
	"net"
	"net/netip"
	"testing"
	"time"

	"anteroom/softphone"

	"github.com/emiago/sipgo/sip"
)

// twoStages are an exchange of two servers under one name.
func twoStages(t *testing.T) (first, second *stage, d *desk) {
	t.Helper()
	first, second = newStage(t), newStage(t)
	second.fit = true
	d = newDesk(t, Options{Names: directory{hosts: map[string]string{"a.example": "127.0.0.1", "b.example": "127.0.0.1"},
		srv: []*net.SRV{{Target: "a.example", Port: first.addr.Port()}, {Target: "b.example", Port: second.addr.Port()}}}})
	return first, second, d
}

func (d *desk) openTwo() {
	d.open(softphone.Account{ID: "a", Address: "pbx.example", User: "alice", Transport: softphone.UDP, Register: true}, "")
}

// probed answers the next OPTIONS.
func (s *stage) probed() { s.t.Helper(); s.answer(s.request(sip.OPTIONS), 200, "x", "") }

func TestFailOver_AServerThatFallsSilentIsLeft(t *testing.T) {
	t.Parallel()
	first, second, d := twoStages(t)
	d.openTwo()
	first.answer(first.request(sip.REGISTER), 200, "x", "", "Expires: 3600")
	d.registered("a")
	first.probed() // and never again
	r := second.request(sip.REGISTER)
	second.answer(r, 200, "x", "", "Expires: 3600")
	second.letGo(d)
}

func TestFailOver_OneThatNeverAnswersOPTIONSIsNotJudgedByIt(t *testing.T) {
	t.Parallel()
	first, second, d := twoStages(t)
	d.openTwo()
	first.answer(first.request(sip.REGISTER), 200, "x", "", "Expires: 3600")
	d.registered("a")
	first.request(sip.OPTIONS)
	first.request(sip.OPTIONS) // the second, long after the first was given up
	if len(second.in) > 0 {
		t.Error("left, though nothing speaks against it")
	}
	first.drain(d)
}

// drain lets the line go past OPTIONS that may come.
func (s *stage) drain(d *desk) {
	s.t.Helper()
	closed := make(chan error, 1)
	go func() { closed <- d.CloseLine(context.Background(), "a") }()
	for {
		if r, ok := s.next().(*sip.Request); ok && r.Method == sip.REGISTER {
			s.answer(r, 200, "x", "")
			break
		}
	}
	<-closed
}

func TestFailOver_AServerThatIsDeadFromTheBeginningIsPassedOver(t *testing.T) {
	t.Parallel()
	first, second, d := twoStages(t)
	d.openTwo()
	first.request(sip.REGISTER)
	second.answer(second.request(sip.REGISTER), 200, "x", "", "Expires: 3600")
	d.registered("a")
	second.drain(d)
}

func TestFailOver_CallsStayAndAnUnheardINVITEGoesToTheOtherServer(t *testing.T) {
	t.Parallel()
	first, second, d := twoStages(t)
	d.openTwo()
	first.answer(first.request(sip.REGISTER), 200, "x", "", "Expires: 3600")
	d.registered("a")
	first.probed()
	first.fit = true // it may be asked again before it has the INVITE
	i := dialled(d, first, "c")
	first.fit = false // and no answer any more, to nothing
	second.answer(second.request(sip.REGISTER), 200, "x", "", "Expires: 3600")
	again := second.request(sip.INVITE)
	if again.CallID().Value() != i.CallID().Value() || again.CSeq().SeqNo <= i.CSeq().SeqNo {
		t.Errorf("not the same call:\n%s", again)
	}
	second.answer(again, 486, "x", "")
	second.request(sip.ACK)
	if e := hungUp(t, d, "c"); e.Reason.Code != softphone.Busy {
		t.Errorf("ended with %+v", e)
	}
	second.drain(d)
}

func TestFailOver_EachServerHasItsTurn(t *testing.T) {
	a, b, c := netip.MustParseAddrPort("192.0.2.1:5060"), netip.MustParseAddrPort("192.0.2.2:5060"), netip.MustParseAddrPort("192.0.2.3:5060")
	acct := &account{}
	seen := map[netip.AddrPort]bool{}
	for fails := range 3 {
		acct.avoid = acct.choose([]netip.AddrPort{a, b, c}, fails)
		seen[acct.avoid] = true
	}
	if len(seen) != 3 {
		t.Errorf("only %v had their turn", seen)
	}
	acct = &account{avoid: a}
	if got := acct.choose([]netip.AddrPort{a}, 4); got != a {
		t.Errorf("%s instead of the only one", got)
	}
	if !(&account{hops: []netip.AddrPort{a, b}}).untried(softphone.NoAnswerFromHost) ||
		(&account{hops: []netip.AddrPort{a, b}, fails: 1}).untried(softphone.NoAnswerFromHost) ||
		(&account{hops: []netip.AddrPort{a, b}}).untried(softphone.WrongPassword) ||
		(&account{hops: []netip.AddrPort{a, b}}).untried(softphone.WeakDigest) ||
		(&account{hops: []netip.AddrPort{a}}).untried(softphone.NoAnswerFromHost) {
		t.Error("a pause where there is another server, or none where there is not")
	}
}

func TestFailOver_NoOtherNetworkHelpsAgainstWhatEveryServerSays(t *testing.T) {
	t.Parallel()
	for _, code := range []softphone.ReasonCode{softphone.WrongPassword, softphone.Forbidden, softphone.UnknownUser, softphone.WeakDigest} {
		why := softphone.Reason{Code: code}
		a := &account{line: &Line{options: Options{Retry: time.Microsecond}}, moves: make(chan struct{}, 1)}
		a.told = softphone.LineChanged{State: softphone.LineFailed, Reason: why}
		a.mayHaveMoved()
		a.failed(t.Context(), why)
		if a.hurried || len(a.moves) != 1 {
			t.Errorf("%s: tried again at once after a move", code)
		}
	}
}

func TestFailOver_OneThatRefusesOPTIONSIsNotJudgedByIt(t *testing.T) {
	t.Parallel()
	first, second, d := twoStages(t)
	d.openTwo()
	first.answer(first.request(sip.REGISTER), 200, "x", "", "Expires: 3600")
	d.registered("a")
	for range 3 { // the third shows that the second was borne
		first.answer(first.request(sip.OPTIONS), 503, "x", "")
	}
	if len(second.in) > 0 {
		t.Error("left, though it takes REGISTERs")
	}
	first.drain(d)
}

// twoStreams are twoStages over TCP, with a line that is registered at the first.
func twoStreams(t *testing.T) (first, second *stage, d *desk) {
	t.Helper()
	first, second = newStreamStage(t, nil), newStreamStage(t, nil)
	d = newDesk(t, Options{Names: directory{hosts: map[string]string{"a.example": "127.0.0.1", "b.example": "127.0.0.1"},
		srv: []*net.SRV{{Target: "a.example", Port: first.addr.Port()}, {Target: "b.example", Port: second.addr.Port()}}}})
	d.open(softphone.Account{ID: "a", Address: "pbx.example", User: "alice", Transport: softphone.TCP, Register: true}, "")
	first.answer(first.request(sip.REGISTER), 200, "x", "", "Expires: 3600")
	d.registered("a")
	return first, second, d
}

func TestFailOver_AnINVITEWhoseConnectionWentIsMadeWhereTheLineRegistersNext(t *testing.T) {
	t.Parallel()
	for name, status := range map[string]int{"at the same server": 200, "at the next": 503} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			at, second, d := twoStreams(t)
			i := dialled(d, at, "c")
			at.drop()
			at.answer(at.request(sip.REGISTER), status, "x", "", "Expires: 3600")
			if status != 200 {
				at = second
				at.answer(at.request(sip.REGISTER), 200, "x", "", "Expires: 3600")
			}
			again := at.request(sip.INVITE)
			if again.CallID().Value() != i.CallID().Value() || again.CSeq().SeqNo <= i.CSeq().SeqNo {
				t.Errorf("not the same call:\n%s", again)
			}
			at.answer(again, 486, "x", "")
			at.request(sip.ACK)
			if e := hungUp(t, d, "c"); e.Reason.Code != softphone.Busy {
				t.Errorf("ended with %+v", e)
			}
			at.letGo(d)
		})
	}
}

func TestFailOver_AnINVITEThatEveryConnectionGoesWithIsGivenUp(t *testing.T) {
	t.Parallel()
	first, _, d := twoStreams(t)
	dialled(d, first, "c")
	for range maxRemade {
		first.drop()
		first.answer(first.request(sip.REGISTER), 200, "x", "", "Expires: 3600")
		first.request(sip.INVITE)
	}
	first.drop()
	if e := hungUp(t, d, "c"); e.By != softphone.EndedByNetwork {
		t.Errorf("ended with %+v", e)
	}
	first.answer(first.request(sip.REGISTER), 200, "x", "", "Expires: 3600")
}

func TestFailOver_AnINVITEThatWaitsForAConnectionIsGivenUpAtOnce(t *testing.T) {
	t.Parallel()
	first, _, d := twoStreams(t)
	dialled(d, first, "c")
	d.Line.mu.Lock()
	c := d.Line.calls["c"]
	d.Line.mu.Unlock()
	first.drop()
	r := first.request(sip.REGISTER)
	waits := make(chan bool, 1)
	for over := false; !over; { // until the call has heard that its connection went
		if !c.post(func() { waits <- c.out == nil || c.out.orphan }) {
			t.Fatal("the call is over")
		}
		select {
		case over = <-waits:
		case <-c.done:
			t.Fatal("the call is over")
		}
	}
	if count[softphone.CallHungUp](d.ear, nil) > 0 {
		t.Error("given up before anybody wished")
	}
	d.must(d.SendHangUp(context.Background(), "c"))
	if e := hungUp(t, d, "c"); e.Reason.Code != softphone.Cancelled {
		t.Errorf("ended with %+v", e)
	}
	select {
	case <-c.done:
	case <-time.After(patience):
		t.Error("it goes on")
	}
	first.answer(r, 200, "x", "", "Expires: 3600")
	d.registered("a")
	first.letGo(d)
}
