package main

import (
	"context"
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2/app"

	"anteroom/softphone"
	"anteroom/softphone/contactfile"
	"anteroom/softphone/scriptfile"
	"anteroom/softphone/sheet"
	"anteroom/ui"
)

// appID names the program to the desktop.
const appID = "app.anteroom.console"

// showWindow runs the rooms beside the window's own loop, which has to have the main goroutine.
func (h *house) showWindow(ctx context.Context) error {
	signal := ctx
	ctx, end := context.WithCancel(context.WithoutCancel(ctx))
	defer end()
	a := app.NewWithID(appID)
	w := ui.New(ui.Options{
		App: a, Desk: h.desk, Messages: h.books, Journal: h.books, People: h.books, Way: h.books, Print: printer{h.flags.data, true, h.books.ForgetPrints}, Contacts: h.books, Answers: h.books, Presence: h.books, Files: contactfile.Files{}, Elsewhere: h.elsewhere, LDAPSecret: h.books, Policies: h.books, Printer: printer{h.flags.data, true, h.books.ForgetPrints},
		Version: version, DataDir: h.flags.data, Now: time.Now,
		Levels: h.levels, Scripts: ui.ScriptShelf{Book: h.books, Drafts: h.books, File: scriptfile.Files{}},
		Log: h.books, Tables: sheet.Files{}, PrintLog: printer{h.flags.data, true, h.books.ForgetPrints}, Lock: h.lock, TakeOut: h.books,
	})
	quit := func() { // what was typed last reaches the desk before it ends
		w.Flush()
		end()
	}
	defer context.AfterFunc(signal, quit)()
	opened := make(chan struct{}, 1)
	cancel := h.desk.Watch(func(s softphone.State, _ softphone.Event) {
		if s.Opened {
			select {
			case opened <- struct{}{}:
			default:
			}
		}
	})
	defer cancel()
	ended := make(chan error, 1)
	var shut atomic.Bool
	go func() {
		err := h.live(ctx, quit, w)
		// For `ctl quit` and a room that failed. On a signal the toolkit ends its loop itself, and a window must not
		// be closed after that.
		if signal.Err() == nil && !shut.Load() {
			w.Close()
		}
		ended <- err
	}()
	select { // the first picture shows the desk as the books have it, not an empty one
	case <-opened:
	case <-ctx.Done():
	}
	cancel()
	w.Show()
	a.Run()
	shut.Store(true)
	quit()
	return <-ended
}
