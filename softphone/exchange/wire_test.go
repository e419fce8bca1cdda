package exchange

import (
	"net"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/emiago/sipgo/sip"

	"anteroom/assets"
	"anteroom/softphone"
)

// wire is a console that does nothing by itself: the test writes each message.
type wire struct {
	*console
	conn *net.UDPConn
}

func newWire(t *testing.T, a softphone.Account, secret softphone.Secret) *wire {
	t.Helper()
	to, err := net.ResolveUDPAddr("udp4", a.Address)
	if err != nil {
		t.Fatal(err)
	}
	conn, err := net.DialUDP("udp4", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)}, to)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	w := &wire{conn: conn, console: &console{t: t, exchange: sip.Uri{Scheme: "sip", Host: host, Port: to.Port}, secret: string(secret),
		own: sip.Uri{Scheme: "sip", User: ownNumber, Host: host, Port: conn.LocalAddr().(*net.UDPAddr).Port}, callID: "wire"}}
	w.put(w.registerRequest(120, nil))
	challenge := w.response(401, "REGISTER")
	w.put(w.registerRequest(120, w.credentials(challenge, "WWW-Authenticate", 0, "REGISTER", w.exchange.String(), w.secret)))
	w.response(200, "REGISTER")
	return w
}

// put sends a message; requests get a new Via when they have none.
func (w *wire) put(m sip.Message) {
	w.t.Helper()
	if req, ok := m.(*sip.Request); ok && req.Via() == nil {
		via := &sip.ViaHeader{ProtocolName: "SIP", ProtocolVersion: "2.0", Transport: "UDP", Host: host, Port: w.own.Port, Params: sip.NewParams()}
		via.Params.Add("branch", sip.GenerateBranch())
		req.PrependHeader(via)
	}
	if _, err := w.conn.Write([]byte(m.String())); err != nil {
		w.t.Fatal(err)
	}
}

// next gives the next message that fits; others are passed over.
func (w *wire) next(what string, within time.Duration, fits func(sip.Message) bool) sip.Message {
	w.t.Helper()
	if m := w.maybe(within, fits); m != nil {
		return m
	}
	w.t.Fatalf("%s did not come", what)
	return nil
}

func (w *wire) maybe(within time.Duration, fits func(sip.Message) bool) sip.Message {
	w.t.Helper()
	if err := w.conn.SetReadDeadline(time.Now().Add(within)); err != nil {
		w.t.Fatal(err)
	}
	buf := make([]byte, 4000)
	for {
		n, err := w.conn.Read(buf)
		if err != nil {
			return nil
		}
		m, err := sip.ParseMessage(append([]byte(nil), buf[:n]...))
		if err != nil {
			w.t.Fatalf("the exchange sent %q: %v", buf[:n], err)
		}
		if fits(m) {
			return m
		}
	}
}

func is(method sip.RequestMethod) func(sip.Message) bool {
	return func(m sip.Message) bool { req, ok := m.(*sip.Request); return ok && req.Method == method }
}

func isResponse(code int, method string) func(sip.Message) bool {
	return func(m sip.Message) bool {
		res, ok := m.(*sip.Response)
		return ok && res.StatusCode == code && res.CSeq().MethodName == sip.RequestMethod(method)
	}
}

func (w *wire) request(method sip.RequestMethod) *sip.Request {
	w.t.Helper()
	return w.next(string(method), soon, is(method)).(*sip.Request)
}

func (w *wire) response(code int, method string) *sip.Response {
	w.t.Helper()
	return w.next(method+" response", soon, isResponse(code, method)).(*sip.Response)
}

// reply answers a request of the exchange.
func (w *wire) reply(req *sip.Request, code int, body []byte) *sip.Response {
	res := sip.NewResponseFromRequest(req, code, "Reply", nil)
	if t := tag(req.To().Params); t == "" {
		res.To().Params.Add("tag", "console-tag")
	}
	if code >= 200 && code < 300 && req.IsInvite() {
		res.AppendHeader(&sip.ContactHeader{Address: w.own})
	}
	if body != nil {
		setSDP(res, body)
	}
	w.put(res)
	return res
}

func someSDP() []byte { return offerOf("m=audio 40000 RTP/AVP 8", "a=sendrecv") }

func wired(t *testing.T, m Manners) (*Exchange, *wire) {
	t.Helper()
	t.Parallel()
	e, account, secret := opened(t, Options{Manners: m})
	return e, newWire(t, account, secret)
}

func TestWire_TheSame200AgainIsAcknowledgedAgain(t *testing.T) {
	e, w := wired(t, quick())
	if err := e.Ring(t.Context(), "bob", ""); err != nil {
		t.Fatal(err)
	}
	req := w.request(sip.INVITE)
	res := w.reply(req, 200, someSDP())
	first := w.request(sip.ACK)
	w.put(res)
	second := w.request(sip.ACK)
	if first.CSeq().SeqNo != req.CSeq().SeqNo || first.String() != second.String() {
		t.Errorf("the ACKs differ:\n%s\n%s", first, second)
	}
	if first.Recipient.Port != w.own.Port || tag(first.To().Params) != "console-tag" {
		t.Errorf("the ACK is\n%s", first)
	}
}

