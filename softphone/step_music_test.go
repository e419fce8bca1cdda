package softphone

import "testing"

func TestStep_HoldMusicThatCannotBePlayedIsToldUntilItIsChangedAndNothingElse(t *testing.T) {
	r := newRig(t)
	why := Reason{Code: MusicUnplayed, Detail: "not a WAV file"}
	r.play(SettingChanged{Press: r.press(""), Key: SetHoldMusic, Value: "/tune.mp3"},
		EffectFailed{At: At{r.s.Now}, Effect: ChooseMusic{File: "/tune.mp3"}, Reason: why},
		AudioChanged{At: At{r.s.Now}, Status: AudioStatus{Backend: "null"}},
		SettingChanged{Press: r.press(""), Key: SetRingVolume, Value: "50"})
	if r.s.MusicTrouble != why {
		t.Fatalf("%+v", r.s.MusicTrouble)
	}
	r.play(SettingChanged{Press: r.press(""), Key: SetHoldMusic, Value: "/tune.wav"},
		EffectFailed{At: At{r.s.Now}, Effect: ChooseMusic{File: "/tune.mp3"}, Reason: why}) // of before
	if !r.s.MusicTrouble.Zero() {
		t.Fatalf("%+v", r.s.MusicTrouble)
	}
}
