package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// Catch is a field that takes the next stroke, whatever it is, and gives it to Took. Esc gives it up.
type Catch struct {
	widget.BaseWidget
	Took   func(Stroke)
	GaveUp func()

	box  *fyne.Container
	over bool
}

var (
	_ fyne.Focusable    = (*Catch)(nil)
	_ fyne.Shortcutable = (*Catch)(nil)
	_ fyne.Tabbable     = (*Catch)(nil)
)

// NewCatch makes the field with the words that ask for a key.
func NewCatch(words string, took func(Stroke), gaveUp func()) *Catch {
	c := &Catch{Took: took, GaveUp: gaveUp}
	c.box = Stack(Empty(0, 28), Box(C.AccentSoft, C.Accent, 6), Pad(4, 4, 10, 10, T(words, C.Accent, Line, Med)))
	c.ExtendBaseWidget(c)
	return c
}

func (c *Catch) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(c.box) }
func (c *Catch) AcceptsTab() bool                    { return true }
func (c *Catch) FocusGained()                        {}
func (c *Catch) FocusLost()                          { c.giveUp() }
func (c *Catch) TypedRune(rune)                      {}

func (c *Catch) giveUp() {
	if !c.over {
		c.over = true
		c.GaveUp()
	}
}

func (c *Catch) TypedKey(k *fyne.KeyEvent) {
	switch k.Name {
	case desktop.KeyShiftLeft, desktop.KeyShiftRight, desktop.KeyControlLeft, desktop.KeyControlRight, desktop.KeyAltLeft, desktop.KeyAltRight,
		desktop.KeySuperLeft, desktop.KeySuperRight, desktop.KeyCapsLock:
		return
	case fyne.KeyEscape:
		c.giveUp()
		return
	}
	c.took(StrokeOf(k))
}

func (c *Catch) TypedShortcut(s fyne.Shortcut) {
	if st, ok := chord(s); ok {
		c.took(st)
	}
}

func (c *Catch) took(s Stroke) {
	if c.over {
		return
	}
	c.over = true
	if s.Pad != "" && s.Mod == 0 {
		padRune = padRunes[s.Pad]
	}
	c.Took(s)
}
