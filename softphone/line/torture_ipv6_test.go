package line

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"strings"
	"testing"

	"anteroom/softphone"

	"github.com/emiago/sipgo/sip"
)

// sixes is crooked for requests whose headers are all about IPv6; PORT is the port of whoever sends.
func sixes(start, method string, changed ...string) []string {
	given := map[string]bool{}
	for _, l := range changed {
		name, _, _ := strings.Cut(l, ":")
		given[name] = true
	}
	for _, l := range []string{
		"Via: SIP/2.0/UDP [2001:db8::9:1]:PORT;branch=z9hG4bK##", "From: <sip:user@example.com>;tag=##", "To: <sip:user@example.com>",
		"Contact: <sip:caller@[2001:db8::9:1]>",
	} {
		if name, _, _ := strings.Cut(l, ":"); !given[name] {
			changed = append(changed, l)
		}
	}
	return crooked(start, method, changed...)
}

// The constructions are those of RFC 5118 §4; the sections are in the names. We keep no register, so that the answer to a
// good REGISTER is 405.
func TestTortureIPv6_WhatIsStrangeIsTakenAndWhatIsWrongRefused(t *testing.T) {
	t.Parallel()
	d, _ := direct(t)
	s, err := net.ListenUDP("udp", net.UDPAddrFromAddrPort(netip.MustParseAddrPort("127.0.0.1:0")))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	port := fmt.Sprint(s.LocalAddr().(*net.UDPAddr).Port)
	for n, c := range []struct {
		name   string
		lines  []string
		status int
		echoed string // must stand in the answer
	}{
		{"4.1 an address in brackets", sixes("REGISTER sip:[2001:db8::10] SIP/2.0", "REGISTER"), 405, "[2001:db8::9:1]:" + port},
		{"4.2 an address without", sixes("REGISTER sip:2001:db8::10 SIP/2.0", "REGISTER"), 400, ""},
		{"4.3 what looks like a port belongs to the address", sixes("REGISTER sip:[2001:db8::10:5070] SIP/2.0", "REGISTER"), 405, ""},
		{"4.4 a port behind the brackets", sixes("REGISTER sip:[2001:db8::10]:5070 SIP/2.0", "REGISTER"), 405, ""},
		{"4.5 received with brackets", sixes("BYE sip:[2001:db8::10] SIP/2.0", "BYE",
			"Via: SIP/2.0/UDP [2001:db8::9:1]:PORT;received=[2001:db8::9:255];branch=z9hG4bK##"), 481, ""},
		{"4.5 received without brackets", sixes("OPTIONS sip:[2001:db8::10] SIP/2.0", "OPTIONS",
			"Via: SIP/2.0/UDP [2001:db8::9:1]:PORT;received=2001:db8::9:255;branch=z9hG4bK##"), 200, ""},
		{"4.7 addresses of both kinds", sixes("BYE sip:user@host.example.net SIP/2.0", "BYE", "Via: SIP/2.0/UDP [2001:db8::9:1]:PORT;branch=z9hG4bK##",
			"Via: SIP/2.0/TCP 192.0.2.1;branch=z9hG4bKhjh", "Via: SIP/2.0/TCP [2001:db8::9:255];branch=z9hG4bKkdj;received=2001:db8::9:255"), 481, "192.0.2.1;branch=z9hG4bKhjh"},
		{"4.9 IPv4 mapped into IPv6", sixes("OPTIONS sip:user@[::ffff:192.0.2.10]:19823 SIP/2.0", "OPTIONS",
			"Via: SIP/2.0/UDP [::ffff:192.0.2.2]:PORT;branch=z9hG4bK##", "Contact: <sip:user@[::ffff:192.0.2.2]>"), 200, "[::ffff:192.0.2.2]:" + port},
		{"4.10 two colons before IPv4", sixes("OPTIONS sip:user@[2001:db8::192.0.2.1] SIP/2.0", "OPTIONS", "To: <sip:user@[2001:db8::192.0.2.1]>",
			"From: <sip:user@[2001:db8::192.0.2.1]>;tag=##"), 200, ""},
		{"4.10 three, as the grammar of RFC 3261 has it by mistake", sixes("OPTIONS sip:user@[2001:db8:::192.0.2.1] SIP/2.0", "OPTIONS",
			"To: <sip:user@[2001:db8:::192.0.2.1]>"), 200, ""},
		{"a user in front of an address without brackets", sixes("OPTIONS sip:user@2001:db8::10 SIP/2.0", "OPTIONS"), 400, ""},
		{"a bracket that does not close", sixes("OPTIONS sip:user@[2001:db8::10 SIP/2.0", "OPTIONS"), 400, ""},
		{"a Via without brackets", sixes("OPTIONS sip:user@example.com SIP/2.0", "OPTIONS", "Via: SIP/2.0/UDP 2001:db8::9:1;rport;branch=z9hG4bK##"), 400, ""},
	} {
		text := strings.ReplaceAll(raw(s.LocalAddr(), n, c.lines...), "PORT", port)
		answer := exchange(t, d, s, text, true)
		id := fmt.Sprint("t", n, "x\r\n")
		if !strings.HasPrefix(answer, fmt.Sprint("SIP/2.0 ", c.status, " ")) || !strings.Contains(answer, id) || !strings.Contains(answer, c.echoed) {
			t.Errorf("%s: want %d with %q\n%s", c.name, c.status, c.echoed, answer)
		}
	}
}

