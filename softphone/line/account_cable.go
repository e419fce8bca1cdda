package line

import (
	"net"
	"net/netip"

	"anteroom/softphone"
)

// A cable that is pulled: the address often stays, the way to the exchange does not.

// cutOff reports whether nothing leads to the exchange at present.
func (a *account) cutOff(t *trunk) bool {
	local, err := a.line.options.LocalAddr(t.nextHop())
	return err != nil || unplugged(local)
}

// unplugged reports whether an address is on an interface without a network; false for one that is on none.
func unplugged(addr netip.Addr) bool {
	all, err := net.Interfaces()
	if err != nil {
		return false
	}
	for _, i := range all {
		addrs, err := i.Addrs()
		if err != nil {
			continue
		}
		for _, a := range addrs {
			if p, err := netip.ParsePrefix(a.String()); err == nil && p.Addr().WithZone("") == addr.WithZone("") {
				return i.Flags&(net.FlagUp|net.FlagRunning) != net.FlagUp|net.FlagRunning
			}
		}
	}
	return false
}

// offline tells the desk that there is no network.
func (a *account) offline() {
	a.change(softphone.LineFailed, softphone.Reason{Code: softphone.NoAnswerFromHost})
}
