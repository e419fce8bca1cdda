package ldap

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/hex"
	"encoding/pem"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	ber "github.com/go-asn1-ber/asn1-ber"
	"github.com/go-ldap/ldap/v3"
)

// server is a small directory server on loopback: it binds, starts TLS, and finds entries with a substring.
type server struct {
	l       net.Listener
	tls     *tls.Config
	direct  bool // TLS from the first byte
	ca      string
	user    string
	secret  string
	entries []map[string][]string
	wg      sync.WaitGroup

	mu      sync.Mutex // guards the rest
	conns   []net.Conn
	filters []string
	binds   int
}

func serve(t *testing.T, direct bool) *server {
	t.Helper()
	s := &server{direct: direct, user: "cn=anteroom,dc=example", secret: "hemmelig", entries: []map[string][]string{
		{"dn": {"uid=ro,dc=example"}, "sn": {"Østby"}, "givenName": {"Ragnhild"}, "cn": {"Ragnhild Østby"}, "title": {"Styreleder"}, "telephoneNumber": {"+47 22 41 30 77"}, "mobile": {"+47 910 00 011"}, "mail": {"r@ostby.example"}},
		{"dn": {"uid=ha,dc=example"}, "SN": {"Aasen"}, "cn": {"Henrik Aasen (adm.)"}, "o": {"Nordvik Rederi"}},
	}}
	s.certify(t)
	var err error
	if s.l, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	s.wg.Add(1)
	go func() {
		defer s.wg.Done()
		for {
			c, err := s.l.Accept()
			if err != nil {
				return
			}
			s.mu.Lock()
			s.conns = append(s.conns, c)
			s.mu.Unlock()
			s.wg.Add(1)
			go func() { defer s.wg.Done(); s.talk(c) }()
		}
	}()
	t.Cleanup(func() {
		s.l.Close()
		s.hangUp()
		s.wg.Wait()
	})
	return s
}

func (s *server) hangUp() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.conns {
		c.Close()
	}
	s.conns = nil
}

func (s *server) asked() (filters []string, binds int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string{}, s.filters...), s.binds
}

// certify makes a certificate for 127.0.0.1 that only its own file vouches for.
func (s *server) certify(t *testing.T) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	cert := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "directory"}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}}
	der, err := x509.CreateCertificate(rand.Reader, cert, cert, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	s.tls = &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}}
	s.ca = filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(s.ca, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600); err != nil {
		t.Fatal(err)
	}
}

func (s *server) talk(c net.Conn) {
	defer func() { c.Close() }()
	if s.direct {
		c = tls.Server(c, s.tls)
	}
	for {
		p, err := ber.ReadPacket(c)
		if err != nil || len(p.Children) < 2 {
			return
		}
		id, op := p.Children[0].Value.(int64), p.Children[1]
		result := func(tag ber.Tag, code int64) {
			r := ber.Encode(ber.ClassApplication, ber.TypeConstructed, tag, nil, "")
			r.AppendChild(ber.NewInteger(ber.ClassUniversal, ber.TypePrimitive, ber.TagEnumerated, code, ""))
			r.AppendChild(ber.NewString(ber.ClassUniversal, ber.TypePrimitive, ber.TagOctetString, "", ""))
			r.AppendChild(ber.NewString(ber.ClassUniversal, ber.TypePrimitive, ber.TagOctetString, "", ""))
			s.send(c, id, r)
		}
		switch op.Tag {
		case ldap.ApplicationBindRequest:
			s.mu.Lock()
			s.binds++
			s.mu.Unlock()
			code := int64(ldap.LDAPResultInvalidCredentials)
			if op.Children[1].Value == s.user && op.Children[2].Data.String() == s.secret {
				code = 0
			}
			result(ldap.ApplicationBindResponse, code)
		case ldap.ApplicationExtendedRequest:
			result(ldap.ApplicationExtendedResponse, 0)
			c = tls.Server(c, s.tls)
		case ldap.ApplicationSearchRequest:
			if op.Children[0].Value != "dc=example" {
				result(ldap.ApplicationSearchResultDone, ldap.LDAPResultNoSuchObject)
				continue
			}
			filter, _ := ldap.DecompileFilter(op.Children[6])
			s.mu.Lock()
			s.filters = append(s.filters, filter)
			s.mu.Unlock()
			for _, e := range s.entries {
				if fits(e, filter) {
					s.send(c, id, entry(e))
				}
			}
			result(ldap.ApplicationSearchResultDone, 0)
		default:
			return
		}
	}
}

func (s *server) send(c net.Conn, id int64, op *ber.Packet) {
	p := ber.Encode(ber.ClassUniversal, ber.TypeConstructed, ber.TagSequence, nil, "")
	p.AppendChild(ber.NewInteger(ber.ClassUniversal, ber.TypePrimitive, ber.TagInteger, id, ""))
	p.AppendChild(op)
	c.Write(p.Bytes())
}

func entry(e map[string][]string) *ber.Packet {
	r := ber.Encode(ber.ClassApplication, ber.TypeConstructed, ldap.ApplicationSearchResultEntry, nil, "")
	r.AppendChild(ber.NewString(ber.ClassUniversal, ber.TypePrimitive, ber.TagOctetString, e["dn"][0], ""))
	list := ber.Encode(ber.ClassUniversal, ber.TypeConstructed, ber.TagSequence, nil, "")
	for name, values := range e {
		if name == "dn" {
			continue
		}
		a := ber.Encode(ber.ClassUniversal, ber.TypeConstructed, ber.TagSequence, nil, "")
		a.AppendChild(ber.NewString(ber.ClassUniversal, ber.TypePrimitive, ber.TagOctetString, name, ""))
		set := ber.Encode(ber.ClassUniversal, ber.TypeConstructed, ber.TagSet, nil, "")
		for _, v := range values {
			set.AppendChild(ber.NewString(ber.ClassUniversal, ber.TypePrimitive, ber.TagOctetString, v, ""))
		}
		a.AppendChild(set)
		list.AppendChild(a)
	}
	r.AppendChild(list)
	return r
}

var sought = regexp.MustCompile(`cn=\*([^*]*)\*`)

var escaped = regexp.MustCompile(`\\[0-9a-fA-F]{2}`)

// fits tells whether an entry's name has every word that is sought in it.
func fits(e map[string][]string, filter string) bool {
	for _, m := range sought.FindAllStringSubmatch(filter, -1) {
		word := escaped.ReplaceAllStringFunc(m[1], func(x string) string { b, _ := hex.DecodeString(x[1:]); return string(b) })
		if !strings.Contains(strings.ToLower(e["cn"][0]), strings.ToLower(word)) {
			return false
		}
	}
	return true
}
