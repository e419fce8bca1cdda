package line

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/emiago/sipgo/sip"
)

// maxTargets is how many contacts of one redirection are looked at.
const maxTargets = 16

// targets are where a 3xx sends a call, best first (RFC 3261 §8.1.3.4), as SendInvite dials them. A proxy to go through
// (305) and a service of another kind (380) are nobody to call.
func (c *call) targets(res *sip.Response) []string {
	switch res.StatusCode {
	case 300, 301, 302:
	default:
		return nil
	}
	type target struct {
		text string
		q    float64
	}
	var all []target
	for _, v := range splitAddresses(field(res, "Contact", "m")) {
		addr, ok := addressIn(v)
		if !ok || len(all) == maxTargets {
			continue
		}
		text, _, status := c.dialable(addr)
		if status != 0 || slices.ContainsFunc(all, func(t target) bool { return t.text == text }) {
			continue
		}
		all = append(all, target{text, quality(v)})
	}
	slices.SortStableFunc(all, func(a, b target) int { return cmp.Compare(b.q, a.q) })
	var out []string
	for _, t := range all {
		out = append(out, t.text)
	}
	return out
}

// quality is the q parameter of a contact (RFC 3261 §20.10), 1 where there is none that can be read.
func quality(contact string) float64 {
	params := contact
	if i := strings.LastIndexByte(params, '>'); i >= 0 {
		params = params[i+1:]
	}
	for _, p := range strings.Split(params, ";")[1:] {
		k, v, _ := strings.Cut(p, "=")
		if q, err := strconv.ParseFloat(strings.TrimSpace(v), 64); err == nil && strings.EqualFold(strings.TrimSpace(k), "q") && q >= 0 && q <= 1 {
			return q
		}
	}
	return 1
}
