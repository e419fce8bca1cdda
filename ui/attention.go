package ui

import "fyne.io/fyne/v2"

// attention asks the user to look at the window without taking the focus, and does what else the toolkit cannot.
type attention interface {
	ask(fyne.Window)
	// place is where the window stands on the screen, in pixels; move moves it there.
	place(fyne.Window) (x, y int, ok bool)
	move(w fyne.Window, x, y int)
	// screen is how large the screen is, in pixels, before the window shows.
	screen() (wide, high int, ok bool)
	// numLock tells whether the numeric keypad types; true where nobody knows.
	numLock() bool
	close()
}

// quiet is attention where the system gives no way to ask for it.
type quiet struct{}

func (quiet) ask(fyne.Window) {}
func (quiet) close()          {}

func (quiet) place(fyne.Window) (x, y int, ok bool) { return 0, 0, false }
func (quiet) move(fyne.Window, int, int)            {}
func (quiet) screen() (wide, high int, ok bool)     { return 0, 0, false }
func (quiet) numLock() bool                         { return true }
