package line

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"github.com/emiago/sipgo/sip"
)

// branch makes the branch of a new transaction. It can be told from every other, so that only answers to what this
// trunk has sent need be looked at.
func (t *trunk) branch() string {
	id := random(16)
	return sip.RFC3261BranchMagicCookie + id + t.seal(id)
}

func (t *trunk) seal(id string) string {
	mac := hmac.New(sha256.New, t.secret[:])
	mac.Write([]byte("branch\x00" + id))
	return hex.EncodeToString(mac.Sum(nil)[:8])
}

// asked reports whether a response belongs to a request of this trunk, be its transaction over or not.
func (t *trunk) asked(res *sip.Response) bool {
	branch, _ := res.Via().Params.Get("branch")
	id, ok := strings.CutPrefix(branch, sip.RFC3261BranchMagicCookie)
	if !ok || len(id) != 48 {
		return false
	}
	return hmac.Equal([]byte(id[32:]), []byte(t.seal(id[:32])))
}

// strayResponse gets responses whose transaction is over: a late 2xx must still be acknowledged, and ended unless its
// call lives (RFC 3261 §13.2.2.4).
func (t *trunk) strayResponse(res *sip.Response) {
	if !complete(res) || res.CSeq().MethodName != sip.INVITE || !res.IsSuccess() || !t.asked(res) {
		return
	}
	tag, _ := res.From().Params.Get("tag")
	if c := t.find(res.CallID().Value(), tag); c != nil {
		c.post(func() { c.inviteAnswered(res) })
		return
	}
	t.goes(func() { t.endForgotten(res) })
}

// endForgotten ends a dialog whose call was given up before the other side took it, all from the 2xx itself.
func (t *trunk) endForgotten(res *sip.Response) {
	d := dialog{callID: res.CallID().Value(), local: *sip.HeaderClone(res.From()).(*sip.FromHeader),
		remote: *sip.HeaderClone(res.To()).(*sip.ToHeader), target: *res.To().Address.Clone(), localSeq: res.CSeq().SeqNo}
	d.remote.Params.Remove("tag")
	d.established(res)
	t.send(d.request(t, sip.ACK, d.localSeq))
	var auth attempt
	for range 2 {
		d.localSeq++
		req := d.request(t, sip.BYE, d.localSeq)
		auth.put(req)
		ctx, cancel := t.within(farewellLimit)
		res, err := t.final(ctx, req, farewellLimit)
		cancel()
		if err != nil || !challenged(res) {
			return
		}
		if ok, _ := auth.answer(t.account.credentials, req, res); !ok {
			return
		}
	}
}
