package exchange

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/emiago/sipgo/sip"
	"github.com/pion/rtp"

	"anteroom/softphone"
)

// ready is an exchange with a registered console.
func ready(t *testing.T, o Options) (*Exchange, *console) {
	t.Helper()
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

// outcome is what became of a call that the console made.
type outcome struct {
	early *sip.Response // the last provisional one
	final *sip.Response
	leg   *leg
}

// dial rings a number, with the password, and follows it to the final response. early is told each provisional one.
func (c *console) dial(number string, body []byte, l *leg, early func(*sip.Request, *sip.Response)) outcome {
	c.t.Helper()
	var out outcome
	var authorization sip.Header
	l.callID, l.localTag = sip.GenerateTagN(12), sip.GenerateTagN(8)
	l.from = sip.FromHeader{Address: c.own, Params: sip.HeaderParams{{K: "tag", V: l.localTag}}}
	l.target = c.exchange
	l.target.User = number
	l.to = sip.ToHeader{Address: l.target}
	c.mu.Lock()
	c.legs[l.callID] = l
	c.mu.Unlock()
	for range 2 {
		req := l.request(sip.INVITE, body)
		if authorization != nil {
			req.AppendHeader(authorization)
		}
		tx, err := c.client.TransactionRequest(context.Background(), req)
		if err != nil {
			c.t.Fatal(err)
		}
		for deadline := time.After(soon); out.final == nil; {
			select {
			case res := <-tx.Responses():
				if !res.IsProvisional() {
					out.final = res
				} else if out.early = res; early != nil {
					early(req, res)
				}
			case <-tx.Done():
				c.t.Fatalf("INVITE %s: %v", number, tx.Err())
			case <-deadline:
				c.t.Fatalf("INVITE %s: no final response", number)
			}
		}
		if out.final.StatusCode != 407 || authorization != nil {
			break
		}
		authorization = c.credentials(out.final, "Proxy-Authenticate", 0, "INVITE", l.target.String(), c.secret)
		out.final = nil
	}
	if !out.final.IsSuccess() {
		return out
	}
	l.to = *sip.HeaderClone(out.final.To()).(*sip.ToHeader)
	l.target = out.final.Contact().Address
	l.remote(c.t, out.final.Body())
	if err := c.client.WriteRequest(l.request(sip.ACK, nil)); err != nil {
		c.t.Fatal(err)
	}
	out.leg = l
	return out
}

func (c *console) dialPlain(number string) outcome {
	c.t.Helper()
	l := newLeg(c)
	return c.dial(number, l.sdp("sendrecv", "8 0 101"), l, nil)
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

func TestDial_NumbersThatRefuse(t *testing.T) {
	e, c := ready(t, Options{})
	for number, want := range map[string]int{"102": 486, "999": 404, "": 404} {
		if out := c.dialPlain(number); out.final.StatusCode != want {
			t.Errorf("%q: %s", number, out.final.StartLine())
		}
	}
	calm(t, e)
}

func TestDial_WithoutThePasswordIsAsked(t *testing.T) {
	_, c := ready(t, Options{})
	c.secret = "guess"
	if out := c.dialPlain("600"); out.final.StatusCode != 407 {
		t.Errorf("%s", out.final.StartLine())
	}
}

func TestDial_EchoSaysWhatIsSaid(t *testing.T) {
	_, c := ready(t, Options{})
	l := c.dialPlain("600").leg
	var spoke sync.WaitGroup
	spoke.Go(func() { l.speak(30) })
	heard := l.hear(true, 20)
	spoke.Wait()
	want := tone(slice)
	if string(heard[5].Payload) != string(want) && loudness(aLaw, heard[5].Payload) < 5000 {
		t.Errorf("the echo is %.0f loud", loudness(aLaw, heard[5].Payload))
	}
	for i := 1; i < len(heard); i++ {
		if heard[i].SequenceNumber-heard[i-1].SequenceNumber != 1 {
			t.Errorf("sequence numbers %d, %d", heard[i-1].SequenceNumber, heard[i].SequenceNumber)
		}
	}
	if res := c.send(l.request(sip.BYE, nil)); res.StatusCode != 200 {
		t.Errorf("BYE: %s", res.StartLine())
	}
}

func TestDial_EchoSendsDigitsBackAsDigits(t *testing.T) {
	_, c := ready(t, Options{})
	l := c.dialPlain("600").leg
	for i := range 4 {
		p := rtp.Packet{Header: rtp.Header{Version: 2, PayloadType: 101, SequenceNumber: uint16(i), Timestamp: 800, SSRC: 7,
			Marker: i == 0}, Payload: []byte{5, byte(i/3) << 7, 0, byte(i+1) * 20}}
		data, _ := p.Marshal()
		if _, err := l.rtp.WriteToUDPAddrPort(data, l.far); err != nil {
			t.Fatal(err)
		}
	}
	for i := range 4 {
		select {
		case p := <-l.packets:
			if p.PayloadType != 101 || p.Timestamp != 800 || p.Payload[0] != 5 || p.Marker != (i == 0) {
				t.Errorf("packet %d came back as %v", i, p.Header)
			}
		case <-time.After(soon):
			t.Fatal("no digit came back")
		}
	}
}

func TestDial_EarlyAnnouncementIsHeardBeforeTheRefusal(t *testing.T) {
	e, c := ready(t, Options{})
	l := newLeg(c)
	out := c.dial("601", l.sdp("sendrecv", "8 0 101"), l, func(_ *sip.Request, res *sip.Response) {
		if res.StatusCode == 183 {
			l.remote(t, res.Body())
			l.hear(true, 10)
		}
	})
	if out.early == nil || out.early.StatusCode != 183 || out.final.StatusCode != 480 {
		t.Errorf("%v then %s", out.early, out.final.StartLine())
	}
	if tag(out.early.To().Params) != tag(out.final.To().Params) {
		t.Error("the tags of 183 and 480 differ")
	}
	calm(t, e)
}

func TestDial_ColleagueRingsAnswersTalksAndHangsUp(t *testing.T) {
	e, c := ready(t, Options{})
	out := c.dialPlain("101")
	if out.early == nil || out.early.StatusCode != 180 {
		t.Errorf("before the answer came %v", out.early)
	}
	out.leg.hear(true, 10)
	out.leg.waitEnd()
	calm(t, e)
}

func TestDial_PracticeCallersCanBeRungBack(t *testing.T) {
	_, c := ready(t, Options{})
	for _, number := range []string{"+442079460101", "00442079460101", "02079460101", "36041853"} {
		out := c.dialPlain(number)
		if out.leg == nil {
			t.Fatalf("%s: %s", number, out.final.StartLine())
		}
		out.leg.hear(true, 5)
	}
}

func TestDial_CancelledWhileItRings(t *testing.T) {
	e, c := ready(t, Options{})
	l := newLeg(c)
	out := c.dial("103", l.sdp("sendrecv", "8"), l, func(req *sip.Request, res *sip.Response) {
		if res.StatusCode == 180 {
			if got := c.send(cancelOf(req)); got.StatusCode != 200 {
				t.Errorf("CANCEL: %s", got.StartLine())
			}
		}
	})
	if out.final.StatusCode != 487 || tag(out.final.To().Params) != tag(out.early.To().Params) {
		t.Errorf("%s", out.final)
	}
	calm(t, e)
}

func TestDial_WithoutAnOfferGetsOursInTheAnswer(t *testing.T) {
	_, c := ready(t, Options{})
	l := newLeg(c)
	out := c.dial("101", nil, l, nil)
	if out.leg == nil || l.payload != 8 {
		t.Fatalf("%s", out.final)
	}
	// The ACK that dial sent had no answer: the call is hung up.
	l.waitEnd()
}

func TestDial_WhatCannotBeSpokenOrIsRequiredIsRefused(t *testing.T) {
	_, c := ready(t, Options{})
	l := newLeg(c)
	if out := c.dial("600", l.sdp("sendrecv", "96"), l, nil); out.final.StatusCode != 488 {
		t.Errorf("%s", out.final.StartLine())
	}
}

func TestNobody_RingsForAMinute(t *testing.T) {
	if d := (nobody{}).live(moment{at: 59 * time.Second}); d.act != nothing {
		t.Errorf("after 59 s: %v", d)
	}
	if d := (nobody{}).live(moment{at: time.Minute}); d.act != refuse || d.code != 480 {
		t.Errorf("after a minute: %v", d)
	}
}
