//go:build linux || freebsd || openbsd || netbsd

package ui

import (
	"io"
	"sync"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
)

// onX11 asks the window manager by _NET_WM_STATE_DEMANDS_ATTENTION (EWMH 1.5, "Application Window Properties"): it
// marks the window in its list, and takes the mark away itself when the window gets the focus.
type onX11 struct {
	mu   sync.Mutex // guards conn and off
	conn *xgb.Conn
	off  bool // no X server, or it does not answer
}

func newAttention() attention { return &onX11{} }

func (a *onX11) ask(w fyne.Window) {
	native, ok := w.(driver.NativeWindow)
	if !ok {
		return
	}
	native.RunNative(func(context any) {
		if x, ok := context.(driver.X11WindowContext); ok && x.WindowHandle != 0 {
			a.mark(xproto.Window(x.WindowHandle))
		}
	})
}

// mark tells the window manager; a server that does not answer is not asked again.
func (a *onX11) mark(win xproto.Window) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.off {
		return
	}
	if a.conn == nil {
		xgb.Logger.SetOutput(io.Discard) // it would write to standard error of its own accord
		conn, err := xgb.NewConn()
		if err != nil {
			a.off = true
			return
		}
		a.conn = conn
	}
	atom := func(name string) xproto.Atom {
		r, err := xproto.InternAtom(a.conn, false, uint16(len(name)), name).Reply()
		if err != nil {
			a.off = true
			return 0
		}
		return r.Atom
	}
	const add, fromApplication = 1, 1
	state, wants := atom("_NET_WM_STATE"), atom("_NET_WM_STATE_DEMANDS_ATTENTION")
	if a.off {
		return
	}
	e := xproto.ClientMessageEvent{Format: 32, Window: win, Type: state,
		Data: xproto.ClientMessageDataUnionData32New([]uint32{add, uint32(wants), 0, fromApplication, 0})}
	root := xproto.Setup(a.conn).DefaultScreen(a.conn).Root
	xproto.SendEvent(a.conn, false, root, xproto.EventMaskSubstructureRedirect|xproto.EventMaskSubstructureNotify, string(e.Bytes()))
}

func (a *onX11) close() {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.conn != nil {
		a.conn.Close()
		a.conn = nil
	}
	a.off = true
}
