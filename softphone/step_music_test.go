package softphone

import (
	"slices"
	"testing"
)

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

func TestStep_MicrophoneAndHeadsetHaveVolumesOfTheirOwn(t *testing.T) {
	r := newRig(t)
	r.play(SettingChanged{Press: r.press(""), Key: SetMicVolume, Value: "150"})
	r.play(SettingChanged{Press: r.press(""), Key: SetSpeakerVolume, Value: "60"})
	want := AudioChoice{RingVolume: 80, MicrophoneVolume: 150, SpeakerVolume: 60}
	if !slices.Contains(r.did, Effect(ChooseAudio{Choice: want})) {
		t.Errorf("%+v", r.did)
	}
	for _, wrong := range []string{"0", "201", "loud"} {
		r.play(SettingChanged{Press: r.press(""), Key: SetMicVolume, Value: wrong})
		if r.s.Settings.Number(SetMicVolume) != 150 {
			t.Errorf("%s was taken", wrong)
		}
	}
}
