package line

import (
	"context"
	"slices"
	"time"

	"anteroom/softphone"

	"github.com/emiago/sipgo/sip"
)

// phase is where a call stands.
type phase int

const (
	calling  phase = iota // out: INVITE sent or about to be
	ringing               // in: not answered
	accepted              // in: 200 sent, ACK awaited
	talking               // confirmed
	leaving               // ended for the desk; last messages are on their way
)

// call is one call. Its fields belong to its goroutine, which runs whatever is posted to it, one after the other.
type call struct {
	id       softphone.CallID
	trunk    *trunk
	line     *Line
	incoming bool
	dialog   dialog
	session  session
	phase    phase
	told     bool // CallHungUp was told
	waiting  int  // goodbyes that are not answered yet
	shutting bool

	out    *invitation  // our INVITE that is under way, first or repeated
	in     *incoming    // the other side's first INVITE
	server *accepting   // a 2xx of ours that waits for its ACK
	first  *description // the offer in the other side's first INVITE; nil when it had none

	to        sip.Uri            // what was dialled
	replaces  *replaces          // whose place the call takes there
	answered  bool               // a 2xx to our first INVITE came
	lingering bool               // late answers of forks may still come
	forks     map[string]*dialog // by remote tag: those answered beside the one that counts
	acks      map[string]*sip.Request

	wish      bool // hold is wanted
	asked     bool // the desk waits for HoldConfirmed or ResumeConfirmed
	refresh   bool // a refresh by re-INVITE is due
	pausing   bool // before a re-INVITE is tried again
	putOff    bool // the last re-INVITE was tried again because the other side asked for that
	updates   bool // the other side takes UPDATE
	probing   bool // the other side is being asked whether it still knows of the call
	timers    sessionTimer
	early     []*incoming // requests that came before their turn
	agreed    softphone.Media
	peerHeld  bool
	rang      bool
	queue     string                        // what the exchange said last of a queue, with the 182 before it; "" when it rings
	digits    string                        // to be sent as messages
	pressing  bool                          // the first of them is under way
	referrals []*referral                   // REFERs of ours
	asking    map[softphone.ReferID]*asking // those of the other side that wait for an answer
	reports   []*report                     // and those that were accepted
	follower  *report                       // who had us make this call
	refusal   *sip.Response                 // what refused it
	again     func()                        // stops the next 180
	firm      firmly                        // of the 180s that want a PRACK
	lapse     func()                        // stops the limit of ringing

	box  chan func()
	done chan struct{}
}

func newCall(t *trunk, id softphone.CallID, local softphone.LocalMedia) *call {
	c := &call{
		id: id, trunk: t, line: t.account.line, box: make(chan func(), 64), done: make(chan struct{}),
		forks: map[string]*dialog{}, acks: map[string]*sip.Request{}, asking: map[softphone.ReferID]*asking{}, again: func() {}, lapse: func() {},
	}
	c.session = session{prefer: t.account.Codecs, rule: t.account.Encryption(), id: sessionID(), tones: t.account.sends() == softphone.DigitsTones}
	c.bind(local)
	return c
}

// bind takes our side of the sound.
func (c *call) bind(local softphone.LocalMedia) {
	if !local.RTP.Addr().IsValid() || local.RTP.Addr().IsUnspecified() {
		local.RTP = withAddr(local.RTP, c.trunk.localAddr().Addr())
	}
	c.session.local = local
	c.moveSound()
}

// run is the call's goroutine.
func (c *call) run() {
	defer c.finish()
	for {
		select {
		case f := <-c.box:
			f()
			if c.over() {
				return
			}
		case <-c.trunk.closed:
			return
		}
	}
}

// over: told, and nothing left to wait for.
func (c *call) over() bool {
	return c.phase == leaving && c.waiting == 0 && c.out == nil && c.server == nil &&
		(c.shutting || !c.lingering && !c.subscribed() && len(c.reports) == 0)
}

func (c *call) finish() {
	c.ended(softphone.EndedByNetwork, softphone.Reason{Code: softphone.ConnectionCut})
	c.timers.stop()
	c.again()
	c.lapse()
	for _, in := range c.early {
		in.refuse(481)
	}
	if c.in != nil {
		c.in.release()
	}
	c.stopServer()
	for _, r := range c.referrals {
		r.stop()
	}
	for _, r := range slices.Clone(c.reports) {
		c.closeReport(r)
	}
	c.trunk.leave(c)
	close(c.done)
}

// post hands work to the call's goroutine; false when the call is over.
func (c *call) post(f func()) bool {
	select {
	case <-c.done:
		return false
	default:
	}
	select {
	case c.box <- f:
		return true
	case <-c.done:
		return false
	}
}

