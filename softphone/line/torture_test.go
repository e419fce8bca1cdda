package line

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"strings"
	"testing"
	"time"

	"anteroom/softphone"

	"github.com/emiago/sipgo/sip"
)

// raw is a request, line by line; HERE is the address of who sends it, ## makes branch, tag and Call-ID its own.
func raw(at net.Addr, n int, lines ...string) string {
	text := strings.Join(lines, "\r\n")
	text = strings.NewReplacer("HERE", at.String(), "##", fmt.Sprint("t", n, "x")).Replace(text)
	if !strings.Contains(text, "\r\n\r\n") {
		text += "\r\n\r\n"
	}
	return text
}

// rest are the lines every request has, but for the start line and what a case changes.
func rest(method string, without ...string) (out []string) {
	for _, l := range []string{
		"Via: SIP/2.0/UDP HERE;branch=z9hG4bK##", "Max-Forwards: 70", "From: <sip:caller@example.net>;tag=##",
		"To: <sip:desk@example.com>", "Call-ID: ##", "CSeq: 5 " + method, "Contact: <sip:caller@HERE>", "Content-Length: 0",
	} {
		name, _, _ := strings.Cut(l, ":")
		keep := true
		for _, w := range without {
			keep = keep && w != name
		}
		if keep {
			out = append(out, l)
		}
	}
	return out
}

func crooked(start string, method string, changed ...string) []string {
	var names []string
	for _, l := range changed {
		name, _, _ := strings.Cut(l, ":")
		names = append(names, name)
	}
	return append(append([]string{start}, changed...), rest(method, names...)...)
}

// The constructions are those of RFC 4475 §3.1; the sections are in the names.
func TestTorture_WhatIsStrangeIsTakenAndWhatIsWrongRefused(t *testing.T) {
	t.Parallel()
	d, _ := direct(t)
	s, err := net.ListenUDP("udp", net.UDPAddrFromAddrPort(netip.MustParseAddrPort("127.0.0.1:0")))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	options := "OPTIONS sip:desk@example.com SIP/2.0"
	odd := "!interesting-Method0123456789_*+`.%indeed'~"
	for n, c := range []struct {
		name   string
		lines  []string
		status int // 0: no answer
	}{
		{"3.1.1.1 folded, compact, any case", []string{options, "v: SIP/2.0/UDP HERE;branch=z9hG4bK##", "f : \"J Rosenberg \\\\\\\"\"  <sip:jdrosen@example.com>",
			"  ;tag=##", "TO :", " sip:vivekg@chair-dnrc.example.com ;tag=1918181833n", "i: ##", "CSeq: 0009", "  OPTIONS", "MaX-fOrWaRdS: 0068", "l: 0",
			"NewFangledHeader:   newfangled value", " continued newfangled value"}, 481},
		{"3.1.1.2 any character of a token", crooked(odd+" sip:1_unusual.URI~(to-be!sure)&isn't+it$/crazy,/;;*@example.com SIP/2.0", odd,
			"From: token1~` token2'+_ token3*%!.- <sip:mundane@example.com>;fromParam''~+*_!.-%=\"x\";tag=##"), 405},
		{"3.1.1.3 escapes in addresses", crooked("OPTIONS sip:sips%3Auser%40example.com@example.net SIP/2.0", "OPTIONS", "To: sip:%75se%72@example.com"), 200},
		{"3.1.1.4 an escaped null", crooked("OPTIONS sip:null-%00-null@example.com SIP/2.0", "OPTIONS", "To: sip:null-%00-null@example.com"), 200},
		{"3.1.1.5 percent in a method is no escape", crooked("OPT%49ONS sip:desk@example.com SIP/2.0", "OPT%49ONS"), 405},
		{"3.1.1.6 no space before the bracket", crooked(options, "OPTIONS", "From: caller<sip:caller@example.com>;tag=##"), 200},
		{"3.1.1.7 long values", crooked(options, "OPTIONS", "From: \""+strings.Repeat("I have a user name of extreme length ", 20)+"\"<sip:"+
			strings.Repeat("amazinglylongcallername", 8)+"@example.net>;tag=##", "X-Unknown-"+strings.Repeat("Long", 80)+": "+strings.Repeat("value ", 200)), 200},
		{"3.1.1.8 something behind the end", append(crooked(options, "OPTIONS"), "", "INVITE sip:joe@example.com SIP/2.0", ""), 200},
		{"3.1.1.9 parameters in the user part", crooked("OPTIONS sip:user;par=u%40example.net@example.com SIP/2.0", "OPTIONS", "To: sip:j_user@example.com"), 200},
		{"3.1.1.10 transports of all kinds", crooked(options, "OPTIONS", "Via: SIP/2.0/UDP HERE;branch=z9hG4bK##", "Via: SIP/2.0/SCTP t2.example.com;branch=z9hG4bKkl",
			"Via: SIP/2.0/TLS t3.example.com, SIP/2.0/UNKNOWN t4.example.com;branch=z9hG4bKu"), 200},
		{"3.1.2.1 separators with nothing between", crooked(options, "OPTIONS", "Via: SIP/2.0/UDP HERE;;,;,,", "Contact: \"\" <> ;,,,;,,"), 400},
		{"3.1.2.2 more content promised than sent", append(crooked(options, "OPTIONS", "Content-Length: 9999"), "", "v=0"), 400},
		{"3.1.2.3 a negative length", crooked(options, "OPTIONS", "Content-Length: -999"), 400},
		{"3.1.2.4 numbers too large", crooked(options, "OPTIONS", "CSeq: 36893488147419103232 OPTIONS"), 400},
		{"3.1.2.6 a quote that does not end", crooked(options, "OPTIONS", "To: \"Mr. J. User <sip:j.user@example.com>"), 400},
		{"3.1.2.7 brackets round the request's address", crooked("OPTIONS <sip:user@example.com> SIP/2.0", "OPTIONS"), 400},
		{"3.1.2.8 a space in the request's address", crooked("OPTIONS sip:user@example.com; lr SIP/2.0", "OPTIONS"), 400},
		{"3.1.2.9 several spaces in the request line", crooked("OPTIONS  sip:user@example.com  SIP/2.0", "OPTIONS"), 400},
		{"3.1.2.10 a space at its end", crooked(options+" ", "OPTIONS"), 400},
		{"3.1.2.11 headers in the request's address", crooked("OPTIONS sip:user@example.com?Route=%3Csip:example.com%3E SIP/2.0", "OPTIONS"), 400},
		{"3.1.2.12 a date of another zone does no harm", crooked(options, "OPTIONS", "Date: Fri, 01 Jan 2010 16:00:00 EST"), 200},
		{"3.1.2.16 another version", crooked("OPTIONS sip:desk@example.com SIP/7.0", "OPTIONS", "Via: SIP/7.0/UDP HERE;branch=z9hG4bK##"), 505},
		{"3.1.2.17 two methods", crooked(options, "INVITE"), 400},
		{"3.1.2.18 two methods, one unknown", crooked("NEWMETHOD sip:desk@example.com SIP/2.0", "OPTIONS"), 400},
		{"3.1.2.19 a status beyond all bounds", []string{"SIP/2.0 4294967301 better not break the receiver", "Via: SIP/2.0/UDP HERE;branch=z9hG4bK##",
			"From: <sip:a@example.com>;tag=1", "To: <sip:b@example.com>;tag=2", "Call-ID: ##", "CSeq: 1 OPTIONS", "Content-Length: 0"}, 0},
		{"a CSeq beyond 2^31", crooked(options, "OPTIONS", "CSeq: 2147483648 OPTIONS"), 200},
	} {
		answer := exchange(t, d, s, raw(s.LocalAddr(), n, c.lines...), c.status != 0)
		if c.status == 0 {
			continue // the next one's answer comes without one to this
		}
		id := fmt.Sprint("t", n, "x\r\n")
		if !strings.HasPrefix(answer, fmt.Sprint("SIP/2.0 ", c.status, " ")) || !strings.Contains(answer, id) {
			t.Errorf("%s: want %d\n%s", c.name, c.status, answer)
		}
	}
}

