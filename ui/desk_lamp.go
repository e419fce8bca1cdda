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
