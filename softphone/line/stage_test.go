package line

import (
	"bytes"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/netip"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"anteroom/softphone"

	"github.com/emiago/sipgo/sip"
	"github.com/icholy/digest"
	"github.com/pion/stun/v3"
)

// stage is a hand-played SIP endpoint: a test reads what comes and answers as it likes, down to the byte.
type stage struct {
	t    testing.TB
	udp  *net.UDPConn
	in   chan heard
	seen map[string]bool
	peer netip.AddrPort // of the last message, for UDP
	told bool           // takes SUBSCRIBEs; else they are refused and passed over
	fit  bool           // OPTIONS are answered and passed over

	pings   chan struct{}  // keep-alives over TCP, when they are wanted
	ponging atomic.Bool    // and answered
	stuns   chan heardSTUN // over UDP, when they are wanted

	mu   sync.Mutex // guards conn, all
	conn net.Conn
	all  []net.Conn
	addr netip.AddrPort
}

// heardSTUN is a STUN message.
type heardSTUN struct {
	msg  *stun.Message
	from netip.AddrPort
}

type heard struct {
	msg  sip.Message
	from netip.AddrPort
}

func newStage(t testing.TB) *stage {
	return newStageAt(t, "127.0.0.1:0")
}

func newStageAt(t testing.TB, at string) *stage {
	t.Helper()
	c, err := net.ListenUDP("udp", net.UDPAddrFromAddrPort(netip.MustParseAddrPort(at)))
	if err != nil {
		t.Fatal(err)
	}
	s := &stage{t: t, udp: c, in: make(chan heard, 4096), seen: map[string]bool{}, stuns: make(chan heardSTUN, 64), addr: c.LocalAddr().(*net.UDPAddr).AddrPort()}
	done := make(chan struct{})
	go func() {
		defer close(done)
		buf := make([]byte, 65536)
		for {
			n, from, err := c.ReadFromUDPAddrPort(buf)
			if err != nil {
				return
			}
			if m := (&stun.Message{Raw: bytes.Clone(buf[:n])}); stun.IsMessage(m.Raw) && m.Decode() == nil {
				s.stuns <- heardSTUN{m, from}
				continue
			}
			if msg, err := parser.ParseSIP(bytes.Clone(buf[:n])); err == nil {
				s.in <- heard{msg, from}
			}
		}
	}()
	t.Cleanup(func() { c.Close(); <-done })
	return s
}

// newStreamStage plays over TCP, or TLS with a config; the newest connection counts.
func newStreamStage(t testing.TB, secure *tls.Config) *stage {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &stage{t: t, in: make(chan heard, 256), pings: make(chan struct{}, 64), seen: map[string]bool{}, addr: l.Addr().(*net.TCPAddr).AddrPort()}
	var readers sync.WaitGroup
	readers.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			if secure != nil {
				c = tls.Server(c, secure)
			}
			s.mu.Lock()
			s.conn, s.all = c, append(s.all, c)
			s.mu.Unlock()
			readers.Go(func() { s.read(c) })
		}
	})
	t.Cleanup(func() { l.Close(); s.drop(); readers.Wait() })
	return s
}

func (s *stage) read(c net.Conn) {
	defer c.Close()
	parser := parser.NewSIPStream()
	buf := make([]byte, 65536)
	for {
		n, err := c.Read(buf)
		if err != nil {
			return
		}
		if len(bytes.Trim(buf[:n], "\r\n")) == 0 {
			select {
			case s.pings <- struct{}{}:
			default:
			}
			if s.ponging.Load() {
				io.WriteString(c, "\r\n")
			}
			continue
		}
		parser.ParseSIPStream(buf[:n], func(m sip.Message) { s.in <- heard{msg: m} })
	}
}

// drop cuts the connection, and those of before.
func (s *stage) drop() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.all {
		c.Close()
	}
}

func (s *stage) send(text string) {
	s.t.Helper()
	if err := s.write(text); err != nil {
		s.t.Fatal(err)
	}
}

func (s *stage) write(text string) error {
	if s.udp != nil {
		_, err := s.udp.WriteToUDPAddrPort([]byte(text), s.peer)
		return err
	}
	s.mu.Lock()
	c := s.conn
	s.mu.Unlock()
	_, err := io.WriteString(c, text)
	return err
}

