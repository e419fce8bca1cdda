package line

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"time"

	"anteroom/softphone"

	"github.com/emiago/sipgo/sip"
)

// registerWait is how long this line's REGISTER may go unanswered: less where there is another server to go to, or where a
// connection may have been left behind by a network that was gone. On a new connection it is 3 s at first, then 6: an
// exchange that starts takes connections before it reads what comes, and nobody repeats a request there. Where there are
// several servers it is 3 s in the first round over them, then 6, then 8: all of them may be slow.
func (a *account) registerWait(fresh bool) time.Duration {
	switch first := probeLimit(); {
	case a.hurried:
		return 4 * sip.T1
	case a.several():
		return min(first<<min(a.swallowed/len(a.hops), 2), first*8/3)
	case fresh:
		return min(6*sip.T1<<min(a.swallowed, 2), registerLimit())
	}
	return registerLimit()
}

// registerLimit is how long one REGISTER may go unanswered, 8 s; RFC 3261's own 32 s would leave the screen without news.
func registerLimit() time.Duration { return 16 * sip.T1 }

// register makes or refreshes the binding of our contact (RFC 3261 §10.2) and gives how long it was granted.
func (a *account) register(ctx context.Context, t *trunk, expires time.Duration) (time.Duration, error) {
	fresh := t.network != "UDP" && !t.connected()
	if err := t.connect(ctx); err != nil {
		return 0, err
	}
	var auth attempt
	moved := false
	for range 8 {
		req, ours := a.registration(t, expires), t.contactHeader()
		auth.put(req)
		res, err := t.final(ctx, req, a.registerWait(fresh))
		if err != nil {
			if errors.Is(err, sip.ErrTransactionTimeout) {
				a.swallowed++
			}
			a.keep(ours, expires)
			return 0, err
		}
		switch {
		case res.IsSuccess():
			a.swallowed = 0
			a.bound = nil
			if expires == 0 {
				return 0, nil
			}
			granted := grantedTo(res, ours, expires)
			if granted <= 0 {
				return 0, softphone.Reason{Code: softphone.ServerTrouble, Detail: statusText(res) + ", expires=0"}
			}
			a.keep(ours, granted)
			t.takeFlow(res)
			if !moved && a.seenElsewhere(t, res) {
				moved = true
				auth.accepted()
				continue
			}
			return granted, nil
		case challenged(res):
			ok, err := auth.answer(a.credentials, req, res)
			if err != nil {
				return 0, digestReason(err)
			}
			if !ok {
				return 0, registerReason(res)
			}
		case res.StatusCode == 439 && !a.noOutbound && a.line.options.Instance != "": // RFC 5626 §6: the first hop cannot
			a.noOutbound = true
			auth.accepted()
		case res.StatusCode == 423:
			least, err := strconv.ParseUint(strings.TrimSpace(field(res, "Min-Expires")), 10, 24)
			if err != nil || expires == 0 || time.Duration(least)*time.Second <= expires {
				return 0, registerReason(res)
			}
			expires = time.Duration(least) * time.Second
			auth.accepted()
		case res.StatusCode == 408 || res.StatusCode == 504: // an exchange behind a proxy may have heard it
			a.keep(ours, expires)
			return 0, registerReason(res)
		case res.StatusCode < 500: // some bear no second contact: the next try is a plain one
			a.bound = nil
			return 0, registerReason(res)
		default:
			return 0, registerReason(res)
		}
	}
	return 0, softphone.Reason{Code: softphone.ServerTrouble, Detail: "registration goes round in circles"}
}

// keep remembers a contact that the exchange has, or may have although nothing came back.
func (a *account) keep(contact *sip.ContactHeader, expires time.Duration) {
	if expires <= 0 {
		return
	}
	if until := time.Now().Add(expires); until.After(a.boundUntil) {
		a.boundUntil = until
	}
	if !slices.ContainsFunc(a.bound, func(c *sip.ContactHeader) bool { return sameContact(c, contact) }) {
		a.bound = append(a.bound[max(0, len(a.bound)-3):], contact)
	}
}

// mayBeBound reports whether the exchange may have a contact of ours at this time.
func (a *account) mayBeBound() bool { return len(a.bound) > 0 && time.Now().Before(a.boundUntil) }

func sameContact(a, b *sip.ContactHeader) bool { return a.Address.String() == b.Address.String() }

