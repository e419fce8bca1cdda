package line

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"anteroom/softphone"

	"github.com/emiago/sipgo/sip"
)

// keptReferrals is how many REFERs of ours a call remembers, so that late NOTIFYs are still answered.
const keptReferrals = 8

// patienceWith is how long the other side of a REFER may be silent.
type patienceWith struct {
	notify   time.Duration // until the first NOTIFY
	progress time.Duration // after a provisional one
	answer   time.Duration // ours, to a REFER of the other side
	call     time.Duration // until the call that was asked for begins
}

func usualPatience() patienceWith {
	return patienceWith{notify: time.Minute, progress: 3 * time.Minute,
		answer: 25 * time.Second, // the other side gives up after 32 s (RFC 3261 §17.1.2.2)
		call:   30 * time.Second}
}

// referral is a REFER of ours and the subscription it begins (RFC 3515 §2.4.4).
type referral struct {
	to      string // Refer-To
	auth    attempt
	seq     uint32 // its CSeq, which is the id of its subscription
	heard   bool   // a NOTIFY came
	settled bool   // the desk knows what came of it, or does not care any more
	over    bool   // no further NOTIFY is awaited
	stop    func()
}

// SendTransfer asks the other side to call a number, or the other side of another call in our place.
func (l *Line) SendTransfer(ctx context.Context, id softphone.CallID, number string, with softphone.CallID) error {
	if with == "" {
		return l.on(ctx, id, func(c *call) error {
			to, replaced, err := readDialled(number, c.trunk.account.domain)
			if err != nil {
				return err
			}
			if replaced != nil {
				return c.refer(replaced.within(to))
			}
			return c.refer(to.String())
		})
	}
	found := make(chan string, 1)
	err := l.on(ctx, with, func(c *call) error {
		to, err := c.replaceable()
		found <- to
		return err
	})
	if err != nil {
		return err
	}
	return l.on(ctx, id, func(c *call) error { return c.refer(<-found) })
}

// refer sends REFER. One at a time is followed; those before it were dropped or have had their outcome.
func (c *call) refer(to string) error {
	if c.phase != talking || slices.ContainsFunc(c.referrals, func(r *referral) bool { return !r.settled }) {
		return wrongState
	}
	r := &referral{to: to, stop: func() {}}
	c.referrals = append(c.referrals, r)
	if n := len(c.referrals) - keptReferrals; n > 0 {
		c.referrals = slices.Delete(c.referrals, 0, n)
	}
	c.sendRefer(r)
	return nil
}

func (c *call) sendRefer(r *referral) {
	c.dialog.localSeq++
	r.seq = c.dialog.localSeq
	req := c.dialog.request(c.trunk, sip.REFER, r.seq)
	req.AppendHeader(sip.NewHeader("Refer-To", "<"+r.to+">"))
	aor := c.trunk.aor()
	req.AppendHeader(sip.NewHeader("Referred-By", "<"+aor.String()+">")) // RFC 3892
	req.AppendHeader(sip.NewHeader("Allow", methods))
	req.AppendHeader(sip.NewHeader("Supported", extensions))
	r.auth.put(req)
	c.ask(req, 0, func(res *sip.Response, err error) { c.referAnswered(r, req, res, err) })
}

func (c *call) referAnswered(r *referral, req *sip.Request, res *sip.Response, err error) {
	switch {
	case errors.Is(err, errClosed):
	case err != nil && r.heard: // it was accepted all the same
	case err != nil:
		why := wireReason(err)
		if why.Code == softphone.NoAnswerFromHost {
			why.Code = softphone.NoAnswer
		}
		c.referRefused(r, why)
	case res.IsProvisional():
	case res.IsSuccess():
		if !r.heard && !r.over {
			c.awaitNotify(r, c.line.patience.notify)
		}
	case challenged(res) && !r.settled:
		if ok, _ := r.auth.answer(c.trunk.account.credentials, req, res); ok {
			c.sendRefer(r)
			return
		}
		c.referRefused(r, statusReason(res))
	case res.StatusCode == 481 && c.phase != leaving: // RFC 5057 §5.1: the dialog has gone
		c.ended(softphone.EndedByNetwork, softphone.Reason{Code: softphone.ConnectionCut, Detail: statusText(res)})
		c.bye(&c.dialog)
	default:
		c.referRefused(r, statusReason(res))
	}
}

