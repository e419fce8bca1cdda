package voice

import (
	"fmt"
	"testing"

	"anteroom/softphone"
)

// busyDesk is an engine with n calls of which the first talks and the others hear music; each hears itself back.
func busyDesk(t testing.TB, n int) *desk {
	d := newDesk(newTestClock(), 1000)
	d.deck.deaf = true
	for i := range n {
		mode := softphone.VoiceMusic
		if i == 0 {
			mode = softphone.VoiceTalk
		}
		c, w := d.connect(t, softphone.CallID(fmt.Sprint(i)), media("pcma", softphone.SendRecv, there), mode)
		couple(d, d, c, c, w, &thread{})
		c.source.agree(here) // what it sends comes back to it
	}
	return d
}

func TestTick_AllocatesNothing(t *testing.T) {
	d := busyDesk(t, 8)
	d.ticks(200)
	for _, c := range d.order {
		c.reports.due = d.clock.Now().Add(1000 * reportEvery) // a report every five seconds may
	}
	if n := testing.AllocsPerRun(1000, func() { d.ticks(1) }); n > 0 {
		t.Errorf("%.2f allocations a tick", n)
	}
	if s, _ := d.Stats("0"); s.Received < 500 || s.Refused > 0 {
		t.Errorf("%+v", s)
	}
}

func BenchmarkTick(b *testing.B) {
	for _, n := range []int{1, 8} {
		b.Run(fmt.Sprintf("%d calls", n), func(b *testing.B) {
			d := busyDesk(b, n)
			b.ReportAllocs()
			for b.Loop() {
				d.ticks(1)
			}
		})
	}
}
