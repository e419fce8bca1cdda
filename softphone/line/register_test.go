package line

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/hex"
	"math/big"
	"net"
	"strings"
	"testing"
	"time"

	"anteroom/softphone"

	"github.com/emiago/sipgo/sip"
)

func registering(s *stage) softphone.Account {
	return softphone.Account{ID: "a", Address: s.addr.String(), User: "1001", Transport: softphone.UDP, Register: true}
}

func failure(d *desk) softphone.LineChanged {
	d.t.Helper()
	return await(d.t, d.ear, func(e softphone.LineChanged) bool { return e.State == softphone.LineFailed })
}

// letGo answers the un-registration at the end of a test.
func (s *stage) letGo(d *desk) {
	s.t.Helper()
	closed := make(chan error, 1)
	go func() { closed <- d.CloseLine(context.Background(), "a") }()
	r := s.request(sip.REGISTER)
	for _, h := range r.GetHeaders("Contact") {
		if !strings.HasSuffix(h.Value(), ";expires=0") || h.(*sip.ContactHeader).Address.Wildcard {
			s.t.Errorf("un-registration of %s", h)
		}
	}
	s.answer(r, 200, "x", "")
	if err := <-closed; err != nil {
		s.t.Error(err)
	}
	await(s.t, d.ear, func(e softphone.LineChanged) bool { return e.State == softphone.LineOff })
}

const (
	md5Ask    = `Digest realm="ex", nonce="n1", algorithm=MD5, qop="auth"`
	sha256Ask = `Digest realm="ex", nonce="n2", algorithm=SHA-256, qop="auth"`
)

func TestRegister_AnswersTheStrongestChallenge(t *testing.T) {
	t.Parallel()
	for name, asks := range map[string][]string{"md5": {md5Ask}, "sha256": {sha256Ask}, "both": {md5Ask, sha256Ask}} {
		t.Run(name, func(t *testing.T) {
			s, d := newStage(t), newDesk(t, Options{})
			d.open(registering(s), "secret")
			r := s.request(sip.REGISTER)
			if got := r.Recipient.String(); got != "sip:"+s.addr.String() {
				t.Errorf("request line %s", got)
			}
			var extra []string
			for _, a := range asks {
				extra = append(extra, "WWW-Authenticate: "+a)
			}
			s.answer(r, 401, "x", "", extra...)
			again := s.request(sip.REGISTER)
			if again.CSeq().SeqNo != r.CSeq().SeqNo+1 || again.CallID().Value() != r.CallID().Value() {
				t.Errorf("second REGISTER: %s", again)
			}
			if !checkDigest(again, "Authorization", asks[len(asks)-1], "1001", "secret") {
				t.Errorf("credentials: %s", again.GetHeader("Authorization"))
			}
			s.answer(again, 200, "x", "")
			if e := d.registered("a"); e.Local.String() != "127.0.0.1" {
				t.Errorf("told %+v", e)
			}
			s.letGo(d)
		})
	}
}

func TestRegister_StaleNonceIsAnsweredAgainButWrongPasswordIsNot(t *testing.T) {
	t.Parallel()
	s, d := newStage(t), newDesk(t, Options{Retry: time.Minute})
	d.open(registering(s), "secret")
	s.answer(s.request(sip.REGISTER), 407, "x", "", "Proxy-Authenticate: "+md5Ask)
	r := s.request(sip.REGISTER)
	if !checkDigest(r, "Proxy-Authorization", md5Ask, "1001", "secret") {
		t.Error("wrong credentials")
	}
	s.answer(r, 407, "x", "", `Proxy-Authenticate: Digest realm="ex", nonce="n9", algorithm=MD5, qop="auth", stale=true`)
	s.answer(s.request(sip.REGISTER), 407, "x", "", `Proxy-Authenticate: Digest realm="ex", nonce="n10", algorithm=MD5, qop="auth"`)
	if e := failure(d); e.Reason.Code != softphone.WrongPassword {
		t.Errorf("told %+v", e)
	}
}

func TestRegister_RefusalsHaveTheirReasons(t *testing.T) {
	t.Parallel()
	for status, code := range map[int]softphone.ReasonCode{
		403: softphone.Forbidden, 404: softphone.UnknownUser, 500: softphone.ServerTrouble, 503: softphone.ServerTrouble, 604: softphone.UnknownUser,
	} {
		s, d := newStage(t), newDesk(t, Options{Retry: time.Minute})
		d.open(registering(s), "secret")
		s.answer(s.request(sip.REGISTER), status, "x", "")
		if e := failure(d); e.Reason.Code != code || !strings.HasPrefix(e.Reason.Detail, itoa(status)) {
			t.Errorf("%d told as %+v", status, e.Reason)
		}
	}
}