// next gives the next message that is no repetition.
func (s *stage) next() sip.Message {
	s.t.Helper()
	for {
		select {
		case h := <-s.in:
			if s.udp != nil {
				s.peer = h.from
			}
			h.msg.SetSource(h.from.String())
			if r, ok := h.msg.(*sip.Request); ok {
				branch, _ := r.Via().Params.Get("branch")
				if key := branch + string(r.Method); s.seen[key] {
					continue
				} else {
					s.seen[key] = true
				}
				if r.Method == sip.OPTIONS && s.fit {
					s.write(s.response(r, 200, "x", ""))
					continue
				}
				if r.Method == sip.SUBSCRIBE && !s.told {
					s.write(s.response(r, 489, "x", "")) // in vain when the line has cut the connection since
					continue
				}
			}
			return h.msg
		case <-time.After(patience):
			s.t.Fatal("nothing came")
		}
	}
}

// request gives the next request, which must be of the method; responses in between are passed over.
func (s *stage) request(method sip.RequestMethod) *sip.Request {
	s.t.Helper()
	for {
		if r, ok := s.next().(*sip.Request); ok {
			if r.Method != method {
				s.t.Fatalf("expected %s, got\n%s", method, r)
			}
			return r
		}
	}
}

// status gives the next response with a status of at least 180 to a method; requests in between are an error.
func (s *stage) status(method sip.RequestMethod, want int) *sip.Response {
	s.t.Helper()
	return s.statusOf("", method, want)
}

// status passes over what is repeated of other dialogs.
func (f *far) status(method sip.RequestMethod, want int) *sip.Response {
	f.t.Helper()
	return f.statusOf(f.callID, method, want)
}

func (s *stage) statusOf(callID string, method sip.RequestMethod, want int) *sip.Response {
	s.t.Helper()
	for {
		switch m := s.next().(type) {
		case *sip.Response:
			if m.StatusCode < 180 || m.StatusCode < 200 && want >= 200 || m.CSeq().MethodName != method ||
				callID != "" && m.CallID().Value() != callID {
				continue
			}
			if m.StatusCode != want {
				s.t.Fatalf("expected %d to %s, got\n%s", want, method, m)
			}
			return m
		case *sip.Request:
			s.t.Fatalf("expected %d to %s, got\n%s", want, method, m)
		}
	}
}

// answer responds to a request; tag becomes the To-tag if there is none, extra are whole header lines.
func (s *stage) answer(req *sip.Request, status int, tag, body string, extra ...string) {
	s.t.Helper()
	s.send(s.response(req, status, tag, body, extra...))
}

// response is the text of an answer.
func (s *stage) response(req *sip.Request, status int, tag, body string, extra ...string) string {
	phrase := statusWords[status]
	if phrase == "" {
		phrase = "Whatever"
	}
	res := sip.NewResponseFromRequest(req, status, phrase, nil)
	if tag != "" && !req.To().Params.Has("tag") {
		res.To().Params.Add("tag", tag)
	}
	for _, l := range extra {
		name, value, _ := strings.Cut(l, ": ")
		res.AppendHeader(sip.NewHeader(name, value))
	}
	if status > 100 && status < 300 && req.Method != sip.REGISTER {
		res.AppendHeader(sip.NewHeader("Contact", fmt.Sprintf("<sip:far@%s%s>", s.addr, s.transportParam())))
	}
	if body != "" {
		res.AppendHeader(sip.NewHeader("Content-Type", "application/sdp"))
		res.SetBody([]byte(body))
	}
	return res.String()
}

func (s *stage) transportParam() string {
	if s.udp == nil {
		return ";transport=tcp"
	}
	return ""
}

// far is the stage's end of a dialog.
type far struct {
	*stage
	callID, tag, theirTag string
	target                string // request URI
	local, remote         string // name-addr without tag
	seq                   int
	invite                string // the INVITE as sent
}

func sdpWith(port int, extra ...string) string {
	return "v=0\r\no=far 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n" +
		fmt.Sprintf("m=audio %d RTP/AVP 8 0 101\r\na=rtpmap:101 telephone-event/8000\r\n", port) + strings.Join(append(extra, ""), "\r\n")
}

