package main

import (
	"context"
	"time"

	"fyne.io/fyne/v2/app"

	"anteroom/softphone"
	"anteroom/ui"
)

// appID names the program to the desktop.
const appID = "app.anteroom.console"

// showWindow runs the rooms beside the window's own loop, which has to have the main goroutine.
func (h *house) showWindow(ctx context.Context) error {
	ctx, quit := context.WithCancel(ctx)
	defer quit()
	a := app.NewWithID(appID)
	w := ui.New(ui.Options{
		App: a, Desk: h.desk, Messages: h.books, Journal: h.books, Version: version, DataDir: h.flags.data, Now: time.Now,
	})
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
	go func() {
		ended <- h.live(ctx, quit, w)
		w.Close() // ends a.Run, for `ctl quit`, a signal or a room that failed
	}()
	select { // the first picture shows the desk as the books have it, not an empty one
	case <-opened:
	case <-ctx.Done():
	}
	cancel()
	w.Show()
	a.Run()
	quit()
	return <-ended
}
