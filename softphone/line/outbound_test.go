package line

import (
	"net"
	"net/netip"
	"strconv"
	"strings"
	"testing"
	"time"

	"anteroom/softphone"

	"github.com/emiago/sipgo/sip"
	"github.com/pion/stun/v3"
)

const instance = "urn:uuid:00000000-0000-4000-8000-000a95a0e128"

// flowing is a line that asks for an outbound registration.
func flowing(t *testing.T, s *stage, tr softphone.Transport) *desk {
	t.Helper()
	d := newDesk(t, Options{Instance: instance})
	d.open(softphone.Account{ID: "a", Address: s.addr.String(), User: "alice", Transport: tr, Register: true}, "")
	return d
}

// keeps is what a registrar says that keeps the flow.
var keeps = []string{"Require: outbound", "Flow-Timer: 1", "Expires: 3600"}

func TestOutbound_IsAskedForAndItsContactsSaySo(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	d := flowing(t, s, softphone.UDP)
	r := s.request(sip.REGISTER)
	c := r.Contact()
	id, _ := c.Params.Get("+sip.instance")
	reg, _ := c.Params.Get("reg-id")
	if n, err := strconv.Atoi(reg); id != `"<`+instance+`>"` || err != nil || n < 1 || c.Address.UriParams.Has("ob") {
		t.Errorf("contact %s", c)
	}
	if got := listed(r, "Supported"); strings.Join(got, " ") != "path outbound" {
		t.Errorf("supported %v", got)
	}
	s.answer(r, 200, "x", "", "Require: outbound", "Expires: 3600")
	d.registered("a")
	i := dialled(d, s, "c")
	if !i.Contact().Address.UriParams.Has("ob") {
		t.Errorf("a dialog with %s", i.Contact())
	}
	s.answer(i, 486, "x", "")
	s.request(sip.ACK)
	hungUp(t, d, "c")
	s.letGo(d)
}

func TestOutbound_AFirstHopThatCannotIsRegisteredWithWithoutIt(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	d := flowing(t, s, softphone.UDP)
	s.answer(s.request(sip.REGISTER), 439, "x", "")
	r := s.request(sip.REGISTER)
	if c := r.Contact(); c.Params.Has("reg-id") || !c.Params.Has("+sip.instance") || strings.Contains(field(r, "Supported"), "outbound") {
		t.Errorf("asked again with\n%s", r)
	}
	s.answer(r, 200, "x", "", "Expires: 3600")
	d.registered("a")
	i := dialled(d, s, "c")
	if i.Contact().Address.UriParams.Has("ob") {
		t.Errorf("a dialog with %s", i.Contact())
	}
	s.answer(i, 486, "x", "")
	s.request(sip.ACK)
	hungUp(t, d, "c")
	s.letGo(d)
}

func TestOutbound_439TwiceIsARefusal(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	d := flowing(t, s, softphone.UDP)
	s.answer(s.request(sip.REGISTER), 439, "x", "")
	s.answer(s.request(sip.REGISTER), 439, "x", "")
	e := await(t, d.ear, func(e softphone.LineChanged) bool { return e.State == softphone.LineFailed })
	if !strings.HasPrefix(e.Reason.Detail, "439") {
		t.Errorf("told %+v", e)
	}
}

func TestOutbound_AConnectionWithoutPongsIsMadeAgain(t *testing.T) {
	t.Parallel()
	s := newStreamStage(t, nil)
	s.ponging.Store(true)
	d := flowing(t, s, softphone.TCP)
	s.answer(s.request(sip.REGISTER), 200, "x", "", keeps...)
	d.registered("a")
	first := s.connection()
	for range 2 {
		s.pinged()
	}
	if s.connection() != first {
		t.Error("given up although it answered")
	}
	s.ponging.Store(false)
	r := s.request(sip.REGISTER)
	if s.connection() == first {
		t.Error("registered over the dead connection")
	}
	s.answer(r, 200, "x", "", "Expires: 3600")
	s.letGo(d)
}

