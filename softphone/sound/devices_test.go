package sound

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"anteroom/softphone"
)

var allDefaults = softphone.AudioChoice{RingVolume: 80}

// silentSystem is a computer with no sound system.
type silentSystem struct{}

func (*silentSystem) connect(string) (host, error) { return nil, errors.New("nothing here") }
func (*silentSystem) better(string) bool           { return false }

// imagined is a sound system whose devices beat every 10 ms, until the test takes them away.
type imagined struct {
	t  *testing.T
	mu sync.Mutex // guards all below

	up       bool
	backend  string
	betterUp bool
	devices  inventory
	mute     map[string]bool // devices that open and give nothing
	refuses  map[string]bool // devices that do not open
	opened   []string        // IDs in the order of opening, "" for the default
	running  int
	stuck    chan struct{} // list waits for it
}

func (m *imagined) connect(last string) (host, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if !m.up {
		return nil, errors.New("not up")
	}
	if m.betterUp {
		m.backend = "pulseaudio"
	}
	return &imaginedHost{m, m.backend}, nil
}

func (m *imagined) better(name string) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.betterUp && name != "pulseaudio"
}

func (m *imagined) change(f func()) { m.mu.Lock(); f(); m.mu.Unlock() }

type imaginedHost struct {
	*imagined
	backend string
}

func (h *imaginedHost) name() string        { return h.backend }
func (h *imaginedHost) follows(p post) bool { return p != microphone }

func (h *imaginedHost) list() (inventory, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if s := h.stuck; s != nil {
		h.mu.Unlock()
		<-s
		h.mu.Lock()
	}
	if !h.up {
		return inventory{}, errors.New("connection gone")
	}
	return inventory{slices.Clone(h.devices.microphones), slices.Clone(h.devices.speakers)}, nil
}

func (h *imaginedHost) open(p post, key *deviceKey, l *lane) (func(), error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	id := ""
	if key != nil {
		id = idText(h.backend, *key)
	}
	h.opened = append(h.opened, id)
	if h.refuses[id] {
		return nil, errors.New("busy")
	}
	h.running++
	stop := make(chan struct{})
	go func() {
		piece := make([]int16, 480)
		for {
			select {
			case <-stop:
				return
			case <-time.After(10 * time.Millisecond): // the bubble's clock
			}
			h.mu.Lock()
			there := id == "" || slices.ContainsFunc(h.devices.of(p), func(f found) bool { return f.ID == id })
			alive := h.up && there && !h.mute[id]
			h.mu.Unlock()
			switch {
			case !alive:
			case p == microphone:
				l.listen(piece)
			default:
				l.render(piece)
			}
		}
	}()
	return sync.OnceFunc(func() { close(stop); h.change(func() { h.running-- }) }), nil
}

func (h *imaginedHost) close() <-chan struct{} {
	done := make(chan struct{})
	close(done)
	return done
}

func device(id, name string, isDefault bool) found {
	f := found{Device: softphone.Device{ID: id, Name: name, Default: isDefault}}
	copy(f.key[:], id)
	return f
}

// imagine runs a deck on an imagined system with a headset and a bell in the bubble; the story gets what was told.
func imagine(t *testing.T, choice softphone.AudioChoice, prepare func(*imagined), story func(m *imagined, d *devices, told func() []softphone.AudioStatus)) {
	synctest.Test(t, func(t *testing.T) {
		m := &imagined{t: t, up: true, backend: "pulseaudio", mute: map[string]bool{}, refuses: map[string]bool{}, devices: inventory{
			microphones: []found{device("m1", "Headset microphone", true), device("m2", "Desk microphone", false)},
			speakers:    []found{device("s1", "Headset", true), device("s2", "Desk speaker", false)},
		}}
		if prepare != nil {
			prepare(m)
		}
		var mu sync.Mutex // guards all
		var all []softphone.AudioStatus
		deck, err := Open("null", func(e softphone.Event) {
			mu.Lock()
			defer mu.Unlock()
			all = append(all, e.(softphone.AudioChanged).Status)
		}, Options{})
		if err != nil {
			t.Fatal(err)
		}
		d := newDevices(m, deck.source.(nowhere).tell, choice) // the same telling as every deck's
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error)
		go func() { ended <- d.run(ctx) }()
		synctest.Wait()
		story(m, d, func() []softphone.AudioStatus {
			synctest.Wait()
			mu.Lock()
			defer mu.Unlock()
			defer func() { all = nil }()
			return all
		})
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		synctest.Wait()
		if m.running != 0 {
			t.Errorf("%d streams left open", m.running)
		}
	})
}

