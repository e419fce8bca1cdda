//go:build linux

package sound

import (
	"syscall"
	"testing"
	"time"

	"anteroom/softphone"
)

// deskMicrophone is the microphone of these tests: null sinks have only monitors, which must be chosen.
var deskMicrophone = softphone.AudioChoice{Microphone: "mic.monitor", Ring: "mic"}

func TestReal_ATonePlayedIsHeardAndTheMicrophoneHears(t *testing.T) {
	s := newServer(t)
	s.start()
	s.speak("mic", 800)
	spk := s.listen("spk.monitor")
	c := ringing(t, softphone.AudioChoice{Microphone: "mic.monitor", RingVolume: 0})
	st := c.until("all well", 5*time.Second, working)
	if st.Speaker != "Headset" || st.Microphone != "Monitor of Desk" || st.Ring != "Headset" || len(st.Speakers) != 2 {
		t.Errorf("told %+v", st)
	}
	spk.hears(t, 440, 100, 10*time.Second)
	c.mic.hears(t, 800, 100, 10*time.Second)
	for p := range posts {
		if !c.deck.source.(*devices).lanes[p].Load().inC() {
			t.Errorf("device %d calls into Go: miniaudio is not what lane.c takes it for", p)
		}
	}
	c.end()
	if more := len(c.statuses); c.told != 1 || more > 0 {
		t.Errorf("told %d times, and %d more", c.told, more)
	}
}

func TestReal_TheBellRingsOnItsOwnDeviceAsLoudAsChosen(t *testing.T) {
	s := newServer(t)
	s.start()
	spk, desk := s.listen("spk.monitor"), s.listen("mic.monitor")
	c := ringing(t, softphone.AudioChoice{Ring: "Desk", RingVolume: 100})
	c.until("a bell of its own", 5*time.Second, func(st softphone.AudioStatus) bool { return st.Ring == "Desk" })
	desk.hears(t, 600, 100, 10*time.Second)
	spk.hears(t, 440, 100, 10*time.Second)
	c.deck.Choose(t.Context(), softphone.AudioChoice{Ring: "Desk", RingVolume: 0})
	desk.hears(t, 0, 100, 3*time.Second)
}

func TestReal_NoMicrophoneIsSaidRatherThanTheSpeakersMonitorTaken(t *testing.T) {
	s := newServer(t)
	s.start()
	c := ringing(t, softphone.AudioChoice{})
	st := c.until("no microphone", 5*time.Second, func(st softphone.AudioStatus) bool { return st.Trouble.Code == softphone.NoMicrophone })
	if st.Microphone != "" || st.Speaker != "Headset" {
		t.Errorf("told %+v", st)
	}
	s.pactl("set-default-source", "mic.monitor") // somebody says that this is a microphone
	c.until("the default taken", 5*time.Second, func(st softphone.AudioStatus) bool { return working(st) && st.Microphone == "Monitor of Desk" })
}

func TestReal_AChosenSpeakerThatVanishesIsReplacedInHalfASecondAndTakenBack(t *testing.T) {
	s := newServer(t)
	s.start()
	load := func() string {
		return s.pactl("load-module", "module-null-sink", "sink_name=usb", "rate=48000", "channels=1", "sink_properties=device.description=USB")
	}
	module := load()
	s.speak("mic", 800)
	spk := s.listen("spk.monitor")
	choice := deskMicrophone
	choice.Speaker = "usb"
	c := ringing(t, choice)
	c.until("the chosen one in use", 5*time.Second, func(st softphone.AudioStatus) bool { return working(st) && st.Speaker == "USB" })
	s.listen("usb.monitor").hears(t, 440, 100, 10*time.Second)
	c.mic.hears(t, 800, 100, 10*time.Second)
	spk.hears(t, 0, 100, 5*time.Second) // it runs, so that how long a null sink needs to begin is not measured

	s.pactl("unload-module", module)
	took := spk.hears(t, 440, 10, 5*time.Second)
	t.Logf("heard again after %v", took)
	if took > 500*time.Millisecond {
		t.Errorf("the call was without sound for %v", took)
	}
	st := c.until("the loss told", time.Second, func(st softphone.AudioStatus) bool { return st.Trouble.Code == softphone.DeviceVanished })
	if st.Trouble.Detail != "USB" || st.Speaker != "Headset" || st.Microphone != "Monitor of Desk" {
		t.Errorf("told %+v", st)
	}
	c.mic.hears(t, 800, 100, time.Second)

	load()
	c.until("the chosen one back", 5*time.Second, func(st softphone.AudioStatus) bool { return working(st) && st.Speaker == "USB" })
	s.listen("usb.monitor").hears(t, 440, 100, 10*time.Second)
}

func TestReal_AVanishedMicrophoneIsReplaced(t *testing.T) {
	s := newServer(t)
	s.start()
	module := s.pactl("load-module", "module-null-sink", "sink_name=usb", "rate=48000", "channels=1", "sink_properties=device.description=USB")
	s.pactl("set-default-source", "mic.monitor")
	s.speak("mic", 800)
	s.speak("usb", 900)
	s.listen("mic.monitor").hears(t, 800, 100, 10*time.Second) // it runs
	c := ringing(t, softphone.AudioChoice{Microphone: "usb.monitor"})
	c.mic.hears(t, 900, 100, 10*time.Second)
	s.pactl("unload-module", module)
	took := c.mic.hears(t, 800, 10, 5*time.Second)
	t.Logf("heard again after %v", took)
	if took > 500*time.Millisecond {
		t.Errorf("the call was without a microphone for %v", took)
	}
	c.until("the loss told", time.Second, func(st softphone.AudioStatus) bool {
		return st.Trouble == softphone.Reason{Code: softphone.DeviceVanished, Detail: "Monitor of USB"}
	})
}

