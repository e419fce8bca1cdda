package line

import (
	"context"
	"maps"
	"net/url"
	"slices"
	"strings"

	"anteroom/softphone"

	"github.com/emiago/sipgo/sip"
)

// maxAsking is how many REFERs of one call may wait for the secretary.
const maxAsking = 4

// asking is a REFER of the other side that waits for the secretary's yes or no.
type asking struct {
	in   *incoming
	by   string // Referred-By as it came
	stop func()
}

// referred takes a REFER: it is put to the secretary, and answered when she has answered.
func (c *call) referred(in *incoming) {
	to, status, headers := c.referTo(in.req)
	switch {
	case status != 0:
		in.refuse(status, headers...)
		return
	case c.phase != talking && c.phase != accepted || len(c.asking) >= maxAsking:
		in.refuse(603)
		return
	}
	id := softphone.ReferID(random(8))
	a := &asking{in: in, by: field(in.req, "Referred-By", "b")}
	c.asking[id] = a
	c.line.noteRefer(id, c)
	a.stop = c.after(c.line.patience.answer, func() {
		if c.forgetRefer(id) != nil {
			in.refuse(603)
			c.line.tell(softphone.ReferLapsed{At: c.line.at(), Refer: id})
		}
	})
	by := ""
	if addr, ok := addressIn(a.by); ok {
		by, _ = cutHeaders(clean(addr))
	}
	c.line.tell(softphone.ReferArrived{At: c.line.at(), Refer: softphone.ReferAsked{ID: id, Call: c.id, Target: to, By: by}})
}

// referTo gives whom a REFER wants called as SendInvite dials it, or the status to refuse it with (RFC 3515 §2.4.2).
func (c *call) referTo(req *sip.Request) (string, int, []sip.Header) {
	if tags := unsupported(req); len(tags) > 0 {
		return "", 420, []sip.Header{sip.NewHeader("Unsupported", strings.Join(tags, ", "))}
	}
	all := splitAddresses(field(req, "Refer-To", "r"))
	if len(all) != 1 {
		return "", 400, nil
	}
	addr, ok := addressIn(all[0])
	if !ok {
		return "", 400, nil
	}
	_, whole, status := c.dialable(addr)
	if status == 405 {
		return "", status, []sip.Header{sip.NewHeader("Allow", methods)}
	}
	return whole, status, nil
}

// dialable gives an address of the other side's as SendInvite dials it, without and with the dialog to be replaced
// there; or the status that says what is wrong with it.
func (c *call) dialable(addr string) (text, whole string, status int) {
	scheme, rest, _ := strings.Cut(addr, ":")
	switch strings.ToLower(scheme) {
	case "sip", "sips":
	case "tel":
		if number := softphone.CleanNumber(addr); number != "" && rest != "" {
			return number, number, 0
		}
		return "", "", 400
	default:
		return "", "", 416
	}
	to, replaced, err := readDialled(addr, c.trunk.account.domain)
	if err != nil {
		return "", "", 400
	}
	for _, p := range slices.Clone(to.UriParams) {
		if strings.EqualFold(p.K, "method") {
			if !strings.EqualFold(p.V, "INVITE") {
				return "", "", 405
			}
			to.UriParams.Remove(p.K)
		}
	}
	text = to.String()
	whole = text
	if replaced != nil {
		whole = replaced.within(to)
	}
	if softphone.CleanNumber(whole) == "" {
		return "", "", 400
	}
	return text, whole, 0
}

// addressIn is the URI in a name-addr or addr-spec (RFC 3261 §25.1).
func addressIn(s string) (string, bool) {
	quoted := false
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '\\' && quoted:
			i++
		case s[i] == '"':
			quoted = !quoted
		case s[i] == '<' && !quoted:
			end := strings.IndexByte(s[i:], '>')
			if end < 0 {
				return "", false
			}
			s = strings.TrimSpace(s[i+1 : i+end])
			return s, s != ""
		}
	}
	s, _, _ = strings.Cut(s, ";") // without brackets, parameters are the header's
	s = strings.TrimSpace(s)
	_, err := url.PathUnescape(s)
	return s, s != "" && err == nil
}

// AnswerRefer accepts or declines a REFER of the other side; made is the one made for it, begun or about to be.
func (l *Line) AnswerRefer(ctx context.Context, id softphone.ReferID, yes bool, made softphone.CallID) error {
	l.mu.Lock()
	c := l.refers[id]
	l.mu.Unlock()
	if c == nil {
		return softphone.Reason{Code: softphone.NothingToConnect, Detail: string(id)}
	}
	return c.do(ctx, func(c *call) error { return c.answerRefer(id, yes, made) })
}

func (c *call) answerRefer(id softphone.ReferID, yes bool, made softphone.CallID) error {
	a := c.forgetRefer(id)
	if a == nil {
		return softphone.Reason{Code: softphone.NothingToConnect, Detail: string(id)}
	}
	if !yes {
		a.in.refuse(603)
		return nil
	}
	a.in.refuse(202, c.trunk.contactInDialog())
	c.reportOn(made, a)
	return nil
}

func (c *call) forgetRefer(id softphone.ReferID) *asking {
	a := c.asking[id]
	if a == nil {
		return nil
	}
	a.stop()
	delete(c.asking, id)
	c.line.noteRefer(id, nil)
	return a
}

// endAsking: the call has ended, and nobody is left to be asked for.
func (c *call) endAsking() {
	for _, id := range slices.Collect(maps.Keys(c.asking)) {
		c.forgetRefer(id).in.refuse(481)
	}
}

func (l *Line) noteRefer(id softphone.ReferID, c *call) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if c == nil {
		delete(l.refers, id)
		return
	}
	l.refers[id] = c
}
