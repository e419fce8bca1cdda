package ui

import (
	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
)

// help shows every command with its key and what it does, from the table.
func (w *Window) help() {
	c := w.canvas()
	back := c.Focused()
	var d *kit.Dialog
	body := kit.VScroll(kit.Pad(0, 0, 0, 12, helpTable(w)))
	body.SetMinSize(fyne.NewSize(860, 480))
	shut := func() { d.Close() }
	foot := kit.Row(8, kit.G(kit.E("Anteroom "+w.version, kit.C.Muted, kit.Small, kit.Reg)),
		kit.Btn(kit.Primary, "", w.tr("dialog.close"), w.keycap("escape"), shut))
	d = kit.ShowDialog(c, w.tr("help.title"), body, foot, shut)
	d.OnClose = func() {
		if back != nil {
			c.Focus(back)
		}
	}
}

func helpTable(w *Window) fyne.CanvasObject {
	var a []any
	group := func(title string, in func(*command) bool) {
		a = append(a, kit.Pad(10, 2, 0, 0, kit.T(title, kit.C.Text, kit.Head, kit.Semi)))
		for _, c := range commands {
			if !in(c) || c.cap(w.tr) == "" {
				continue
			}
			a = append(a, kit.Row(12, kit.W(120, kit.Row(4, kit.Keycap(c.cap(w.tr)), kit.Fill())),
				kit.W(210, kit.E(w.tr("key."+c.id), kit.C.Text, kit.Line, kit.Med)), kit.G(kit.P(w.tr("key."+c.id+".hint"), kit.C.Muted, kit.Line, kit.Reg))))
		}
	}
	for _, name := range menuOrder {
		group(w.tr("menu."+name), func(c *command) bool { return c.menu == name })
	}
	group(w.tr("help.script"), func(c *command) bool { return c.menu == "" })
	a = append(a, kit.Pad(10, 0, 0, 0, kit.P(w.tr("help.alt"), kit.C.Muted, kit.Line, kit.Reg)))
	return kit.Col(6, a...)
}
