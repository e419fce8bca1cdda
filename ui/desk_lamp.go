package ui

import (
	"image/color"

	"anteroom/softphone"
	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
)

// reachLine is whether a principal can be had, as a shape and a word.
func reachLine(v reachView) fyne.CanvasObject {
	mark, c := reachMark(v)
	return kit.Row(4, kit.Fill(), mark, kit.T(v.Word, c, kit.Small, kit.Reg))
}

// reachMark: a telephone that rings or is in use has a sign of its own, what is told of its owner the shape of presence.
func reachMark(v reachView) (fyne.CanvasObject, color.NRGBA) {
	switch v.Lamp {
	case softphone.LampRinging:
		return kit.Icon("bell", kit.C.Warn, 13), kit.C.Warn
	case softphone.LampBusy:
		return kit.Icon("wave", kit.C.Danger, 13), kit.C.Danger
	}
	switch v.Told {
	case softphone.ToldOnPhone:
		return kit.Icon("wave", kit.C.Danger, 13), kit.C.Danger
	case softphone.ToldBusy:
		return kit.Mark("busy", kit.C.Danger, 11), kit.C.Danger
	case softphone.ToldMeeting:
		return kit.Mark("meeting", kit.C.Warn, 11), kit.C.Warn
	case softphone.ToldAway:
		return kit.Mark("away", kit.C.Warn, 11), kit.C.Warn
	case softphone.ToldOut:
		return kit.Mark("out", kit.C.Warn, 11), kit.C.Warn
	case softphone.ToldTravel, softphone.ToldHoliday:
		return kit.Mark("travel", kit.C.Accent, 11), kit.C.Accent
	case softphone.ToldClosed:
		return kit.Icon("x", kit.C.Muted, 13), kit.C.Muted
	}
	return kit.Icon("phone", kit.C.Muted, 13), kit.C.Muted
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
