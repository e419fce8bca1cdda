package voice

import (
	"context"
	"net"
	"net/netip"
	"testing"
	"time"

	"github.com/pion/stun/v3"

	"anteroom/softphone"
)

// mirrorAt is a STUN server that says what a test likes; nil answers nothing.
func mirrorAt(t testing.TB, say func(request *stun.Message, from netip.AddrPort) []byte) (at string, heard <-chan stun.MessageType) {
	t.Helper()
	conn, err := net.ListenUDP("udp4", net.UDPAddrFromAddrPort(netip.MustParseAddrPort("127.0.0.1:0")))
	if err != nil {
		t.Fatal(err)
	}
	kinds := make(chan stun.MessageType, 100) // those beyond are not kept
	done := make(chan struct{})
	go func() {
		defer close(done)
		buf := make([]byte, 1500)
		for {
			n, from, err := conn.ReadFromUDPAddrPort(buf)
			if err != nil {
				return
			}
			m := &stun.Message{Raw: buf[:n]}
			if m.Decode() != nil {
				continue
			}
			select {
			case kinds <- m.Type:
			default:
			}
			if answer := say(m, plain(from)); answer != nil {
				conn.WriteToUDPAddrPort(answer, from)
			}
		}
	}()
	t.Cleanup(func() { conn.Close(); <-done })
	return conn.LocalAddr().String(), kinds
}

// seen is an answer with an address.
func seen(request *stun.Message, ip string, port uint16) []byte {
	return stun.MustBuild(request, stun.BindingSuccess, &stun.XORMappedAddress{IP: net.ParseIP(ip), Port: int(port)}).Raw
}

func openCall(t testing.TB) *Engine {
	t.Helper()
	e := New(func(softphone.Event) {}, &testDeck{}, Options{})
	t.Cleanup(e.end)
	if _, err := e.Open(context.Background(), "c", netip.MustParseAddr("127.0.0.1")); err != nil {
		t.Fatal(err)
	}
	return e
}

// eventually asks until an answer comes in time: a loaded machine may be late once, and then the server is distrusted.
func eventually(t *testing.T, e *Engine, server string) (rtp, rtcp netip.AddrPort) {
	t.Helper()
	for range 50 {
		if rtp, rtcp = e.Public(context.Background(), "c", server); rtp.IsValid() && rtcp.IsValid() {
			return rtp, rtcp
		}
		e.stun.heard(server, true)
	}
	t.Fatal("never answered in time")
	return
}

func TestPublic_IsWhatTheServerSees(t *testing.T) {
	server, _ := mirrorAt(t, func(r *stun.Message, from netip.AddrPort) []byte { return seen(r, "198.51.100.7", from.Port()+1000) })
	e := openCall(t)
	rtp, rtcp := eventually(t, e, server)
	local := e.calls["c"].local.RTP.Port()
	if want := netip.AddrPortFrom(netip.MustParseAddr("198.51.100.7"), local+1000); rtp != want {
		t.Errorf("RTP seen at %s, want %s", rtp, want)
	}
	if want := netip.AddrPortFrom(netip.MustParseAddr("198.51.100.7"), local+1001); rtcp != want {
		t.Errorf("RTCP seen at %s, want %s", rtcp, want)
	}
}

func TestPublic_ANameIsLookedUp(t *testing.T) {
	server, _ := mirrorAt(t, func(r *stun.Message, from netip.AddrPort) []byte { return seen(r, "198.51.100.7", from.Port()) })
	_, port, _ := net.SplitHostPort(server)
	e := openCall(t)
	e.Prepare("localhost:" + port)
	eventually(t, e, "localhost:"+port)
}

func TestPublic_ASilentServerIsNotWaitedForAgain(t *testing.T) {
	server, _ := mirrorAt(t, func(*stun.Message, netip.AddrPort) []byte { return nil })
	e := openCall(t)
	if rtp, _ := e.Public(context.Background(), "c", server); rtp.IsValid() {
		t.Errorf("seen at %s by nobody", rtp)
	}
	if _, trusted := e.stun.find(context.Background(), server, true); trusted {
		t.Error("the next call would wait for it again")
	}
}

func TestPublic_ASilentServerThatComesBackIsTrustedAgain(t *testing.T) {
	server, _ := mirrorAt(t, func(r *stun.Message, from netip.AddrPort) []byte { return seen(r, "198.51.100.7", from.Port()) })
	e := openCall(t)
	e.stun.find(context.Background(), server, true)
	for range 50 {
		e.stun.heard(server, false)
		e.Public(context.Background(), "c", server) // asks without waiting
		e.stun.work.Wait()
		if _, trusted := e.stun.find(context.Background(), server, true); trusted {
			return
		}
	}
	t.Error("it answers, and nobody waits for it")
}

