package line

import (
	"context"
	"fmt"
	"net/netip"
	"runtime"
	"strings"
	"testing"
	"time"

	"anteroom/softphone"

	"github.com/emiago/sipgo/sip"
)

func TestMany_EightCallsAtOnceKeepApart(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	alice, bob := pair(t, softphone.UDP)
	theirs := map[softphone.CallID]softphone.CallID{}
	for n := range 8 {
		id := softphone.CallID(fmt.Sprint("call", n))
		alice.must(alice.SendInvite(ctx, id, "a", fmt.Sprint(1000+n), media(uint16(20000+2*n))))
		in := await(t, bob.ear, func(e softphone.CallArrived) bool { return e.OwnNumber == fmt.Sprint(1000+n) })
		theirs[id] = in.Call
		bob.must(bob.SendAnswer(ctx, in.Call, media(uint16(30000+2*n))))
	}
	for n := range 8 {
		id := softphone.CallID(fmt.Sprint("call", n))
		await(t, alice.ear, func(e softphone.CallAnswered) bool { return e.Call == id })
		m := await(t, alice.ear, func(e softphone.MediaAgreed) bool { return e.Call == id })
		if want := uint16(30000 + 2*n); m.Media.RTP.Port() != want {
			t.Errorf("%s hears port %d, not %d", id, m.Media.RTP.Port(), want)
		}
		await(t, bob.ear, func(e softphone.CallAnswered) bool { return e.Call == theirs[id] })
	}
	for id := range theirs {
		alice.must(alice.SendHold(ctx, id))
	}
	for id := range theirs {
		await(t, alice.ear, func(e softphone.HoldConfirmed) bool { return e.Call == id })
	}
	for id, other := range theirs {
		bob.must(bob.SendHangUp(ctx, other))
		hungUp(t, alice, id)
	}
}

// back waits until no more goroutines run than before.
func back(t *testing.T, base int, meanwhile func()) {
	t.Helper()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	deadline := time.After(4 * patience)
	for {
		if runtime.NumGoroutine() <= base {
			return
		}
		select {
		case <-tick.C:
			meanwhile()
		case <-deadline:
			buf := make([]byte, 1<<20)
			t.Fatalf("%d goroutines, %d before\n%s", runtime.NumGoroutine(), base, buf[:runtime.Stack(buf, true)])
		}
	}
}

func TestMany_AFloodLeavesNothingBehind(t *testing.T) {
	d, s := direct(t)
	base := runtime.NumGoroutine()
	var all []*far
	for range 500 {
		all = append(all, s.dial(d, "a", sdpWith(4000)))
	}
	byCall := map[string]*far{}
	for _, f := range all {
		byCall[f.callID] = f
	}
	refused := 0
	for refused < 100 { // UDP may lose many of them
		res, ok := s.next().(*sip.Response)
		if ok && res.StatusCode == 486 {
			refused++
			byCall[res.CallID().Value()].ackRefusal(res)
		}
	}
	live := func() (ids []softphone.CallID) {
		d.Line.mu.Lock()
		defer d.Line.mu.Unlock()
		for id := range d.calls {
			ids = append(ids, id)
		}
		return ids
	}
	if n := len(live()); n != maxCalls {
		t.Errorf("%d calls live", n)
	}
	back(t, base, func() { // each call that goes makes room for another of the flood
		for _, id := range live() {
			d.SendReject(context.Background(), id, softphone.Busy)
		}
	})
	before := count[softphone.CallArrived](d.ear, nil)
	s.dial(d, "a", sdpWith(4000)) // and it still works
	await(t, d.ear, func(softphone.CallArrived) bool { return count[softphone.CallArrived](d.ear, nil) > before })
}

func TestMany_AFloodOfStrangersStartsNothing(t *testing.T) {
	d := newDesk(t, Options{})
	d.open(softphone.Account{ID: "a", Address: "192.0.2.1", User: "alice", Transport: softphone.UDP, Listen: "127.0.0.1:0"}, "")
	d.registered("a")
	s := newStage(t)
	base := runtime.NumGoroutine()
	for range 5000 {
		s.dial(d, "a", sdpWith(4000))
	}
	if n := runtime.NumGoroutine(); n > base+2 {
		t.Errorf("%d goroutines, %d before", n, base)
	}
	s.status(sip.INVITE, 403)
	if n := count[softphone.CallArrived](d.ear, nil); n != 0 {
		t.Errorf("%d calls arrived", n)
	}
}

