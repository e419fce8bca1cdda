package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// Dialog is a modal sheet. Esc closes it; Enter does its default deed where no button or several-line field has the
// focus. Fyne's stock dialogs do neither and let keys through behind them.
type Dialog struct {
	OnClose func()

	canvas fyne.Canvas
	pop    *widget.PopUp
	deed   func()
}

var dialogs = map[fyne.CanvasObject]*Dialog{}

// ShowDialog shows a sheet with a title, a body and a foot (usually a row of buttons; nil for none). deed is what
// Enter does, nil for nothing.
func ShowDialog(c fyne.Canvas, title string, body, foot fyne.CanvasObject, deed func()) *Dialog {
	d := &Dialog{canvas: c, deed: deed}
	a := []any{}
	if title != "" {
		a = append(a, T(title, C.Text, 18, Semi))
	}
	a = append(a, body)
	if foot != nil {
		a = append(a, foot)
	}
	d.pop = widget.NewModalPopUp(PadA(16, Col(16, a...)), c)
	dialogs[d.pop] = d
	d.pop.Show()
	return d
}

// Resize gives the sheet a size.
func (d *Dialog) Resize(w, h float32) { d.pop.Resize(fyne.NewSize(w, h)) }

// Close takes the sheet away; a second time does nothing.
func (d *Dialog) Close() {
	if _, open := dialogs[d.pop]; !open {
		return
	}
	delete(dialogs, d.pop)
	d.pop.Hide()
	if d.OnClose != nil {
		d.OnClose()
	}
}

func (d *Dialog) key(s Stroke) bool {
	switch {
	case s.Mod != 0:
		return false
	case s.Key == fyne.KeyEscape:
		d.Close()
		return true
	case (s.Key == fyne.KeyReturn || s.Key == fyne.KeyEnter) && d.deed != nil:
		if e, ok := d.canvas.Focused().(*Entry); ok && e.MultiLine {
			return false
		}
		d.deed()
		return true
	}
	return false
}

// TopDialog is the sheet in front, or nil.
func TopDialog(c fyne.Canvas) *Dialog { return dialogs[c.Overlays().Top()] }
