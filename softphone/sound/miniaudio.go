package sound

// #include "lane.h"
import "C"

import (
	"errors"
	"fmt"
	"os"
	"runtime"
	"strings"
	"sync"
	"time"
	"unicode/utf16"
	"unsafe"

	"github.com/gen2brain/malgo"

	"anteroom/softphone"
)

// system opens the sound system of a computer; host is one connection to it.
type system interface {
	// connect takes the best sound system that answers. last is the one lost before, "" for none.
	connect(last string) (host, error)
	// better reports whether a better one than name answers by now.
	better(name string) bool
}

type host interface {
	name() string
	// list gives every real device. An error means that the connection is gone.
	list() (inventory, error)
	// follows reports whether a stream on the default device moves with it.
	follows(p post) bool
	// open starts a stream between a device (nil: the default) and a lane. The end closes it, in its own time: a
	// device that is gone can take forever.
	open(p post, key *deviceKey, l *lane) (end func(), err error)
	// close lets go of the connection; the channel closes when everything of it has ended, which can be never.
	close() <-chan struct{}
}

type deviceKey = malgo.DeviceID

// miniaudio is the sound system as the malgo library knows it. It belongs to one goroutine.
type miniaudio struct {
	knocks bool // PulseAudio has been tried once
}

type backend struct {
	id   malgo.Backend
	name string
}

// backends are the sound systems worth trying, best first. Not the null one, which always works and plays to nobody,
// nor JACK, which writes to the terminal.
var backends = map[string][]backend{
	"windows": {{malgo.BackendWasapi, "wasapi"}, {malgo.BackendDsound, "dsound"}, {malgo.BackendWinmm, "winmm"}},
	"darwin":  {{malgo.BackendCoreaudio, "coreaudio"}},
	"linux":   {{malgo.BackendPulseaudio, "pulseaudio"}, {malgo.BackendAlsa, "alsa"}},
	"freebsd": {{malgo.BackendPulseaudio, "pulseaudio"}, {malgo.BackendOss, "oss"}},
	"netbsd":  {{malgo.BackendAudio4, "audio4"}},
	"openbsd": {{malgo.BackendSndio, "sndio"}},
}

func (m *miniaudio) connect(last string) (host, error) {
	why := errors.New("no sound system on this computer")
	for _, b := range backends[runtime.GOOS] {
		// Every attempt at a PulseAudio that is not there leaks a file and 64 MB of address space inside libpulse
		// (pa_context_new without pa_context_unref), so knock first. The very first attempt is made in any case:
		// libpulse knows more places than we do.
		if b.name == "pulseaudio" {
			knock := m.knocks
			m.knocks = true
			if knock && !pulseAnswers() {
				if last == b.name {
					return nil, errors.New("the PulseAudio server is gone") // and may come back: leave it the cards
				}
				continue
			}
		}
		h, err := newMalgoHost(b)
		if err == nil {
			return h, nil
		}
		why = fmt.Errorf("%s: %w", b.name, err)
		if last == b.name {
			return nil, why
		}
	}
	return nil, why
}

func (*miniaudio) better(name string) bool {
	best := backends[runtime.GOOS]
	return len(best) > 0 && best[0].name == "pulseaudio" && name != "pulseaudio" && pulseAnswers()
}

// malgoHost is one context of miniaudio.
type malgoHost struct {
	backend string
	ctx     *malgo.AllocatedContext
	streams sync.WaitGroup
}

func newMalgoHost(b backend) (*malgoHost, error) {
	name := append([]byte("Anteroom"), 0)
	var pin runtime.Pinner // C reads the name from inside a struct
	pin.Pin(&name[0])
	defer pin.Unpin()
	cfg := malgo.ContextConfig{ThreadPriority: malgo.ThreadPriorityRealtime}
	cfg.Pulse.PApplicationName = &name[0]
	// No log function: malgo calls it holding the lock that Devices holds.
	ctx, err := malgo.InitContext([]malgo.Backend{b.id}, cfg, nil)
	if err != nil {
		return nil, err
	}
	return &malgoHost{backend: b.name, ctx: ctx}, nil
}

func (h *malgoHost) name() string { return h.backend }

func (h *malgoHost) follows(p post) bool {
	switch h.backend {
	case "pulseaudio":
		// A microphone that goes away must not become the monitor of our own speaker before we notice.
		return p != microphone
	case "wasapi", "coreaudio":
		return true
	}
	return false
}

func (h *malgoHost) list() (inventory, error) {
	var v inventory
	playing, err := h.ctx.Devices(malgo.Playback)
	if err != nil {
		return v, err
	}
	hearing, err := h.ctx.Devices(malgo.Capture)
	if err != nil {
		return v, err
	}
	v.speakers = h.found(playing, os.Getenv("PULSE_SINK"))
	v.microphones = h.found(hearing, os.Getenv("PULSE_SOURCE"))
	if h.backend == "pulseaudio" {
		for i, m := range v.microphones {
			v.microphones[i].monitorOf, _ = strings.CutSuffix(m.ID, ".monitor")
			if v.microphones[i].monitorOf == m.ID {
				v.microphones[i].monitorOf = ""
			}
		}
	}
	return v, nil
}

