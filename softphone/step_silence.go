package softphone

import "time"

// silenceShown is how long nothing may come before that is shown. Until then somebody may just be silent whose telephone
// sends nothing meanwhile.
const silenceShown = 30 * time.Second

func (t *turn) voiceSilent(e VoiceSilent) {
	c := t.call(e.Call)
	switch {
	case c == nil || !c.Live():
	case e.For > 0:
		if c.State == Talking {
			t.do(SendProbe{onCall{c.ID}})
		}
		if e.For >= silenceShown {
			c.Trouble = Reason{ConnectionCut, e.For.String()}
		}
	case c.Trouble.Code == ConnectionCut:
		c.Trouble = Reason{}
	}
}
