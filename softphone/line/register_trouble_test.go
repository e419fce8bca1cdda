package line

import (
	"context"
	"net/netip"
	"strings"
	"testing"
	"time"

	"anteroom/softphone"

	"github.com/emiago/sipgo/sip"
)

func TestRegister_ADeadConnectionIsLeftWhileACallIsUp(t *testing.T) {
	t.Parallel()
	d, s := overTCP(t, Options{Expires: 1 * time.Second})
	i := dialled(d, s, "c")
	picked(s, i, "x", sdpWith(4000))
	await[softphone.CallAnswered](t, d.ear, nil)
	s.mu.Lock()
	dead := s.conn
	s.mu.Unlock()
	begun := time.Now()
	for anew := false; !anew; {
		r := s.request(sip.REGISTER) // swallowed, as long as it comes the old way
		s.mu.Lock()
		anew = s.conn != dead
		s.mu.Unlock()
		if anew {
			s.answer(r, 200, "x", "", "Expires: 3600")
		} else if time.Since(begun) > patience {
			t.Fatal("it goes on down the dead connection")
		}
		if n := len(r.GetHeaders("Contact")); anew && n != 2 {
			t.Errorf("%d contacts: the old one stays registered\n%s", n, r)
		}
	}
	for n := 0; n < 2; { // the call is where it was, and its other side learns the new contact
		r, ok := s.next().(*sip.Request)
		if !ok {
			continue
		}
		switch r.Method {
		case sip.INVITE:
			s.answer(r, 200, "", sdpWith(4000))
			n++
		case sip.ACK:
			n++
		default:
			t.Fatalf("unexpected\n%s", r)
		}
	}
	d.must(d.SendHangUp(context.Background(), "c"))
	s.answer(s.request(sip.BYE), 200, "", "")
	s.letGo(d)
}

func TestRegister_ARegistrationForNoTimeIsAFailure(t *testing.T) {
	t.Parallel()
	for name, extra := range map[string]func(*sip.Request) string{
		"for everybody": func(*sip.Request) string { return "Expires: 0" },
		"for our contact": func(r *sip.Request) string {
			return "Contact: <" + r.Contact().Address.String() + ">;expires=0"
		},
	} {
		t.Run(name, func(t *testing.T) {
			s, d := newStage(t), newDesk(t, Options{Retry: time.Minute})
			d.open(registering(s), "secret")
			r := s.request(sip.REGISTER)
			s.answer(r, 200, "x", "", extra(r))
			if e := failure(d); e.Reason.Code != softphone.ServerTrouble {
				t.Errorf("told %+v", e)
			}
		})
	}
}

func TestRegister_TheContactOfBeforeIsTakenBackAfterAFailure(t *testing.T) {
	t.Parallel()
	s, d := newStage(t), newDesk(t, Options{Expires: 1 * time.Second})
	d.open(registering(s), "secret")
	r := s.request(sip.REGISTER)
	old := r.Contact().Address.String()
	s.answer(r, 200, "x", "")
	d.registered("a")
	s.answer(s.request(sip.REGISTER), 503, "x", "")
	failure(d)
	r = s.request(sip.REGISTER)
	all := r.GetHeaders("Contact")
	if len(all) != 2 || all[1].Value() != "<"+old+">;expires=0" || strings.Contains(all[0].Value(), old) {
		t.Errorf("contacts %v, %s before", all, old)
	}
	s.answer(r, 400, "x", "") // an exchange that bears one contact only
	r = s.request(sip.REGISTER)
	if n := len(r.GetHeaders("Contact")); n != 1 {
		t.Errorf("%d contacts after a refusal", n)
	}
	s.answer(r, 200, "x", "", "Expires: 3600")
	s.letGo(d)
}

func TestRegister_ALineClosedBeforeItIsRegisteredLeavesNothing(t *testing.T) {
	t.Parallel()
	t.Run("while the REGISTER is under way", func(t *testing.T) {
		s, d := newStage(t), newDesk(t, Options{})
		d.open(registering(s), "secret")
		s.request(sip.REGISTER) // it may have been heard, and its answer lost
		s.letGo(d)
	})
	t.Run("while it has failed", func(t *testing.T) {
		s, d := newStage(t), newDesk(t, Options{Retry: time.Minute})
		d.open(registering(s), "secret")
		r := s.request(sip.REGISTER)
		failure(d)
		closed := make(chan error, 1)
		go func() { closed <- d.CloseLine(context.Background(), "a") }()
		bye := s.request(sip.REGISTER)
		if got := bye.GetHeaders("Contact"); len(got) != 1 || got[0].Value() != "<"+r.Contact().Address.String()+">;expires=0" {
			t.Errorf("un-registration of %v", got)
		}
		s.answer(bye, 200, "x", "")
		d.must(<-closed)
	})
}

