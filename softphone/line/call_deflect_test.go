package line

import (
	"context"
	"errors"
	"testing"

	"anteroom/softphone"

	"github.com/emiago/sipgo/sip"
)

func TestDeflect_SendsARingingCallElsewhere(t *testing.T) {
	t.Parallel()
	d, s := direct(t)
	f := s.dial(d, "a", sdpWith(4000))
	id := arrived(d).Call
	if err := d.SendDeflect(context.Background(), id, "("); !errors.Is(err, softphone.Reason{Code: softphone.BadNumber, Detail: "("}) {
		t.Errorf("to no number: %v", err)
	}
	d.must(d.SendDeflect(context.Background(), id, "102"))
	res := s.status(sip.INVITE, 302)
	f.ackRefusal(res)
	if c := res.Contact(); c == nil || c.Address.String() != "sip:102@"+s.addr.String() {
		t.Errorf("sent\n%s", res)
	}
	if e := hungUp(t, d, id); e.By != softphone.EndedByUs || e.Reason != (softphone.Reason{Code: softphone.Transferred, Detail: "102"}) {
		t.Errorf("told %+v", e)
	}
}

func TestDeflect_ACallThatStandsStays(t *testing.T) {
	t.Parallel()
	d, s := direct(t)
	_, id := answered(d, s, sdpWith(4000))
	if err := d.SendDeflect(context.Background(), id, "102"); !errors.Is(err, wrongState) {
		t.Errorf("deflected: %v", err)
	}
}
