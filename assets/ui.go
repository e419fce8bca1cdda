// Package assets holds what the program carries inside itself: fonts, icons, rings, scripts, translations, voices.
package assets

import "embed"

// Translations are flat key → string files, translation/<area>.<language>.json.
//
//go:embed translation/*.json
var Translations embed.FS

// Inter in the four cuts the window uses (SIL Open Font License, font/OFL.txt).
var (
	//go:embed font/Inter-Regular.otf
	FontRegular []byte
	//go:embed font/Inter-Medium.otf
	FontMedium []byte
	//go:embed font/Inter-SemiBold.otf
	FontSemiBold []byte
	//go:embed font/Inter-Italic.otf
	FontItalic []byte
)

// AppIcon is the program's icon, 512 px square (drawn in icon/app.svg).
//
//go:embed icon/app.png
var AppIcon []byte
