package line

import (
	"context"
	"testing"

	"anteroom/softphone"

	"github.com/emiago/sipgo/sip"
)

func TestRing_AnInvitationThatExpiresRingsNoLonger(t *testing.T) {
	t.Parallel()
	d, s := direct(t)
	f := s.dial(d, "a", sdpWith(4000), "Expires: 1")
	id := arrived(d).Call
	d.must(d.SendRinging(context.Background(), id))
	s.status(sip.INVITE, 180)
	f.ackRefusal(s.status(sip.INVITE, 487))
	if e := hungUp(t, d, id); e.By != softphone.EndedByNetwork || e.Reason.Code != softphone.NoAnswer {
		t.Errorf("told %+v", e)
	}
}

func TestRing_IsSaidAgainEveryMinute(t *testing.T) {
	t.Parallel()
	d, s := direct(t)
	f := s.dial(d, "a", sdpWith(4000))
	id := arrived(d).Call
	d.must(d.SendRinging(context.Background(), id))
	s.status(sip.INVITE, 180)
	s.status(sip.INVITE, 180)
	d.must(d.SendReject(context.Background(), id, softphone.Busy))
	f.ackRefusal(s.status(sip.INVITE, 486))
}

func TestRing_AShortSessionOfACallerWithoutTimersIsTaken(t *testing.T) {
	t.Parallel()
	d, s := direct(t)
	f := s.dial(d, "a", sdpWith(4000), "Session-Expires: 60")
	d.must(d.SendReject(context.Background(), arrived(d).Call, softphone.Busy))
	f.ackRefusal(s.status(sip.INVITE, 486))
}
