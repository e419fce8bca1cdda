package line

import (
	"context"
	"net"
	"net/netip"
	"sync"
	"time"

	"anteroom/softphone"

	"github.com/emiago/sipgo/sip"
)

// account is one line: its goroutine opens the trunk, registers, refreshes, and starts again after trouble.
type account struct {
	softphone.Account
	credentials
	line          *Line
	domain, proxy host
	stop          context.CancelFunc
	done          chan struct{}

	// Only the account's goroutine:
	callID, tag string // of the registrations
	seq         uint32
	fails       int
	swallowed   int // REGISTERs that got no answer at all since the last that was granted
	told        softphone.LineChanged
	bound       []*sip.ContactHeader // contacts of ours that the exchange may keep
	boundUntil  time.Time            // and for how long at the most
	contact     netip.AddrPort       // the one that calls know of
	watching    watching
	failing     time.Time        // since when nothing but failures; zero when all is well
	hops        []netip.AddrPort // servers of the exchange, best first
	avoid       netip.AddrPort   // the one that failed last; zero for none
	turned      bool             // a trunk with calls was led on to another server
	noOutbound  bool             // the way to the registrar does not allow it
	hurried     bool             // the network is back: silence is to be noticed soon

	moves chan struct{} // this computer has other addresses than before

	wanted chan struct{} // other numbers are to be watched

	mu      sync.Mutex // guards open, numbers, digits
	open    *trunk
	numbers []string // of telephones to watch
	digits  softphone.Digits
	people  []string // numbers of whom it is followed whether they can be had
}

func newAccount(l *Line, acct softphone.Account, password softphone.Secret) (*account, error) {
	a := &account{
		Account: acct, line: l, callID: random(16), tag: random(8),
		done: make(chan struct{}), stop: func() {}, wanted: make(chan struct{}, 1), moves: make(chan struct{}, 1),
	}
	a.digits = acct.Digits
	a.credentials = credentials{user: acct.AuthUser, password: password, refuseMD5: acct.RefuseMD5}
	if a.user == "" {
		a.user = acct.User
	}
	var err error
	if a.domain, err = readHost(acct.Address); err != nil {
		return nil, err
	}
	if acct.Proxy != "" {
		if a.proxy, err = readHost(acct.Proxy); err != nil {
			return nil, err
		}
	}
	if acct.Listen != "" {
		if _, _, err := net.SplitHostPort(acct.Listen); err != nil {
			return nil, softphone.Reason{Code: softphone.BadAddress, Detail: acct.Listen}
		}
	}
	return a, nil
}

// trunk is the open trunk, nil while there is none.
func (a *account) trunk() *trunk {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.open
}

func (a *account) setTrunk(t *trunk) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.open = t
}

// sends is how the digits of a new call go.
func (a *account) sends() softphone.Digits {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.digits
}

// listenAddr is where to listen for what comes from hop: the address asked for, or ours towards it on any port.
func (a *account) listenAddr(hop netip.AddrPort) (netip.AddrPort, error) {
	local, err := a.line.options.LocalAddr(hop)
	if err != nil {
		return netip.AddrPort{}, err
	}
	if a.Listen == "" {
		return netip.AddrPortFrom(local, 0), nil
	}
	h, port, err := net.SplitHostPort(a.Listen)
	if err == nil && (h == "" || h == "0.0.0.0" || h == "::") {
		h = local.String()
	}
	at, err := netip.ParseAddrPort(net.JoinHostPort(h, port))
	if err != nil {
		return netip.AddrPort{}, softphone.Reason{Code: softphone.BadAddress, Detail: a.Listen}
	}
	return at, nil
}

// change tells the desk about the line, once for each change.
func (a *account) change(state softphone.LineState, why softphone.Reason) {
	e := softphone.LineChanged{Line: a.ID, State: state, Reason: why}
	if t := a.trunk(); t != nil {
		e.Local = t.localAddr().Addr()
	}
	if e == a.told {
		return
	}
	a.told = e
	e.At = a.line.at()
	a.line.tell(e)
}

// run keeps the line working until ctx ends.
func (a *account) run(ctx context.Context) {
	defer close(a.done)
	var watching sync.WaitGroup
	defer watching.Wait()
	watching.Go(func() { a.line.options.Watch(ctx, a.mayHaveMoved) })
	if m := a.line.options.Mirror; m != nil && a.STUN != "" {
		m.Prepare(a.STUN)
	}
	a.change(softphone.LineRegistering, softphone.Reason{})
	for ctx.Err() == nil {
		t := a.trunk()
		if t == nil {
			var err error
			if t, err = a.openTrunk(ctx); err != nil {
				a.failed(ctx, wireReason(err))
				continue
			}
			a.setTrunk(t)
		} else if a.elsewhere(t) && !a.follow(ctx, t) {
			a.setTrunk(nil)
			t.close()
			continue
		}
		if !a.Register {
			a.fails, a.failing = 0, time.Time{}
			a.change(softphone.LineRegistered, softphone.Reason{})
			a.showContact(t)
			a.settled(ctx, t)
			continue
		}
		granted, err := a.register(ctx, t, a.line.options.Expires)
		a.hurried = false
		if err == nil {
			anew := a.told.State != softphone.LineRegistered
			a.fails, a.failing, a.avoid = 0, time.Time{}, netip.AddrPort{}
			a.change(softphone.LineRegistered, softphone.Reason{})
			a.showContact(t)
			a.arrivedThere(t)
			a.watch(t, anew)
			err = a.rest(ctx, t, granted)
		}
		if err != nil && ctx.Err() == nil {
			a.lost(t, err)
			a.failed(ctx, wireReason(err))
		}
	}
	a.end(context.WithoutCancel(ctx))
}

// openTrunk looks the exchange up afresh; after a failure the next of its addresses gets its turn.
func (a *account) openTrunk(ctx context.Context) (*trunk, error) {
	trusted, err := resolve(ctx, a.line.options.Names, a.domain, a.Transport)
	if err != nil && a.Proxy == "" {
		return nil, err
	}
	hops := trusted
	if a.Proxy != "" {
		if hops, err = resolve(ctx, a.line.options.Names, a.proxy, a.Transport); err != nil {
			return nil, err
		}
		trusted = append(trusted, hops...)
	}
	return openTrunk(ctx, a, a.choose(hops, a.fails), trusted)
}

// end says goodbye: calls and registration at the same time, two seconds at most.
func (a *account) end(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, farewell)
	defer cancel()
	t := a.trunk()
	if t == nil && a.mayBeBound() {
		t, _ = a.openTrunk(ctx)
		a.setTrunk(t)
	}
	if t != nil {
		t.mu.Lock()
		var calls []*call
		for _, c := range t.dialogs {
			calls = append(calls, c)
		}
		t.mu.Unlock()
		for _, c := range calls {
			c.post(c.shutDown)
		}
		left := a.watching.unwatch()
		if a.mayBeBound() {
			a.register(ctx, t, 0) // this contact only: other telephones of the same user keep theirs
		}
		for _, c := range calls {
			select {
			case <-c.done:
			case <-ctx.Done():
			}
		}
		waitAll(ctx, left)
		a.setTrunk(nil)
		t.close()
	}
	a.change(softphone.LineOff, softphone.Reason{})
}