// found takes the real devices from a list. preferred is libpulse's own default from the environment.
func (h *malgoHost) found(infos []malgo.DeviceInfo, preferred string) []found {
	cards, hasPreferred := false, false
	for _, d := range infos {
		id := idText(h.backend, d.ID)
		cards = cards || alsaCard(id)
		hasPreferred = hasPreferred || h.backend == "pulseaudio" && id == preferred
	}
	var out []found
	for _, d := range infos {
		id := idText(h.backend, d.ID)
		if !realDevice(h.backend, id, cards) {
			continue
		}
		isDefault := d.IsDefault != 0
		if hasPreferred {
			isDefault = id == preferred
		}
		out = append(out, found{Device: softphone.Device{ID: id, Name: d.Name(), Default: isDefault}, key: d.ID})
	}
	tellApart(out)
	return out
}

// idText is a device ID as settings keep it: the system's own name where that is a text, else hexadecimal.
func idText(backend string, id malgo.DeviceID) string {
	if backend == "wasapi" {
		var wide []uint16
		for i := 0; i+1 < len(id) && (id[i] != 0 || id[i+1] != 0); i += 2 {
			wide = append(wide, uint16(id[i])|uint16(id[i+1])<<8)
		}
		return string(utf16.Decode(wide))
	}
	text, _, _ := strings.Cut(string(id[:]), "\x00")
	for _, r := range text {
		if r < ' ' || r > '~' {
			return id.String()
		}
	}
	if text == "" {
		return id.String()
	}
	return text
}

func (h *malgoHost) open(p post, key *deviceKey, l *lane) (func(), error) {
	kind := malgo.Playback
	if p == microphone {
		kind = malgo.Capture
	}
	cfg := malgo.DefaultDeviceConfig(kind)
	cfg.SampleRate = rate
	cfg.PeriodSizeInMilliseconds = h.period(p)
	cfg.PerformanceProfile = malgo.LowLatency
	cfg.NoPreSilencedOutputBuffer, cfg.NoClip, cfg.NoFixedSizedCallback = 1, 1, 1
	cfg.Pulse.StreamNameCapture, cfg.Pulse.StreamNamePlayback = "Anteroom", "Anteroom"
	end := &cfg.Playback
	callbacks := malgo.DeviceCallbacks{Data: func(out, in []byte, _ uint32) { // until lane_notified has C called
		if kind == malgo.Capture {
			l.listen(samples(in))
			return
		}
		l.render(samples(out))
	}}
	if kind == malgo.Capture {
		end = &cfg.Capture
	}
	if p == speaker && h.backend == "pulseaudio" {
		l.wait(int32(h.period(p)) * rate / 1000 * 13 / 20) // a quarter is the server's own, and some is for its clock
	}
	keep := new(runtime.Pinner) // until the device, which has the lane, has ended
	keep.Pin(l.c)
	cfg.PUserData, cfg.NotificationCallback = (*byte)(unsafe.Pointer(l.c)), (*[0]byte)(C.lane_notified)
	end.Format, end.Channels = malgo.FormatS16, 1
	if key != nil {
		id := *key
		var pin runtime.Pinner
		pin.Pin(&id)
		defer pin.Unpin()
		end.DeviceID = unsafe.Pointer(&id)
	}
	dev, err := malgo.InitDevice(h.ctx.Context, cfg, callbacks)
	if err != nil {
		keep.Unpin()
		return nil, err
	}
	h.streams.Add(1)
	stop := func(after time.Duration) {
		// Nobody waits for this goroutine: Uninit never returns for a device that is gone.
		go func() {
			time.Sleep(after)
			dev.Uninit()
			keep.Unpin()
			h.streams.Done()
		}()
	}
	if err := dev.Start(); err != nil {
		stop(0)
		return nil, err
	}
	return func() { stop(farewell) }, nil
}

// period is how much sound a device is to move at a time, in ms. PulseAudio and PipeWire move a quarter of it: asked
// for 10 they wake up 400 times a second, and PipeWire is reported (in miniaudio.h) to glitch below 20. Nobody hears
// whether the bell is late.
func (h *malgoHost) period(p post) uint32 {
	switch {
	case p == bell:
		return 40
	case h.backend == "pulseaudio":
		return 20
	}
	return 10
}

// farewell is how long a stream stays after its lane is no longer fed, to play to its end and fade.
const farewell = 80 * time.Millisecond

// samples sees a device's bytes as what they are.
func samples(b []byte) []int16 {
	if len(b) < 2 {
		return nil
	}
	return unsafe.Slice((*int16)(unsafe.Pointer(unsafe.SliceData(b))), len(b)/2)
}

func (h *malgoHost) close() <-chan struct{} {
	done := make(chan struct{})
	go func() {
		h.streams.Wait() // a context must outlive its devices
		if h.ctx.Uninit() == nil {
			h.ctx.Free()
		}
		close(done)
	}()
	return done
}
