package line

import (
	"fmt"
	"net/url"
	"strings"

	"anteroom/softphone"

	"github.com/emiago/sipgo/sip"
)

// replaces names the dialog whose place a new one is to take. Its tags are as seen by whoever gets it: toTag is the
// recipient's own (RFC 3891 §3).
type replaces struct {
	callID, toTag, fromTag string
	earlyOnly              bool
}

// readReplaces reads the value of a Replaces header (RFC 3891 §6.1).
func readReplaces(s string) (replaces, bool) {
	parts := strings.Split(s, ";")
	r := replaces{callID: strings.TrimSpace(parts[0])}
	if !plain(r.callID) {
		return replaces{}, false
	}
	for _, p := range parts[1:] {
		name, value, _ := strings.Cut(p, "=")
		value = strings.TrimSpace(value)
		field := new(string)
		switch strings.ToLower(strings.TrimSpace(name)) {
		case "to-tag":
			field = &r.toTag
		case "from-tag":
			field = &r.fromTag
		case "early-only":
			r.earlyOnly = true
			continue
		}
		if *field != "" || value != "" && !plain(value) {
			return replaces{}, false
		}
		*field = value
	}
	return r, r.toTag != "" && r.fromTag != ""
}

// plain reports whether a word may stand in a header unquoted: printable ASCII without separators of lists.
func plain(s string) bool {
	return s != "" && len(s) <= 256 && !strings.ContainsFunc(s, func(r rune) bool {
		return r <= ' ' || r >= 0x7f || r == ',' || r == ';'
	})
}

func (r replaces) String() string {
	s := fmt.Sprintf("%s;to-tag=%s;from-tag=%s", r.callID, r.toTag, r.fromTag)
	if r.earlyOnly {
		s += ";early-only"
	}
	return s
}

// within puts it into an address, for whoever is to call that (RFC 3261 §19.1.1).
func (r replaces) within(u sip.Uri) string {
	return u.String() + "?Replaces=" + escapeHeader(r.String())
}

// escapeHeader keeps only what may stand in a header part of a URI whatever the parser (RFC 3261 §25.1).
func escapeHeader(s string) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("-_.!~*", c) >= 0 {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}

// readDialled gives what to call: an address, and the dialog to replace there, if any. Of the headers that may stand in an
// address only Replaces counts (RFC 3261 §19.1.5 warns of the others).
func readDialled(number string, at host) (sip.Uri, *replaces, error) {
	addr, headers := cutHeaders(strings.TrimSpace(number))
	to, err := target(addr, at)
	if err != nil {
		return to, nil, err
	}
	var found *replaces
	for h := range strings.SplitSeq(headers, "&") {
		name, value, _ := strings.Cut(h, "=")
		if !strings.EqualFold(name, "Replaces") {
			continue
		}
		value, err := url.PathUnescape(value)
		r, ok := readReplaces(value)
		if err != nil || !ok || found != nil {
			return sip.Uri{}, nil, softphone.Reason{Code: softphone.BadNumber, Detail: clean(number)}
		}
		found = &r
	}
	return to, found, nil
}

// cutHeaders cuts the headers off an address. A question mark before the @ belongs to the user.
func cutHeaders(uri string) (addr, headers string) {
	from := strings.IndexByte(uri, '@') + 1
	if i := strings.IndexByte(uri[from:], '?'); i >= 0 {
		return uri[:from+i], uri[from+i+1:]
	}
	return uri, ""
}

// replaceable names this call's dialog to somebody who is to call its other side in our place.
func (c *call) replaceable() (string, error) {
	if c.phase != talking { // before that, only whom it rings at could (RFC 3891 §3)
		return "", wrongState
	}
	d := &c.dialog
	to := d.target.Clone()
	to.Headers = nil
	return replaces{callID: d.callID, toTag: d.remoteTag, fromTag: d.localTag}.within(*to) + "&Require=replaces", nil
}

// replacing finds the call whose place a new one is to take (RFC 3891 §3), "" when none is named, or gives the status
// to refuse the INVITE with.
func (t *trunk) replacing(req *sip.Request) (softphone.CallID, int) {
	if req.GetHeader("Replaces") == nil {
		return "", 0
	}
	r, ok := readReplaces(field(req, "Replaces"))
	if !ok || len(req.GetHeaders("Replaces")) > 1 || req.GetHeader("Join") != nil {
		return "", 400
	}
	c := t.find(r.callID, r.toTag)
	if c == nil {
		return "", 481
	}
	ctx, cancel := t.within(farewell)
	defer cancel()
	status := make(chan int, 1)
	if c.do(ctx, func(c *call) error { status <- c.yields(r); return nil }) != nil {
		return "", 481
	}
	return c.id, <-status
}

// yields says with which status this call refuses to be replaced, 0 when it lets itself be.
func (c *call) yields(r replaces) int {
	switch {
	case c.dialog.remoteTag != r.fromTag:
		return 481
	case c.phase == leaving:
		return 603
	case c.phase == ringing:
		return 481
	case r.earlyOnly && c.phase != calling:
		return 486
	}
	return 0
}
