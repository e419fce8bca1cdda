package line

import (
	"fmt"
	"slices"
	"sync"
	"time"

	"anteroom/softphone"

	"github.com/emiago/sipgo/sip"
)

// reportLimit is how long somebody who had us call somebody else is kept informed.
const reportLimit = 10 * time.Minute

// report tells whoever asked us to call somebody what comes of it (NOTIFY, RFC 3515 §2.4.4). It belongs to the call it
// was asked in; the one that was made only brings news.
type report struct {
	asker *call
	made  softphone.CallID
	by    string // Referred-By, which the INVITE repeats (RFC 3892 §2.2)
	seq   uint32 // CSeq of the REFER
	auth  attempt
	sent  int  // the last status sent
	busy  bool // a NOTIFY is under way
	over  bool
	stop  func()

	mu     sync.Mutex // guards the newest, which the made call writes
	status int
	phrase string
}

// news notes how far the call has come; from any goroutine. The first final status stays.
func (r *report) news(status int, phrase string) {
	r.mu.Lock()
	stale := r.status >= 200 || status == r.status
	if !stale {
		r.status, r.phrase = status, phrase
	}
	r.mu.Unlock()
	if !stale {
		r.asker.trunk.goes(func() { r.asker.post(func() { r.asker.sendReport(r) }) })
	}
}

func (r *report) newest() (int, string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.status, r.phrase
}

// reportOn begins to report on a call, which need not have begun yet.
func (c *call) reportOn(made softphone.CallID, a *asking) {
	by := clean(a.by)
	if by != a.by { // a shortened one would be worse than none
		by = ""
	}
	r := &report{asker: c, made: made, by: by, seq: a.in.req.CSeq().SeqNo, status: 100, phrase: statusWords[100]}
	c.reports = append(c.reports, r)
	r.stop = c.after(reportLimit, func() { c.closeReport(r) })
	c.sendReport(r)
	c.line.follow(r)
	c.after(c.line.patience.call, func() {
		if c.line.unfollow(r) { // it was never made
			r.news(503, statusWords[503])
		}
	})
}

func (c *call) sendReport(r *report) {
	status, phrase := r.newest()
	if r.over || r.busy || r.sent == status {
		return
	}
	r.sent, r.busy = status, true
	c.dialog.localSeq++
	req := c.dialog.request(c.trunk, sip.NOTIFY, c.dialog.localSeq)
	req.AppendHeader(sip.NewHeader("Event", fmt.Sprintf("refer;id=%d", r.seq)))
	state := fmt.Sprintf("active;expires=%d", int(reportLimit.Seconds()))
	if status >= 200 {
		state = "terminated;reason=noresource"
	}
	req.AppendHeader(sip.NewHeader("Subscription-State", state))
	r.auth.put(req)
	kind := sip.ContentTypeHeader("message/sipfrag;version=2.0")
	req.AppendHeader(&kind)
	req.SetBody(fragment(status, phrase))
	c.ask(req, 0, func(res *sip.Response, err error) {
		if err == nil && res.IsProvisional() {
			return
		}
		r.busy = false
		switch {
		case err == nil && challenged(res):
			if ok, _ := r.auth.answer(c.trunk.account.credentials, req, res); ok {
				r.sent = 0
				c.sendReport(r)
				return
			}
			c.closeReport(r)
		case err != nil || !res.IsSuccess() || status >= 200:
			c.closeReport(r)
		default:
			r.auth.accepted()
			c.sendReport(r)
		}
	})
}

func (c *call) closeReport(r *report) {
	r.over = true
	r.stop()
	c.line.unfollow(r)
	c.reports = slices.DeleteFunc(c.reports, func(x *report) bool { return x == r })
}

// endReports gives reports that outlive their call the time of a transaction.
func (c *call) endReports() {
	for _, r := range c.reports {
		r.stop()
		r.stop = c.after(64*sip.T1, func() { c.closeReport(r) })
	}
}

// follow joins a report with the call it is about, now or when that begins.
func (l *Line) follow(r *report) {
	l.mu.Lock()
	made := l.calls[r.made]
	if made == nil {
		l.awaited[r.made] = r
	}
	l.mu.Unlock()
	if made != nil {
		made.trunk.goes(func() {
			if !made.post(func() { made.followedBy(r) }) {
				r.news(487, statusWords[487])
			}
		})
	}
}

// unfollow reports whether the call had not begun.
func (l *Line) unfollow(r *report) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.awaited[r.made] != r {
		return false
	}
	delete(l.awaited, r.made)
	return true
}

// followedBy joins a call that has begun with who had us make it.
func (c *call) followedBy(r *report) {
	c.follower = r
	switch {
	case c.phase == leaving:
		c.progressEnded(softphone.EndedByUs)
	case c.answered:
		c.progress(200, statusWords[200])
	case c.rang:
		c.progress(180, statusWords[180])
	}
}

func (c *call) progress(status int, phrase string) {
	if c.follower != nil {
		c.follower.news(status, phrase)
	}
}

// progressEnded: no further news; what was not answered has failed.
func (c *call) progressEnded(by softphone.EndedBy) {
	switch {
	case c.refusal != nil:
		c.progress(c.refusal.StatusCode, c.refusal.Reason)
	case by == softphone.EndedByUs:
		c.progress(487, statusWords[487])
	default:
		c.progress(503, statusWords[503])
	}
}

// askedFor says in an INVITE whose place it takes, and on whose behalf it is sent.
func (c *call) askedFor(req *sip.Request) {
	if c.replaces != nil {
		req.AppendHeader(sip.NewHeader("Replaces", c.replaces.String()))
		req.AppendHeader(sip.NewHeader("Require", "replaces"))
	}
	if c.follower != nil && c.follower.by != "" {
		req.AppendHeader(sip.NewHeader("Referred-By", c.follower.by))
	}
}
