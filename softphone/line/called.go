package line

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"anteroom/softphone"

	"github.com/emiago/sipgo/sip"
)

// ownNumber is the number that was rung first: the oldest place a call has been sent on from (RFC 7044 History-Info,
// RFC 5806 Diversion), else where it was delivered (RFC 7315 §5.2 P-Called-Party-ID), else To, else the request line.
func ownNumber(req *sip.Request) string {
	for _, n := range []string{oldestTarget(req), firstDiverted(req), deliveredTo(req), person("", &req.To().Address).Number} {
		if n != "" {
			return n
		}
	}
	return person("", &req.Recipient).Number
}

// named is one address of a header that may hold several, with its parameters.
type named struct {
	softphone.Peer
	params sip.HeaderParams
}

func (n named) param(key string) string {
	for _, p := range n.params {
		if strings.EqualFold(p.K, key) {
			return strings.ToLower(strings.Trim(strings.TrimSpace(p.V), `"`))
		}
	}
	return ""
}

// open reports whether the number may be shown (RFC 5806 §4.5, draft-ietf-sip-privacy-04).
func (n named) open() bool { p := n.param("privacy"); return p == "" || p == "off" }

// addresses reads such a header; what cannot be read, and what hides its number, is left out.
func addresses(req *sip.Request, header string) (out []named) {
	for _, v := range splitAddresses(field(req, header)) {
		var u sip.Uri
		var params sip.HeaderParams
		name, err := sip.ParseAddressValue(v, &u, &params)
		if err != nil {
			continue
		}
		if n := (named{person(name, &u), params}); !softphone.Nobody(n.Number) && !strings.EqualFold(u.Host, "anonymous.invalid") {
			out = append(out, n)
		}
	}
	return out
}

// oldestTarget is the entry of History-Info with the lowest index.
func oldestTarget(req *sip.Request) string {
	all := addresses(req, "History-Info")
	if len(all) == 0 {
		return ""
	}
	return slices.MinFunc(all, func(a, b named) int {
		return slices.CompareFunc(strings.Split(a.param("index"), "."), strings.Split(b.param("index"), "."), func(a, b string) int {
			x, _ := strconv.ParseUint(a, 10, 31)
			y, _ := strconv.ParseUint(b, 10, 31)
			return cmp.Compare(x, y)
		})
	}).Number
}

// firstDiverted is the last Diversion: each that sends a call on puts itself before the others (RFC 5806 §5.2).
func firstDiverted(req *sip.Request) string {
	for _, d := range slices.Backward(addresses(req, "Diversion")) {
		if d.open() {
			return d.Number
		}
	}
	return ""
}

func deliveredTo(req *sip.Request) string {
	for _, p := range addresses(req, "P-Called-Party-ID") {
		return p.Number
	}
	return ""
}