func itoa(n int) string {
	return string([]byte{byte('0' + n/100), byte('0' + n/10%10), byte('0' + n%10)})
}

func TestRegister_KeepsToMinExpiresAndToWhatIsGranted(t *testing.T) {
	t.Parallel()
	s, d := newStage(t), newDesk(t, Options{Expires: 60 * time.Second})
	d.open(registering(s), "secret")
	s.answer(s.request(sip.REGISTER), 423, "x", "", "Min-Expires: 3600")
	r := s.request(sip.REGISTER)
	if v := r.GetHeader("Expires").Value(); v != "3600" {
		t.Errorf("asked for %s", v)
	}
	contact := r.Contact().Clone()
	contact.Params.Add("expires", "1")
	begun := time.Now()
	s.answer(r, 200, "x", "", "Contact: <sip:1001@192.0.2.9:5060>;expires=3000", "Contact: "+contact.Value(), "Expires: 3000")
	d.registered("a")
	r = s.request(sip.REGISTER)
	if since := time.Since(begun); since > 3*time.Second {
		t.Errorf("refreshed after %s", since)
	}
	s.answer(r, 200, "x", "")
	s.letGo(d)
}

func TestRegister_TakesOverTheAddressTheExchangeSaw(t *testing.T) {
	t.Parallel()
	s, d := newStage(t), newDesk(t, Options{})
	d.open(registering(s), "secret")
	r := s.request(sip.REGISTER)
	old := r.Contact().Address.String()
	r.Via().Params.Add("rport", "40404")
	r.Via().Params.Add("received", "203.0.113.7")
	s.answer(r, 200, "x", "")
	r = s.request(sip.REGISTER)
	all := r.GetHeaders("Contact")
	if len(all) != 2 || !strings.Contains(all[0].Value(), "1001@203.0.113.7:40404") || !strings.Contains(all[1].Value(), old+">;expires=0") {
		t.Errorf("contacts: %v", all)
	}
	r.Via().Params.Add("rport", "40404")
	r.Via().Params.Add("received", "203.0.113.7")
	s.answer(r, 200, "x", "")
	d.registered("a")
	closed := make(chan error, 1)
	go func() { closed <- d.CloseLine(context.Background(), "a") }()
	s.answer(s.request(sip.REGISTER), 200, "x", "")
	<-closed
}

func TestRegister_GoesThroughTheOutboundProxy(t *testing.T) {
	t.Parallel()
	proxy, d := newStage(t), newDesk(t, Options{})
	a := registering(proxy)
	a.Address, a.Proxy = "192.0.2.77:5060", proxy.addr.String()
	d.open(a, "secret")
	r := proxy.request(sip.REGISTER)
	if got := r.GetHeader("Route"); got == nil || got.Value() != "<sip:"+a.Proxy+";lr>" || r.Recipient.String() != "sip:"+a.Address {
		t.Errorf("through the proxy went\n%s", r)
	}
	proxy.answer(r, 200, "x", "")
	d.registered("a")
	if err := d.SendInvite(context.Background(), "c", "a", "tel:+47 900 01 122", media(20000)); err != nil {
		t.Fatal(err)
	}
	i := proxy.request(sip.INVITE)
	if i.Recipient.String() != "sip:+4790001122@192.0.2.77:5060" || i.GetHeader("Route").Value() != "<sip:"+a.Proxy+";lr>" {
		t.Errorf("through the proxy went\n%s", i)
	}
	proxy.answer(i, 486, "y", "")
	proxy.request(sip.ACK)
	proxy.letGo(d)
}

func TestRegister_ComesBackSoonAfterTheExchangeReturns(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	at := s.addr.String()
	d := newDesk(t, Options{Expires: 1 * time.Second})
	d.open(registering(s), "secret")
	s.answer(s.request(sip.REGISTER), 200, "x", "")
	d.registered("a")
	s.answer(s.request(sip.REGISTER), 503, "x", "")
	failure(d)
	s.udp.Close()
	s = newStageAt(t, at)
	s.answer(s.request(sip.REGISTER), 200, "x", "")
	await(t, d.ear, func(softphone.LineChanged) bool {
		return count(d.ear, func(e softphone.LineChanged) bool { return e.State == softphone.LineRegistered }) == 2
	})
}

