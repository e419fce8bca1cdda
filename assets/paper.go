package assets

import _ "embed"

// Inter with quadratic curves, as PDF files embed it, with the letters of Latin, Greek and Cyrillic (SIL Open Font
// License, font/OFL.txt). Made from the .otf beside them with fontTools.
var (
	//go:embed font/Inter-Regular.ttf
	PaperRegular []byte
	//go:embed font/Inter-SemiBold.ttf
	PaperSemiBold []byte
)
