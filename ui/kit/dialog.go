package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// Dialog is a modal sheet over a veil. Esc closes it; Enter does its default deed where no button or several-line field has the
// focus. Fyne's stock dialogs do neither and let keys through behind them.
type Dialog struct {
	OnClose func()

	canvas fyne.Canvas
	sheet  *fyne.Container // over the whole canvas: a veil, and the dialog in its middle
	size   *canvas.Rectangle
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
	d.size = Sized(0, 0, Rect(None, 0))
	card := Shadowed(Stack(Box(C.Surface, C.Strong, 12), PadA(20, Stack(d.size, Col(16, a...)))))
	d.sheet = Stack(Rect(C.Veil, 0), Centre(card))
	dialogs[d.sheet] = d
	c.Overlays().Add(d.sheet)
	d.sheet.Resize(c.Size())
	return d
}

// Resize gives the inside of the dialog at least a size.
func (d *Dialog) Resize(w, h float32) {
	d.size.SetMinSize(fyne.NewSize(w, h))
	d.sheet.Refresh()
}

// Close takes the dialog away; a second time does nothing.
func (d *Dialog) Close() {
	if _, open := dialogs[d.sheet]; !open {
		return
	}
	delete(dialogs, d.sheet)
	d.canvas.Overlays().Remove(d.sheet)
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