func (a *account) registration(t *trunk, expires time.Duration) *sip.Request {
	a.seq++
	seconds := strconv.Itoa(int(expires / time.Second))
	req := sip.NewRequest(sip.REGISTER, a.domain.uri(""))
	req.AppendHeader(t.via())
	forwards := sip.MaxForwardsHeader(70)
	req.AppendHeader(&forwards)
	a.route(req)
	aor := a.domain.uri(escapeUser(a.User))
	from := &sip.FromHeader{DisplayName: quote(a.DisplayName), Address: aor}
	from.Params.Add("tag", a.tag)
	req.AppendHeader(from)
	req.AppendHeader(&sip.ToHeader{Address: *aor.Clone()})
	id := sip.CallIDHeader(a.callID)
	req.AppendHeader(&id)
	req.AppendHeader(&sip.CSeqHeader{SeqNo: a.seq, MethodName: sip.REGISTER})
	contact := t.contactHeader()
	if expires > 0 {
		h := contact.Clone()
		a.flowContact(h)
		h.Params.Add("expires", seconds)
		req.AppendHeader(h)
	}
	for _, old := range a.bound {
		if !a.mayBeBound() || expires > 0 && sameContact(old, contact) {
			continue
		}
		h := &sip.ContactHeader{Address: *old.Address.Clone()}
		if sameContact(old, contact) {
			a.flowContact(h)
		}
		h.Params.Add("expires", "0")
		req.AppendHeader(h)
	}
	req.AppendHeader(sip.NewHeader("Expires", seconds))
	req.AppendHeader(sip.NewHeader("Allow", methods))
	a.offersFlow(req)
	req.AppendHeader(sip.NewHeader("User-Agent", a.line.options.UserAgent))
	req.SetDestination(t.nextHop().String())
	return req
}

// route puts the outbound proxy before a request outside dialogs (RFC 3261 §8.1.2).
func (a *account) route(req *sip.Request) {
	if a.Proxy == "" {
		return
	}
	u := a.proxy.uri("")
	if a.Transport != softphone.UDP {
		u.UriParams.Add("transport", string(a.Transport))
	}
	u.UriParams.Add("lr", "")
	req.AppendHeader(&sip.RouteHeader{Address: u})
}

// grantedTo is the time given to our contact, else to all, else what we asked for (RFC 3261 §10.2.4).
func grantedTo(res *sip.Response, ours *sip.ContactHeader, asked time.Duration) time.Duration {
	seconds := func(s string) (time.Duration, bool) {
		n, err := strconv.ParseUint(strings.TrimSpace(s), 10, 24)
		return time.Duration(n) * time.Second, err == nil
	}
	for _, h := range res.GetHeaders("Contact") {
		c, ok := h.(*sip.ContactHeader)
		if !ok || c.Address.User != ours.Address.User || strings.Trim(c.Address.Host, "[]") != ours.Address.Host || c.Address.Port != ours.Address.Port {
			continue
		}
		if v, ok := c.Params.Get("expires"); ok {
			if d, ok := seconds(v); ok {
				return d
			}
		}
	}
	if d, ok := seconds(field(res, "Expires")); ok {
		return d
	}
	return asked
}

// seenElsewhere takes over the address the exchange saw us at (RFC 3581 §4); the next REGISTER takes the old one back.
func (a *account) seenElsewhere(t *trunk, res *sip.Response) bool {
	via := res.Via()
	if via == nil || a.Listen != "" {
		return false
	}
	received, _ := via.Params.Get("received")
	rport, _ := via.Params.Get("rport")
	t.mu.Lock()
	defer t.mu.Unlock()
	seen := t.contact
	if ip, err := netip.ParseAddr(strings.Trim(received, "[]")); err == nil && !ip.IsUnspecified() {
		seen = netip.AddrPortFrom(ip.Unmap(), seen.Port())
	}
	if p, err := strconv.ParseUint(rport, 10, 16); err == nil && p > 0 {
		seen = netip.AddrPortFrom(seen.Addr(), uint16(p))
	}
	if seen == t.contact {
		return false
	}
	t.contact = seen
	return true
}

// final sends a request and waits for its final response.
func (t *trunk) final(ctx context.Context, req *sip.Request, limit time.Duration) (*sip.Response, error) {
	type outcome struct {
		res *sip.Response
		err error
	}
	got := make(chan outcome, 1)
	t.ask(req, limit, func(res *sip.Response, err error) {
		if err != nil || !res.IsProvisional() {
			select {
			case got <- outcome{res, err}:
			default:
			}
		}
	})
	select {
	case o := <-got:
		return o.res, o.err
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-t.closed:
		return nil, net.ErrClosed
	}
}
