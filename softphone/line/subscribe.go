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

// subscribeFor is how long a subscription is asked for: an exchange that restarted and forgot it has us back by half of it.
const subscribeFor = 10 * time.Minute

// subscription is one of ours outside calls (RFC 6665). Its goroutine subscribes, refreshes, and begins anew after
// trouble, until the exchange refuses for good, or it is stopped, or the trunk is closed.
type subscription struct {
	trunk   *trunk
	event   string // package, RFC 6665 §7.2
	accept  string // the kind of body
	to      sip.Uri
	take    func(body []byte) bool // what a NOTIFY brings; false: some of it was missed, all is to be told again
	lost    func()                 // nothing is known any more
	stop    chan struct{}
	renew   chan struct{} // refresh now: our contact is another
	notices chan *incoming
	done    chan struct{}

	// Only its goroutine:
	dialog dialog
	fails  int
	auth   attempt
}

func newSubscription(t *trunk, event, accept string, to sip.Uri) *subscription {
	return &subscription{trunk: t, event: event, accept: accept, to: to, stop: make(chan struct{}),
		renew: make(chan struct{}, 1), notices: make(chan *incoming), done: make(chan struct{})}
}

// run lives one dialog after the other.
func (s *subscription) run() {
	defer close(s.done)
	for {
		pause, again := s.live()
		s.lost()
		if !again {
			return
		}
		s.fails++
		timer := time.NewTimer(pause*3/4 + rand.N(pause/2+1))
		select {
		case <-timer.C:
			continue
		case <-s.stop:
		case <-s.trunk.closed:
		}
		timer.Stop()
		return
	}
}

// end asks the goroutine to un-subscribe; done tells when it has.
func (s *subscription) end() { close(s.stop) }

func (s *subscription) ended() bool   { return closed(s.done) }
func (s *subscription) stopped() bool { return closed(s.stop) }

func closed(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}

// outcome is what came of a SUBSCRIBE.
type outcome struct {
	req *sip.Request
	res *sip.Response
	err error
}

// live is one dialog from its SUBSCRIBE to its end; it gives how long to wait for the next, or false for none.
func (s *subscription) live() (pause time.Duration, again bool) {
	a := s.trunk.account
	s.dialog = dialog{callID: random(16), localTag: random(8), target: s.to, remote: sip.ToHeader{Address: *s.to.Clone()}}
	s.dialog.local = sip.FromHeader{DisplayName: quote(a.DisplayName), Address: s.trunk.aor()}
	s.dialog.local.Params.Add("tag", s.dialog.localTag)
	s.trunk.follow(s)
	defer s.trunk.unfollow(s)
	expires, stop := subscribeFor, s.stop
	refresh := time.NewTimer(0)
	defer refresh.Stop()
	s.auth = attempt{}
	var got chan outcome
	standing, due := false, false // due: to be sent again as soon as what is under way has been answered
	for {
		if due && got == nil {
			due, s.auth = false, attempt{}
			got = s.send(expires)
		}
		select {
		case <-s.trunk.closed:
			return 0, false
		case <-stop:
			if s.dialog.remoteTag == "" {
				return 0, false // what may have been granted runs out by itself
			}
			stop, expires, s.auth, due = nil, 0, attempt{}, false
			got = s.send(expires)
		case <-s.renew:
			due = true
		case <-refresh.C:
			due = true
		case in := <-s.notices:
			whole, over, wait := s.notified(in)
			switch {
			case over && stop == nil:
				return 0, false
			case over:
				return wait, wait >= 0
			case !whole && stop != nil:
				due = true
			}
		case o := <-got:
			got = nil
			switch {
			case expires == 0 && (o.err != nil || !challenged(o.res)):
				return 0, false
			case o.err != nil && s.dialog.remoteTag != "" && !final(o.err): // the connection was cut, the dialog was not
				s.fails++
				refresh.Reset(s.backOff())
			case o.err != nil:
				return s.backOff(), !errors.Is(o.err, errClosed)
			case o.res.IsSuccess():
				if tag, _ := o.res.To().Params.Get("tag"); s.dialog.remoteTag == "" || tag == s.dialog.remoteTag {
					s.dialog.established(o.res)
				}
				if standing {
					s.fails = 0
				}
				standing = true
				granted := grantedFor(o.res, expires)
				refresh.Reset(max(granted/2-rand.N(granted/20+1), 100*time.Millisecond))
			case challenged(o.res):
				if ok, _ := s.auth.answer(a.credentials, o.req, o.res); !ok {
					return 0, false
				}
				got = s.send(expires)
			case o.res.StatusCode == 423:
				least := secondsOf(field(o.res, "Min-Expires"))
				if least <= expires {
					return 0, false
				}
				expires = least
				got = s.send(expires)
			case passing(o.res.StatusCode):
				return s.backOff(), true
			default:
				return 0, false
			}
		}
	}
}

// passing reports whether a refusal may be over in a while: the dialog is unknown there, or the exchange is in trouble.
func passing(status int) bool {
	switch status {
	case 408, 480, 481, 500, 502, 503, 504:
		return true
	}
	return false
}

// backOff is how long to wait after trouble, half a minute at first, an hour at the most.
func (s *subscription) backOff() time.Duration {
	first := 60 * s.trunk.account.line.options.Retry
	return min(first<<min(s.fails, 7), 120*first)
}

