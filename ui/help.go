package ui

import (
	"strings"
	"time"

	"anteroom/softphone"
	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
)

// helpPage shows every command with its keys in force and what it does, from the table. It is a page and no dialog, so
// that it can lie open during a call.
type helpPage struct {
	w      *Window
	search *kit.Entry
	rows   kit.Box1
	body   fyne.CanvasObject
}

func newHelpPage(w *Window) *helpPage {
	p := &helpPage{w: w, rows: kit.Slot()}
	p.search = kit.NewEntry("", w.tr("help.find"), func(string) { p.lay() })
	head := kit.Row(12, kit.T(w.tr("help.title"), kit.C.Text, kit.Title, kit.Semi), kit.Fill(), kit.W(320, p.search),
		kit.Btn(kit.Default, "sliders", w.tr("help.change"), "", func() { w.openSettings("keys") }),
		kit.Btn(kit.Primary, "back", w.tr("dialog.close"), w.keycap("escape"), func() { w.open(pageDesk) }))
	p.body = kit.Pad(16, 12, 16, 16, kit.Col(12, head, kit.G(kit.Panel(kit.VScroll(kit.Pad(12, 16, 20, 20, p.rows.Container))))))
	return p
}

// object draws the lines when the page is first turned to: a window that only answers calls need not wait for them.
func (p *helpPage) object() fyne.CanvasObject {
	if len(p.rows.Objects) == 0 {
		p.lay()
	}
	return p.body
}

func (p *helpPage) shown()                           { p.w.canvas().Focus(p.search) }
func (p *helpPage) paint(softphone.State, time.Time) {}

func (p *helpPage) lay() {
	groups := presentHelp(p.search.Text, p.w.tr)
	a := []any{}
	for _, g := range groups {
		a = append(a, kit.Pad(8, 2, 0, 0, kit.T(g.Title, kit.C.Text, kit.Head, kit.Semi)))
		for _, l := range g.Lines {
			caps := []any{}
			for _, c := range l.Caps {
				caps = append(caps, kit.Keycap(c))
			}
			a = append(a, kit.Row(12, kit.W(190, kit.Row(4, append(caps, kit.Fill())...)),
				kit.W(230, kit.E(l.Name, kit.C.Text, kit.Line, kit.Med)), kit.G(kit.P(l.Hint, kit.C.Muted, kit.Line, kit.Reg))))
		}
	}
	if len(groups) == 0 {
		a = append(a, kit.P(p.w.tr("help.none", p.search.Text), kit.C.Muted, kit.Body, kit.Reg))
	}
	a = append(a, kit.Pad(10, 0, 0, 0, kit.P(p.w.tr("help.alt"), kit.C.Muted, kit.Line, kit.Reg)),
		kit.E("Anteroom "+p.w.version, kit.C.Muted, kit.Small, kit.Reg))
	p.rows.Put(kit.Col(6, a...))
}

// helpGroup is a heading of the help and what stands under it.
type helpGroup struct {
	Title string
	Lines []helpLine
}

type helpLine struct {
	ID   string
	Caps []string
	Name string
	Hint string
}

// presentHelp is the commands whose name, hint or key holds every word looked for, by menus.
func presentHelp(find string, say wording) (out []helpGroup) {
	words := strings.Fields(softphone.Fold(find))
	group := func(title string, in func(*command) bool) {
		g := helpGroup{Title: title}
		for _, c := range commands {
			if !in(c) {
				continue
			}
			l := helpLine{ID: c.id, Caps: c.keyCaps(say), Name: say("key." + c.id), Hint: say("key." + c.id + ".hint")}
			text := softphone.Fold(strings.Join(append([]string{l.Name, l.Hint, title}, l.Caps...), " "))
			all := true
			for _, w := range words {
				all = all && strings.Contains(text, w)
			}
			if all {
				g.Lines = append(g.Lines, l)
			}
		}
		if len(g.Lines) > 0 {
			out = append(out, g)
		}
	}
	for _, name := range menuOrder {
		group(say("menu."+name), func(c *command) bool { return c.menu == name })
	}
	group(say("help.script"), func(c *command) bool { return c.menu == "" })
	return out
}

// keyCaps are all keys of a command as their caps show them.
func (c *command) keyCaps(say wording) (out []string) {
	if c.caps != "" {
		return []string{c.caps}
	}
	seen := map[string]bool{}
	for _, k := range c.bound() {
		if cap := k.cap(say); !seen[cap] {
			seen[cap] = true
			out = append(out, cap)
		}
	}
	if len(out) == 0 && (c.id == "silence" || c.id == "take_back") { // what Esc does of them
		out = commandNamed("escape").keyCaps(say)
	}
	return out
}

// openSettings turns to a section of the settings.
func (w *Window) openSettings(section string) {
	w.pages[pageSettings].(*settingsPage).turn(section)
	w.open(pageSettings)
}
