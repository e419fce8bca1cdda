package line

import (
	"context"
	"net/netip"
	"strings"
	"sync"
	"testing"

	"anteroom/softphone"

	"github.com/emiago/sipgo/sip"
)

// mirror is a STUN server's word.
type mirror struct {
	mu        sync.Mutex // guards the rest
	prepared  []string
	asked     []softphone.CallID
	rtp, rtcp netip.AddrPort
}

func (m *mirror) Prepare(server string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.prepared = append(m.prepared, server)
}

func (m *mirror) Public(_ context.Context, id softphone.CallID, server string) (rtp, rtcp netip.AddrPort) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.asked = append(m.asked, id)
	return m.rtp, m.rtcp
}

func (m *mirror) says(rtp, rtcp string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.rtp, m.rtcp = netip.AddrPort{}, netip.AddrPort{}
	if rtp != "" {
		m.rtp = netip.MustParseAddrPort(rtp)
	}
	if rtcp != "" {
		m.rtcp = netip.MustParseAddrPort(rtcp)
	}
}

// mirrored is a direct line with a STUN server.
func mirrored(t *testing.T, o Options) (*desk, *stage, *mirror) {
	t.Helper()
	m := &mirror{}
	o.Mirror = m
	s, d := newStage(t), newDesk(t, o)
	d.open(softphone.Account{ID: "a", Address: s.addr.String(), User: "alice", Transport: softphone.UDP, STUN: "stun.example"}, "")
	d.registered("a")
	return d, s, m
}

func TestPublic_OffersAndAnswersTellThePublicAddress(t *testing.T) {
	t.Parallel()
	d, s, m := mirrored(t, Options{})
	m.says("198.51.100.7:40000", "198.51.100.7:40077")
	i := dialled(d, s, "out")
	for _, want := range []string{"c=IN IP4 198.51.100.7\r\n", "m=audio 40000 ", "a=rtcp:40077 IN IP4 198.51.100.7\r\n"} {
		if !strings.Contains(string(i.Body()), want) {
			t.Errorf("the offer lacks %q:\n%s", want, i.Body())
		}
	}
	s.answer(i, 486, "x", "")
	s.request(sip.ACK)

	m.says("198.51.100.7:40000", "198.51.100.7:40001")
	f := s.dial(d, "a", sdpWith(4000))
	id := arrived(d).Call
	d.must(d.SendAnswer(context.Background(), id, media(30000)))
	ok := s.status(sip.INVITE, 200)
	if b := string(ok.Body()); !strings.Contains(b, "c=IN IP4 198.51.100.7\r\n") || !strings.Contains(b, "m=audio 40000 ") || strings.Contains(b, "a=rtcp") {
		t.Errorf("answered with\n%s", b)
	}
	f.took(ok)
	f.ack(1, "")
	await[softphone.CallAnswered](t, d.ear, nil)
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.prepared) != 1 || m.prepared[0] != "stun.example" || len(m.asked) != 2 {
		t.Errorf("prepared %v, asked for %v", m.prepared, m.asked)
	}
}

func TestPublic_WithoutAnAnswerInTimeTheLocalAddressIsTold(t *testing.T) {
	t.Parallel()
	d, s, m := mirrored(t, Options{})
	m.says("", "198.51.100.7:40001")
	i := dialled(d, s, "out")
	if b := string(i.Body()); !strings.Contains(b, "c=IN IP4 127.0.0.1\r\n") || !strings.Contains(b, "m=audio 20000 ") || strings.Contains(b, "a=rtcp") {
		t.Errorf("offered\n%s", b)
	}
	s.answer(i, 486, "x", "")
	s.request(sip.ACK)
}

func TestPublic_HoldKeepsTheAddressAndAMoveAsksAgain(t *testing.T) {
	t.Parallel()
	n := newNomad("127.0.0.1")
	d, s, m := mirrored(t, n.options())
	m.says("198.51.100.7:40000", "")
	picked(s, dialled(d, s, "c"), "x", sdpWith(4000), "Allow: INVITE, UPDATE")
	await[softphone.CallAnswered](t, d.ear, nil)
	d.must(d.SendHold(context.Background(), "c"))
	i := s.request(sip.INVITE)
	if !strings.Contains(string(i.Body()), "c=IN IP4 198.51.100.7\r\n") {
		t.Errorf("held with\n%s", i.Body())
	}
	picked(s, i, "x", sdpWith(4000, "a=recvonly"))
	await[softphone.HoldConfirmed](t, d.ear, nil)

	m.says("203.0.113.9:50000", "")
	n.moveTo("127.0.0.3")
	i = s.request(sip.INVITE)
	if b := string(i.Body()); !strings.Contains(b, "c=IN IP4 203.0.113.9\r\n") || !strings.Contains(b, "m=audio 50000 ") || i.Contact().Address.Host != "127.0.0.3" {
		t.Errorf("moved with\n%s", i)
	}
	picked(s, i, "x", sdpWith(4000, "a=recvonly"))
	d.must(d.SendHangUp(context.Background(), "c"))
	s.answer(s.request(sip.BYE), 200, "", "")
}