// text writes a request of this end.
func (f *far) text(method string, seq int, body string, extra ...string) string {
	to := f.remote
	if f.theirTag != "" {
		to += ";tag=" + f.theirTag
	}
	transport := "UDP"
	if f.udp == nil {
		transport = "TCP"
	}
	head := []string{
		method + " " + f.target + " SIP/2.0",
		"Via: SIP/2.0/" + transport + " " + f.addr.String() + ";branch=z9hG4bK" + random(8) + ";rport",
		"Max-Forwards: 70", "From: " + f.local + ";tag=" + f.tag, "To: " + to, "Call-ID: " + f.callID,
		"CSeq: " + strconv.Itoa(seq) + " " + method, "Contact: <sip:far@" + f.addr.String() + f.transportParam() + ">",
	}
	head = append(head, extra...)
	if body != "" && !strings.Contains(strings.Join(extra, "\n"), "Content-Type") {
		head = append(head, "Content-Type: application/sdp")
	}
	head = append(head, "Content-Length: "+strconv.Itoa(len(body)))
	return strings.Join(head, "\r\n") + "\r\n\r\n" + body
}

func (f *far) ask(method, body string, extra ...string) {
	f.t.Helper()
	f.seq++
	f.send(f.text(method, f.seq, body, extra...))
}

// dial sends an INVITE to the desk's line.
func (s *stage) dial(d *desk, line softphone.LineID, body string, extra ...string) *far {
	s.t.Helper()
	s.peer = d.port(line)
	f := &far{stage: s, callID: random(8), tag: random(4), seq: 1, target: "sip:desk@" + s.peer.String(),
		local: `"Kari Åsen" <sip:4722334455@example.org>`, remote: "<sip:4790001122@example.org>"}
	f.invite = f.text("INVITE", 1, body, extra...)
	s.send(f.invite)
	return f
}

// ack acknowledges a response to the INVITE with CSeq seq.
func (f *far) ack(seq int, body string) {
	f.t.Helper()
	f.send(f.text("ACK", seq, body))
}

// ackRefusal acknowledges a refusal: same branch as the INVITE (RFC 3261 §17.1.1.3).
func (f *far) ackRefusal(res *sip.Response) {
	f.t.Helper()
	text := strings.Replace(f.invite, "INVITE ", "ACK ", 1)
	text = strings.Replace(text, "CSeq: 1 INVITE", "CSeq: 1 ACK", 1)
	tag, _ := res.To().Params.Get("tag")
	text = strings.Replace(text, "To: "+f.remote, "To: "+f.remote+";tag="+tag, 1)
	head, body, _ := strings.Cut(text, "\r\n\r\n")
	f.send(strings.Replace(head, fmt.Sprintf("Content-Length: %d", len(body)), "Content-Length: 0", 1) + "\r\n\r\n")
}

func (f *far) took(res *sip.Response) {
	f.theirTag, _ = res.To().Params.Get("tag")
	if c := res.Contact(); c != nil {
		f.target = c.Address.String()
	}
}

// answering makes the far end of an INVITE that came from the desk.
func (s *stage) answering(req *sip.Request, tag string) *far {
	theirs, _ := req.From().Params.Get("tag")
	return &far{stage: s, callID: req.CallID().Value(), tag: tag, theirTag: theirs, target: req.Contact().Address.String(),
		local: "<" + req.To().Address.String() + ">", remote: "<" + req.From().Address.String() + ">", seq: 10}
}

// checkDigest says whether the credentials in a request are right for its password.
func checkDigest(req *sip.Request, header, challenge, user, password string) bool {
	h := req.GetHeader(header)
	if h == nil {
		return false
	}
	cred, err := digest.ParseCredentials(h.Value())
	if err != nil {
		return false
	}
	ch, err := digest.ParseChallenge(challenge)
	if err != nil {
		return false
	}
	want, err := digest.Digest(ch, digest.Options{Method: string(req.Method), URI: cred.URI, Username: user,
		Password: password, Cnonce: cred.Cnonce, Count: cred.Nc})
	return err == nil && want.Response == cred.Response && cred.Username == user && cred.Nonce == ch.Nonce
}

// direct opens a direct line between a desk and a stage.
func direct(t testing.TB) (*desk, *stage) {
	t.Helper()
	s := newStage(t)
	d := newDesk(t, Options{})
	d.open(softphone.Account{ID: "a", Address: s.addr.String(), User: "alice", Transport: softphone.UDP}, "")
	d.registered("a")
	return d, s
}
