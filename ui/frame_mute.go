package ui

import (
	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
)

// mutedPill says that the microphone is off, with a crossed-out microphone; pressed, it switches it on.
func mutedPill(w *Window) fyne.CanvasObject {
	on := kit.C.OnState
	return kit.NewTouch(kit.C.Danger, kit.None, 11, kit.Pill(w.tr("desk.muted"), on, kit.None, kit.Icon("micoff", on, 13)),
		func() { w.run("mute") }).WithHint(w.tr("desk.muted.hint") + "  ·  " + muteKey(w.tr))
}

// drawSpokeMuted is the bar over the top of the window while she speaks and nobody hears her.
func (f *frame) drawSpokeMuted(words string) fyne.CanvasObject {
	if words == "" {
		return nil
	}
	on := kit.C.OnState
	face := kit.Row(12, kit.Icon("micoff", on, 24), kit.T(words, on, kit.Head, kit.Semi), kit.Empty(8, 1),
		kit.T(f.w.tr("frame.spoke_muted.on"), on, kit.Line, kit.Med), kit.KeycapC(muteKey(f.w.tr), on, kit.None, on))
	return kit.NewTouch(kit.C.Danger, on, 8, kit.Pad(8, 8, 20, 20, face), func() { f.w.run("mute") })
}
