package line

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"anteroom/softphone"

	"github.com/emiago/sipgo/sip"
)

// leastExpires is the shortest session interval we accept, in seconds (RFC 4028 §4).
const (
	leastExpires     = 90
	leastExpiresText = "90"
)

// sessionTimer keeps an established call from outliving the other side (RFC 4028). We never ask for one ourselves, but
// keep to what the other side or a proxy asks for.
type sessionTimer struct {
	seconds int       // 0: none
	ours    bool      // we refresh
	over    time.Time // when the call ends unless somebody has refreshed
	cancel  func()
}

func (s *sessionTimer) stop() {
	if s.cancel != nil {
		s.cancel()
		s.cancel = nil
	}
}

// sessionExpires reads Session-Expires: seconds and who refreshes ("uac", "uas" or ""); 0 when absent or unreadable.
func sessionExpires(m sip.Message) (int, string) {
	v := field(m, "Session-Expires", "x")
	parts := strings.Split(v, ";")
	n, err := strconv.ParseUint(strings.TrimSpace(parts[0]), 10, 24)
	if err != nil {
		return 0, ""
	}
	for _, p := range parts[1:] {
		if k, v, _ := strings.Cut(strings.ToLower(strings.TrimSpace(p)), "="); k == "refresher" {
			return int(n), strings.TrimSpace(v)
		}
	}
	return int(n), ""
}

// ask adds the session interval to a request of ours.
func (s *sessionTimer) ask(req *sip.Request, o *invitation) {
	seconds := max(s.seconds, o.expires)
	if seconds == 0 {
		return
	}
	who := ""
	switch {
	case s.seconds != 0 && s.ours:
		who = ";refresher=uac"
	case s.seconds != 0:
		who = ";refresher=uas"
	}
	req.AppendHeader(sip.NewHeader("Session-Expires", fmt.Sprint(seconds)+who))
	if o.minSE > 0 {
		req.AppendHeader(sip.NewHeader("Min-SE", fmt.Sprint(o.minSE)))
	}
}

// agreed takes the interval from a 2xx to a request of ours (§7.2).
func (s *sessionTimer) agreed(c *call, res *sip.Response) {
	c.learn(res)
	seconds, who := sessionExpires(res)
	s.begin(c, seconds, who != "uas")
}

// answer takes the interval from a request of the other side and puts ours into the 2xx (§9).
func (s *sessionTimer) answer(c *call, req *sip.Request, res *sip.Response) {
	seconds, who := sessionExpires(req)
	if seconds == 0 {
		s.begin(c, 0, false)
		return
	}
	able := false
	for _, w := range listed(req, "Supported", "k") {
		able = able || w == "timer"
	}
	if !able || who != "uas" && who != "uac" {
		who = "uac"
		if !able {
			who = "uas" // the caller cannot; a proxy asked for it
		}
	}
	res.AppendHeader(sip.NewHeader("Session-Expires", fmt.Sprintf("%d;refresher=%s", seconds, who)))
	if able {
		res.AppendHeader(sip.NewHeader("Require", "timer"))
	}
	s.begin(c, seconds, who == "uas")
}

// begin starts the interval anew: half of it for whoever refreshes, nearly all of it for whoever waits (§10).
func (s *sessionTimer) begin(c *call, seconds int, ours bool) {
	s.stop()
	s.seconds, s.ours = seconds, ours
	if seconds <= 0 || c.phase == leaving {
		s.seconds = 0
		return
	}
	d := time.Duration(seconds) * time.Second
	limit := d - min(32*time.Second, d/3)
	s.over = time.Now().Add(limit)
	if ours {
		s.cancel = c.after(d/2, c.refreshSession)
		return
	}
	s.cancel = c.after(limit, c.expired)
}

// expired: nobody refreshed the session.
func (c *call) expired() {
	if c.phase != talking && c.phase != accepted {
		return
	}
	c.ended(softphone.EndedByNetwork, softphone.Reason{Code: softphone.ConnectionCut, Detail: "session expired"})
	c.bye(&c.dialog)
}

// notRefreshed tries a refresh that failed again, until the interval is all but over (RFC 4028 §10).
func (c *call) notRefreshed() {
	s := &c.timers
	if s.seconds == 0 || !s.ours || c.phase != talking {
		return
	}
	pause := min(5*time.Second, time.Duration(s.seconds)*time.Second/10)
	if time.Until(s.over) < pause {
		c.expired()
		return
	}
	s.stop()
	s.cancel = c.after(pause, c.refreshSession)
}

// refreshSession sends UPDATE where the other side takes it, else a re-INVITE that changes nothing.
func (c *call) refreshSession() {
	switch {
	case c.phase == accepted:
		c.timers.cancel = c.after(time.Second, c.refreshSession)
	case c.phase != talking:
	case c.updates:
		c.sendUpdate(&invitation{again: true})
	default:
		c.refresh = true
		c.next()
	}
}

// refreshTarget shows the other side our new contact: a re-INVITE or UPDATE is what carries one (RFC 3261 §12.2).
func (c *call) refreshTarget() { c.showTarget(c.moveSound()) }

func (c *call) showTarget(moved bool) {
	switch {
	case c.phase != talking && c.phase != accepted:
	case c.updates && c.phase == talking && !moved:
		c.sendUpdate(&invitation{again: true})
	default:
		c.refresh = true
		c.next()
	}
}

func (c *call) sendUpdate(o *invitation) {
	c.dialog.localSeq++
	req := c.dialog.request(c.trunk, sip.UPDATE, c.dialog.localSeq)
	req.AppendHeader(sip.NewHeader("Supported", extensions))
	c.timers.ask(req, o)
	o.auth.put(req)
	c.ask(req, 0, func(res *sip.Response, err error) {
		if c.phase != talking || err == nil && res.IsProvisional() {
			return
		}
		if o.probes {
			c.probing = false
		}
		switch {
		case errors.Is(err, errClosed):
		case err != nil && !final(err):
			c.notRefreshed()
		case o.probes && (err != nil || res.StatusCode == 408): // there is still hope
			c.trunk.doubt()
		case err != nil || res.StatusCode == 408 || res.StatusCode == 481:
			why := softphone.Reason{Code: softphone.ConnectionCut, Detail: "session not refreshed"}
			if err == nil {
				why.Detail = statusText(res)
			}
			c.trunk.doubt()
			c.ended(softphone.EndedByNetwork, why)
			c.bye(&c.dialog)
		case res.IsSuccess():
			c.dialog.refreshed(res)
			c.timers.agreed(c, res)
		case challenged(res):
			if ok, _ := o.auth.answer(c.trunk.account.credentials, req, res); ok {
				c.sendUpdate(o)
				return
			}
			c.notRefreshed()
		case res.StatusCode == 422:
			if least, _ := strconv.Atoi(field(res, "Min-SE")); least > o.minSE && least < 1<<20 {
				o.minSE, o.expires = least, least
				o.auth.accepted()
				c.sendUpdate(o)
				return
			}
			c.notRefreshed()
		case o.probes:
		default:
			c.updates = false
			c.refresh = true
			c.next()
		}
	})
}
