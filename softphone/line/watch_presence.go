package line

import (
	"context"
	"slices"

	"anteroom/softphone"
)

const (
	eventPresence = "presence"
	kindPresence  = "application/pidf+xml"
)

// WatchPresence has an account follow what the exchange tells of these numbers' owners, and of no others (RFC 3856).
// What comes of it is told as PresenceTold. An exchange that tells nothing of the kind refuses (489), and that is that.
func (l *Line) WatchPresence(_ context.Context, id softphone.LineID, numbers []string) error {
	return l.want(id, func(a *account) { a.people = slices.Clone(numbers) })
}

// want changes what an account is to watch.
func (l *Line) want(id softphone.LineID, change func(*account)) error {
	l.mu.Lock()
	a := l.accounts[id]
	l.mu.Unlock()
	if a == nil {
		return softphone.Reason{Code: softphone.NoSuchLine, Detail: string(id)}
	}
	a.mu.Lock()
	change(a)
	a.mu.Unlock()
	select {
	case a.wanted <- struct{}{}:
	default:
	}
	return nil
}

// watchPresence follows the owner of a number; nil where it is none that can be dialled.
func (a *account) watchPresence(t *trunk, number string) *subscription {
	to, _, err := readDialled(number, a.domain)
	if err != nil {
		return nil
	}
	s := newSubscription(t, eventPresence, kindPresence, to)
	var told softphone.Told
	tell := func(now softphone.Told) {
		if now != told && !s.stopped() { // another may watch the number by then
			told = now
			a.line.tell(softphone.PresenceTold{At: a.line.at(), Line: a.ID, Number: number, Told: now})
		}
	}
	s.lost = func() { tell(softphone.Told{}) }
	s.take = func(body []byte) bool {
		if now, err := readPIDF(body); err == nil {
			tell(now)
		}
		return true // every body is the whole (RFC 3863)
	}
	return s
}
