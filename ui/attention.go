package ui

import "fyne.io/fyne/v2"

// attention asks the user to look at the window without taking the focus.
type attention interface {
	ask(fyne.Window)
	close()
}

// quiet is attention where the system gives no way to ask for it.
type quiet struct{}

func (quiet) ask(fyne.Window) {}
func (quiet) close()          {}
