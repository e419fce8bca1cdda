package line

import (
	"testing"

	"github.com/emiago/sipgo/sip"
)

func TestTrouble_StrayResponsesAreNotRemembered(t *testing.T) {
	t.Parallel()
	s, d := newStage(t), newDesk(t, Options{})
	d.open(registering(s), "secret")
	s.answer(s.request(sip.REGISTER), 200, "x", "")
	d.registered("a")
	i := dialled(d, s, "c")
	d.Line.mu.Lock()
	trunk := d.accounts["a"].trunk()
	d.Line.mu.Unlock()
	stranger := newStage(t)
	stranger.peer = d.port("a")
	i.Via().Params.Add("branch", "z9hG4bK"+random(24))
	stranger.answer(i, 200, "x", sdpWith(4000))
	f := &far{stage: stranger, callID: random(8), tag: "q", target: "sip:a@x", local: "<sip:f@x>", remote: "<sip:a@x>"}
	f.ask("OPTIONS", "")
	stranger.status(sip.OPTIONS, 403) // what was sent before is read now
	if conn, err := trunk.tp.GetConnection("udp", stranger.addr.String()); err == nil && conn != nil {
		t.Error("the stranger's address is kept")
	}
}
