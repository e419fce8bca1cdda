package line

import (
	"context"
	"slices"

	"anteroom/softphone"
)

const (
	eventSummary = "message-summary"
	kindSummary  = "application/simple-message-summary"
	eventDialog  = "dialog"
	kindDialog   = "application/dialog-info+xml"
)

// watching is what an account follows at its exchange. It belongs to the account's goroutine.
type watching struct {
	on    *trunk
	mail  *subscription            // of our own mailbox (RFC 3842)
	lamps map[string]*subscription // of telephones, by number (RFC 4235)
}

// watch begins what is to be followed and is not. What was refused is asked for again when the line has registered
// anew, not at each refresh. The practice exchange has nothing to tell.
func (a *account) watch(t *trunk, anew bool) {
	if a.ID == softphone.PracticeLine {
		return
	}
	w := &a.watching
	if w.on != t {
		*w = watching{on: t, lamps: map[string]*subscription{}} // those of another trunk have ended with it
	}
	if w.mail == nil || anew && w.mail.ended() {
		w.mail = a.watchMail(t)
		t.goes(w.mail.run)
	}
	numbers := a.lampNumbers()
	for n, s := range w.lamps {
		if !slices.Contains(numbers, n) {
			s.end()
			delete(w.lamps, n)
		}
	}
	for _, n := range numbers {
		if s := w.lamps[n]; s == nil || anew && s.ended() {
			if s = a.watchLamp(t, n); s != nil {
				w.lamps[n] = s
				t.goes(s.run)
			}
		}
	}
}

// WatchLamps has an account watch the telephones with these numbers, and no others. What comes of it is told as
// LampChanged.
func (l *Line) WatchLamps(_ context.Context, id softphone.LineID, numbers []string) error {
	l.mu.Lock()
	a := l.accounts[id]
	l.mu.Unlock()
	if a == nil {
		return softphone.Reason{Code: softphone.NoSuchLine, Detail: string(id)}
	}
	a.mu.Lock()
	a.numbers = slices.Clone(numbers)
	a.mu.Unlock()
	select {
	case a.wanted <- struct{}{}:
	default:
	}
	return nil
}

func (a *account) lampNumbers() []string {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.numbers
}

// watchLamp follows a telephone; nil where the number is none that can be dialled.
func (a *account) watchLamp(t *trunk, number string) *subscription {
	to, _, err := readDialled(number, a.domain)
	if err != nil {
		return nil
	}
	s := newSubscription(t, eventDialog, kindDialog, to)
	var seen lampView
	told := softphone.LampUnknown
	tell := func() {
		if now := seen.state(); now != told && !s.stopped() { // another may watch the number by then
			told = now
			a.line.tell(softphone.LampChanged{At: a.line.at(), Line: a.ID, Number: number, State: now})
		}
	}
	s.lost = func() { seen = lampView{}; tell() }
	s.take = func(body []byte) bool {
		info, err := readDialogInfo(body)
		if err != nil {
			return true // it would be no better a second time
		}
		whole := seen.take(info)
		if whole { // else what was known last is shown until the whole comes
			tell()
		}
		return whole
	}
	return s
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
	for _, s := range w.lamps {
		if !s.ended() {
			out = append(out, s)
		}
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
