package softphone

import "testing"

func TestSoundTest_IsRefusedWhileSomebodyIsTalkedTo(t *testing.T) {
	r := newRig(t)
	r.play(SoundTestPressed{r.press("")})
	want[TestSound](r)
	r.play(SoundTestMoved{r.at(), SoundTestRecord})
	if r.s.SoundTest != SoundTestRecord {
		t.Fatalf("%q", r.s.SoundTest)
	}
	r.play(EffectFailed{r.at(), TestSound{}, Reason{Code: SoundFailed}})
	if r.s.SoundTest != SoundTestOff {
		t.Fatal("a test that failed goes on")
	}
	r.arrive("a")
	r.talk("a")
	r.play(SoundTestPressed{r.press("")})
	wantNo[TestSound](r)
	if want[Reply](r).Reason.Code != WrongState {
		t.Fatalf("%+v", r.did)
	}
	r.hold("a")
	r.play(SoundTestPressed{r.press("")})
	want[TestSound](r)
}
