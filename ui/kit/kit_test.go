package kit

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
)

// window shows objects in a test window and gives its canvas.
func window(t *testing.T, o ...fyne.CanvasObject) fyne.Canvas {
	t.Helper()
	a := fyne.CurrentApp()
	Use(a, Light)
	w := a.NewWindow("")
	w.SetContent(container.NewVBox(o...))
	w.Resize(fyne.NewSize(600, 400))
	t.Cleanup(func() { HandleKeys(w.Canvas(), nil); w.Close() })
	return w.Canvas()
}

func press(f fyne.Focusable, keys ...fyne.KeyName) {
	for _, k := range keys {
		f.TypedKey(&fyne.KeyEvent{Name: k})
	}
}

func TestEntry_OffersItsKeysToTheHandlerFirst(t *testing.T) {
	test.NewTempApp(t)
	e := NewEntry("", "", nil)
	c := window(t, e)
	var got []Stroke
	HandleKeys(c, func(s Stroke) bool { got = append(got, s); return s.Key == fyne.KeyF4 || s.Mod != 0 })
	c.Focus(e)
	press(e, fyne.KeyF4)
	test.Type(e, "4")
	e.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.Key1, Modifier: fyne.KeyModifierAlt})
	if e.Text != "4" {
		t.Errorf("the entry holds %q, want only what was typed as text", e.Text)
	}
	want := []Stroke{{Key: fyne.KeyF4, InText: true}, {Key: fyne.Key1, Mod: fyne.KeyModifierAlt, InText: true}}
	if len(got) != len(want) || got[0] != want[0] || got[1] != want[1] {
		t.Errorf("the handler saw %v, want %v", got, want)
	}
}

func TestEntry_AHintThatIsTooLongEndsInAnEllipsis(t *testing.T) {
	test.NewTempApp(t)
	const hint = "Search people, numbers, messages and answers"
	e := NewEntry("", hint, nil)
	window(t, e)
	for width, whole := range map[float32]bool{600: true, 200: false} {
		e.Resize(fyne.NewSize(width, 34))
		if got := e.PlaceHolder; whole != (got == hint) || !whole && !strings.HasSuffix(got, "…") {
			t.Errorf("%.0f wide: %q", width, got)
		}
	}
}

func TestEntry_RefusesMoreThanItsLimitAndSaysSo(t *testing.T) {
	test.NewTempApp(t)
	e := NewMultiLine("åååå", "", 3, nil)
	told := 0
	e.Limit, e.OnLimit = 5, func() { told++ }
	c := window(t, e)
	c.Focus(e)
	press(e, fyne.KeyEnd)
	test.Type(e, "æø")
	press(e, fyne.KeyReturn)
	if e.Text != "ååååæ" || told != 2 {
		t.Errorf("text %q, told %d times", e.Text, told)
	}
}

func TestEntry_PutDoesNotTellAChange(t *testing.T) {
	test.NewTempApp(t)
	told := 0
	e := NewEntry("a", "", func(string) { told++ })
	window(t, e)
	e.Put("b")
	if e.Text != "b" || told != 0 {
		t.Errorf("text %q, told %d times", e.Text, told)
	}
	test.Type(e, "c")
	if told != 1 {
		t.Errorf("typing told %d times", told)
	}
}

func TestSelect_OpensAndChoosesByKeyboard(t *testing.T) {
	test.NewTempApp(t)
	var chosen string
	s := NewSelect("", []Option{{"a", "Aa", ""}, {"b", "Bb", ""}, {"c", "Cc", ""}}, "a", func(v string) { chosen = v })
	c := window(t, s)
	c.Focus(s)
	press(s, fyne.KeyDown)
	l, ok := c.Focused().(*optionList)
	if !ok {
		t.Fatalf("after Down the focus is on %T", c.Focused())
	}
	press(l, fyne.KeyDown, fyne.KeyDown, fyne.KeyDown, fyne.KeyReturn)
	if chosen != "c" || s.Value != "c" || c.Overlays().Top() != nil {
		t.Errorf("chosen %q, value %q, overlay %v", chosen, s.Value, c.Overlays().Top())
	}
	press(s, fyne.KeySpace)
	l = c.Focused().(*optionList)
	test.Type(l, "b")
	press(l, fyne.KeyEscape)
	if s.Value != "c" || c.Focused() != fyne.Focusable(s) {
		t.Errorf("Esc chose %q, focus on %T", s.Value, c.Focused())
	}
}

