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
	"io"
	"io/fs"
	"sync"
	"time"

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
	ended     chan struct{} // closed when Run takes no more calls
	registrar *registrar
	socket    *socket
	stories   []*Story // the registrar, socket and stories are set before opened is closed

	mu      sync.Mutex // guards what follows, and opening
	calls   map[string]*call
	ringing int
	turn    map[string]int // who rings next, by language
	closed  bool
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
	if e.socket == nil {
		if err := e.listen(); err != nil {
			return softphone.Account{}, "", nil, err
		}
		close(e.opened)
	}
	account := softphone.Account{ID: softphone.PracticeLine, Address: e.socket.address().String(), User: ownNumber,
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
	e.registrar = &registrar{user: ownNumber, password: password, secret: []byte(secret), now: e.options.Now}
	socket, err := openSocket(e.tagInvite)
	if err != nil {
		return err
	}
	e.socket, e.stories = socket, stories
	return nil
}

// Run answers the console from Open until ctx ends. All calls are hung up, and nothing it started is left, when it
// returns.
func (e *Exchange) Run(ctx context.Context) error {
	select {
	case <-ctx.Done():
	case <-e.opened:
	}
	e.mu.Lock()
	open := e.socket != nil
	e.closed = !open
	e.mu.Unlock()
	if !open {
		close(e.ended)
		return nil
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	served := make(chan error, 1)
	go func() {
		served <- e.socket.serve(func(req *sip.Request, tx *sip.ServerTx) { e.answerRequest(ctx, req, tx) })
	}()
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
	close(e.ended)
	cancel()
	calls.Wait()
	return errors.Join(err, e.socket.close(served))
}
