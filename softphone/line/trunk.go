package line

import (
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"time"

	"anteroom/softphone"

	"github.com/emiago/sipgo/sip"
)

func init() {
	// RFC 3261 §18.1.1 would move big requests to TCP, but exchanges set up for UDP seldom listen there; fragments arrive.
	sip.UDPMTUSize = 65000
	sip.SetDefaultLogger(slog.New(slog.DiscardHandler)) // sipgo logs whole messages, credentials included
}

// dialTimeout bounds reaching another host over TCP or TLS, names included.
const dialTimeout = 5 * time.Second

// trunk is one account's own piece of network: a socket or connection, sipgo's transport and transaction layers on it,
// and the calls that run through it.
type trunk struct {
	account *account
	network string // "UDP", "TCP", "TLS"
	domain  host
	several bool             // hop is one of several servers
	trusted []netip.AddrPort // who may call us
	secret  [16]byte         // for tags

	tp   *sip.TransportLayer
	tx   *sip.TransactionLayer
	lost chan struct{} // the connection to hop has gone, or a request got no answer

	work   sync.WaitGroup
	closed chan struct{}

	mu        sync.Mutex     // guards the rest
	hop       netip.AddrPort // next hop of everything outside dialogs
	outbound  bool           // the registrar keeps our flow (RFC 5626)
	flowTimer time.Duration  // how often it wants to hear from us; 0: it did not say
	asking    *binding
	seenAt    netip.AddrPort // where it sees us
	talks     bool           // hop answers OPTIONS
	arrivals  int            // registrations made, where there are several servers
	shut      bool
	udp       net.PacketConn   // nil for TCP and TLS
	before    []net.PacketConn // where we listened before this computer moved: who knows no better still reaches us there
	left      []netip.Addr     // addresses of ours that we have moved away from
	local     netip.AddrPort   // where we listen; port 0: nowhere, we only call out
	flow      *flow            // the connection to hop, for TCP and TLS
	contact   netip.AddrPort
	dialogs   map[dialogKey]*call

	followed map[dialogKey]*subscription // outside calls
}

// dialogKey finds the call of a request: our tag makes it unique, the other side's tag tells forks apart inside it.
type dialogKey struct{ callID, localTag string }

// openTrunk opens the account's network towards one of the resolved addresses. trusted are all that may call us.
func openTrunk(ctx context.Context, a *account, hop netip.AddrPort, trusted []netip.AddrPort) (*trunk, error) {
	t := &trunk{
		account: a, network: strings.ToUpper(string(a.Transport)), hop: hop, domain: a.domain, several: a.several(),
		trusted: trusted, lost: make(chan struct{}, 1),
		closed: make(chan struct{}), dialogs: map[dialogKey]*call{},
		followed: map[dialogKey]*subscription{},
	}
	rand.Read(t.secret[:])
	listen, err := a.listenAddr(hop)
	if err != nil {
		return nil, err
	}
	t.tp = sip.NewTransportLayer(net.DefaultResolver, parser, a.tlsConfig(), sip.WithTransportLayerReadFilter(t.filter))
	t.tp.OnMessage(t.tagInvite) // before the transaction layer, so that nobody else has the message yet
	t.tx = sip.NewTransactionLayer(t.tp,
		sip.WithTransactionLayerUnhandledResponseHandler(t.strayResponse), sip.WithTransactionLayerTerminateOnConnClose())
	t.tx.OnRequest(t.receive)
	if err := t.listen(ctx, listen); err != nil {
		t.close()
		return nil, err
	}
	return t, nil
}

func (t *trunk) listen(ctx context.Context, at netip.AddrPort) error {
	if t.account.Transport == softphone.UDP {
		return t.listenUDP(ctx, at)
	}
	if t.account.Transport == softphone.TCP && (!t.account.Register || t.account.Listen != "") {
		var lc net.ListenConfig
		l, err := lc.Listen(ctx, "tcp", at.String())
		if err != nil {
			return fmt.Errorf("line: listen on %s: %w", at, err)
		}
		t.isAt(l.Addr().(*net.TCPAddr).AddrPort())
		guard := &gate{Listener: l, allow: t.mayConnect}
		t.goes(func() { t.tp.ServeTCP(guard) })
		t.goes(func() { <-t.closed; l.Close() })
	}
	if t.account.Register {
		return t.connect(ctx)
	}
	if !t.localAddr().IsValid() {
		t.isAt(netip.AddrPortFrom(at.Addr(), 0))
	}
	return nil
}

// maxBefore is how many former sockets are kept.
const maxBefore = 3

