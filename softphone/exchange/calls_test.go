package exchange

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/emiago/sipgo/sip"

	"anteroom/softphone"
)

// ready is an exchange with a registered console. Calls take real time: tests that have one run beside each other.
func ready(t *testing.T, o Options) (*Exchange, *console) {
	t.Helper()
	t.Parallel()
	e, account, secret := opened(t, o)
	c := newConsole(t, account, secret)
	if res := c.register(120, string(secret)); res.StatusCode != 200 {
		t.Fatalf("REGISTER: %s", res.StartLine())
	}
	return e, c
}

// rung is a call from a practice caller that has been answered.
func rung(t *testing.T, e *Exchange, c *console, caller string) *leg {
	t.Helper()
	if err := e.Ring(t.Context(), caller, ""); err != nil {
		t.Fatal(err)
	}
	a := c.arrival()
	a.ring()
	return a.answer()
}

// calm waits until the exchange has no calls.
func calm(t *testing.T, e *Exchange) {
	t.Helper()
	ticker := time.NewTicker(slice)
	defer ticker.Stop()
	for deadline := time.After(soon); ; {
		e.mu.Lock()
		n, ringing := len(e.calls), e.ringing
		e.mu.Unlock()
		if n == 0 && ringing == 0 {
			return
		}
		select {
		case <-ticker.C:
		case <-deadline:
			t.Fatalf("%d calls are left, %d ringing", n, ringing)
		}
	}
}

// silent checks that no packet comes for that long.
func (l *leg) silent(d time.Duration) {
	l.c.t.Helper()
	for len(l.packets) > 0 {
		<-l.packets
	}
	select {
	case p := <-l.packets:
		l.c.t.Errorf("a packet came: %v", p.Header)
	case <-time.After(d):
	}
}

func TestCall_OnHoldIsSilentAndTakenBackGoesOn(t *testing.T) {
	for _, how := range []string{"sendonly", "inactive"} {
		t.Run(how, func(t *testing.T) {
			e, c := ready(t, Options{})
			l := rung(t, e, c, "bob")
			l.speak(15)
			l.hear(true, 5)
			want := map[string]direction{"sendonly": recvOnly, "inactive": inactive}[how]
			if m := l.reinvite(how); m.direction != want {
				t.Errorf("hold was answered with %s", m.direction)
			}
			l.hearNothingMoreThan(3)
			l.silent(400 * time.Millisecond)
			if m := l.reinvite("sendrecv"); m.direction != sendRecv {
				t.Errorf("resume was answered with %s", m.direction)
			}
			l.hear(true, 12)
			l.waitEnd()
			calm(t, e)
		})
	}
}

// hearNothingMoreThan takes what was on its way when something changed.
func (l *leg) hearNothingMoreThan(n int) {
	l.c.t.Helper()
	for len(l.packets) > 0 {
		<-l.packets
	}
	for range n {
		select {
		case <-l.packets:
		case <-time.After(2 * slice):
			return
		}
	}
}

func TestCall_WaitingTooLongOnHoldHangsUp(t *testing.T) {
	m := quick()
	m.Patience = 500 * time.Millisecond
	e, c := ready(t, Options{Manners: m})
	l := rung(t, e, c, "bob")
	l.reinvite("sendonly")
	l.waitEnd()
}

func TestCall_ReinviteWithoutAnOfferGetsOursAndGoesOn(t *testing.T) {
	e, c := ready(t, Options{})
	l := rung(t, e, c, "bob")
	l.speak(15)
	l.hear(true, 3)
	l.reinvite("sendonly")
	if m := l.reinvite(""); m.direction != sendRecv || m.event == 0 {
		t.Errorf("the offer is %+v", m)
	}
	l.hear(true, 5)
}

func TestCall_ReinviteWithNothingInCommonIsRefusedAndTheCallStays(t *testing.T) {
	e, c := ready(t, Options{})
	l := rung(t, e, c, "bob")
	if res := c.send(l.request(sip.INVITE, l.sdp("sendrecv", "96"))); res.StatusCode != 488 {
		t.Errorf("%s", res.StartLine())
	}
	if res := c.send(l.request(sip.OPTIONS, nil)); res.StatusCode != 200 {
		t.Errorf("OPTIONS in the call: %s", res.StartLine())
	}
	l.speak(15)
	l.hear(true, 5)
}

func TestCall_HungUpByTheConsoleIsOver(t *testing.T) {
	e, c := ready(t, Options{})
	l := rung(t, e, c, "ann")
	if res := c.send(l.request(sip.BYE, nil)); res.StatusCode != 200 {
		t.Errorf("BYE: %s", res.StartLine())
	}
	calm(t, e)
	if res := c.send(l.request(sip.BYE, nil)); res.StatusCode != 481 {
		t.Errorf("BYE again: %s", res.StartLine())
	}
}

func TestCall_AnOlderRequestThatComesLateIsRefused(t *testing.T) {
	e, c := ready(t, Options{})
	l := rung(t, e, c, "bob")
	l.reinvite("sendonly")
	l.seq -= 2
	if res := c.send(l.request(sip.BYE, nil)); res.StatusCode != 500 {
		t.Errorf("%s", res.StartLine())
	}
	l.seq += 5
	if res := c.send(l.request(sip.BYE, nil)); res.StatusCode != 200 {
		t.Errorf("%s", res.StartLine())
	}
}

