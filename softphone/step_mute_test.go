package softphone

import (
	"testing"
	"time"
)

func (r *rig) mute(off bool) { r.t.Helper(); r.play(MutePressed{Press: r.press(""), Off: off}) }

func TestMute_HoldsThroughAHoldAndForTheNextCallUntilTheLastHasEnded(t *testing.T) {
	r := newRig(t)
	r.arrive("a")
	r.talk("a")
	r.mute(false)
	if !r.s.Muted || !want[MuteVoice](r).On || want[Reply](r).Reason.Code != NoReason {
		t.Fatalf("%+v", r.did)
	}
	r.hold("a")
	r.arrive("b")
	r.talk("b")
	wantNo[MuteVoice](r)
	r.play(CallHungUp{r.at(), "b", EndedByPeer, Reason{Code: HungUp}})
	if !r.s.Muted {
		t.Fatal("the microphone is on while a call still waits")
	}
	r.play(CallHungUp{r.at(), "a", EndedByPeer, Reason{Code: HungUp}})
	if r.s.Muted || want[MuteVoice](r).On {
		t.Fatalf("%v, %+v", r.s.Muted, r.did)
	}
}

func TestMute_WithoutACallIsRefusedAndTwiceIsOnce(t *testing.T) {
	r := newRig(t)
	r.mute(false)
	if r.s.Muted || want[Reply](r).Reason.Code != NothingTalking {
		t.Fatalf("%+v", r.did)
	}
	r.mute(true)
	if want[Reply](r).Reason.Code != NoReason {
		t.Fatalf("%+v", r.did)
	}
	r.arrive("a")
	r.talk("a")
	r.mute(false)
	r.mute(false)
	wantNo[MuteVoice](r)
	if want[Reply](r).Reason.Code != NoReason {
		t.Fatalf("%+v", r.did)
	}
	r.mute(true)
	if r.s.Muted || want[MuteVoice](r).On {
		t.Fatalf("%+v", r.did)
	}
}

func TestMute_SpeakingUnheardSoundsOnceAndIsShownEachTime(t *testing.T) {
	r := newRig(t)
	r.arrive("a")
	r.talk("a")
	r.play(SpokeMuted{r.at()}) // late: she has switched it on again
	wantNo[PlayTone](r)
	r.mute(false)
	r.play(SpokeMuted{r.at()})
	if want[PlayTone](r).Tone != ToneMuted || r.s.SpokeMuted != r.now {
		t.Fatalf("%+v", r.did)
	}
	r.pass(5 * time.Second)
	r.play(SpokeMuted{r.at()})
	wantNo[PlayTone](r)
	if r.s.SpokeMuted != r.now {
		t.Fatal("the second time is not shown")
	}
	r.mute(true)
	if !r.s.SpokeMuted.IsZero() {
		t.Fatal("the warning stays though she is heard")
	}
	r.mute(false)
	r.play(SpokeMuted{r.at()})
	if want[PlayTone](r).Tone != ToneMuted {
		t.Fatal("no tone in the second stretch of silence")
	}
}

func TestMute_NobodyIsSpokenToWhileAllWait(t *testing.T) {
	r := newRig(t)
	r.arrive("a")
	r.talk("a")
	r.mute(false)
	r.hold("a")
	r.play(SpokeMuted{r.at()})
	wantNo[PlayTone](r)
}