func TestWire_A200ThatCrossesOurCancelIsAcknowledgedAndHungUp(t *testing.T) {
	m := quick()
	m.RingFor = 200 * time.Millisecond
	e, w := wired(t, m)
	if err := e.Ring(t.Context(), "ann", ""); err != nil {
		t.Fatal(err)
	}
	invite := w.request(sip.INVITE)
	w.reply(invite, 180, nil)
	cancel := w.request(sip.CANCEL)
	if b, _ := cancel.Via().Params.Get("branch"); b != invite.Via().Params.GetOr("branch", "") || cancel.CSeq().SeqNo != invite.CSeq().SeqNo {
		t.Errorf("the CANCEL does not belong to the INVITE:\n%s", cancel)
	}
	w.reply(cancel, 200, nil)
	w.reply(invite, 200, someSDP())
	w.request(sip.ACK)
	w.reply(w.request(sip.BYE), 200, nil)
	calm(t, e)
}

func TestWire_NoCancelBeforeAProvisionalResponse(t *testing.T) {
	m := quick()
	m.RingFor = 100 * time.Millisecond
	e, w := wired(t, m)
	if err := e.Ring(t.Context(), "ann", ""); err != nil {
		t.Fatal(err)
	}
	invite := w.request(sip.INVITE)
	if got := w.maybe(400*time.Millisecond, is(sip.CANCEL)); got != nil {
		t.Fatalf("a CANCEL before any response:\n%s", got)
	}
	w.reply(invite, 180, nil)
	w.reply(w.request(sip.CANCEL), 200, nil)
	w.reply(invite, 487, nil)
	w.request(sip.ACK)
	calm(t, e)
}

// dialWire rings a number and gives the INVITE that was let in.
func (w *wire) dialWire(number string) *sip.Request {
	w.t.Helper()
	var authorization sip.Header
	for seq := uint32(1); ; seq++ {
		to := w.exchange
		to.User = number
		req := sip.NewRequest(sip.INVITE, to)
		callID := sip.CallIDHeader("wire-call")
		req.AppendHeader(&sip.FromHeader{Address: w.own, Params: sip.HeaderParams{{K: "tag", V: "wire-tag"}}})
		req.AppendHeader(&sip.ToHeader{Address: to})
		req.AppendHeader(&callID)
		req.AppendHeader(&sip.CSeqHeader{SeqNo: seq, MethodName: sip.INVITE})
		req.AppendHeader(&sip.ContactHeader{Address: w.own})
		setSDP(req, someSDP())
		if authorization != nil {
			req.AppendHeader(authorization)
			w.put(req)
			return req
		}
		w.put(req)
		authorization = w.credentials(w.response(407, "INVITE"), "Proxy-Authenticate", 1, "INVITE", to.String(), w.secret)
	}
}

// within is a request in the dialog of a 200 to dialWire.
func (w *wire) within(res *sip.Response, method sip.RequestMethod, seq uint32) *sip.Request {
	req := sip.NewRequest(method, res.Contact().Address)
	req.AppendHeader(sip.HeaderClone(res.From()))
	req.AppendHeader(sip.HeaderClone(res.To()))
	req.AppendHeader(sip.HeaderClone(res.CallID()))
	req.AppendHeader(&sip.CSeqHeader{SeqNo: seq, MethodName: method})
	req.AppendHeader(&sip.ContactHeader{Address: w.own})
	req.SetBody(nil)
	return req
}

func TestWire_Our200ComesAgainUntilItIsAcknowledged(t *testing.T) {
	e, w := wired(t, quick())
	w.dialWire("600")
	res := w.response(200, "INVITE")
	again := w.response(200, "INVITE")
	if res.String() != again.String() {
		t.Errorf("the second 200 differs:\n%s\n%s", res, again)
	}
	w.put(w.within(res, sip.ACK, 2))
	if got := w.maybe(1500*time.Millisecond, isResponse(200, "INVITE")); got != nil {
		t.Error("it comes again after the ACK")
	}
	w.put(w.within(res, sip.BYE, 3))
	w.response(200, "BYE")
	calm(t, e)
}

func TestWire_NotAMethodOfOursAndNotACallOfOurs(t *testing.T) {
	_, w := wired(t, quick())
	w.dialWire("600")
	res := w.response(200, "INVITE")
	w.put(w.within(res, sip.ACK, 2))
	w.put(w.within(res, sip.REFER, 3))
	if got := w.response(405, "REFER"); got.GetHeader("Allow") == nil {
		t.Error("the 405 does not tell what is allowed")
	}
	stranger := w.within(res, sip.BYE, 9)
	stranger.From().Params.Add("tag", "somebody-else")
	w.put(stranger)
	w.response(481, "BYE")
	lost := w.within(res, sip.INVITE, 9)
	lost.To().Params.Add("tag", "no-such-tag")
	w.put(lost)
	w.response(481, "INVITE")
	bare := w.within(res, sip.OPTIONS, 10)
	bare.To().Params.Remove("tag")
	w.put(bare)
	w.response(200, "OPTIONS")
}

