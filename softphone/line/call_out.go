package line

import (
	"errors"
	"strconv"
	"strings"
	"sync"

	"anteroom/softphone"

	"github.com/emiago/sipgo/sip"
)

// invitation is one INVITE of ours, first or repeated, until its final response.
type invitation struct {
	req         *sip.Request
	auth        attempt
	provisional bool // CANCEL may be sent (RFC 3261 §9.1)
	cancelled   bool // and is wanted
	sent        bool // the CANCEL
	again       bool // a re-INVITE
	hold        bool // what it asks for
	wished      bool // the desk waits for it
	refreshes   bool // the session or the target
	probes      bool // whether the call still stands
	givenUp     bool // and the desk has heard so
	orphan      bool // its connection has gone, and it waits for another
	remade      int  // times that happened
	arrivals    int  // the trunk's, when it was sent
	stop        func()
	before      session
	expires     int // Session-Expires to ask for, in seconds; 0 for none
	minSE       int
	rseqs       map[string]uint32      // of the last provisional response that got its PRACK, by remote tag
	answers     map[string]description // those that came with one
	heard       string                 // the tag of the one that the session goes by
}

// dialOut prepares the dialog of an outgoing call.
func (c *call) dialOut(to sip.Uri) {
	a := c.trunk.account
	c.phase, c.to = calling, to
	c.dialog = dialog{callID: random(16), localTag: random(8), target: to, localSeq: 1}
	c.dialog.local = sip.FromHeader{DisplayName: quote(a.DisplayName), Address: c.trunk.aor()}
	c.dialog.local.Params.Add("tag", c.dialog.localTag)
	remote := *to.Clone()
	remote.UriParams = nil
	c.dialog.remote = sip.ToHeader{Address: remote}
}

// aor is our address of record.
func (t *trunk) aor() sip.Uri {
	user := t.account.User
	if user == "" {
		user = "desk"
	}
	if t.account.Register {
		return t.account.domain.uri(escapeUser(user))
	}
	return sip.Uri{Scheme: "sip", User: escapeUser(user), Host: t.localAddr().Addr().String()}
}

// invite sends the first INVITE.
func (c *call) invite() error {
	c.out = &invitation{}
	c.sendInvite(c.session.offer())
	return nil
}

// sendInvite sends c.out with a description; the CSeq is taken anew each time.
func (c *call) sendInvite(offer []byte) {
	o := c.out
	if o.again || o.req != nil {
		c.dialog.localSeq++
	}
	req := c.dialog.request(c.trunk, sip.INVITE, c.dialog.localSeq)
	if !o.again {
		c.trunk.account.route(req)
		if c.trunk.account.leadsTo(&req.Recipient) {
			req.SetDestination(c.trunk.nextHop().String())
		}
	}
	req.AppendHeader(sip.NewHeader("Allow", methods))
	req.AppendHeader(sip.NewHeader("Supported", extensions))
	if !o.again {
		c.askedFor(req)
	}
	c.timers.ask(req, o)
	o.auth.put(req)
	kind := sip.ContentTypeHeader("application/sdp")
	req.AppendHeader(&kind)
	req.SetBody(offer)
	o.req, o.provisional, o.sent = req, false, false
	o.orphan, o.arrivals = false, c.trunk.arrived()
	o.rseqs, o.answers, o.heard = nil, nil, ""
	stop := make(chan struct{})
	o.stop = sync.OnceFunc(func() { close(stop) })
	c.trunk.askUntil(req, 0, stop, func(res *sip.Response, err error) {
		c.post(func() {
			if err != nil {
				c.inviteFailed(o, err)
				return
			}
			c.inviteResponse(o, req, res)
		})
	})
	if !o.again && c.trunk.several {
		c.doubtUnheard(o, req)
	}
	if o.again { // sipgo waits without end after the first provisional response
		c.after(64*sip.T1, func() {
			if c.out == o && o.req == req && o.provisional {
				c.giveUp(o)
			}
		})
	}
}