// send sends a SUBSCRIBE, in the dialog once there is one (RFC 6665 §4.1.2).
func (s *subscription) send(expires time.Duration) chan outcome {
	s.dialog.localSeq++
	req := s.dialog.request(s.trunk, sip.SUBSCRIBE, s.dialog.localSeq)
	if s.dialog.remoteTag == "" {
		s.trunk.account.route(req)
		req.SetDestination(s.trunk.nextHop().String())
	}
	req.AppendHeader(sip.NewHeader("Event", s.event))
	req.AppendHeader(sip.NewHeader("Accept", s.accept))
	req.AppendHeader(sip.NewHeader("Expires", strconv.Itoa(int(expires/time.Second))))
	s.auth.put(req)
	got := make(chan outcome, 1)
	s.trunk.ask(req, 0, func(res *sip.Response, err error) {
		if err != nil || !res.IsProvisional() {
			select {
			case got <- outcome{req, res, err}:
			default: // a repeated response
			}
		}
	})
	return got
}

// notified takes a NOTIFY. whole is false when some news was missed; over ends the dialog, and then wait is how long to
// leave it, negative for good (RFC 6665 §4.1.3).
func (s *subscription) notified(in *incoming) (whole, over bool, wait time.Duration) {
	from, _ := in.req.From().Params.Get("tag")
	event, _, _ := strings.Cut(field(in.req, "Event", "o"), ";")
	switch {
	case in.req.CallID().Value() != s.dialog.callID || s.dialog.remoteTag != "" && from != s.dialog.remoteTag:
		in.refuse(481) // of an earlier dialog, or a fork: one is enough
		return true, false, 0
	case !strings.EqualFold(strings.TrimSpace(event), s.event):
		in.refuse(489)
		return true, false, 0
	}
	in.refuse(200)
	if s.dialog.remoteTag == "" { // it may overtake the answer to SUBSCRIBE, and counts like it (RFC 6665 §4.4.1)
		s.dialog.remoteTag = from
		for _, h := range in.req.GetHeaders("Record-Route") {
			if rr, ok := h.(*sip.RecordRouteHeader); ok {
				s.dialog.routes = append(s.dialog.routes, rr.Address)
			}
		}
	}
	if seq := in.req.CSeq().SeqNo; s.dialog.remoteSeq == 0 || seq > s.dialog.remoteSeq {
		s.dialog.remoteSeq = seq
		s.dialog.refreshed(in.req)
		whole = len(in.req.Body()) == 0 || !s.bears(in.req) || s.take(in.req.Body())
	} else {
		whole = true // overtaken by a newer one; a body that is only a part tells by its version that it is missed
	}
	state, params, _ := strings.Cut(field(in.req, "Subscription-State"), ";")
	if !strings.EqualFold(strings.TrimSpace(state), "terminated") {
		return whole, false, 0
	}
	var reason string
	for p := range strings.SplitSeq(params, ";") {
		switch name, value, _ := strings.Cut(p, "="); strings.ToLower(strings.TrimSpace(name)) {
		case "reason":
			reason = strings.ToLower(strings.TrimSpace(value))
		case "retry-after":
			wait = min(secondsOf(value), time.Hour)
		}
	}
	switch reason {
	case "rejected", "noresource", "invariant":
		return true, true, -1
	case "deactivated", "timeout":
		return true, true, max(wait, s.trunk.account.line.options.Retry<<min(s.fails, 10))
	}
	return true, true, max(wait, s.backOff())
}

// bears reports whether the body is of the kind that was asked for.
func (s *subscription) bears(req *sip.Request) bool {
	kind, _, _ := strings.Cut(field(req, "Content-Type", "c"), ";")
	return strings.EqualFold(strings.TrimSpace(kind), s.accept)
}

// grantedFor is the time that a 2xx gives, which may only be shorter than what was asked (RFC 6665 §4.2.1.1).
func grantedFor(res *sip.Response, asked time.Duration) time.Duration {
	if d := secondsOf(field(res, "Expires")); d > 0 && d < asked {
		return d
	}
	return asked
}

// secondsOf reads delta-seconds; 0 for anything else.
func secondsOf(s string) time.Duration {
	n, err := strconv.ParseUint(strings.TrimSpace(s), 10, 24)
	if err != nil {
		return 0
	}
	return time.Duration(n) * time.Second
}

// follow enters a subscription's dialog, so that its NOTIFYs find it.
func (t *trunk) follow(s *subscription) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.followed[dialogKey{s.dialog.callID, s.dialog.localTag}] = s
}

func (t *trunk) unfollow(s *subscription) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.followed, dialogKey{s.dialog.callID, s.dialog.localTag})
}

// following finds the subscription that a NOTIFY is for.
func (t *trunk) following(req *sip.Request) *subscription {
	if req.Method != sip.NOTIFY {
		return nil
	}
	tag, _ := req.To().Params.Get("tag")
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.followed[dialogKey{req.CallID().Value(), tag}]
}

// bring hands a NOTIFY to its subscription and waits until that has answered.
func (t *trunk) bring(s *subscription, in *incoming) {
	select {
	case s.notices <- in:
		select {
		case <-in.done:
		case <-in.tx.Done():
		case <-t.closed:
		}
	case <-s.done:
		in.refuse(481)
	case <-in.tx.Done():
	case <-t.closed:
	}
}

// outsideNotify takes news that nobody has subscribed for: exchanges that are set up so send them to whoever registers.
// The trunk hears only its exchange.
func (t *trunk) outsideNotify(in *incoming) {
	event, _, _ := strings.Cut(field(in.req, "Event", "o"), ";")
	if !strings.EqualFold(strings.TrimSpace(event), eventSummary) || !t.account.Register {
		in.refuse(489)
		return
	}
	in.refuse(200)
	if v, ok := readSummary(in.req.Body()); ok {
		t.account.line.tell(softphone.VoicemailChanged{At: t.account.line.at(), Line: t.account.ID, Voicemail: v})
	}
}
