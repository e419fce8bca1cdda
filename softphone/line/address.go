package line

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"time"

	"anteroom/softphone"

	"github.com/emiago/sipgo/sip"
)

// host is "host" or "host:port" as a person enters it; port 0 when not said.
type host struct {
	name string
	port int
}

// readHost reads an exchange's or proxy's address; a "sip:" before it and parameters behind it are forgiven.
func readHost(s string) (host, error) {
	in := s
	s = strings.TrimSpace(s)
	for _, scheme := range []string{"sips:", "sip:"} {
		if len(s) >= len(scheme) && strings.EqualFold(s[:len(scheme)], scheme) {
			s = s[len(scheme):]
		}
	}
	s, _, _ = strings.Cut(s, ";")
	bad := softphone.Reason{Code: softphone.BadAddress, Detail: in}
	if a, err := netip.ParseAddr(strings.Trim(s, "[]")); err == nil {
		return host{name: a.Unmap().String()}, nil
	}
	h := host{name: s}
	if name, port, err := net.SplitHostPort(s); err == nil {
		n, err := strconv.ParseUint(port, 10, 16)
		if err != nil || n == 0 {
			return host{}, bad
		}
		h = host{name: name, port: int(n)}
	}
	if h.name == "" || strings.ContainsAny(h.name, " \t\r\n<>\"@/?&=,:;[]%") && net.ParseIP(h.name) == nil {
		return host{}, bad
	}
	return h, nil
}

// uri is the host part for SIP URIs.
func (h host) uri(user string) sip.Uri {
	return sip.Uri{Scheme: "sip", User: user, Host: h.name, Port: h.port}
}

func defaultPort(t softphone.Transport) int {
	if t == softphone.TLS {
		return 5061
	}
	return 5060
}

// Names is what is asked for addresses; net.DefaultResolver is one.
type Names interface {
	LookupSRV(ctx context.Context, service, proto, name string) (string, []*net.SRV, error)
	LookupNetIP(ctx context.Context, network, host string) ([]netip.Addr, error)
}

// How long a look-up may take: all of it, and the SRV part, which some routers swallow without an answer.
const (
	resolveLimit = 5 * time.Second
	srvLimit     = 2 * time.Second
)

// resolve finds where a host is to be reached, best first: RFC 3263 §4.2 without NAPTR.
func resolve(ctx context.Context, dns Names, h host, t softphone.Transport) ([]netip.AddrPort, error) {
	name := strings.Trim(h.name, "[]")
	port := h.port
	if port == 0 {
		port = defaultPort(t)
	}
	if a, err := netip.ParseAddr(name); err == nil {
		return []netip.AddrPort{netip.AddrPortFrom(a.Unmap(), uint16(port))}, nil
	}
	ctx, cancel := context.WithTimeout(ctx, resolveLimit)
	defer cancel()
	if h.port == 0 && strings.Contains(name, ".") {
		if out := resolveSRV(ctx, dns, name, t); len(out) > 0 {
			return out, nil
		}
	}
	ips, err := dns.LookupNetIP(ctx, "ip", name)
	if err != nil {
		return nil, fmt.Errorf("line: look up %s: %w", name, err)
	}
	var out []netip.AddrPort
	for _, ip := range ips {
		out = append(out, netip.AddrPortFrom(ip.Unmap(), uint16(port)))
	}
	return out, nil
}

// resolveSRV gives the addresses that SRV records name, none when there are no records or no answer in time.
func resolveSRV(ctx context.Context, dns Names, name string, t softphone.Transport) (out []netip.AddrPort) {
	service, proto := "sip", string(t)
	if t == softphone.TLS {
		service, proto = "sips", "tcp"
	}
	asking, cancel := context.WithTimeout(ctx, srvLimit)
	defer cancel()
	_, records, err := dns.LookupSRV(asking, service, proto, name)
	if err != nil {
		return nil
	}
	for _, r := range records {
		ips, err := dns.LookupNetIP(ctx, "ip", r.Target)
		if err != nil {
			continue
		}
		for _, ip := range ips {
			out = append(out, netip.AddrPortFrom(ip.Unmap(), r.Port))
		}
	}
	return out
}

// localAddr is our address on the way to another; no packet is sent.
func localAddr(to netip.AddrPort) (netip.Addr, error) {
	conn, err := net.DialUDP("udp", nil, net.UDPAddrFromAddrPort(to))
	if err != nil {
		return netip.Addr{}, fmt.Errorf("line: route to %s: %w", to, err)
	}
	defer conn.Close()
	return conn.LocalAddr().(*net.UDPAddr).AddrPort().Addr().Unmap(), nil
}

// target makes the address to call out of what was dialled; full sip: URIs stay as they are.
func target(number string, at host) (sip.Uri, error) {
	bad := softphone.Reason{Code: softphone.BadNumber, Detail: number}
	n := strings.TrimSpace(number)
	lower := strings.ToLower(n)
	if strings.HasPrefix(lower, "sip:") || strings.HasPrefix(lower, "sips:") {
		var u sip.Uri
		if strings.ContainsAny(n, " \t\r\n<>\"") || sip.ParseUri(n, &u) != nil || u.Host == "" || u.Wildcard ||
			u.Port < 0 || u.Port > 65535 {
			return sip.Uri{}, bad
		}
		u.Scheme, u.Headers = "sip", nil
		return u, nil
	}
	n = softphone.CleanNumber(n)
	if n == "" {
		return sip.Uri{}, bad
	}
	return at.uri(escapeUser(n)), nil
}

// escapeUser keeps only what may stand in the user part (RFC 3261 §25.1).
func escapeUser(s string) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("-_.!~*'()&=+$,;?/", c) >= 0 {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}

// unescapeUser is the user part for people: parameters cut off, escapes undone.
func unescapeUser(s string) string {
	s, _, _ = strings.Cut(s, ";")
	if u, err := url.PathUnescape(s); err == nil {
		s = u
	}
	return clean(s)
}

// quote makes a display name safe inside the quotes that are put around it.
func quote(name string) string {
	return strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(clean(name))
}

func unquote(name string) string {
	return clean(strings.NewReplacer(`\\`, `\`, `\"`, `"`).Replace(name))
}
