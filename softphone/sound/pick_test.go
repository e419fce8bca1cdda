package sound

import (
	"slices"
	"testing"
)

func TestPick_AMonitorIsNoMicrophoneByItself(t *testing.T) {
	monitor := func(of string, isDefault bool) found {
		f := device(of+".monitor", "Monitor of "+of, isDefault)
		f.monitorOf = of
		return f
	}
	any := func(string) bool { return true }
	own, other, real := monitor("s1", true), monitor("s2", true), device("m1", "Headset microphone", false)
	for _, c := range []struct {
		what, want string
		list       []found
		gets       string
	}{
		{"what we play ourselves", "", []found{own}, ""},
		{"what we play ourselves, beside a real one", "", []found{own, real}, "m1"},
		{"what others play, where it is the default", "", []found{other}, "s2.monitor"},
		{"what we play ourselves, where it is chosen", "s1.monitor", []found{own, real}, "s1.monitor"},
	} {
		if f, _, _ := pick(c.list, c.want, []string{"s1"}, any); f.ID != c.gets {
			t.Errorf("%s: got %q", c.what, f.ID)
		}
	}
}

func TestRealDevice_KnowsPseudoDevices(t *testing.T) {
	for _, c := range []struct {
		backend, id string
		cards, want bool
	}{
		{"pulseaudio", "auto_null", false, false},
		{"pulseaudio", "auto_null.monitor", false, false},
		{"pulseaudio", "alsa_output.usb-Jabra", false, true},
		{"alsa", "null", true, false},
		{"alsa", "default", false, false},
		{"alsa", "default", true, true},
		{"alsa", "sysdefault:CARD=PCH", false, true},
		{"alsa", ":0,0", true, true},
		{"alsa", "speexrate", true, false},
		{"wasapi", "{0.0.1.00000000}.{abc}", false, true},
	} {
		if realDevice(c.backend, c.id, c.cards) != c.want {
			t.Errorf("%s %s: not %v", c.backend, c.id, c.want)
		}
	}
}

func TestPulsePlaces_AreThoseOfTheServerString(t *testing.T) {
	t.Setenv("PULSE_SERVER", "{other}unix:/a/native tcp:desk /b/native tcp6:[::1]:99 nonsense {broken")
	want := []string{"unix:/a/native", "tcp:desk:4713", "unix:/b/native", "tcp6:[::1]:99"}
	if got := pulsePlaces(); !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}