func TestReal_TheDefaultIsFollowedAndAnotherTakenDuringACall(t *testing.T) {
	s := newServer(t)
	s.start()
	s.pactl("set-default-source", "mic.monitor") // else it follows the default sink, and PulseAudio moves our ears with it
	spk, desk := s.listen("spk.monitor"), s.listen("mic.monitor")
	c := ringing(t, softphone.AudioChoice{})
	spk.hears(t, 440, 100, 10*time.Second)
	desk.hears(t, 0, 100, 10*time.Second)
	s.pactl("set-default-sink", "mic")
	desk.hears(t, 440, 100, 5*time.Second)
	spk.hears(t, 0, 100, 5*time.Second)
	c.until("the new default told", 5*time.Second, func(st softphone.AudioStatus) bool { return st.Speaker == "Desk" })
	c.deck.Choose(t.Context(), softphone.AudioChoice{Speaker: "Headset"})
	took := spk.hears(t, 440, 100, 5*time.Second)
	t.Logf("another device after %v", took)
	c.until("the choice told", time.Second, func(st softphone.AudioStatus) bool { return st.Speaker == "Headset" })
}

func TestReal_AServerThatDiesAndReturnsKeepsTheCall(t *testing.T) {
	s := newServer(t)
	s.start()
	c := ringing(t, deskMicrophone)
	s.listen("spk.monitor").hears(t, 440, 100, 10*time.Second)
	c.until("all well", 5*time.Second, working)
	s.kill()
	died := time.Now()
	c.until("no sound at all", time.Second, func(st softphone.AudioStatus) bool { return st.Trouble.Code == softphone.NoSoundAtAll })
	t.Logf("noticed after %v", time.Since(died))
	c.mic.hears(t, 0, 100, time.Second)
	s.start()
	c.until("all well again", 5*time.Second, working)
	s.listen("spk.monitor").hears(t, 440, 100, 10*time.Second)
}

func TestReal_NothingAtAllThenAServerThenDevicesGoneAndBack(t *testing.T) {
	s := newServer(t)
	c := ringing(t, deskMicrophone)
	st := c.until("no sound at all", 5*time.Second, func(st softphone.AudioStatus) bool { return st.Trouble.Code == softphone.NoSoundAtAll })
	if st.Microphone+st.Speaker+st.Ring != "" || len(st.Microphones)+len(st.Speakers) != 0 {
		t.Errorf("pseudo-devices are taken for real: %+v", st)
	}
	c.mic.hears(t, 0, 100, time.Second) // the engine goes on
	s.start()
	c.until("the server found", 5*time.Second, working)
	s.listen("spk.monitor").hears(t, 440, 100, 10*time.Second)
	s.pactl("unload-module", "module-null-sink") // all of them: PulseAudio puts a dummy in their place
	c.until("no sound at all again", 3*time.Second, func(st softphone.AudioStatus) bool { return st.Trouble.Code == softphone.NoSoundAtAll })
	s.pactl("load-module", "module-null-sink", "sink_name=spk", "rate=48000", "channels=1", "sink_properties=device.description=Headset")
	s.pactl("load-module", "module-null-sink", "sink_name=mic", "rate=48000", "channels=1", "sink_properties=device.description=Desk")
	c.until("the devices back", 5*time.Second, working)
	s.listen("spk.monitor").hears(t, 440, 100, 10*time.Second)
}

func TestReal_AServerThatHangsHoldsNobodyUp(t *testing.T) {
	s := newServer(t)
	s.start()
	c := ringing(t, deskMicrophone)
	s.listen("spk.monitor").hears(t, 440, 100, 10*time.Second)
	c.until("all well", 5*time.Second, working)
	s.proc.Process.Signal(syscall.SIGSTOP)
	c.until("trouble told", 5*time.Second, func(st softphone.AudioStatus) bool { return st.Trouble.Code == softphone.SoundFailed })
	c.mic.hears(t, 0, 100, time.Second) // the engine goes on
	s.proc.Process.Signal(syscall.SIGCONT)
	c.until("all well again", 10*time.Second, working)
	s.listen("spk.monitor").hears(t, 440, 100, 10*time.Second)

	s.proc.Process.Signal(syscall.SIGSTOP)
	c.until("trouble told", 5*time.Second, func(st softphone.AudioStatus) bool { return st.Trouble.Code == softphone.SoundFailed })
	asked := time.Now()
	c.end()
	if took := time.Since(asked); took > 3*time.Second {
		t.Errorf("ended %v after it was asked to", took)
	}
	s.proc.Process.Signal(syscall.SIGCONT)
}

func TestReal_RoundTripIsShort(t *testing.T) {
	s := newServer(t)
	s.start()
	took := clickThrough(t, 10)
	t.Logf("round trip, from Play of a sample to Capture of it: %v", took)
	if took > 150*time.Millisecond {
		t.Errorf("round trip of %v", took)
	}
}
