package exchange

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/emiago/sipgo/sip"

	"anteroom/softphone"
)

func TestOpen_GivesTheAccountTheCallersAndTheSameAnswerAgain(t *testing.T) {
	e, account, secret := opened(t, Options{})
	again, secretAgain, callers, err := e.Open(t.Context())
	if err != nil || again.Address != account.Address || secretAgain != secret {
		t.Errorf("a second Open gives %+v, %v", again, err)
	}
	if account.ID != softphone.PracticeLine || account.User != "100" || !account.Register || account.Transport != softphone.UDP ||
		!strings.HasPrefix(account.Address, "127.0.0.1:") || len(secret) < 16 {
		t.Errorf("account %+v", account)
	}
	var ids []string
	for _, c := range callers {
		ids = append(ids, c.ID+" "+c.Language)
	}
	if got := strings.Join(ids, ", "); got != "ann en, bob en, kari nb" {
		t.Errorf("callers are %s", got)
	}
	_, other, _ := opened(t, Options{})
	if other.Address == account.Address {
		t.Error("two exchanges share a port")
	}
}

func TestRegistrar_OffersSHA256BeforeMD5AndTakesBoth(t *testing.T) {
	_, account, secret := opened(t, Options{})
	c := newConsole(t, account, secret)
	res := c.send(c.registerRequest(120, nil))
	if res.StatusCode != 401 {
		t.Fatalf("%s", res.StartLine())
	}
	challenges := res.GetHeaders("WWW-Authenticate")
	if len(challenges) != 2 || !strings.Contains(challenges[0].Value(), "SHA-256") || !strings.Contains(challenges[1].Value(), "MD5") {
		t.Fatalf("challenges are %v", challenges)
	}
	for which := range challenges {
		auth := c.credentials(res, "WWW-Authenticate", which, "REGISTER", c.exchange.String(), string(secret))
		if got := c.send(c.registerRequest(120, auth)); got.StatusCode != 200 || got.Contact().Address.Port != c.own.Port {
			t.Errorf("challenge %d: %s", which, got.StartLine())
		}
	}
}

func TestRegistrar_WrongPasswordAndWrongUserAreNotLetIn(t *testing.T) {
	e, account, secret := opened(t, Options{})
	c := newConsole(t, account, secret)
	if res := c.register(120, "guess"); res.StatusCode != 401 {
		t.Errorf("a wrong password: %s", res.StartLine())
	}
	res := c.send(c.registerRequest(120, nil))
	req := c.registerRequest(120, c.credentials(res, "WWW-Authenticate", 0, "REGISTER", c.exchange.String(), string(secret)))
	req.To().Address.User = "999"
	if res := c.send(req); res.StatusCode != 404 {
		t.Errorf("an unknown user: %s", res.StartLine())
	}
	if _, ok := e.registrar.newest(); ok {
		t.Error("somebody is registered")
	}
}

func TestRegistrar_UnregistersThisContactOnly(t *testing.T) {
	e, account, secret := opened(t, Options{})
	one, two := newConsole(t, account, secret), newConsole(t, account, secret)
	one.register(120, string(secret))
	if res := two.register(120, string(secret)); len(res.GetHeaders("Contact")) != 2 {
		t.Errorf("both are registered, but the answer names %v", res.GetHeaders("Contact"))
	}
	two.register(0, string(secret))
	if at, ok := e.registrar.newest(); !ok || at.address.Port != one.own.Port {
		t.Errorf("left is %v, %v", at, ok)
	}
	one.register(0, string(secret))
	var why softphone.Reason
	if err := e.Ring(t.Context(), "ann", ""); !errors.As(err, &why) || why.Code != softphone.LineNotReady {
		t.Errorf("ringing somebody who has gone: %v", err)
	}
}

// direct is a registrar without a network, and a clock to turn.
func direct() (*registrar, *time.Time) {
	now := time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
	return &registrar{user: "100", password: "secret", secret: []byte("x"), now: func() time.Time { return now }}, &now
}

// directRegister signs with the first challenge's nonce.
func directRegister(t *testing.T, r *registrar, authorization sip.Header, headers ...sip.Header) *sip.Response {
	t.Helper()
	req := registerOf(authorization, headers...)
	if authorization == nil {
		res := r.register(req)
		c := &console{t: t}
		req = registerOf(c.credentials(res, "WWW-Authenticate", 0, "REGISTER", "sip:x", "secret"), headers...)
	}
	return r.register(req)
}

