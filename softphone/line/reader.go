package line

import (
	"bytes"
	"fmt"
	"maps"
	"net/netip"
	"strconv"
	"strings"

	"github.com/emiago/sipgo/sip"
)

// parser reads messages as sipgo does, but takes every CSeq that fits 32 bits: RFC 3261 §8.1.1.5 wants it below 2^31,
// and FreeSWITCH counts on beyond.
var parser = sip.NewParser(sip.WithHeadersParsers(headerParsers()))

func headerParsers() map[string]sip.HeaderParser {
	all := maps.Clone(sip.DefaultHeadersParser()) // what it gives is its own
	all["cseq"] = readCSeq
	via := all["via"]
	read := func(name []byte, text string) (sip.Header, error) { return readVia(via, name, text) }
	all["via"], all["v"] = read, read
	return all
}

// readVia wants brackets round an IPv6 address, and keeps them round one that maps IPv4, which sipgo would write without
// (RFC 5118 §4.9). A value may be followed by others; sipgo's error then says where.
func readVia(sipgo sip.HeaderParser, name []byte, text string) (sip.Header, error) {
	h, err := sipgo(name, text)
	v, ok := h.(*sip.ViaHeader)
	if !ok || !strings.Contains(v.Host, ":") {
		return h, err
	}
	if !strings.Contains(text, "["+v.Host+"]") {
		return nil, fmt.Errorf("line: Via %q", text)
	}
	if a, bad := netip.ParseAddr(v.Host); bad == nil && a.Is4In6() {
		v.Host = "[" + v.Host + "]"
	}
	return h, err
}

func readCSeq(_ []byte, text string) (sip.Header, error) {
	f := strings.Fields(text)
	if len(f) != 2 {
		return nil, fmt.Errorf("line: CSeq %q", text)
	}
	n, err := strconv.ParseUint(f[0], 10, 32)
	if err != nil {
		return nil, fmt.Errorf("line: CSeq %q: %w", text, err)
	}
	return &sip.CSeqHeader{SeqNo: uint32(n), MethodName: sip.RequestMethod(f[1])}, nil
}

// flaw is what makes a message that can be read a bad one all the same (RFC 4475 §3.1.2): the status to refuse it with, 0
// for none.
func flaw(req *sip.Request) int {
	switch {
	case req.SipVersion != "SIP/2.0":
		return 505
	case req.CSeq() != nil && !strings.EqualFold(string(req.CSeq().MethodName), string(req.Method)): // sipgo writes methods large
		return 400
	case len(req.Recipient.Headers) > 0: // RFC 3261 §19.1.1: none in a request line
		return 400
	case strings.Count(field(req, "From", "f"), `"`)%2 != 0 || strings.Count(field(req, "To", "t"), `"`)%2 != 0:
		if !strings.Contains(field(req, "From", "f")+field(req, "To", "t"), `\"`) {
			return 400
		}
	}
	return 0
}

// unreadable answers a request that cannot be read, out of what can be found in it (RFC 3261 §16.3 item 1). Nil where there
// is not enough to answer, or no answer is due; who sent it is for the caller to judge.
func unreadable(data []byte, from netip.AddrPort) []byte {
	head, _, _ := bytes.Cut(data, []byte("\r\n\r\n"))
	lines := strings.Split(strings.NewReplacer("\r\n ", " ", "\r\n\t", " ").Replace(string(head)), "\r\n")
	start := strings.Fields(lines[0])
	if len(start) < 3 || strings.HasPrefix(lines[0], "SIP/") || start[0] == string(sip.ACK) || !strings.HasPrefix(start[len(start)-1], "SIP/") {
		return nil
	}
	status := 400
	if v := start[len(start)-1]; v != "SIP/2.0" {
		status = 505
	}
	found := map[string]string{}
	for _, l := range lines[1:] {
		name, value, ok := strings.Cut(l, ":")
		name = strings.ToLower(strings.TrimSpace(name))
		if full, compact := map[string]string{"v": "via", "f": "from", "t": "to", "i": "call-id"}[name]; compact {
			name = full
		}
		switch name {
		case "via", "from", "to", "call-id", "cseq":
			if !ok || strings.TrimSpace(value) == "" {
				return nil
			}
			if name == "via" && found[name] == "" && !strings.Contains(strings.ToLower(value), "received=") {
				value += ";received=" + from.Addr().String()
			}
			found[name] += strings.TrimSpace(l[:strings.IndexByte(l, ':')]) + ": " + strings.TrimSpace(value) + "\r\n"
		}
	}
	for _, name := range []string{"via", "from", "to", "call-id", "cseq"} {
		if found[name] == "" {
			return nil
		}
	}
	return fmt.Appendf(nil, "SIP/2.0 %d %s\r\n%s%s%s%s%sContent-Length: 0\r\n\r\n", status, statusWords[status],
		found["via"], found["from"], found["to"], found["call-id"], found["cseq"])
}
