package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// Pick is a row of what a search found. It is taken as the button of the mouse goes down: by the time it comes up again the
// field has lost the caret, and the row may be gone or another.
type Pick struct {
	Touch
	taken bool // by the button going down; its coming up does nothing more
}

// NewPick makes a row; take is called soon after the press, by soon, once the driver has done what it does with the caret.
func NewPick(fill, line color.NRGBA, radius float32, body fyne.CanvasObject, soon func(func()), take func()) *Pick {
	p := &Pick{}
	p.begin(fill, line, radius, body, func() { soon(take) })
	p.ExtendBaseWidget(p)
	return p
}

// WithHint sets the words shown while the mouse is over it; see OnHint.
func (p *Pick) WithHint(s string) *Pick { p.hint = s; return p }

var _ desktop.Mouseable = (*Pick)(nil)

func (p *Pick) MouseDown(e *desktop.MouseEvent) {
	if e.Button == desktop.MouseButtonPrimary {
		p.taken = true
		p.do()
	}
}

func (p *Pick) MouseUp(*desktop.MouseEvent) {}

func (p *Pick) Tapped(*fyne.PointEvent) {
	if !p.taken {
		p.do()
	}
	p.taken = false
}
