package ui

import (
	"reflect"

	"anteroom/softphone"
	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
)

// questionRow is one question with the chips of its rules, the field of its note while it is chosen, and a rule that is
// being edited.
type questionRow struct {
	p      *policyPage
	n      int
	shown  policyRow
	chosen bool
	drawn  bool
	edit   *ruleEditor
	slot   kit.Box1
	plus   *kit.Tap
	chips  []*kit.Tap
	begun  []*kit.Tap // rules that are not written to their end
}

func newQuestionRow(p *policyPage, n int) *questionRow {
	r := &questionRow{p: p, n: n, slot: kit.Slot()}
	if n <= softphone.PolicyQuestions {
		p.answers[n-1] = p.noteEntry(n - 1)
	}
	r.paint(policyRow{}, false)
	return r
}

func (r *questionRow) object() fyne.CanvasObject { return r.slot.Container }

func (r *questionRow) paint(m policyRow, chosen bool) {
	if r.drawn && chosen == r.chosen && reflect.DeepEqual(m, r.shown) {
		return
	}
	r.shown, r.chosen, r.drawn = m, chosen, true
	r.draw()
}

func (r *questionRow) draw() {
	tr := r.p.w.tr
	ink, disc, wash := kit.C.Muted, kit.C.Sunken, kit.None
	if r.chosen {
		ink, disc, wash = kit.C.OnAccent, kit.C.Accent, kit.C.AccentSoft
	}
	mark := kit.Centre(kit.T(count(r.n), ink, kit.Small, kit.Semi))
	if r.n == deputyRow {
		mark = kit.Centre(kit.Icon("users", ink, 14))
	}
	number := kit.Stack(kit.Sized(24, 24, kit.Rect(disc, 12)), mark)
	words := []any{kit.P(r.shown.Question, kit.C.Text, kit.Line, kit.Med)}
	if r.chosen && r.shown.Hint != "" {
		words = append(words, kit.P(r.shown.Hint, kit.C.Muted, kit.Small, kit.Reg))
	}
	r.chips, r.begun = nil, nil
	var chips []fyne.CanvasObject
	for _, c := range r.shown.Chips {
		t := r.chip(c)
		r.chips = append(r.chips, t)
		chips = append(chips, t)
	}
	chips = append(chips, r.begunChips()...)
	r.plus = kit.NewTap(kit.None, kit.C.Strong, 6, kit.Pad(5, 5, 6, 6, kit.Icon("plus", kit.C.Muted, 14)), r.add).WithHint(r.p.w.hintOf("policy_new"))
	chips = append(chips, r.plus)
	right := []any{kit.WrapBox(6, 6, chips...)}
	if r.edit != nil {
		right = append(right, r.edit.object())
	}
	switch {
	case r.n == deputyRow:
	case r.chosen:
		right = append(right, kit.Field(tr("policy.note"), r.p.answers[r.n-1]))
	case r.shown.Note != "":
		right = append(right, kit.P(r.shown.Note, kit.C.Muted, 12.5, kit.Reg))
	}
	body := kit.Pad(11, 11, 16, 16, kit.Row(12, kit.Top(number), kit.Top(kit.W(168, kit.Pad(3, 0, 0, 0, kit.Col(2, words...)))), kit.G(kit.Col(8, right...))))
	touch := kit.NewTouch(wash, kit.None, 0, kit.Empty(0, 0), func() { r.p.pick(r.n) })
	r.slot.Put(kit.Stack(touch, body, kit.Col(0, kit.Fill(), kit.LineH(kit.C.Border))))
	if r.p.scroll != nil {
		kit.Relay(r.p.scroll)
	}
}

var pieceIcons = map[softphone.PieceKind]string{softphone.PieceTopic: "tag", softphone.PiecePerson: "user", softphone.PieceGroup: "users",
	softphone.PieceHours: "clock", softphone.PieceAction: "note"}

// chip is one rule: its pieces with arrows between them. Pressed, it opens for editing.
func (r *questionRow) chip(c chipView) *kit.Tap {
	fill, line, ink := kit.C.Sunken, kit.C.Border, kit.C.Muted
	if c.Clash {
		fill, line, ink = kit.C.WarnSoft, kit.C.Warn, kit.C.Warn
	}
	parts := []any{}
	if c.Clash {
		parts = append(parts, kit.Icon("warn", ink, 13))
	}
	for i, x := range c.Pieces {
		if i > 0 {
			parts = append(parts, kit.Icon("arrow", kit.C.Muted, 14))
		}
		parts = append(parts, kit.Icon(pieceIcons[x.Kind], ink, 13), kit.T(clipped(x.Text), kit.C.Text, 12.5, kit.Med))
	}
	return kit.NewTap(fill, line, 6, kit.Pad(4, 4, 8, 8, kit.Row(5, parts...)), func() { r.open(c) })
}

// chipLetters is how much of a text stands on a chip; the editor shows all.
const chipLetters = 44

func clipped(s string) string { return cutTo(s, chipLetters) }

func cutTo(s string, letters int) string {
	if r := []rune(s); len(r) > letters {
		return string(r[:letters-1]) + "…"
	}
	return s
}

// add begins a new rule.
func (r *questionRow) add() {
	r.p.edits(func() { r.begin(r.p.begunAt(r.n, draftOf(softphone.Rule{Question: r.n}, r.p.w.tr), nil)) })
}

// open edits a rule.
func (r *questionRow) open(c chipView) { r.p.edits(func() { r.openNow(c) }) }

func (r *questionRow) openNow(c chipView) {
	s := r.p.edit.Policy
	if r.n == deputyRow {
		if c.Deputy < len(s.Deputies) {
			d := s.Deputies[c.Deputy]
			r.begin(r.p.begunAt(r.n, draftOf(softphone.Rule{Question: deputyRow, Who: d.Who, Hours: d.Hours}, r.p.w.tr), &d))
		}
		return
	}
	if rule, ok := s.Rule(c.Rule); ok {
		r.begin(r.p.begunAt(r.n, draftOf(rule, r.p.w.tr), nil))
	}
}

// begin opens the form of a rule; the one that was open is kept.
func (r *questionRow) begin(b *begunRule) {
	if r.edit != nil && r.edit.begun == b {
		return
	}
	r.p.putAway()
	r.p.pick(r.n)
	r.edit = newRuleEditor(r, b)
	r.drawn = false
	r.p.paintSheet(r.p.w.now())
	r.p.reveal(r.n)
	r.p.w.canvas().Focus(r.edit.first)
}

// close gives up the rule that is being edited; it can be had back while the bar offers it.
func (r *questionRow) close() {
	if r.edit == nil {
		return
	}
	p, id, b := r.p, r.p.edit.ID, r.edit.begun
	r.edit, r.drawn = nil, false
	p.giveUp(id, b)
	p.paintSheet(p.w.now())
	if b.changed() {
		p.w.removed(p.w.tr("bar.removed", b.words(p.w.tr)), func() {
			p := p.inUse()
			p.begunRules[id] = append(p.begunRules[id], b)
			p.keptRule(id, b)
			if p.edit.ID == id {
				p.paintSheet(p.w.now())
			}
		})
	}
}

// stopEditing gives up the rule that is being edited; false where there is none.
func (p *policyPage) stopEditing() bool {
	for _, r := range p.rows {
		if r != nil && r.edit != nil {
			r.close()
			p.w.canvas().Focus(r.plus)
			return true
		}
	}
	return false
}
