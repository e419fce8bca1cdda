package ui

import (
	"time"

	"anteroom/softphone"

	"fyne.io/fyne/v2"
)

// page is one sheet of the window, chosen on the rail. All methods are called on the UI goroutine.
type page interface {
	object() fyne.CanvasObject
	// paint is called after every change of the state while the page shows, and at every tick; it changes only what
	// has changed.
	paint(softphone.State, time.Time)
	// shown is called when the page comes to the front.
	shown()
}

// saveListener is a page that wants to know what has reached the disk, shown or not, to refresh what it has read.
type saveListener interface{ saved(softphone.SavedKind) }

// restless is a page on which something moves by itself; soon is how long until then, 0 for nothing.
type restless interface{ soon() time.Duration }

// pageID names a page; its words are "page.<id>" of the area frame.
type pageID string

const (
	pageDesk      pageID = "desk"
	pageMessages  pageID = "messages"
	pageJournal   pageID = "journal"
	pageDirectory pageID = "directory"
	pagePolicy    pageID = "policy"
	pageAnswers   pageID = "answers"
	pageScripts   pageID = "scripts"
	pageSettings  pageID = "settings"
	pageHelp      pageID = "help" // not on the rail; so the next
	pageLog       pageID = "log"
)

// pageOrder is the order on the rail and of Ctrl+1…; the last stands at its foot.
var pageOrder = [pageCount]struct {
	id   pageID
	icon string
}{
	{pageDesk, "phone"}, {pageMessages, "mail"}, {pageJournal, "chart"}, {pageDirectory, "users"}, {pagePolicy, "sheet"}, {pageAnswers, "search"}, {pageScripts, "note"}, {pageSettings, "sliders"},
}