func reason(code softphone.ReasonCode, detail string) softphone.Reason {
	return softphone.Reason{Code: code, Detail: detail}
}

func TestDevices_TellOnceAndThenOnlyChanges(t *testing.T) {
	imagine(t, allDefaults, nil, func(m *imagined, d *devices, told func() []softphone.AudioStatus) {
		time.Sleep(time.Minute)
		s := told()
		if len(s) != 1 || s[0].Microphone != "Headset microphone" || s[0].Speaker != "Headset" || s[0].Ring != "Headset" || !s[0].Trouble.Zero() {
			t.Fatalf("told %+v", s)
		}
		d.choose(softphone.AudioChoice{Ring: "Desk speaker", RingVolume: 50})
		if s = told(); len(s) != 1 || s[0].Ring != "Desk speaker" || s[0].Speaker != "Headset" {
			t.Errorf("after choosing another bell: %+v", s)
		}
		if !slices.Equal(m.opened, []string{"", "", "m1", "s2"}) {
			t.Errorf("opened %q", m.opened)
		}
	})
}

func TestDevices_AChosenOneThatVanishesIsReplacedAndTakenBack(t *testing.T) {
	choice := softphone.AudioChoice{Speaker: "s2", RingVolume: 80}
	imagine(t, choice, nil, func(m *imagined, d *devices, told func() []softphone.AudioStatus) {
		time.Sleep(10*time.Second + 10*time.Millisecond)
		told()
		m.change(func() { m.devices.speakers = m.devices.speakers[:1] })
		time.Sleep(350 * time.Millisecond)
		s := told()
		if len(s) != 1 || s[0].Speaker != "Headset" || s[0].Trouble != reason(softphone.DeviceVanished, "Desk speaker") {
			t.Fatalf("a third of a second after the loss: %+v", s)
		}
		time.Sleep(10 * time.Minute)
		if s := told(); len(s) != 0 {
			t.Errorf("told for nothing: %+v", s)
		}
		m.change(func() { m.devices.speakers = append(m.devices.speakers, device("s2", "Desk speaker", false)) })
		time.Sleep(1100 * time.Millisecond)
		if s := told(); len(s) != 1 || s[0].Speaker != "Desk speaker" || !s[0].Trouble.Zero() {
			t.Errorf("after its return: %+v", s)
		}
	})
}

func TestDevices_ADefaultThatVanishesIsNewsForAWhile(t *testing.T) {
	imagine(t, allDefaults, nil, func(m *imagined, d *devices, told func() []softphone.AudioStatus) {
		time.Sleep(10 * time.Second)
		told()
		m.change(func() {
			m.devices.microphones = []found{device("m2", "Desk microphone", true)}
		})
		time.Sleep(1200 * time.Millisecond)
		if s := told(); len(s) != 1 || s[0].Microphone != "Desk microphone" || s[0].Trouble != reason(softphone.DeviceVanished, "Headset microphone") {
			t.Fatalf("after the loss: %+v", s)
		}
		time.Sleep(time.Minute)
		if s := told(); len(s) != 1 || !s[0].Trouble.Zero() {
			t.Errorf("a minute later: %+v", s)
		}
	})
}

func TestDevices_GoOnWithNoneAndTakeWhatComes(t *testing.T) {
	none := func(m *imagined) { m.devices = inventory{} }
	imagine(t, allDefaults, none, func(m *imagined, d *devices, told func() []softphone.AudioStatus) {
		if s := told(); len(s) != 1 || s[0].Trouble.Code != softphone.NoSoundAtAll {
			t.Fatalf("told %+v", s)
		}
		frame := sine(440, frameLen, rate)
		d.play(frame)
		d.ring(frame)
		d.capture(frame)
		if loudness(frame) != 0 {
			t.Error("hears something without a microphone")
		}
		m.change(func() { m.devices.speakers = []found{device("s1", "Headset", true)} })
		time.Sleep(1100 * time.Millisecond)
		if s := told(); len(s) != 1 || s[0].Trouble.Code != softphone.NoMicrophone || s[0].Speaker != "Headset" {
			t.Errorf("with a speaker: %+v", s)
		}
		m.change(func() {
			m.devices = inventory{microphones: []found{device("m1", "Headset microphone", true)}}
		})
		time.Sleep(1100 * time.Millisecond)
		if s := told(); len(s) != 1 || s[0].Trouble.Code != softphone.NoSpeaker || s[0].Microphone == "" {
			t.Errorf("with a microphone only: %+v", s)
		}
	})
}

