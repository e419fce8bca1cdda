package line

import (
	"context"
	"crypto/x509"
	"maps"
	"net"
	"net/netip"
	"slices"
	"sync"
	"time"

	"anteroom/softphone"
)

// maxCalls is how many calls may live at once over all accounts.
const maxCalls = softphone.MaxCalls

// farewell bounds how long goodbyes (BYE, CANCEL, un-registration) may take.
const farewell = 2 * time.Second

// Options are what a Line may be told beside the accounts.
type Options struct {
	UserAgent string           // name given to others; "" means "Anteroom"
	Now       func() time.Time // nil means time.Now
	Codecs    []string         // names of those the sound can do; nil means all of softphone.KnownCodecs
	Roots     *x509.CertPool   // who may sign certificates of exchanges; nil means the system's roots
	Expires   time.Duration    // registration asked for; 0 means 90 s
	Retry     time.Duration    // first pause after a failed registration; 0 means 500 ms

	// Instance names this installation for ever, "urn:uuid:…" (RFC 5626 §4.1); "" for none.
	Instance string
	// Mirror asks STUN servers for lines that have one; nil for nobody.
	Mirror Mirror
	Names  Names // who is asked for addresses; nil means net.DefaultResolver
	// LocalAddr gives our address on the way to another; nil asks the system's routes.
	LocalAddr func(to netip.AddrPort) (netip.Addr, error)
	// Watch calls changed whenever this computer's addresses have changed, until ctx ends; nil asks the system.
	Watch func(ctx context.Context, changed func())
}

// Line speaks SIP for all accounts. It satisfies softphone.Telephone.
type Line struct {
	tell     softphone.Tell
	options  Options
	patience patienceWith
	work     sync.WaitGroup // accounts

	mu       sync.Mutex // guards the rest
	closing  bool
	accounts map[softphone.LineID]*account
	calls    map[softphone.CallID]*call
	refers   map[softphone.ReferID]*call  // REFERs not answered yet, and where they came
	awaited  map[softphone.CallID]*report // calls about to be made because somebody asked
}

var _ softphone.Telephone = (*Line)(nil)