// exchange sends from the stage's socket and reads what comes there unread: some answers echo what nobody can parse.
func exchange(t *testing.T, d *desk, s *net.UDPConn, text string, answered bool) string {
	t.Helper()
	if _, err := s.WriteToUDPAddrPort([]byte(text), d.port("a")); err != nil || !answered {
		return ""
	}
	s.SetReadDeadline(time.Now().Add(patience))
	buf := make([]byte, 65536)
	n, _, err := s.ReadFromUDPAddrPort(buf)
	if err != nil {
		return err.Error()
	}
	return string(buf[:n])
}

func TestTorture_AnUnreadableRequestOfAStrangerIsNotAnswered(t *testing.T) {
	t.Parallel()
	d, s := direct(t)
	stranger := newStageAt(t, "127.0.0.2:0")
	stranger.peer, s.peer = d.port("a"), d.port("a")
	stranger.send(raw(stranger.udp.LocalAddr(), 1, crooked("OPTIONS  sip:user@example.com  SIP/2.0", "OPTIONS")...))
	stranger.send(raw(stranger.udp.LocalAddr(), 2, crooked("OPTIONS sip:user@example.com SIP/2.0", "OPTIONS")...))
	if res := stranger.next().(*sip.Response); res.StatusCode != 403 || res.CallID().Value() != "t2x" {
		t.Errorf("answered\n%s", res)
	}
}

func TestTorture_ACallWithACSeqAsFreeSWITCHCountsStands(t *testing.T) {
	t.Parallel()
	d, s := direct(t)
	s.peer = d.port("a")
	f := &far{stage: s, callID: random(8), tag: random(4), seq: 2147483648, target: "sip:desk@" + s.peer.String(),
		local: "<sip:1000@example.org>", remote: "<sip:desk@example.org>"}
	s.send(f.text("INVITE", f.seq, sdpWith(4000)))
	id := arrived(d).Call
	d.must(d.SendAnswer(context.Background(), id, media(30000)))
	ok := s.status(sip.INVITE, 200)
	f.took(ok)
	if ok.CSeq().SeqNo != 2147483648 {
		t.Errorf("answered\n%s", ok)
	}
	f.ack(f.seq, "")
	await[softphone.CallAnswered](t, d.ear, nil)
	f.ask("BYE", "")
	s.status(sip.BYE, 200)
	hungUp(t, d, id)
}

func TestTorture_AResponseWithoutAReasonCounts(t *testing.T) {
	t.Parallel()
	d, s := direct(t)
	i := dialled(d, s, "c")
	res := sip.NewResponseFromRequest(i, 486, "", nil)
	res.To().Params.Add("tag", "x")
	s.send(res.String())
	s.request(sip.ACK)
	if e := hungUp(t, d, "c"); e.Reason.Code != softphone.Busy {
		t.Errorf("told %+v", e)
	}
}
