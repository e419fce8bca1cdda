package line

import (
	"context"

	"anteroom/softphone"
)

const (
	eventSummary = "message-summary"
	kindSummary  = "application/simple-message-summary"
)

// watching is what an account follows at its exchange. It belongs to the account's goroutine.
type watching struct {
	on   *trunk
	mail *subscription // of our own mailbox (RFC 3842)
}

// watch begins what is to be followed and is not. What was refused is asked for again when the line has registered
// anew, not at each refresh. The practice exchange has nothing to tell.
func (a *account) watch(t *trunk, anew bool) {
	if a.ID == softphone.PracticeLine {
		return
	}
	w := &a.watching
	if w.on != t {
		*w = watching{on: t} // those of another trunk have ended with it
	}
	if w.mail == nil || anew && w.mail.ended() {
		w.mail = a.watchMail(t)
		t.goes(w.mail.run)
	}
}

// watchMail follows our mailbox. Without a subscription its last count stays: the exchange may tell unasked.
func (a *account) watchMail(t *trunk) *subscription {
	s := newSubscription(t, eventSummary, kindSummary, t.aor())
	s.lost = func() {}
	s.take = func(body []byte) bool {
		if v, ok := readSummary(body); ok {
			a.line.tell(softphone.VoicemailChanged{At: a.line.at(), Line: a.ID, Voicemail: v})
		}
		return true
	}
	return s
}

// all is every subscription that runs.
func (w *watching) all() (out []*subscription) {
	if w.mail != nil && !w.mail.ended() {
		out = append(out, w.mail)
	}
	return out
}

// renew tells the exchange at once where we are now.
func (w *watching) renew() {
	for _, s := range w.all() {
		select {
		case s.renew <- struct{}{}:
		default:
		}
	}
}

// unwatch un-subscribes; the channels close when that is done.
func (w *watching) unwatch() (done []<-chan struct{}) {
	for _, s := range w.all() {
		s.end()
		done = append(done, s.done)
	}
	*w = watching{}
	return done
}

func waitAll(ctx context.Context, done []<-chan struct{}) {
	for _, d := range done {
		select {
		case <-d:
		case <-ctx.Done():
		}
	}
}
