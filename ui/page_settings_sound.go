package ui

import (
	"time"

	"anteroom/softphone"
	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
)

// A voice is well heard between these levels, in decibels of full scale.
const goodFrom, goodTo = -32, -12

// soundMeters is what moves in the sound section: levels, and the test.
type soundMeters struct {
	w             *Window
	mic, headset  *kit.LevelMeter
	test          kit.Box1
	button        *kit.Tap // stays the same while it can be pressed, and so keeps the focus
	stage         softphone.SoundTestStage
	possible, put bool
}

func newSoundMeters(w *Window) *soundMeters {
	return &soundMeters{w: w, mic: kit.NewLevelMeter(goodFrom, goodTo), headset: kit.NewLevelMeter(goodFrom, goodTo), test: kit.Slot()}
}

func (m *soundMeters) paint(s softphone.State) {
	if m.w.levels != nil {
		l := m.w.levels()
		m.mic.Set(l.Microphone)
		m.headset.Set(l.Headset)
	}
	if can := soundTestable(s); !m.put || s.SoundTest != m.stage || can != m.possible {
		if m.button == nil || can != m.possible {
			m.button = m.newButton(can)
		}
		m.stage, m.possible, m.put = s.SoundTest, can, true
		m.test.Put(m.drawTest())
	}
}

// drawTest is the button, and beside it what it does now.
func (m *soundMeters) drawTest() fyne.CanvasObject {
	w := m.w
	icon, words, c, weight := "", w.tr("settings.test.what"), kit.C.Muted, kit.Reg
	switch {
	case !m.possible:
		icon, words, c = "phone", w.tr("settings.test.not_now"), kit.C.Warn
	case m.stage != softphone.SoundTestOff:
		icon = map[softphone.SoundTestStage]string{softphone.SoundTestPhrase: "headset", softphone.SoundTestRecord: "mic",
			softphone.SoundTestPlaying: "play"}[m.stage]
		words, c, weight = w.tr("settings.test."+string(m.stage)), kit.C.Accent, kit.Semi
	}
	a := []any{m.button}
	if icon != "" {
		a = append(a, kit.Icon(icon, c, 18))
	}
	return kit.Row(10, append(a, kit.G(kit.P(words, c, kit.Line, weight)))...)
}

func (m *soundMeters) newButton(can bool) *kit.Tap {
	var do func()
	if can {
		do = func() {
			m.w.press(func(p softphone.Press) softphone.Event { return softphone.SoundTestPressed{Press: p} })
		}
	}
	return kit.Btn(kit.Default, "wave", m.w.tr("settings.test"), "", do)
}

// soundTestable: nobody is talked to, who would be disturbed.
func soundTestable(s softphone.State) bool {
	return !anyCall(s, func(c softphone.Call) bool {
		return c.State == softphone.Talking || c.State == softphone.Early || c.Direction == softphone.Out && c.State == softphone.Ringing
	})
}

// soon is when the page wants to be painted again although nothing happened: only meters that show ask for it.
func (p *settingsPage) soon() time.Duration {
	if p.meters == nil || p.w.levels == nil {
		return 0
	}
	return paintGap
}

func (p *settingsPage) sound() fyne.CanvasObject {
	a := []any{}
	for _, t := range []softphone.Reason{p.state.Audio.Trouble, p.state.MusicTrouble} {
		if !t.Zero() {
			a = append(a, kit.Strip(kit.C.Warn, kit.C.WarnSoft, "warn", kit.P(reasonWords(t, p.w.tr), kit.C.Text, kit.Line, kit.Med)))
		}
	}
	p.meters = newSoundMeters(p.w)
	a = append(a,
		kit.RowS(16, kit.G(kit.Col(4, p.field(softphone.SetMicrophone), p.meters.mic)), kit.G(kit.Col(4, p.field(softphone.SetSpeaker), p.meters.headset))),
		kit.Row(0, kit.Fill(), kit.T(p.w.tr("settings.level.good"), kit.C.Muted, kit.Small, kit.Reg)),
		kit.RowS(16, kit.G(p.field(softphone.SetMicVolume)), kit.G(p.field(softphone.SetSpeakerVolume))),
		p.meters.test, kit.LineH(kit.C.Border),
		kit.RowS(16, kit.G(p.advised(softphone.SetEchoCancel)), kit.G(p.advised(softphone.SetNoiseSuppress)), kit.G(p.advised(softphone.SetAutoGain))),
		kit.LineH(kit.C.Border),
		kit.RowS(16, kit.G(p.field(softphone.SetRingDevice)), kit.G(p.field(softphone.SetRingVolume))),
		kit.RowS(16, kit.G(p.field(softphone.SetHoldMusic)), kit.G(p.advised(softphone.SetComfortNoise))),
		kit.E(p.w.tr("settings.sound_backend", p.state.Audio.Backend), kit.C.Muted, kit.Small, kit.Reg))
	return p.section("sound", a...)
}

// advised is a setting with a line below that says when it is better off.
func (p *settingsPage) advised(k softphone.SettingKey) fyne.CanvasObject {
	return kit.Col(0, p.field(k), kit.P(p.w.tr("settings."+string(k)+".off_when"), kit.C.Muted, kit.Small, kit.Reg))
}
