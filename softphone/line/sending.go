package line

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"strings"
	"time"

	"github.com/emiago/sipgo/sip"
)

// via gives a fresh Via for a request of ours (RFC 3261 §8.1.1.7, RFC 3581 §3).
func (t *trunk) via() *sip.ViaHeader {
	local := t.localAddr()
	v := &sip.ViaHeader{ProtocolName: "SIP", ProtocolVersion: "2.0", Transport: t.network,
		Host: local.Addr().String(), Port: int(local.Port())}
	v.Params.Add("branch", t.branch())
	v.Params.Add("rport", "")
	return v
}

// prepare makes a request ready for the wire: its destination is settled here, so that sipgo never looks up names.
func (t *trunk) prepare(ctx context.Context, req *sip.Request) error {
	req.SetTransport(t.network)
	if t.network == "UDP" {
		local := t.localAddr()
		req.Laddr = sip.Addr{IP: local.Addr().AsSlice(), Port: int(local.Port())}
	}
	if req.MessageData.Destination() == "" {
		uri := &req.Recipient
		if r := req.Route(); r != nil {
			uri = &r.Address
		}
		to, err := t.locate(ctx, uri)
		if err != nil {
			return err
		}
		req.SetDestination(to.String())
	}
	if req.ContentLength() == nil {
		req.SetBody(req.Body())
	}
	return nil
}

// leadsTo reports whether the next hop is the way to call this URI: always where there is an exchange or a proxy, else
// only when the URI names the one peer of a direct line.
func (a *account) leadsTo(uri *sip.Uri) bool {
	if a.Register || a.Proxy != "" {
		return true
	}
	return strings.Trim(uri.Host, "[]") == a.domain.name && (uri.Port == 0 || uri.Port == a.domain.port)
}

// locate finds where a request to this URI goes. The exchange is reached over the connection that stands.
func (t *trunk) locate(ctx context.Context, uri *sip.Uri) (netip.AddrPort, error) {
	h := host{name: strings.Trim(uri.Host, "[]"), port: uri.Port}
	if h == t.domain {
		return t.nextHop(), nil
	}
	all, err := resolve(ctx, t.account.line.options.Names, h, t.account.Transport)
	if err != nil {
		return netip.AddrPort{}, err
	}
	if t.connected() && all[0].Addr() == t.nextHop().Addr() {
		return t.nextHop(), nil
	}
	return all[0], nil
}

// send writes a copy of a request that has no transaction: an ACK to a 2xx. Where it goes is looked up each time, as for
// every other request in the dialog: sipgo's copy would carry the host of its URI, whatever connection stands.
func (t *trunk) send(req *sip.Request) error {
	ctx, cancel := t.within(dialTimeout)
	defer cancel()
	req = req.Clone()
	req.SetDestination("")
	if err := t.prepare(ctx, req); err != nil {
		return err
	}
	conn, err := t.tp.ClientRequestConnection(ctx, req)
	if err != nil {
		return fmt.Errorf("line: send %s: %w", req.Method, err)
	}
	defer conn.TryClose()
	if err := conn.WriteMsg(req); err != nil {
		return fmt.Errorf("line: send %s: %w", req.Method, err)
	}
	return nil
}

var errClosed = errors.New("line is closed")

// final reports whether a request that failed would fail again: nobody answered in time, or the line is closed. Every
// other error is the transport's and may be over in a moment.
func final(err error) bool {
	return errors.Is(err, sip.ErrTransactionTimeout) || errors.Is(err, errClosed)
}

// ask sends a request in its own transaction. on gets every response, repeated 2xx included, and at most one error,
// always from other goroutines; nothing at all once the trunk is closed. A limit above 0 ends the wait for the final
// response earlier than RFC 3261 would.
func (t *trunk) ask(req *sip.Request, limit time.Duration, on func(*sip.Response, error)) {
	t.askUntil(req, limit, nil, on)
}

// askUntil is ask for a request that may be given up: nothing more is heard of it once stop is closed.
func (t *trunk) askUntil(req *sip.Request, limit time.Duration, stop <-chan struct{}, on func(*sip.Response, error)) {
	t.goes(func() {
		if err := t.transact(req, limit, stop, on); err != nil {
			on(nil, err)
		}
	})
}

func (t *trunk) transact(req *sip.Request, limit time.Duration, stop <-chan struct{}, on func(*sip.Response, error)) error {
	ctx, cancel := t.within(dialTimeout)
	defer cancel()
	if err := t.prepare(ctx, req); err != nil {
		return err
	}
	tx, err := t.tx.NewClientTransaction(ctx, req)
	if err != nil {
		return fmt.Errorf("line: send %s: %w", req.Method, err)
	}
	tx.OnRetransmission(func(res *sip.Response) { on(res, nil) })
	if err := tx.Init(); err != nil {
		tx.Terminate()
		return fmt.Errorf("line: send %s: %w", req.Method, err)
	}
	var over <-chan time.Time
	if limit > 0 {
		timer := time.NewTimer(limit)
		defer timer.Stop()
		over = timer.C
	}
	for {
		select {
		case res := <-tx.Responses():
			on(res, nil)
			if !res.IsProvisional() {
				return nil // sipgo keeps the transaction for repeated responses
			}
		case <-stop:
			tx.Terminate()
			return nil
		case <-over:
			tx.Terminate()
			return sip.ErrTransactionTimeout
		case <-tx.Done():
			if err := tx.Err(); err != nil {
				return fmt.Errorf("line: %s: %w", req.Method, err)
			}
			return errClosed
		case <-t.closed:
			tx.Terminate()
			return errClosed
		}
	}
}
