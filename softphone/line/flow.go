package line

import (
	"context"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"anteroom/softphone"
)

// writeTimeout is how long a connection may refuse to take what we write.
const writeTimeout = 5 * time.Second

// flow is the one connection we open to the exchange over TCP or TLS (the word is RFC 5626's). It says when it is lost.
type flow struct {
	net.Conn
	local netip.AddrPort
	once  sync.Once
	gone  chan struct{}
	heard chan struct{}             // something came; one is kept
	pongs atomic.Bool               // the other side answers keep-alives (RFC 5626 §3.5.1)
	asked atomic.Pointer[time.Time] // when the last ping went that nothing has answered
}

// ping sends a keep-alive.
func (f *flow) ping() {
	now := time.Now()
	f.asked.Store(&now)
	f.Write([]byte(ping))
}

// ponged reports whether a CRLF that has come answers a ping of ours: some exchanges send one of their own, and the end of
// a message may come by itself.
func (f *flow) ponged() bool {
	at := f.asked.Swap(nil)
	return at != nil && time.Since(*at) < pongLimit()
}

func (f *flow) Read(b []byte) (int, error) {
	n, err := f.Conn.Read(b)
	if n > 0 {
		if string(b[:n]) == pong && f.ponged() {
			f.pongs.Store(true)
		}
		select {
		case f.heard <- struct{}{}:
		default:
		}
	}
	if err != nil {
		f.once.Do(func() { close(f.gone) })
	}
	return n, err
}

func (f *flow) Write(b []byte) (int, error) {
	f.SetWriteDeadline(time.Now().Add(writeTimeout))
	n, err := f.Conn.Write(b)
	if err != nil {
		f.Close()
	}
	return n, err
}

func (f *flow) Close() error {
	f.once.Do(func() { close(f.gone) })
	return f.Conn.Close()
}

// socket says when sipgo reads from it for the first time: only then would it send through it. While the trunk closes
// it delivers nothing more, but still sends.
type socket struct {
	net.PacketConn
	once   sync.Once
	served chan struct{}
	closed <-chan struct{}
}

func (s *socket) ReadFrom(b []byte) (int, net.Addr, error) {
	s.once.Do(func() { close(s.served) })
	n, from, err := s.PacketConn.ReadFrom(b)
	select {
	case <-s.closed:
		time.Sleep(settling)
		return 0, nil, net.ErrClosed
	default:
	}
	return n, from, err
}

// handOver is a listener that "accepts" the one connection we opened ourselves, so that sipgo serves it. It is asked a
// second time when sipgo has taken the first.
type handOver struct {
	conn   *flow
	done   chan struct{}
	used   bool
	served chan struct{}
}

func (h *handOver) Accept() (net.Conn, error) {
	if !h.used {
		h.used = true
		return h.conn, nil
	}
	close(h.served)
	select {
	case <-h.done:
	case <-h.conn.gone:
	}
	return nil, net.ErrClosed
}

func (h *handOver) Close() error   { return nil }
func (h *handOver) Addr() net.Addr { return h.conn.LocalAddr() }

// connect opens the connection to the exchange, if it does not stand.
func (t *trunk) connect(ctx context.Context) error {
	if t.network == "UDP" || t.connected() {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, dialTimeout)
	defer cancel()
	d := net.Dialer{KeepAlive: 30 * time.Second}
	hop := t.nextHop()
	conn, err := d.DialContext(ctx, "tcp", hop.String())
	if err != nil {
		return fmt.Errorf("line: connect to %s: %w", hop, err)
	}
	serve := t.tp.ServeTCP
	if t.network == "TLS" {
		secure := tls.Client(conn, t.account.tlsConfig())
		if err := secure.HandshakeContext(ctx); err != nil {
			conn.Close()
			return certificateReason(err)
		}
		conn, serve = secure, t.tp.ServeTLS
	}
	f := &flow{Conn: conn, gone: make(chan struct{}), heard: make(chan struct{}, 1), local: conn.LocalAddr().(*net.TCPAddr).AddrPort()}
	t.mu.Lock()
	t.flow = f
	if t.account.Listen == "" || t.network == "TLS" { // a TLS line does not listen
		t.settle(f.local)
	}
	t.mu.Unlock()
	h := &handOver{conn: f, done: t.closed, served: make(chan struct{})}
	if !t.goes(func() { serve(h) }) {
		f.Close()
		return errClosed
	}
	<-h.served
	t.goes(func() {
		select {
		case <-f.gone:
			t.doubt()
		case <-t.closed:
		}
	})
	return nil
}

// cut gives up a connection that has gone silent, so that the next connect makes another on the same trunk.
func (t *trunk) cut() {
	t.mu.Lock()
	f := t.flow
	t.mu.Unlock()
	if f != nil {
		f.Close()
	}
}

// doubt has the account look at once whether the exchange is still there.
func (t *trunk) doubt() {
	select {
	case t.lost <- struct{}{}:
	default:
	}
}

func (t *trunk) connected() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.flow == nil {
		return false
	}
	select {
	case <-t.flow.gone:
		return false
	default:
		return true
	}
}

// refusedCertificate carries the fingerprint the user may accept.
type refusedCertificate struct {
	fingerprint string
	err         error
}

func (r *refusedCertificate) Error() string { return r.err.Error() }

// certificateReason makes the fingerprint, and nothing else, the detail: it is what the user may accept as TrustedCert.
func certificateReason(err error) error {
	var refused *refusedCertificate
	if errors.As(err, &refused) {
		return softphone.Reason{Code: softphone.CertificateRefused, Detail: refused.fingerprint}
	}
	return fmt.Errorf("line: tls: %w", err)
}

// tlsConfig checks the exchange's certificate against the roots, or against the one fingerprint the user accepted.
func (a *account) tlsConfig() *tls.Config {
	name, pinned, roots := a.domain.name, fingerprint(a.TrustedCert), a.line.options.Roots
	if a.Proxy != "" {
		name = a.proxy.name
	}
	return &tls.Config{
		ServerName: name, MinVersion: tls.VersionTLS12,
		InsecureSkipVerify: true, // VerifyConnection below does it, and keeps the fingerprint
		VerifyConnection: func(s tls.ConnectionState) error {
			if len(s.PeerCertificates) == 0 {
				return errors.New("no certificate")
			}
			leaf := s.PeerCertificates[0]
			sum := sha256.Sum256(leaf.Raw)
			print := hex.EncodeToString(sum[:])
			if pinned != "" && pinned == print {
				return nil
			}
			between := x509.NewCertPool()
			for _, c := range s.PeerCertificates[1:] {
				between.AddCert(c)
			}
			if _, err := leaf.Verify(x509.VerifyOptions{Roots: roots, Intermediates: between, DNSName: name}); err != nil {
				return &refusedCertificate{fingerprint: print, err: err}
			}
			return nil
		},
	}
}

// fingerprint reads one as people copy it: with colons or spaces, in capitals.
func fingerprint(s string) string {
	return strings.ToLower(strings.NewReplacer(":", "", " ", "").Replace(s))
}

// gate lets only some addresses connect.
type gate struct {
	net.Listener
	allow func(netip.Addr) bool
}

func (g *gate) Accept() (net.Conn, error) {
	for {
		conn, err := g.Listener.Accept()
		if err != nil {
			return nil, err
		}
		if g.allow(conn.RemoteAddr().(*net.TCPAddr).AddrPort().Addr().Unmap()) {
			return conn, nil
		}
		conn.Close()
	}
}