func TestRegister_TroubleOnTheWayIsNamed(t *testing.T) {
	t.Parallel()
	silent := newStage(t)
	taken, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	for want, change := range map[softphone.ReasonCode]func(*softphone.Account){
		softphone.ConnectionRefused: func(a *softphone.Account) { a.Transport, a.Address = softphone.TCP, "127.0.0.1:1" },
		softphone.AddressInUse:      func(a *softphone.Account) { a.Listen = taken.LocalAddr().String() },
		softphone.BadAddress:        func(a *softphone.Account) { a.Listen = "192.0.2.1:0" },
		softphone.NoAnswerFromHost:  func(*softphone.Account) {},
	} {
		d := newDesk(t, Options{Retry: time.Minute})
		a := registering(silent)
		change(&a)
		d.open(a, "secret")
		if e := failure(d); e.Reason.Code != want {
			t.Errorf("%s told as %+v", want, e.Reason)
		}
	}
	d := newDesk(t, Options{})
	if err := d.OpenLine(context.Background(), softphone.Account{ID: "x", Address: "not an address", Transport: softphone.UDP}, ""); err == nil {
		t.Error("a bad address was taken")
	}
}

func TestRegister_OverTCPAndAgainWhenTheConnectionIsCut(t *testing.T) {
	t.Parallel()
	s, d := newStreamStage(t, nil), newDesk(t, Options{})
	a := registering(s)
	a.Transport = softphone.TCP
	d.open(a, "secret")
	r := s.request(sip.REGISTER)
	if !strings.Contains(r.Contact().Value(), ";transport=tcp") {
		t.Errorf("contact %s", r.Contact())
	}
	s.answer(r, 200, "x", "")
	d.registered("a")
	s.drop()
	s.answer(s.request(sip.REGISTER), 200, "x", "")
	s.letGo(d)
}

// authority makes a CA and a certificate for 127.0.0.1.
func authority(t *testing.T) (*x509.CertPool, tls.Certificate) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	ca := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "test"}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), KeyUsage: x509.KeyUsageCertSign}
	leaf := &x509.Certificate{SerialNumber: big.NewInt(2), NotBefore: ca.NotBefore, NotAfter: ca.NotAfter,
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}}
	der, err := x509.CreateCertificate(rand.Reader, leaf, ca, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	caDER, err := x509.CreateCertificate(rand.Reader, ca, ca, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	root, err := x509.ParseCertificate(caDER)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(root)
	return pool, tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
}

func TestRegister_OverTLSOnlyWithACertificateThatIsTrusted(t *testing.T) {
	t.Parallel()
	pool, cert := authority(t)
	sum := sha256.Sum256(cert.Certificate[0])
	print := hex.EncodeToString(sum[:])
	config := &tls.Config{Certificates: []tls.Certificate{cert}}

	t.Run("by the roots", func(t *testing.T) {
		s, d := newStreamStage(t, config), newDesk(t, Options{Roots: pool})
		a := registering(s)
		a.Transport = softphone.TLS
		d.open(a, "secret")
		s.answer(s.request(sip.REGISTER), 200, "x", "")
		d.registered("a")
		d.must(d.SendInvite(context.Background(), "c", "a", "1", media(20000)))
		i := s.request(sip.INVITE)
		s.answer(i, 603, "y", "")
		s.request(sip.ACK)
		if e := hungUp(t, d, "c"); e.Reason.Code != softphone.Declined {
			t.Errorf("told %+v", e)
		}
		s.letGo(d)
	})
	t.Run("by fingerprint", func(t *testing.T) {
		s, d := newStreamStage(t, config), newDesk(t, Options{})
		a := registering(s)
		a.Transport, a.TrustedCert = softphone.TLS, strings.ToUpper(print[:2]+":"+print[2:])
		d.open(a, "secret")
		s.answer(s.request(sip.REGISTER), 200, "x", "")
		d.registered("a")
		s.letGo(d)
	})
	for name, pinned := range map[string]string{"by nobody": "", "by another fingerprint": strings.Repeat("0", 64)} {
		t.Run(name, func(t *testing.T) {
			s, d := newStreamStage(t, config), newDesk(t, Options{Retry: time.Minute})
			a := registering(s)
			a.Transport, a.TrustedCert = softphone.TLS, pinned
			d.open(a, "secret")
			if e := failure(d); e.Reason != (softphone.Reason{Code: softphone.CertificateRefused, Detail: print}) {
				t.Errorf("told %+v", e)
			}
		})
	}
}
