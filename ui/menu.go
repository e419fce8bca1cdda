package ui

import (
	"anteroom/softphone"
	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// menuOrder is the menus of the bar, as the table of commands names them.
var menuOrder = []string{"call", "message", "script", "directory", "go", "help"}

// menu is the menu bar, from the table of commands.
func (w *Window) menu() *fyne.MainMenu {
	bar := &fyne.MainMenu{}
	for _, name := range menuOrder {
		m := fyne.NewMenu(w.tr("menu." + name))
		for _, c := range commands {
			if c.menu != name {
				continue
			}
			it := fyne.NewMenuItem(w.tr("key."+c.id), func() { w.fromMenu(c) })
			if k := c.bound(); len(k) > 0 && !kit.IsPad(k[0].name) && c.id != "undo" { // a text field undoes its own first
				it.Shortcut = &desktop.CustomShortcut{KeyName: k[0].name, Modifier: k[0].mod}
			}
			if c.id == "quit" {
				m.Items = append(m.Items, fyne.NewMenuItemSeparator())
				it.IsQuit = true
			}
			m.Items = append(m.Items, it)
			if c.id == "practice" {
				m.Items = append(m.Items, w.practiceMenu())
			}
		}
		bar.Items = append(bar.Items, m)
	}
	return bar
}

// practiceMenu lists the practice callers.
func (w *Window) practiceMenu() *fyne.MenuItem {
	it := fyne.NewMenuItem(w.tr("menu.practice"), nil)
	it.ChildMenu = fyne.NewMenu("")
	lang := w.state.Settings.Get(softphone.SetLanguage)
	for _, c := range w.state.Practice {
		if c.Language == lang {
			it.ChildMenu.Items = append(it.ChildMenu.Items, fyne.NewMenuItem(c.Name, func() { w.practise(c.ID) }))
		}
	}
	it.Disabled = len(it.ChildMenu.Items) == 0
	return it
}

// fromMenu does a command chosen in the menu, or by a chord that Fyne gives the menu first.
func (w *Window) fromMenu(c *command) {
	if k := c.bound(); w.caught != nil && len(k) > 0 { // its key was pressed to give it to another command
		w.caught(k[0])
		return
	}
	if c.where != anywhere && w.canvas().Overlays().Top() != nil {
		return
	}
	if c.where == onDirectory && w.at != pageDirectory {
		w.open(pageDirectory)
	}
	if c.where == onDesk && w.at != pageDesk {
		w.open(pageDesk)
	}
	w.runCommand(c, "")
}
