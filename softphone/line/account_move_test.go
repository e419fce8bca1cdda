package line

import (
	"context"
	"net"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"

	"anteroom/softphone"

	"github.com/emiago/sipgo/sip"
)

// nomad is a computer whose address the test chooses.
type nomad struct {
	watched chan struct{} // closed when somebody wants to know
	mu      sync.Mutex    // guards the rest
	addr    netip.Addr
	changed func()
}

func newNomad(addr string) *nomad {
	return &nomad{watched: make(chan struct{}), addr: netip.MustParseAddr(addr)}
}

func (n *nomad) options() Options {
	return Options{
		LocalAddr: func(netip.AddrPort) (netip.Addr, error) { n.mu.Lock(); defer n.mu.Unlock(); return n.addr, nil },
		Watch: func(ctx context.Context, changed func()) {
			n.mu.Lock()
			n.changed = changed
			n.mu.Unlock()
			close(n.watched)
			<-ctx.Done()
		},
	}
}

func (n *nomad) moveTo(addr string) {
	<-n.watched
	n.mu.Lock()
	n.addr = netip.MustParseAddr(addr)
	changed := n.changed
	n.mu.Unlock()
	changed()
}

func TestMove_TheLineRegistersAtOnceAndItsCallGoesOn(t *testing.T) {
	t.Parallel()
	s, n := newStage(t), newNomad("127.0.0.1")
	d := newDesk(t, n.options())
	d.open(softphone.Account{ID: "a", Address: s.addr.String(), User: "alice", Transport: softphone.UDP, Register: true}, "")
	s.answer(s.request(sip.REGISTER), 200, "x", "", "Expires: 3600")
	d.registered("a")
	picked(s, dialled(d, s, "c"), "x", sdpWith(4000), "Allow: INVITE, UPDATE")
	await[softphone.CallAnswered](t, d.ear, nil)

	n.moveTo("127.0.0.3")
	r := s.request(sip.REGISTER)
	all := r.GetHeaders("Contact")
	if len(all) != 2 || !strings.Contains(all[0].Value(), "127.0.0.3") || !strings.Contains(all[1].Value(), "127.0.0.1") || s.peer.Addr().String() != "127.0.0.3" {
		t.Errorf("from %s, with %v", s.peer, all)
	}
	s.answer(r, 200, "x", "", "Expires: 3600")
	i := s.request(sip.INVITE) // an UPDATE would not bring the sound along
	if c := i.Contact().Address; c.Host != "127.0.0.3" || !strings.Contains(string(i.Body()), "c=IN IP4 127.0.0.3") || !strings.Contains(string(i.Body()), "m=audio 20000") {
		t.Errorf("tells\n%s", i)
	}
	s.answer(i, 200, "", sdpWith(4000))
	s.request(sip.ACK)
	if e := await(t, d.ear, func(e softphone.LineChanged) bool { return e.Local.String() == "127.0.0.3" }); e.State != softphone.LineRegistered {
		t.Errorf("told %+v", e)
	}
	d.must(d.SendHangUp(context.Background(), "c"))
	s.answer(s.request(sip.BYE), 200, "", "")
	s.letGo(d)
}

func TestMove_OverTCPANewConnectionIsMade(t *testing.T) {
	t.Parallel()
	s, n := newStreamStage(t, nil), newNomad("127.0.0.1")
	d := newDesk(t, n.options())
	d.open(softphone.Account{ID: "a", Address: s.addr.String(), User: "alice", Transport: softphone.TCP, Register: true}, "")
	s.answer(s.request(sip.REGISTER), 200, "x", "", "Expires: 3600")
	d.registered("a")
	first := s.connection()
	n.moveTo("127.0.0.3")
	r := s.request(sip.REGISTER)
	if s.connection() == first {
		t.Error("registered over the old connection")
	}
	n.moveTo("127.0.0.1") // where the system really connects from
	s.answer(r, 200, "x", "", "Expires: 3600")
	s.letGo(d)
}

func (s *stage) connection() net.Conn {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.conn
}

func TestMove_ACallThatRingsIsAnsweredFromTheNewAddress(t *testing.T) {
	t.Parallel()
	s, n := newStage(t), newNomad("127.0.0.1")
	d := newDesk(t, n.options())
	d.open(softphone.Account{ID: "a", Address: s.addr.String(), User: "alice", Transport: softphone.UDP}, "")
	d.registered("a")
	f := s.dial(d, "a", sdpWith(4000))
	id := arrived(d).Call
	n.moveTo("127.0.0.3")
	await(t, d.ear, func(e softphone.LineChanged) bool { return e.Local.String() == "127.0.0.3" })
	d.must(d.SendAnswer(context.Background(), id, media(30000)))
	ok := s.status(sip.INVITE, 200)
	if !strings.Contains(string(ok.Body()), "c=IN IP4 127.0.0.3") || ok.Contact().Address.Host != "127.0.0.3" {
		t.Errorf("answered with\n%s", ok)
	}
	f.took(ok)
	f.ack(1, "")
	await[softphone.CallAnswered](t, d.ear, nil)
}

func TestMove_AnExchangeThatComesBackHasUsAgainSoon(t *testing.T) {
	t.Parallel()
	s, d := newStage(t), newDesk(t, Options{})
	d.open(softphone.Account{ID: "a", Address: s.addr.String(), User: "alice", Transport: softphone.UDP, Register: true}, "")
	for range 3 { // it starts again: nobody answers
		s.request(sip.REGISTER)
	}
	begun := time.Now()
	s.answer(s.request(sip.REGISTER), 200, "x", "", "Expires: 3600")
	d.registered("a")
	if took := time.Since(begun); took > 5*time.Second {
		t.Errorf("after %s", took)
	}
	s.letGo(d)
}

func TestMove_TheSystemIsWatchedUntilTheEnd(t *testing.T) {
	t.Parallel()
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() { defer close(ended); watchAddresses(ctx, func() {}) }()
	stop()
	select {
	case <-ended:
	case <-time.After(patience):
		t.Fatal("goes on")
	}
}

func TestMove_ManyTimesLeavesFewSockets(t *testing.T) {
	t.Parallel()
	s, n := newStage(t), newNomad("127.0.0.1")
	d := newDesk(t, n.options())
	d.open(softphone.Account{ID: "a", Address: s.addr.String(), User: "alice", Transport: softphone.UDP}, "")
	d.registered("a")
	for _, addr := range []string{"127.0.0.3", "127.0.0.4", "127.0.0.5", "127.0.0.6", "127.0.0.7"} {
		n.moveTo(addr)
		await(t, d.ear, func(e softphone.LineChanged) bool { return e.Local.String() == addr })
	}
	d.Line.mu.Lock()
	open := d.accounts["a"].trunk()
	d.Line.mu.Unlock()
	open.mu.Lock()
	defer open.mu.Unlock()
	if len(open.before) != maxBefore {
		t.Errorf("%d sockets are kept", len(open.before))
	}
}