// RFC 5118 §4.6, §4.8 and §4.9: where his sound goes is what the stream says, whatever stands beside it.
func TestTortureIPv6_SoundGoesWhereTheDescriptionSays(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		body []string
		rtp  string
	}{
		"4.6 IPv6 throughout": {[]string{"v=0", "o=assistant 971731711378798081 0 IN IP6 2001:db8::20", "s=Live video feed", "c=IN IP6 2001:db8::20",
			"t=3338481189 3370017201", "m=audio 6000 RTP/AVP 8", "a=rtpmap:8 PCMA/8000", "m=video 6024 RTP/AVP 107", "a=rtpmap:107 H263-1998/90000"}, "[2001:db8::20]:6000"},
		"4.8 each stream its own": {[]string{"v=0", "o=bob 280744730 28977631 IN IP4 host.example.com", "s=", "t=0 0", "m=audio 22334 RTP/AVP 8",
			"c=IN IP4 192.0.2.1", "m=video 6024 RTP/AVP 107", "c=IN IP6 2001:db8::1", "a=rtpmap:107 H263-1998/90000"}, "192.0.2.1:22334"},
		"4.8 the other way round": {[]string{"v=0", "o=bob 280744730 28977631 IN IP4 host.example.com", "s=", "t=0 0", "m=video 6024 RTP/AVP 107",
			"c=IN IP4 192.0.2.1", "m=audio 22334 RTP/AVP 8", "c=IN IP6 2001:db8::1"}, "[2001:db8::1]:22334"},
		"4.9 IPv4 mapped into IPv6": {[]string{"v=0", "o=bob 280744730 28977631 IN IP6 ::ffff:192.0.2.2", "s=-", "c=IN IP6 ::ffff:192.0.2.2", "t=0 0",
			"m=audio 6000 RTP/AVP 8"}, "192.0.2.2:6000"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d, s := direct(t)
			s.peer = d.port("a")
			f := &far{stage: s, callID: random(8), tag: random(4), seq: 1, target: "sip:desk@" + s.peer.String(),
				local: "<sip:caller@[2001:db8::9:1]>", remote: "<sip:desk@[2001:db8::10]>"}
			s.send(f.text("INVITE", f.seq, strings.Join(c.body, "\r\n")+"\r\n"))
			id := arrived(d).Call
			d.must(d.SendAnswer(context.Background(), id, media(30000)))
			f.took(s.status(sip.INVITE, 200))
			f.ack(f.seq, "")
			if m := await[softphone.MediaAgreed](t, d.ear, nil).Media; m.RTP.String() != c.rtp {
				t.Errorf("his sound is said to be at %s, want %s", m.RTP, c.rtp)
			}
			f.ask("BYE", "")
			s.status(sip.BYE, 200)
			hungUp(t, d, id)
		})
	}
}