func (c *call) inviteResponse(o *invitation, req *sip.Request, res *sip.Response) {
	if !complete(res) || res.CSeq().SeqNo != req.CSeq().SeqNo {
		return
	}
	switch {
	case res.IsProvisional():
		if c.out == o {
			c.inviteProvisional(o, res)
		}
	case res.IsSuccess():
		c.inviteAnswered(res)
	case c.out == o:
		c.inviteRefused(o, res)
	}
}

func (c *call) inviteProvisional(o *invitation, res *sip.Response) {
	o.provisional = true
	if o.cancelled {
		c.cancelInvite()
		return
	}
	if !o.again && c.phase != calling {
		return
	}
	if tag, _ := res.To().Params.Get("tag"); tag != "" && c.dialog.remoteTag == "" {
		c.dialog.established(res) // early: an UPDATE or BYE may come
	}
	rseq, firm := sure(res)
	if firm && !c.acknowledgeEarly(o, rseq, res) {
		return
	}
	body, ok := sessionBody(res)
	if o.again {
		if d, err := readDescription(body); firm && ok && err == nil {
			c.answeredEarly(o, res, d)
		}
		return
	}
	c.progress(res.StatusCode, res.Reason)
	c.alerted(res)
	if !ok || body == nil {
		return
	}
	d, err := readDescription(body)
	switch {
	case err != nil:
	case firm:
		c.answeredEarly(o, res, d)
	case o.heard == "" && c.session.accept(d) == nil:
		c.agree(true)
	}
}

// alerted tells that the other telephone rings, or that the call waits in a queue and how the exchange puts that, once
// each time it changes.
func (c *call) alerted(res *sip.Response) {
	switch res.StatusCode {
	case 180, 181:
		if c.rang && c.queue == "" {
			return
		}
		c.rang, c.queue = true, ""
		c.line.tell(softphone.PeerRinging{At: c.line.at(), Call: c.id})
	case 182:
		text := clean(res.Reason)
		if strings.EqualFold(text, "Queued") { // RFC 3261's own phrase
			text = ""
		}
		if said := "182 " + text; said != c.queue {
			c.queue = said
			c.line.tell(softphone.PeerQueued{At: c.line.at(), Call: c.id, Text: text})
		}
	}
}

// inviteAnswered handles every 2xx to an INVITE of ours: the one that counts, its repetitions, and those of forks.
func (c *call) inviteAnswered(res *sip.Response) {
	tag, _ := res.To().Params.Get("tag")
	key := tag + " " + strconv.Itoa(int(res.CSeq().SeqNo))
	if ack := c.acks[key]; ack != nil { // repeated: our ACK was lost
		c.trunk.send(ack)
		return
	}
	o := c.out
	if o == nil || o.req.CSeq().SeqNo != res.CSeq().SeqNo {
		if (c.incoming || c.answered) && tag == c.dialog.remoteTag { // a re-INVITE that was given up
			c.acknowledge(&c.dialog, nil, key)
			c.refresh = true
			c.next()
			return
		}
		c.endFork(res, key)
		return
	}
	if o.again && tag != c.dialog.remoteTag {
		return
	}
	c.out = nil
	if !o.again {
		c.dialog.established(res)
		c.answered = true
		c.linger()
	} else {
		c.dialog.refreshed(res)
	}
	c.acknowledge(&c.dialog, o, key)
	if c.phase == leaving {
		if !o.again { // the 200 crossed our CANCEL
			c.bye(&c.dialog)
		}
		return
	}
	err := c.takeAnswer(o, res)
	c.timers.agreed(c, res)
	switch {
	case o.again:
		c.reinviteAnswered(o, err)
	case err != nil:
		c.ended(softphone.EndedByUs, unusable(err))
		c.bye(&c.dialog)
	default:
		c.phase = talking
		c.progress(res.StatusCode, res.Reason)
		c.agree(false)
		c.line.tell(softphone.CallAnswered{At: c.line.at(), Call: c.id})
		c.peerHolds()
		c.next()
	}
}

// takeAnswer reads the answer in a 2xx; without one, what came early counts (RFC 3261 §13.2.1).
func (c *call) takeAnswer(o *invitation, res *sip.Response) error {
	tag, _ := res.To().Params.Get("tag")
	if d, early := o.answers[tag]; early {
		if o.heard == tag { // an UPDATE may have changed it since
			return nil
		}
		return c.session.accept(d)
	}
	body, ok := sessionBody(res)
	if !ok {
		return errSyntax
	}
	if body == nil {
		if c.session.peer == nil {
			return errNoAudio
		}
		return nil
	}
	d, err := readDescription(body)
	if err != nil {
		return err
	}
	return c.session.accept(d)
}

