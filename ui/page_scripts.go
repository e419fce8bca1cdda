package ui

import (
	"context"
	"reflect"
	"slices"
	"strings"
	"time"

	"anteroom/softphone"
	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// ScriptShelf is where scripts are kept and read from; with nil ones the page only shows.
type ScriptShelf struct {
	Book   softphone.ScriptBook
	Drafts softphone.ScriptDraftBook
	File   softphone.ScriptFile
}

// pastScripts is how many changes can be undone.
const pastScripts = 200

// scriptsPage is the manager's: the greeting, and the scripts with their operations and situations.
type scriptsPage struct {
	w      *Window
	state  softphone.State
	late   *lateSave
	drafts map[softphone.ScriptID]softphone.ScriptPair // edited, and not yet a version
	loaded bool

	chosen   softphone.ScriptID // "" is the greeting
	lang     string             // whose texts are shown
	window   string             // the language of the window it was built for
	at       softphone.ScriptPlace
	pair     softphone.ScriptPair
	past     []scriptPast
	problems []softphone.ScriptProblem
	visited  int                             // of the problems
	greeting map[softphone.SettingKey]string // as typed

	list, form, side kit.Box1
	first            fyne.Focusable // of the form
	parts            map[string]fyne.Focusable
	body             fyne.CanvasObject
}

// scriptPast is a script before a change.
type scriptPast struct {
	pair softphone.ScriptPair
	at   softphone.ScriptPlace
	what string // typing in one field is one change
}

func newScriptsPage(w *Window) *scriptsPage {
	p := &scriptsPage{w: w, list: kit.Slot(), form: kit.Slot(), side: kit.Slot(), drafts: map[softphone.ScriptID]softphone.ScriptPair{}, lang: w.lang, window: w.lang}
	p.late = newLateSave(w)
	if old, ok := w.pages[pageScripts].(*scriptsPage); ok { // built anew for another language or palette
		old.late.flush()
		p.drafts, p.loaded, p.chosen, p.at, p.past = old.drafts, old.loaded, old.chosen, old.at, old.past
		if old.window == p.window {
			p.lang = old.lang
		}
		p.pair, p.greeting = old.pair, old.greeting
	}
	p.state = w.state
	left := kit.Col(10, kit.Pad(0, 0, 4, 0, kit.T(w.tr("scripts.title"), kit.C.Text, kit.Title, kit.Semi)), kit.G(kit.VScroll(kit.Pad(0, 0, 0, 8, p.list.Container))))
	right := container.New(rightPane{330, 380, 16}, p.form.Container, p.side.Container)
	p.body = kit.Pad(16, 12, 16, 16, container.New(sidePanes{248, 640, 16}, left, right))
	p.show()
	return p
}

// rightPane: a fluid form, and a fixed side beside it.
type rightPane struct{ right, leftMin, gap float32 }

func (r rightPane) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(r.right+r.gap+r.leftMin, max(o[0].MinSize().Height, o[1].MinSize().Height))
}

func (r rightPane) Layout(o []fyne.CanvasObject, s fyne.Size) {
	kit.Place(o[0], 0, 0, s.Width-r.right-r.gap, s.Height)
	kit.Place(o[1], s.Width-r.right, 0, r.right, s.Height)
}

func (p *scriptsPage) object() fyne.CanvasObject { return p.body }

// shown reads what was left half done; once, for what is edited here is known.
func (p *scriptsPage) shown() {
	if p.loaded || p.w.scripts.Drafts == nil {
		return
	}
	p.loaded = true
	p.w.inBackground(func() func() {
		ctx, cancel := context.WithTimeout(p.w.ctx, replyTime)
		defer cancel()
		found, err := p.w.scripts.Drafts.ScriptDrafts(ctx)
		return func() {
			if err != nil {
				p.loaded = false
				p.w.refuse(err)
				return
			}
			for _, s := range found {
				if p.drafts[s.ID] == nil {
					p.drafts[s.ID] = p.saved(s.ID)
				}
				p.drafts[s.ID][s.Language] = s
			}
			if d := p.drafts[p.chosen]; d != nil {
				p.pair = d
			}
			p.show()
		}
	})
}