func TestSegmented_MovesByArrows(t *testing.T) {
	test.NewTempApp(t)
	var told []string
	s := NewSegmented([]Option{{"a", "Aa", ""}, {"b", "", "smile"}}, "a", func(v string) { told = append(told, v) })
	window(t, s)
	press(s, fyne.KeyRight, fyne.KeyRight, fyne.KeyLeft)
	if len(told) != 2 || told[0] != "b" || told[1] != "a" {
		t.Errorf("told %v", told)
	}
}

func TestTick_TurnsBySpace(t *testing.T) {
	test.NewTempApp(t)
	on := false
	k := NewTick(false, "Lest tilbake", C.Ok, func(v bool) { on = v })
	window(t, k)
	press(k, fyne.KeySpace)
	if !on || !k.On {
		t.Error("Space did not tick it")
	}
}

func TestBtn_WithoutADeedIsDisabled(t *testing.T) {
	test.NewTempApp(t)
	b := Btn(Primary, "phone", "Svar", "F2", nil)
	if !b.Disabled() {
		t.Error("a button without a deed can be focused")
	}
	done := 0
	b = Btn(Primary, "phone", "Svar", "F2", func() { done++ })
	window(t, b)
	press(b, fyne.KeySpace, fyne.KeyReturn)
	test.Tap(b)
	if done != 3 {
		t.Errorf("done %d times by Space, Enter and mouse", done)
	}
}

func TestDialog_ClosesByEscapeAndDoesItsDeedByEnter(t *testing.T) {
	test.NewTempApp(t)
	c := window(t, Empty(300, 300))
	behind := 0
	HandleKeys(c, func(Stroke) bool { behind++; return true })
	deeds, closed := 0, 0
	e := NewEntry("", "", nil)
	d := ShowDialog(c, "Ring", e, nil, func() { deeds++ })
	d.OnClose = func() { closed++ }
	c.Focus(e)
	press(e, fyne.KeyReturn, fyne.KeyEscape)
	if deeds != 1 || closed != 1 || behind != 0 || TopDialog(c) != nil {
		t.Errorf("deeds %d, closed %d, keys let through %d, still open %v", deeds, closed, behind, TopDialog(c) != nil)
	}
}

func TestPara_GrowsWhenNarrowed(t *testing.T) {
	test.NewTempApp(t)
	p := PS(Say, Span{"«God dag, du snakker med", C.Text, Reg}, Span{" Nordvik Rederi,", C.Accent, Semi}, Span{" hva kan jeg hjelpe deg med?»", C.Text, Reg})
	p.Resize(fyne.NewSize(900, 30))
	wide := p.MinSize().Height
	p.Resize(fyne.NewSize(250, 30))
	if p.MinSize().Height <= wide {
		t.Errorf("height %v at 900 px, %v at 250 px", wide, p.MinSize().Height)
	}
}

func TestEll_ShortensItself(t *testing.T) {
	test.NewTempApp(t)
	e := E("Havnevesenet i Bergen", C.Text, Line, Reg)
	e.Resize(fyne.NewSize(80, 20))
	if w := TextWidth(e.t.Text, Line, Reg); w > 80.5 || e.t.Text == e.s {
		t.Errorf("%q is %v wide in 80", e.t.Text, w)
	}
	if e.Text() != "Havnevesenet i Bergen" {
		t.Errorf("the whole text is lost: %q", e.Text())
	}
}

func TestPara_KeepsTheCommaWithItsName(t *testing.T) {
	test.NewTempApp(t)
	p := PS(Say, Span{"«Dette er ", C.Text, Reg}, Span{"Nordvik Rederi AS", C.Accent, Semi}, Span{", ekspedisjonen.»", C.Text, Reg})
	for w := float32(120); w < 500; w += 7 {
		p.flow(w)
		for i, o := range p.objs {
			x := o.(*canvas.Text)
			if strings.HasPrefix(x.Text, ",") && (i == 0 || x.Position().X == 0) {
				t.Fatalf("at %v px a line begins with %q", w, x.Text)
			}
		}
	}
}

func TestEntry_ALongTextIsReadFromItsBeginningOnceItIsLeft(t *testing.T) {
	e := NewEntry("", "", nil)
	e.Put("Castlegate Marine Supplies")
	c := window(t, e)
	c.Focus(e)
	if e.CursorColumn != 26 {
		t.Fatalf("typing goes on at %d", e.CursorColumn)
	}
	c.Unfocus()
	if e.CursorColumn != 0 {
		t.Fatalf("left at %d", e.CursorColumn)
	}
}
