package voice

import (
	"net/netip"
	"testing"
	"time"
)

func TestSource_FollowsTheHostItHasLearned(t *testing.T) {
	private := func(port uint16) netip.AddrPort { return netip.AddrPortFrom(netip.MustParseAddr("192.168.1.5"), port) }
	public := func(port uint16) netip.AddrPort { return netip.AddrPortFrom(netip.MustParseAddr("198.51.100.7"), port) }
	stranger := netip.MustParseAddrPort("203.0.113.1:6000")
	at := time.Unix(1790000000, 0)
	var s source
	s.agree(private(5000))
	steps := []struct {
		what  string
		after time.Duration
		from  netip.AddrPort
		takes bool
	}{
		{"the first, from behind a NAT", 0, public(6000), true},
		{"a stranger", 20 * time.Millisecond, stranger, false},
		{"another port beside it", 20 * time.Millisecond, public(6002), false},
		{"the NAT has bound anew", sourceSilence, public(6002), true},
		{"a stranger in the silence", time.Minute, stranger, false},
	}
	for _, c := range steps {
		at = at.Add(c.after)
		if got := s.take(c.from, at); got != c.takes {
			t.Errorf("%s: taken %v", c.what, got)
		}
	}
	if s.target() != public(6002) {
		t.Errorf("ours go to %s", s.target())
	}

	s.agree(private(5002)) // a re-INVITE; the old stream's last packet is still on its way
	if !s.take(public(6002), at) || !s.take(public(6004), at.Add(sourceSilence)) || s.target() != public(6004) {
		t.Errorf("after a re-INVITE ours go to %s", s.target())
	}
}

func TestSource_WhoIsBelieved(t *testing.T) {
	agreed := netip.MustParseAddrPort("192.0.2.2:5000")
	otherPort := netip.MustParseAddrPort("192.0.2.2:6000")
	nat := netip.MustParseAddrPort("198.51.100.7:7000")
	stranger := netip.MustParseAddrPort("203.0.113.9:9000")
	type step struct {
		from   netip.AddrPort
		after  time.Duration
		taken  bool
		target netip.AddrPort
	}
	for name, steps := range map[string][]step{
		"the negotiated one, nobody else": {
			{agreed, 0, true, agreed}, {stranger, 0, false, agreed}, {stranger, time.Hour, false, agreed},
		},
		"another port of the same host at once, and back": {
			{otherPort, 0, true, otherPort}, {agreed, 0, true, agreed}, {otherPort, 20 * time.Millisecond, false, agreed},
			{otherPort, time.Second, true, otherPort}, {stranger, time.Second, false, otherPort},
		},
		"another host once": {
			{nat, 0, true, nat}, {stranger, time.Second, false, nat}, {nat, 0, true, nat},
			{agreed, 0, true, agreed}, {nat, time.Hour, false, agreed}, {stranger, 0, false, agreed},
		},
	} {
		var s source
		s.agree(agreed)
		now := time.Unix(1790000000, 0)
		for i, st := range steps {
			now = now.Add(st.after)
			if got := s.take(st.from, now); got != st.taken || s.target() != st.target {
				t.Errorf("%s: step %d: taken %v, target %v", name, i, got, s.target())
			}
		}
	}
	var s source
	if s.take(agreed, time.Now()) {
		t.Error("a packet is taken before anything was agreed")
	}
}

func TestSource_TheSameAddressAgreedAgainKeepsWhatWasLearned(t *testing.T) {
	var s source
	nat := netip.MustParseAddrPort("198.51.100.7:7000")
	s.agree(there)
	s.take(nat, time.Now())
	s.agree(netip.AddrPortFrom(netip.AddrFrom16(there.Addr().As16()), there.Port()))
	if s.target() != nat {
		t.Errorf("after hold we send to %v", s.target())
	}
	s.agree(next(there))
	if s.target() != next(there) {
		t.Errorf("after a move we send to %v", s.target())
	}
}
