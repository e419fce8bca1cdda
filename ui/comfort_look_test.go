package ui

import (
	"image/color"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"anteroom/softphone"
	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
)

func luminance(c color.NRGBA) float64 {
	f := func(v uint8) float64 {
		x := float64(v) / 255
		if x <= 0.03928 {
			return x / 12.92
		}
		return math.Pow((x+0.055)/1.055, 2.4)
	}
	return 0.2126*f(c.R) + 0.7152*f(c.G) + 0.0722*f(c.B)
}

// contrast is the ratio of WCAG 2.1, "contrast ratio".
func contrast(a, b color.NRGBA) float64 {
	x, y := luminance(a), luminance(b)
	if x < y {
		x, y = y, x
	}
	return (x + 0.05) / (y + 0.05)
}

func TestContrast_EveryPairOfTheHighContrastPaletteIsSevenToOne(t *testing.T) {
	least := map[string]float64{"light": 4.5, "dark": 4.5, "contrast": 7}
	for name, p := range map[string]kit.Palette{"light": kit.Light, "dark": kit.Dark, "contrast": kit.Contrast} {
		papers := []color.NRGBA{p.Canvas, p.Surface, p.Sunken, p.Rail}
		inks := map[string]color.NRGBA{"text": p.Text, "muted": p.Muted, "accent": p.Accent, "ok": p.Ok, "warn": p.Warn, "danger": p.Danger}
		if name == "contrast" {
			inks["faint"] = p.Faint
		}
		for ink, c := range inks {
			for i, paper := range papers {
				if r := contrast(c, paper); r < least[name] {
					t.Errorf("%s: %s on paper %d is %.1f:1", name, ink, i, r)
				}
			}
		}
		for what, pair := range map[string][2]color.NRGBA{"accent soft": {p.Accent, p.AccentSoft}, "on accent": {p.OnAccent, p.Accent}, "ok soft": {p.Ok, p.OkSoft},
			"warn soft": {p.Warn, p.WarnSoft}, "danger soft": {p.Danger, p.DangerSoft}, "on state": {p.OnState, p.Danger}} {
			if r := contrast(pair[0], pair[1]); r < least[name] {
				t.Errorf("%s: %s is %.1f:1", name, what, r)
			}
		}
	}
}

func TestComfort_TheThirdPaletteAndLargeLettersHold(t *testing.T) {
	t.Setenv("FYNE_SCALE", "1")
	for _, lang := range languages {
		h := newWhole(t, lang, join(answered("a", "22413077"))...)
		h.setTo(softphone.SetTheme, "contrast")
		if kit.C != kit.Contrast {
			t.Fatal("the palette is not in force")
		}
		h.setTo(softphone.SetTextSize, "130")
		for _, p := range append(slices.Collect(pagesOnRail()), pageHelp) {
			h.open(p)
			h.pass(0)
			if m := h.win.Content().MinSize(); m.Width*1.3 > 1280 || (m.Height+menuBar)*1.3 > 720 {
				t.Errorf("%s: page %s at 130 %% wants %v, which is more than 1280×720 on the screen", lang, p, m)
			}
		}
	}
}

func pagesOnRail() func(func(pageID) bool) {
	return func(yield func(pageID) bool) {
		for _, p := range pageOrder {
			if !yield(p.id) {
				return
			}
		}
	}
}

func TestComfort_AKeptPlaceThatCannotBeReadIsTheFirstOne(t *testing.T) {
	for _, bad := range []string{"", "x", "10x10", "99999x1", "1440x"} {
		if s, _, _, _, ok := readPlace(bad); ok || s.Width != firstWidth {
			t.Errorf("%q gives %v", bad, s)
		}
	}
	if s, x, y, placed, ok := readPlace("1300x800+20-10"); !ok || !placed || s.Width != 1300 || x != 20 || y != -10 {
		t.Errorf("%v %d %d", s, x, y)
	}
}

func TestHints_EveryButtonWithoutWordsHasOne(t *testing.T) {
	h := newWhole(t, "nb", join(answered("a", "22413077"), held("b", "91500123"), []softphone.Event{arrives("c", "55001720"), selects("a")})...)
	h.removed("Noe", func() {})
	look := func(where string) {
		h.pass(0)
		everyObject(h.win.Content(), func(o fyne.CanvasObject) {
			b, ok := o.(interface {
				Hint() string
				fyne.Tappable
			})
			if !ok || !iconOnly(o) || b.Hint() != "" {
				return
			}
			t.Errorf("%s: a button with an icon and no words has no hint: %s at %v", where, reflect.TypeOf(o), o.Position())
		})
	}
	for p := range pagesOnRail() {
		h.open(p)
		look(string(p))
	}
	for _, s := range settingSections {
		h.openSettings(s.Name)
		look("settings " + s.Name)
	}
}

// iconOnly tells whether something shows a picture and no words.
func iconOnly(o fyne.CanvasObject) bool {
	icon := false
	everyObject(o, func(x fyne.CanvasObject) {
		if _, ok := x.(*canvas.Image); ok {
			icon = true
		}
	})
	return icon && strings.TrimSpace(strings.Join(textsIn(o), "")) == ""
}

// everyObject walks everything visible under an object.
func everyObject(o fyne.CanvasObject, see func(fyne.CanvasObject)) {
	if !o.Visible() {
		return
	}
	see(o)
	switch o := o.(type) {
	case *fyne.Container:
		for _, c := range o.Objects {
			everyObject(c, see)
		}
	case fyne.Widget:
		for _, c := range test.WidgetRenderer(o).Objects() {
			everyObject(c, see)
		}
	}
}

func TestHint_ShowsBesideTheThingOnceTheMouseRests(t *testing.T) {
	h := newWhole(t, "nb", lineUp)
	b := kit.NewTouch(kit.None, kit.None, 0, kit.Empty(20, 20), nil).WithHint("Gjør noe")
	b.MouseIn(&desktop.MouseEvent{})
	h.pass(0)
	if strings.Contains(h.reads(), "Gjør noe") {
		t.Error("the words come at once")
	}
	h.pass(tipAfter)
	if len(h.frame.bars.tip.layer.Objects) != 1 {
		t.Error("the words do not come")
	}
	b.MouseOut()
	if len(h.frame.bars.tip.layer.Objects) != 0 {
		t.Error("the words stay")
	}
}

func TestPlace_TheTitleCanAlwaysBeReached(t *testing.T) {
	for _, c := range [][4]int{{60, 80, 60, 80}, {0, -41, 0, frameHeight / 2}, {2500, 1200, 0, frameHeight / 2}, {-40, 30, -40, 30}, {-1270, 30, 0, 30}} {
		if x, y := withinReach(c[0], c[1], 1440, 900); x != c[2] || y != c[3] {
			t.Errorf("%d, %d becomes %d, %d", c[0], c[1], x, y)
		}
	}
}
