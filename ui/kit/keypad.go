package kit

import (
	"runtime"

	"fyne.io/fyne/v2"
)

// Fyne gives the keys of the numeric keypad the names of the others ("7", "Enter") or none ("-"), with NumLock on or
// off; only the scan code tells them apart. What is typed follows as a rune while NumLock is on.

// padCodes are the keypad's scan codes: those of the keyboard's first set, as Windows gives them, which X11 and Wayland
// have eight higher (xkeyboard-config, keycodes/evdev).
var padCodes = map[int]fyne.KeyName{
	71: "KP7", 72: "KP8", 73: "KP9", 75: "KP4", 76: "KP5", 77: "KP6", 79: "KP1", 80: "KP2", 81: "KP3", 82: "KP0",
	83: "KPComma", 55: "KPTimes", 74: "KPMinus", 78: "KPPlus",
}

// padRunes are the characters the keys type.
var padRunes = map[fyne.KeyName]rune{
	"KP0": '0', "KP1": '1', "KP2": '2', "KP3": '3', "KP4": '4', "KP5": '5', "KP6": '6', "KP7": '7', "KP8": '8', "KP9": '9',
	"KPComma": ',', "KPTimes": '*', "KPMinus": '-', "KPPlus": '+', "KPDivide": '/',
}

// padRune is what the key of the keypad taken last is about to type, 0 for nothing.
var padRune rune

// padTyped tells, once, whether a character was typed by a key of the keypad that was taken as a command.
func padTyped(r rune) bool {
	was := padRune == r || padRune == ',' && r == '.' // the comma of some countries
	padRune = 0
	return was
}

// keypadKey names a key of the numeric keypad by its scan code, "" for any other.
func keypadKey(code int) fyne.KeyName {
	switch runtime.GOOS {
	case "linux", "freebsd", "openbsd", "netbsd":
		if code == 106 {
			return "KPDivide"
		}
		return padCodes[code-8]
	case "windows":
		if code == 0x135 {
			return "KPDivide"
		}
		return padCodes[code]
	}
	return ""
}

// IsPad tells whether there is a key of the keypad with that name.
func IsPad(k fyne.KeyName) bool { return padRunes[k] != 0 }

// StrokeOf is the stroke of a key event, with the modifiers that are down.
func StrokeOf(e *fyne.KeyEvent) Stroke {
	return Stroke{Key: e.Name, Pad: keypadKey(e.Physical.ScanCode), Mod: Modifiers()}
}
