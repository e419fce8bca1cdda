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
	on     *trunk
	mail   *subscription            // of our own mailbox (RFC 3842)
	lamps  map[string]*subscription // of telephones, by number (RFC 4235)
	people map[string]*subscription // of their owners, by number (RFC 3856)
}

// watch begins what is to be followed and is not. What was refused is asked for again when the line has registered
// anew, not at each refresh. The practice exchange has nothing to tell.
func (a *account) watch(t *trunk, anew bool) {
	if a.ID == softphone.PracticeLine {
		return
	}
	w := &a.watching
	if w.on != t {
		*w = watching{on: t, lamps: map[string]*subscription{}, people: map[string]*subscription{}} // those of another trunk have ended with it
	}
	if w.mail == nil || anew && w.mail.ended() {
		w.mail = a.watchMail(t)
		t.goes(w.mail.run)
	}
	lamps, people := a.watched()
	w.lamps = t.keepUp(w.lamps, lamps, anew, a.watchLamp)
	w.people = t.keepUp(w.people, people, anew, a.watchPresence)
}

// keepUp ends those that are not wanted any more, and begins what is wanted and is not followed.
func (t *trunk) keepUp(has map[string]*subscription, wanted []string, anew bool, begin func(*trunk, string) *subscription) map[string]*subscription {
	for n, s := range has {
		if !slices.Contains(wanted, n) {
			s.end()
			delete(has, n)
		}
	}
	for _, n := range wanted {
		if s := has[n]; s == nil || anew && s.ended() {
			if s = begin(t, n); s != nil {
				has[n] = s
				t.goes(s.run)
			}
		}
	}
	return has
}

// WatchLamps has an account watch the telephones with these numbers, and no others. What comes of it is told as
// LampChanged.
func (l *Line) WatchLamps(_ context.Context, id softphone.LineID, numbers []string) error {
	return l.want(id, func(a *account) { a.numbers = slices.Clone(numbers) })
}

// watched is what is to be followed: whose telephones, and of whom it is to be told whether they can be had.
func (a *account) watched() (lamps, people []string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.numbers, a.people
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
	for _, group := range []map[string]*subscription{w.lamps, w.people} {
		for _, s := range group {
			if !s.ended() {
				out = append(out, s)
			}
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