func TestMany_TheLineClosesWhileCallsLive(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	alice, bob := pair(t, softphone.TCP)
	a, b := talk(t, alice, bob)
	alice.must(alice.SendInvite(ctx, "ringing", "a", "2", media(20002)))
	second := await(t, bob.ear, func(e softphone.CallArrived) bool { return e.OwnNumber == "2" })
	bob.must(bob.SendRinging(ctx, second.Call))
	await(t, alice.ear, func(e softphone.PeerRinging) bool { return e.Call == "ringing" })
	begun := time.Now()
	alice.must(alice.CloseLine(ctx, "a"))
	if d := time.Since(begun); d > 2*farewell {
		t.Errorf("closing took %s", d)
	}
	hungUp(t, alice, a)
	hungUp(t, alice, "ringing")
	hungUp(t, bob, b)
	if e := hungUp(t, bob, second.Call); e.Reason.Code != softphone.Cancelled {
		t.Errorf("told %+v", e)
	}
	await(t, alice.ear, func(e softphone.LineChanged) bool { return e.State == softphone.LineOff })
}

func TestMany_OverIPv6(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	alice, bob := newDesk(t, Options{}), newDesk(t, Options{})
	bob.open(softphone.Account{ID: "b", Address: "[::1]:5060", User: "bob", Transport: softphone.UDP}, "")
	if e := await(t, bob.ear, func(e softphone.LineChanged) bool { return e.State != softphone.LineRegistering }); e.State != softphone.LineRegistered {
		t.Skipf("no IPv6 here: %v", e.Reason)
	}
	alice.open(softphone.Account{ID: "a", Address: bob.port("b").String(), User: "alice", Transport: softphone.UDP}, "")
	alice.registered("a")
	six := media(20000)
	six.RTP = netip.MustParseAddrPort("[::1]:20000")
	alice.must(alice.SendInvite(ctx, "x", "a", "1", six))
	in := await[softphone.CallArrived](t, bob.ear, nil)
	six.RTP = netip.MustParseAddrPort("[::1]:30000")
	bob.must(bob.SendAnswer(ctx, in.Call, six))
	await[softphone.CallAnswered](t, alice.ear, nil)
	await[softphone.CallAnswered](t, bob.ear, nil)
	if m := await[softphone.MediaAgreed](t, alice.ear, nil).Media; m.RTP.String() != "[::1]:30000" {
		t.Errorf("agreed %+v", m)
	}
	alice.must(alice.SendHangUp(ctx, "x"))
	hungUp(t, bob, in.Call)
}

func TestMany_ABigInviteStillGoesOverUDP(t *testing.T) {
	t.Parallel()
	d, s := direct(t)
	f := s.dial(d, "a", sdpWith(4000, "a=x:"+strings.Repeat("y", 3000)))
	id := arrived(d).Call
	d.must(d.SendReject(context.Background(), id, softphone.Busy))
	f.ackRefusal(s.status(sip.INVITE, 486))
}

func TestMany_CallsOverTCPAreTakenByTheSameConnection(t *testing.T) {
	t.Parallel()
	s, d := newStreamStage(t, nil), newDesk(t, Options{})
	a := registering(s)
	a.Transport = softphone.TCP
	d.open(a, "secret")
	s.answer(s.request(sip.REGISTER), 200, "x", "")
	d.registered("a")
	f := &far{stage: s, callID: random(8), tag: "q", target: "sip:1001@127.0.0.1", local: "<sip:f@x>", remote: "<sip:1001@x>"}
	f.ask("INVITE", sdpWith(4000))
	id := arrived(d).Call
	d.must(d.SendAnswer(context.Background(), id, media(30000)))
	f.took(s.status(sip.INVITE, 200))
	s.status(sip.INVITE, 200) // repeated on TCP too (RFC 3261 §13.3.1.4)
	f.ack(1, "")
	await[softphone.CallAnswered](t, d.ear, nil)
	d.must(d.SendHold(context.Background(), id))
	r := s.request(sip.INVITE)
	s.answer(r, 200, "", sdpWith(4000, "a=recvonly"))
	s.request(sip.ACK)
	await[softphone.HoldConfirmed](t, d.ear, nil)
	f.ask("BYE", "")
	s.status(sip.BYE, 200)
	hungUp(t, d, id)

	f = &far{stage: s, callID: random(8), tag: "q", target: "sip:1001@127.0.0.1", local: "<sip:f@x>", remote: "<sip:1001@x>"}
	f.ask("INVITE", sdpWith(4000))
	ringing := await(t, d.ear, func(e softphone.CallArrived) bool { return e.Call != id }).Call
	s.drop()
	if e := hungUp(t, d, ringing); e.By != softphone.EndedByNetwork || e.Reason.Code != softphone.ConnectionCut {
		t.Errorf("told %+v", e)
	}
	s.answer(s.request(sip.REGISTER), 200, "x", "")
	s.letGo(d)
}