// New makes a Line that reports its events to tell. It does nothing until OpenLine, and its goroutines end with Run.
func New(tell softphone.Tell, o Options) *Line {
	if o.UserAgent == "" {
		o.UserAgent = "Anteroom"
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Codecs == nil {
		o.Codecs = softphone.KnownCodecs
	}
	if o.Expires <= 0 {
		o.Expires = 90 * time.Second // an exchange that restarted has us back within 45 s
	}
	if o.Retry <= 0 {
		o.Retry = 500 * time.Millisecond
	}
	if o.Names == nil {
		o.Names = net.DefaultResolver
	}
	if o.LocalAddr == nil {
		o.LocalAddr = localAddr
	}
	if o.Watch == nil {
		o.Watch = watchAddresses
	}
	return &Line{tell: tell, options: o, patience: usualPatience(),
		accounts: map[softphone.LineID]*account{}, calls: map[softphone.CallID]*call{},
		refers: map[softphone.ReferID]*call{}, awaited: map[softphone.CallID]*report{}}
}

// Run waits for ctx to end, then ends every call, takes back every registration within two seconds, and returns when
// all goroutines have ended. It gives nil.
func (l *Line) Run(ctx context.Context) error {
	<-ctx.Done()
	l.mu.Lock()
	l.closing = true
	all := slices.Collect(maps.Values(l.accounts))
	l.mu.Unlock()
	for _, a := range all {
		a.stop()
	}
	l.work.Wait()
	return nil
}

func (l *Line) at() softphone.At { return softphone.At{At: l.options.Now()} }

// OpenLine opens an account; one of the same ID is closed first. What comes of it is told as LineChanged.
func (l *Line) OpenLine(ctx context.Context, acct softphone.Account, password softphone.Secret) error {
	if why := acct.Check(); !why.Zero() && why.Detail != "id" { // the practice line is opened like any other
		return why
	}
	a, err := newAccount(l, acct, password)
	if err != nil {
		return err
	}
	for {
		if err := l.CloseLine(ctx, acct.ID); err != nil && ctx.Err() != nil {
			return err
		}
		if opened, err := l.enter(a); opened || err != nil {
			return err
		}
	}
}

// enter starts an account, unless another of its ID came first.
func (l *Line) enter(a *account) (bool, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closing {
		return false, lineNotReady
	}
	if l.accounts[a.ID] != nil {
		return false, nil
	}
	life, stop := context.WithCancel(context.Background())
	a.stop = stop
	l.accounts[a.ID] = a
	l.work.Go(func() { a.run(life) })
	return true, nil
}

// CloseLine hangs up an account's calls, takes its registration back and waits until that is done.
func (l *Line) CloseLine(ctx context.Context, id softphone.LineID) error {
	l.mu.Lock()
	a := l.accounts[id]
	delete(l.accounts, id)
	l.mu.Unlock()
	if a == nil {
		return softphone.Reason{Code: softphone.NoSuchLine, Detail: string(id)}
	}
	a.stop()
	select {
	case <-a.done:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// ChangeLine takes over how digits go in calls from now on; everything else wants the line opened anew.
func (l *Line) ChangeLine(_ context.Context, acct softphone.Account) error {
	l.mu.Lock()
	a := l.accounts[acct.ID]
	l.mu.Unlock()
	if a == nil {
		return softphone.Reason{Code: softphone.NoSuchLine, Detail: string(acct.ID)}
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.digits = acct.Digits
	return nil
}

// SendInvite calls a number over an account.
func (l *Line) SendInvite(ctx context.Context, id softphone.CallID, line softphone.LineID, number string, local softphone.LocalMedia) error {
	l.mu.Lock()
	a := l.accounts[line]
	l.mu.Unlock()
	if a == nil {
		return softphone.Reason{Code: softphone.NoSuchLine, Detail: string(line)}
	}
	t := a.trunk()
	if t == nil {
		return lineNotReady
	}
	to, replaced, err := readDialled(number, a.domain)
	if err != nil {
		return err
	}
	c := newCall(t, id, local)
	c.session.public = a.public(ctx, id)
	c.replaces = replaced
	c.dialOut(to)
	if err := l.start(c); err != nil {
		return err
	}
	return c.do(ctx, (*call).invite)
}

// SendRinging tells the caller that it rings (180).
func (l *Line) SendRinging(ctx context.Context, id softphone.CallID) error {
	return l.on(ctx, id, (*call).ring)
}

// SendAnswer takes a call (200 with our side of the sound).
func (l *Line) SendAnswer(ctx context.Context, id softphone.CallID, local softphone.LocalMedia) error {
	seen := l.public(ctx, id)
	return l.on(ctx, id, func(c *call) error {
		c.session.public = seen
		return c.answer(local)
	})
}

// SendReject refuses a call that rings.
func (l *Line) SendReject(ctx context.Context, id softphone.CallID, why softphone.ReasonCode) error {
	return l.on(ctx, id, func(c *call) error { return c.reject(why) })
}

// SendHold puts the other side on hold (re-INVITE with sendonly: it hears what we send).
func (l *Line) SendHold(ctx context.Context, id softphone.CallID) error {
	return l.on(ctx, id, func(c *call) error { return c.wantHold(true) })
}

// SendResume takes the other side back.
func (l *Line) SendResume(ctx context.Context, id softphone.CallID) error {
	return l.on(ctx, id, func(c *call) error { return c.wantHold(false) })
}

// SendProbe asks the other side whether it still knows of a call, and the exchange whether it still knows of us. A call it
// knows nothing of (481) is over; no answer ends none.
func (l *Line) SendProbe(ctx context.Context, id softphone.CallID) error {
	return l.on(ctx, id, (*call).probe)
}

// SendHangUp ends a call as its state asks for: CANCEL, BYE or a final response.
func (l *Line) SendHangUp(ctx context.Context, id softphone.CallID) error {
	return l.on(ctx, id, (*call).hangUp)
}

func (l *Line) on(ctx context.Context, id softphone.CallID, deed func(*call) error) error {
	l.mu.Lock()
	c := l.calls[id]
	l.mu.Unlock()
	if c == nil {
		return softphone.Reason{Code: softphone.NoSuchCall, Detail: string(id)}
	}
	return c.do(ctx, deed)
}

// start enters a call in the books and starts its goroutine.
func (l *Line) start(c *call) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	switch {
	case l.closing:
		return lineNotReady
	case len(l.calls) >= maxCalls:
		return softphone.Reason{Code: softphone.TooManyCalls}
	case l.calls[c.id] != nil:
		return softphone.Reason{Code: softphone.BadValue, Detail: "call id"}
	case !c.trunk.enter(c):
		return softphone.Reason{Code: softphone.BadValue, Detail: "dialog"}
	}
	if r := l.awaited[c.id]; r != nil {
		c.follower = r
		delete(l.awaited, c.id)
	}
	if !c.trunk.goes(c.run) {
		c.trunk.leave(c)
		return lineNotReady
	}
	l.calls[c.id] = c
	return nil
}

// forget is called when a call has ended for the desk; its goroutine may still be saying goodbye.
func (l *Line) forget(c *call) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.calls[c.id] == c {
		delete(l.calls, c.id)
	}
}

func (l *Line) full() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.closing || len(l.calls) >= maxCalls
}
