package softphone

import "testing"

func TestCleaning_FollowsItsSettingsFromTheStart(t *testing.T) {
	s, did := Step(State{}, DeskOpened{At{noon}, Snapshot{Settings: Settings{SetAutoGain: "on"}}})
	r := &rig{t: t, s: s, did: did, now: noon}
	if c := want[CleanVoice](r).Cleaning; c != (Cleaning{Echo: true, Noise: true, Gain: true}) {
		t.Fatalf("%+v", c)
	}
	r.play(SettingChanged{r.press(""), SetEchoCancel, "off"})
	if c := want[CleanVoice](r).Cleaning; c != (Cleaning{Noise: true, Gain: true}) {
		t.Fatalf("%+v", c)
	}
	if !want[ComfortVoice](&rig{t: t, s: s, did: did, now: noon}).On {
		t.Fatal("no comfort noise from the start")
	}
	r.play(SettingChanged{r.press(""), SetComfortNoise, "off"})
	if want[ComfortVoice](r).On {
		t.Fatal("comfort noise goes on")
	}
	r.play(SettingChanged{r.press(""), SetNoiseSuppress, "loud"})
	wantNo[CleanVoice](r)
}
