// Package aforehand sets what the window toolkit reads while the program loads.
//
// Packages are loaded in the order of their import paths as soon as what they import is there, so this one, which
// imports next to nothing, comes before fyne.io.
package aforehand

import (
	"os"
	"strings"
)

func init() {
	// On C.UTF-8 the toolkit looks for a language called "C" and complains on the terminal.
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if v := os.Getenv(name); v != "" {
			if strings.HasPrefix(v, "C.") && os.Getenv("LANGUAGE") == "" {
				os.Setenv("LANGUAGE", "en")
			}
			return
		}
	}
}
