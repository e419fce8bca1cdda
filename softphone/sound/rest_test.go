package sound

import (
	"testing"
	"time"

	"anteroom/softphone"
)

// open is how many streams are open.
func (m *imagined) open() (n int) {
	m.change(func() { n = m.running })
	return n
}

func TestDevices_RestWhileNobodyNeedsThemAndWakeAtOnce(t *testing.T) {
	imagine(t, allDefaults, nil, func(m *imagined, d *devices, told func() []softphone.AudioStatus) {
		time.Sleep(time.Second)
		d.need(false, false)
		time.Sleep(lingers - 2*time.Second)
		if n := m.open(); n != 3 {
			t.Fatalf("%d open after a short while", n)
		}
		time.Sleep(5 * time.Second)
		if n := m.open(); n != 0 {
			t.Fatalf("%d still open", n)
		}
		time.Sleep(time.Minute)
		if s := told(); len(s) != 1 || s[0].Microphone != "Headset microphone" || s[0].Ring != "Headset" || !s[0].Trouble.Zero() {
			t.Errorf("told %+v", s)
		}
		d.need(true, false)
		time.Sleep(50 * time.Millisecond)
		if n := m.open(); n != 2 || d.lanes[microphone].Load() == nil || d.lanes[speaker].Load() == nil || d.lanes[bell].Load() != nil {
			t.Errorf("%d open for a call", n)
		}
		d.need(true, true)
		time.Sleep(50 * time.Millisecond)
		if n := m.open(); n != 3 {
			t.Errorf("%d open for a call that rings", n)
		}
	})
}

func TestDevices_OneThatVanishesWhileItRestsIsTold(t *testing.T) {
	choice := softphone.AudioChoice{Speaker: "s2", RingVolume: 80}
	imagine(t, choice, nil, func(m *imagined, d *devices, told func() []softphone.AudioStatus) {
		d.need(false, false)
		time.Sleep(time.Minute)
		told()
		m.change(func() { m.devices.speakers = m.devices.speakers[:1] })
		time.Sleep(3 * time.Second)
		if s := told(); len(s) != 1 || s[0].Speaker != "Headset" || s[0].Trouble != reason(softphone.DeviceVanished, "Desk speaker") {
			t.Errorf("told %+v", s)
		}
		time.Sleep(time.Minute)
		if n := m.open(); n != 0 {
			t.Errorf("%d open", n)
		}
		m.change(func() { m.mute[""], m.mute["s1"], m.mute["m1"] = true, true, true }) // nobody notices, before it is needed
		d.need(true, true)
		time.Sleep(beginning + time.Second)
		s := told()
		if last := s[len(s)-1]; last.Trouble.Code == "" {
			t.Errorf("nothing works, told %+v", last)
		}
	})
}

func TestDevices_ASystemLostWhileTheyRestIsFoundAgain(t *testing.T) {
	imagine(t, allDefaults, nil, func(m *imagined, d *devices, told func() []softphone.AudioStatus) {
		d.need(false, false)
		time.Sleep(time.Minute)
		told()
		m.change(func() { m.up = false })
		time.Sleep(3 * time.Second)
		if s := told(); len(s) != 1 || s[0].Trouble.Code != softphone.NoSoundAtAll {
			t.Errorf("after the loss: %+v", s)
		}
		m.change(func() { m.up = true })
		time.Sleep(3 * time.Second)
		if s := told(); len(s) != 1 || !s[0].Trouble.Zero() {
			t.Errorf("after its return: %+v", s)
		}
	})
}
