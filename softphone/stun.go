package softphone

import (
	"net/netip"
	"strconv"
	"strings"
)

// stunPort is where STUN servers listen (RFC 8489 §18.6).
const stunPort = 3478

// SplitSTUN reads the address of a STUN server: a name or an IP address, with or without a port.
func SplitSTUN(s string) (host string, port uint16, ok bool) {
	if a, err := netip.ParseAddr(strings.Trim(s, "[]")); err == nil {
		return a.String(), stunPort, true
	}
	if a, err := netip.ParseAddrPort(s); err == nil {
		return a.Addr().String(), a.Port(), a.Port() > 0
	}
	host, digits, said := strings.Cut(s, ":")
	port = stunPort
	if said {
		n, err := strconv.ParseUint(digits, 10, 16)
		if err != nil || n == 0 {
			return "", 0, false
		}
		port = uint16(n)
	}
	if host == "" || strings.ContainsAny(host, " \t\r\n<>\"@/?&=,:;[]%") {
		return "", 0, false
	}
	return host, port, true
}
