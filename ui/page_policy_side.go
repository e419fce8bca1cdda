package ui

import (
	"context"
	"reflect"
	"time"

	"anteroom/softphone"
	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
)

// versionsShown is how many earlier versions of a sheet the history lists.
const versionsShown = 100

// policySide is what stands beside the questions: what contradicts, the week, and a place to try the sheet out; or, in
// their place, what the sheet was before.
type policySide struct {
	p        *policyPage
	clash    kit.Box1
	week     kit.Box1
	try      *tryPanel
	ordinary fyne.CanvasObject
	slot     kit.Box1
	past     bool // the history shows

	clashes []softphone.Conflict
	which   int
	shown   *conflictView
	sheet   softphone.Sheet // as drawn last
	day     softphone.Date
	drawn   bool
}

func newPolicySide(p *policyPage) *policySide {
	s := &policySide{p: p, clash: kit.Slot(), week: kit.Slot(), slot: kit.Slot()}
	s.try = newTryPanel(p)
	s.clash.Put(nil)
	s.week.Put(nil)
	s.ordinary = kit.VScroll(kit.Pad(0, 0, 0, 6, kit.Col(12, s.clash, s.week, s.try.object())))
	s.slot.Put(s.ordinary)
	return s
}

func (s *policySide) object() fyne.CanvasObject { return s.slot.Container }

func (s *policySide) paint(x softphone.Principal, clashes []softphone.Conflict, now time.Time) {
	s.clashes = clashes
	s.which = min(s.which, max(0, len(clashes)-1))
	s.paintClash(x, now)
	if day := softphone.DateOf(now); !s.drawn || day != s.day || !reflect.DeepEqual(x.Policy.Rules, s.sheet.Rules) {
		s.sheet, s.day, s.drawn = x.Policy, day, true
		s.week.Put(weekCard(x.Policy, now, s.p.w.tr))
	}
	s.try.paint(x, now)
}

func (s *policySide) paintClash(x softphone.Principal, now time.Time) {
	tr := s.p.w.tr
	v := conflictView{Title: tr("policy.conflict.none")}
	if len(s.clashes) > 0 {
		v = presentConflict(s.clashes, s.which, x, now, tr)
	}
	if s.shown != nil && reflect.DeepEqual(*s.shown, v) {
		return
	}
	s.shown = &v
	if len(s.clashes) == 0 {
		s.clash.Put(kit.Card(12, kit.Row(8, kit.Icon("check", kit.C.Ok, 18), kit.G(kit.E(v.Title, kit.C.Muted, kit.Line, kit.Med)))))
		kit.Relay(s.ordinary)
		return
	}
	head := []any{kit.Icon("warn", kit.C.Warn, 18), kit.G(kit.P(v.Title, kit.C.Text, 14, kit.Semi))}
	if v.More != "" {
		head = append(head, kit.Btn(kit.Default, "right", v.More, "", func() {
			s.which = (s.which + 1) % len(s.clashes)
			s.paintClash(s.p.edit, s.p.w.now())
		}))
	}
	rows := []any{kit.Row(8, head...), kit.P(v.Text, kit.C.Text, kit.Line, kit.Reg)}
	if v.Example != "" {
		rows = append(rows, kit.P(v.Example, kit.C.Text, kit.Line, kit.Reg))
	}
	var deeds []fyne.CanvasObject
	for i, f := range v.Fixes {
		deeds = append(deeds, kit.Btn(kit.Default, "", clipped(f), count(i+1), func() { s.fix(i) }))
	}
	if v.Example != "" {
		example := s.clashes[s.which].Example
		deeds = append(deeds, kit.Btn(kit.Ghost, "", tr("policy.conflict.try"), "", func() { s.try.load(example) }))
	}
	rows = append(rows, kit.WrapBox(6, 6, deeds...))
	s.clash.Put(kit.Stack(kit.Box(kit.C.WarnSoft, kit.C.Warn, 8), kit.Pad(12, 12, 14, 14, kit.Col(6, rows...))))
	kit.Relay(s.ordinary)
}

// fix carries a proposal out.
func (s *policySide) fix(i int) {
	if s.which < len(s.clashes) && i < len(s.clashes[s.which].Fixes) {
		s.p.change(s.p.edit.Policy.Apply(s.clashes[s.which].Fixes[i]))
	}
}

// history shows what the sheet was, or goes back to the rest.
func (s *policySide) history() {
	if s.past {
		s.past = false
		s.slot.Put(s.ordinary)
		return
	}
	id := s.p.edit.ID
	s.p.late.flush()
	s.p.w.read(func(ctx context.Context) func() {
		all, err := s.p.w.policies.Sheets(ctx, id, versionsShown)
		return func() {
			if err != nil {
				s.p.w.refuse(err)
				return
			}
			s.past = true
			s.slot.Put(s.versions(all))
		}
	})
}

func (s *policySide) versions(all []softphone.SheetVersion) fyne.CanvasObject {
	w, now := s.p.w, s.p.w.now()
	rows := []any{}
	for i, v := range all {
		when := w.tr("policy.history.line", dayWord(v.At, now, w.tr), v.At.In(now.Location()).Format("15:04"))
		by := v.By
		if by == "" {
			by = w.tr("policy.history.nobody")
		}
		line := kit.Col(1, kit.E(when, kit.C.Text, kit.Line, kit.Med), kit.E(w.tr("policy.history.by", by, len(v.Sheet.Rules)), kit.C.Muted, kit.Small, kit.Reg))
		var right fyne.CanvasObject = kit.Btn(kit.Default, "back", w.tr("policy.history.restore"), "", func() {
			s.p.edits(func() {
				s.p.change(v.Sheet)
				s.history()
				w.notify(noticeDone, w.tr("policy.restored", when))
			})
		})
		if i == 0 {
			right = kit.T(w.tr("policy.history.now"), kit.C.Muted, kit.Small, kit.Med)
		}
		rows = append(rows, kit.Row(8, kit.G(line), right))
	}
	if len(rows) == 0 {
		rows = append(rows, emptyWords(w.tr("policy.history.none")))
	}
	return kit.Card(14, kit.Col(10, kit.Heading(w.tr("policy.history"), kit.Btn(kit.Default, "x", w.tr("policy.history.back"), w.keycap("policy_history"), s.history)),
		kit.G(kit.VScroll(kit.Pad(0, 0, 0, 6, kit.Col(10, rows...))))))
}
