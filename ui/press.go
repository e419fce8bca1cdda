package ui

import (
	"context"
	"errors"
	"sync"
	"time"

	"anteroom/softphone"
)

// Most presses are answered at once; one that waits for the disk may take a while.
const replyTime = 15 * time.Second

// noticeTime is how long a notice stays.
const noticeTime = 7 * time.Second

// noticeKind is the weight of a notice.
type noticeKind int

const (
	noticeDone noticeKind = iota
	noticeRefused
)

// notice is a line shown for a while above the status bar.
type notice struct {
	Kind  noticeKind
	Text  string
	until time.Time
}

// notify shows a line for a while.
func (w *Window) notify(k noticeKind, text string) {
	w.notice = notice{k, text, w.now().Add(noticeTime)}
	w.bridge.nudge()
}

// refuse shows why something was not done.
func (w *Window) refuse(err error) {
	var r softphone.Reason
	if errors.As(err, &r) && r.Code == softphone.AgainstSheet && w.at == pageDesk {
		return // the strip of the sheet says so, with the rule
	}
	w.notify(noticeRefused, reasonWords(err, w.tr))
}

// tell hands the desk an event that wants no answer: what is typed, steps of the script.
func (w *Window) tell(e func(softphone.Press) softphone.Event) {
	w.desk.Tell(e(softphone.Press{At: softphone.At{At: w.now()}}))
}

// press asks the desk for something and shows in words why it was refused. then is run on the UI goroutine when it
// was done. Presses reach the desk in the order they were made.
func (w *Window) press(e func(softphone.Press) softphone.Event, then ...func(softphone.CallID)) {
	at, before := w.now(), w.lastPress
	told := make(chan struct{})
	w.lastPress = told
	w.inBackground(func() func() {
		tell := sync.OnceFunc(func() { close(told) })
		defer tell()
		if before != nil {
			select {
			case <-before:
			case <-w.ctx.Done():
				return nil
			}
		}
		ctx, cancel := context.WithTimeout(w.ctx, replyTime)
		defer cancel()
		call, err := w.desk.Ask(ctx, func(id softphone.AskID) softphone.Event {
			defer tell()
			return e(softphone.Press{At: softphone.At{At: at}, Ask: id})
		})
		if w.ctx.Err() != nil {
			return nil
		}
		return func() {
			if err != nil {
				w.refuse(err)
				return
			}
			for _, f := range then {
				f(call)
			}
		}
	})
}

// inBackground runs work off the UI goroutine and what it returns (nil for nothing) on it. Work ends when w.ctx does.
func (w *Window) inBackground(work func() func()) {
	w.busy.Add(1)
	go func() {
		defer w.busy.Done()
		if then := work(); then != nil {
			w.bridge.post(then)
		}
	}()
}
