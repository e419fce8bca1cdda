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
	if !a.connect() {
		return
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

// connect opens the connection, once; mu is held.
func (a *onX11) connect() bool {
	if a.conn == nil && !a.off {
		xgb.Logger.SetOutput(io.Discard) // it would write to standard error of its own accord
		conn, err := xgb.NewConn()
		a.conn, a.off = conn, err != nil
	}
	return !a.off
}

// with does something with the window's number, where there is an X server.
func (a *onX11) with(w fyne.Window, do func(*xgb.Conn, xproto.Window)) {
	native, ok := w.(driver.NativeWindow)
	if !ok {
		return
	}
	native.RunNative(func(context any) {
		x, ok := context.(driver.X11WindowContext)
		if !ok || x.WindowHandle == 0 {
			return
		}
		a.mu.Lock()
		defer a.mu.Unlock()
		if a.connect() {
			do(a.conn, xproto.Window(x.WindowHandle))
		}
	})
}

// place gives where on the screen the window itself stands, without its frame: the window has static gravity (GLFW sets
// it), so that this is what a move names (ICCCM 4.1.2.3). With the frame's place it would creep up at every start.
func (a *onX11) place(w fyne.Window) (x, y int, ok bool) {
	a.with(w, func(c *xgb.Conn, win xproto.Window) {
		root := xproto.Setup(c).DefaultScreen(c).Root
		if t, err := xproto.TranslateCoordinates(c, win, root, 0, 0).Reply(); err == nil {
			x, y, ok = int(t.DstX), int(t.DstY), true
		}
	})
	return x, y, ok
}

func (a *onX11) move(w fyne.Window, x, y int) {
	a.with(w, func(c *xgb.Conn, win xproto.Window) {
		xproto.ConfigureWindow(c, win, xproto.ConfigWindowX|xproto.ConfigWindowY, []uint32{uint32(int32(x)), uint32(int32(y))})
	})
}

func (a *onX11) screen() (wide, high int, ok bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if !a.connect() {
		return 0, 0, false
	}
	s := xproto.Setup(a.conn).DefaultScreen(a.conn)
	return int(s.WidthInPixels), int(s.HeightInPixels), true
}

// numLock reads the second modifier, which NumLock is on every usual keyboard.
func (a *onX11) numLock() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	if !a.connect() {
		return true
	}
	p, err := xproto.QueryPointer(a.conn, xproto.Setup(a.conn).DefaultScreen(a.conn).Root).Reply()
	return err != nil || p.Mask&xproto.ModMask2 != 0
}
