package line

import (
	"context"
	"net"
	"net/netip"
	"strings"
	"testing"
	"time"

	"anteroom/softphone"

	"github.com/emiago/sipgo/sip"
)

func FuzzDescription(f *testing.F) {
	f.Add([]byte(sdpWith(4000)))
	f.Add([]byte(sdpWith(4000, "a=sendonly", "a=ptime:30", "a=rtcp:4777 IN IP4 192.0.2.1")))
	f.Add([]byte(strings.Join(with("m=video 5000 RTP/AVP 96", "m=audio 4000 RTP/AVP 8", "c=IN IP6 ::1", ""), "\r\n")))
	f.Add([]byte(strings.Join(with("m=audio 0 RTP/AVP 8", "m=audio 70000 RTP/AVP 9 255", "a=rtpmap:x", ""), "\r\n")))
	f.Add([]byte(secureSDP(cryptoLine(1, softphone.AESCM128SHA80, "k"), "a=crypto:2 x")))
	f.Add([]byte(sdpWith(4000, "m=audio 5000 RTP/SAVP 8", cryptoLine(1, softphone.AESGCM256, "k"))))
	f.Fuzz(func(t *testing.T, body []byte) {
		d, err := readDescription(body)
		if err != nil {
			return
		}
		s := ourSession()
		s.rule = softphone.SRTPPreferred
		offer := s.offer()
		if answer, err := s.answer(d); err == nil {
			if _, err := readDescription(answer); err != nil {
				t.Errorf("our answer cannot be read: %v\n%q", err, answer)
			}
		}
		s = ourSession()
		s.rule = softphone.SRTPRequired
		s.offer()
		if s.accept(d) == nil && s.media.Keys.Suite == "" {
			t.Error("sound in clear was accepted")
		}
		if _, err := readDescription(offer); err != nil {
			t.Errorf("our offer cannot be read: %v", err)
		}
	})
}

// live is a call between a desk and a plain socket, brought up again whenever the fuzzing has ended it.
type live struct {
	desk *desk
	sock *net.UDPConn
	to   netip.AddrPort
	far  *far
}

// FuzzDialog sends what it likes into a living call: whole datagrams, and requests and responses of the dialog with
// arbitrary headers and bodies. The line must go on answering.
func FuzzDialog(f *testing.F) {
	f.Add("INVITE", "Session-Expires: 90", []byte(sdpWith(4000, "a=sendonly")))
	f.Add("UPDATE", "Require: x", []byte(sdpWith(4000)))
	f.Add("BYE", "Reason: SIP;cause=200", []byte{})
	f.Add("ACK", "Content-Type: multipart/mixed;boundary=x", []byte("--x\r\nContent-Type: application/sdp\r\n\r\nv=0\r\n--x--"))
	f.Add("200", "Contact: *", []byte(sdpWith(4000)))
	f.Add("401", `WWW-Authenticate: Digest realm="a", nonce="b", qop="auth"`, []byte{})
	f.Add("", "", []byte("INVITE sip:a SIP/2.0\r\nVia: SIP/2.0/UDP x\r\n\r\n"))
	f.Add("INFO", "Content-Encoding: gzip\r\nP-Asserted-Identity: <tel:1>", []byte("x"))
	f.Add("REFER", "Refer-To: <sip:a@b?Replaces=x%3Bto-tag%3D1%3Bfrom-tag%3D2>", []byte{})
	f.Add("NOTIFY", "Event: refer;id=1\r\nSubscription-State: active", []byte("SIP/2.0 200 OK"))
	d := newDesk(f, Options{})
	sock, err := net.ListenUDP("udp", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { sock.Close() })
	d.open(softphone.Account{ID: "a", Address: sock.LocalAddr().String(), User: "alice", Transport: softphone.UDP}, "secret")
	d.registered("a")
	l := &live{desk: d, sock: sock, to: d.port("a")}
	f.Fuzz(func(t *testing.T, what, headers string, body []byte) {
		l.begin(t)
		switch {
		case what == "":
			l.write(string(body))
		case len(what) == 3 && what[0] >= '1' && what[0] <= '6':
			l.desk.SendHold(context.Background(), l.call())
			if req := l.await(t, sip.INVITE, 50*time.Millisecond); req != nil {
				l.write(l.response(req, what, headers, body))
			}
		default:
			l.far.seq++
			l.write(l.far.text(what, l.far.seq, string(body), headers))
		}
		l.alive(t)
	})
}

func (l *live) write(text string) { l.sock.WriteToUDPAddrPort([]byte(text), l.to) }

func (l *live) call() softphone.CallID {
	l.desk.Line.mu.Lock()
	defer l.desk.Line.mu.Unlock()
	for id := range l.desk.calls {
		return id
	}
	return ""
}

// await gives the next request of a method, or with "" the next response but 100; nil when none comes.
func (l *live) await(t *testing.T, method sip.RequestMethod, d time.Duration) sip.Message {
	t.Helper()
	buf := make([]byte, 65536)
	l.sock.SetReadDeadline(time.Now().Add(d))
	for {
		n, err := l.sock.Read(buf)
		if err != nil {
			return nil
		}
		msg := readMessage(buf[:n])
		switch m := msg.(type) {
		case *sip.Request:
			if method != "" && m.Method == method {
				return m
			}
		case *sip.Response:
			if method == "" && m.StatusCode > 100 {
				return m
			}
		}
	}
}

// begin brings a call up, if none lives.
func (l *live) begin(t *testing.T) {
	t.Helper()
	if l.call() != "" && l.far != nil {
		return
	}
	base := &stage{t: t, addr: l.sock.LocalAddr().(*net.UDPAddr).AddrPort(), udp: l.sock}
	l.far = &far{stage: base, callID: random(8), tag: random(4), seq: 1, target: "sip:a@" + l.to.String(),
		local: "<sip:f@example.org>", remote: "<sip:a@example.org>"}
	l.write(l.far.text("INVITE", 1, sdpWith(4000)))
	deadline := time.Now().Add(patience)
	for l.call() == "" {
		if time.Now().After(deadline) {
			t.Fatal("no call came up")
		}
		l.await(t, "", 5*time.Millisecond)
	}
	if err := l.desk.SendAnswer(context.Background(), l.call(), media(30000)); err != nil {
		t.Fatal(err)
	}
	for {
		m := l.await(t, "", patience)
		if m == nil {
			t.Fatal("no 200 came")
		}
		if res := m.(*sip.Response); res.StatusCode == 200 && res.CallID().Value() == l.far.callID && res.CSeq().MethodName == sip.INVITE {
			l.far.took(res)
			break
		}
	}
	l.write(l.far.text("ACK", 1, ""))
}

// response is an answer to a request of the desk.
func (l *live) response(m sip.Message, status, headers string, body []byte) string {
	req := m.(*sip.Request)
	return strings.Join([]string{"SIP/2.0 " + status + " X", req.Via().String(), req.From().String(), req.To().String(),
		req.CallID().String(), req.CSeq().String(), headers, "Content-Type: application/sdp"}, "\r\n") + "\r\n\r\n" + string(body)
}

// alive checks that the line still answers.
func (l *live) alive(t *testing.T) {
	t.Helper()
	f := *l.far
	f.callID, f.theirTag = random(8), ""
	probe := f.text("OPTIONS", 1, "")
	deadline := time.Now().Add(patience)
	for {
		l.write(probe)
		for {
			m := l.await(t, "", 100*time.Millisecond)
			if m == nil {
				break
			}
			if m.CallID().Value() == f.callID {
				return
			}
		}
		if time.Now().After(deadline) {
			t.Fatal("the line does not answer any more")
		}
	}
}
