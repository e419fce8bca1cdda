package exchange

import (
	"context"
	"sync"
	"time"

	"github.com/emiago/sipgo/sip"
)

// call is one call between the console and somebody at the exchange. One goroutine owns it and lives it slice by slice;
// everybody else posts to it.
type call struct {
	dialog
	ex    *Exchange
	party *party
	sound *sound
	local localMedia

	mail  chan func()
	done  chan struct{} // closed when the call is over
	group sync.WaitGroup

	up       bool // answered
	over     bool
	invite   *invite   // when the exchange rings the console
	incoming *incoming // when the console rings the exchange
	accept   *accept   // a 200 of ours that has not been acknowledged
	farewell bool      // hang up as soon as it is
	uncount  func()    // takes this call off the ringing ones; harmless again
}

// catchUp is how many slices are made up for after a delay; more is skipped.
const catchUp = 10

// post hands work to the call's goroutine; false when the call is over.
func (c *call) post(f func()) bool {
	select {
	case c.mail <- f:
		return true
	case <-c.done:
		return false
	}
}

// run lives the call from its first to its last slice. Everything it starts has ended when it returns.
func (c *call) run(ctx context.Context) {
	defer c.group.Wait()
	defer c.end()
	c.group.Go(c.sound.read)
	c.group.Go(c.sound.readReports)
	var cancelled <-chan struct{}
	if c.incoming != nil {
		cancelled = c.incoming.cancelled
	} else if !c.ringConsole(ctx) {
		return
	}
	start := time.Now()
	timer := time.NewTimer(0)
	defer timer.Stop()
	for i := int64(0); !c.over; {
		select {
		case f := <-c.mail:
			f()
		case <-cancelled: // the 487 is on its way already
			c.over, cancelled = !c.up, nil
		case <-ctx.Done():
			c.accept = nil // nobody waits for an ACK any more
			c.hangUp(ctx)
			c.over = true
		case <-timer.C:
			now := time.Now()
			due := int64(now.Sub(start) / slice)
			if i > 0 && due-i > catchUp {
				i = due
			}
			for ; i <= due && !c.over; i++ {
				c.live(ctx, i, now)
			}
			timer.Reset(time.Until(start.Add(time.Duration(i) * slice)))
		}
	}
}

func (c *call) end() {
	c.uncount()
	c.ex.forget(c)
	if c.invite != nil && c.invite.tx != nil && !c.invite.final {
		c.invite.tx.Terminate()
	}
	// The sockets were opened by us and nobody else closes them: an error has nothing to tell.
	_ = c.sound.close()
	close(c.done)
}

// live lives one slice.
func (c *call) live(ctx context.Context, i int64, now time.Time) {
	m := moment{at: time.Duration(i) * slice, up: c.up, held: c.sound.held(), hears: c.sound.listen(), saying: c.sound.saying()}
	c.perform(ctx, c.party.behaviour.live(m))
	if !c.over {
		c.sound.send(i)
		c.repeat(ctx, now)
	}
}

func (c *call) perform(ctx context.Context, d deed) {
	switch d.act {
	case say:
		c.sound.say(c.party.clips[d.clip])
	case hush:
		c.sound.say(nil)
	case hangUp:
		c.hangUp(ctx)
	case ring, progress, answer, refuse:
		if c.incoming != nil && !c.up {
			c.respondInvite(d)
		}
	}
}

// hangUp ends the call in the way its state asks for.
func (c *call) hangUp(ctx context.Context) {
	switch {
	case c.up && c.accept != nil && c.accept.first:
		c.farewell = true // no BYE before the ACK (RFC 3261 §15)
	case c.up:
		c.bye(ctx)
	case c.incoming != nil:
		c.respondInvite(deed{act: refuse, code: 480})
	default:
		c.cancel(ctx)
	}
}

func (c *call) bye(ctx context.Context) {
	c.send(ctx, c.request(sip.BYE, c.next()))
	c.over = true
}

// send sends a request whose answer changes nothing.
func (c *call) send(ctx context.Context, req *sip.Request) {
	tx, err := c.ex.socket.request(context.WithoutCancel(ctx), req)
	if err != nil {
		return // the console cannot be reached any more; the call ends all the same
	}
	c.group.Go(func() {
		defer tx.Terminate()
		for {
			select {
			case res := <-tx.Responses():
				if !res.IsProvisional() {
					return
				}
			case <-tx.Done():
				return
			case <-ctx.Done():
				return
			}
		}
	})
}