// referRefused: there is no subscription, unless a NOTIFY has shown that there is.
func (c *call) referRefused(r *referral, why softphone.Reason) {
	r.over = true
	r.stop()
	c.settle(r, softphone.TransferFailed{At: c.line.at(), Call: c.id, Refused: true, Reason: why})
}

// settle tells the desk, once, what came of a REFER.
func (c *call) settle(r *referral, e softphone.Event) {
	if r.settled || c.told {
		return
	}
	r.settled = true
	c.line.tell(e)
}

// awaitNotify gives the other side so long to say more.
func (c *call) awaitNotify(r *referral, d time.Duration) {
	r.stop()
	r.stop = c.after(d, func() {
		r.over = true
		c.settle(r, c.unanswered())
	})
}

func (c *call) unanswered() softphone.Event {
	return softphone.TransferFailed{At: c.line.at(), Call: c.id, Reason: softphone.Reason{Code: softphone.NoAnswer}}
}

// notified takes a NOTIFY of a subscription that a REFER of ours has begun (RFC 3515 §2.4.4 and 2.4.5).
func (c *call) notified(in *incoming) {
	r := c.subscription(field(in.req, "Event", "o"))
	if r == nil {
		in.refuse(481)
		return
	}
	in.refuse(200)
	r.heard = true
	if r.over {
		return
	}
	state, _, _ := strings.Cut(field(in.req, "Subscription-State"), ";")
	status, phrase, ok := readFragment(in.req.Body())
	switch {
	case ok && status >= 300:
		why := statusReason(sip.NewResponse(status, phrase))
		c.settle(r, softphone.TransferFailed{At: c.line.at(), Call: c.id, Reason: why})
	case ok && status >= 200:
		c.settle(r, softphone.TransferDone{At: c.line.at(), Call: c.id})
	case strings.EqualFold(strings.TrimSpace(state), "terminated"):
		c.settle(r, c.unanswered())
	default:
		c.awaitNotify(r, c.line.patience.progress)
		return
	}
	r.over = true
	r.stop()
}

// subscription finds the REFER that a NOTIFY is about. The first one of a dialog need not be named by its id (RFC 3515
// §2.4.6); who never names any is taken to mean the one that is not over.
func (c *call) subscription(event string) *referral {
	parts := strings.Split(event, ";")
	if !strings.EqualFold(strings.TrimSpace(parts[0]), "refer") || len(c.referrals) == 0 {
		return nil
	}
	for _, p := range parts[1:] {
		name, id, _ := strings.Cut(p, "=")
		if !strings.EqualFold(strings.TrimSpace(name), "id") {
			continue
		}
		i := slices.IndexFunc(c.referrals, func(r *referral) bool {
			return strconv.Itoa(int(r.seq)) == strings.TrimSpace(id)
		})
		if i < 0 {
			return nil
		}
		return c.referrals[i]
	}
	if i := slices.IndexFunc(c.referrals, func(r *referral) bool { return !r.over }); i >= 0 {
		return c.referrals[i]
	}
	return c.referrals[len(c.referrals)-1]
}

// dropReferrals: the desk goes back to the caller. What his telephone still makes of the REFER is not told any more.
func (c *call) dropReferrals() {
	for _, r := range c.referrals {
		r.settled = true
	}
}

// endReferrals gives subscriptions that outlive the call the time of a transaction.
func (c *call) endReferrals() {
	c.dropReferrals()
	for _, r := range c.referrals {
		if !r.over {
			r.stop()
			r.stop = c.after(64*sip.T1, func() { r.over = true })
		}
	}
}

func (c *call) subscribed() bool {
	return slices.ContainsFunc(c.referrals, func(r *referral) bool { return !r.over })
}