func TestDevices_AVolumeBeingDraggedDisturbsNothing(t *testing.T) {
	imagine(t, allDefaults, nil, func(m *imagined, d *devices, told func() []softphone.AudioStatus) {
		time.Sleep(10 * time.Second)
		told()
		before := d.lanes[speaker].Load()
		for v := range 100 {
			d.choose(softphone.AudioChoice{RingVolume: v})
			time.Sleep(time.Millisecond)
		}
		if s := told(); len(s) != 0 || d.lanes[speaker].Load() != before {
			t.Errorf("told %+v", s)
		}
	})
}

func TestDevices_AMuteOneIsRefusedForLongerAndLonger(t *testing.T) {
	mute := func(m *imagined) { m.mute["s2"] = true }
	imagine(t, softphone.AudioChoice{Speaker: "s2"}, mute, func(m *imagined, d *devices, told func() []softphone.AudioStatus) {
		time.Sleep(3200 * time.Millisecond)
		s := told()
		if last := s[len(s)-1]; last.Speaker != "Headset" || last.Trouble != reason(softphone.DeviceVanished, "Desk speaker") {
			t.Fatalf("told %+v", s)
		}
		time.Sleep(time.Hour)
		tries := 0
		m.change(func() {
			for _, id := range m.opened {
				if id == "s2" {
					tries++
				}
			}
		})
		if tries < 5 || tries > 20 {
			t.Errorf("tried %d times in an hour", tries)
		}
		m.change(func() { m.mute["s2"] = false })
		told()
		d.choose(softphone.AudioChoice{Speaker: "Desk speaker"}) // somebody wants it now
		if s := told(); len(s) == 0 || s[len(s)-1].Speaker != "Desk speaker" {
			t.Errorf("after choosing it anew: %+v", s)
		}
	})
}

func TestDevices_OneThatDoesNotOpenLeavesThePresentOneAtWork(t *testing.T) {
	imagine(t, allDefaults, func(m *imagined) { m.refuses["s2"] = true }, func(m *imagined, d *devices, told func() []softphone.AudioStatus) {
		time.Sleep(time.Second)
		told()
		before := d.lanes[speaker].Load()
		d.choose(softphone.AudioChoice{Speaker: "s2"})
		if s := told(); len(s) != 1 || s[0].Speaker != "Headset" || s[0].Trouble != reason(softphone.DeviceVanished, "Desk speaker") {
			t.Errorf("told %+v", s)
		}
		if d.lanes[speaker].Load() != before {
			t.Error("the working device was closed")
		}
	})
}

func TestDevices_AServerLostIsFoundAgain(t *testing.T) {
	imagine(t, allDefaults, nil, func(m *imagined, d *devices, told func() []softphone.AudioStatus) {
		time.Sleep(10 * time.Second)
		told()
		m.change(func() { m.up = false })
		time.Sleep(350 * time.Millisecond)
		if s := told(); len(s) != 1 || s[0].Trouble.Code != softphone.NoSoundAtAll || len(s[0].Speakers) != 0 {
			t.Fatalf("after the loss: %+v", s)
		}
		m.change(func() { m.up = true })
		time.Sleep(350 * time.Millisecond)
		if s := told(); len(s) != 1 || !s[0].Trouble.Zero() || s[0].Speaker != "Headset" {
			t.Errorf("after its return: %+v", s)
		}
	})
}

func TestDevices_ABetterSoundSystemIsTakenWhenItComes(t *testing.T) {
	imagine(t, allDefaults, func(m *imagined) { m.backend = "alsa" }, func(m *imagined, d *devices, told func() []softphone.AudioStatus) {
		if s := told(); s[0].Backend != "alsa" {
			t.Fatalf("told %+v", s)
		}
		m.change(func() { m.betterUp = true })
		time.Sleep(1100 * time.Millisecond)
		if s := told(); len(s) != 1 || s[0].Backend != "pulseaudio" || !s[0].Trouble.Zero() {
			t.Errorf("told %+v", s)
		}
	})
}

func TestDevices_ASystemThatHangsIsToldAndLeftBehindAtTheEnd(t *testing.T) {
	var hang chan struct{}
	imagine(t, allDefaults, func(m *imagined) { hang = make(chan struct{}) }, func(m *imagined, d *devices, told func() []softphone.AudioStatus) {
		told()
		m.change(func() { m.stuck = hang })
		time.Sleep(3 * time.Second)
		if s := told(); len(s) != 1 || s[0].Trouble.Code != softphone.SoundFailed {
			t.Fatalf("told %+v", s)
		}
		d.capture(make([]int16, frameLen)) // holds nobody up
		m.change(func() { m.stuck = nil })
		close(hang)
		time.Sleep(time.Second)
		if s := told(); len(s) != 1 || !s[0].Trouble.Zero() {
			t.Errorf("after it came to: %+v", s)
		}
	})
}
