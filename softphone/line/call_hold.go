package line

import (
	"errors"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"

	"anteroom/softphone"

	"github.com/emiago/sipgo/sip"
)

// wantHold is what the desk wishes; next carries it out as soon as no other INVITE is under way (RFC 3261 §14.1).
func (c *call) wantHold(hold bool) error {
	if c.phase != talking && c.phase != accepted {
		return wrongState
	}
	if !hold {
		c.dropReferrals()
	}
	c.wish, c.asked = hold, true
	c.next()
	return nil
}

// next begins the next re-INVITE, if there is a wish and the dialog is at rest.
func (c *call) next() {
	if c.phase != talking || c.out != nil || c.server != nil || c.pausing || !c.asked && !c.refresh {
		return
	}
	if c.asked && c.wish == c.session.hold && !c.refresh {
		c.asked = false
		c.confirmHold(c.wish)
		return
	}
	o := &invitation{again: true, hold: c.session.hold, wished: c.asked, refreshes: c.refresh, before: c.session}
	if c.asked {
		o.hold = c.wish
	}
	c.refresh = false
	c.session.hold = o.hold
	c.out = o
	c.sendInvite(c.session.offer())
}

func (c *call) confirmHold(hold bool) {
	if hold {
		c.line.tell(softphone.HoldConfirmed{At: c.line.at(), Call: c.id})
	} else {
		c.line.tell(softphone.ResumeConfirmed{At: c.line.at(), Call: c.id})
	}
}

func (c *call) refuseHold(hold bool, why softphone.Reason) {
	if hold {
		c.line.tell(softphone.HoldFailed{At: c.line.at(), Call: c.id, Reason: why})
	} else {
		c.line.tell(softphone.ResumeFailed{At: c.line.at(), Call: c.id, Reason: why})
	}
}

// reinviteAnswered: a 2xx to our re-INVITE, already acknowledged. err says that its answer is of no use.
func (c *call) reinviteAnswered(o *invitation, err error) {
	if err != nil {
		c.takeBack(o)
		c.reinviteDone(o, softphone.Reason{Code: softphone.HoldRefused, Detail: err.Error()})
		return
	}
	c.putOff = false
	c.agree(false)
	c.peerHolds()
	if o.givenUp && !c.asked { // it was told as failed: put things right
		c.session.hold, c.refresh = o.before.hold, true
	}
	c.reinviteDone(o, softphone.Reason{})
}

// reinviteDone tells the desk and goes on with a newer wish, if there is one.
func (c *call) reinviteDone(o *invitation, why softphone.Reason) {
	if o.wished && !o.givenUp {
		c.asked = c.asked && c.wish != o.hold
		if why.Zero() {
			c.confirmHold(o.hold)
		} else {
			c.refuseHold(o.hold, why)
		}
	}
	if o.refreshes && !why.Zero() {
		c.notRefreshed()
	}
	c.next()
}

// takeBack restores the session as it was before a re-INVITE that failed; the version only ever grows (RFC 3264 §8).
func (c *call) takeBack(o *invitation) {
	version := c.session.version
	c.session = o.before
	if version != c.session.version {
		c.session.version, c.session.body = version, ""
	}
}

// reinviteRefused: the re-INVITE got a final refusal; the call itself stands unless the other side knows no such call.
func (c *call) reinviteRefused(o *invitation, res *sip.Response) {
	c.takeBack(o)
	if c.phase == leaving {
		return
	}
	later, asks := askedLater(res)
	switch {
	case res.StatusCode == 491:
		c.reinviteAgain(o, glarePause(!c.incoming))
	case asks && !c.putOff:
		c.putOff = true
		c.reinviteAgain(o, later)
	case res.StatusCode == 408, res.StatusCode == 481: // RFC 3261 §12.2.1.2
		c.trunk.doubt() // an exchange that started anew knows of no registration either
		c.ended(softphone.EndedByNetwork, softphone.Reason{Code: softphone.ConnectionCut, Detail: statusText(res)})
		c.bye(&c.dialog)
	default:
		c.putOff = false
		c.reinviteDone(o, softphone.Reason{Code: softphone.HoldRefused, Detail: statusText(res)})
	}
}

// reinviteAgain tries once more after a while.
func (c *call) reinviteAgain(o *invitation, pause time.Duration) {
	c.refresh = c.refresh || o.refreshes
	c.pausing = true
	c.after(pause, func() { c.pausing = false; c.next() })
}

// longestPutOff is how long a caller's hold may be put off: who is asked to wait longer is told that it failed.
const longestPutOff = 10 * time.Second

// askedLater tells whether a refusal says when to ask again: somebody who has not answered an earlier re-INVITE yet does
// (500 with Retry-After, RFC 3261 §14.2 and 20.33).
func askedLater(res *sip.Response) (time.Duration, bool) {
	h := res.GetHeader("Retry-After")
	if res.StatusCode != 500 || h == nil {
		return 0, false
	}
	digits, _, _ := strings.Cut(h.Value(), ";")
	digits, _, _ = strings.Cut(digits, "(")
	n, err := strconv.Atoi(strings.TrimSpace(digits))
	d := time.Duration(n) * time.Second
	return d, err == nil && n >= 0 && d <= longestPutOff
}

// reinviteLost: no answer at all counts as 408, trouble on the way as 503, which ends no dialog (RFC 3261 §8.1.3.1).
func (c *call) reinviteLost(o *invitation, err error) {
	c.takeBack(o)
	if c.phase == leaving || errors.Is(err, errClosed) {
		return
	}
	if !final(err) {
		c.reinviteDone(o, softphone.Reason{Code: softphone.HoldRefused, Detail: err.Error()})
		return
	}
	c.ended(softphone.EndedByNetwork, softphone.Reason{Code: softphone.ConnectionCut, Detail: err.Error()})
	c.bye(&c.dialog)
}

// glarePause is how long to wait after a 491: who owns the Call-ID waits longer (RFC 3261 §14.1).
func glarePause(owner bool) time.Duration {
	const unit = 10 * time.Millisecond
	if owner {
		return 2100*time.Millisecond + time.Duration(rand.IntN(191))*unit
	}
	return time.Duration(rand.IntN(201)) * unit
}
