// Package exchange is a small telephone exchange on loopback, and the practice callers who ring through it.
//
// To the console it is an exchange like any other: it registers there with a password, is rung by people who speak,
// listen, wait on hold and hang up, and can ring numbers of its own. One goroutine lives each call in slices of 20 ms;
// what people do in it is a pure state machine (person), sound and SIP stand around that.
package exchange

import (
	"context"
	cryptorand "crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"sync"
	"sync/atomic"
	"time"

	"github.com/emiago/sipgo"
	"github.com/emiago/sipgo/sip"

	"anteroom/softphone"
)

// Options are what an exchange is made of. Only Voices is needed.
type Options struct {
	Voices   fs.FS            // stories/*.json and voices/<id>/<clip>.al; see Story
	Now      func() time.Time // nil: time.Now; for registrations and nonces
	Random   io.Reader        // nil: crypto/rand; passwords and tags
	Manners  Manners          // zero: people as they are
	Language func() string    // "nb" or "en" of those who are rung; nil: "nb"
}

// Exchange is the practice exchange. It satisfies softphone.Exchange.
type Exchange struct {
	options   Options
	manners   Manners
	starts    chan *call
	opened    chan struct{} // closed when listening
	ended     chan struct{} // closed when Run has ended
	registrar *registrar
	client    *sipgo.Client
	ua        *sipgo.UserAgent
	server    *sipgo.Server
	conn      *net.UDPConn
	stories   []*Story // the registrar, client, ua, server, conn and stories are set before opened is closed

	mu      sync.Mutex // guards what follows, and opening
	calls   map[string]*call
	ringing int
	turn    map[string]int // who rings next, by language
	closed  bool

	deaf atomic.Bool // nothing more is read
}

var _ softphone.Exchange = (*Exchange)(nil)

const (
	maxCalls   = 64
	maxRinging = 16
)

// New makes an exchange that does not listen yet.
func New(o Options) *Exchange {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Random == nil {
		o.Random = cryptorand.Reader
	}
	if o.Language == nil {
		o.Language = func() string { return "nb" }
	}
	if o.Manners == (Manners{}) {
		o.Manners = defaultManners()
	}
	return &Exchange{options: o, manners: o.Manners, starts: make(chan *call), opened: make(chan struct{}),
		ended: make(chan struct{}), calls: map[string]*call{}, turn: map[string]int{}}
}

func (e *Exchange) language() string { return e.options.Language() }

// Open starts listening on a free port of 127.0.0.1 where that has not been done, and tells how to register there. The
// console is answered while Run runs.
func (e *Exchange) Open(ctx context.Context) (softphone.Account, softphone.Secret, []softphone.PracticeCaller, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.closed {
		return softphone.Account{}, "", nil, softphone.Reason{Code: softphone.PracticeFailed, Detail: "the exchange has closed"}
	}
	if err := ctx.Err(); err != nil {
		return softphone.Account{}, "", nil, err
	}
	if e.conn == nil {
		if err := e.listen(); err != nil {
			return softphone.Account{}, "", nil, err
		}
		close(e.opened)
	}
	account := softphone.Account{ID: softphone.PracticeLine, Address: e.conn.LocalAddr().String(), User: ownNumber,
		DisplayName: "Anteroom", Transport: softphone.UDP, Register: true, OwnNumber: ownNumber}
	var callers []softphone.PracticeCaller
	for _, s := range e.stories {
		if s.Role == "" {
			callers = append(callers, s.caller())
		}
	}
	return account, softphone.Secret(e.registrar.password), callers, nil
}

// listen reads the stories and binds. The caller holds mu.
func (e *Exchange) listen() error {
	stories, err := loadStories(e.options.Voices)
	if err != nil {
		return err
	}
	password, err := e.token()
	if err != nil {
		return err
	}
	secret, err := e.token()
	if err != nil {
		return err
	}
	// sipgo would log what the network sends; only the desk logs.
	quiet := slog.New(slog.DiscardHandler)
	ua, err := sipgo.NewUA(sipgo.WithUserAgent(userAgent), sipgo.WithUserAgentHostname(host),
		sipgo.WithUserAgentTransportLayerOptions(sip.WithTransportLayerLogger(quiet), sip.WithTransportLayerReadFilter(e.letIn)),
		sipgo.WithUserAgentTransactionLayerOptions(sip.WithTransactionLayerLogger(quiet),
			sip.WithTransactionLayerUnhandledResponseHandler(func(*sip.Response) {})))
	if err != nil {
		return fmt.Errorf("exchange: %w", err)
	}
	conn, err := net.ListenUDP("udp4", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		return errors.Join(fmt.Errorf("exchange: bind SIP: %w", err), ua.Close())
	}
	server, err := sipgo.NewServer(ua, sipgo.WithServerLogger(quiet))
	if err == nil {
		e.client, err = sipgo.NewClient(ua, sipgo.WithClientLogger(quiet), sipgo.WithClientConnectionAddr(conn.LocalAddr().String()))
	}
	if err != nil {
		return errors.Join(fmt.Errorf("exchange: %w", err), conn.Close(), ua.Close())
	}
	e.registrar = &registrar{user: ownNumber, password: password, secret: []byte(secret), now: e.options.Now}
	e.ua, e.server, e.conn, e.stories = ua, server, conn, stories
	return nil
}

// letIn drops what does not come from 127.0.0.1, and everything at the end.
func (e *Exchange) letIn(from sip.TransportReadProps, data []byte) ([]byte, error) {
	if e.deaf.Load() || !isLoopback(from.RemoteAddr.String()) {
		return nil, nil
	}
	return data, nil
}

// Run answers the console from Open until ctx ends. All calls are hung up, and nothing it started is left, when it
// returns.
func (e *Exchange) Run(ctx context.Context) error {
	defer close(e.ended)
	select {
	case <-ctx.Done():
	case <-e.opened:
	}
	e.mu.Lock()
	open := e.conn != nil
	e.closed = e.closed || !open
	e.mu.Unlock()
	if !open {
		return nil
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	e.answerRequests(ctx, e.server)
	served := make(chan error, 1)
	go func() { served <- e.server.ServeUDP(e.conn) }()
	var calls sync.WaitGroup
	var err error
	for serving := true; serving; {
		select {
		case c := <-e.starts:
			calls.Go(func() { c.run(ctx) })
		case err = <-served:
			served <- nil
			serving = false
		case <-ctx.Done():
			serving = false
		}
	}
	e.mu.Lock()
	e.closed = true
	e.mu.Unlock()
	cancel()
	calls.Wait()
	// A request that sipgo still handles when its listener has gone makes it bind a socket of its own, on all
	// interfaces: nothing more is let in, and what came in gets time.
	e.deaf.Store(true)
	<-time.After(linger)
	failed := errors.Join(err, e.conn.Close())
	<-served
	return errors.Join(failed, e.ua.Close())
}

// linger is how long requests that have come in have for their answer at the end.
const linger = 100 * time.Millisecond
