package line

import (
	"context"
	"net"
	"net/netip"
	"slices"
	"time"

	"anteroom/softphone"
)

// A computer that moves: a cable pulled, another wireless network, a tunnel that opens.

// mayHaveMoved is told whenever this computer's addresses have changed.
func (a *account) mayHaveMoved() {
	select {
	case a.moves <- struct{}{}:
	default:
	}
}

// elsewhere reports whether this computer now has another address towards the exchange.
func (a *account) elsewhere(t *trunk) bool {
	now, err := a.line.options.LocalAddr(t.nextHop())
	return err == nil && a.Listen == "" && now != t.localAddr().Addr()
}

// follow moves a trunk to the new address, calls and all: over UDP it listens there, beside where it did; over TCP and
// TLS a new connection is made. False where that cannot be: the trunk is to be opened anew, without its calls.
func (a *account) follow(ctx context.Context, t *trunk) bool {
	switch {
	case t.network == "UDP":
		at, err := a.listenAddr(t.nextHop())
		return err == nil && t.listenUDP(ctx, at) == nil
	case a.Register:
		t.cut()
		return true
	}
	return false
}

// settled waits until this computer may have moved, or ctx ends. A line that does not register has nothing else to do.
func (a *account) settled(ctx context.Context, t *trunk) {
	look := time.NewTicker(30 * time.Second)
	defer look.Stop()
	for !a.elsewhere(t) {
		select {
		case <-ctx.Done():
			return
		case <-look.C:
		case <-a.moves:
		}
		if a.cutOff(t) {
			a.offline()
		} else {
			a.change(softphone.LineRegistered, softphone.Reason{})
		}
	}
}

// showContact has the calls tell their other sides where we are now, if that has changed under them (RFC 3261 §12.2).
func (a *account) showContact(t *trunk) {
	t.mu.Lock()
	old := a.contact
	a.contact = t.contact
	var calls []*call
	for _, c := range t.dialogs {
		calls = append(calls, c)
	}
	t.mu.Unlock()
	if !old.IsValid() || old == a.contact {
		return
	}
	for _, c := range calls {
		c.post(c.seenAnew)
	}
	a.watching.renew()
}

// moveSound has the sound come to where we are now, and reports whether it came elsewhere until now. It is heard there
// already: the ports are open on every address.
func (c *call) moveSound() bool {
	at := c.session.local.RTP
	now := c.trunk.successor(at.Addr())
	c.session.local.RTP = withAddr(at, now)
	return now != at.Addr()
}

// successor is our present address in place of one that we have moved away from.
func (t *trunk) successor(of netip.Addr) netip.Addr {
	t.mu.Lock()
	defer t.mu.Unlock()
	if slices.Contains(t.left, of) {
		return t.local.Addr()
	}
	return of
}

// datagram sends what belongs to no transaction.
func (t *trunk) datagram(data []byte, to netip.AddrPort) {
	t.mu.Lock()
	conn := t.udp
	t.mu.Unlock()
	if conn != nil {
		conn.WriteTo(data, net.UDPAddrFromAddrPort(to))
	}
}

// ownAddresses are this computer's, sorted, and those it would speak from to the world: a route may come later than the
// address it needs.
func ownAddresses() []string {
	all, err := net.InterfaceAddrs()
	if err != nil {
		return nil
	}
	var out []string
	for _, a := range all {
		out = append(out, a.String())
	}
	interfaces, err := net.Interfaces() // a cable that is pulled leaves the address where it is
	for _, i := range interfaces {
		if err == nil {
			out = append(out, i.Name+" "+(i.Flags&(net.FlagUp|net.FlagRunning)).String())
		}
	}
	slices.Sort(out)
	for _, world := range []string{"192.0.2.1:9", "[2001:db8::1]:9"} { // RFC 5737, 3849: nobody's; nothing is sent
		from, _ := localAddr(netip.MustParseAddrPort(world))
		out = append(out, from.String())
	}
	return out
}

// watchAddresses calls changed whenever this computer's addresses have become others, until ctx ends.
func watchAddresses(ctx context.Context, changed func()) {
	known := ownAddresses()
	look := func() {
		if now := ownAddresses(); !slices.Equal(now, known) {
			known = now
			changed()
		}
	}
	if watchKernel(ctx, look) {
		return
	}
	tick := time.NewTicker(2 * time.Second)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			look()
		}
	}
}
