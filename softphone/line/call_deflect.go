package line

import (
	"context"

	"anteroom/softphone"

	"github.com/emiago/sipgo/sip"
)

// SendDeflect sends a ringing call elsewhere (302, RFC 3261 §21.3.3).
func (l *Line) SendDeflect(ctx context.Context, id softphone.CallID, number string) error {
	return l.on(ctx, id, func(c *call) error { return c.deflect(number) })
}

func (c *call) deflect(number string) error {
	if c.phase != ringing {
		return wrongState
	}
	to, err := target(number, c.trunk.account.domain)
	if err != nil {
		return err
	}
	c.in.refuse(302, &sip.ContactHeader{Address: to})
	c.ended(softphone.EndedByUs, softphone.Reason{Code: softphone.Transferred, Detail: number})
	return nil
}
