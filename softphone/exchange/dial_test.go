package exchange

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/emiago/sipgo/sip"
	"github.com/pion/rtp"
)

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
		tx, err := c.socket.request(context.Background(), req)
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
	if err := c.socket.write(l.request(sip.ACK, nil)); err != nil {
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
