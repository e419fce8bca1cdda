package kit

import (
	"fmt"
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

var glyphs = map[string]string{
	"phone":    `<path d="M5 4 L9 4 L11 9 L8.5 10.5 C9.6 12.8 11.2 14.4 13.5 15.5 L15 13 L20 15 L20 19 C20 20.1 19.1 21 18 21 C10.3 20.5 3.5 13.7 3 6 C3 4.9 3.9 4 5 4 Z"/>`,
	"hangup":   `<path d="M3 15 C8 9.5 16 9.5 21 15 L18.5 17.5 L15 15.5 L15 13 C13 12.3 11 12.3 9 13 L9 15.5 L5.5 17.5 Z"/>`,
	"pause":    `<path d="M9 5 L9 19 M15 5 L15 19"/>`,
	"play":     `<path d="M7 5 L19 12 L7 19 Z"/>`,
	"transfer": `<path d="M4 8 L19 8 L15 4 M20 16 L5 16 L9 20"/>`,
	"swap":     `<path d="M8 20 L8 5 L4.5 8.5 M8 5 L11.5 8.5 M16 4 L16 19 L12.5 15.5 M16 19 L19.5 15.5"/>`,
	"mic":      `<path d="M12 3 C10.3 3 9 4.3 9 6 L9 11 C9 12.7 10.3 14 12 14 C13.7 14 15 12.7 15 11 L15 6 C15 4.3 13.7 3 12 3 Z M5 11 C5 15 8 18 12 18 C16 18 19 15 19 11 M12 18 L12 21"/>`,
	"micoff":   `<path d="M12 3 C10.3 3 9 4.3 9 6 L9 11 C9 12.7 10.3 14 12 14 C13.7 14 15 12.7 15 11 L15 6 C15 4.3 13.7 3 12 3 Z M5 11 C5 15 8 18 12 18 C16 18 19 15 19 11 M12 18 L12 21 M4 3 L20 21"/>`,
	"users":    `<path d="M9 11 C11.2 11 13 9.2 13 7 C13 4.8 11.2 3 9 3 C6.8 3 5 4.8 5 7 C5 9.2 6.8 11 9 11 Z M2 20 C2 16.5 5 14.5 9 14.5 C13 14.5 16 16.5 16 20 M16 4 C18 4.3 19 5.5 19 7.2 C19 8.9 18 10.2 16 10.6 M18.5 14.8 C20.8 15.6 22 17.4 22 20"/>`,
	"user":     `<path d="M12 11.5 C14.2 11.5 16 9.7 16 7.5 C16 5.3 14.2 3.5 12 3.5 C9.8 3.5 8 5.3 8 7.5 C8 9.7 9.8 11.5 12 11.5 Z M4.5 20.5 C4.5 17 7.5 15 12 15 C16.5 15 19.5 17 19.5 20.5"/>`,
	"mail":     `<path d="M3 6 L21 6 L21 18 L3 18 Z M3 7 L12 13.5 L21 7"/>`,
	"note":     `<path d="M5 3 L15 3 L20 8 L20 21 L5 21 Z M15 3 L15 8 L20 8 M8.5 12.5 L16 12.5 M8.5 16.5 L14 16.5"/>`,
	"clock":    `<path d="M12 3 C7 3 3 7 3 12 C3 17 7 21 12 21 C17 21 21 17 21 12 C21 7 17 3 12 3 Z M12 7 L12 12 L15.5 14"/>`,
	"chart":    `<path d="M4 20 L4 11 M10 20 L10 4 M16 20 L16 14 M21 20 L3 20"/>`,
	"search":   `<path d="M11 4 C7.1 4 4 7.1 4 11 C4 14.9 7.1 18 11 18 C14.9 18 18 14.9 18 11 C18 7.1 14.9 4 11 4 Z M16 16 L21 21"/>`,
	"sliders":  `<path d="M4 7 L10 7 M15 7 L20 7 M12.5 4.5 L12.5 9.5 M4 17 L6 17 M11 17 L20 17 M8.5 14.5 L8.5 19.5"/>`,
	"check":    `<path d="M5 12.5 L10 17 L19 7"/>`,
	"x":        `<path d="M6 6 L18 18 M18 6 L6 18"/>`,
	"cards":    `<path d="M3 9 L8 9 L10 6 L21 6 L21 20 L3 20 Z M7 3 L21 3"/>`,
	"book":     `<path d="M5 4 C5 3.4 5.4 3 6 3 L19 3 L19 21 L6 21 C5.4 21 5 20.6 5 20 Z M9 3 L9 21 M12.5 8 L16 8"/>`,
	"sheet":    `<path d="M5 3 L19 3 L19 21 L5 21 Z M8.5 8 L10 8 M12.5 8 L15.5 8 M8.5 12 L10 12 M12.5 12 L15.5 12 M8.5 16 L10 16 M12.5 16 L15.5 16"/>`,
	"wave":     `<path d="M3 10 L3 14 M7.5 7 L7.5 17 M12 3.5 L12 20.5 M16.5 7 L16.5 17 M21 10 L21 14"/>`,
	"bell":     `<path d="M6 16 L6 11 C6 7.5 8.5 5 12 5 C15.5 5 18 7.5 18 11 L18 16 L20 18 L4 18 Z M10 21 L14 21 M12 2.5 L12 5"/>`,
	"back":     `<path d="M9 5 L4 10 L9 15 M4 10 L15 10 C18 10 20 12 20 15 C20 18 18 20 15 20 L12 20"/>`,
	"warn":     `<path d="M12 4 L21.5 20 L2.5 20 Z M12 10 L12 14.5 M12 17.2 L12 17.4"/>`,
	"print":    `<path d="M7 8 L7 3 L17 3 L17 8 M7 17 L3 17 L3 8 L21 8 L21 17 L17 17 M7 14 L17 14 L17 21 L7 21 Z"/>`,
	"tag":      `<path d="M3 3 L12 3 L21 12 L12 21 L3 12 Z M7.5 7.5 L7.7 7.5"/>`,
	"down":     `<path d="M6 9.5 L12 15.5 L18 9.5"/>`,
	"right":    `<path d="M9.5 6 L15.5 12 L9.5 18"/>`,
	"arrow":    `<path d="M4 12 L19 12 L14 7 M19 12 L14 17"/>`,
	"in":       `<path d="M18 6 L7 17 M7 9 L7 17 L15 17"/>`,
	"out":      `<path d="M6 18 L17 7 M9 7 L17 7 L17 15"/>`,
	"plus":     `<path d="M12 5 L12 19 M5 12 L19 12"/>`,
	"calendar": `<path d="M4 6 L20 6 L20 21 L4 21 Z M4 11 L20 11 M8 3 L8 7 M16 3 L16 7"/>`,
	"globe":    `<path d="M12 3 C7 3 3 7 3 12 C3 17 7 21 12 21 C17 21 21 17 21 12 C21 7 17 3 12 3 Z M3 12 L21 12 M12 3 C8.5 7 8.5 17 12 21 M12 3 C15.5 7 15.5 17 12 21"/>`,
	"speaker":  `<path d="M4 9.5 L8 9.5 L13 5 L13 19 L8 14.5 L4 14.5 Z M16.5 9 C18 10.5 18 13.5 16.5 15"/>`,
	"headset":  `<path d="M4 14 L4 12 C4 7 7.5 4 12 4 C16.5 4 20 7 20 12 L20 14 M4 13.5 L7.5 13.5 L7.5 19 L4 19 Z M16.5 13.5 L20 13.5 L20 19 L16.5 19 Z"/>`,
	"grip":     `<path d="M9 6 L9 6.1 M15 6 L15 6.1 M9 12 L9 12.1 M15 12 L15 12.1 M9 18 L9 18.1 M15 18 L15 18.1"/>`,
	"face":     `<path d="M12 3 C7 3 3 7 3 12 C3 17 7 21 12 21 C17 21 21 17 21 12 C21 7 17 3 12 3 Z M8.5 15.5 C10 14 14 14 15.5 15.5 M9 9.5 L9 9.8 M15 9.5 L15 9.8"/>`,
	"lock":     `<path d="M6 11 L18 11 L18 20.5 L6 20.5 Z M8.5 11 L8.5 7.5 C8.5 5.3 10 3.5 12 3.5 C14 3.5 15.5 5.3 15.5 7.5 L15.5 11"/>`,
	"smile":    `<path d="M12 3 C7 3 3 7 3 12 C3 17 7 21 12 21 C17 21 21 17 21 12 C21 7 17 3 12 3 Z M8.5 14 C10 16.5 14 16.5 15.5 14 M9 9.5 L9 9.8 M15 9.5 L15 9.8"/>`,
	"neutral":  `<path d="M12 3 C7 3 3 7 3 12 C3 17 7 21 12 21 C17 21 21 17 21 12 C21 7 17 3 12 3 Z M8.5 15 L15.5 15 M9 9.5 L9 9.8 M15 9.5 L15 9.8"/>`,
	"tape":     `<path d="M6.5 8.5 C4.6 8.5 3 10.1 3 12 C3 13.9 4.6 15.5 6.5 15.5 C8.4 15.5 10 13.9 10 12 C10 10.1 8.4 8.5 6.5 8.5 Z M17.5 8.5 C15.6 8.5 14 10.1 14 12 C14 13.9 15.6 15.5 17.5 15.5 C19.4 15.5 21 13.9 21 12 C21 10.1 19.4 8.5 17.5 8.5 Z M6.5 15.5 L17.5 15.5"/>`,
}

// Presence and state marks: filled shapes on a 16 grid, readable without colour.
var marks = map[string]string{
	"in":      `<circle cx="8" cy="8" r="6" fill="#000"/>`,
	"busy":    `<circle cx="8" cy="8" r="6" fill="#000"/><rect x="4.5" y="6.9" width="7" height="2.2" fill="#fff"/>`,
	"meeting": `<path d="M8 1.2 L14.8 8 L8 14.8 L1.2 8 Z" fill="#000"/>`,
	"out":     `<circle cx="8" cy="8" r="5" fill="none" stroke="#000" stroke-width="2.2"/>`,
	"away":    `<path d="M2.4 1.8 L13.6 1.8 L2.4 14.2 L13.6 14.2 Z" fill="#000"/>`,
	"travel":  `<path d="M8 1.8 L15 14 L1 14 Z" fill="#000"/>`,
	"ill":     `<path d="M5.8 1.8 L10.2 1.8 L10.2 5.8 L14.2 5.8 L14.2 10.2 L10.2 10.2 L10.2 14.2 L5.8 14.2 L5.8 10.2 L1.8 10.2 L1.8 5.8 L5.8 5.8 Z" fill="#000"/>`,
	"new":     `<circle cx="8" cy="8" r="5" fill="none" stroke="#000" stroke-width="2.2"/>`,
	"sent":    `<circle cx="8" cy="8" r="6" fill="none" stroke="#000" stroke-width="1.6"/><path d="M8 2 C11.3 2 14 4.7 14 8 C14 11.3 11.3 14 8 14 Z" fill="#000"/>`,
	"seen":    `<circle cx="8" cy="8" r="6" fill="#000"/>`,
	"done":    `<rect x="1.5" y="1.5" width="13" height="13" rx="3" fill="#000"/><path d="M4.4 8.2 L7 10.8 L11.6 5.4" fill="none" stroke="#fff" stroke-width="2"/>`,
	"fail":    `<path d="M8 1.2 L15.2 14.2 L0.8 14.2 Z" fill="#000"/><path d="M8 5.6 L8 9.6 M8 11.6 L8 12.4" stroke="#fff" stroke-width="1.8"/>`,
	"rec":     `<circle cx="8" cy="8" r="6.2" fill="none" stroke="#000" stroke-width="1.4"/><circle cx="8" cy="8" r="3.4" fill="#000"/>`,
}

func cssHex(c color.NRGBA) string { return fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B) }

