package line

import (
	"context"
	"math/rand/v2"
	"time"

	"anteroom/softphone"
)

// failed tells why and waits.
func (a *account) failed(ctx context.Context, why softphone.Reason) {
	if ctx.Err() != nil {
		return
	}
	a.change(softphone.LineFailed, why)
	if a.failing.IsZero() {
		a.failing = time.Now()
	}
	d := pause(why.Code, a.line.options.Retry, a.fails, time.Since(a.failing))
	untried := a.untried(why.Code)
	a.fails++
	if untried {
		return
	}
	d = d*3/4 + rand.N(d/2+1) // spread, so that a whole office does not come back in the same second
	timer := time.NewTimer(d)
	defer timer.Stop()
	moves := a.moves // there may be a network again
	if everywhere(why) {
		moves = nil
	}
	select {
	case <-ctx.Done():
	case <-timer.C:
	case <-moves:
		a.hurried = true
	}
}

// pause is how long to wait after a failure: shortly for the first minute, so that an exchange that starts again has us
// back within five seconds; longer when it lasts, and long where trying again looks like an attack. Exchanges shut an
// address out after about five wrong passwords in ten minutes. With a first pause of half a second, that is 3 s, 30 s.
func pause(why softphone.ReasonCode, first time.Duration, fails int, lasted time.Duration) time.Duration {
	most := 60 * first
	if lasted < 120*first {
		most = 6 * first
	}
	switch why {
	case softphone.WrongPassword:
		first, most = 600*first, 3600*first
	case softphone.Forbidden, softphone.UnknownUser, softphone.WeakDigest:
		first, most = 60*first, 600*first
	}
	return min(first<<min(fails, 10), most)
}

// rest waits until the registration is to be refreshed, or is to be made anew because the connection or the server has
// gone, which the error says where it is known.
func (a *account) rest(ctx context.Context, t *trunk, granted time.Duration) error {
	d := min(granted/2, 5*time.Minute)
	refresh := time.NewTimer(max(d-rand.N(d/10+1), 100*time.Millisecond))
	defer refresh.Stop()
	every := t.keepAliveEvery()
	watched := a.several() && t.network == "UDP" && !t.isOutbound()
	if watched {
		every = probeEvery()
	}
	alive := time.NewTicker(every)
	defer alive.Stop()
	verdict := make(chan error, 2)
	if watched {
		t.probe(verdict) // to see whether it answers
	}
	if t.network == "UDP" {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		t.goes(func() { canary(ctx, t.nextHop(), verdict) })
	}
	away := false
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-refresh.C:
			return nil
		case <-a.wanted:
			a.watch(t, false)
		case <-a.moves:
			switch {
			case a.elsewhere(t):
				a.hurried = away
				return nil
			case a.cutOff(t):
				away = true
				a.offline()
			case away:
				a.hurried = true
				return nil
			}
		case <-t.lost:
			switch {
			case t.connected():
			case watched:
				t.probe(verdict)
			default:
				return nil
			}
		case err := <-verdict:
			if err == errRebound {
				return nil
			}
			if err != nil {
				return err
			}
		case <-alive.C:
			if watched {
				t.probe(verdict)
			} else {
				t.keepAlive(verdict)
			}
		}
	}
}
