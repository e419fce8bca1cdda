package voice

import (
	"testing"

	"anteroom/softphone"
)

// three is a desk (1000 Hz) that talks in call "a" with one (440 Hz) and in call "b" with another (700 Hz); pass lets
// ticks go by.
func three(t *testing.T) (desk1, a, b *desk, pass func(n int)) {
	t.Helper()
	clock := newTestClock()
	desk1, a, b = newDesk(clock, 1000), newDesk(clock, 440), newDesk(clock, 700)
	other := next(next(there))
	ma, wma := desk1.connect(t, "a", media("pcma", softphone.SendRecv, there), softphone.VoiceTalk)
	mb, wmb := desk1.connect(t, "b", media("pcmu", softphone.SendRecv, other), softphone.VoiceTalk)
	ca, wa := a.connect(t, "call", media("pcma", softphone.SendRecv, here), softphone.VoiceTalk)
	cb, wb := b.connect(t, "call", media("pcmu", softphone.SendRecv, here), softphone.VoiceTalk)
	couple(desk1, a, ma, ca, wma, wa)
	couple(desk1, b, mb, cb, wmb, wb)
	mb.source.current = there // couple sends all from there
	return desk1, a, b, func(n int) {
		for range n {
			now := clock.add(tickLength)
			desk1.tick(now)
			a.tick(now)
			b.tick(now)
		}
	}
}

func TestConference_TalkingCallsHearEachOtherOnlyWhenAsked(t *testing.T) {
	desk1, a, _, pass := three(t)
	for _, on := range []bool{false, true} {
		if err := desk1.Conference(t.Context(), on); err != nil {
			t.Fatal(err)
		}
		pass(30)
		desk1.deck.rest()
		a.deck.rest()
		pass(50)
		if toneLevel(desk1.deck.played, 440) < 7000 || toneLevel(desk1.deck.played, 700) < 7000 {
			t.Error("the secretary does not hear both")
		}
		if got := toneLevel(a.deck.played, 700) > 7000; got != on {
			t.Errorf("conference %v: a hears b: %v", on, got)
		}
		if toneLevel(a.deck.played, 1000) < 7000 || toneLevel(a.deck.played, 440) > 50 {
			t.Errorf("conference %v: a does not hear the secretary, or hears itself", on)
		}
	}
}

func TestBridge_TwoCallsHearEachOtherAndNotTheSecretary(t *testing.T) {
	desk1, a, b, pass := three(t)
	pass(20)
	if err := desk1.Bridge(t.Context(), "a", "b"); err != nil {
		t.Fatal(err)
	}
	for _, id := range []softphone.CallID{"a", "b"} {
		if err := desk1.Set(t.Context(), id, softphone.VoiceBridge); err != nil {
			t.Fatal(err)
		}
	}
	pass(20)
	for _, d := range []*desk{desk1, a, b} {
		d.deck.rest()
	}
	pass(50)
	if toneLevel(a.deck.played, 700) < 7000 || toneLevel(b.deck.played, 440) < 7000 {
		t.Error("the two do not hear each other")
	}
	if toneLevel(a.deck.played, 1000) > 50 || toneLevel(b.deck.played, 1000) > 50 || loudness(desk1.deck.played) > 10 {
		t.Error("the secretary is heard, or hears them")
	}
	if err := desk1.Close(t.Context(), "b"); err != nil {
		t.Fatal(err)
	}
	pass(20)
	a.deck.rest()
	pass(20)
	if loudness(a.deck.played) > 10 {
		t.Error("whoever is left hears something")
	}
	if desk1.Bridge(t.Context(), "a", "b") == nil {
		t.Error("joined with a call that is over")
	}
}
