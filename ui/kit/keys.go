package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// Stroke is one press on the keyboard: a named key with its modifiers, or a character typed outside text fields.
type Stroke struct {
	Key    fyne.KeyName
	Mod    fyne.KeyModifier
	Pad    fyne.KeyName // which key of the numeric keypad it was, "KP0" … "KPMinus"; "" for any other
	Rune   rune         // set instead of Key
	InText bool         // the focus is in a text field
}

// Handler sees every stroke before the focused thing does, and says whether it took it.
type Handler func(Stroke) bool

// handlers by canvas; an entry lives as long as its window.
var handlers = map[fyne.Canvas]Handler{}

// HandleKeys sends every stroke of a canvas to h, wherever the focus is: Fyne gives keys to the focused thing alone,
// so every focusable of this package forwards them here first. Strokes with Ctrl or Alt reach it outside text fields
// only if they are among the chords. A nil h ends it.
func HandleKeys(c fyne.Canvas, h Handler, chords ...desktop.CustomShortcut) {
	if h == nil {
		delete(handlers, c)
		c.SetOnTypedKey(nil)
		c.SetOnTypedRune(nil)
		return
	}
	handlers[c] = h
	c.SetOnTypedKey(func(e *fyne.KeyEvent) { offer(c, StrokeOf(e)) })
	c.SetOnTypedRune(func(r rune) { offer(c, Stroke{Rune: r}) })
	for _, k := range chords {
		c.AddShortcut(&k, func(fyne.Shortcut) { offer(c, Stroke{Key: k.KeyName, Mod: k.Modifier}) })
	}
	// Fyne makes this of Ctrl Z before it asks for chords.
	c.AddShortcut(&fyne.ShortcutUndo{}, func(fyne.Shortcut) { offer(c, Undo) })
}

// Undo is the stroke that takes something back.
var Undo = Stroke{Key: fyne.KeyZ, Mod: fyne.KeyModifierControl}

// Modifiers tells which modifier keys are down; a variable, because the test driver does not know.
var Modifiers = func() fyne.KeyModifier {
	if d, ok := fyne.CurrentApp().Driver().(desktop.Driver); ok {
		return d.CurrentKeyModifiers()
	}
	return 0
}

// Forward offers a stroke that reached o to the canvas's handler; true when it was taken. Focusables that are not of
// this package call it first thing in TypedKey and TypedRune.
func Forward(o fyne.CanvasObject, s Stroke) bool {
	c := fyne.CurrentApp().Driver().CanvasForObject(o)
	if c == nil {
		return false
	}
	return offer(c, s)
}

func offer(c fyne.Canvas, s Stroke) bool {
	if s.Rune != 0 && padTyped(s.Rune) {
		return true
	}
	padRune = 0
	took := offerFresh(c, s)
	if took && s.Pad != "" && !s.InText { // in a text field it is taken only where it types nothing
		padRune = padRunes[s.Pad]
	}
	return took
}

func offerFresh(c fyne.Canvas, s Stroke) bool {
	if d := TopDialog(c); d != nil && d.key(s) {
		return true
	}
	if h := handlers[c]; h != nil {
		return h(s)
	}
	return false
}

// chord turns a shortcut of Ctrl, Alt or both into a stroke; false for copy, paste and their kin.
func chord(s fyne.Shortcut) (Stroke, bool) {
	if _, undo := s.(*fyne.ShortcutUndo); undo {
		return Undo, true
	}
	k, ok := s.(*desktop.CustomShortcut)
	if !ok {
		return Stroke{}, false
	}
	return Stroke{Key: k.KeyName, Mod: k.Modifier}, true
}