func TestRegister_AWrongPasswordIsSeldomTriedAgain(t *testing.T) {
	for _, c := range []struct {
		why   softphone.ReasonCode
		fails int
		last  time.Duration
		want  time.Duration
	}{
		{softphone.NoAnswerFromHost, 0, 0, 500 * time.Millisecond}, {softphone.NoAnswerFromHost, 99, time.Hour, 30 * time.Second},
		{softphone.ConnectionRefused, 9, 59 * time.Second, 3 * time.Second}, {softphone.NoAnswerFromHost, 5, time.Minute, 16 * time.Second},
		{softphone.WrongPassword, 0, 0, 5 * time.Minute}, {softphone.WrongPassword, 99, 0, 30 * time.Minute},
		{softphone.Forbidden, 0, 0, 30 * time.Second}, {softphone.UnknownUser, 99, 0, 5 * time.Minute},
	} {
		if got := pause(c.why, 500*time.Millisecond, c.fails, c.last); got != c.want {
			t.Errorf("%s after %d failures: %s", c.why, c.fails, got)
		}
	}
}

func TestRegister_ALineOpenedTwiceAtOnceIsOpenOnce(t *testing.T) {
	t.Parallel()
	s, d := newStage(t), newDesk(t, Options{})
	opened := make(chan error)
	for range 8 {
		go func() {
			opened <- d.OpenLine(context.Background(), softphone.Account{ID: "a", Address: s.addr.String(), Transport: softphone.UDP}, "")
		}()
	}
	for range 8 {
		d.must(<-opened)
	}
	d.must(d.CloseLine(context.Background(), "a"))
	state := map[softphone.LineState]int{}
	for _, is := range []softphone.LineState{softphone.LineRegistering, softphone.LineOff} {
		state[is] = count(d.ear, func(e softphone.LineChanged) bool { return e.State == is })
	}
	if state[softphone.LineRegistering] != state[softphone.LineOff] {
		t.Errorf("began and ended: %v", state)
	}
}

func TestRegister_MD5AloneIsRefusedWithoutCredentials(t *testing.T) {
	t.Parallel()
	s, d := newStage(t), newDesk(t, Options{Retry: time.Minute})
	a := registering(s)
	a.RefuseMD5 = true
	d.open(a, "secret")
	s.answer(s.request(sip.REGISTER), 401, "x", "", "WWW-Authenticate: "+md5Ask)
	if e := failure(d); e.Reason != (softphone.Reason{Code: softphone.WeakDigest, Detail: "MD5"}) {
		t.Errorf("told %+v", e.Reason)
	}
	if err := d.CloseLine(t.Context(), "a"); err != nil {
		t.Fatal(err)
	}
	select {
	case h := <-s.in: // nothing was bound, and nothing goes to the exchange again
		if r, ok := h.msg.(*sip.Request); ok && r.GetHeader("Authorization") != nil {
			t.Errorf("came\n%s", h.msg)
		}
	default:
	}
}

func TestCallOut_MD5AloneIsRefusedWithoutCredentials(t *testing.T) {
	t.Parallel()
	s, d := newStage(t), newDesk(t, Options{})
	d.open(softphone.Account{ID: "a", Address: s.addr.String(), User: "alice", Transport: softphone.UDP, RefuseMD5: true}, "secret")
	d.registered("a")
	if err := d.SendInvite(t.Context(), "out", "a", "22", media(30000)); err != nil {
		t.Fatal(err)
	}
	s.answer(s.request(sip.INVITE), 407, "x", "", "Proxy-Authenticate: "+md5Ask)
	s.request(sip.ACK)
	if e := hungUp(t, d, "out"); e.Reason.Code != softphone.WeakDigest {
		t.Errorf("told %+v", e)
	}
}

func TestRegister_ANewConnectionThatSwallowsItIsGivenUpSooner(t *testing.T) {
	a := &account{}
	for n, part := range []time.Duration{6, 12, 16, 16} {
		if a.swallowed = n; a.registerWait(true) != part*sip.T1 {
			t.Errorf("after %d in vain: %v, want %d T1", n, a.registerWait(true), part)
		}
	}
}

func TestRegister_SeveralServersThatAreSlowGetLongerInEachRound(t *testing.T) {
	a := &account{hops: make([]netip.AddrPort, 2)}
	first := probeLimit()
	for n, want := range []time.Duration{first, first, 2 * first, 2 * first, first * 8 / 3, first * 8 / 3, first * 8 / 3} {
		a.swallowed = n
		for _, fresh := range []bool{false, true} {
			if got := a.registerWait(fresh); got != want {
				t.Errorf("after %d in vain, new connection %v: %v, want %v", n, fresh, got, want)
			}
		}
	}
}

func TestRegister_SilenceAfterAChallengeIsSilence(t *testing.T) {
	t.Parallel()
	first, second, d := twoStages(t)
	d.openTwo()
	d.Line.mu.Lock()
	a := d.Line.accounts["a"]
	d.Line.mu.Unlock()
	for _, s := range []*stage{first, second} {
		s.answer(s.request(sip.REGISTER), 401, "x", "", "WWW-Authenticate: "+md5Ask)
		s.request(sip.REGISTER) // and no answer in time
	}
	closed := make(chan error, 1)
	r := first.request(sip.REGISTER)
	go func() { closed <- d.CloseLine(context.Background(), "a") }()
	for field(r, "Expires") != "0" {
		r = first.request(sip.REGISTER)
	}
	first.answer(r, 403, "x", "")
	d.must(<-closed)
	if a.swallowed < 2 {
		t.Errorf("%d counted", a.swallowed)
	}
}
