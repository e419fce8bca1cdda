package exchange

import (
	"context"
	"fmt"
	"math"
	"net"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/emiago/sipgo/sip"
	"github.com/icholy/digest"
	"go.uber.org/goleak"

	"anteroom/softphone"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// soon is how long a test waits for what must happen.
const soon = 20 * time.Second

// quick are people in a hurry.
func quick() Manners {
	return Manners{RingFor: 5 * time.Second, AnswerAfter: 200 * time.Millisecond, HelloAfter: 400 * time.Millisecond,
		Pause: 200 * time.Millisecond, GoOnAfter: 500 * time.Millisecond, BackAfter: 200 * time.Millisecond,
		Patience: 3 * time.Second, Part: 60 * time.Millisecond}
}

// tone is an A-law clip that counts as speech.
func tone(d time.Duration) []byte {
	clip := make([]byte, int(d/slice)*frameSamples)
	for i := range clip {
		clip[i] = encodeATest(int16(9000 * math.Sin(2*math.Pi*440*float64(i)/8000)))
	}
	return clip
}

// encodeATest finds the nearest A-law byte by trying them all.
func encodeATest(sample int16) byte {
	best, distance := byte(0), math.MaxInt
	for b := range 256 {
		d := int(aLaw.decode(byte(b))) - int(sample)
		if d = max(d, -d); d < distance {
			best, distance = byte(b), d
		}
	}
	return best
}

// smallVoices are two callers, a colleague and an announcement with short tones for voices.
var smallVoices = sync.OnceValue(func() fstest.MapFS {
	clip := tone(300 * time.Millisecond)
	fsys := fstest.MapFS{}
	story := func(id, role, language, number string, turns int) {
		var ts []string
		for i := range turns {
			ts = append(ts, fmt.Sprintf(`{"text":"turn %d"}`, i+1))
		}
		fsys["stories/"+id+".json"] = &fstest.MapFile{Data: fmt.Appendf(nil, `{"id":%q,"role":%q,"language":%q,"name":"Åse %s",
			"number":%q,"story":"A story.","turns":[%s]}`, id, role, language, id, number, strings.Join(ts, ","))}
		for _, name := range append([]string{sayHello, sayBack, sayBye, sayAnnoyed, sayAnswer, sayThanks}, "1", "2", "3") {
			fsys["voices/"+id+"/"+name+".al"] = &fstest.MapFile{Data: clip}
		}
	}
	story("ann", "", "en", "+442079460101", 2)
	story("bob", "", "en", "+442079460102", 3)
	story("kari", "", "nb", "+4736041853", 2)
	story("colleague", roleColleague, "nb", "101", 2)
	story("announcement", roleAnnouncement, "nb", "601", 1)
	return fsys
})

// opened is an exchange that runs until the test ends.
func opened(t *testing.T, o Options) (*Exchange, softphone.Account, softphone.Secret) {
	t.Helper()
	if o.Voices == nil {
		o.Voices = smallVoices()
	}
	if o.Manners == (Manners{}) {
		o.Manners = quick()
	}
	e := New(o)
	ctx, cancel := context.WithCancel(context.Background())
	ran := make(chan error, 1)
	go func() { ran <- e.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		select {
		case err := <-ran:
			if err != nil {
				t.Errorf("Run: %v", err)
			}
		case <-time.After(soon):
			t.Error("Run did not end")
		}
	})
	account, secret, _, err := e.Open(t.Context())
	if err != nil {
		t.Fatalf("Open: %v", err)
	}
	return e, account, secret
}

// console is a small user agent that registers at the exchange, as the console would.
type console struct {
	t        *testing.T
	exchange sip.Uri
	secret   string
	socket   *socket
	own      sip.Uri
	arrivals chan *arrival
	mu       sync.Mutex // guards legs
	legs     map[string]*leg
	seq      uint32
	callID   string
}

// arrival is an INVITE for the console that waits for its answer.
type arrival struct {
	c         *console
	request   *sip.Request
	tx        sip.ServerTransaction
	done      chan struct{}
	cancelled chan struct{}
}

func newConsole(t *testing.T, a softphone.Account, secret softphone.Secret) *console {
	t.Helper()
	host, portText, err := net.SplitHostPort(a.Address)
	if err != nil {
		t.Fatal(err)
	}
	port, _ := strconv.Atoi(portText)
	end, err := openSocket(func(sip.Message) {})
	if err != nil {
		t.Fatal(err)
	}
	c := &console{t: t, exchange: sip.Uri{Scheme: "sip", Host: host, Port: port}, secret: string(secret), socket: end,
		own:      sip.Uri{Scheme: "sip", User: ownNumber, Host: host, Port: end.address().Port},
		arrivals: make(chan *arrival, 32), legs: map[string]*leg{}, callID: sip.GenerateTagN(20)}
	served := make(chan error, 1)
	go func() { served <- end.serve(c.requested) }()
	t.Cleanup(func() {
		if err := end.close(served); err != nil {
			t.Error(err)
		}
	})
	for end.transport.Pool("udp").Size() == 0 { // a request before that would bind a socket of its own
		runtime.Gosched()
	}
	return c
}