func TestPublic_OnlyTheAnswerToTheQuestionCounts(t *testing.T) {
	for what, lie := range map[string]func(r *stun.Message, from netip.AddrPort) []byte{
		"another transaction": func(r *stun.Message, from netip.AddrPort) []byte {
			r.TransactionID = stun.NewTransactionID()
			return seen(r, "203.0.113.1", 1)
		},
		"no address": func(r *stun.Message, from netip.AddrPort) []byte { return stun.MustBuild(r, stun.BindingSuccess).Raw },
		"nowhere":    func(r *stun.Message, from netip.AddrPort) []byte { return seen(r, "0.0.0.0", 5000) },
		"port 0":     func(r *stun.Message, from netip.AddrPort) []byte { return seen(r, "203.0.113.1", 0) },
		"multicast":  func(r *stun.Message, from netip.AddrPort) []byte { return seen(r, "239.1.1.1", 5000) },
		"an error": func(r *stun.Message, from netip.AddrPort) []byte {
			return stun.MustBuild(r, stun.BindingError, &stun.XORMappedAddress{IP: net.ParseIP("203.0.113.1"), Port: 5000}).Raw
		},
		"half a message": func(r *stun.Message, from netip.AddrPort) []byte { return seen(r, "203.0.113.1", 5000)[:22] },
	} {
		t.Run(what, func(t *testing.T) {
			server, _ := mirrorAt(t, lie)
			if rtp, rtcp := openCall(t).Public(context.Background(), "c", server); rtp.IsValid() || rtcp.IsValid() {
				t.Errorf("believed %s %s", rtp, rtcp)
			}
		})
	}
}

func TestPublic_AnAnswerFromElsewhereIsNotTaken(t *testing.T) {
	var q question
	m := stun.MustBuild(stun.TransactionID, stun.BindingRequest)
	asked := netip.MustParseAddrPort("192.0.2.1:3478")
	q.id, q.server, q.answer = m.TransactionID, asked, make(chan netip.AddrPort, 1)
	q.take(seen(m, "203.0.113.1", 5000), netip.MustParseAddrPort("192.0.2.2:3478"))
	if len(q.answer) != 0 {
		t.Error("taken from a stranger")
	}
	q.take(seen(m, "203.0.113.1", 5000), asked)
	if len(q.answer) != 1 {
		t.Error("not taken from who was asked")
	}
}

func TestPublic_UnknownCallsAndClosedEnginesAskNobody(t *testing.T) {
	server, heard := mirrorAt(t, func(r *stun.Message, from netip.AddrPort) []byte { return nil })
	e := openCall(t)
	e.Public(context.Background(), "nobody", server)
	e.end()
	e.Public(context.Background(), "c", server)
	if len(heard) != 0 {
		t.Error("asked all the same")
	}
}

func TestPublic_TheMappingIsKeptWhileNothingIsSent(t *testing.T) {
	server, heard := mirrorAt(t, func(r *stun.Message, from netip.AddrPort) []byte { return seen(r, "198.51.100.7", from.Port()) })
	e := openCall(t)
	eventually(t, e, server)
	now := time.Unix(1790000000, 0)
	next := func() stun.MessageType {
		for {
			select {
			case k := <-heard:
				if k != stun.BindingRequest {
					return k
				}
			case <-time.After(10 * time.Second):
				t.Fatal("the mapping is left to end")
			}
		}
	}
	c := e.calls["c"]
	tick := func(now time.Time) { c.send(&silence, &silence, now) } // nothing is agreed yet
	tick(now)
	for range 2 { // RTP and RTCP
		if k := next(); k.Class != stun.ClassIndication {
			t.Errorf("sent %s", k)
		}
	}
	tick(now.Add(holdOpen / 2)) // too early
	tick(now.Add(holdOpen))
	next()
	next()
	if len(heard) != 0 {
		t.Error("sent too often")
	}
}

func TestReadInto_STUNIsNeverTakenForSound(t *testing.T) {
	m := stun.MustBuild(stun.TransactionID, stun.BindingRequest)
	if !isSTUN(m.Raw) || isSTUN([]byte{0x80, 0, 0, 1, 0, 0, 0, 0}) || isSTUN(nil) || isSTUN(m.Raw[:10]) {
		t.Error("STUN is not told from RTP")
	}
}

// BenchmarkPublic is what an offer or an answer waits for where the STUN server is near.
func BenchmarkPublic(b *testing.B) {
	server, _ := mirrorAt(b, func(r *stun.Message, from netip.AddrPort) []byte { return seen(r, "198.51.100.7", from.Port()) })
	e := openCall(b)
	e.Public(context.Background(), "c", server)
	for b.Loop() {
		if rtp, _ := e.Public(context.Background(), "c", server); !rtp.IsValid() {
			b.Error("no answer in time")
		}
	}
}