func registerOf(authorization sip.Header, headers ...sip.Header) *sip.Request {
	req := sip.NewRequest(sip.REGISTER, sip.Uri{Scheme: "sip", Host: host})
	aor := sip.Uri{Scheme: "sip", User: "100", Host: host}
	callID := sip.CallIDHeader("1")
	via := &sip.ViaHeader{ProtocolName: "SIP", ProtocolVersion: "2.0", Transport: "UDP", Host: host, Port: 5, Params: sip.NewParams()}
	for _, h := range append([]sip.Header{via, &sip.FromHeader{Address: aor, Params: sip.NewParams()}, &sip.ToHeader{Address: aor},
		&callID, &sip.CSeqHeader{SeqNo: 1, MethodName: sip.REGISTER}}, headers...) {
		req.AppendHeader(h)
	}
	if authorization != nil {
		req.AppendHeader(authorization)
	}
	return req
}

func contactOf(port int, expires string) *sip.ContactHeader {
	h := &sip.ContactHeader{Address: sip.Uri{Scheme: "sip", User: "100", Host: host, Port: port}, Params: sip.NewParams()}
	if expires != "" {
		h.Params.Add("expires", expires)
	}
	return h
}

func TestRegistrar_RegistrationsRunOut(t *testing.T) {
	r, now := direct()
	if res := directRegister(t, r, nil, contactOf(7, "60")); res.StatusCode != 200 {
		t.Fatalf("%s", res.StartLine())
	}
	*now = now.Add(59 * time.Second)
	if _, ok := r.newest(); !ok {
		t.Error("gone after 59 of 60 seconds")
	}
	*now = now.Add(time.Second)
	if _, ok := r.newest(); ok {
		t.Error("still there after 60 seconds")
	}
}

func TestRegistrar_GrantsNoLongerThanFiveMinutesAndRefusesTooShort(t *testing.T) {
	r, _ := direct()
	if res := directRegister(t, r, nil, contactOf(7, "86400")); res.Contact() == nil || res.Contact().Params.GetOr("expires", "") != "300" {
		t.Errorf("%s", res)
	}
	if res := directRegister(t, r, nil, contactOf(8, "3")); res.StatusCode != 423 || res.GetHeader("Min-Expires") == nil {
		t.Errorf("%s", res)
	}
}

func TestRegistrar_StarRemovesAllButOnlyWithExpiresZero(t *testing.T) {
	r, _ := direct()
	directRegister(t, r, nil, contactOf(7, "60"))
	star := &sip.ContactHeader{Address: sip.Uri{Wildcard: true}}
	if res := directRegister(t, r, nil, star); res.StatusCode != 400 {
		t.Errorf("* with an expiry: %s", res.StartLine())
	}
	if res := directRegister(t, r, nil, star, sip.NewHeader("Expires", "0")); res.StatusCode != 200 {
		t.Errorf("* with zero: %s", res.StartLine())
	}
	if _, ok := r.newest(); ok {
		t.Error("somebody is left")
	}
}

func TestRegistrar_OldAndForeignNoncesAreStaleOrRefused(t *testing.T) {
	r, now := direct()
	challenge := r.register(registerOf(nil, contactOf(7, "60")))
	auth := (&console{t: t}).credentials(challenge, "WWW-Authenticate", 0, "REGISTER", "sip:x", "secret")
	*now = now.Add(nonceLife)
	res := directRegister(t, r, auth, contactOf(7, "60"))
	if res.StatusCode != 401 || !strings.Contains(res.GetHeader("WWW-Authenticate").Value(), "stale=true") {
		t.Errorf("an old nonce: %s", res)
	}
	other, _ := direct()
	other.secret = []byte("y")
	foreign := other.register(registerOf(nil, contactOf(7, "60")))
	auth = (&console{t: t}).credentials(foreign, "WWW-Authenticate", 0, "REGISTER", "sip:x", "secret")
	if res := directRegister(t, r, auth, contactOf(7, "60")); res.StatusCode != 401 {
		t.Errorf("somebody else's nonce: %s", res.StartLine())
	}
}

func TestRegistrar_AnOlderRequestOfTheSameRegistrationChangesNothing(t *testing.T) {
	r, _ := direct()
	directRegister(t, r, nil, contactOf(7, "60"))
	if res := directRegister(t, r, nil, contactOf(7, "0")); res.StatusCode != 500 {
		t.Errorf("the same CSeq again: %s", res.StartLine())
	}
	if _, ok := r.newest(); !ok {
		t.Error("it was taken off")
	}
}
