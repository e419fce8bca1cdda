// Package kit is the window's drawing set: colours, letters, layouts and small live widgets. It knows no calls.
//
// Everything here is used on the UI goroutine. Widgets take their colours when they are made, so that a change of
// palette (Use) is followed by building the content anew.
package kit

import (
	"image/color"

	"anteroom/assets"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// Palette names every colour: "paper and ink", one ink-blue accent; green, amber and red are states only.
type Palette struct {
	Dark bool

	Canvas, Surface, Sunken color.NRGBA // window; card; well and table head
	Border, Strong, Input   color.NRGBA // hairline; button line; field line (3:1 against the card)
	Text, Muted, Faint      color.NRGBA // ink; Faint never carries meaning alone

	Accent, AccentSoft, AccentLine, OnAccent color.NRGBA
	Ok, OkSoft, OkLine                       color.NRGBA
	Warn, WarnSoft, WarnLine                 color.NRGBA
	Danger, DangerSoft, DangerLine, OnState  color.NRGBA
	Rail, Shadow, Veil                       color.NRGBA
}

// Light and Dark are the two palettes; all their text pairs are at least 4.5:1.
var (
	Light = Palette{
		Canvas: hex(0xF3F2EE), Surface: hex(0xFFFFFF), Sunken: hex(0xF8F7F4),
		Border: hex(0xE2DFD8), Strong: hex(0xC2BDB2), Input: hex(0x918D84),
		Text: hex(0x1A1D24), Muted: hex(0x595E69), Faint: hex(0x6F737C),
		Accent: hex(0x26489F), AccentSoft: hex(0xECF0F9), AccentLine: hex(0xBECBE9), OnAccent: hex(0xFFFFFF),
		Ok: hex(0x1B7045), OkSoft: hex(0xE4F3EA), OkLine: hex(0xABD6BD),
		Warn: hex(0x8A5200), WarnSoft: hex(0xFCF0D8), WarnLine: hex(0xE5BE74),
		Danger: hex(0xB3261E), DangerSoft: hex(0xFCE9E7), DangerLine: hex(0xE9AAA5), OnState: hex(0xFFFFFF),
		Rail: hex(0xE9E7E1), Shadow: color.NRGBA{R: 26, G: 29, B: 36, A: 9}, Veil: color.NRGBA{R: 26, G: 29, B: 36, A: 0x52},
	}
	Dark = Palette{
		Dark:   true,
		Canvas: hex(0x131418), Surface: hex(0x1C1E24), Sunken: hex(0x23262D),
		Border: hex(0x31343D), Strong: hex(0x4C515D), Input: hex(0x6E7480),
		Text: hex(0xEDEDEB), Muted: hex(0xA9ADB7), Faint: hex(0x8A8F9A),
		Accent: hex(0x93B0F8), AccentSoft: hex(0x222B45), AccentLine: hex(0x3E4E7E), OnAccent: hex(0x0D1430),
		Ok: hex(0x69CB9B), OkSoft: hex(0x17332A), OkLine: hex(0x2E6249),
		Warn: hex(0xEBB65A), WarnSoft: hex(0x382C13), WarnLine: hex(0x74592A),
		Danger: hex(0xFF918A), DangerSoft: hex(0x42211F), DangerLine: hex(0x824140), OnState: hex(0x14151A),
		Rail: hex(0x0D0E11), Shadow: color.NRGBA{A: 0x1c}, Veil: color.NRGBA{A: 0x8c},
	}
)

// Contrast is for eyes that need more: black on white, hairlines as dark as text, and all its text pairs at least 7:1.
var Contrast = Palette{
	Canvas: hex(0xFFFFFF), Surface: hex(0xFFFFFF), Sunken: hex(0xF4F4F4),
	Border: hex(0x5A5A5A), Strong: hex(0x1A1A1A), Input: hex(0x000000),
	Text: hex(0x000000), Muted: hex(0x2B2B2B), Faint: hex(0x3D3D3D),
	Accent: hex(0x0B2C86), AccentSoft: hex(0xE6ECFB), AccentLine: hex(0x0B2C86), OnAccent: hex(0xFFFFFF),
	Ok: hex(0x0B4A2A), OkSoft: hex(0xE3F4EA), OkLine: hex(0x0B4A2A),
	Warn: hex(0x5C3400), WarnSoft: hex(0xFFF1D6), WarnLine: hex(0x5C3400),
	Danger: hex(0x7F0F0A), DangerSoft: hex(0xFDE9E7), DangerLine: hex(0x7F0F0A), OnState: hex(0xFFFFFF),
	Rail: hex(0xF4F4F4), Shadow: color.NRGBA{A: 0x30}, Veil: color.NRGBA{A: 0x99},
}

// C is the palette in force; set it with Use.
var C = Light

// None is no colour at all.
var None = color.NRGBA{}

// Type scale, in pixels at scale 1.
const (
	Tiny  = 11   // key caps, rail
	Small = 12   // labels, captions
	Body  = 13.5 // fields
	Line  = 13   // rows
	Head  = 15   // card heading
	Title = 22   // caller's name, page title
	Say   = 22   // the sentence to say
	Clock = 26   // call clock
)

// Use puts a palette in force and gives the theme that goes with it to the app. The caller then rebuilds its content.
func Use(a fyne.App, p Palette) {
	C = p
	a.Settings().SetTheme(&paper{pal: p})
}

func hex(v uint32) color.NRGBA {
	return color.NRGBA{R: uint8(v >> 16), G: uint8(v >> 8), B: uint8(v), A: 0xff}
}

// Alpha is c at another opacity.
func Alpha(c color.NRGBA, a uint8) color.NRGBA { c.A = a; return c }

var (
	fontRegular = fyne.NewStaticResource("Inter-Regular.otf", assets.FontRegular)
	fontMedium  = fyne.NewStaticResource("Inter-Medium.otf", assets.FontMedium)
	fontBold    = fyne.NewStaticResource("Inter-SemiBold.otf", assets.FontSemiBold)
	fontItalic  = fyne.NewStaticResource("Inter-Italic.otf", assets.FontItalic)
)

// paper is the Fyne theme of a palette: what Fyne's own widgets (entries, lists, menus) take their look from.
type paper struct{ pal Palette }

func (t *paper) Color(n fyne.ThemeColorName, _ fyne.ThemeVariant) color.Color {
	p := t.pal
	switch n {
	case theme.ColorNameBackground:
		return p.Canvas
	case theme.ColorNameForeground:
		return p.Text
	case theme.ColorNamePlaceHolder, theme.ColorNameDisabled:
		return p.Faint
	case theme.ColorNamePrimary, theme.ColorNameHyperlink:
		return p.Accent
	case theme.ColorNameForegroundOnPrimary, theme.ColorNameForegroundOnError, theme.ColorNameForegroundOnSuccess,
		theme.ColorNameForegroundOnWarning:
		return p.OnAccent
	case theme.ColorNameError:
		return p.Danger
	case theme.ColorNameButton, theme.ColorNameDisabledButton:
		return p.Sunken
	case theme.ColorNameInputBackground, theme.ColorNameInputBorder:
		return color.Transparent // GL draws strokes over a transparent fill too dark: Entry draws its own box behind
	case theme.ColorNameSeparator:
		return p.Border
	case theme.ColorNameHover:
		return Alpha(p.Text, 0x0c)
	case theme.ColorNamePressed:
		return Alpha(p.Text, 0x1c)
	case theme.ColorNameFocus:
		return Alpha(p.Accent, 0x33)
	case theme.ColorNameSelection:
		return Alpha(p.Accent, 0x2c)
	case theme.ColorNameMenuBackground, theme.ColorNameOverlayBackground, theme.ColorNameHeaderBackground:
		return p.Surface
	case theme.ColorNameScrollBar:
		return Alpha(p.Muted, 0x70)
	case theme.ColorNameShadow:
		return Alpha(p.Veil, p.Veil.A/3) // the edge of menus and lists that pop up
	case theme.ColorNameScrollBarBackground:
		return color.Transparent
	}
	v := theme.VariantLight
	if p.Dark {
		v = theme.VariantDark
	}
	return theme.DefaultTheme().Color(n, v)
}

func (t *paper) Font(s fyne.TextStyle) fyne.Resource {
	switch {
	case s.Monospace || s.Symbol:
		return theme.DefaultTheme().Font(s)
	case s.Bold:
		return fontBold
	case s.Italic:
		return fontItalic
	}
	return fontRegular
}

func (t *paper) Icon(n fyne.ThemeIconName) fyne.Resource { return theme.DefaultTheme().Icon(n) }

func (t *paper) Size(n fyne.ThemeSizeName) float32 {
	switch n {
	case theme.SizeNameText:
		return Body
	case theme.SizeNameCaptionText:
		return Small
	case theme.SizeNameSubHeadingText:
		return 16
	case theme.SizeNameHeadingText:
		return Title
	case theme.SizeNamePadding:
		return 4
	case theme.SizeNameInnerPadding:
		return 8
	case theme.SizeNameInputRadius, theme.SizeNameSelectionRadius:
		return 6
	case theme.SizeNameInputBorder, theme.SizeNameSeparatorThickness:
		return 1
	case theme.SizeNameInlineIcon:
		return 16
	case theme.SizeNameScrollBar:
		return 8
	case theme.SizeNameScrollBarSmall:
		return 3
	}
	return theme.DefaultTheme().Size(n)
}