// maxForks is how many places a call of ours may ring at, as far as they are kept apart.
const maxForks = 32

// endFork acknowledges and ends a dialog beside the one that counts (RFC 3261 §13.2.2.4).
func (c *call) endFork(res *sip.Response, key string) {
	tag, _ := res.To().Params.Get("tag")
	if tag == "" || c.incoming || len(c.forks) >= maxForks || c.forks[tag] != nil {
		return
	}
	d := c.dialog
	d.localSeq = max(d.localSeq, res.CSeq().SeqNo) // it may have had a PRACK
	d.established(res)
	c.forks[tag] = &d
	c.acknowledge(&d, nil, key)
	c.bye(&d)
}

// acknowledge sends the ACK of a 2xx and keeps it for repetitions. It carries the INVITE's credentials (RFC 3261 §22.1).
func (c *call) acknowledge(d *dialog, o *invitation, key string) {
	seq, _ := strconv.Atoi(key[strings.LastIndexByte(key, ' ')+1:])
	ack := d.request(c.trunk, sip.ACK, uint32(seq))
	if o != nil {
		sip.CopyHeaders("Authorization", o.req, ack)
		sip.CopyHeaders("Proxy-Authorization", o.req, ack)
	}
	if len(c.acks) > 64 {
		clear(c.acks)
	}
	c.acks[key] = ack
	c.trunk.send(ack) // when it fails, the repeated 200 brings it again
}

// inviteRefused handles a final refusal of the first INVITE or of a re-INVITE.
func (c *call) inviteRefused(o *invitation, res *sip.Response) {
	why := statusReason(res)
	if !o.cancelled {
		switch {
		case challenged(res):
			ok, err := o.auth.answer(c.trunk.account.credentials, o.req, res)
			if ok {
				c.repeatInvite()
				return
			}
			if err != nil { // the password was not even asked for
				why = digestReason(err)
			}
		case res.StatusCode == 422: // RFC 4028 §7.3
			if least, _ := strconv.Atoi(field(res, "Min-SE")); least > o.minSE && least < 1<<20 {
				o.minSE, o.expires = least, max(o.expires, least)
				o.auth.accepted()
				c.repeatInvite()
				return
			}
		case !o.again && c.session.retreat(res.StatusCode):
			o.auth.accepted()
			c.repeatInvite()
			return
		case !o.again && why.Code == softphone.NoCommonCodec && len(c.session.offered) > 0:
			why.Code = softphone.NotEncrypted
		}
	}
	c.out = nil
	switch {
	case o.again:
		c.reinviteRefused(o, res)
	default:
		c.refusal = res
		if to := c.targets(res); len(to) > 0 && !o.cancelled {
			why.Code = softphone.Redirected
			c.line.tell(softphone.CallRedirected{At: c.line.at(), Call: c.id, Targets: to})
		}
		by := softphone.EndedByPeer
		if res.StatusCode == 408 || res.StatusCode >= 500 && res.StatusCode < 600 {
			by = softphone.EndedByNetwork
		}
		c.ended(by, why)
	}
}

func (c *call) repeatInvite() {
	if !c.out.again { // an early dialog that came to nothing
		c.dialog.remoteTag, c.dialog.routes, c.dialog.target = "", nil, *c.to.Clone()
	}
	c.sendInvite(c.session.offer())
}

func (c *call) inviteFailed(o *invitation, err error) {
	if c.out != o || c.orphaned(o, err) {
		return
	}
	c.out = nil
	if o.again {
		c.reinviteLost(o, err)
		return
	}
	c.trunk.doubt()
	why := wireReason(err)
	if why.Code == softphone.NoAnswerFromHost {
		why.Code = softphone.Unreachable
	}
	if errors.Is(err, errClosed) {
		why = softphone.Reason{Code: softphone.ConnectionCut}
	}
	c.ended(softphone.EndedByNetwork, why)
}