func TestOutbound_PongsAreExpectedOnlyWhereTheyHaveCome(t *testing.T) {
	f := &flow{}
	a, b := net.Pipe()
	f.Conn, f.gone, f.heard = a, make(chan struct{}), make(chan struct{}, 1)
	go func() {
		b.Write([]byte("SIP/2.0 200 OK\r\n"))
		for range 3 {
			b.Write([]byte("\r\n"))
		}
		b.Read(make([]byte, len(ping)))
		b.Write([]byte("\r\n"))
		b.Close()
	}()
	buf := make([]byte, 100)
	f.Read(buf)
	if f.pongs.Load() {
		t.Error("a message was taken for a pong")
	}
	f.Read(buf)
	if f.pongs.Load() {
		t.Error("a keep-alive of theirs was taken for a pong")
	}
	long := time.Now().Add(-pongLimit())
	f.asked.Store(&long)
	f.Read(buf)
	if f.pongs.Load() {
		t.Error("what came long after a ping was taken for a pong")
	}
	f.Read(buf)
	if f.pongs.Load() {
		t.Error("a keep-alive of theirs was taken for a pong")
	}
	f.ping()
	soon := time.Now().Add(time.Hour) // however slow this computer is
	f.asked.Store(&soon)
	f.Read(buf)
	if !f.pongs.Load() {
		t.Error("a pong was not")
	}
}

func (s *stage) pinged() {
	s.t.Helper()
	select {
	case <-s.pings:
	case <-time.After(patience):
		s.t.Fatal("no keep-alive came")
	}
}

// seesAt answers the next STUN request with a port of 127.0.0.1.
func (s *stage) seesAt(port uint16) {
	s.t.Helper()
	select {
	case q := <-s.stuns:
		if port == 0 {
			port = q.from.Port()
		}
		m := stun.MustBuild(q.msg, stun.BindingSuccess, &stun.XORMappedAddress{IP: net.IPv4(127, 0, 0, 1), Port: int(port)})
		s.udp.WriteToUDPAddrPort(m.Raw, q.from)
	case <-time.After(patience):
		s.t.Fatal("no STUN came")
	}
}

func TestOutbound_OverUDPAnotherBindingIsRegisteredAnew(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	d := flowing(t, s, softphone.UDP)
	s.answer(s.request(sip.REGISTER), 200, "x", "", keeps...)
	d.registered("a")
	s.seesAt(0)
	s.seesAt(0)
	s.seesAt(9)
	r := s.request(sip.REGISTER)
	if n := r.CSeq().SeqNo; n != 2 {
		t.Errorf("registered anew although nothing had changed: CSeq %d", n)
	}
	s.answer(r, 200, "x", "", "Expires: 3600")
	s.letGo(d)
}

func TestOutbound_OverUDPSilenceEndsTheFlow(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	d := flowing(t, s, softphone.UDP)
	s.answer(s.request(sip.REGISTER), 200, "x", "", keeps...)
	d.registered("a")
	before := s.peer
	s.seesAt(0)
	r := s.request(sip.REGISTER)
	if s.peer == before {
		t.Error("the dead flow is used again")
	}
	s.answer(r, 200, "x", "", "Expires: 3600")
	s.letGo(d)
}

func TestOutbound_WithoutItNoSTUNIsSentOverUDP(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	d := flowing(t, s, softphone.UDP)
	s.answer(s.request(sip.REGISTER), 200, "x", "", "Flow-Timer: 1", "Expires: 2") // not kept: the timer says nothing
	d.registered("a")
	s.answer(s.request(sip.REGISTER), 200, "x", "", "Expires: 3600") // a second later
	if len(s.stuns) > 0 {
		t.Error("STUN to an exchange that did not ask for it")
	}
	s.letGo(d)
}

func TestOutbound_AQuestionThatIsOpenIsNotAskedOver(t *testing.T) {
	open := &binding{}
	tr := &trunk{closed: make(chan struct{}), asking: open}
	verdict := make(chan error, 1)
	tr.keepBySTUN(verdict)
	if tr.asking != open || len(verdict) > 0 {
		t.Errorf("asked %+v, verdicts %d", tr.asking, len(verdict))
	}
}

func TestOutbound_WhatOneServerSawSaysNothingOfTheNext(t *testing.T) {
	first, second := netip.MustParseAddrPort("192.0.2.1:5060"), netip.MustParseAddrPort("192.0.2.2:5060")
	a := &account{hops: []netip.AddrPort{first, second}, avoid: first}
	old := &binding{}
	tr := &trunk{hop: first, talks: true, asking: old, seenAt: netip.MustParseAddrPort("198.51.100.1:1")}
	a.turn(tr)
	if tr.hop != second || tr.talks || tr.asking != nil || tr.seenAt.IsValid() {
		t.Errorf("at %s: talks %v, asking %v, seen at %s", tr.hop, tr.talks, tr.asking, tr.seenAt)
	}
	if at := netip.MustParseAddrPort("198.51.100.1:2"); !tr.sameBinding(old, at) || tr.seenAt.IsValid() {
		t.Error("an answer of the old server's counts")
	}
}
