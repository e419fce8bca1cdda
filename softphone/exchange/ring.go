package exchange

import (
	"context"
	"sync"

	"github.com/emiago/sipgo/sip"

	"anteroom/softphone"
)

// Ring makes a practice caller ring the console: the one with that ID, or with "" the next in that language ("" for
// any). The error is a softphone.Reason: line_not_ready when the console is not registered, bad_value for nobody of
// that name, too_many_calls.
func (e *Exchange) Ring(ctx context.Context, caller, language string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	select {
	case <-e.opened:
	default:
		return softphone.Reason{Code: softphone.LineNotReady, Detail: "the practice line is not open"}
	}
	s := e.choose(caller, language)
	if s == nil {
		return softphone.Reason{Code: softphone.BadValue, Detail: "no practice caller " + caller + " " + language}
	}
	to, ok := e.registrar.newest()
	if !ok {
		return softphone.Reason{Code: softphone.LineNotReady, Detail: "nobody is registered at the practice line"}
	}
	done, ok := e.mayRing()
	if !ok {
		return softphone.Reason{Code: softphone.TooManyCalls}
	}
	c, err := e.newCall(&party{name: s.Name, number: s.Number, clips: s.clips, behaviour: newCaller(s, e.manners)})
	if err != nil {
		done()
		return softphone.Reason{Code: softphone.PracticeFailed, Detail: err.Error()}
	}
	c.uncount = done
	at := c.contact
	c.callID = c.localTag + "@" + host
	c.dialog.local, c.localName = sip.Uri{Scheme: "sip", User: s.Number, Host: host, Port: at.Port}, s.Name
	c.remote = sip.Uri{Scheme: "sip", User: ownNumber, Host: host, Port: at.Port}
	c.target, c.destination = to.address, to.source
	if !e.start(c) {
		return softphone.Reason{Code: softphone.TooManyCalls}
	}
	return nil
}

// mayRing counts one more ringing caller; what it gives back counts him off, once.
func (e *Exchange) mayRing() (done func(), ok bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.closed || e.ringing >= maxRinging {
		return nil, false
	}
	e.ringing++
	return sync.OnceFunc(func() {
		e.mu.Lock()
		defer e.mu.Unlock()
		e.ringing--
	}), true
}

// choose finds the caller, or the next one in turn who is not on a call already.
func (e *Exchange) choose(caller, language string) *Story {
	var fit []*Story
	for _, s := range e.stories {
		if s.Role == "" && (language == "" || s.Language == language) {
			fit = append(fit, s)
		}
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	for k := range fit {
		n := (e.turn[language] + k) % len(fit)
		if caller == "" && !e.busy(fit[n]) || fit[n].ID == caller {
			e.turn[language] = n + 1
			return fit[n]
		}
	}
	if caller != "" || len(fit) == 0 {
		return nil
	}
	n := e.turn[language] % len(fit) // all of them: one rings a second time
	e.turn[language] = n + 1
	return fit[n]
}

// busy reports whether somebody is on a call; e.mu is held.
func (e *Exchange) busy(s *Story) bool {
	for _, c := range e.calls {
		if c.party.number == s.Number {
			return true
		}
	}
	return false
}
