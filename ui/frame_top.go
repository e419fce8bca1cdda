package ui

import (
	"slices"
	"strings"
	"unicode"

	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
)

func topPart(v frameView) [10]string {
	return [10]string{v.Undelivered, v.Role, v.Company, v.Secretary, v.Initials, v.Date, v.Store, v.Drafts, v.Undisturbed, v.Voicemail}
}

// drawTop draws the top bar. Where it has too little room, words give way one after the other, the least needed first, and their
// shapes and numbers stay.
func (f *frame) drawTop(v frameView) fyne.CanvasObject {
	w := f.w
	t := &topRow{gap: 16, wanted: 240}
	t.add(kit.Row(0, kit.W(250, kit.Row(10, kit.T("Anteroom", kit.C.Text, 16, kit.Semi), kit.G(kit.E(v.Company, kit.C.Muted, kit.Line, kit.Reg))))),
		kit.T("Anteroom", kit.C.Text, 16, kit.Semi), 1)
	t.grows = len(t.all)
	if v.Store != "" {
		t.add(kit.Strip(kit.C.Danger, kit.C.DangerSoft, "warn", kit.E(v.Store, kit.C.Danger, kit.Small, kit.Med)), nil, 0)
	} else {
		t.add(w.finder.field, nil, 0)
	}
	touch := func(words, hint string, order int, draw func(string) fyne.CanvasObject, do func()) {
		if words == "" {
			return
		}
		t.add(kit.NewTouch(kit.None, kit.None, 11, draw(words), do).WithHint(hint),
			kit.NewTouch(kit.None, kit.None, 11, draw(leadingNumber(words)), do).WithHint(joinDots(words, hint)), order)
	}
	touch(v.Undisturbed, w.hintOf("do_not_disturb"), 6, func(s string) fyne.CanvasObject {
		return kit.Pill(s, kit.C.Danger, kit.C.DangerSoft, kit.Mark("busy", kit.C.Danger, 11))
	}, func() { w.run("do_not_disturb") })
	touch(v.Undelivered, w.tr("way.undelivered.hint"), 5, func(s string) fyne.CanvasObject {
		return kit.Pill(s, kit.C.Warn, kit.C.WarnSoft, kit.Icon("warn", kit.C.Warn, 12))
	}, func() { w.openUndelivered() })
	touch(v.Drafts, w.tr("frame.drafts.hint"), 3, func(s string) fyne.CanvasObject {
		return kit.Pill(s, kit.C.Warn, kit.C.WarnSoft, kit.Mark("new", kit.C.Warn, 11))
	}, func() { w.open(pageMessages) })
	if v.Voicemail != "" {
		tape := func(s string) fyne.CanvasObject {
			return kit.Pill(s, kit.C.Accent, kit.C.AccentSoft, kit.Icon("tape", kit.C.Accent, 13))
		}
		t.add(tape(v.Voicemail), tape(leadingNumber(v.Voicemail)), 4)
	}
	t.add(kit.T(v.Date, kit.C.Muted, kit.Line, kit.Reg), kit.Empty(0, 0), 2)
	t.add(f.clock, nil, 0)
	if v.Secretary != "" {
		t.add(kit.NewTouch(kit.None, kit.None, 16, kit.Row(8, roleWord(w), kit.Avatar(v.Initials, 32)), w.roleMenu).WithHint(w.hintOf("role")), nil, 0)
	}
	line := kit.Col(0, kit.Fill(), kit.LineH(kit.C.Border))
	return kit.Stack(kit.Rect(kit.C.Surface, 0), kit.Empty(0, 46), kit.Pad(3, 3, 20, 20, t.row()), line)
}

// leadingNumber is the number that words begin with, "" for none.
func leadingNumber(words string) string {
	if n := strings.IndexFunc(words, func(r rune) bool { return !unicode.IsDigit(r) }); n > 0 {
		return words[:n]
	}
	return ""
}

// topRow sets things side by side, and puts slim ones in the place of some where they do not all fit.
type topRow struct {
	gap    float32
	wanted float32 // width of the one that grows, under which others give way
	grows  int     // which one takes what is left
	all    []yielding
}

// yielding is one of them; slim is nil where it never gives way. The lowest order gives way first.
type yielding struct {
	full, slim fyne.CanvasObject
	order      int
}

func (t *topRow) add(full, slim fyne.CanvasObject, order int) {
	t.all = append(t.all, yielding{full, slim, order})
}

func (t *topRow) row() fyne.CanvasObject {
	c := kit.Hold(t)
	for _, y := range t.all {
		c.Objects = append(c.Objects, y.full)
		if y.slim != nil {
			y.slim.Hide()
			c.Objects = append(c.Objects, y.slim)
		}
	}
	return c
}

// width is what those in use take, with a least width for the one that grows.
func (t *topRow) width(use []fyne.CanvasObject, grows float32) (all float32) {
	for i, o := range use {
		w := o.MinSize().Width
		if i == t.grows {
			w = max(w, grows)
		}
		if w > 0 {
			all += w + t.gap
		}
	}
	return all - t.gap
}

// choose is what shows in a width: all in full, or some slim.
func (t *topRow) choose(width float32) []fyne.CanvasObject {
	use := make([]fyne.CanvasObject, len(t.all))
	order := make([]int, 0, len(t.all))
	for i, y := range t.all {
		if use[i] = y.full; y.slim != nil {
			order = append(order, i)
		}
	}
	slices.SortFunc(order, func(a, b int) int { return t.all[a].order - t.all[b].order })
	for _, i := range order {
		if t.width(use, t.wanted) <= width {
			break
		}
		use[i] = t.all[i].slim
	}
	return use
}

func (t *topRow) MinSize([]fyne.CanvasObject) fyne.Size {
	use := t.choose(0)
	var h float32
	for _, o := range use {
		h = max(h, o.MinSize().Height)
	}
	return fyne.NewSize(t.width(use, 0), h)
}

func (t *topRow) Layout(all []fyne.CanvasObject, s fyne.Size) {
	use := t.choose(s.Width)
	for _, o := range all {
		if on := slices.Contains(use, o); on != o.Visible() {
			if on {
				o.Show()
			} else {
				o.Hide()
			}
		}
	}
	free := max(0, s.Width-t.width(use, 0))
	var x float32
	for i, o := range use {
		m := o.MinSize()
		if i == t.grows {
			m.Width += free
		}
		if m.Width > 0 {
			kit.Place(o, x, (s.Height-m.Height)/2, m.Width, m.Height)
			x += m.Width + t.gap
		}
	}
}
