package sound

import (
	"testing"
	"testing/synctest"
	"time"

	"anteroom/softphone"
)

// pass lets a time of the bubble pass, and everything happen that is due in it.
func pass(t time.Duration) {
	time.Sleep(t)
	synctest.Wait()
}

// open is how many streams are open.
func (m *imagined) open() (n int) {
	m.change(func() { n = m.running })
	return n
}

func TestDevices_RestWhileNobodyNeedsThemAndWakeAtOnce(t *testing.T) {
	imagine(t, allDefaults, nil, func(m *imagined, d *devices, told func() []softphone.AudioStatus) {
		pass(time.Second)
		d.need(false, false)
		pass(lingers - 2*time.Second)
		if n := m.open(); n != 3 {
			t.Fatalf("%d open after a short while", n)
		}
		pass(5 * time.Second)
		if n := m.open(); n != 0 {
			t.Fatalf("%d still open", n)
		}
		pass(time.Minute)
		if s := told(); len(s) != 1 || s[0].Microphone != "Headset microphone" || s[0].Ring != "Headset" || !s[0].Trouble.Zero() {
			t.Errorf("told %+v", s)
		}
		d.need(true, false)
		pass(50 * time.Millisecond)
		if n := m.open(); n != 2 || d.lanes[microphone].Load() == nil || d.lanes[speaker].Load() == nil || d.lanes[bell].Load() != nil {
			t.Errorf("%d open for a call", n)
		}
		d.need(true, true)
		pass(50 * time.Millisecond)
		if n := m.open(); n != 3 {
			t.Errorf("%d open for a call that rings", n)
		}
	})
}

func TestDevices_OneThatVanishesWhileItRestsIsTold(t *testing.T) {
	choice := softphone.AudioChoice{Speaker: "s2", RingVolume: 80}
	imagine(t, choice, nil, func(m *imagined, d *devices, told func() []softphone.AudioStatus) {
		d.need(false, false)
		pass(time.Minute)
		told()
		m.change(func() { m.devices.speakers = m.devices.speakers[:1] })
		pass(3 * time.Second)
		if s := told(); len(s) != 1 || s[0].Speaker != "Headset" || s[0].Trouble != reason(softphone.DeviceVanished, "Desk speaker") {
			t.Errorf("told %+v", s)
		}
		pass(time.Minute)
		if n := m.open(); n != 0 {
			t.Errorf("%d open", n)
		}
		m.change(func() { m.mute[""], m.mute["s1"], m.mute["m1"] = true, true, true }) // nobody notices, before it is needed
		d.need(true, true)
		pass(beginning + time.Second)
		s := told()
		if last := s[len(s)-1]; last.Trouble.Code == "" {
			t.Errorf("nothing works, told %+v", last)
		}
	})
}

func TestDevices_ASystemLostWhileTheyRestIsFoundAgain(t *testing.T) {
	imagine(t, allDefaults, nil, func(m *imagined, d *devices, told func() []softphone.AudioStatus) {
		d.need(false, false)
		pass(time.Minute)
		told()
		m.change(func() { m.up = false })
		pass(3 * time.Second)
		if s := told(); len(s) != 1 || s[0].Trouble.Code != softphone.NoSoundAtAll {
			t.Errorf("after the loss: %+v", s)
		}
		m.change(func() { m.up = true })
		pass(3 * time.Second)
		if s := told(); len(s) != 1 || !s[0].Trouble.Zero() {
			t.Errorf("after its return: %+v", s)
		}
	})
}
