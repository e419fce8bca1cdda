package exchange

import (
	"context"
	"time"

	"github.com/emiago/sipgo/sip"
)

// invite is the INVITE with which somebody rings the console.
type invite struct {
	request     *sip.Request
	tx          sip.ClientTransaction
	ack         *sip.Request
	provisional bool // a CANCEL may be sent (RFC 3261 §9.1)
	wantCancel  bool
	cancelledAt time.Time
	final       bool
}

// longestTransaction is 64*T1: nobody waits longer for a final response after a CANCEL, or for an ACK.
const longestTransaction = 32 * time.Second

// ringConsole sends the INVITE; false when that failed.
func (c *call) ringConsole(ctx context.Context) bool {
	req := c.request(sip.INVITE, c.next())
	setSDP(req, c.local.offer(sendRecv))
	tx, err := c.ex.socket.request(context.WithoutCancel(ctx), req)
	if err != nil {
		return false
	}
	c.invite = &invite{request: req, tx: tx}
	again := func(*sip.Response) { c.post(c.acknowledge) }
	tx.OnRetransmission(again)
	c.group.Go(func() {
		for {
			select {
			case res := <-tx.Responses():
				if !c.post(func() { c.inviteAnswered(ctx, res) }) || !res.IsProvisional() {
					return
				}
			case <-tx.Done():
				c.post(func() { c.over = c.over || !c.up })
				return
			}
		}
	})
	return true
}

// inviteAnswered follows each response to the INVITE.
func (c *call) inviteAnswered(ctx context.Context, res *sip.Response) {
	v := c.invite
	switch {
	case v.final:
	case res.IsProvisional():
		v.provisional = true
		if v.wantCancel {
			c.cancel(ctx)
		}
	case !res.IsSuccess(): // the transaction has acknowledged it
		v.final, c.over = true, true
	default:
		v.final = true
		c.answered(ctx, res)
	}
}

// answered takes a 2xx: always acknowledged, and hung up at once where nothing can come of it.
func (c *call) answered(ctx context.Context, res *sip.Response) {
	c.uncount()
	if res.To() == nil {
		c.over = true
		return
	}
	c.remoteTag = tag(res.To().Params)
	if contact := res.Contact(); contact != nil && !contact.Address.Wildcard {
		c.target = *contact.Address.Clone()
	}
	c.invite.ack = c.request(sip.ACK, c.invite.request.CSeq().SeqNo)
	c.acknowledge()
	m, err := parseMedia(res.Body())
	if c.invite.wantCancel || err != nil || !hasSDP(res) { // a 2xx that crossed our CANCEL, or no sound in common
		c.bye(ctx)
		return
	}
	c.up = true
	c.sound.agreed(m, sendRecv)
}

// acknowledge sends the ACK, again for each 2xx that comes again.
func (c *call) acknowledge() {
	if c.invite.ack != nil {
		// A lost ACK is asked for by the next 2xx.
		_ = c.ex.socket.write(c.invite.ack)
	}
}

// cancel takes the INVITE back, as soon as that is allowed.
func (c *call) cancel(ctx context.Context) {
	v := c.invite
	v.wantCancel = true
	if v.provisional && v.cancelledAt.IsZero() && !v.final {
		v.cancelledAt = time.Now()
		c.send(ctx, cancelOf(v.request))
	}
}