// do runs a deed on the call's goroutine and gives its error.
func (c *call) do(ctx context.Context, deed func(*call) error) error {
	result := make(chan error, 1)
	if !c.post(func() { result <- deed(c) }) {
		return softphone.Reason{Code: softphone.NoSuchCall, Detail: string(c.id)}
	}
	select {
	case err := <-result:
		return err
	case <-c.done:
		select {
		case err := <-result: // the deed itself was the call's last
			return err
		default:
			return softphone.Reason{Code: softphone.NoSuchCall, Detail: string(c.id)}
		}
	case <-ctx.Done():
		return ctx.Err()
	}
}

// after posts f when d has passed; stop keeps it from being posted.
func (c *call) after(d time.Duration, f func()) (stop func()) {
	t := time.AfterFunc(d, func() { c.post(f) })
	return func() { t.Stop() }
}

// ask sends a request and has the outcome handled on the call's goroutine.
func (c *call) ask(req *sip.Request, limit time.Duration, on func(*sip.Response, error)) {
	c.trunk.ask(req, limit, func(res *sip.Response, err error) { c.post(func() { on(res, err) }) })
}

// ended tells the desk, once, that the call is over, and lets its goodbyes run out.
func (c *call) ended(by softphone.EndedBy, why softphone.Reason) {
	c.phase = leaving
	c.timers.stop()
	if c.told {
		return
	}
	c.told = true
	c.line.forget(c)
	c.endReferrals()
	c.endAsking()
	c.endReports()
	c.progressEnded(by)
	c.line.tell(softphone.CallHungUp{At: c.line.at(), Call: c.id, By: by, Reason: why})
}

// agree tells the desk what was agreed when it has changed.
func (c *call) agree(early bool) {
	if c.session.media == c.agreed {
		return
	}
	c.agreed = c.session.media
	c.line.tell(softphone.MediaAgreed{At: c.line.at(), Call: c.id, Media: c.agreed, Early: early})
}

// peerHolds tells the desk when the other side has put us on hold or taken us back.
func (c *call) peerHolds() {
	if c.session.peerHeld == c.peerHeld {
		return
	}
	c.peerHeld = c.session.peerHeld
	c.line.tell(softphone.PeerHeld{At: c.line.at(), Call: c.id, Held: c.peerHeld})
}

// bye ends a dialog of this call, be it the one that counts or a fork.
func (c *call) bye(d *dialog) {
	c.goodbye(d, &attempt{}, time.Now().Add(farewellLimit))
}

// goodbye sends BYE, and again when the connection went before the answer came.
func (c *call) goodbye(d *dialog, auth *attempt, until time.Time) {
	d.localSeq++
	req := d.request(c.trunk, sip.BYE, d.localSeq)
	auth.put(req)
	c.waiting++
	c.ask(req, farewellLimit, func(res *sip.Response, err error) {
		if err == nil && res.IsProvisional() {
			return
		}
		if err != nil && !final(err) && time.Until(until) > farewellPause {
			c.after(farewellPause, func() { c.waiting--; c.goodbye(d, auth, until) })
			return
		}
		c.waiting--
		if err == nil && challenged(res) {
			if ok, _ := auth.answer(c.trunk.account.credentials, req, res); ok {
				c.goodbye(d, auth, until)
			}
		}
	})
}

// farewellLimit is how long a BYE or CANCEL is repeated after the call has ended for the desk; farewellPause is given
// to a connection to come back.
const (
	farewellLimit = 8 * time.Second
	farewellPause = 500 * time.Millisecond
)

// hangUp ends the call as its phase asks for. By then the desk has its CallHungUp: what follows is courtesy.
func (c *call) hangUp() error {
	c.dropReferrals()
	switch c.phase {
	case leaving:
		return softphone.Reason{Code: softphone.NoSuchCall, Detail: string(c.id)}
	case calling:
		c.ended(softphone.EndedByUs, softphone.Reason{Code: softphone.Cancelled})
		c.cancelInvite()
	case ringing:
		return c.reject(softphone.Declined)
	case accepted:
		c.ended(softphone.EndedByUs, softphone.Reason{Code: softphone.HungUp})
		c.server.bye = true // not before the ACK (RFC 3261 §15)
	case talking:
		c.ended(softphone.EndedByUs, softphone.Reason{Code: softphone.HungUp})
		c.stopServer()
		c.bye(&c.dialog)
		c.cancelInvite()
	}
	return nil
}

// shutDown ends the call because the line closes.
func (c *call) shutDown() {
	c.shutting = true
	switch c.phase {
	case leaving:
	case ringing:
		c.reject(softphone.Unreachable)
	default:
		c.hangUp()
	}
}

func (c *call) stopServer() {
	if c.server != nil {
		c.server.stop()
		c.server.in.release()
		c.server = nil
	}
}
