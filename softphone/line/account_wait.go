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
	a.fails++
	d = d*3/4 + rand.N(d/2+1) // spread, so that a whole office does not come back in the same second
	timer := time.NewTimer(d)
	defer timer.Stop()
	moves := a.moves // there may be a network again
	switch why.Code {
	case softphone.WrongPassword, softphone.Forbidden, softphone.UnknownUser:
		moves = nil
	}
	select {
	case <-ctx.Done():
	case <-timer.C:
	case <-moves:
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

// rest waits until the registration is to be refreshed, or is to be made anew because the connection has gone.
func (a *account) rest(ctx context.Context, t *trunk, granted time.Duration) {
	d := min(granted/2, 5*time.Minute)
	refresh := time.NewTimer(max(d-rand.N(d/10+1), 100*time.Millisecond))
	defer refresh.Stop()
	alive := time.NewTicker(25 * time.Second)
	defer alive.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-refresh.C:
			return
		case <-a.wanted:
			a.watch(t, false)
		case <-a.moves:
			if a.elsewhere(t) {
				return
			}
		case <-t.lost:
			if !t.connected() {
				return
			}
		case <-alive.C:
			t.keepAlive()
		}
	}
}

// keepAlive holds a router's mapping open and notices a dead connection (RFC 5626 §3.5.1).
func (t *trunk) keepAlive() {
	ping := []byte("\r\n\r\n")
	t.mu.Lock()
	f := t.flow
	t.mu.Unlock()
	switch {
	case f != nil:
		f.Write(ping)
	case !t.hop.Addr().IsLoopback():
		t.datagram(ping, t.hop)
	}
}
