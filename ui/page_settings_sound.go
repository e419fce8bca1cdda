package ui

import (
	"anteroom/softphone"
	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
)

func (p *settingsPage) sound() fyne.CanvasObject {
	a := []any{}
	for _, t := range []softphone.Reason{p.state.Audio.Trouble, p.state.MusicTrouble} {
		if !t.Zero() {
			a = append(a, kit.Strip(kit.C.Warn, kit.C.WarnSoft, "warn", kit.P(reasonWords(t, p.w.tr), kit.C.Text, kit.Line, kit.Med)))
		}
	}
	a = append(a,
		kit.RowS(16, kit.G(p.field(softphone.SetMicrophone)), kit.G(p.field(softphone.SetSpeaker))),
		kit.RowS(16, kit.G(p.advised(softphone.SetEchoCancel)), kit.G(p.advised(softphone.SetNoiseSuppress)), kit.G(p.advised(softphone.SetAutoGain))),
		kit.LineH(kit.C.Border),
		kit.RowS(16, kit.G(p.field(softphone.SetRingDevice)), kit.G(p.field(softphone.SetRingVolume))),
		p.field(softphone.SetHoldMusic),
		kit.E(p.w.tr("settings.sound_backend", p.state.Audio.Backend), kit.C.Muted, kit.Small, kit.Reg))
	return p.section("sound", a...)
}

// advised is a setting with a line below that says when it is better off.
func (p *settingsPage) advised(k softphone.SettingKey) fyne.CanvasObject {
	return kit.Col(0, p.field(k), kit.P(p.w.tr("settings."+string(k)+".off_when"), kit.C.Muted, kit.Small, kit.Reg))
}