// IconResource is a line icon in a colour; an unknown name is a fault of the program and panics at once.
func IconResource(name string, c color.NRGBA) fyne.Resource {
	b, ok := glyphs[name]
	if !ok {
		panic("kit: no icon " + name)
	}
	s := `<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" viewBox="0 0 24 24" fill="none" stroke="` + cssHex(c) +
		`" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round">` + b + `</svg>`
	return fyne.NewStaticResource("icon-"+name+cssHex(c)[1:]+".svg", []byte(s))
}

// HasIcon tells whether there is an icon of that name.
func HasIcon(name string) bool { _, ok := glyphs[name]; return ok }

// Icon is a line icon.
func Icon(name string, c color.NRGBA, size float32) fyne.CanvasObject {
	return picture(IconResource(name, c), size, size)
}

// Mark is a small filled shape, readable without its colour.
func Mark(name string, c color.NRGBA, size float32) fyne.CanvasObject {
	b, ok := marks[name]
	if !ok {
		panic("kit: no mark " + name)
	}
	paper := cssHex(C.Surface)
	b = strings.NewReplacer(`"#fff"`, `"`+paper+`"`, `"#000"`, `"`+cssHex(c)+`"`).Replace(b)
	s := `<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16" viewBox="0 0 16 16">` + b + `</svg>`
	return picture(fyne.NewStaticResource("mark-"+name+cssHex(c)[1:]+paper[1:]+".svg", []byte(s)), size, size)
}

func picture(r fyne.Resource, w, h float32) *canvas.Image {
	im := canvas.NewImageFromResource(r)
	im.FillMode = canvas.ImageFillContain
	im.SetMinSize(fyne.NewSize(w, h))
	return im
}
