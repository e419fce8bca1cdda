package ui

import (
	"anteroom/softphone"
	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
)

// lampLine is how a principal's telephone stands, as a shape and a word.
func lampLine(p principalCard) fyne.CanvasObject {
	c, mark := kit.C.Muted, kit.Icon("phone", kit.C.Muted, 13)
	switch p.Lamp {
	case softphone.LampRinging:
		c = kit.C.Warn
		mark = kit.Icon("bell", c, 13)
	case softphone.LampBusy:
		c = kit.C.Danger
		mark = kit.Icon("wave", c, 13)
	}
	return kit.Row(4, kit.Fill(), mark, kit.T(p.LampWord, c, kit.Small, kit.Reg))
}

// freeNow is the button of a waiting caller's card that rings whom he waits for.
func freeNow(w *Window, card callCard) fyne.CanvasObject {
	on := kit.C.OnState
	face := kit.Row(8, kit.Icon("transfer", on, 16), kit.G(kit.E(card.Free, on, kit.Line, kit.Semi)),
		kit.KeycapC(w.keycap("consult"), on, kit.None, kit.Alpha(on, 0x90)))
	return kit.NewTouch(kit.C.Ok, kit.None, 6, kit.Stack(kit.Empty(0, 32), kit.Pad(0, 0, 10, 8, face)), func() {
		if c, ok := w.state.Call(card.ID); ok && w.state.FreeNow(c) {
			w.ringFree(c)
		}
	})
}