func TestCall_RefusedByTheConsoleIsOver(t *testing.T) {
	e, c := ready(t, Options{})
	if err := e.Ring(t.Context(), "ann", ""); err != nil {
		t.Fatal(err)
	}
	a := c.arrival()
	if err := a.tx.Respond(sip.NewResponseFromRequest(a.request, 486, "Busy Here", nil)); err != nil {
		t.Fatal(err)
	}
	close(a.done)
	calm(t, e)
}

func TestCall_NobodyAnswersAndTheCallerGivesUp(t *testing.T) {
	m := quick()
	m.RingFor = 300 * time.Millisecond
	e, c := ready(t, Options{Manners: m})
	if err := e.Ring(t.Context(), "ann", ""); err != nil {
		t.Fatal(err)
	}
	a := c.arrival()
	a.ring()
	select {
	case <-a.cancelled:
	case <-time.After(soon):
		t.Fatal("no CANCEL came")
	}
	calm(t, e)
}

func TestCall_AnsweredWithoutSoundInCommonIsHungUp(t *testing.T) {
	e, c := ready(t, Options{})
	if err := e.Ring(t.Context(), "ann", ""); err != nil {
		t.Fatal(err)
	}
	a := c.arrival()
	l := newLeg(c)
	c.mu.Lock()
	c.legs[a.request.CallID().Value()] = l
	c.mu.Unlock()
	res := sip.NewResponseFromRequest(a.request, 200, "OK", []byte("nonsense"))
	res.AppendHeader(&sip.ContactHeader{Address: c.own})
	if err := a.tx.Respond(res); err != nil {
		t.Fatal(err)
	}
	close(a.done)
	l.wait("the ACK", l.acked)
	l.waitEnd()
	calm(t, e)
}

func TestRing_EightCallersAtOnceAllSpeakAndEnd(t *testing.T) {
	e, c := ready(t, Options{})
	var legs []*leg
	for range 8 {
		if err := e.Ring(t.Context(), "", ""); err != nil {
			t.Fatal(err)
		}
		legs = append(legs, c.arrival().answer())
	}
	var all sync.WaitGroup
	for _, l := range legs {
		all.Go(func() { l.hear(true, 5); l.waitEnd() })
	}
	all.Wait()
	calm(t, e)
}

func TestRing_RefusesUnknownCallersAndTooManyAtOnce(t *testing.T) {
	e, c := ready(t, Options{})
	var why softphone.Reason
	for _, ask := range [][2]string{{"nobody", ""}, {"ann", "nb"}, {"", "fi"}} {
		if err := e.Ring(t.Context(), ask[0], ask[1]); !errors.As(err, &why) || why.Code != softphone.BadValue {
			t.Errorf("ringing %v: %v", ask, err)
		}
	}
	var err error
	for range maxRinging + 1 {
		err = e.Ring(t.Context(), "", "")
	}
	if !errors.As(err, &why) || why.Code != softphone.TooManyCalls {
		t.Errorf("one ringing caller too many: %v", err)
	}
	l := c.arrival().answer()
	if err := e.Ring(t.Context(), "", ""); err != nil {
		t.Errorf("one was answered, the next may ring: %v", err)
	}
	_ = l
}

func TestRing_TakesTurnsWithinALanguage(t *testing.T) {
	e, c := ready(t, Options{})
	var names []string
	for range 3 {
		if err := e.Ring(t.Context(), "", "en"); err != nil {
			t.Fatal(err)
		}
		names = append(names, c.arrival().request.From().DisplayName)
	}
	if fmt.Sprint(names) != "[Åse ann Åse bob Åse ann]" {
		t.Errorf("rang %v", names)
	}
}

func TestRing_WhoeverIsOnACallIsPassedOver(t *testing.T) {
	e, c := ready(t, Options{})
	rung(t, e, c, "ann")
	var names []string
	for range 2 {
		if err := e.Ring(t.Context(), "", "en"); err != nil {
			t.Fatal(err)
		}
		names = append(names, c.arrival().request.From().DisplayName)
	}
	if fmt.Sprint(names) != "[Åse bob Åse ann]" { // once all are on a call, turns are taken all the same
		t.Errorf("rang %v", names)
	}
}

func TestRun_EndsTheCallsWithAByeAndIsClosedAfterwards(t *testing.T) {
	e := New(Options{Voices: smallVoices(), Manners: quick()})
	ctx, cancel := context.WithCancel(t.Context())
	ran := make(chan error, 1)
	go func() { ran <- e.Run(ctx) }()
	account, secret, _, err := e.Open(ctx)
	if err != nil {
		t.Fatal(err)
	}
	c := newConsole(t, account, secret)
	c.register(120, string(secret))
	l := rung(t, e, c, "bob")
	cancel()
	l.waitEnd()
	if err := <-ran; err != nil {
		t.Errorf("Run: %v", err)
	}
	if _, _, _, err := e.Open(t.Context()); err == nil {
		t.Error("it opens again after its end")
	}
	if err := e.Ring(t.Context(), "ann", ""); err == nil {
		t.Error("it rings after its end")
	}
}

func TestRun_EndsWhenNeverOpened(t *testing.T) {
	e := New(Options{Voices: smallVoices()})
	if err := e.Ring(t.Context(), "ann", ""); err == nil {
		t.Error("it rings before it is open")
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := e.Run(ctx); err != nil {
		t.Error(err)
	}
}
