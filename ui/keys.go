package ui

import (
	"strings"

	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// key is one key with its modifiers.
type key struct {
	name fyne.KeyName
	mod  fyne.KeyModifier
}

var modifiers = []struct {
	name, cap string
	mod       fyne.KeyModifier
}{{"Ctrl", "Ctrl", fyne.KeyModifierControl}, {"Alt", "Alt", fyne.KeyModifierAlt}, {"Shift", "⇧", fyne.KeyModifierShift}}

// keys reads "Ctrl+Shift+P", "F2".
func keys(names ...string) []key {
	var out []key
	for _, n := range names {
		var k key
		parts := strings.Split(n, "+")
		for _, m := range modifiers {
			if len(parts) > 1 && parts[0] == m.name {
				k.mod |= m.mod
				parts = parts[1:]
			}
		}
		if k.name = fyne.KeyName(parts[0]); k.name == "Enter" { // of the keypad, which Fyne calls KP_Enter
			k.name = fyne.KeyEnter
		}
		out = append(out, k)
	}
	return out
}

// cap is a key as its cap shows it; the names of keys are "keycap.<name>" where they are not the same everywhere.
func (k key) cap(say wording) string {
	s := ""
	for _, m := range modifiers {
		if k.mod&m.mod != 0 {
			s += m.cap + " "
		}
	}
	switch k.name {
	case fyne.KeyReturn, fyne.KeyEnter:
		return s + "↵"
	case fyne.KeyUp:
		return s + "↑"
	case fyne.KeyDown:
		return s + "↓"
	case fyne.KeyLeft:
		return s + "←"
	case fyne.KeyRight:
		return s + "→"
	case fyne.KeyPageDown, fyne.KeyPageUp, fyne.KeyEscape:
		return s + say("keycap."+string(k.name))
	}
	if kit.IsPad(k.name) {
		return s + say("keycap."+string(k.name))
	}
	return s + string(k.name)
}

func (c *command) cap(say wording) string {
	switch {
	case c.caps != "":
		return c.caps
	case len(c.bound()) > 0:
		return c.bound()[0].cap(say)
	}
	return ""
}

// chords is every stroke with Ctrl or Alt that a command listens to; Fyne wants them told beforehand.
func chords() []desktop.CustomShortcut {
	var out []desktop.CustomShortcut
	for _, c := range commands {
		for _, k := range c.bound() {
			if k.mod&^fyne.KeyModifierShift != 0 {
				out = append(out, desktop.CustomShortcut{KeyName: k.name, Modifier: k.mod})
			}
		}
	}
	for _, r := range "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ" {
		out = append(out, desktop.CustomShortcut{KeyName: fyne.KeyName(r), Modifier: fyne.KeyModifierAlt})
	}
	return out
}