// listenUDP listens at an address, beside where it did.
func (t *trunk) listenUDP(ctx context.Context, at netip.AddrPort) error {
	var lc net.ListenConfig
	conn, err := lc.ListenPacket(ctx, "udp", at.String())
	if err != nil {
		return fmt.Errorf("line: listen on %s: %w", at, err)
	}
	// A burst of calls must not be lost in the system's small buffer while the program is busy. It is only a wish.
	conn.(*net.UDPConn).SetReadBuffer(2 << 20)
	s := &socket{PacketConn: conn, served: make(chan struct{}), closed: t.closed}
	if !t.goes(func() { t.tp.ServeUDP(s) }) {
		conn.Close()
		return errClosed
	}
	<-s.served
	t.mu.Lock()
	if t.udp != nil {
		t.before = append(t.before, t.udp)
	}
	if len(t.before) > maxBefore {
		t.before[0].Close()
		t.before = t.before[1:]
	}
	t.udp = conn
	t.mu.Unlock()
	t.isAt(conn.LocalAddr().(*net.UDPAddr).AddrPort())
	return nil
}

// isAt settles where we are, before anything can arrive there.
func (t *trunk) isAt(a netip.AddrPort) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.settle(a)
}

// settle is isAt with mu held.
func (t *trunk) settle(a netip.AddrPort) {
	if was := t.local.Addr(); was.IsValid() && was != a.Addr() && !slices.Contains(t.left, was) {
		t.left = append(t.left, was)
	}
	t.local, t.contact = a, a
}

// close ends everything on this trunk and waits for what it started.
func (t *trunk) close() {
	t.mu.Lock()
	if !t.shut {
		t.shut = true
		close(t.closed)
	}
	f, sockets := t.flow, t.before
	if t.udp != nil {
		sockets = append(sockets, t.udp)
	}
	t.mu.Unlock()
	for _, s := range sockets {
		s.SetReadDeadline(time.Unix(1, 0))
	}
	t.tx.Close()
	time.Sleep(settling)
	for _, s := range sockets {
		s.Close()
	}
	if f != nil {
		f.Close()
	}
	t.tp.Close()
	t.work.Wait()
	t.tx.Close() // transactions that began while the first Close ran
	t.tp.Close()
}

// settling is how long a trunk that closes keeps its socket: sipgo gives each message a goroutine that nobody can wait
// for, and that one would open a socket of its own if it found ours gone.
const settling = 20 * time.Millisecond

// begin counts a piece of work that close waits for; false when it is too late to begin. The work ends with
// t.work.Done.
func (t *trunk) begin() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.shut {
		return false
	}
	t.work.Add(1)
	return true
}

// goes starts a goroutine that close waits for, unless it is too late.
func (t *trunk) goes(f func()) bool {
	if !t.begin() {
		return false
	}
	go func() {
		defer t.work.Done()
		f()
	}()
	return true
}

// until is a context that ends with a channel.
type until struct {
	context.Context
	done <-chan struct{}
}

func (u until) Done() <-chan struct{} { return u.done }
func (u until) Err() error {
	select {
	case <-u.done:
		return context.Canceled
	default:
		return nil
	}
}

// within is a context of at most d that ends with the trunk.
func (t *trunk) within(d time.Duration) (context.Context, context.CancelFunc) {
	return context.WithTimeout(until{context.Background(), t.closed}, d)
}

func (t *trunk) nextHop() netip.AddrPort {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.hop
}

func (t *trunk) localAddr() netip.AddrPort {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.local
}

// contactHeader is where requests are to reach us.
func (t *trunk) contactHeader() *sip.ContactHeader {
	t.mu.Lock()
	at := t.contact
	t.mu.Unlock()
	user := escapeUser(t.account.User)
	if user == "" {
		user = "desk"
	}
	h := &sip.ContactHeader{Address: sip.Uri{Scheme: "sip", User: user, Host: at.Addr().String(), Port: int(at.Port())}}
	if t.network != "UDP" {
		h.Address.UriParams.Add("transport", strings.ToLower(t.network))
	}
	return h
}

func (t *trunk) find(callID, localTag string) *call {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.dialogs[dialogKey{callID, localTag}]
}

func (t *trunk) enter(c *call) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	key := dialogKey{c.dialog.callID, c.dialog.localTag}
	if t.dialogs[key] != nil {
		return false
	}
	t.dialogs[key] = c
	return true
}

func (t *trunk) leave(c *call) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.dialogs, dialogKey{c.dialog.callID, c.dialog.localTag})
}

// busy reports whether calls still need this trunk.
func (t *trunk) busy() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return len(t.dialogs) > 0
}

// random gives n random bytes in hex.
func random(n int) string {
	b := make([]byte, n)
	rand.Read(b)
	return fmt.Sprintf("%x", b)
}