func (p *scriptsPage) paint(s softphone.State, _ time.Time) {
	before := p.state
	p.state = s
	if !reflect.DeepEqual(before.Scripts, s.Scripts) || p.chosen == "" && !reflect.DeepEqual(before.Settings, s.Settings) {
		p.outline()
		p.aside()
	}
}

// saved is a script as it is in use, in all its languages.
func (p *scriptsPage) saved(id softphone.ScriptID) softphone.ScriptPair {
	out := softphone.ScriptPair{}
	for _, s := range p.state.Scripts {
		if s.ID == id {
			out[s.Language] = s
		}
	}
	return out
}

// ids are all scripts: the general one first, the others by name, and those begun here.
func (p *scriptsPage) ids() []softphone.ScriptID {
	var out []softphone.ScriptID
	for _, s := range p.state.Scripts {
		if !slices.Contains(out, s.ID) {
			out = append(out, s.ID)
		}
	}
	for id := range p.drafts {
		if !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	slices.SortStableFunc(out, func(a, b softphone.ScriptID) int {
		if (a == softphone.GeneralScript) != (b == softphone.GeneralScript) {
			if a == softphone.GeneralScript {
				return -1
			}
			return 1
		}
		return strings.Compare(p.name(a), p.name(b))
	})
	return out
}

func (p *scriptsPage) name(id softphone.ScriptID) string {
	pair := p.drafts[id]
	if id == p.chosen && p.pair != nil {
		pair = p.pair
	}
	if pair == nil {
		pair = p.saved(id)
	}
	for _, l := range []string{p.lang, "nb", "en"} {
		if n := pair[l].Name; n != "" {
			return n
		}
	}
	return string(id)
}

// choose opens a script, or with "" the greeting.
func (p *scriptsPage) choose(id softphone.ScriptID) {
	p.late.flush()
	p.chosen, p.at, p.past = id, softphone.ScriptPlace{}, nil
	if p.pair = p.drafts[id]; p.pair == nil && id != "" {
		p.pair = p.saved(id)
	}
	if ops := p.pair[p.lang].Operations; len(ops) > 0 {
		p.at.Operation = ops[0].ID
	}
	p.show()
}

// goTo opens a place of the script.
func (p *scriptsPage) goTo(at softphone.ScriptPlace) {
	if at.Language != "" {
		p.lang = at.Language
	}
	p.at = softphone.ScriptPlace{Operation: at.Operation, Situation: at.Situation}
	p.show()
	part, ok := p.parts[at.Part+count(at.Index)]
	if !ok {
		part, ok = p.parts[at.Part+count(0)]
	}
	if !ok {
		part = p.first
	}
	if part != nil {
		p.w.canvas().Focus(part)
	}
}

// edits does a deed that edits, where whoever sits at the desk may.
func (p *scriptsPage) edits(then func()) { p.w.mayHere(softphone.DeedScripts, then) }

// mayEdit is false for whoever may not: what was typed is taken back, and can be typed again once it is allowed.
func (p *scriptsPage) mayEdit() bool {
	if p.w.allowedHere(softphone.DeedScripts) {
		return true
	}
	c, part := p.w.canvas(), ""
	for name, o := range p.parts {
		if o == c.Focused() {
			part = name
		}
	}
	p.show()
	if o := p.parts[part]; o != nil {
		c.Focus(o)
	}
	p.edits(func() {})
	return false
}

// change takes a script as it is after a change. redraw: its structure is another, so that the form is drawn anew.
func (p *scriptsPage) change(next softphone.ScriptPair, what string, redraw bool) {
	if !p.mayEdit() {
		return
	}
	if n := len(p.past); what == "" || n == 0 || p.past[n-1].what != what {
		p.past = append(p.past, scriptPast{p.pair, p.at, what})
		p.past = p.past[max(0, len(p.past)-pastScripts):]
	}
	p.take(next)
	if redraw {
		p.show()
		return
	}
	p.check()
	p.outline()
	p.aside()
}

// take keeps it, here and on the disk.
func (p *scriptsPage) take(next softphone.ScriptPair) {
	p.pair = next
	p.keep(p.chosen, next)
}

func (p *scriptsPage) undo() {
	n := len(p.past)
	if n == 0 {
		return
	}
	last := p.past[n-1]
	p.past, p.at = p.past[:n-1], last.at
	p.take(last.pair)
	p.show()
}

// changed reports whether a script is other than the version in use.
func (p *scriptsPage) changed(id softphone.ScriptID) bool {
	d, ok := p.drafts[id]
	return ok && !reflect.DeepEqual(d, p.saved(id))
}

func (p *scriptsPage) check() {
	p.problems = nil
	if p.chosen != "" {
		p.problems = p.pair.Problems(p.others())
	}
}

// others are all scripts in use, with the one edited as it stands here.
func (p *scriptsPage) others() []softphone.Script {
	out := slices.DeleteFunc(slices.Clone(p.state.Scripts), func(s softphone.Script) bool { return s.ID == p.chosen })
	for _, s := range p.pair {
		out = append(out, s)
	}
	return out
}

// show draws everything.
func (p *scriptsPage) show() {
	p.check()
	p.outline()
	p.drawForm()
	p.aside()
}

func (p *scriptsPage) outline() {
	p.list.Put(p.drawList())
	kit.Relay(p.body)
}

func (p *scriptsPage) drawList() fyne.CanvasObject {
	tr := p.w.tr
	a := []any{p.scriptRow("", tr("scripts.greeting"), false)}
	for _, id := range p.ids() {
		a = append(a, p.scriptRow(id, p.name(id), p.changed(id)))
		if id != p.chosen {
			continue
		}
		for _, r := range presentOutline(p.pair, p.lang, p.problems, tr) {
			a = append(a, kit.Pad(0, 0, 14, 0, p.outlineRow(r)))
		}
	}
	a = append(a, kit.Pad(6, 0, 0, 0, kit.Row(6, kit.Btn(kit.Default, "plus", tr("scripts.new"), "", func() { p.edits(p.add) }), kit.Btn(kit.Default, "in", tr("scripts.import"), "", func() { p.edits(p.importFile) }))))
	return kit.Col(4, a...)
}

func (p *scriptsPage) scriptRow(id softphone.ScriptID, name string, changed bool) fyne.CanvasObject {
	fill, line, ink, icon := kit.C.Surface, kit.C.Border, kit.C.Text, "note"
	if id == "" {
		icon = "smile"
	}
	if id == p.chosen {
		fill, line, ink = kit.C.AccentSoft, kit.C.Accent, kit.C.Accent
	}
	row := []any{kit.Icon(icon, ink, 16), kit.G(kit.E(name, ink, kit.Line, kit.Semi))}
	if changed {
		row = append(row, kit.Pill(p.w.tr("scripts.unsaved"), kit.C.Warn, kit.C.WarnSoft, nil))
	}
	return kit.NewTap(fill, line, 8, kit.Pad(7, 7, 10, 8, kit.Row(8, row...)), func() { p.choose(id) })
}

func (p *scriptsPage) outlineRow(r outlineRow) fyne.CanvasObject {
	fill, ink := kit.None, kit.C.Text
	if r.At == p.at {
		fill, ink = kit.C.AccentSoft, kit.C.Accent
	}
	row := []any{kit.W(22, kit.Keycap(r.Key)), kit.G(kit.E(r.Title, ink, kit.Line, kit.Reg))}
	if r.Problems > 0 {
		c, bg := kit.C.Warn, kit.C.WarnSoft
		if r.Blocks {
			c, bg = kit.C.Danger, kit.C.DangerSoft
		}
		row = append(row, kit.Pill(count(r.Problems), c, bg, kit.Icon("warn", c, 12)))
	}
	return kit.NewTap(fill, kit.None, 6, kit.Pad(3, 3, 6, 6, kit.Row(8, row...)), func() { p.goTo(r.At) })
}

// step moves in the outline.
func (p *scriptsPage) step(by int) {
	rows := presentOutline(p.pair, p.lang, nil, p.w.tr)
	i := slices.IndexFunc(rows, func(r outlineRow) bool { return r.At == p.at })
	if to := i + by; p.chosen != "" && to >= 0 && to < len(rows) {
		p.goTo(rows[to].At)
	}
}

// nextProblem goes to the next thing to look at, after the place that is open.
func (p *scriptsPage) nextProblem() {
	if len(p.problems) == 0 {
		p.w.notify(noticeDone, p.w.tr("scripts.fine"))
		return
	}
	p.visited++
	x := p.problems[p.visited%len(p.problems)]
	p.goTo(x.ScriptPlace)
	p.w.notify(noticeRefused, problemWords(x, p.pair, p.w.tr))
}