func TestWire_AnExtensionWeDoNotKnowIsRefused(t *testing.T) {
	_, w := wired(t, quick())
	first := w.dialWire("600")
	res := w.response(200, "INVITE")
	w.put(w.within(res, sip.ACK, 2))
	again := first.Clone()
	again.RemoveHeader("Via")
	again.AppendHeader(sip.NewHeader("Require", "100rel"))
	w.put(again)
	if got := w.response(420, "INVITE"); got.GetHeader("Unsupported").Value() != "100rel" {
		t.Errorf("%s", got)
	}
}

func TestWire_AFloodOfInvitesIsSurvived(t *testing.T) {
	e, w := wired(t, quick())
	var authorized *sip.Request
	for i := range 500 {
		if i == 0 {
			authorized = w.dialWire("103")
			continue
		}
		again := authorized.Clone()
		again.RemoveHeader("Via")
		callID := sip.CallIDHeader("flood-" + sip.GenerateTagN(8))
		again.ReplaceHeader(&callID)
		w.put(again)
	}
	w.response(503, "INVITE")
	e.mu.Lock()
	n := len(e.calls)
	e.mu.Unlock()
	if n > maxCalls {
		t.Errorf("%d calls", n)
	}
}

func FuzzWire_AnythingIsSurvived(f *testing.F) {
	f.Add([]byte("INVITE sip:600@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1;branch=z9hG4bKx\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:600@b>\r\nCall-ID: 1\r\nCSeq: 1 INVITE\r\nContent-Length: 0\r\n\r\n"))
	f.Add([]byte("BYE sip:x SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1;branch=z9hG4bKy\r\nCSeq: 1 BYE\r\n\r\n"))
	f.Add([]byte("REGISTER sip:x SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1;branch=z9hG4bKz;rport\r\nFrom: <sip:100@b>;tag=1\r\nTo: <sip:100@b>\r\nCall-ID: 1\r\nCSeq: 1 REGISTER\r\nContact: *\r\nAuthorization: Digest username=\"100\", nc=zz\r\n\r\n"))
	f.Add([]byte("SIP/2.0 200 OK\r\n\r\n"))
	f.Add([]byte("\r\n\r\n"))
	f.Fuzz(func(t *testing.T, packet []byte) {
		if len(packet) > 60000 {
			return
		}
		r, _ := direct()
		message, err := sip.ParseMessage(packet)
		if err != nil {
			return
		}
		if req, ok := message.(*sip.Request); ok {
			r.register(req)
			if complete(req) {
				_ = requestKey(req)
			}
			_ = hasSDP(req)
			_ = respond(req, 481, "Gone").String()
		}
	})
}

func TestWire_NonsenseIsSurvived(t *testing.T) {
	_, w := wired(t, quick())
	for _, nonsense := range []string{"hello", "\x00\x01\x02", "SIP/2.0 200 OK\r\n\r\n", "INVITE\r\n\r\n", strings.Repeat("a", 9000),
		"INVITE sip:600@x SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1;branch=z9hG4bKq\r\nCSeq: 1 INVITE\r\n\r\n",
		"BYE sip:600@x SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1;branch=z9hG4bKr\r\nCSeq: 1 BYE\r\nTo: <sip:x>;tag=1\r\n\r\n",
		"ACK sip:600@x SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1;branch=z9hG4bKs\r\nCSeq: 1 ACK\r\n\r\n",
		"REGISTER sip:x SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1;branch=z9hG4bKt\r\nCSeq: 1 REGISTER\r\nContact: \r\n\r\n"} {
		if _, err := w.conn.Write([]byte(nonsense)); err != nil {
			t.Fatal(err)
		}
	}
	w.put(w.registerRequest(120, nil))
	w.response(401, "REGISTER")
}

func TestVoices_EveryLanguageHasThreeCallersWhoCanBeScored(t *testing.T) {
	stories, err := loadStories(assets.Practice())
	if err != nil {
		t.Fatal(err)
	}
	callers, total := map[string]int{}, 0
	for _, s := range stories {
		for name, clip := range s.clips {
			total += len(clip)
			if d := length(clip); d < 300*time.Millisecond || d > 15*time.Second {
				t.Errorf("%s %s lasts %v", s.ID, name, d)
			}
			if loudness(aLaw, clip) < 800 {
				t.Errorf("%s %s is %.0f loud", s.ID, name, loudness(aLaw, clip))
			}
		}
		if s.Role != "" {
			continue
		}
		callers[s.Language]++
		if s.Name == "" || s.Line == "" || s.Facts.Surname == "" || s.Facts.Number == "" || !sameNumber(s.Number, s.Facts.Number) ||
			!s.Facts.WrongNumber && s.Facts.Message == "" {
			t.Errorf("%s is not complete: %+v", s.ID, s.Facts)
		}
	}
	if callers["nb"] < 3 || callers["en"] < 3 {
		t.Errorf("callers: %v", callers)
	}
	if total > 4<<20 {
		t.Errorf("the voices are %d bytes", total)
	}
	if _, err := os.Stat("../../assets/practice/render.sh"); err != nil {
		t.Error(err)
	}
}