func (c *console) requested(req *sip.Request, tx *sip.ServerTx) {
	switch req.Method {
	case sip.INVITE:
		c.onInvite(req, tx)
	case sip.ACK:
		if l := c.leg(req); l != nil {
			select {
			case l.acked <- req:
			default:
			}
		}
	case sip.BYE:
		_ = tx.Respond(sip.NewResponseFromRequest(req, 200, "OK", nil))
		if l := c.leg(req); l != nil {
			l.once.Do(func() { close(l.ended) })
		}
	}
}

func (c *console) onInvite(req *sip.Request, tx sip.ServerTransaction) {
	a := &arrival{c: c, request: req, tx: tx, done: make(chan struct{}), cancelled: make(chan struct{})}
	tx.OnCancel(func(*sip.Request) { close(a.cancelled) })
	c.arrivals <- a
	select {
	case <-a.done:
	case <-a.cancelled:
	case <-tx.Done():
	}
}

func (c *console) leg(req *sip.Request) *leg {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.legs[req.CallID().Value()]
}

// send sends a request, with the password where it is asked for, and gives the final response.
func (c *console) send(req *sip.Request) *sip.Response {
	c.t.Helper()
	tx, err := c.socket.request(context.Background(), req)
	if err != nil {
		c.t.Fatalf("%s: %v", req.Method, err)
	}
	defer tx.Terminate()
	for deadline := time.After(soon); ; {
		select {
		case res := <-tx.Responses():
			if !res.IsProvisional() {
				return res
			}
		case <-deadline:
			c.t.Fatalf("%s was not answered", req.Method)
		}
	}
}

func (c *console) register(expires int, password string) *sip.Response {
	c.t.Helper()
	res := c.send(c.registerRequest(expires, nil))
	if res.StatusCode != 401 {
		return res
	}
	return c.send(c.registerRequest(expires, c.credentials(res, "WWW-Authenticate", 0, "REGISTER", c.exchange.String(), password)))
}

func (c *console) registerRequest(expires int, authorization sip.Header) *sip.Request {
	c.seq++
	req := sip.NewRequest(sip.REGISTER, c.exchange)
	aor := sip.Uri{Scheme: "sip", User: ownNumber, Host: host}
	from := &sip.FromHeader{Address: aor, Params: sip.NewParams()}
	from.Params.Add("tag", sip.GenerateTagN(8))
	callID := sip.CallIDHeader(c.callID)
	req.AppendHeader(from)
	req.AppendHeader(&sip.ToHeader{Address: aor})
	req.AppendHeader(&callID)
	req.AppendHeader(&sip.CSeqHeader{SeqNo: c.seq, MethodName: sip.REGISTER})
	req.AppendHeader(&sip.ContactHeader{Address: c.own})
	req.AppendHeader(sip.NewHeader("Expires", strconv.Itoa(expires)))
	if authorization != nil {
		req.AppendHeader(authorization)
	}
	return req
}

// credentials answers the challenge with that number.
func (c *console) credentials(res *sip.Response, header string, which int, method, uri, password string) sip.Header {
	c.t.Helper()
	hs := res.GetHeaders(header)
	if which >= len(hs) {
		c.t.Fatalf("%d has no challenge %d: %v", res.StatusCode, which, hs)
	}
	challenge, err := digest.ParseChallenge(hs[which].Value())
	if err != nil {
		c.t.Fatal(err)
	}
	cred, err := digest.Digest(challenge, digest.Options{Method: method, URI: uri, Username: ownNumber, Password: password})
	if err != nil {
		c.t.Fatal(err)
	}
	name := "Authorization"
	if header == "Proxy-Authenticate" {
		name = "Proxy-Authorization"
	}
	return sip.NewHeader(name, cred.String())
}

// arrival waits for the next call.
func (c *console) arrival() *arrival {
	c.t.Helper()
	select {
	case a := <-c.arrivals:
		return a
	case <-time.After(soon):
		c.t.Fatal("nobody rang")
		return nil
	}
}

func (a *arrival) ring() {
	_ = a.tx.Respond(sip.NewResponseFromRequest(a.request, 180, "Ringing", nil))
}

func (a *arrival) answer() *leg {
	c := a.c
	c.t.Helper()
	l := newLeg(c)
	l.callID, l.localTag, l.remoteTag = a.request.CallID().Value(), tag(a.request.To().Params), tag(a.request.From().Params)
	l.from, l.to, l.target = a.request.To().AsFrom(), a.request.From().AsTo(), a.request.Contact().Address
	l.remote(c.t, a.request.Body())
	res := sip.NewResponseFromRequest(a.request, 200, "OK", nil)
	l.from.Params = res.To().Params
	res.AppendHeader(&sip.ContactHeader{Address: c.own})
	setSDP(res, l.sdp("sendrecv", "8 0 101"))
	c.mu.Lock()
	c.legs[l.callID] = l
	c.mu.Unlock()
	if err := a.tx.Respond(res); err != nil {
		c.t.Fatalf("200: %v", err)
	}
	l.wait("the ACK", l.acked)
	close(a.done)
	return l
}
